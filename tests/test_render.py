"""Renderers: the same input gives the same bytes, what others wrote stays harmless, files are whole."""

import io
import json
import os
import re
import stat
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.assets import asset
from auditor.document import Span
from auditor.errors import AuditorError
from auditor.render import FORMATS, RenderOptions, renderer
from auditor.render.excerpt import cut, excerpt, width, wrap
from auditor.render.json import report_object
from auditor.render.safe import one_line, safe
from auditor.render.sink import open_sink
from auditor.render.worddiff import MOST_WORDS, aligned, diff
from auditor.report import Report
from tests import render_samples as samples

GOLDEN = Path(__file__).with_name("golden")
_UPDATE = "UPDATE_GOLDEN"  # UPDATE_GOLDEN=1 pytest tests/test_render.py writes them anew
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def rendered(name: str, *reports: Report, **options: Any) -> str:
    out = io.StringIO()
    made = renderer(name, out, RenderOptions(**options))
    made.begin(samples.RUN)
    for report in reports:
        made.add(report)
    made.end(
        samples.summary(
            *reports,
            unreadable=("broken.docx: the archive is damaged",),
            skipped=("12 candidates: a passage stands in more than 500 articles",),
        )
    )
    return out.getvalue()


def all_reports() -> tuple[Report, ...]:
    return samples.clean(), samples.harbour(), samples.twin(), samples.foreign()


@pytest.fixture(scope="module")
def schema() -> Any:
    loaded = json.loads((asset("reports") / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(loaded)
    return jsonschema.Draft202012Validator(loaded)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("run.txt", lambda: rendered("terminal", *all_reports(), width=100)),
        ("run-verbose.txt", lambda: rendered("terminal", *all_reports(), width=72, verbose=True)),
        (
            "check.txt",
            lambda: rendered("terminal", samples.harbour(), width=80, brief=True, color=True),
        ),
        ("quiet.txt", lambda: rendered("terminal", samples.twin(), width=80, quiet=True)),
        ("run.json", lambda: rendered("json", *all_reports(), with_text=True)),
        ("run.jsonl", lambda: rendered("jsonl", samples.twin(), samples.foreign())),
        ("run.sarif", lambda: rendered("sarif", samples.harbour(), samples.twin())),
        ("run.junit.xml", lambda: rendered("junit", *all_reports())),
        ("run.github.txt", lambda: rendered("github", *all_reports())),
        ("run.md", lambda: rendered("markdown", *all_reports())),
        ("run.csv", lambda: rendered("csv", *all_reports())),
    ],
)
def test_golden(name: str, made: Callable[[], str]) -> None:
    text = made()
    if os.environ.get(_UPDATE):
        (GOLDEN / name).write_text(text, encoding="utf-8")
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_the_same_twice(name: str) -> None:
    assert rendered(name, *all_reports()) == rendered(name, *all_reports()) != ""


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(AuditorError, match="there are terminal"):
        renderer("pdf", io.StringIO(), RenderOptions())


# JSON


def test_json_holds_to_its_schema(schema: Any) -> None:
    whole = json.loads(rendered("json", *all_reports(), samples.twin(), with_text=True))
    schema.validate(whole)
    schema.validate(json.loads(rendered("json")))
    for line in rendered("jsonl", *all_reports(), samples.hostile()).splitlines():
        schema.validate(json.loads(line))


def test_spans_count_in_the_text_that_was_read() -> None:
    for report in all_reports():
        told = report_object(report, samples.RUN, with_text=True)
        text = told["article"]["text"]
        for finding in told["findings"]:
            span = finding["span"]
            if span is not None:
                assert text[span["start"] : span["end"]] == finding["text"]
                assert finding["headline_span"] is None


def test_a_headline_of_its_own_has_a_span_of_its_own() -> None:
    told = report_object(samples.twin(), samples.RUN)
    (doubled,) = (f for f in told["findings"] if f["rule"] == "doubled-word")
    assert doubled["span"] is None
    assert doubled["block"] == 0
    assert doubled["role"] == "headline"
    place = doubled["headline_span"]
    assert told["article"]["headline"][place["start"] : place["end"]] == "to to"


def test_a_finding_about_the_whole_article_has_no_place() -> None:
    (whole,) = (
        f
        for f in report_object(samples.twin(), samples.RUN)["findings"]
        if f["rule"] == "thin-article"
    )
    assert (whole["block"], whole["role"], whole["span"]) == (None, None, None)
    assert (whole["line"], whole["column"], whole["text"]) == (1, 1, "")


def test_a_place_between_two_blocks_counts_to_the_one_before() -> None:
    read = samples.harbour()
    gap = read.article.blocks[3].span.end
    odd = replace(read.findings[0], span=Span(gap, gap + 1), block=None, text="\n")
    (told,) = report_object(replace(read, findings=(odd,)), samples.RUN)["findings"]
    assert (told["block"], told["role"]) == (3, "byline")


def test_json_is_utf8_one_line_an_article_and_never_nan() -> None:
    read = samples.twin()
    odd = replace(read.findings[0], measures=(("jaccard", float("nan")), ("words", 12.0)))
    lines = rendered("jsonl", replace(read, findings=(odd,)), samples.hostile())
    assert len(lines.encode().decode().splitlines()) == 2
    first = json.loads(lines.splitlines()[0])
    assert first["findings"][0]["measures"] == {"jaccard": None, "words": 12}
    assert '"words": 12}' in lines


# Hostile text


