"""How well a passage belongs to the article around it, as facts that a model can weigh."""

from collections.abc import Sequence
from math import log, sqrt
from operator import mul, sub

from auditor.document.block import Role
from auditor.document.passages import Passage
from auditor.language.classes import members, number
from auditor.language.vectors import Vectors
from auditor.similarity.topic import Topic

_REACH = 2
_SAMPLE = 16
"""Other passages that one is compared with, evenly spaced: cost must not grow with their square."""
_SOME = 6
"""Telling words that a passage needs for its likeness to count in the article's mean."""
_NEAR, _NEAREST = 0.2, 0.35
"""Likeness of a single word to the rest of the article."""
_PLAIN = 0.8
"""How much a word tells that is hardly to be met by chance."""

_PRONOUNS = members("pronoun")
_POINTING = members("pointing")
_JOINING = members("joining")
_SAYING = number("saying")
_FIRST = number("first person")
_SECOND = number("second person")
_NOW = number("present")
_PAST = number("past")
_SPEECH = '"“”'

FACTS = (
    "share", "share below mean", "near", "weight", "headline shares",
    "unknown names", "known names", "unknown share of names", "unknown names alone", "unknown rare words",
    "like rest", "like rest below mean", "rank", "gap", "beside like rest", "like near", "like before",
    "like after", "bridge", "likest", "three likest", "like each", "like opening", "like headline", "known words",
    "words", "length to mean", "sentences", "headline form", "capitals", "stop at end", "lower start",
    "quotation marks", "quotation start", "quotation end", "pronoun first", "pronouns", "pointing", "joining",
    "saying", "first person", "second person", "question", "figures", "now", "past", "colon", "lines",
    "heading", "list", "linked", "place", "from end", "passages", "mean likeness", "spread",
    "article first person", "article headlines", "article saying",
    "likest word", "three likest words", "like words", "unlike words", "near words", "nearest words",
    "mean weight", "sum of weights",
)  # fmt: skip
"""The facts, in the order in which ``Belonging.of`` gives them."""


