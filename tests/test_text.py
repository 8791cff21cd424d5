"""Folding and words: what is the same stays the same, and the way back holds."""

import re
import sys
import time
import unicodedata

import pytest
from hypothesis import given

from auditor.text.fold import fold, fold_with_map
from auditor.text.marks import MARKS
from auditor.text.words import WORD, count_words, words
from tests.strategies import texts


@given(texts())
def test_fold_is_the_text_of_the_map(text: str) -> None:
    folded = fold_with_map(text)

    assert fold(text) == folded.text
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert folded.offsets[-1] <= len(text)


@given(texts())
def test_every_folded_word_has_its_place_in_the_source(text: str) -> None:
    folded = fold_with_map(text)
    at = 0
    for piece in folded.text.split(" "):
        start, end = folded.source_span(at, at + len(piece))
        if piece:
            # A character that folds to several, a space among them (´), belongs to both sides.
            assert piece in fold(text[start:end])
        at += len(piece) + 1


@given(texts())
def test_normal_forms_fold_alike_and_folding_twice_changes_nothing(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Don’t”", '"don\'t"'),
        ("Café", "CAFE\u0301"),
        ("ni\u00adveau", "niveau"),
        ("har\u200bbour", "harbour"),
        ("a\u00a0 \n b", "a b"),
        ("ﬁre…", "fire..."),
        ("Straße", "STRASSE"),
        ("1939–45", "1939-45"),
    ],
)
def test_spellings_of_the_same_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_vowel_signs_stay() -> None:
    assert fold("में") != fold("म")
    assert fold("กิน") != fold("กน")


@given(texts())
def test_words_have_their_place(text: str) -> None:
    for word in words(text):
        assert text[word.start : word.end] == word.text
        assert WORD.fullmatch(word.text)
    assert count_words(text) >= sum(1 for _ in words(text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("don't don’t 'tis rock 'n' roll", ["don't", "don’t", "tis", "rock", "n", "roll"]),
        ("well-known U.S. 1,000", ["well", "known", "U", "S", "1", "000"]),
        ("हिन्दी क्\u200dष", ["हिन्दी", "क्\u200dष"]),
        ("\u2060\u2060bold\u2060\u2060 ni\u00adveau", ["bold", "ni\u00adveau"]),
        ("cafe\u0301s", ["cafe\u0301s"]),
        ("中文 字", ["中文", "字"]),
    ],
)
def test_words(text: str, wanted: list[str]) -> None:
    assert [word.text for word in words(text)] == wanted


def test_marks_are_those_of_the_database() -> None:
    pattern = re.compile(f"[{MARKS}]")
    missing = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me") and not pattern.match(chr(code))
    ]
    assert not missing or unicodedata.unidata_version > "14.0.0"


@pytest.mark.parametrize(
    "piece", ["\u0301\u0316", "a'", "a\u200b", "'", "\u200b", "a\u0301", "ﬁ", " "]
)
def test_long_runs_are_quick(piece: str) -> None:
    text = "a" + piece * 200_000
    start = time.process_time()
    fold(text)
    fold_with_map(text)
    list(words(text))
    assert time.process_time() - start < 2
