"""Pairs of texts verified: the relations that ``verify.Sheet`` gives, most of them from compiled measures."""

import numpy as np
from numpy.typing import NDArray

from auditor.similarity import relation as relations
from auditor.similarity.compiled import judge as j
from auditor.similarity.compiled import measure as m
from auditor.similarity.compiled.kernel import Source, weighed
from auditor.similarity.compiled.sign import shingled
from auditor.similarity.factual import few
from auditor.similarity.minhash import Batch
from auditor.similarity.relation import Text
from auditor.similarity.shingle import WIDTH, Tokens, tokenise
from auditor.similarity.verify import Verdicts

_Numbers = NDArray[np.int64]

_NO_FACTS = np.zeros((1, 2), dtype=np.int64)
_NO_GAPS = np.empty((0, 4), dtype=np.int64)
_NEVER = 2.0
"""Jaccard or containment that no pair reaches."""
_BESIDE = 8
"""Words, and twice as many bytes, around a gap that may belong to a number or a sentence in it."""


class Verifier:
    """Texts that are compared with each other, with what they may hold of facts."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._words, self._facts = weighed(source)
        sums = np.zeros((len(self._facts) + 1, 4), dtype=np.int64)
        np.cumsum(self._facts[:, :4], axis=0, out=sums[1:])
        self._most = sums[:, :2]
        self._least = np.diff(sums[self._words.ends, 2:], axis=0, prepend=0)

    def measure(self, pairs: _Numbers, least: float, part: float) -> _Numbers:
        """Return a row of measures a pair; those of less Jaccard and containment are not aligned."""
        return _measured(self._words, pairs, self._most, least, part)[0]

    def judge(self, pairs: _Numbers, rows: _Numbers) -> NDArray[np.int8]:
        """Return a code a pair: see ``judge.RELATIONS``."""
        codes = np.empty(len(pairs), dtype=np.int8)
        words = self._words
        j.judge(pairs, rows, words.values, words.ends, self._least, j.room(), codes)
        return codes

    def ask(self, pairs: _Numbers) -> NDArray[np.int8]:
        """Return the relations of pairs of which facts, or more, must be looked at, by number."""
        pairs = np.ascontiguousarray(pairs)
        order = np.argsort(pairs[:, 1], kind="stable")
        sizes = np.diff(self._words.ends, prepend=0)
        room = int((sizes[pairs].min(axis=1, initial=1 << 60) // WIDTH + 2).sum())
        gaps = np.empty((room, 4), dtype=np.int64)
        rows, ends = _measured(self._words, pairs[order], self._most, gaps=gaps)
        found = np.empty(len(pairs), dtype=np.int8)
        begun = 0
        for at, (a, b), row, end in zip(
            order.tolist(), pairs[order].tolist(), rows, ends.tolist(), strict=True
        ):
            stop = max(end, begun)
            found[at] = relations.ALL.index(self._relation(a, b, row, gaps[begun:stop]))
            begun = stop
        return found

    def _relation(self, a: int, b: int, row: _Numbers, gaps: _Numbers) -> str:
        sizes = len(self._words.of(a)), len(self._words.of(b))
        least = np.minimum(self._least[a], self._least[b]).tolist()
        longest, in_runs, figures, names = row[m.LONGEST :].tolist()
        changed = 0.0
        if not few(min(sizes), figures, names, *least):
            differing = [
                found
                for a_low, a_high, b_low, b_high in gaps.tolist()
                for found in self._differences((a, a_low, a_high), (b, b_low, b_high))
            ]
            renamed = sum(difference.kind == "name" for difference in differing)
            if not few(min(sizes), len(differing) - renamed, renamed, *least):
                changed = relations.share_changed(self._text(a), self._text(b), differing)
        return relations.judge(
            Verdicts.of(row[None, :3]).overlap(0),
            longest,
            in_runs,
            min(sizes),
            changed,
            lambda: relations.facts_common(self._text(a), self._text(b)),
            lambda: relations.closely_edited(
                self._words.of(a).tolist(), self._words.of(b).tolist()
            ),
        )

    def _differences(
        self, a: tuple[int, int, int], b: tuple[int, int, int]
    ) -> list[relations.Difference]:
        """Return the facts that differ in a gap: ranges of words of two texts by number."""
        one, a_low = self._around(*a)
        other, b_low = self._around(*b)
        gap = (a_low, a_low + a[2] - a[1], b_low, b_low + b[2] - b[1])
        return relations.differences_in(one, other, [gap])

    def _around(self, text: int, low: int, high: int) -> tuple[Text, int]:
        """Return the words ``low`` to ``high`` of a text with some beside them, and where they begin."""
        first, stop = self._words.ends[text - 1] if text else 0, self._words.ends[text]
        begin = max(first + low - _BESIDE, first)
        places = self._facts[begin : min(first + high + _BESIDE, stop), 4:]
        if not places[0, 1]:  # a text that is hard
            return self._text(text), low
        start = max(int(places[0, 0]) - 2 * _BESIDE, self._source.start(text))
        data = self._source.data[start : places[-1, 1]]
        places = places - start
        if data.max() >= 0x80:  # bytes to code points
            own = (data & 0xC0) != 0x80
            skipped = int(np.argmax(own))
            data = data[skipped:]
            points = np.cumsum(own[skipped:])
            places = np.column_stack(
                (points[places[:, 0] - skipped] - 1, points[places[:, 1] - skipped - 1])
            )
        starts, ends = places.T.tolist()
        hashes = self._words.values[begin : begin + len(places)]
        source = data.tobytes().decode("utf-8", "surrogatepass")
        return Text(source, Tokens(hashes.tolist(), starts, ends)), int(first + low - begin)

    def _text(self, number: int) -> Text:
        words = len(self._words.of(number))
        if words and self._facts[self._words.ends[number] - 1, 5]:
            return self._around(number, 0, words)[0]
        source = self._source.text(number)
        return Text(source, tokenise(source))


def _measured(
    words: Batch,
    pairs: _Numbers,
    most: _Numbers,
    least: float = 0.0,
    part: float = 0.0,
    gaps: _Numbers = _NO_GAPS,
) -> tuple[_Numbers, _Numbers]:
    """Return a row of measures a pair, and how many gaps there are up to each.

    Args:
        words: the words of all texts.
        pairs: texts by number.
        most: at most so many figures, and names, begin before each word.
        least: pairs of less Jaccard than this ...
        part: ... and of less containment are not aligned.
        gaps: takes the gaps that may hold facts, if it has room; then the second texts must be in order.

    """
    sets = shingled(words)
    longest = int(np.diff(words.ends, prepend=0).max(initial=0)) + 1
    slots = 1 << (2 * longest).bit_length()
    keys, stamps = np.empty(slots, dtype=np.uint64), np.zeros(slots, dtype=np.int64)
    counts = np.empty(len(sets.ends), dtype=np.int64)
    m.distinct(sets.values, sets.ends, keys, stamps, counts)
    stamps[:] = 0
    heads, tails, met = np.empty((3, slots), dtype=np.int64)
    following = np.empty(longest, dtype=np.int64)
    runs, chains = np.empty((longest, 3), dtype=np.int64), np.empty((5, longest), dtype=np.int64)
    room = (keys, stamps, heads, tails, met, following, runs, chains)
    order = np.argsort(pairs[:, 1], kind="stable")
    rows, ordered = np.empty((2, len(pairs), 7), dtype=np.int64)
    gap_ends = np.empty(len(pairs), dtype=np.int64)
    m.measure(
        pairs[order], words.values, words.ends, sets.values, sets.ends,
        counts, most, room, least, part, ordered, gaps, gap_ends,
    )  # fmt: skip
    rows[order] = ordered
    return rows, gap_ends


def measured(words: Batch, pairs: _Numbers) -> Verdicts:
    """Return what pairs of texts share, given the hashes of the words of each text."""
    return Verdicts.of(_measured(words, pairs, _NO_FACTS, _NEVER, _NEVER)[0])


def verified(source: Source, pairs: _Numbers, least: float, part: float) -> Verdicts:
    """Return the verdicts on pairs of texts; of those that share too little the measures alone."""
    verifier = Verifier(source)
    rows = verifier.measure(pairs, least, part)
    found = Verdicts.of(rows)
    alike = found.alike(least, part)
    codes = verifier.judge(pairs[alike], rows[alike])
    told = codes != j.ASK
    found.relations[alike[told]] = j.RELATIONS[codes[told] - 1]
    found.relations[alike[~told]] = verifier.ask(pairs[alike[~told]])
    return found
