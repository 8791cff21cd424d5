"""Names: runs of capitalised words, with particles, initials and titles."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.document import Block, Role, Span
from auditor.document.names import find
from tests.support import article


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It fell to Anna Quill to say so.", [("Anna Quill", "", "Quill")]),
        ("It fell to Tessmer’s sister.", [("Tessmer", "", "Tessmer")]),
        ("The envoy met Mustafa al-Tarawi there.", [("Mustafa al-Tarawi", "", "al-Tarawi")]),
        ("The envoy met al-Tarawi there.", [("al-Tarawi", "", "al-Tarawi")]),
        ("It was Ola van der Lund who left.", [("Ola van der Lund", "", "Lund")]),
        ("It was J. K. Lund Jr. who left.", [("J. K. Lund Jr", "", "Lund")]),
        ("They heard Mr Tessmer speak.", [("Tessmer", "Mr", "Tessmer")]),
        (
            "They heard Prime Minister Ida Brandvold speak.",
            [("Ida Brandvold", "Prime Minister", "Brandvold")],
        ),
        ("They heard Secretary of State Ida Lund.", [("Ida Lund", "Secretary of State", "Lund")]),
        ("They heard the analyst Ida Lund.", [("Ida Lund", "analyst", "Lund")]),
        ("But when he came, nobody was there.", []),
    ],
)
def test_names(text: str, wanted: list[tuple[str, str, str]]) -> None:
    read = article("the pier was rebuilt last year.\n\n" + text)

    assert [(n.text, n.title, n.surname) for n in read.names] == wanted


def test_a_name_inside_a_quotation_is_found() -> None:
    read = article('the pier was rebuilt.\n\n"(Quill and al-Tarawi) agreed," the port said.')

    assert [n.text for n in read.names] == ["Quill", "al-Tarawi"]


def test_the_first_word_of_a_sentence_is_told() -> None:
    read = article("the pier was rebuilt.\n\nBoats left. They met Lund.")

    assert [(n.text, n.initial) for n in read.names] == [("Boats", True), ("Lund", False)]


@given(st.text(alphabet=st.sampled_from("AbcÉ .,-'’\"“\nalvnde\u2060"), max_size=120))
def test_names_lie_in_their_block_and_in_order(text: str) -> None:
    read = article(text)
    at = 0
    for name in read.names:
        assert read.blocks[name.block].span.contains(name.span)
        assert name.span.start >= at
        assert name.words
        assert name.text == name.span.of(read.prose)
        at = name.span.end


@pytest.mark.parametrize("piece", ["A", "A ", "A-", "van ", "Ab van ", "al-", "Mr of "])
def test_capitals_without_end_take_linear_time(piece: str) -> None:
    prose = piece * (200_000 // len(piece))
    started = time.process_time()
    find(prose, (Block(0, Role.PARAGRAPH, Span(0, len(prose))),), ())

    assert time.process_time() - started < 10
