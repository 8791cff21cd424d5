"""Fixed phrases found in a text by their first word, so that thousands cost one look-up a word."""

import re
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from auditor.text.words import WORD, Word

Payload = TypeVar("Payload")
_CHOICE = re.compile(r"\(([^()]*)\)")


def expand(pattern: str) -> tuple[str, ...]:
    """Return every string that a pattern with choices stands for: ``organi(s|z)ed``, ``visit(|s)``."""
    match = _CHOICE.search(pattern)
    if match is None:
        return (pattern,)
    head, tail = pattern[: match.start()], pattern[match.end() :]
    rest = expand(tail)
    return tuple(head + choice + end for choice in match.group(1).split("|") for end in rest)


class Hit(NamedTuple, Generic[Payload]):
    """A phrase at its place."""

    start: int
    end: int
    payload: Payload


class Phrases(Generic[Payload]):
    """Phrases with what they stand for. A phrase in lower case is found in any case, others as written."""

    def __init__(self, listed: Iterable[tuple[str, Payload]]) -> None:
        """Index the phrases by their first word; longer ones win."""
        self._by_first: dict[str, list[tuple[str, bool, Payload]]] = {}
        for phrase, payload in listed:
            match = WORD.match(phrase)
            if match is None:
                continue
            entry = (phrase, phrase.islower(), payload)
            self._by_first.setdefault(match.group().lower(), []).append(entry)
        for entries in self._by_first.values():
            entries.sort(key=lambda e: -len(e[0]))

    def find(self, prose: str, words: Iterable[Word]) -> Iterator[Hit[Payload]]:
        """Yield the phrases that stand in ``prose`` as whole words, left to right, not overlapping."""
        done = 0
        for word in words:
            entries = self._by_first.get(word.text.lower())
            if entries is None or word.start < done:
                continue
            for phrase, any_case, payload in entries:
                end = word.start + len(phrase)
                there = prose[word.start : end]
                if (there.lower() if any_case else there).replace("\n", " ") != phrase:
                    continue
                if prose[end : end + 1].isalnum():
                    continue
                yield Hit(word.start, end, payload)
                done = end
                break
