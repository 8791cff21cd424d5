"""Characters that nobody sees: zero-width spaces, direction marks, control characters, tags."""

import re
import unicodedata
from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Role, Span
from auditor.finding import Finding

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]++"
)
_MISREAD = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u201a-\u2022\u20ac]?[\u0080-\u009f\u00ad]")
_CONTROLS = {
    0x00: "NULL", 0x08: "BACKSPACE", 0x0B: "LINE TABULATION", 0x1A: "SUBSTITUTE", 0x1B: "ESCAPE",
    0x7F: "DELETE",
}  # fmt: skip
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")
_JOINING = re.compile(
    "[\u0600-\u07ff\u08a0-\u0dff\u0e80-\u0fff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefe]"
)


class InvisibleCharacter:
    """Finds invisible characters that do nothing for the script or the picture they stand in."""

    info: ClassVar[Info] = Info(
        id="invisible-character",
        category="mechanics",
        summary="A character that nobody sees and that breaks search, copying and comparing.",
        method=(
            "Joiners in emoji and in scripts that need them, and direction marks in text that runs from"
            " right to left, are left alone; so is a soft hyphen inside a word of six letters or more."
        ),
        measures=(
            Measure("characters", "how many stand here"),
            Measure("bidi", "1 where the order of reading may be changed"),
            Measure("control", "1 for a control character"),
        ),
        values=("name",),
        examples=(
            Example("The har«\u200b»bour was shut."),
            Example("The «\ufeff»harbour was shut."),
            Example("The «\u202e»harbour was shut."),
            Example("The harbour«\x08» was shut."),
            Example("A family \U0001f468\u200d\U0001f469\u200d\U0001f467 waved \u2764\ufe0f."),
            Example("او می\u200cخواهد برود. क\u094d\u200dष"),
            Example("The Hafen\u00adverwal\u00adtung met."),
            Example("The paper \u200f\u05d4\u05d0\u05e8\u05e5\u200e said so."),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each run of invisible characters."""
        del neighbours
        text = article.text
        for block in article.blocks:
            if block.role is Role.CODE or (piece := block.span.of(text)).isprintable():
                continue
            right_to_left: bool | None = None
            for match in _INVISIBLE.finditer(piece):
                run = match.group()
                if all(c in _BIDI for c in run):
                    if right_to_left is None:
                        right_to_left = any(
                            unicodedata.bidirectional(c) in ("R", "AL") for c in piece
                        )
                    if right_to_left:
                        continue
                if _has_a_use(piece, match):
                    continue
                yield Finding(
                    Span(block.span.start + match.start(), block.span.start + match.end()),
                    measures=(
                        ("characters", float(len(run))),
                        ("bidi", float(any(c in _BIDI for c in run))),
                        ("control", float(any(unicodedata.category(c) == "Cc" for c in run))),
                    ),
                    values=(("name", _name(run[0])),),
                    confidence=0.95,
                )


def _has_a_use(piece: str, match: re.Match[str]) -> bool:
    if _MISREAD.match(piece, max(match.start() - 2, 0)) or _MISREAD.match(
        piece, max(match.start() - 1, 0)
    ):
        return True  # a part of garbled letters, and mojibake's to tell
    before = piece[match.start() - 1 : match.start()]
    after = piece[match.end() : match.end() + 1]
    run = match.group()
    if run[0] in _JOINERS and len(run) == 1:
        return bool(
            _JOINING.match(before)
            or (
                before
                and after
                and (unicodedata.category(after) in ("So", "Sk") or before == "\ufe0f")
            )
        )
    if run == "\u00ad":
        return before.isalpha() and after.isalpha()
    if run == "\u200b":  # marks where a word may break, in scripts without spaces
        return "\u0e00" <= before <= "\u0fff" or "\u1000" <= before <= "\u17ff"
    # The flags of Scotland and Wales are a black flag with tags.
    return run[0] >= "\U000e0000" and before == "\U0001f3f4" and run[-1] == "\U000e007f"


def _name(char: str) -> str:
    code = ord(char)
    name = unicodedata.name(char, "") or _CONTROLS.get(code, "CONTROL CHARACTER")
    return f"U+{code:04X} {name}"
