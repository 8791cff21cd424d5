"""Shingles, fingerprints, alignment and relations: exact, the same everywhere, linear."""

import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditor.similarity.align import in_order, runs, stretches
from auditor.similarity.minhash import shingle_array
from auditor.similarity.relation import Text, compare, inverse
from auditor.similarity.runs import runs_among, runs_of_arrays
from auditor.similarity.shingle import overlap, shingles, text_hash, tokenise, word_hash
from auditor.similarity.winnow import WINDOW, winnow

WORDS = st.lists(
    st.sampled_from(
        ["ash", "birch", "cedar", "elm", "fir", "oak", "pine", "rowan", "yew", "12", "14"]
    ),
    max_size=60,
)
STORY = (
    "Rain fell on Aldmoor for nine days without a break. The river rose over the lower bridge on "
    "Friday, and the school at Skell was closed. Farmers moved 400 sheep to the hills before the "
    "fields were under water. The mayor, Ada Lorn, asked the state for boats, blankets and money."
)


def text(source: str) -> Text:
    return Text(source, tokenise(source))


def test_hashes_are_the_same_in_every_run() -> None:
    tokens = tokenise("Rain fell on Aldmoor for nine days.")

    assert shingles(tokens.hashes) == shingles(
        tokenise("RAIN FELL, ON ALDMOOR FOR NINE “DAYS”").hashes
    )


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("a", 0x0D80B22C3C98A8B0),
        ("harbour", 0x8FE61393C3366DB2),
        ("Lighthouse", 0xF5461D6A07BBBC6E),
        ("überraschend", 0x820398F40D7B0480),
        ("internationalisation", 0xC17A0728B3CBAB23),
    ],
)
def test_the_hash_of_a_word_is_what_archives_hold(word: str, value: int) -> None:
    assert word_hash(word) == value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Don't go", "don’t GO"),
        ("Zoë", "Zoe\u0308"),
        ("co\u00adoperate", "cooperate"),
        ("Rain\u200b fell", "rain fell"),
    ],
)
def test_spellings_that_fold_together_have_one_hash(one: str, other: str) -> None:
    assert tokenise(one).hashes == tokenise(other).hashes


def test_a_script_without_spaces_gives_a_token_a_character() -> None:
    tokens = tokenise("北京今天下雨 2024年")

    assert len(tokens) == 8
    assert tokens.starts[:6] == list(range(6))


@given(WORDS, WORDS)
def test_jaccard_is_symmetric_and_bounded(one: list[str], other: list[str]) -> None:
    a, b = text(" ".join(one)), text(" ".join(other))
    there, back = overlap(a.shingle_set, b.shingle_set), overlap(b.shingle_set, a.shingle_set)

    assert there.jaccard == back.jaccard
    assert there.containment_a == back.containment_b
    assert 0 <= there.jaccard <= min(there.containment_a, there.containment_b) <= 1


@given(st.lists(st.integers(0, 30), max_size=60), st.permutations(list(range(30))))
def test_runs_over_arrays_are_those_of_lists(one: list[int], other: list[int]) -> None:
    a, b = (tokenise(" ".join(f"w{n}" for n in numbers)).hashes for numbers in (one, other))
    here, there = (np.array(shingles(x), dtype=np.uint64) for x in (a, b))

    found = runs_of_arrays(here, there, np.argsort(there))

    if len(a) > 5:
        assert found == runs(a, b)


FEW_WORDS = st.lists(st.integers(0, 3), max_size=150)


@given(FEW_WORDS, FEW_WORDS)
@example([0] * 99, [0] * 150)
def test_runs_of_texts_that_repeat_themselves_are_the_same_too(
    one: list[int], other: list[int]
) -> None:
    a, b = (np.array(numbers, dtype=np.uint64) for numbers in (one, other))
    here, there = shingle_array(a), shingle_array(b)
    assert runs_among(a, b, here, there, np.argsort(there)) == runs(one, other)


@given(WORDS, WORDS)
def test_runs_hold_the_same_words_in_both(one: list[str], other: list[str]) -> None:
    a, b = tokenise(" ".join(one)).hashes, tokenise(" ".join(other)).hashes
    found = runs(a, b)

    for run in found:
        assert a[run.a : run.a + run.length] == b[run.b : run.b + run.length]
    assert all(x.a + x.length <= y.a for x, y in pairwise(found))
    chain = in_order(found)
    assert all(x.a + x.length <= y.a and x.b + x.length <= y.b for x, y in pairwise(chain))
    assert sum(s.words for s in stretches(found)) == sum(run.length for run in found)


@given(WORDS, WORDS, WORDS)
def test_a_planted_passage_gives_a_common_fingerprint(
    before: list[str], after: list[str], other: list[str]
) -> None:
    planted = [f"unique{n}" for n in range(WINDOW + 4)]
    a = winnow(shingles(tokenise(" ".join([*before, *planted, *after])).hashes))
    b = winnow(shingles(tokenise(" ".join([*other, *planted])).hashes))

    assert {mark.value for mark in a} & {mark.value for mark in b}


@given(WORDS, WORDS)
@settings(max_examples=50)
def test_relations_are_inverse(one: list[str], other: list[str]) -> None:
    a, b = text(" ".join(one)), text(" ".join(other))

    assert compare(a, a).relation == ("identical" if one else "unrelated")
    if compare(a, b).overlap.containment_a != compare(a, b).overlap.containment_b:
        there = compare(a, b).relation
        if there in ("contains", "contained-in"):
            assert compare(b, a).relation in (inverse(there), "near-duplicate", "template")


@pytest.mark.parametrize(
    ("other", "relation"),
    [
        (STORY.upper(), "identical"),
        (STORY.replace("without a break", "and nights"), "near-duplicate"),
        (STORY[: STORY.index("Farmers")], "contains"),
        (STORY.replace("nine", "ten"), "near-duplicate"),
        ("A library opened in Brenn on Monday. It holds nine thousand books.", "unrelated"),
    ],
)
def test_relations(other: str, relation: str) -> None:
    assert compare(text(STORY), text(other)).relation == relation


def test_reports_of_one_form_are_no_duplicates() -> None:
    form = (
        "The bank of {} bought {} million crowns of bonds on {}, its spokesman said. The rate stood "
        "at {} percent when the market closed, dealers in the capital said."
    )
    one = form.format("Skell", "250", "Monday", "6.1")
    other = form.format("Skell", "410", "Thursday", "7.3")

    found = compare(text(one), text(other))
    assert found.relation == "template"
    assert {(d.a, d.b) for d in found.differences} == {
        ("250", "410"),
        ("Monday", "Thursday"),
        ("6.1", "7.3"),
    }


def test_short_texts_are_compared_as_wholes() -> None:
    assert compare(text("Skell wins"), text("skell WINS!")).relation == "identical"
    assert compare(text("Skell wins"), text("Skell loses")).relation == "unrelated"
    assert compare(text(""), text("")).relation == "unrelated"


@pytest.mark.parametrize(
    "source", ["word " * 100_000, "a" * 1_000_000, "a b " * 100_000, "北" * 200_000, "1," * 200_000]
)
def test_hostile_texts_take_linear_time(source: str) -> None:
    start = time.process_time()
    compare(text(source), text(source + " end of it all"))

    assert time.process_time() - start < 12


def test_one_hash_of_the_whole_depends_on_the_order() -> None:
    assert text_hash([1, 2]) != text_hash([2, 1])
