"""What another article is told to be: candidates by shared fingerprints, then what it shares, exactly.

A run and an archive answer in these terms, by these rules.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from auditor.document import Article, Span
from auditor.similarity.align import Stretch, stretches
from auditor.similarity.relation import Likeness, Text
from auditor.similarity.shingle import WIDTH, text_hash, tokenise
from auditor.similarity.winnow import Mark
from auditor.text.dates import Moment

HOT = 50
"""A fingerprint of more texts than this leads only to the earliest few of them."""
BOILERPLATE = 5
"""A passage in more other texts than this belongs to the site or the form, not to a story."""
COMPARED = 12
"""How many candidates are compared exactly."""
PASSAGE = 8
"""Words of the shortest passage told."""


class SharedPassage(NamedTuple):
    """A passage of this article and its place in another, where the other's text is at hand."""

    span: Span
    other_span: Span | None
    other_text: str
    words: int
    other_block: int | None


class SimilarArticle(NamedTuple):
    """Another article that resembles this one."""

    id: str
    headline: str
    date: str | None
    source: str | None
    earlier: bool
    relation: str
    jaccard: float
    containment: float
    other_containment: float
    passages: tuple[SharedPassage, ...]
    verified: str = "text"
    """By what the measures are known: ``text``, or ``hashes`` of shingles where no text is kept."""


class HeadlineTwin(NamedTuple):
    """Another article of the same headline."""

    id: str
    headline: str
    date: str | None
    source: str | None
    earlier: bool
    uses: int


class Postings(NamedTuple):
    """The texts that carry a fingerprint, by number; of very many the earliest few."""

    numbers: Sequence[int]
    others: int
    """How many carry it beside the text that asks."""


def candidates(
    marks: Sequence[Mark],
    postings: Callable[[int], Postings],
    own: int | None,
    counts: Counter[str],
) -> tuple[list[int], frozenset[int]]:
    """Return the likeliest others by the fingerprints shared, and the places of the common ones.

    Args:
        marks: the fingerprints of the text that asks.
        postings: tells who carries a fingerprint.
        own: the number of the text that asks, where it is among them.
        counts: told of what the caps left out.

    """
    shared: Counter[int] = Counter()
    few: Counter[int] = Counter()
    common: set[int] = set()
    hot = False
    for mark in marks:
        numbers, others = postings(mark.value)
        if others > BOILERPLATE:
            common.add(mark.at)
        hot = hot or others > HOT
        (few if others > BOILERPLATE else shared).update(numbers)
    if hot:
        # Counted by article, so that the count is the same for any number of processes.
        counts["articles met others of a very common passage by the earliest alone"] += 1
    needed = 2 if len(marks) > 6 else 1
    # Marks that many texts carry make a candidate only where they are much of this text.
    for number, count in few.items():
        if number in shared or count * 4 >= len(marks):
            shared[number] += count
    ranked = sorted((-count, n) for n, count in shared.items() if count >= needed and n != own)
    if len(ranked) > COMPARED:
        counts["candidates beyond the likeliest of an article were not compared"] += (
            len(ranked) - COMPARED
        )
    return [number for _, number in ranked[:COMPARED]], frozenset(common)


def headline_key(headline: str) -> int:
    """Return one hash of a headline's words, 0 for none."""
    return text_hash(tokenise(headline).hashes) if headline else 0


def came_before(one: Moment | None, other: Moment | None, otherwise: bool) -> bool:
    """Whether ``one`` is the earlier; ``otherwise`` where dates do not tell."""
    if one and other:
        if one.before(other):
            return True
        if other.before(one):
            return False
    return otherwise


def _is_common(stretch: Stretch, marks: Sequence[int], common: frozenset[int]) -> bool:
    inside = marks[
        bisect_left(marks, stretch.a) : bisect_left(marks, max(stretch.a_end - 4, stretch.a + 1))
    ]
    return bool(inside) and sum(at in common for at in inside) * 2 > len(inside)


def shared_passages(
    article: Article,
    other: Article | None,
    likeness: Likeness,
    common: frozenset[int],
    counts: Counter[str],
) -> tuple[SharedPassage, ...]:
    """Return the passages shared, without those that many articles share.

    Args:
        article: the one that asks.
        other: the other; None where its text is not kept.
        likeness: how they stand to each other.
        common: the places of fingerprints that many articles carry.
        counts: told of the passages left out.

    """
    text = article.compared
    told = []
    marks = sorted(mark.at for mark in text.marks) if common else []
    for whole in stretches(likeness.runs):
        stretch = _trimmed(article, whole) if len(text.tokens) > PASSAGE else whole
        if stretch.words < min(PASSAGE, len(text.tokens)):
            continue
        if common and _is_common(stretch, marks, common):
            counts["passages common to many articles were taken for boilerplate"] += 1
            continue
        told.append(_passage(text, other, stretch))
    return tuple(told)


def _trimmed(article: Article, stretch: Stretch) -> Stretch:
    """Cut off a word or two that reach into the next paragraph, or back into the one before."""
    text = article.compared
    start, end = text.words(stretch.a, stretch.a_end)
    last = article.block_at(end - 1)
    if last and (over := stretch.a_end - text.token_range(0, last.span.start)[1]) < WIDTH:
        over = max(over, 0) if last.span.start > start else 0
        stretch = stretch._replace(
            a_end=stretch.a_end - over, b_end=stretch.b_end - over, words=stretch.words - over
        )
    first = article.block_at(start)
    if first and (over := text.token_range(0, first.span.end)[1] - stretch.a) < WIDTH:
        over = over if first.span.end < end and over < stretch.words else 0
        stretch = stretch._replace(
            a=stretch.a + over, b=stretch.b + over, words=stretch.words - over
        )
    return stretch


def _passage(text: Text, other: Article | None, stretch: Stretch) -> SharedPassage:
    span = Span(*text.words(stretch.a, stretch.a_end))
    if other is None:
        return SharedPassage(span, None, "", stretch.words, None)
    there = Span(*other.compared.words(stretch.b, stretch.b_end))
    block = other.block_at(there.start)
    return SharedPassage(
        span=span,
        other_span=Span(there.start - other.body_start, there.end - other.body_start),
        other_text=there.of(other.text),
        words=stretch.words,
        other_block=block.index if block else None,
    )
