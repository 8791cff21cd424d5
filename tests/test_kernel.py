"""The kernel finds what the plain definition finds, in any text."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditor.similarity import kernel
from auditor.similarity.backend import Backend, backend
from auditor.similarity.compiled import replaced
from auditor.similarity.compiled.kernel import Source, eights, placed
from auditor.similarity.facts import facts_in
from auditor.similarity.kernel import read, tokens
from auditor.similarity.minhash import signatures
from auditor.similarity.relation import GAP, changed
from auditor.similarity.shingle import shingles, tokenise

PIECES = st.sampled_from(
    ["a", "Zo\u00eb", "Zoe\u0308", "don't", "don\u2019t", "\u02bc", "'", "\u2019", "\u00ad", "\u200b",
     "\u200d", "\ufeff", "\u200e", " ", "\n", "\r\n", "\x00", "\x01", "_", "-", "\u2014", "\u201c",
     "\u201d", "\u00a0", "\u3000", "\u2026", "stra\u00dfe", "\ufb01ne", "\u0130stanbul", "\u0131", "\u0149",
     "\u03a3\u03c2", "12", "\u00b2", "\u00bd", "\u26a1\ufe0f", "\ufe0f",
     "\u0663", "\u5317\u4eac", "\u304c", "\u304b\u3099", "\u0e19\u0e49\u0e33",
     "\u0e1e\u0e34", "\ud55c\uad6d", "\u0915\u093f", "\u093f", "\u0301", "\u094d", "\u0e34", "\u0e49", "\U0001f600",
     "\U00020000", "\U0001d400", "\ud800", "internationalisation", "x" * 30, "\u0627\u0644\u064e",
     "Two", "two", "May", "may", "5", "monday", "\u0152", ". The", " Mayor",  "\ufdfa", "\u3164"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text()), max_size=6)


BACKENDS = pytest.mark.parametrize(
    "do", [backend(compiled=False), backend(compiled=True)], ids=["arrays", "compiled"]
)


@BACKENDS
@given(texts=TEXTS)
@example(texts=["a\u0e49a", "\u0e19\u0e49a"])
@example(texts=["\u093f\u0915", "a'\u0301 b", "a'\u4e2db", "\u4e2d\u00ad\u6587'\u5b57", ""])
@settings(max_examples=300, deadline=None)
def test_words_and_shingles_and_signatures_are_those_of_the_definition(
    do: Backend, texts: list[str]
) -> None:
    words = do.tokens(texts)
    sets = do.shingled(words)
    rows = do.sign(words)

    for number, text in enumerate(texts):
        hashes = tokenise(text).hashes
        assert words.of(number).tolist() == hashes
        assert sets.of(number).tolist() == shingles(hashes)
        assert (rows[number] == signatures([shingles(hashes)])[0]).all()


@given(TEXTS)
@example(["a\u00ad\u5317\u4eac"])
@example(["12Two Two12 two'six two\u00e9two \u5317Two Two\u4eac"])
@example(["rock'two'n'roll on monday\u2019s 2.5, 5may and Two MAY 1,200-3 \u0662\u0663"])
@settings(max_examples=300, deadline=None)
def test_places_are_those_of_the_definition_and_facts_are_within_bounds(texts: list[str]) -> None:
    found = read(texts)
    source = Source.of(texts)
    batch, places = placed(source)
    assert batch.values.tolist() == found.hashes.tolist()
    assert batch.ends.tolist() == found.text_ends.tolist()

    text_data = (batch.values, places, source.data, eights(source.data), *replaced.table())
    facts = np.array(
        [replaced.weigh(word, *text_data) for word in range(len(places))], dtype=np.int64
    ).reshape(-1, 5)
    for number, text in enumerate(texts):
        plain, words = tokenise(text), found.of(number)
        own = slice(batch.ends[number] - len(plain), batch.ends[number])
        compiled = facts[own].T
        assert words.hashes.tolist() == plain.hashes
        assert words.starts.tolist() == plain.starts
        assert words.ends.tolist() == plain.ends
        for (start, end), low, high in zip(
            places[own].tolist(), plain.starts, plain.ends, strict=True
        ):
            if end:  # not in a text that is hard; marks at a word's end may be left out
                stands = source.data[start:end].tobytes().decode("utf-8", "surrogatepass")
                assert text[low:high].startswith(stands)
        for low, high, figures, names, numbers, dates, its_names in zip(
            plain.starts,
            plain.ends,
            words.figures_most,
            words.names_most,
            *compiled[:3],
            strict=True,
        ):
            kinds = [fact.kind for fact in facts_in(text, low, high)]
            assert kinds.count("name") <= min(names, its_names)
            assert len(kinds) - kinds.count("name") <= figures
            assert kinds.count("number") <= numbers
            assert kinds.count("date") <= dates
        kinds = [fact.kind for fact in facts_in(text, 0, len(text))]
        for least in (words.facts[2:], compiled[3:]):
            assert least[1].sum() <= kinds.count("name")
            assert least[0].sum() <= len(kinds) - kinds.count("name")


GAP_WORDS = st.lists(st.integers(0, 6), max_size=GAP)


@given(GAP_WORDS, GAP_WORDS)
@settings(max_examples=300, deadline=None)
def test_gaps_are_aligned_alike_compiled_and_not(a: list[int], b: list[int]) -> None:
    *_, costs, changes = replaced.room()
    one, other = (np.array(side, dtype=np.uint64) for side in (a, b))
    count = replaced.align(one, other, costs, changes)
    assert sorted(changes[:count].tolist()) == [list(change) for change in changed(a, b)]


@BACKENDS
def test_every_character_between_words_and_inside_them(do: Backend) -> None:
    """Each of Unicode's, alone and in a word; characters that are hard are left to the definition."""
    step = 1 << 12
    for first in range(0x80, 0x30000, step):
        chars = [chr(code) for code in range(first, first + step)]
        texts = [f"ab{c}cd {c}e f{c} 'g{c}'" for c in chars]
        words = do.tokens(texts)
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
