"""How near two words are to each other: on the keyboard, to the ear, and in the letters changed.

``keys`` are what an index of words is asked by (symmetric deletion, W. Garbe's SymSpell: two words at
most d letters apart share a string that each becomes when at most d letters are taken out of it; only
the first letters are looked at, which keeps the index small). ``sound`` folds what English spells in
several ways. ``path`` is the cheapest way from one word to another, each step priced by how easily
hand or ear takes it.
"""

import re
from functools import cache, lru_cache
from itertools import combinations
from typing import NamedTuple

VOWELS = "aeiouy"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
PREFIX = 7
"""How many letters of a word the index looks at."""


def _keyboard() -> dict[str, frozenset[str]]:
    near: dict[str, set[str]] = {}
    place = {
        key: (row + col * 1j, row) for row, keys in enumerate(_ROWS) for col, key in enumerate(keys)
    }
    for key, (at, row) in place.items():
        for other, (there, other_row) in place.items():
            across = abs((at - there).imag + (row - other_row) * 0.4)
            if key != other and abs(row - other_row) <= 1 and across <= 1.1:
                near.setdefault(key, set()).add(other)
    return {key: frozenset(keys) for key, keys in near.items()}


NEAR_KEYS = _keyboard()
"""The keys that touch a key on the usual keyboard."""

_ALIKE = frozenset(
    a + b
    for pair in ("cs", "sz", "ck", "kq", "gj", "fv", "dt", "mn", "bp", "cx")
    for a, b in ((pair[0], pair[1]), (pair[1], pair[0]))
)


def keys(word: str, depth: int) -> set[str]:
    """Return the start of ``word`` and what is left when up to ``depth`` of its letters are taken out."""
    start = word[:PREFIX]
    found = {start}
    for count in range(1, min(depth, len(start) - 1) + 1):
        for gone in combinations(range(len(start)), count):
            found.add("".join(c for at, c in enumerate(start) if at not in gone))
    return found


_SOUNDS = (
    (re.compile(r"^(?:kn|gn|pn)"), "n"),
    (re.compile(r"^wr|rh"), "r"),
    (re.compile(r"^ps|sc(?=[eiy])"), "s"),
    (re.compile(r"^x"), "s"),
    (re.compile(r"mb$"), "m"),
    (re.compile(r"(?:tch|sch|ch|sh|[cst]i(?=[aou])|ssi(?=[aou])|(?<=[ns])t(?=ure))"), "#"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?<=[aeiou])gh(?=t|$|[^aeiouy])"), ""),
    (re.compile(r"dg(?=[eiy])|g(?=[eiy])"), "j"),
    (re.compile(r"c(?=[eiyéí])|ç|z"), "s"),
    (re.compile(r"ck|c|q|k"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"[hw]"), ""),
)
_REST = re.compile(r"(?!^)[^bdfjklmnprstv#g]+")
_TWICE = re.compile(r"(.)\1+")
_CONFUSED = str.maketrans("#jdv", "sgtf")


@cache
def _first(letter: str) -> str:
    return "a" if letter in VOWELS else letter


def sound(word: str) -> str:
    """Return the consonants that an English reader hears in ``word``, and whether a vowel begins it.

    Those that ears and fingers confuse (d and t, v and f, sh and s) are one.
    """
    heard = word
    for pattern, letter in _SOUNDS:
        heard = pattern.sub(letter, heard)
    if not heard:
        return ""
    return _TWICE.sub(r"\1", _REST.sub("", _first(heard[0]) + heard[1:]).translate(_CONFUSED))


class Path(NamedTuple):
    """The way from the word meant to the word typed."""

    cost: float
    """The sum of the prices; about 1 a letter that is simply another."""
    steps: int
    """How many letters were touched."""
    slip: str
    """The kind of the only step (see ``SLIPS``), ``many`` where there are more."""
    first: bool
    """Whether the first letter is another."""


SLIPS = ("swap", "double", "single", "near", "sound", "insert", "drop", "change", "many")
"""Kinds of steps. ``insert`` and ``double`` (of its neighbour): a letter too many; ``drop`` and ``single``: one too
few; ``swap``: two letters changed places; ``near``: a neighbouring key; ``sound``: one that sounds alike."""

_PRICE = {
    "swap": 0.7, "double": 0.5, "single": 0.5, "near": 0.75, "sound": 0.65, "insert": 1.0, "drop": 0.9,
    "change": 1.2,
}  # fmt: skip
_FIRST = 0.4


def _replaced(typed: str, meant: str) -> str:
    if (typed in VOWELS and meant in VOWELS) or typed + meant in _ALIKE:
        return "sound"
    return "near" if typed in NEAR_KEYS.get(meant, ()) else "change"


@lru_cache(1 << 13)
def path(typed: str, meant: str) -> Path:
    """Return the cheapest way from ``meant`` to ``typed``; quadratic in what is left of common ends."""
    low = 0
    most = min(len(typed), len(meant))
    while low < most and typed[low] == meant[low]:
        low += 1
    high = 0
    while high < most - low and typed[-1 - high] == meant[-1 - high]:
        high += 1
    # One letter before and after stay, so that doubled letters are seen.
    a, b = typed[low : len(typed) - high], meant[low : len(meant) - high]
    before = typed[low - 1] if low else ""
    after = typed[len(typed) - high] if high else ""
    first = low == 0 and typed[:1] != meant[:1]
    if len(a) <= 1 and len(b) <= 1:
        if a and b:
            kind = _replaced(a, b)
        elif a:
            kind = "double" if a in (before, after) else "insert"
        elif b:
            kind = "single" if b in (before, after) else "drop"
        else:
            return Path(0.0, 0, "many", False)
        return Path(_PRICE[kind] + _FIRST * first, 1, kind, first)
    if len(a) == 2 and a == b[::-1]:
        return Path(_PRICE["swap"] + _FIRST * first, 1, "swap", first)
    return _table(a, b, before, first)


def _table(a: str, b: str, before: str, first: bool) -> Path:
    """Fill the Wagner-Fischer table, with exchanges of neighbours; rows are kept three at a time."""
    previous: list[tuple[float, int]] = []
    last: list[tuple[float, int]] = [(0.0, 0)]
    for at, letter in enumerate(b):
        kind = "single" if letter == (b[at - 1] if at else before) else "drop"
        cost, steps = last[-1]
        last.append((cost + _PRICE[kind], steps + 1))
    for i, typed in enumerate(a):
        left = a[i - 1] if i else before
        extra = _PRICE["double" if typed == left else "insert"]
        row = [(last[0][0] + extra, last[0][1] + 1)]
        for j, meant in enumerate(b):
            if typed == meant:
                best = last[j]
            else:
                cost, steps = last[j]
                best = (cost + _PRICE[_replaced(typed, meant)], steps + 1)
            cost, steps = last[j + 1]
            best = min(best, (cost + extra, steps + 1))
            cost, steps = row[j]
            kind = "single" if meant == (b[j - 1] if j else before) else "drop"
            best = min(best, (cost + _PRICE[kind], steps + 1))
            if i and j and typed == b[j - 1] and a[i - 1] == meant and typed != meant:
                cost, steps = previous[j - 1]
                best = min(best, (cost + _PRICE["swap"], steps + 1))
            row.append(best)
        previous, last = last, row
    cost, steps = last[-1]
    return Path(cost + _FIRST * first, steps, "many", first)
