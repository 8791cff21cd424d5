"""Facts that a comparison looks at: numbers, dates, and names by their capital."""

import re
from typing import NamedTuple

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen twenty"""
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_NUMBER_WORDS = {word: str(at) for at, word in enumerate(_SMALL.split())}
_NUMBER_WORDS |= {word: str(at * 10) for at, word in enumerate(_TENS.split(), 3)}
_DAYS_AND_MONTHS = """january february march april may june july august september october november
december jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday
saturday sunday"""
CALENDAR = frozenset(_DAYS_AND_MONTHS.split())
_FACT = re.compile(r"\d+(?:[.,/:-]\d+)*|[^\W\d_]+")
_ORDINARY = re.compile(r"[.!?:;\"“”‘’'(\[*•\n\r]\s*$")


QUIET = frozenset(_NUMBER_WORDS) | CALENDAR
"""The words of small letters that may be facts."""


class Fact(NamedTuple):
    """A fact: ``number``, ``date`` or ``name``, its value in one spelling, and its words."""

    kind: str
    value: str
    text: str


def number(text: str) -> str:
    """Return a number in one spelling: thousands' commas out, spelt numbers in digits."""
    low = _NUMBER_WORDS.get(text.lower(), text)
    return re.sub(r",(?=\d{3}(?!\d))", "", low)


def facts_in(text: str, start: int, end: int) -> list[Fact]:
    """Return the facts of ``text[start:end]``, in order."""
    found: list[Fact] = []
    for match in _FACT.finditer(text, start, end):
        word = match.group()
        low = word.lower()
        if word[0].isdigit():
            found.append(Fact("number", number(word), word))
        elif low in _NUMBER_WORDS and low not in ("one", "zero"):
            found.append(Fact("number", _NUMBER_WORDS[low], word))
        elif low in CALENDAR and (
            low not in ("may", "march", "mar", "sat", "sun") or word[0].isupper()
        ):
            found.append(Fact("date", low[:3], word))
        elif word[0].isupper() and not _ORDINARY.search(
            text, max(0, match.start() - 4), match.start()
        ):
            found.append(Fact("name", low, word))
    return found


class Figure(NamedTuple):
    """A number in a text: its words, its value in one spelling, its half-open place."""

    text: str
    value: str
    start: int
    end: int
    is_date: bool
    """Whether it is a year or stands beside a month."""


_MONTH_BEFORE = re.compile(r"([^\W\d_]{3,9})\.?\s$")
_MONTH_AFTER = re.compile(r"(?:st|nd|rd|th)?\s(?:of\s)?([^\W\d_]{3,9})")


def figures_in(text: str, start: int, end: int) -> list[Figure]:
    """Return the numbers of ``text[start:end]``, spelt ones from two up among them."""
    found: list[Figure] = []
    for match in _FACT.finditer(text, start, end):
        word = match.group()
        if not word[0].isdigit() and (
            word.lower() not in _NUMBER_WORDS or word.lower() in ("one", "zero")
        ):
            continue
        before = _MONTH_BEFORE.search(text, max(start, match.start() - 12), match.start())
        after = _MONTH_AFTER.match(text, match.end(), end)
        beside = [m[1].lower() for m in (before, after) if m]
        dated = is_year(word) or any(name in CALENDAR for name in beside)
        found.append(Figure(word, number(word), match.start(), match.end(), dated))
    return found


def is_year(text: str) -> bool:
    """Whether a number may be a year."""
    return len(text) == 4 and text.isdigit() and "1800" <= text <= "2100"
