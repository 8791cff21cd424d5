"""Fills the message of a rule with what a finding carries."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

_PLACE = re.compile(r"\{\{|\}\}|\{(\w+)(?::([^{}]*))?\}")
_LONGEST = 80


def fill(message: str, texts: Mapping[str, str], measures: Mapping[str, float]) -> str:
    """Return ``message`` with its placeholders filled; ``{jaccard:%}`` shows .914 as 91%."""
    pieces = []
    for piece in _pieces(message):
        if isinstance(piece, str):
            pieces.append(piece)
        else:
            name, form = piece
            if name in measures:
                pieces.append(_number(measures[name], form))
            else:
                pieces.append(shorten(texts.get(name, "")))
    return "".join(pieces)


@lru_cache(maxsize=4096)
def _pieces(message: str) -> tuple[str | tuple[str, str], ...]:
    pieces: list[str | tuple[str, str]] = []
    at = 0
    for match in _PLACE.finditer(message):
        pieces.append(message[at : match.start()])
        if match[1] is None:
            pieces.append(match[0][0])
        else:
            pieces.append((match[1], match[2] or ""))
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


def shorten(text: str) -> str:
    """Return ``text`` in one line, cut at a word where it is long."""
    line = " ".join(text[: _LONGEST * 8].split())
    if len(line) <= _LONGEST:
        return line
    cut = line.rfind(" ", _LONGEST // 2, _LONGEST)
    return line[: cut if cut > 0 else _LONGEST - 1].rstrip(" ,;:") + " …"
