"""Fills the message of a rule with what a finding carries."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

_PLACE = re.compile(r"\{\{|\}\}|“\{(\w+)\}”|\{(\w+)(?::([^{}]*))?\}")
_LONGEST = 80
_LONGEST_CLAUSE = 240
_QUOTES = frozenset('"“”„«»')
_Place = tuple[str, str, bool]
"""The name, the form of a number, and whether “ ” stand around it."""


def fill(message: str, texts: Mapping[str, str], measures: Mapping[str, float]) -> str:
    """Return ``message`` with its placeholders filled; ``{jaccard:%}`` shows .914 as 91%."""
    pieces = []
    for piece in _pieces(message):
        if isinstance(piece, str):
            pieces.append(piece)
        else:
            name, form, quoted = piece
            if quoted:
                pieces.append(_quoted(name, texts, measures))
            elif name in measures:
                pieces.append(_number(measures[name], form))
            else:
                pieces.append(shorten(texts.get(name, ""), _LONGEST_CLAUSE))
    return "".join(pieces)


def _quoted(name: str, texts: Mapping[str, str], measures: Mapping[str, float]) -> str:
    """Quote a passage; single marks stand around one that has double marks itself."""
    text = _number(measures[name], "") if name in measures else shorten(texts.get(name, ""))
    return f"“{text}”" if _QUOTES.isdisjoint(text) else f"‘{text}’"


@lru_cache(maxsize=4096)
def _pieces(message: str) -> tuple[str | _Place, ...]:
    pieces: list[str | _Place] = []
    at = 0
    for match in _PLACE.finditer(message):
        pieces.append(message[at : match.start()])
        name = match[1] or match[2]
        if name is None:
            pieces.append(match[0][0])
        else:
            pieces.append((name, match[3] or "", match[1] is not None))
        at = match.end()
    pieces.append(message[at:])
    return tuple(pieces)


def _number(value: float, form: str) -> str:
    if form.endswith("%"):
        digits = int(form[1]) if len(form) == 3 else 0
        return f"{value * 100:.{digits}f}%"
    shown: Callable[[str], str] = value.__format__
    if form == "d":
        return shown(".0f")
    if form == ",":
        return shown(",.0f")
    if form:
        return shown(form)
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}".rstrip("0").rstrip(".")


def shorten(text: str, longest: int = _LONGEST) -> str:
    """Return ``text`` in one line, cut at a word where it is long."""
    line = " ".join(text[: longest * 8].split())
    if len(line) <= longest:
        return line
    cut = line.rfind(" ", longest // 2, longest)
    return line[: cut if cut > 0 else longest - 1].rstrip(" ,;:") + " …"
