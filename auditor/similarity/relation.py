"""How two texts stand to each other: exact measures, shared runs, facts that differ, and a verdict.

The verdict rests on the exact Jaccard and both containments of word 5-grams, and on the facts
(numbers, dates, names) that one text puts in the place of the other's. Reports made from a form
share most of their words and hardly a figure; a correction changes one figure of many.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from auditor.similarity import fuzzy
from auditor.similarity.align import Run, in_order, runs
from auditor.similarity.facts import Fact, facts_in, number
from auditor.similarity.shingle import WIDTH, Overlap, Tokens, overlap, shingles, text_hash
from auditor.similarity.winnow import Mark, winnow

VERSION = "relation-3"

IDENTICAL = "identical"
NEAR_DUPLICATE = "near-duplicate"
CONTAINS = "contains"
CONTAINED_IN = "contained-in"
REWRITE = "rewrite"
TEMPLATE = "template"
SHARED_BOILERPLATE = "shared-boilerplate"
UNRELATED = "unrelated"

ALL = (
    IDENTICAL,
    NEAR_DUPLICATE,
    CONTAINS,
    CONTAINED_IN,
    REWRITE,
    TEMPLATE,
    SHARED_BOILERPLATE,
    UNRELATED,
)

_INVERSE = {CONTAINS: CONTAINED_IN, CONTAINED_IN: CONTAINS}
GAP = 40
"""Longer gaps between runs are other text, not a change of words."""
PART = 0.88
"""The least share of a text that stands in another when it is a part of it."""
ANOTHER = 0.3
"""The share of facts that makes another report of it when they are replaced."""
MIXED = 0.15
"""The share of replaced figures from which names count, too."""
WHOLE, APART = 0.86, 0.12
"""A text of which less stands in the other, and that much less than of the other in it, is more than it."""
ALIKE, SOME = 0.4, 0.2
"""Jaccard of texts that share much, and of such that share something."""
MOSTLY = 0.6
"""Jaccard, containment, or the longest run's share of a text, of texts that are mostly the same."""
CLOSE = 0.86
"""Likeness, word by word, of texts of which one was edited from the other."""
NAMED = 1.25
"""A replaced figure counts for so many where a name was replaced, too: forms bring both."""
_LONG = 20_000
"""Texts of more words are not aligned word by word."""
SHORT = 80
"""Words of a text so short that half its figures make it another report."""
CHANGED = 12
"""A replacement of more words than this is a rewriting, not one fact for another."""


def inverse(relation: str) -> str:
    """Return the relation as seen from the other text."""
    return _INVERSE.get(relation, relation)


class Text:
    """A text to be compared; what is worked out of it is kept."""

    __slots__ = ("__dict__", "source", "tokens")

    def __init__(self, source: str, tokens: Tokens) -> None:
        self.source = source
        self.tokens = tokens

    @cached_property
    def shingles(self) -> list[int]:
        """The shingle at each token."""
        return shingles(self.tokens.hashes)

    @cached_property
    def shingle_set(self) -> frozenset[int]:
        """The distinct shingles."""
        return frozenset(self.shingles)

    @cached_property
    def marks(self) -> list[Mark]:
        """The winnowed fingerprints."""
        return winnow(self.shingles)

    @cached_property
    def hash(self) -> int:
        """One hash of all the words."""
        return text_hash(self.tokens.hashes)

    @cached_property
    def facts(self) -> Counter[tuple[str, str]]:
        """Every fact and how often it stands."""
        if not self.tokens:
            return Counter()
        found = facts_in(self.source, self.tokens.starts[0], self.tokens.ends[-1])
        return Counter((fact.kind, fact.value) for fact in found)

    def token_range(self, start: int, end: int) -> tuple[int, int]:
        """Return which tokens begin in the code points ``start`` to ``end``."""
        return bisect_left(self.tokens.starts, start), bisect_left(self.tokens.starts, end)

    def part(self, start: int, end: int) -> "Text":
        """Return the text of the code points ``start`` to ``end``, its places counted as here."""
        low, high = self.token_range(start, end)
        part = Text(self.source, self.tokens.part(low, high))
        if high - low >= WIDTH:  # they are a part of ours, too
            part.__dict__["shingles"] = self.shingles[low : high - WIDTH + 1]
        return part

    def words(self, low: int, high: int) -> tuple[int, int]:
        """Return the half-open place in code points of the tokens ``low`` to ``high``."""
        return self.tokens.starts[low], self.tokens.ends[high - 1]


Gap = tuple[int, int, int, int]
"""Half-open ranges of tokens of both texts."""


class Difference(NamedTuple):
    """A fact of one text that stands where the other has another."""

    kind: str
    a: str
    b: str
    a_at: int
    """The token in the first text where the change begins."""
    b_at: int


class Likeness(NamedTuple):
    """What two texts share, and the verdict as seen from the first."""

    relation: str
    overlap: Overlap
    runs: tuple[Run, ...]
    differences: tuple[Difference, ...]

    @property
    def shared_words(self) -> int:
        """How many words of the first text stand in shared runs."""
        return sum(run.length for run in self.runs)


