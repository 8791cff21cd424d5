"""Names: runs of capitalised words, with particles, initials and titles."""

import gzip
import json
import os
import time
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.document import Block, Role, Span
from auditor.document.attributions import Speaker
from auditor.document.attributions import find as attributions
from auditor.document.names import Names
from auditor.sources.plain import article_from_text
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
    Names(prose, (Block(0, Role.PARAGRAPH, Span(0, len(prose))),), ((),)).all()

    assert time.process_time() - started < 10


STORY = (
    "The pier was rebuilt last year, said Ola van der Lund, who paid for it.\n\n"
    "He met Mr Tessmer in May. Senator Quill came too, and so did Tessmer's dog.\n\n"
    "By noon, Mr Brandvold had left, Ida Brandvold said."
)


@pytest.mark.parametrize(
    ("word", "mentioned", "introduced"),
    [
        ("Lund", "Lund", "Ola van der Lund"),
        ("Tessmer", "Tessmer", None),
        ("Quill", "Quill", "Quill"),
        ("Brandvold", "Brandvold", "Ida Brandvold"),
        ("Ida", "Ida", "Ida Brandvold"),
        ("May", "May", None),
        ("Skell", None, None),
    ],
)
def test_who_is_introduced_and_where(
    word: str, mentioned: str | None, introduced: str | None
) -> None:
    read = article(STORY)
    places = read.introductions

    assert places.mentioned(word) == (STORY.index(mentioned) if mentioned else None)
    assert places.introduced(word) == (STORY.index(introduced) if introduced else None)


def test_what_stands_beside_the_text_introduces_nobody() -> None:
    read = article_from_text(STORY, id="a", headline="Mayor Ulla Tarn speaks")

    assert read.introductions.introduced("Tarn") is None
    assert read.introductions.mentioned("Tarn") is None
    assert read.introductions.in_headline("TARN’s")


def test_a_word_is_fresh_up_to_its_first_mention() -> None:
    places = article(STORY).introductions

    assert places.is_fresh("Tessmer", STORY.index("Tessmer"))
    assert not places.is_fresh("Tessmer", STORY.index("Tessmer's"))


NEWS = Path(
    os.environ.get("AUDITOR_DATA", Path(__file__).parent.parent.parent / "shared" / "data")
).joinpath("news", "news_dev.jsonl.gz")


@pytest.mark.skipif(not NEWS.is_file(), reason="the news articles are not here")
def test_on_real_text_a_speaker_is_introduced_until_the_paragraph_is_taken_away() -> None:
    """Speakers who go by their surname: introduced before they speak, and no more once it is cut."""
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, 250)]
    speakers = introduced = broken = cut = 0
    for row in rows:
        read = article_from_text(row["text"], id="a", headline=row["title"])
        for attribution in attributions(read):
            name = attribution.speaker.of(read.text)
            if attribution.kind is not Speaker.NAME or not name.isalpha():
                continue
            start = attribution.speaker.start
            where = read.introductions.introduced(name)
            speakers += 1
            introduced += where is not None and where < start
            holding = [b for b in read.body if b.span.end <= start and name in b.span.of(read.text)]
            own = read.blocks[attribution.quotation.block].span.start
            if where is None or len(holding) != 1 or name in read.text[own:start]:
                continue
            text = row["text"].replace(holding[0].span.of(read.text), "", 1)
            rest = article_from_text(text, id="a", headline=row["title"])
            place = rest.text.index(attribution.span.of(read.text))
            cut += 1
            broken += rest.introductions.is_fresh(name, place)

    assert speakers > 300
    assert introduced > 0.85 * speakers
    assert cut > 20
    assert broken > 0.95 * cut


def test_a_name_one_letter_off_is_told_from_another() -> None:
    text = "The pier will close, said Ola Lundqvist.\n\nLundquist left, and so did Berg."
    introductions = article(text).introductions

    assert introductions.spelt_otherwise("Lundquist", text.index("Lundquist"))
    assert not introductions.spelt_otherwise("Lundquist", 0)
    assert not introductions.spelt_otherwise("Lundqvist", len(text))
    assert not introductions.spelt_otherwise("Berg", len(text))
