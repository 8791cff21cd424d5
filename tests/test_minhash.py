"""Signatures and candidates: datasketch's numbers, every like pair found, crowds in linear time."""

import subprocess
import sys
from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from auditor.similarity.bands import CROWD, bands_for, candidates, key_array, likely
from auditor.similarity.clusters import Question, clusters
from auditor.similarity.interop import from_minhash, to_lean_minhash, to_minhash
from auditor.similarity.minhash import signatures
from auditor.similarity.shingle import shingles, tokenise
from auditor.similarity.signature import (
    EMPTY,
    PERMUTATIONS,
    SEED,
    Bands,
    band_keys,
    shingle_hash,
    signature,
)

SHINGLES = st.lists(st.integers(0, 2**64 - 1), max_size=60)


def signed(*texts: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint32]]:
    return signatures([shingles(tokenise(text).hashes) for text in texts])


@given(st.lists(SHINGLES, max_size=6))
@settings(max_examples=40, deadline=None)
def test_signatures_are_those_of_datasketch(texts: list[list[int]]) -> None:
    for text, row in zip(texts, signatures(texts), strict=True):
        theirs = MinHash(PERMUTATIONS, SEED, hashfunc=shingle_hash, scheme="affine32")
        theirs.update_batch(text)
        assert (theirs.hashvalues == row).all()
        assert signature(text).tolist() == row.tolist()


def test_signatures_go_to_datasketch_and_come_back() -> None:
    mine = signature([1, 2, 3])
    for made in (to_minhash(mine), to_lean_minhash(mine)):
        assert made.jaccard(to_minhash(mine)) == 1.0
        assert from_minhash(made) == mine
    grown = to_minhash(mine)
    grown.update(4)
    assert from_minhash(grown) == signature([1, 2, 3, 4])
    with pytest.raises(ValueError, match="seed 7"):
        from_minhash(MinHash(PERMUTATIONS, 7, scheme="affine32"))


@given(SHINGLES)
@settings(max_examples=20, deadline=None)
def test_band_keys_over_arrays_are_those_of_one_signature(text: list[int]) -> None:
    bands = Bands(52, 3)
    rows = signatures([text])
    over_arrays = [int(key_array(rows, bands, band)[0]) for band in range(bands.number)]
    assert list(band_keys(signature(text), bands)) == over_arrays


def test_golden() -> None:
    """What is stored today must be what is computed tomorrow."""
    row = signed("The night train between Lindmar and Ostrava Bay will run again in June.")[0]
    assert row[:6].tolist() == GOLDEN


GOLDEN = [84819478, 393207035, 288675379, 165168025, 663590629, 57280434]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Caf\u00e9 owners in Vell said no to it", "Cafe\u0301 owners in Vell said no to it"),
        ("\u201cWe can\u2019t go on,\u201d he said to us", '"We can\'t go on," he said to us'),
        ("The har\u00adbour master left the town", "The harbour master left the town"),
        ("The har\u200bbour master left the town", "The harbour master left the town"),
        ("The boat left.\r\nNobody saw it go.", "The boat left.\nNobody saw it go."),
    ],
)
def test_what_readers_cannot_see_changes_nothing(one: str, other: str) -> None:
    first, second = signed(one, other)
    assert (first == second).all()


def test_a_text_without_words_is_in_no_bucket() -> None:
    rows = signed("", "...", "", "Some five words are here.")
    assert (rows[:3] == EMPTY).all()
    assert len(candidates(rows, bands_for(0.5)).pairs) == 0


@pytest.mark.parametrize(("threshold", "rows"), [(0.5, 3), (0.8, 7), (0.9, 8)])
def test_bands_follow_the_threshold(threshold: float, rows: int) -> None:
    assert bands_for(threshold).rows == rows


