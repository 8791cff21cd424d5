"""Facts that a comparison looks at: numbers, dates, and names by their capital."""

import re
from functools import lru_cache
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
STOPS = ".!?:;\"“”‘’'([*•"
_AFTER_STOP = re.compile(rf"[{re.escape(STOPS)}\n\r]\s*$")


SPELT = frozenset(_NUMBER_WORDS) - {"zero", "one"}
"""The words that are figures."""
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
        word = match[0]
        if word not in QUIET and word[0].isalpha() and word.islower():
            continue  # most words
        kind, value = kind_of(word)
        if kind and (kind != "name" or not is_ordinary(text, match.start())):
            found.append(Fact(kind, value, word))
    return found


def number_at(text: str, start: int) -> tuple[str, int]:
    """Return the value of the number that begins at ``start``, and where it ends."""
    match = _FACT.match(text, start)
    return (number(match[0]), match.end()) if match else ("", start)


@lru_cache(1 << 14)
def kind_of(word: str) -> tuple[str, str]:
    """Return the kind and the value of a word that may be a fact; no kind if it is none."""
    low = word.lower()
    if word[0].isdigit():
        return "number", number(word)
    if low in _NUMBER_WORDS and low not in ("one", "zero"):
        return "number", _NUMBER_WORDS[low]
    if low in CALENDAR and (low not in ("may", "march", "mar", "sat", "sun") or word[0].isupper()):
        return "date", low[:3]
    return ("name" if word[0].isupper() else ""), low


def is_ordinary(text: str, at: int) -> bool:
    """Whether a capital says nothing here: after a stop or a quotation mark, at a line's beginning."""
    last = text[at - 2 : at - 1] if at > 1 and text[at - 1] == " " else text[at - 1 : at]
    if last and not last.isspace():
        return last in STOPS
    return bool(_AFTER_STOP.search(text, max(0, at - 4), at))


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
        if not word[0].isdigit() and word.lower() not in SPELT:
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