def test_nothing_hostile_reaches_a_terminal() -> None:
    text = rendered("terminal", samples.hostile(), verbose=True, width=60)
    assert not _FORBIDDEN.search(text)
    assert "\N{SYMBOL FOR ESCAPE}" in text
    assert "<U+202E>" in text
    coloured = rendered("terminal", samples.hostile(), color=True)
    assert not _FORBIDDEN.search(re.sub("\x1b\\[[0-9;]*m", "", coloured))


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b" not in rendered("terminal", *all_reports())
    assert "\x1b[1;31m" in rendered("terminal", *all_reports(), color=True)


def test_safe_shows_what_hides_and_leaves_what_reads() -> None:
    assert safe("a\x1bb\x7f\x9b\u200b\ud800") == "a␛b␡<U+009B><U+200B><U+D800>"
    assert safe("a\nb", keep="\n") == "a\nb"
    assert one_line(" a \r\n\t b ") == "a b"
    for fine in ("می\u200cخواهم", "👩\u200d🚒", "क्\u200dष", "cafe\u0301", "“fine” — yes…"):
        assert safe(fine) == fine
    assert safe("pay\u200dpal") == "pay<U+200D>pal"


# Lines that fit


def test_an_excerpt_fits_and_is_cut_between_words() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve"
    place = Span(text.index("six"), text.index("six") + 3)
    before, marked, after = excerpt(text, place, Span(0, len(text)), 30)
    assert (before, marked, after) == ("…four five ", "six", " seven eight…")
    assert width(before + marked + after) <= 30
    assert excerpt(text, place, Span(0, len(text)), 200) == (text[:24], "six", text[27:])


def test_wide_and_combining_characters_are_counted() -> None:
    assert width("防波堤") == 6
    assert width("e\u0301") == 1
    assert width("👩\u200d🚒") == 2
    assert cut("防波堤防波堤", 7) == "防波堤…"
    assert wrap("aa bb cc", 5, 5) == ["aa bb", "cc"]
    whole = excerpt("防" * 300, Span(100, 102), Span(0, 300), 40)
    assert width("".join(whole)) <= 40


def test_a_long_text_costs_no_more_than_its_window() -> None:
    text = "word " * 400_000
    started = time.perf_counter()
    for at in range(0, 100_000, 1000):
        excerpt(text, Span(at, 2_000_000), Span(0, len(text)), 100)
    assert time.perf_counter() - started < 2


# Word by word


def test_a_diff_marks_the_words_that_differ() -> None:
    left, right, shortened = diff("The mayor said 1,200 homes.", "The mayor said 1,400 homes.")
    assert [p.text for p in left if p.differs] == ["1,200"]
    assert [p.text for p in right if p.differs] == ["1,400"]
    assert not shortened
    assert "".join(p.text for p in left) == "The mayor said 1,200 homes."


def test_a_diff_of_long_passages_is_bounded() -> None:
    started = time.perf_counter()
    for left, right in (
        ("a b " * 50_000, "b a " * 50_000),
        (" ".join(map(str, range(5000))), " ".join(map(str, range(5000, 0, -1)))),
    ):
        compared = diff(left, right)
        assert compared.cut
        assert sum(len(p.text.split()) for p in compared.left) <= MOST_WORDS
    assert time.perf_counter() - started < 1


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from("The the a b . ! 4.2 \n\n".split(" ")), max_size=14), st.data())
def test_a_diff_keeps_the_words_and_matches_them_in_order(
    words: list[str], data: st.DataObject
) -> None:
    left = " ".join(words)
    right = " ".join(data.draw(st.permutations(words))[: data.draw(st.integers(0, 14))])
    compared = diff(left, right)
    assert "".join(p.text for p in compared.left) == left
    assert "".join(p.text for p in compared.right) == right
    shared = [
        "".join(p.text for p in side if not p.differs).casefold().split() for side in compared[:2]
    ]
    assert shared[0] == shared[1]
    rows = aligned(left, right).rows
    for side, whole in enumerate((left, right)):
        told = " ".join("".join(p.text for p in row[side]) for row in rows)
        assert told.split() == whole.split()


def test_what_one_side_has_more_stands_as_a_sentence_in_a_row_of_its_own() -> None:
    rows = aligned(
        "Rain fell. The review is ready. It ends.",
        "Rain fell. The budget gives money. The review is done. It ends.",
    ).rows
    assert [["".join(p.text for p in side) for side in row] for row in rows] == [
        ["Rain fell.", "Rain fell."],
        ["", "The budget gives money."],
        ["The review is ready.", "The review is done."],
        ["It ends.", "It ends."],
    ]
    assert [row.same for row in rows] == [True, False, False, True]


# Where a report goes


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    with open_sink(target) as out:
        out.write("ä\n")
    assert target.read_bytes() == "ä\n".encode()
    with pytest.raises(ZeroDivisionError), open_sink(target) as out:
        out.write(f"half {1 / 0}")
    assert target.read_bytes() == "ä\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]
    assert stat.S_IMODE(target.stat().st_mode) & 0o600 == 0o600


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(AuditorError, match="there is no folder"), open_sink(tmp_path / "no" / "r"):
        pass
    with pytest.raises(AuditorError, match="it is a folder"), open_sink(tmp_path):
        pass
    with pytest.raises(AuditorError, match="cannot write"), open_sink(tmp_path / ("x" * 300)):
        pass


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("mine", encoding="utf-8")
    link = tmp_path / "report"
    link.symlink_to(other)
    with open_sink(link) as out:
        out.write("report")
    assert other.read_text(encoding="utf-8") == "mine"
    assert link.read_text(encoding="utf-8") == "report"


def test_standard_output_is_utf8_whatever_the_locale(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = io.BytesIO()
    wrapper = io.TextIOWrapper(raw, encoding="latin-1")
    monkeypatch.setattr(sys, "stdout", wrapper)
    with open_sink(None) as out:
        out.write("→\n")
    assert raw.getvalue() == "→\n".encode()
    wrapper.detach()