def compare(a: Text, b: Text) -> Likeness:
    """Return how ``a`` stands to ``b``."""
    shared = overlap(a.shingle_set, b.shingle_set)
    if a.tokens.hashes == b.tokens.hashes:
        length = len(a.tokens)
        if not length:
            return Likeness(UNRELATED, shared, (), ())
        return Likeness(IDENTICAL, shared, (Run(0, 0, length),), ())
    alike = shared.shared and runs(a.tokens.hashes, b.tokens.hashes, a.shingles, b.shingles)
    found = tuple(alike or ())
    within: Iterable[Gap] = gaps(len(a.tokens), len(b.tokens), in_order(found))
    if not found and min(len(a.tokens), len(b.tokens)) <= SHORT and closely_edited(*_words(a, b)):
        within = [(0, len(a.tokens), 0, len(b.tokens))]  # a word in every five was changed
    differing = tuple(differences_in(a, b, within))
    return Likeness(_verdict(a, b, shared, found, differing), shared, found, differing)


def differences(a: Text, b: Text, chain: Sequence[Run]) -> list[Difference]:
    """Return the facts that were put in each other's place between the runs of a chain."""
    return differences_in(a, b, gaps(len(a.tokens), len(b.tokens), chain))


def differences_in(a: Text, b: Text, within: Iterable[Gap]) -> list[Difference]:
    """Return the facts that were put in each other's place in these gaps."""
    return [found for gap in within for found in _differences_in(a, b, gap[:2], gap[2:])]


def gaps(a: int, b: int, chain: Sequence[Run]) -> Iterator[Gap]:
    """Yield the gaps in which words stand for others: ranges of both texts, of ``a`` and ``b`` words."""
    last = Run(0, 0, 0)
    for run in (*chain, Run(a, b, 0)):
        a_low, b_low = last.a + last.length, last.b + last.length
        if 0 < run.a - a_low <= GAP and 0 < run.b - b_low <= GAP and (last.length or run.length):
            yield a_low, run.a, b_low, run.b
        last = run


def _differences_in(
    a: Text, b: Text, of_a: tuple[int, int], of_b: tuple[int, int]
) -> list[Difference]:
    """Return the facts that differ in one gap."""
    found = []
    here = changed(a.tokens.hashes[slice(*of_a)], b.tokens.hashes[slice(*of_b)])
    for a_start, a_end, b_start, b_end in here:
        a_low, b_low = of_a[0] + a_start, of_b[0] + b_start
        a_facts = _facts(a, a_low, of_a[0] + a_end)
        b_facts = _facts(b, b_low, of_b[0] + b_end)
        for what in ("number", "date", "name"):
            mine = [f for f in a_facts if f.kind == what]
            theirs = [f for f in b_facts if f.kind == what]
            values = {f.value for f in mine} & {f.value for f in theirs}
            mine = [f for f in mine if f.value not in values]
            theirs = [f for f in theirs if f.value not in values]
            for one, other in zip(mine, theirs, strict=False):
                found.append(Difference(what, one.text, other.text, a_low, b_low))
    return found


def changed(a: Sequence[int], b: Sequence[int]) -> Iterator[Gap]:
    """Yield which of the words of a gap stand for few others, steps beside each other as one change."""
    if len(a) == len(b) == 1:  # most gaps
        if a[0] != b[0]:
            yield 0, 1, 0, 1
        return
    for _, steps in groupby(fuzzy.changes(a, b), lambda step: step.kind == "equal"):
        every = list(steps)
        first, last = every[0], every[-1]
        change = first.a_start, last.a_end, first.b_start, last.b_end
        sizes = change[1] - change[0], change[3] - change[2]
        if first.kind != "equal" and min(sizes) > 0 and max(sizes) <= CHANGED:
            yield change


def _facts(text: Text, low: int, high: int) -> list[Fact]:
    """Return the facts in a range of tokens; a number that reaches beyond them is taken whole."""
    if low >= high:
        return []
    starts, ends, source = text.tokens.starts, text.tokens.ends, text.source
    within = facts_in(source, starts[low], ends[high - 1])
    if not within:
        return []
    first, last = low, high
    while (
        low
        and source[ends[low - 1] : starts[low]] in JOINTS
        and _is_digit(source[ends[low - 1] - 1])
    ):
        low -= 1
    while (
        high < len(starts)
        and source[ends[high - 1] : starts[high]] in JOINTS
        and _is_digit(source[starts[high]])
    ):
        high += 1
    if (low, high) == (first, last):
        return within
    return facts_in(source, starts[low], ends[high - 1])


JOINTS = frozenset(",.-/:")


def _is_digit(char: str) -> bool:
    return char.isdigit()


