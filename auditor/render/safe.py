"""Text that others wrote, made harmless and visible: it must not steer a terminal or a page."""

import re
from functools import cache

_UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
    # Joiners belong to many scripts and to emoji; after anything else they hide.
    "|(?<![\u0590-\u1fff\u2600-\U0010ffff])[\u200c\u200d]"
)
_SPACE = re.compile("[ \t\n\r]+")


def safe(text: str, keep: str = "") -> str:
    """Show controls, bidirectional controls, lone surrogates and invisible characters as signs.

    Characters in ``keep`` (a line end, where lines are wanted) stay as they are.
    """
    if text.isascii() and text.isprintable():
        return text
    return _unsafe().sub(lambda match: match[0] if match[0] in keep else _sign(match[0]), text)


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(_UNSAFE)


def _sign(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def squeeze(text: str) -> str:
    """Make one line of ``text``: runs of blanks and line ends become one space."""
    return _SPACE.sub(" ", text)


def one_line(text: str) -> str:
    """Make one safe line of ``text``, without blanks around it."""
    return safe(squeeze(text).strip(" "))
