"""Pairs of texts verified: the relations that ``verify.Sheet`` gives, most of them from compiled measures."""

import numpy as np
from numpy.typing import NDArray

from auditor.similarity import relation as relations
from auditor.similarity.compiled import judge as j
from auditor.similarity.compiled import measure as m
from auditor.similarity.compiled import replaced as r
from auditor.similarity.compiled.kernel import Source, eights, placed
from auditor.similarity.compiled.sign import shingled
from auditor.similarity.factual import few
from auditor.similarity.minhash import Batch
from auditor.similarity.relation import Text
from auditor.similarity.shingle import WIDTH, Tokens, tokenise
from auditor.similarity.verify import Verdicts

_Numbers = NDArray[np.int64]

_NEVER = 2.0
"""Jaccard or containment that no pair reaches."""
_BESIDE = 8
"""Words, and twice as many bytes, around a gap that may belong to a number or a sentence in it."""


class Verifier:
    """Texts that are compared with each other."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._words, self._places = placed(source)
        self._least = np.full((len(self._words.ends), 2), -1, dtype=np.int64)
        self._texts: dict[int, Text] = {}

    def verified(self, pairs: _Numbers, least: float, part: float) -> Verdicts:
        """Return the verdicts on pairs; of those that share too little the measures alone.

        Quickest where pairs that follow each other have the same second text.
        """
        words = self._words
        rows, gaps, ends = _measured(words, pairs, least, part)
        r.bound(
            pairs, rows, gaps, ends, words.values, words.ends, self._places,
            self._source.data, eights(self._source.data), r.table(), self._least, r.room(),
        )  # fmt: skip
        found = Verdicts.of(rows)
        alike = found.alike(least, part)
        codes = np.empty(len(alike), dtype=np.int8)
        j.judge(pairs[alike], rows[alike], words.values, words.ends, self._least, j.room(), codes)
        told = codes != j.ASK
        found.relations[alike[told]] = j.RELATIONS[codes[told] - 1]
        begins = np.append(0, ends)
        for at in alike[~told].tolist():
            a, b = pairs[at].tolist()
            relation = self._relation(a, b, rows[at], gaps[begins[at] : ends[at]])
            found.relations[at] = relations.ALL.index(relation)
        return found

    def _relation(self, a: int, b: int, row: _Numbers, gaps: _Numbers) -> str:
        sizes = len(self._words.of(a)), len(self._words.of(b))
        least = np.maximum(np.minimum(self._least[a], self._least[b]), 0).tolist()
        longest, in_runs, figures, names = row[m.LONGEST :].tolist()
        changed = 0.0
        if not few(min(sizes), figures, names, *least):
            differing = [
                found
                for a_low, a_high, b_low, b_high in gaps[gaps[:, 0] < gaps[:, 1]].tolist()
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
        places = self._places[begin : min(first + high + _BESIDE, stop)]
        if not places[0, 1]:  # a text that is hard
            return self._text(text), low
        start = max(int(places[0, 0]) - 2 * _BESIDE, self._source.start(text))
        data = self._source.data[start : places[-1, 1]]
        places = places.astype(np.int64) - start
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
        if number not in self._texts:
            words = len(self._words.of(number))
            if words and self._places[self._words.ends[number] - 1, 1]:
                self._texts[number] = self._around(number, 0, words)[0]
            else:
                source = self._source.text(number)
                self._texts[number] = Text(source, tokenise(source))
        return self._texts[number]


def _measured(
    words: Batch, pairs: _Numbers, least: float, part: float
) -> tuple[_Numbers, _Numbers, _Numbers]:
    """Return a row of measures a pair, the gaps of all, and how many there are up to each pair.

    Args:
        words: the words of all texts.
        pairs: texts by number.
        least: pairs of less Jaccard than this ...
        part: ... and of less containment are not aligned.

    """
    sets = shingled(words)
    sizes = np.diff(words.ends, prepend=0)
    longest = int(sizes.max(initial=0)) + 1
    slots = 1 << (2 * longest).bit_length()
    keys, stamps = np.empty(slots, dtype=np.uint64), np.zeros(slots, dtype=np.int64)
    counts = np.empty(len(sets.ends), dtype=np.int64)
    m.distinct(sets.values, sets.ends, keys, stamps, counts)
    stamps[:] = 0
    heads, tails, met = np.empty((3, slots), dtype=np.int64)
    following = np.empty(longest, dtype=np.int64)
    runs, chains = np.empty((longest, 3), dtype=np.int64), np.empty((5, longest), dtype=np.int64)
    room = (keys, stamps, heads, tails, met, following, runs, chains)
    rows = np.empty((len(pairs), 7), dtype=np.int64)
    most = int((sizes[pairs].min(axis=1, initial=1 << 60) // WIDTH + 2).sum())
    gaps, ends = np.empty((most, 4), dtype=np.int64), np.empty(len(pairs), dtype=np.int64)
    m.measure(
        pairs, words.values, words.ends, sets.values, sets.ends,
        counts, room, least, part, rows, gaps, ends,
    )  # fmt: skip
    return rows, gaps, ends


def measured(words: Batch, pairs: _Numbers) -> Verdicts:
    """Return what pairs of texts share, given the hashes of the words of each text."""
    pairs, order = _sorted(pairs)
    return _unsorted(Verdicts.of(_measured(words, pairs, _NEVER, _NEVER)[0]), order)


def verified(source: Source, pairs: _Numbers, least: float, part: float) -> Verdicts:
    """Return the verdicts on pairs of texts; of those that share too little the measures alone."""
    pairs, order = _sorted(pairs)
    return _unsorted(Verifier(source).verified(pairs, least, part), order)


def _sorted(pairs: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return the pairs of each second text together, and in what order they are then."""
    order = np.argsort(pairs[:, 1], kind="stable")
    return np.ascontiguousarray(pairs[order]), order


def _unsorted(verdicts: Verdicts, order: _Numbers) -> Verdicts:
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return verdicts.only(places)
