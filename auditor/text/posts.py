"""Posts of social media set into a text: others wrote them, and they stay as they are."""

import re

_LONGEST = 400
"""Characters of a post, with its author and date."""
_POST = re.compile(r"(?:^|[\s(.“\"])@[^\W\d]\w|pic\.twitter|\bt\.co/|#\w+[^#]*#\w")


def is_post(text: str) -> bool:
    """Whether a passage is as short as a post and has what posts have: a handle, hashtags, their links."""
    return len(text) <= _LONGEST and _POST.search(text) is not None