@given(st.lists(st.integers(0, 6), max_size=60), st.integers(1, 4))
@settings(deadline=None)
def test_candidates_are_the_pairs_of_each_bucket(kinds: list[int], rows: int) -> None:
    made = signatures([[kind * 1000 + n for n in range(kind * 2)] for kind in kinds])
    cut = Bands(PERMUTATIONS // rows + 3, rows)
    found = candidates(made, cut)

    buckets: dict[int, list[int]] = {}
    for number, slots in enumerate(made.tolist()):
        for key in band_keys(slots, cut) if slots[0] != EMPTY else ():
            buckets.setdefault(key, []).append(number)
    wanted: set[tuple[int, int]] = set()
    left_out = 0
    for texts in buckets.values():
        every = set(combinations(texts, 2))
        star = {(texts[0], t) for t in texts[1:]} | set(pairwise(texts))
        wanted |= every if len(texts) <= CROWD else star
        left_out += len(every) - len(star) if len(texts) > CROWD else 0
    assert [tuple(pair) for pair in found.pairs.tolist()] == sorted(wanted)
    assert found.left_out == left_out


def test_pairs_that_share_too_few_slots_are_let_go() -> None:
    texts = [list(range(start, start + 1000)) for start in (0, 300, 333, 450, 700, 5000)]
    rows = signatures(texts)
    pairs = np.array([(0, other) for other in range(1, 6)])
    assert likely(rows, pairs, 0.5).tolist() == [[0, 1], [0, 2], [0, 3]]
    assert likely(rows, pairs[:0], 0.5).tolist() == []


def test_every_pair_of_a_small_bucket_and_a_star_of_a_crowd() -> None:
    few = candidates(signed(*["The same five words here again"] * 5), Bands(42, 3))
    assert [tuple(p) for p in few.pairs.tolist()] == list(combinations(range(5), 2))
    assert few.left_out == 0

    many = candidates(signed(*["The same five words here again"] * 1000), Bands(42, 3))
    assert len(many.pairs) == 999 + 998
    assert many.left_out == 42 * (1000 * 999 // 2 - 999 - 998)


def clustered(
    size: int, pairs: list[tuple[int, int]], rank: list[int], near: set[tuple[int, int]]
) -> list[list[int]]:
    def duplicates(questions: Sequence[Question]) -> list[NDArray[np.bool_]]:
        return [
            np.array([(leader, o) in near or (o, leader) in near for o in others.tolist()])
            for leader, others in questions
        ]

    a, b = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    found = clusters(size, a, b, np.array(rank), duplicates)
    assert found.unasked == 0
    led: dict[int, list[int]] = {}
    for leader, member in zip(found.leaders.tolist(), found.members.tolist(), strict=True):
        led.setdefault(leader, []).append(member)
    return list(led.values())


def test_a_chain_of_small_changes_is_not_one_cluster() -> None:
    near = {(n, n + 1) for n in range(9)}
    found = clustered(10, sorted(near), list(range(10)), near)
    assert found == [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]]


def test_a_leader_is_asked_about_members_that_no_pair_joins() -> None:
    every = set(combinations(range(4), 2))
    assert clustered(4, [(0, 1), (1, 2), (2, 3)], [3, 2, 1, 0], every) == [[3, 2, 1, 0]]
    assert clustered(4, [], [0, 1, 2, 3], every) == []


@given(st.integers(2, 12), st.data())
@settings(max_examples=200, deadline=None)
def test_clusters_are_those_of_the_rule_said_plainly(size: int, data: st.DataObject) -> None:
    every = list(combinations(range(size), 2))
    near = set(data.draw(st.lists(st.sampled_from(every), unique=True)))
    known = data.draw(st.lists(st.sampled_from(sorted(near)), unique=True)) if near else []
    rank = data.draw(st.permutations(range(size)))
    groups = [{n} for n in range(size)]
    for a, b in known:
        one, other = (next(g for g in groups if n in g) for n in (a, b))
        if one is not other:
            groups.remove(other)
            one |= other
    wanted = []
    for group in groups:
        waiting = sorted(group, key=lambda n: rank[n])
        while len(waiting) > 1:
            leader = waiting[0]
            taken = [n for n in waiting if (min(leader, n), max(leader, n)) in near]
            wanted += [[leader, *taken]] if taken else []
            waiting = [n for n in waiting[1:] if n not in taken]
    # a component's clusters follow each other by their least members, as all do
    assert clustered(size, sorted(known), rank, near) == sorted(wanted, key=min)


def test_a_component_of_very_many_is_not_asked_about_without_end() -> None:
    size = 3000
    asked = 0

    def none(questions: Sequence[Question]) -> list[NDArray[np.bool_]]:
        nonlocal asked
        asked += sum(len(others) for _, others in questions)
        return [np.zeros(len(others), dtype=bool) for _, others in questions]

    a = np.arange(size - 1)
    found = clusters(size, a, a + 1, np.arange(size), none)
    assert asked <= 4 * size
    assert found.unasked > 0
    assert len(found.members) == size


def test_numba_starts_without_scipy_where_it_is_alone() -> None:
    script = (
        "import sys; from auditor.similarity.backend import can_compile\n"
        "assert can_compile(alone=True)\n"
        "assert 'scipy' not in sys.modules; import scipy"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)
