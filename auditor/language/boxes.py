"""Boxes: what the names that pages give to their parts say of them, as a table of names.

The table is ``data/boxes.tsv``; its head says what the columns mean. Names are held against it by whole
words, as class names are written: ``related-stories``, ``newsletterSignup``, ``c_share_bar2``.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from auditor.language.furniture import read_rows

NAME, LINES, LINKS, TEXT = "name", "lines", "links", "text"
"""What must be true of a box besides its name: nothing, no running text, mostly links, running text."""
OWN = "-"
"""The kind of what is the story's own."""
LONGEST = 80
"""Signs of the longest name that is looked at."""
TABLE = Path(__file__).resolve().parent / "data" / "boxes.tsv"
_NAME = re.compile(rf"[\w:.+-]{{2,{LONGEST}}}", re.ASCII)
_PART = re.compile(r"(?<![A-Za-z0-9])(?!(?=[a-f]*[0-9])[a-f0-9]{6,}(?![A-Za-z0-9]))[A-Za-z]+")
"""The letters that a part of a name begins with; one that is a number to the base of 16 says nothing."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


class Named(NamedTuple):
    """What a name says: the kind of furniture, and what the box must be like besides."""

    kind: str
    needs: str


class _Row(NamedTuple):
    said: Named
    whole: bool
    words: tuple[str, ...]

    @property
    def weight(self) -> tuple[int, bool]:
        """What it counts against other rows that fit the same name."""
        return len(self.words), self.said.kind == OWN


class Names:
    """The table, ready to be asked."""

    __slots__ = ("_never", "_plain", "_rows")

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        """Take rows of kind, where, needs, name."""
        self._rows: dict[str, list[_Row]] = {}
        self._never: set[str] = set()
        self._plain: set[str] = set()
        for kind, where, needs, name in rows:
            row = _Row(Named(kind, needs), where == "is", tuple(name.split()))
            if where in ("plain", "never"):
                (self._plain if where == "plain" else self._never).add(name)
            else:
                self._rows.setdefault(row.words[0], []).append(row)
        for rows_ in self._rows.values():
            rows_.sort(key=lambda row: not row.whole)

    def look_up(self, name: str, *, is_slug: bool = False) -> Named | None:
        """Return what ``name`` says, None where it says nothing; its kind is ``OWN`` for the story's own.

        What is made of a heading's words (``more-on-the-ferry``), a slug, is furniture by the whole of it,
        unless the name is enough.
        """
        found = words_of(name)
        best: _Row | None = None
        for at, word in enumerate(found):
            if word in self._never:
                return None
            for row in self._rows.get(word, ()):
                if (best is None or row.weight > best.weight) and (
                    self._is(row, found)
                    if row.whole or (is_slug and row.said.needs != NAME)
                    else _stands(row, found, at)
                ):
                    best = row
        return best.said if best else None

    def _is(self, row: _Row, words: Sequence[str]) -> bool:
        return row.words == tuple(w for w in words if w in row.words or w not in self._plain)


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, in lower case: ``inlineRecirc_2`` has ``inline`` and ``recirc``."""
    if not _NAME.fullmatch(name):
        return ()
    return tuple(word.lower() for part in _PART.findall(name) for word in _WORD.findall(part))


def _stands(row: _Row, words: Sequence[str], at: int) -> bool:
    return tuple(words[at : at + len(row.words)]) == row.words


@cache
def shipped() -> Names:
    """Return the table that ships, read when first asked for."""
    return Names(read_rows(TABLE.read_text(encoding="utf-8")))


@lru_cache(maxsize=1 << 14)
def look_up(name: str, *, is_slug: bool = False) -> Named | None:
    """Return what ``name`` says by the table that ships; a page and its siblings repeat their names."""
    return shipped().look_up(name, is_slug=is_slug)
