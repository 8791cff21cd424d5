"""Finds any of many phrases by their words: the first word is looked up, the rest compared."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from auditor.text.words import APOSTROPHES, Word, words

_STRAIGHT = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | {"\u00ad": None})


class Phrase(NamedTuple):
    """A phrase: its words in the form compared, and what stands before, between and after them."""

    key: str
    words: tuple[str, ...]
    gaps: tuple[str, ...]
    before: str
    after: str


class Hit(NamedTuple):
    """A phrase found: which (its key) and its half-open place."""

    key: str
    start: int
    end: int


def plain(word: str) -> str:
    """Return a word as it is compared where case does not matter: lower case, straight apostrophe."""
    return word.lower() if word.isascii() else word.translate(_STRAIGHT).lower()


def cased(word: str) -> str:
    """Return a word as it is compared where case matters."""
    return word if word.isascii() else word.translate(_STRAIGHT)


class Phrases:
    """An index of phrases. Time to search goes with the words of the text, not with the phrases."""

    def __init__(self, phrases: Iterable[str], ignore_case: bool = True) -> None:
        self._form = plain if ignore_case else cased
        self._first: dict[str, list[Phrase]] = {}
        self.wordless: list[str] = []
        """Phrases without a word in them (``!!``), which cannot be found so."""
        for phrase in dict.fromkeys(phrases):
            parts = list(words(phrase))
            if not parts:
                self.wordless.append(phrase)
                continue
            entry = Phrase(
                phrase,
                tuple(self._form(part.text) for part in parts),
                tuple(_gap(phrase, a, b) for a, b in pairwise(parts)),
                phrase[: parts[0].start],
                phrase[parts[-1].end :],
            )
            self._first.setdefault(entry.words[0], []).append(entry)
        for entries in self._first.values():
            entries.sort(key=lambda e: (-len(e.words), -len(e.after), e.key))

    @property
    def anchors(self) -> frozenset[str]:
        """Words, as ``plain`` gives them, of which one must stand in a text that holds a phrase."""
        # The longest word of a phrase is nearly always its rarest.
        return frozenset(
            max(e.words, key=len).lower() for entries in self._first.values() for e in entries
        )

    def find(self, text: str, tokens: Sequence[Word]) -> Iterator[Hit]:
        """Yield the phrases among the words ``tokens`` of ``text``, the longest first, not overlapping."""
        reached = 0
        for number, token in enumerate(tokens):
            entries = self._first.get(self._form(token.text))
            if entries is None or token.start < reached:
                continue
            for entry in entries:
                last = number + len(entry.words) - 1
                if last < len(tokens) and self._stands(entry, text, tokens, number):
                    start = token.start - len(entry.before)
                    reached = tokens[last].end + len(entry.after)
                    yield Hit(entry.key, start, reached)
                    break

    def _stands(self, entry: Phrase, text: str, tokens: Sequence[Word], at: int) -> bool:
        for offset in range(1, len(entry.words)):
            token = tokens[at + offset]
            if self._form(token.text) != entry.words[offset]:
                return False
            if _gap(text, tokens[at + offset - 1], token) != entry.gaps[offset - 1]:
                return False
        first, last = tokens[at], tokens[at + len(entry.words) - 1]
        return text.startswith(entry.after, last.end) and (
            not entry.before or text.endswith(entry.before, 0, first.start)
        )


def _gap(text: str, first: Word, second: Word) -> str:
    """Return what parts two words, a run of white space as one space and two line breaks as a wall."""
    gap = text[first.end : second.start]
    if gap in (" ", "-", "."):
        return gap
    if gap.count("\n") > 1:
        return "\n"
    return " ".join(f"|{gap}|".split())[1:-1] if gap.strip() else " "


def match_case(found: str, replacement: str) -> str:
    """Return ``replacement`` with the capitals of ``found``: ALL, First, or as it is written."""
    letters = [char for char in found if char.isalpha()]
    if not letters or any(char.isupper() for char in replacement):
        return replacement
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return replacement.upper()
    if letters[0].isupper():
        return replacement[:1].upper() + replacement[1:]
    return replacement
