"""Patterns mean in every script what they mean in Latin, and nothing makes them slow."""

import pickle
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.text.patterns import MAX_MATCHES, PatternError, PatternSet, compile_pattern


def found(source: str, text: str, *, ignore_case: bool = False, words: bool = False) -> list[str]:
    return [
        text[m.start : m.end] for m in compile_pattern(source, ignore_case, words).finditer(text)
    ]


@pytest.mark.parametrize(
    ("source", "text", "wanted"),
    [
        (r"\bлис\b", "рыжий лис, лиса, лис", ["лис", "лис"]),
        (r"\bfoo\b", "foo foo,foo foobar", ["foo", "foo", "foo"]),
        (r"\b(?:foo|foobar)\b", "foobar", ["foobar"]),
        (r"\bone\b|\btwo\b", "one twos two", ["one", "two"]),
        (r"\w+", "नमस्ते मित्र", ["नमस्ते", "मित्र"]),
        (r"\d+", "١٢٣ 45", ["١٢٣", "45"]),
        (r"[\w-]+", "ab-é, x", ["ab-é", "x"]),
        (r"a\sb", "a\u00a0b a\u3000b a\x1fb", ["a\u00a0b", "a\u3000b", "a\x1fb"]),
        (r"\Sx", "\u00a0x yx", ["yx"]),
        (r"(?i)\bstrasse\b", "STRASSE strassen", ["STRASSE"]),
        (r"[]a]+", "a]b", ["a]"]),
        (r"\Q[x]\E", "a[x]", ["[x]"]),
        (r"^a", "aa", ["a"]),
    ],
)
def test_finds(source: str, text: str, wanted: list[str]) -> None:
    assert found(source, text) == wanted


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (r"(?=a)", "unless"),
        (r"(?<!x)y", "unless"),
        (r"(a)\1", "back-references"),
        (r"a\bb", r"\b(?:one|two)\b"),
        (r"\bfoo|bar\b", r"\b(?:one|two)\b"),
        (r"(\bfoo)", r"\b(?:one|two)\b"),
        (r"[^\W\d]", r"\W inside"),
        (r"a)(b", "without its ("),
        (r"a(", "missing )"),
        ("a" * 2001, "2000"),
        ("", "empty"),
    ],
)
def test_refuses_with_a_reason(source: str, reason: str) -> None:
    with pytest.raises(PatternError, match=re.escape(reason)):
        compile_pattern(source)


def test_groups_and_ranges() -> None:
    match = next(compile_pattern(r"(é+)(x)?").finditer("xx ééé", 3))

    assert (match.start, match.end, match.groups) == (3, 6, ("ééé", None))


@given(st.text(alphabet="ab é\u0301 ,_\U0001f600\ud800", max_size=40))
def test_agrees_with_re_where_both_can(text: str) -> None:
    for source in (r"a+b?", r"[ab]+ ", "é", "(?:ab)*a"):
        assert found(source, text) == [m[0] for m in re.finditer(source, text) if m[0]]


@given(st.text(alphabet="ab ,", max_size=40))
def test_boundaries_agree_with_re(text: str) -> None:
    for source in (r"\ba\b", r"\bab+\b", r"\b(?:a|ab|abb)\b"):
        assert found(source, text) == [m[0] for m in re.finditer(source, text)]


@pytest.mark.parametrize("source", [r".*[^A-Z]|[A-Z]", r"(?:A+)+$", r"(?:A|A)*b", r"\b(?:A*)*\b"])
def test_hostile_patterns_and_texts_are_quick(source: str) -> None:
    began = time.process_time()

    assert len(found(source, "A" * 1_000_000)) <= MAX_MATCHES
    assert time.process_time() - began < 5


def test_windows_lose_no_match_and_cut_none() -> None:
    for shift in range(16_370, 16_390):
        text = "x" * shift + " needle " + "y" * 20_000
        assert found(r"\bneedle\b", text) == ["needle"]


def test_sets_tell_which_patterns_match() -> None:
    several = PatternSet(["red", r"\bblue\b", "é"])

    assert several.hits("nothing") == []
    assert several.hits("é and red, blueish") == [0, 2]


def test_patterns_pickle() -> None:
    pattern = pickle.loads(pickle.dumps(compile_pattern("a+", ignore_case=True)))

    assert [m.end for m in pattern.finditer("AA")] == [2]
