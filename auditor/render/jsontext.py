"""JSON on one line that every reader of lines takes for one line."""

import json
import re
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")
# Line ends to some readers of lines; inside JSON they may as well be escaped.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def dumps(value: Any) -> str:
    """Return ``value`` as JSON on one line, fit for UTF-8: a lone surrogate becomes U+FFFD."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if text.isascii():
        return text
    return _SURROGATE.sub("\ufffd", text).translate(_LINE_ENDS)
