"""``[sic]``: the mark of what is quoted as it was written."""

import re

_SIC = re.compile(r"[^\w\n]{0,12}[\[(](?:<\w{1,6}>|[^\w\n]){0,3}sic\b", re.IGNORECASE)
"""With the closing quotation mark before it, and the marks of emphasis that are around it or in it."""


def is_meant(prose: str, end: int) -> bool:
    """Whether what ends at ``end`` has [sic] behind it."""
    return _SIC.match(prose, end) is not None
