"""How well a passage belongs to the article around it, as facts that a model can weigh."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from math import log, sqrt
from operator import mul

from auditor.document.block import Role
from auditor.document.passages import Passage
from auditor.language.vectors import NOTHING, Sum, Vector, Vectors, direction, likeness
from auditor.similarity.topic import Topic

_REACH = 2
_SAMPLE = 24
"""Other passages that one is compared with, evenly spaced: cost must not grow with their square."""
_SOME = 6
"""Telling words that a passage needs for its likeness to count in the article's mean."""

_PRONOUNS = frozenset("he she they it him her them his their its he's she's they're it's".split())
_POINTING = frozenset(
    "this that these those such another others both each then there here also too so similarly likewise "
    "same former latter said".split()
)
_JOINING = frozenset(
    "but and or yet still however meanwhile instead nor because although though while moreover "
    "furthermore therefore thus otherwise nevertheless besides indeed earlier later".split()
)
_SAYING = frozenset(
    "said says told added tweeted wrote asked argued according noted called announced".split()
)
_FIRST = frozenset("i we my our me us i'm we're i've we've".split())
_SECOND = frozenset("you your you're you'll yours".split())
_NOW = frozenset("is are has have says say do does will can".split())
_PAST = frozenset("was were had said told did went came made".split())
_SPEECH = '"“”'

FACTS = (
    "share", "share below mean", "near", "weight", "headline shares",
    "unknown names", "known names", "unknown share of names", "unknown names alone",
    "like rest", "like rest below mean", "rank", "like near", "like before", "like after", "bridge",
    "likest", "three likest", "like opening", "known words",
    "words", "length to mean", "sentences", "headline form", "capitals", "stop at end", "lower start",
    "quotation marks", "quotation start", "quotation end", "pronoun first", "pronouns", "pointing", "joining",
    "saying", "first person", "second person", "question", "figures", "now", "past", "colon", "lines",
    "heading", "list", "linked", "place", "from end", "passages", "mean likeness", "spread",
    "article first person", "article headlines", "article saying",
)  # fmt: skip
"""The facts, in the order in which ``Belonging.of`` gives them."""


