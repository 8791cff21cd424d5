"""Lines that fit: text measured in terminal columns and cut where a reader would cut it."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from auditor.document import Span
from auditor.render.safe import safe, squeeze

ELLIPSIS = "…"


class Cell(NamedTuple):
    """A character as a reader sees it (a letter with its marks, an emoji), and its columns."""

    text: str
    width: int


class Excerpt(NamedTuple):
    """A place with what stands around it, safe to print."""

    before: str
    marked: str
    after: str


@cache
def _grapheme() -> re.Pattern[str]:
    from auditor.text.marks import MARKS

    return re.compile(
        rf"[\U0001f1e6-\U0001f1ff]{{2}}|.(?:[{MARKS}\u200c\U0001f3fb-\U0001f3ff]|\u200d[^\s])*",
        re.DOTALL,
    )


def cells(text: str) -> list[Cell]:
    """Cut ``text`` into what a reader sees as characters, each made safe and measured."""
    if text.isascii() and text.isprintable():
        return [Cell(char, 1) for char in text]
    return [Cell(shown := safe(match[0]), _columns(shown)) for match in _grapheme().finditer(text)]


def _columns(shown: str) -> int:
    if len(shown) > 1 and shown.isascii():
        return len(shown)  # a sign such as <U+202E>
    if unicodedata.category(shown[0]) in ("Mn", "Me"):
        return 0
    emoji = len(shown) > 1 and "\ufe0f" in shown
    return 2 if emoji or unicodedata.east_asian_width(shown[0]) in "WF" else 1


def width(text: str) -> int:
    """Return how many columns ``text`` takes on a terminal."""
    return sum(cell.width for cell in cells(text))


def _join(run: Iterable[Cell]) -> str:
    return "".join(cell.text for cell in run)


def _fitting(run: list[Cell], room: int) -> int:
    """Return how many cells from the left fit into ``room``, at a word's end if one is near."""
    taken = used = 0
    for cell in run:
        if used + cell.width > room:
            break
        used += cell.width
        taken += 1
    if taken == len(run):
        return taken
    at = taken
    while at > 0 and run[at].text != " ":
        at -= 1
    return at if at > taken // 2 else taken


def cut(text: str, room: int) -> str:
    """Return ``text`` on one line in at most ``room`` columns, an ellipsis where it was cut."""
    line = squeeze(text[: room * 8 + 8]).strip(" ")
    run = cells(line)
    if sum(cell.width for cell in run) <= room and len(text) <= room * 8 + 8:
        return _join(run)
    return _join(run[: _fitting(run, room - 1)]).rstrip(" ") + ELLIPSIS


def _cut_left(run: list[Cell], room: int, more: bool) -> str:
    if not more and sum(cell.width for cell in run) <= room:
        return _join(run)
    backwards = run[::-1]
    kept = backwards[: _fitting(backwards, max(room - 1, 0))][::-1]
    return ELLIPSIS + _join(kept).lstrip(" ")


def _cut_right(run: list[Cell], room: int, more: bool) -> str:
    if not more and sum(cell.width for cell in run) <= room:
        return _join(run)
    return _join(run[: _fitting(run, max(room - 1, 0))]).rstrip(" ") + ELLIPSIS


def excerpt(text: str, place: Span, within: Span, room: int) -> Excerpt:
    """Return the words at ``place`` and as many around, inside ``within``, as ``room`` holds."""
    window = room * 4
    low, high = max(within.start, place.start - window), min(within.end, place.end + window)
    before = cells(squeeze(text[low : place.start]).lstrip(" "))
    after = cells(squeeze(text[place.end : high]).rstrip(" "))
    wanted = [sum(cell.width for cell in side) for side in (before, after)]
    shown = _middle(text, place, room, max(room - sum(wanted), room * 3 // 5, 8))
    rest = max(room - width(shown), 0)
    left = min(wanted[0], max(rest // 2, rest - wanted[1]))
    return Excerpt(
        _cut_left(before, left, more=low > within.start),
        shown,
        _cut_right(after, rest - left, more=high < within.end),
    )


def _middle(text: str, place: Span, room: int, most: int) -> str:
    """Return the words at ``place`` in at most ``most`` columns: how they begin and how they end."""
    window = room * 4
    run = cells(squeeze(text[place.start : min(place.end, place.start + window)]))
    if place.end <= place.start + window and sum(cell.width for cell in run) <= most:
        return _join(run)
    tail = cells(squeeze(text[max(place.start, place.end - window) : place.end]))
    return _cut_right(run, most * 2 // 3, more=True) + _cut_left(tail, most // 3, more=True)[1:]


def wrap(text: str, first: int, rest: int) -> list[str]:
    """Break safe ``text`` into lines: ``first`` columns for the first, ``rest`` for the others."""
    lines: list[list[str]] = [[]]
    room = first
    for word in text.split(" "):
        columns = width(word)
        if lines[-1] and columns + 1 > room:
            lines.append([])
            room = rest
        room -= columns + (1 if lines[-1] else 0)
        lines[-1].append(word)
    return [" ".join(line) for line in lines]
