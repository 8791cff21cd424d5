"""Furniture: the lines that sites set around articles, as a table of phrases and how they stand.

The table is ``data/furniture.tsv``; its head says what the columns mean. A house adds rows of the
same form. Looking a line up costs one step a word: phrases are kept by their first word.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from auditor.text.fold import fold
from auditor.text.words import words

GAP = "…"
NUMBER = "#"
ANY = "@"
HINT = "hint"
"""Where the phrase alone does not say that the line is furniture."""
_MAX_GAP = 6
_TABLE = Path(__file__).resolve().parent / "data" / "furniture.tsv"
LONGEST = 45
"""Words of the longest line that can be furniture by the table."""
_LIMITS = {"start": LONGEST, "label": 40, "has": 30, "tail": 30, "final": 30, "handle": 30}
_MAX_LABEL = 3
_AFTER_LABEL = ":|>»→"


class Line(NamedTuple):
    """A line as the table sees it: folded words, and folded signs before, after and between them."""

    words: Sequence[str]
    text: str
    """The folded line."""
    ends: Sequence[int]
    """Where each word ends in ``text``."""
    starts: Sequence[int]


NO_LINE = Line((), "", (), ())
"""Stands for a line that is too long to be furniture."""


class Phrase(NamedTuple):
    """One row: what is found, where in the line, and the words, gaps and numbers it is made of."""

    kind: str
    where: str
    tokens: tuple[str, ...]
    sign: str = ""
    """The sign that must stand before the first word."""


class Hit(NamedTuple):
    """A line that is furniture."""

    kind: str
    where: str
    end: int
    """How many words of the line the phrase took."""


def line_of(text: str) -> Line:
    """Return ``text`` as the table sees it."""
    folded = fold(text)
    found = list(words(folded))
    return Line([w.text for w in found], folded, [w.end for w in found], [w.start for w in found])


class Furniture:
    """The table, ready to be asked."""

    __slots__ = ("_begin", "_has", "_marks", "_signs", "_tails")

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        """Take rows of kind, language, where, phrase."""
        self._begin: dict[str, list[Phrase]] = {}
        self._has: dict[str, list[Phrase]] = {}
        self._tails: dict[str, list[Phrase]] = {}
        self._marks: dict[str, str] = {}
        self._signs: dict[str, list[tuple[str, str]]] = {}
        for kind, _, where, text in rows:
            folded = fold(text)
            if where == "mark":
                self._marks[folded.replace(" ", "")] = kind
            elif where == "sign":
                self._signs.setdefault(folded[0], []).append((folded, kind))
            elif phrase := _phrase(kind, where, folded):
                table, key = {
                    "has": (self._has, 0),
                    HINT: (self._has, 0),
                    "tail": (self._tails, -1),
                }.get(where, (self._begin, 0))
                table.setdefault(phrase.tokens[key], []).append(phrase)

    def look_up(self, line: Line, *, last: bool = False) -> Hit | None:
        """Return what furniture ``line`` is, if any; ``last`` says that it is one of the last lines."""
        count = len(line.words)
        if count > LONGEST:
            return None
        compact = line.text.replace(" ", "") if len(line.text) < 40 else ""
        if compact in self._marks:
            return Hit(self._marks[compact], "mark", count)
        for sign, kind in self._signs.get(line.text[:1], ()):
            if line.text.startswith(sign):
                return Hit(kind, "sign", count)
        if not count or line.text[0] in "\"'":
            return None
        for key in (line.words[0], NUMBER) if line.words[0].isdigit() else (line.words[0],):
            for phrase in self._begin.get(key, ()):
                if (end := _fits(phrase, line, last=last)) is not None:
                    return Hit(phrase.kind, phrase.where, end)
        for phrase in self._tails.get(line.words[-1], ()):
            size = len(phrase.tokens)
            if count >= size + 3 and tuple(line.words[-size:]) == phrase.tokens:
                before = line.text[: line.starts[-size]].rstrip()[-1:]
                if line.ends[-1] == len(line.text) and before not in ".…,;:(":
                    return Hit(phrase.kind, "tail", count)
        hint: Hit | None = None
        if self._has.keys() & set(line.words):
            for at, word in enumerate(line.words):
                for phrase in self._has.get(word, ()):
                    if _match(phrase.tokens, line.words, at) is None:
                        continue
                    if phrase.where == HINT:
                        hint = Hit(phrase.kind, HINT, count)
                    elif count <= _LIMITS["has"]:
                        return Hit(phrase.kind, "has", count)
        return hint


def _phrase(kind: str, where: str, folded: str) -> Phrase | None:
    tokens: list[str] = []
    for piece in folded.replace("...", f" {GAP} ").split():
        if piece.strip(":") in (GAP, NUMBER, ANY):
            tokens.append(piece.strip(":"))
        elif piece.isalnum():
            tokens.append(piece)
        else:
            tokens.extend(w.text for w in words(piece))
    sign = folded[0] if folded[0] in "([©" else ""
    return Phrase(kind, where, tuple(tokens), sign) if tokens else None


def _fits(phrase: Phrase, line: Line, *, last: bool) -> int | None:
    """Return how many words the phrase takes of a line that begins with it."""
    where = phrase.where
    count = len(line.words)
    if count > _LIMITS.get(where, count) or (where == "line" and count > len(phrase.tokens)):
        return None
    if phrase.sign and phrase.sign not in line.text[: line.starts[0]]:
        return None
    end = _match(phrase.tokens, line.words, 0)
    if end is None:
        return None
    if where == "line":
        return end if end == count else None
    if where == "label":
        furthest = min(end + _MAX_LABEL, count) if phrase.tokens[-1] == ANY else end
        return next((i for i in range(end, furthest + 1) if _is_label(line, i)), None)
    if where == "handle":
        return end if "@" in line.text[line.ends[end - 1] :] else None
    if where == "final":
        return end if last else None
    return end


def _is_label(line: Line, end: int) -> bool:
    """Whether a colon or a dash follows the first ``end`` words."""
    after = line.ends[end - 1]
    rest = line.text[after:].lstrip()
    return (
        rest[:1] in _AFTER_LABEL if rest and rest[0] != "-" else line.text[after:].startswith(" -")
    )


def _match(tokens: Sequence[str], line: Sequence[str], at: int) -> int | None:
    """Return the index after the last word taken, or None; a gap takes the nearest continuation."""
    i = at
    t = 0
    while t < len(tokens):
        token = tokens[t]
        if token in (GAP, ANY):
            following = tokens[t + 1] if t + 1 < len(tokens) else None
            if following is None:
                return i + 1 if i < len(line) else None
            stop = min(i + (_MAX_GAP * 3 if token == GAP else _MAX_GAP), len(line))
            while i < stop and line[i] != following:
                i += 1
            if i >= stop:
                return None
        elif i < len(line) and (line[i] == token or (token == NUMBER and line[i].isdigit())):
            i += 1
        else:
            return None
        t += 1
    return i


def read_rows(text: str) -> list[list[str]]:
    """Return the rows of a table in TSV; lines that begin with ``# `` are comments."""
    return [
        row.split("\t")
        for row in text.splitlines()
        if row.count("\t") == 3 and not row.startswith("# ")
    ]


@cache
def shipped() -> Furniture:
    """Return the table that ships, read when first asked for."""
    return Furniture(read_rows(_TABLE.read_text(encoding="utf-8")))