class Belonging:
    """The passages of an article, ready to be asked how well one of them belongs."""

    def __init__(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Take the passages in order."""
        self._passages = passages
        self._vectors = vectors
        self.topic = Topic([p.bag for p in passages])
        self.sums = [vectors.add_up(p.bag) for p in passages]
        self._whole = NOTHING
        for one in self.sums:
            self._whole = self._whole.plus(one)
        numbers = [vectors.whole(one) for one in self.sums]
        self.each: Sequence[Vector] = [direction(own) for own in numbers]
        self._rest = _to_rest(numbers, vectors.whole(self._whole))
        judged = [r for r, p in zip(self._rest, passages, strict=True) if len(p.bag) >= _SOME]
        self.mean = sum(judged) / max(len(judged), 1)
        """The mean likeness of a passage to the rest of its article."""
        self.spread = sqrt(sum((r - self.mean) ** 2 for r in judged) / max(len(judged), 1))
        """How far that varies in the article: the standard deviation."""
        self._ranked = sorted(judged)
        self._length = sum(len(p.words) for p in passages) / max(len(passages), 1)
        count = max(sum(len(p.words) for p in passages), 1)
        low = Counter(chain.from_iterable(p.low for p in passages))
        self._article = (
            100 * sum(low[word] for word in _FIRST) / count,
            sum(p.is_headline for p in passages) / max(len(passages), 1),
            100 * sum(low[word] for word in _SAYING) / count,
        )
        step = max(1, len(passages) // _SAMPLE)
        self._sample = range(0, len(passages), step)

    def likeness(self, at: int) -> float:
        """Return how like one passage is to the rest."""
        return self._rest[at]

    def of(self, run: Sequence[int]) -> tuple[float, ...]:
        """Return the facts on neighbouring passages, as one; linear in their words."""
        passages, vectors = self._passages, self._vectors
        first, last = run[0], run[-1]
        own = [passages[i] for i in run]
        total = self._together(run)
        vector = vectors.vector(total)
        rest = likeness(vector, vectors.vector(self._whole.minus(total)))
        before = self._vector(range(max(0, first - _REACH), first))
        after = self._vector(range(last + 1, min(len(passages), last + 1 + _REACH)))
        around = [*range(max(0, first - _REACH), first), *range(last + 1, last + 1 + _REACH)]
        near = self._vector([i for i in around if i < len(passages)])
        others = [i for i in self._sample if i < first or i > last]
        others += [i for i in around if i < len(passages) and i % self._sample.step]
        likest = sorted((likeness(vector, self.each[i]) for i in others), reverse=True)[:3]
        opening = self._vector([i for i in range(min(3, len(passages))) if i not in run])
        low = [word for p in own for word in p.low]
        words = max(len(low), 1)
        text = " ".join(p.text for p in own)
        cohesion = self.topic.of(run)
        names = {name for p in own for name in p.names}
        alone = {name for p in own for name in p.alone}
        known = self.topic.known(names, run)
        headline = passages[0].bag
        terms = sum(len(p.bag) for p in own)
        start = low[:6]
        ending = text.rstrip(_SPEECH + "'’)]")[-1:]
        linked = sum(s.end - s.start for p in own for s in p.block.links if s.overlaps(p.span))
        rank = sum(r < rest for r in self._ranked) / max(len(self._ranked), 1)
        return (
            cohesion.share,
            (self.topic.mean - cohesion.share) / max(self.topic.spread, 0.05),
            cohesion.near,
            log(1 + cohesion.weight),
            float(sum(term in headline for p in own for term in p.bag)),
            float(len(names) - known),
            float(known),
            (len(names) - known) / len(names) if names else 0.5,
            float(len(alone) - self.topic.known(alone, run)),
            rest,
            (self.mean - rest) / max(self.spread, 0.05),
            rank,
            likeness(vector, near),
            likeness(vector, before),
            likeness(vector, after),
            likeness(before, after),
            likest[0] if likest else 0.0,
            sum(likest) / max(len(likest), 1),
            likeness(vector, opening),
            total.rows / max(terms, 1),
            float(words),
            words / max(self._length, 1.0),
            float(sum(text.count(mark) for mark in (". ", "? ", "! ", ".” ", '." '))),
            float(own[0].is_headline),
            own[0].capitals,
            float(ending in ".!?…"),
            float(text[:1].islower()),
            float(sum(text.count(mark) for mark in _SPEECH)),
            float(text[:1] in _SPEECH),
            float(text[-1:] in _SPEECH),
            float(low[0] in _PRONOUNS if low else 0),
            sum(map(_PRONOUNS.__contains__, start)) + 0.0,
            sum(map(_POINTING.__contains__, start)) + 0.0,
            float(low[0] in _JOINING if low else 0),
            float(sum(map(_SAYING.__contains__, low))),
            100 * sum(map(_FIRST.__contains__, low)) / words,
            100 * sum(map(_SECOND.__contains__, low)) / words,
            float("?" in text),
            float(sum(word.isdigit() for word in low)),
            100 * sum(map(_NOW.__contains__, low)) / words,
            100 * sum(map(_PAST.__contains__, low)) / words,
            float(":" in text[:60]),
            float(len(run)),
            float(own[0].block.role is Role.SUBHEADING),
            float(own[0].block.role is Role.LIST_ITEM),
            min(1.0, linked / max(len(text), 1)),
            first / len(passages),
            float(min(len(passages) - 1 - last, 5)),
            log(len(passages)),
            self.mean,
            self.spread,
            *self._article,
        )

    def _together(self, run: Sequence[int]) -> Sum:
        total = NOTHING
        for i in run:
            total = total.plus(self.sums[i])
        return total

    def _vector(self, run: Sequence[int]) -> Vector:
        return self._vectors.vector(self._together(run))


def _to_rest(numbers: Sequence[Sequence[int]], whole: Sequence[int]) -> list[float]:
    """Return the cosine of each vector and the sum of all without it."""
    all_squares = sum(map(mul, whole, whole))
    found = []
    for own in numbers:
        squares, product = sum(map(mul, own, own)), sum(map(mul, own, whole))
        size = squares * (all_squares - 2 * product + squares)
        found.append((product - squares) / sqrt(size) if size > 0 else 0.0)
    return found
