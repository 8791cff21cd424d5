"""What an archive stores, made over arrays, is what the articles say; postings against a dictionary."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.strategies import dictionaries, integers, lists, sampled_from, sets

from auditor.archive.buckets import packed as packed_buckets
from auditor.archive.buckets import unpacked
from auditor.archive.counting import spread
from auditor.archive.file import connect
from auditor.archive.lookup import BANDS
from auditor.archive.postings import CAP, Kind, between, carriers, numbers, segments, spread_key
from auditor.archive.prepare import _winnowed, prepare
from auditor.archive.record import article_of, paragraph_keys, signed
from auditor.archive.segments import append, merge, purge, settle
from auditor.similar import headline_key
from auditor.similarity.hashed import (
    Hashed,
    compare_hashed,
    hashed_facts,
    packed,
    packed_places,
    unpacked_places,
)
from auditor.similarity.minhash import Batch
from auditor.similarity.relation import compare
from auditor.similarity.signature import band_keys, signature
from auditor.similarity.winnow import winnow
from auditor.sources import read_text
from tests.archives import FARES, NIGHT, PIER, TRAIN, article, story


@pytest.mark.parametrize("keep", [True, False])
def test_what_is_prepared_is_what_the_article_says(keep: bool) -> None:
    """The arrays' way and the article's own give the same, whatever its markup."""
    markdown = read_text(
        f"# Night *train* returns\n\n{TRAIN}\n\n```\ncode(1)\n```\n\n- {FARES}\n- short\n\n"
        "> “He’s here,” said **Zoë** of 北京.\n",
        format="markdown",
        id="m",
    )
    articles = [NIGHT, markdown, article("", "empty"), article("Just a headline", "h"), story(3)]
    for each, made in zip(
        articles, prepare(([(a, b"") for a in articles], keep, True)), strict=True
    ):
        text = each.compared
        hashed = Hashed.of(text)
        assert made.row.words == len(text.tokens)
        assert made.row.text_hash == (signed(text.hash) if text.tokens else 0)
        assert made.row.headline_hash == signed(headline_key(each.headline_text))
        assert made.signature == packed(signature(text.shingles))
        bands, paragraphs, passages, *_ = (set(keys.tolist()) for keys in made.keys)
        assert bands == {
            spread_key(key) for key in band_keys(signature(text.shingles), BANDS) if text.tokens
        }
        assert paragraphs == {spread_key(key) for key in paragraph_keys(each)}
        assert passages == {spread_key(mark.value) for mark in winnow(text.shingles)}
        if keep:
            assert made.body.text is not None
            assert article_of(each.id, made.body.text).compared.tokens == text.tokens
        else:
            assert made.body[1:] == (
                packed(hashed.shingles),
                packed(hashed.facts.hashes),
                packed_places(hashed.facts.places),
            )


@given(
    lists(
        lists(
            sampled_from(
                "may March mArch twentY one Zero I iPhone 3 12,000 6-3/16 12/5th . - _ ' \" “ • ² ٣ É éA "
                "北京 ß ǅ G7 sun\u0301 Sept ninety O'Brien l'Été 3É \n \n\n \t".split(" ")
            ),
            max_size=30,
        ).map(" ".join),
        max_size=3,
    )
)
@settings(deadline=None)
def test_facts_over_arrays_are_those_of_the_article(texts: list[str]) -> None:
    articles = [article(text, str(number)) for number, text in enumerate(texts)]
    made = prepare(([(a, b"") for a in articles], False, True)) if articles else []
    for each, its in zip(articles, made, strict=True):
        facts = hashed_facts(each.compared)
        assert its.body.facts == packed(facts.hashes)
        assert its.body.places == packed_places(facts.places)
        assert list(unpacked_places(its.body.places)) == list(facts.places)


@given(lists(integers(0, 3000)))
def test_places_come_back_as_they_were(places: list[int]) -> None:
    assert list(unpacked_places(packed_places(sorted(places)))) == sorted(places)


FORM = (
    "{} Corp said its board declared a quarterly dividend of {} cts a share, payable {} to holders of "
    "record {}. The company has paid {} dividends in a row, and {} shares are outstanding."
)


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        (
            FORM.format("Lindmar", "12", "June 3", "May 20", "40", "1,200,000"),
            FORM.format("Aldmoor", "17", "July 9", "June 25", "12", "8,400,000"),
            "template",
        ),
        (f"{TRAIN} {FARES}", f"{TRAIN} {FARES.replace('48', '49')}", "near-duplicate"),
        (f"{TRAIN} {FARES} {PIER}", f"{TRAIN} {FARES}", "contains"),
        (TRAIN, PIER, "unrelated"),
    ],
)
def test_hashes_alone_tell_the_relation_that_texts_tell(a: str, b: str, relation: str) -> None:
    one, other = (article(text, "a").compared for text in (a, b))
    assert compare(one, other).relation == relation
    assert compare_hashed(Hashed.of(one), Hashed.of(other)).relation == relation


@given(lists(lists(integers(0, 50), max_size=30), max_size=6))
def test_winnowed_values_over_arrays_are_those_of_winnow(texts: list[list[int]]) -> None:
    values = np.array([value for text in texts for value in text], dtype=np.uint64)
    found = _winnowed(Batch(values, np.cumsum([len(text) for text in texts], dtype=np.int64)))
    for at, text in enumerate(texts):
        assert set(found.of(at).tolist()) == {spread_key(mark.value) for mark in winnow(text)}


@given(
    dictionaries(
        integers(0, (1 << 40) - 1) | integers(0, 500).map(lambda n: n << 31 | n),
        sets(integers(0, (1 << 24) - 1), min_size=1, max_size=40),
        max_size=80,
    ),
    sampled_from((0, 1, 7, 8, 9, 15, 16, 24)),
)
def test_buckets_hold_what_was_packed(carried: dict[int, set[int]], bits: int) -> None:
    entries = sorted(key << 24 | number for key, numbers in carried.items() for number in numbers)
    made = list(packed_buckets(np.array(entries, dtype=np.uint64), bits))

    assert unpacked(made, bits).tolist() == entries
    bucket_of = dict(made)
    for key, its in carried.items():
        wanted = key.to_bytes(5, "big")[bits // 8 :]
        assert carriers(bucket_of[key >> 40 - bits], wanted) == sorted(its)
        other = (key ^ 1).to_bytes(5, "big")[bits // 8 :]
        assert bool(carriers(bucket_of[key >> 40 - bits], other)) == (key ^ 1 in carried)


def test_segments_merge_purge_and_answer_alike(tmp_path: Path) -> None:
    """Against a dictionary: any mixture of sizes, keys and removals."""
    random = np.random.default_rng(7)
    connection = connect(tmp_path / "a", write=True)
    truth: dict[int, set[int]] = {}
    base = 1
    for size in (1, 3000, 5, 20000, 700, 1, 1, 9, 4000, 4000, 4000):
        values = random.integers(0, 1 << 20, size, dtype=np.uint64) * np.uint64(0x1234567891234567)
        of = np.sort(random.integers(base, base + size, size))
        with connection:
            append(connection, Kind.PASSAGE, base, of, spread(values))
            settle(connection, Kind.PASSAGE)
        for number, value in zip(of.tolist(), values.tolist(), strict=True):
            truth.setdefault(value, set()).add(number)
        base += size
    some = list(truth)[::97]

    def check() -> None:
        known = segments(connection, Kind.PASSAGE)
        for value in some:
            key = spread_key(value)
            assert set(numbers(connection, known, key)) == truth[value]
            found = between(connection, known, key, key + 1)
            assert {number for _, numbers in found for number in numbers} == truth[value]
        low, high = 0x4242 << 24, 0x4442 << 24  # one fingerprint in 128
        there = {spread_key(value): its for value, its in truth.items() if its}
        assert {key for key, _ in between(connection, known, low, high)} == {
            key for key in there if low <= key < high
        }

    check()
    gone = set(range(1, base, 3))
    with connection:
        connection.executemany("INSERT INTO dead VALUES (?)", [(n,) for n in gone])
        assert merge(connection, segments(connection, Kind.PASSAGE)[:2])
        purge(connection)
    for those in truth.values():
        those -= gone
    check()
    with connection:
        merge(connection, segments(connection, Kind.PASSAGE))
    assert len(segments(connection)) == 1
    check()
    connection.close()


def test_a_fingerprint_names_its_first_articles_alone(tmp_path: Path) -> None:
    connection = connect(tmp_path / "a", write=True)
    with connection:
        of = np.arange(1, 501, dtype=np.int64)
        append(connection, Kind.PASSAGE, 1, of, spread(np.full(500, 42, dtype=np.uint64)))
    found = list(numbers(connection, segments(connection), spread_key(42)))
    assert found == list(range(1, CAP + 1))
    assert segments(connection)[0].capped == 500 - CAP
    connection.close()
