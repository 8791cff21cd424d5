"""Phrases are found by their words, whatever the white space, the apostrophes and the capitals."""

from auditor.text.phrases import Phrases, match_case
from auditor.text.words import words


def found(phrases: list[str], text: str, *, ignore_case: bool = True) -> list[str]:
    return [
        text[h.start : h.end] for h in Phrases(phrases, ignore_case).find(text, list(words(text)))
    ]


def test_white_space_apostrophes_and_marks() -> None:
    text = "Click  here! Don’t read\nmore of the U.S. in the\n\nworld"

    assert found(["click here!", "don't", "U.S.", "read more", "in the world"], text) == [
        "Click  here!",
        "Don’t",
        "read\nmore",
        "U.S.",
    ]


def test_whole_words_longest_first_and_case() -> None:
    assert found(["red", "red herring"], "A red herring, redder, red") == ["red herring", "red"]
    assert found(["US"], "US us", ignore_case=False) == ["US"]


def test_suggestions_take_over_capitals() -> None:
    assert [match_case(f, "use") for f in ("utilise", "Utilise", "UTILISE")] == [
        "use",
        "Use",
        "USE",
    ]
    assert match_case("internet", "Internet") == "Internet"