def _verdict(
    a: Text, b: Text, shared: Overlap, found: Sequence[Run], differing: Sequence[Difference]
) -> str:
    return judge(
        shared,
        max((run.length for run in found), default=0),
        sum(run.length for run in found),
        min(len(a.tokens), len(b.tokens)),
        share_changed(a, b, differing),
        lambda: facts_common(a, b),
        lambda: closely_edited(*_words(a, b)),
    )


def judge(
    shared: Overlap,
    longest: int,
    in_runs: int,
    shorter: int,
    changed: float,
    facts_common: Callable[[], float],
    closely_edited: Callable[[], bool],
) -> str:
    """Return the relation; see the module's account of what decides.

    Args:
        shared: the exact measures.
        longest: words of the longest shared run.
        in_runs: words of the first text in shared runs.
        shorter: words of the shorter text.
        changed: the share of the poorer text's facts that the other has replaced.
        facts_common: tells the share of the poorer text's facts that the other has too.
        closely_edited: tells whether the words stand in the same order but for a few.

    """
    most = max(shared.containment_a, shared.containment_b)
    least = min(shared.containment_a, shared.containment_b)
    brief = shorter <= SHORT
    if not longest:
        if not (brief and closely_edited()):
            return UNRELATED
        return TEMPLATE if changed >= ANOTHER else NEAR_DUPLICATE
    alike = shared.jaccard >= ALIKE or most >= MOSTLY
    if changed >= ANOTHER:
        return TEMPLATE
    if alike:
        if most >= PART and (least < WHOLE and most - least > APART):
            return CONTAINED_IN if shared.containment_a >= shared.containment_b else CONTAINS
        if shared.jaccard >= MOSTLY or longest >= MOSTLY * shorter or closely_edited():
            return NEAR_DUPLICATE
        return REWRITE
    if (brief or shared.jaccard >= SOME) and closely_edited():
        return NEAR_DUPLICATE
    common = facts_common()
    if most < 0.05 and in_runs < 30:
        return UNRELATED
    if common >= 0.35 and (most >= 0.1 or longest >= 20):
        return REWRITE
    if most >= 0.25:
        return TEMPLATE if common < 0.2 else REWRITE
    return SHARED_BOILERPLATE if longest >= 12 else UNRELATED


def _words(a: Text, b: Text) -> tuple[list[int], list[int]]:
    return a.tokens.hashes, b.tokens.hashes


def closely_edited(a: Sequence[int], b: Sequence[int]) -> bool:
    """Whether the words stand in the same order but for a few: five-word shingles hide that."""
    if max(len(a), len(b)) > _LONG:
        return False
    return fuzzy.likeness(a, b) >= CLOSE


def share_changed(a: Text, b: Text, differing: Sequence[Difference]) -> float:
    """Return the share of the poorer text's figures, or else names, that the other has replaced.

    A figure changed by a hair (58.7 to 58.8) counts half: forms bring new figures, corrections mend
    old ones.
    """
    if not differing:
        return 0.0
    return share_replaced(
        sum(_weight(d) for d in differing if d.kind != "name"),
        sum(d.kind == "name" for d in differing),
        min(_count(text, "number") + _count(text, "date") for text in (a, b)),
        min(_count(text, "name") for text in (a, b)),
        min(len(a.tokens), len(b.tokens)),
    )


def share_replaced(changed: float, renamed: int, figures: int, names: int, shorter: int) -> float:
    """Return the share of figures, or else names, that were replaced.

    A single figure is a correction, unless it is half of what a short text says.

    Args:
        changed: figures replaced.
        renamed: names replaced.
        figures: figures of the poorer text.
        names: its names.
        shorter: words of the shorter text.

    """
    if changed <= 1 and not renamed and shorter > SHORT:
        return 0.0
    share = changed / figures if figures else 0.0
    several = figures >= 3 and changed + renamed > 1
    brief = share >= 0.5 and shorter <= SHORT
    if not (several or brief):
        share = 0.0
    mixed = share >= MIXED or not figures
    share = min(share * NAMED if renamed else share, 1.0)
    if share < ANOTHER and names >= 2 and mixed:
        share = max(share, min(renamed / names, 1.0))
    return share if figures or names else 0.0


def _count(text: Text, kind: str) -> int:
    return sum(count for (what, _), count in text.facts.items() if what == kind)


def _weight(difference: Difference) -> float:
    if difference.kind != "number":
        return 1.0
    try:
        one, other = float(number(difference.a)), float(number(difference.b))
    except ValueError:
        return 1.0
    return weight(one, other)


def weight(one: float, other: float) -> float:
    """Return what it counts when a number stands in another's place: half where they are near."""
    return 0.5 if abs(one - other) <= 0.02 * max(abs(one), abs(other)) else 1.0


def facts_common(a: Text, b: Text) -> float:
    """Return the share of the poorer text's distinct facts that the other has too."""
    mine, theirs = set(a.facts), set(b.facts)
    poorer = min(len(mine), len(theirs))
    return len(mine & theirs) / poorer if poorer else 0.0
