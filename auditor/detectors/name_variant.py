"""A name spelt in two ways: "Brandvold" once, "Brandvolt" the other times."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Span
from auditor.finding import Finding, Related
from auditor.language.lexicon import lexicon
from auditor.language.spelling import one_slip
from auditor.text.fold import fold
from auditor.text.words import Word

_LONGEST = 30


class NameVariant:
    """Finds a name that stands once and is one slip from a name that stands several times."""

    info: ClassVar[Info] = Info(
        id="name-variant",
        category="spelling",
        summary="A name spelt differently from the other times it stands in the article.",
        method=(
            "A word with a capital that stands once, is in no dictionary and is one slip (the first letter "
            "kept) from a word with a capital that stands more often. Left alone: plurals, another first "
            "name before it (two people), words of the dictionary, lines in capitals."
        ),
        measures=(
            Measure("uses", "how often the usual form stands in the article"),
            Measure("length", "letters of the rarer form"),
        ),
        values=("other", "suggestion"),
        options=(Option("least", "int", "How often the usual form must stand.", default=2),),
        examples=(
            Example(
                "Ms Brandvolt spoke first. Then Ms «Brandvold» left. Later Ms Brandvolt returned, and "
                "Ms Brandvolt laughed.",
                suggestion="Brandvolt",
            ),
            Example(
                "Anna Kovrin and her brother Petr Kovrik met. Ms Kovrin left. Then Kovrin wrote."
            ),
            Example("The Tarnovs met. Ms Tarnov spoke, then Mr Tarnov. Then Ms Tarnov left."),
            Example("Mr Johnson met Mr Johnston. Mr Johnson left, and Mr Johnson wrote."),
        ),
        languages=(),
    )

    def __init__(self, options: Options) -> None:
        """Take the least number of uses."""
        self._least: int = options["least"]

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each odd form of a name."""
        del neighbours
        places: dict[str, list[int]] = {}
        small: set[str] = set()
        for at, word in enumerate(article.words):
            text = _plain(word.text)
            if not 5 <= len(text) <= _LONGEST or not text.isalpha():
                continue
            if text[0].isupper() and not text.isupper():
                places.setdefault(text, []).append(at)
            elif text.islower():
                small.add(text)
        usual = [t for t, found in places.items() if len(found) >= self._least]
        if not usual:
            return
        known = lexicon("en")
        around: dict[str, list[str]] = {}
        for text in usual:
            for less in _shortened(text):
                around.setdefault(less, []).append(text)
        for text, found in places.items():
            if len(found) != 1 or text.lower() in small:
                continue
            near = [
                o
                for o in dict.fromkeys(o for less in _shortened(text) for o in around.get(less, ()))
                if text[0] == o[0] and one_slip(text, o) and not _inflected(text, o)
            ]
            # A name of its own, as the word list knows it (Osama beside Obama).
            if not near or known.known(text.lower()) or (known.frequency(text.lower()) or 0) > 2.4:
                continue
            other = max(near, key=lambda o: (len(places[o]), o))
            if other.lower() in small or self._two_people(article, found[0], places[other]):
                continue
            if article.words[found[0]].text[1:].lower() != article.words[found[0]].text[1:]:
                continue
            yield self._report(article, article.words[found[0]], text, other, places[other])

    def _two_people(self, article: Article, at: int, others: list[int]) -> bool:
        """Whether another given name stands before the odd form than before every usual one."""
        mine = _given(article, at)
        theirs = {_given(article, other) for other in others} - {None}
        return mine is not None and bool(theirs) and mine not in theirs

    def _report(
        self, article: Article, word: Word, text: str, other: str, places: list[int]
    ) -> Finding:
        there = article.words[places[0]]
        block = article.block_at(there.start)
        return Finding(
            Span(word.start, word.start + len(text)),
            measures=(("uses", float(len(places))), ("length", float(len(text)))),
            values=(("other", other), ("suggestion", other)),
            suggestions=(other,),
            related=(
                Related(
                    Span(there.start, there.start + len(other)),
                    other,
                    "first-use",
                    block=block.index if block else None,
                ),
            ),
            confidence=0.8 if len(places) > 2 else 0.7,
        )


def _plain(text: str) -> str:
    """Return the word without a possessive ending."""
    return text[:-2] if text.endswith(("'s", "’s")) else text


def _shortened(text: str) -> set[str]:
    """Return the word and the word with each letter left out: words one slip apart share one of these."""
    return {text, *(text[:i] + text[i + 1 :] for i in range(1, len(text)))}


_TITLES = frozenset(
    "mr mrs ms mx dr sir lord lady judge president senator sen rep gov prof the".split()
)


def _given(article: Article, at: int) -> str | None:
    """Return the word with a capital right before, if it may be a given name."""
    if at == 0:
        return None
    before, word = article.words[at - 1], article.words[at]
    if article.prose[before.end : word.start] != " " or not before.text[0].isupper():
        return None
    low = before.text.lower()
    return None if low in _TITLES else low


def _inflected(text: str, other: str) -> bool:
    """Whether two forms differ in accents alone or are formed of each other (Iraq, Iraqi)."""
    if fold(text) == fold(other):
        return True  # accents and capitals alone: a matter of house style
    short, long = sorted((text, other), key=len)
    if len(short) == len(long):
        return text[-1] in "aoies" and other[-1] in "aoies" and text[:-1] == other[:-1]
    return long.startswith(short) and long[len(short) :] in ("s", "n", "i", "e", "a", "y")
