"""Pairs verified many at a time get the relation and the measures that comparing each gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.similarity import compiled
from auditor.similarity.batch_align import Index
from auditor.similarity.factual import few, few_each
from auditor.similarity.kernel import tokens
from auditor.similarity.minhash import Batch
from auditor.similarity.relation import ALL, Text, compare
from auditor.similarity.shingle import tokenise
from auditor.similarity.verify import BELOW, Sheet, measured, verified

SENTENCES = (
    "The ferry Oldhaven left the quay at 9 on Monday with 212 passengers and 1,400 crates of fish.",
    "Mayor Brindle said the harbour fund had grown by 2.5 percent to 14 million crowns in March.",
    "Nobody was hurt when the night train from Vell to Tarrow stopped on the viaduct for two hours.",
    "Councillor Osk Tamm told the Tarrow Herald that he\u2019d vote against the bridge on 3 May.",
    "Rain fell on the low road for a whole week and the mill by the weir stood still again.",
    "\u201cWe are not selling,\u201d Ines Quorn of Quorn & Daughters said, \u201cnot for twenty times the price.\u201d",
    "Gauges at Sar\u00f8 read 58.7, 61.2 and 60.9 centimetres, the highest since 1987.",
    "The reading room opens at ten, closes at six, and no one may bring in tea.",
)
WORDS = st.sampled_from(
    "9 11 212 2.6 1,500 1987 Monday Friday Brindle Quorn Vell Saro\u0308 may May the of ferry mill two twenty".split()
)
EDIT = st.tuples(st.integers(0, 10**6), WORDS)


@st.composite
def likenesses(draw: st.DrawFn) -> list[str]:
    """Return texts some of which are versions of each other."""
    texts: list[str] = []
    for _ in range(draw(st.integers(2, 4))):
        words = " ".join(
            draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12))
        ).split()
        for _ in range(draw(st.integers(1, 3))):
            version = list(words)
            for place, word in draw(st.lists(EDIT, max_size=10)):
                version[place % len(version)] = word
            texts.append(" ".join(version[draw(st.integers(0, 3)) :]))
    return texts


@given(likenesses(), st.sampled_from([0.2, 0.5]))
@settings(max_examples=150, deadline=None)
def test_many_at_a_time_and_one_by_one_are_the_same(sources: list[str], threshold: float) -> None:
    number = range(len(sources))
    texts = [Text(source, tokenise(source)) for source in sources]
    hashes = [text.tokens.hashes for text in texts]
    pairs = [(a, b) for a in number for b in number if hashes[a] != hashes[b]]
    words = tokens(sources)
    sheet = Sheet(sources)
    array = np.array(pairs, dtype=np.int64).reshape(-1, 2)

    by_sets = measured(words, array)
    over_arrays = verified(sources, array, threshold, 0.88)
    found = compiled.verified(compiled.Source.of(sources), array, threshold, 0.88)
    assert [c.tolist() for c in over_arrays] == [c.tolist() for c in found]
    for at, (a, b) in enumerate(pairs):
        plain = compare(texts[a], texts[b])
        overlap = found.overlap(at)
        assert overlap == plain.overlap == by_sets.overlap(at)
        assert found.jaccard[at] == overlap.jaccard
        assert found.containment[at] == max(overlap[2:])
        alike = overlap.jaccard >= threshold or max(overlap[2:]) >= 0.88
        told = int(found.relations[at])
        assert (ALL[told] if told != BELOW else None) == (plain.relation if alike else None)
        if overlap.shared:
            assert sheet.relation(a, b, overlap) == plain.relation


@pytest.mark.parametrize(
    ("figures", "names", "certain"),
    [(0, 0, True), (1, 9, True), (2, 0, True), (2, 2, False), (3, 0, False), (0, 9, True)],
)
def test_what_is_few_is_judged_by_the_least_there_is(
    figures: int, names: int, certain: bool
) -> None:
    assert few(200, figures, names, figures_least=7, names_least=10) is certain


COUNTS = st.tuples(st.integers(0, 4), st.integers(0, 4))


@given(st.sampled_from([9, 80, 81, 500]), COUNTS, st.tuples(st.integers(0, 9), st.integers(0, 9)))
def test_few_facts_of_many_pairs_are_few_of_each(
    shorter: int, most: tuple[int, int], least: tuple[int, int]
) -> None:
    every = few_each(np.array([shorter]), np.array([most]), np.array([least]))
    assert every.tolist() == [few(shorter, *most, *least)]


@given(st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=12), min_size=1, max_size=5))
def test_shingles_that_differ_by_a_bit_are_told_apart(texts: list[list[int]]) -> None:
    """Small numbers: keys have no room for their last bits, other than for hashes."""
    values = np.array([value for text in texts for value in text], dtype=np.uint64)
    ends = np.cumsum([len(text) for text in texts])
    number = range(len(texts))
    pairs = np.array([(a, b) for a in number for b in number], dtype=np.int64)
    index = Index(ends, Batch(values, ends))
    assert index.distinct().tolist() == [len(set(text)) for text in texts]
    shared = [len({*texts[a]} & {*texts[b]}) for a, b in pairs.tolist()]
    assert index.matched(pairs).shared.tolist() == shared
