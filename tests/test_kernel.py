"""The kernel finds what the plain definition finds, in any text."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditor.similarity import kernel
from auditor.similarity.facts import QUIET, facts_in
from auditor.similarity.kernel import located, tokens
from auditor.similarity.minhash import shingled, signatures, signed
from auditor.similarity.shingle import shingles, tokenise

PIECES = st.sampled_from(
    ["a", "Zo\u00eb", "Zoe\u0308", "don't", "don\u2019t", "\u02bc", "'", "\u2019", "\u00ad", "\u200b",
     "\u200d", "\ufeff", "\u200e", " ", "\n", "\r\n", "\x00", "\x01", "_", "-", "\u2014", "\u201c",
     "\u201d", "\u00a0", "\u3000", "\u2026", "stra\u00dfe", "\ufb01ne", "\u0130stanbul", "\u0131", "\u0149",
     "\u03a3\u03c2", "12", "\u00b2", "\u00bd", "\u0663", "\u5317\u4eac", "\u304c", "\u304b\u3099", "\u0e19\u0e49\u0e33",
     "\u0e1e\u0e34", "\ud55c\uad6d", "\u0915\u093f", "\u093f", "\u0301", "\u094d", "\u0e34", "\u0e49", "\U0001f600",
     "\U00020000", "\U0001d400", "\ud800", "internationalisation", "x" * 30, "\u0627\u0644\u064e", "\ufdfa", "\u3164"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text()), max_size=6)


@given(TEXTS)
@example(["a\u0e49a", "\u0e19\u0e49a"])
@example(["\u093f\u0915", "a'\u0301 b", "a'\u4e2db", "\u4e2d\u00ad\u6587'\u5b57", ""])
@settings(max_examples=400, deadline=None)
def test_words_and_shingles_and_signatures_are_those_of_the_definition(texts: list[str]) -> None:
    words = tokens(texts)
    sets = shingled(words)
    rows = signed(sets)

    for number, text in enumerate(texts):
        hashes = tokenise(text).hashes
        assert words.of(number).tolist() == hashes
        assert sets.of(number).tolist() == shingles(hashes)
        assert (rows[number] == signatures([shingles(hashes)])[0]).all()


@given(TEXTS)
@example(["a\u00ad\u5317\u4eac"])
@settings(max_examples=200, deadline=None)
def test_places_are_those_of_the_definition_and_quiet_words_hardly_ever_facts(
    texts: list[str],
) -> None:
    for text, words in zip(texts, located(texts), strict=True):
        found = tokenise(text)
        assert words.hashes.tolist() == found.hashes
        assert words.starts.tolist() == found.starts
        assert words.ends.tolist() == found.ends
        for low, high, loud in zip(found.starts, found.ends, words.loud, strict=True):
            assert loud or all(fact.text in QUIET for fact in facts_in(text, low, high))


def test_every_character_between_words_and_inside_them() -> None:
    """Each of Unicode's, alone and in a word; characters that are hard are left to the definition."""
    step = 1 << 12
    for first in range(0x80, 0x30000, step):
        chars = [chr(code) for code in range(first, first + step)]
        texts = [f"ab{c}cd {c}e f{c} 'g{c}'" for c in chars]
        words = tokens(texts)
        wrong = [
            hex(ord(c))
            for number, c in enumerate(chars)
            if words.of(number).tolist() != tokenise(texts[number]).hashes
        ]
        assert not wrong


def test_texts_are_cut_where_they_end_whatever_is_done_in_one_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = ["The ferry left", "", "at nine\u2019s \u5317\u4eac", "\ud55c\uad6d", "x"] * 20
    whole = tokens(texts)
    monkeypatch.setattr(kernel, "_AT_ONCE", 7)
    parts = tokens(texts)
    assert parts.values.tolist() == whole.values.tolist()
    assert parts.ends.tolist() == whole.ends.tolist()
    assert tokens([]).ends.tolist() == []


def test_texts_made_one_have_the_words_of_all() -> None:
    words = tokens(["one two", "three", "", "four five six"]).grouped(np.array([1, 1, 4]))
    assert words.of(0).tolist() == tokenise("one two").hashes
    assert words.of(1).tolist() == []
    assert words.of(2).tolist() == tokenise("three four five six").hashes
