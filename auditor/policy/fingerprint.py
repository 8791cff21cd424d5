"""Names a finding so that it is known again: after edits elsewhere, after a move, in other markup.

A name is made of three hashes: of the rule and the words found, of the words before them in their
block, of those behind. Nothing of it depends on the place in the article, on line breaks, or on the
blocks around. So a paragraph that moves takes the names of its findings along, and a word changed on
one side of a finding leaves a name that shares one of its ``halves``.
"""

from bisect import bisect_left
from collections.abc import Sequence
from hashlib import blake2b
from operator import attrgetter

from auditor.document import Article, Span
from auditor.finding import Finding
from auditor.text.fold import fold
from auditor.text.words import Word

_START = attrgetter("start")
_AROUND = 5
_WHAT, _SIDE = 8, 6


class Fingerprints:
    """Names the findings of one article; equal ones are told apart by their order."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._seen: dict[str, int] = {}

    def of(self, rule: str, finding: Finding) -> str:
        """Return the name of a finding of ``rule``: 20 hexadecimal digits, ``-2`` for a second one."""
        span = finding.span
        if span is None:
            # What is said of a whole article may be said of it and of several others.
            others = [related.article or "" for related in finding.related[:1]]
            name = _hash(_WHAT, rule, *others) + _hash(_SIDE, "") * 2
        else:
            before, after = self._around(span)
            what = fold(span.of(self._article.prose))
            name = _hash(_WHAT, rule, what) + _hash(_SIDE, before) + _hash(_SIDE, after)
        times = self._seen[name] = self._seen.get(name, 0) + 1
        return name if times == 1 else f"{name}-{times}"

    def _around(self, span: Span) -> tuple[str, str]:
        """Return up to five words on each side, of the blocks that the finding begins and ends in."""
        first = self._article.block_at(span.start)
        last = self._article.block_at(max(span.end - 1, span.start))
        low = span.start if first is None else first.span.start
        high = span.end if last is None else last.span.end
        words = self._article.words
        begin = bisect_left(words, span.start, key=_START)
        end = bisect_left(words, span.end, begin, key=_START)
        before = words[max(begin - _AROUND, bisect_left(words, low, 0, begin, key=_START)) : begin]
        after = words[end : min(end + _AROUND, bisect_left(words, high, end, key=_START))]
        return _joined(before), _joined(after)


def _joined(words: Sequence[Word]) -> str:
    return fold(" ".join(word.text for word in words))


def _hash(digits: int, *parts: str) -> str:
    data = "\x1f".join(parts).encode("utf-8", "replace")
    return blake2b(data, digest_size=digits // 2).hexdigest()


_NOTHING = _hash(_SIDE, "")


def halves(fingerprint: str) -> list[str]:
    """Return what names share that are of one finding, the words on one side of which were edited.

    Each half is of the words found and of the words on a side; where there are none, there is no half.
    """
    what, before = fingerprint[:_WHAT], fingerprint[_WHAT : _WHAT + _SIDE]
    after = fingerprint[_WHAT + _SIDE : _WHAT + 2 * _SIDE]
    sides = ((before, "<"), (after, ">"))
    return [what + mark + side for side, mark in sides if side not in ("", _NOTHING)]