class Belonging:
    """The passages of an article, ready to be asked how well one of them belongs.

    A passage's vector is the sum of its words'; how like two runs of passages are is the cosine of their sums,
    put together from the products of single passages, each worked out once.
    """

    def __init__(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Take the passages in order."""
        self._passages = passages
        self.topic = Topic([p.bag for p in passages])
        sums = [vectors.add_up(p.bag) for p in passages]
        self.known = [total.rows for total in sums]
        """How many words of each passage have a vector."""
        self._numbers = [vectors.whole(total) for total in sums]
        whole = [sum(column) for column in zip(*self._numbers, strict=True)]
        self._vectors, self._whole = vectors, whole
        self._to_whole = [sum(map(mul, own, whole)) for own in self._numbers]
        self._all = sum(map(mul, whole, whole))
        self._squares: list[int] = [sum(map(mul, own, own)) for own in self._numbers]
        self._products: dict[tuple[int, int], int] = {}
        self._rest = [self._to_rest((i,)) for i in range(len(passages))]
        judged = [r for r, p in zip(self._rest, passages, strict=True) if len(p.bag) >= _SOME]
        self.mean = sum(judged) / max(len(judged), 1)
        """The mean likeness of a passage to the rest of its article."""
        self.spread = sqrt(sum((r - self.mean) ** 2 for r in judged) / max(len(judged), 1))
        """How far that varies in the article: the standard deviation."""
        self._ranked = sorted(judged)
        self._length = sum(len(p.words) for p in passages) / max(len(passages), 1)
        count = max(sum(len(p.words) for p in passages), 1)
        self._article = (
            100 * sum(p.counts[_FIRST] for p in passages) / count,
            sum(p.is_headline for p in passages) / max(len(passages), 1),
            100 * sum(p.counts[_SAYING] for p in passages) / count,
        )
        step = max(1, len(passages) // _SAMPLE)
        self._sample = range(0, len(passages), step)

    def likeness(self, at: int) -> float:
        """Return how like one passage is to the rest."""
        return self._rest[at]

    def between(self, one: Sequence[int], other: Sequence[int]) -> float:
        """Return how like two runs of passages are, -1 to 1; 0 where no word of one is known."""
        size = self._square(one) * self._square(other)
        if not size:
            return 0.0
        if len(one) == len(other) == 1:
            return self._product(one[0], other[0]) / sqrt(size)
        return sum([self._product(i, j) for i in one for j in other]) / sqrt(size)

    def of(self, run: Sequence[int]) -> tuple[float, ...]:
        """Return the facts on neighbouring passages, as one; linear in their words."""
        passages = self._passages
        first, last = run[0], run[-1]
        own = [passages[i] for i in run]
        rest = self._to_rest(run)
        before = range(max(0, first - _REACH), first)
        after = range(last + 1, min(len(passages), last + 1 + _REACH))
        around = (*before, *after)
        others = [i for i in self._sample if i < first or i > last]
        others += [i for i in around if i % self._sample.step]
        each = sorted((self.between(run, (i,)) for i in others), reverse=True)
        likest = each[:3]
        opening = [i for i in range(min(3, len(passages))) if i not in run]
        low = own[0].low if len(own) == 1 else [word for p in own for word in p.low]
        words = max(len(low), 1)
        text = own[0].text if len(own) == 1 else " ".join(p.text for p in own)
        counts = (
            own[0].counts
            if len(own) == 1
            else [sum(c) for c in zip(*(p.counts for p in own), strict=True)]
        )
        cohesion = self.topic.of(run)
        names = {name for p in own for name in p.names}
        alone = {name for p in own for name in p.alone}
        rare = {term for p in own for term, weight in p.bag.items() if weight >= _PLAIN}
        known = self.topic.known(names, run)
        headline = passages[0].bag
        terms = sum(len(p.bag) for p in own)
        start = low[:6]
        rank = sum(r < rest for r in self._ranked) / max(len(self._ranked), 1)
        lowest = next((r for r in self._ranked if r > rest + 1e-9), rest)
        beside = sum(self._rest[i] for i in around) / len(around) if around else rest
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
            (len(rare) - self.topic.known(rare, run)) / max(terms, 1),
            rest,
            (self.mean - rest) / max(self.spread, 0.05),
            rank,
            lowest - rest,
            beside,
            self.between(run, around),
            self.between(run, before),
            self.between(run, after),
            self.between(before, after),
            likest[0] if likest else 0.0,
            sum(likest) / max(len(likest), 1),
            sum(each) / max(len(each), 1),
            self.between(run, opening),
            self.between(run, (0,)) if first else 0.0,
            sum(self.known[i] for i in run) / max(terms, 1),
            float(words),
            words / max(self._length, 1.0),
            float(sum(text.count(mark) for mark in (". ", "? ", "! ", ".” ", '." '))),
            float(own[0].is_headline),
            own[0].capitals,
            float(text.rstrip(_SPEECH + "'’)]")[-1:] in ".!?…"),
            float(text[:1].islower()),
            float(sum(text.count(mark) for mark in _SPEECH)),
            float(text[:1] in _SPEECH),
            float(text[-1:] in _SPEECH),
            float(low[0] in _PRONOUNS if low else 0),
            sum(map(_PRONOUNS.__contains__, start)) + 0.0,
            sum(map(_POINTING.__contains__, start)) + 0.0,
            float(low[0] in _JOINING if low else 0),
            float(counts[_SAYING]),
            100 * counts[_FIRST] / words,
            100 * counts[_SECOND] / words,
            float("?" in text),
            float(sum(word.isdigit() for word in low)),
            100 * counts[_NOW] / words,
            100 * counts[_PAST] / words,
            float(":" in text[:60]),
            float(len(run)),
            float(own[0].block.role is Role.SUBHEADING),
            float(own[0].block.role is Role.LIST_ITEM),
            max(p.linked for p in own),
            first / len(passages),
            float(min(len(passages) - 1 - last, 5)),
            log(len(passages)),
            self.mean,
            self.spread,
            *self._article,
            *self._words(run),
        )

    def _words(self, run: Sequence[int]) -> tuple[float, ...]:
        """Return how like the single words of a run are to the rest of the article."""
        own = [sum(column) for column in zip(*(self._numbers[i] for i in run), strict=True)]
        rest = list(map(sub, self._whole, own))
        terms = [term for i in run for term in self._passages[i].bag]
        if not (found := self._vectors.against(terms, rest)):
            return (0.0,) * 8
        like = sorted((cosine for cosine, _ in found), reverse=True)
        return (
            like[0],
            sum(like[:3]) / min(len(like), 3),
            sum(like) / len(like),
            sum(cosine < 0 for cosine in like) / len(like),
            sum(cosine > _NEAR for cosine in like) / len(like),
            float(sum(cosine > _NEAREST for cosine in like)),
            sum(length for _, length in found) / len(found),
            sqrt(self._square(run)) / self._vectors.scale,
        )

    def _product(self, one: int, other: int) -> int:
        if one == other:
            return self._squares[one]
        key = (one, other) if one < other else (other, one)
        found = self._products.get(key)
        if found is None:
            found = sum(map(mul, self._numbers[one], self._numbers[other]))
            self._products[key] = found
        return found

    def _square(self, run: Sequence[int]) -> int:
        if len(run) == 1:
            return self._squares[run[0]]
        return sum([self._product(i, j) for i in run for j in run])

    def _to_rest(self, run: Sequence[int]) -> float:
        """Return the cosine of a run's sum and the sum of all without it."""
        square = self._square(run)
        product = sum(self._to_whole[i] for i in run)
        size = square * (self._all - 2 * product + square)
        return (product - square) / sqrt(size) if size > 0 else 0.0
