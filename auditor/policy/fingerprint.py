"""Names a finding so that it is known again after edits elsewhere in the article."""

from bisect import bisect_left
from collections.abc import Sequence
from hashlib import blake2b
from operator import attrgetter

from auditor.document import Article, Span
from auditor.text.fold import fold

_AROUND = 5
_START = attrgetter("start")


class Fingerprints:
    """Names the findings of one article; equal ones are told apart by their order."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._seen: dict[bytes, int] = {}

    def of(self, rule: str, span: Span | None) -> str:
        """Return the name: of the rule, the words found and five words on each side."""
        parts = [rule]
        if span is not None:
            before, after = self._around(span)
            parts += (fold(span.of(self._article.text)), before, after)
        base = "\x1f".join(parts).encode("utf-8", "replace")
        ordinal = self._seen.get(base, 0)
        self._seen[base] = ordinal + 1
        return blake2b(base + b"\x1f%d" % ordinal, digest_size=8).hexdigest()

    def _around(self, span: Span) -> tuple[str, str]:
        words = self._article.words
        if not words:
            return "", ""
        low = bisect_left(words, span.start, key=_START)
        high = bisect_left(words, span.end, low, key=_START)
        return _join(words[max(low - _AROUND, 0) : low]), _join(words[high : high + _AROUND])


def _join(words: Sequence[tuple[str, int, int]]) -> str:
    return fold(" ".join(text for text, _, _ in words))
