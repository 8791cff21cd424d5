"""A stored run gives its reports again: the same bytes in every format, and what is broken is named."""

import gzip
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import auditor
from auditor.config import Config
from auditor.errors import InputError
from auditor.render import FORMATS, RenderOptions, renderer
from auditor.report import Report, RunInfo, Summary
from auditor.stored import StoredRun
from auditor.tally import Tally
from tests import render_samples as samples

EXAMPLES = Path(__file__).parent.parent / "examples"
RUN = replace(samples.RUN, rules=())


def rendered(
    format: str, reports: list[Report], summary: Summary, run: RunInfo = RUN, **options: Any
) -> str:
    out = io.StringIO()
    made = renderer(format, out, RenderOptions(**options))
    made.begin(run)
    for report in reports:
        made.add(report)
    made.end(summary)
    return out.getvalue()


def tallied(reports: list[Report], stored: StoredRun | None = None) -> Summary:
    tally = Tally()
    for report in reports:
        tally.add(report)
    summary = tally.summary()
    if stored:
        return replace(summary, unreadable=stored.unreadable, skipped=stored.skipped)
    return replace(summary, unreadable=("b.docx: damaged",), skipped=("3 candidates: a cap",))


def read(path: Path) -> tuple[list[Report], list[str], StoredRun]:
    errors: list[InputError] = []
    with StoredRun(str(path)) as stored:
        reports = list(stored.reports(errors.append))
    return reports, [str(error) for error in errors], stored


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def audited() -> list[Report]:
    """Audit the sample articles: plain text, Markdown, HTML and rows with headlines of their own."""
    made = [samples.harbour(), samples.twin(), samples.foreign(), samples.clean()]
    return made + list(auditor.audit(EXAMPLES, config=Config(), jobs=1))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("store", ["json", "jsonl"])
def test_every_format_comes_again_as_it_was(
    tmp_path: Path, audited: list[Report], store: str, format: str
) -> None:
    summary = tallied(audited)
    run = written(tmp_path / "run", rendered(store, audited, summary, with_text=True))

    reports, errors, stored = read(run)

    again = tallied(reports, stored)
    if store == "jsonl":  # a line for each article says nothing of what was no article
        again = replace(again, unreadable=summary.unreadable, skipped=summary.skipped)
    assert errors == []
    assert stored.info == RUN
    for with_text in (True, False):
        first = rendered(format, audited, summary, with_text=with_text)
        assert rendered(format, reports, again, stored.info, with_text=with_text) == first


def test_runs_stored_without_points_have_them_from_the_sum(tmp_path: Path) -> None:
    audited = list(auditor.audit(EXAMPLES, config=Config(), jobs=1))
    text = rendered("jsonl", audited, tallied(audited), with_text=True)
    told = [{f.rule: f.points for f in report.findings} for report in audited]
    assert {points["spacing"] for points in told if "spacing" in points} == {2}

    older = re.sub(r'"points": \d+, (?="confidence")', "", text)
    reports, errors, _ = read(written(tmp_path / "run.jsonl", older))

    assert older != text
    assert errors == []
    assert [{f.rule: f.points for f in report.findings} for report in reports] == told


def test_without_texts_articles_are_read_again_where_they_were_read(tmp_path: Path) -> None:
    audited = list(auditor.audit(EXAMPLES, config=Config(), jobs=1))
    summary = tallied(audited)
    text = rendered("jsonl", audited, summary)

    reports, errors, _ = read(written(tmp_path / "run.jsonl", text))

    assert errors == []
    assert rendered("jsonl", reports, summary) == text
    assert rendered("html", reports, summary) == rendered("html", audited, summary)


def test_without_texts_the_json_comes_again_and_pages_show_the_words_found(
    tmp_path: Path, audited: list[Report]
) -> None:
    """Articles that have changed since, or are gone."""
    summary = tallied(audited)
    text = re.sub(
        '"digest": "[0-9a-f]{6}', '"digest": "000000', rendered("jsonl", audited, summary)
    )

    reports, errors, _ = read(written(tmp_path / "run.jsonl", text))

    assert errors == []
    assert rendered("jsonl", reports, summary) == text
    page = rendered("html", reports, summary)
    for report in audited:
        assert all(finding.fingerprint in page for finding in report.findings)
    assert "Sign up to our morning letter and never miss a story" in page
    assert "voted on Tuesday to rebuild" not in page


@pytest.mark.parametrize("path", ["secret.txt", ".", "/", "-", "none", "a\0b"])
def test_a_run_from_a_stranger_gets_no_file_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "secret.txt", "A secret of the house\n\nNobody is to read this at all.\n")
    (value,) = map(json.loads, rendered("jsonl", [samples.clean()], tallied([])).splitlines())
    value["article"] |= {"path": path, "id": path}

    reports, _, _ = read(written(tmp_path / "run.jsonl", json.dumps(value)))

    assert "Nobody is to read this" not in rendered("html", reports, tallied(reports))


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: data])
def test_packed_runs_and_rewritten_ones_are_read(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    made = [samples.harbour(), samples.twin()]
    whole = json.loads(rendered("json", made, tallied(made), with_text=True))
    for number, text in enumerate(
        (
            json.dumps(whole),
            json.dumps(whole, indent=2),
            json.dumps(whole, indent=1, sort_keys=True),
            "\n\n".join(json.dumps(article) for article in whole["articles"]),
        )
    ):
        run = tmp_path / f"run{number}"
        run.write_bytes(pack(text.encode()))

        reports, errors, stored = read(run)

        assert errors == []
        assert [r.article.id for r in reports] == ["harbour", "rows.jsonl#2"]
        assert stored.info == RUN


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty; make one"),
        ("An article, and no run.\n\nIt has words.", "is not a stored run"),
        ('{"text": "a row of a corpus"}\n', "is not a stored run"),
        ("{not json", "is not a stored run"),
        ("[" * 100_000, "is not a stored run"),
        ('{"schema": "auditor.report/2"}\n', "does not read (it reads auditor.report/1)"),
        ('{"schema": "auditor.decisions/1", "decisions": []}\n', "does not read"),
        ('{"schema": "auditor.run/1", "articles": 5}\n', "lacks its articles"),
    ],
)
def test_what_is_no_run_is_refused_with_the_way_out(
    tmp_path: Path, content: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        StoredRun(str(written(tmp_path / "run.jsonl", content)))
    assert said in str(caught.value)
    assert "run.jsonl: " in str(caught.value)


def test_a_missing_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        StoredRun(str(tmp_path / "none.jsonl"))


def test_broken_lines_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = rendered("jsonl", [samples.harbour()] * 6, tallied([])).splitlines()
    lines[0] = lines[0][:-9]
    lines[2] = lines[2].replace('"rule": "typo", "category"', '"rule": 5, "category"')
    lines[3] = lines[3].replace('"auditor.report/1"', '"auditor.report/9"')
    lines[4] = lines[4].replace('"start"', '"strat"', 1)

    reports, errors, stored = read(written(tmp_path / "run.jsonl", "\n".join(lines)))

    assert len(reports) == 2
    assert stored.info == RUN
    assert [error.split("run.jsonl:")[1] for error in errors] == [
        "1: the line is not valid JSON",
        "3: is no report: report.findings[3].rule is not a string",
        "4: is no report: the schema is 'auditor.report/9', not 'auditor.report/1'",
        "5: is no report: report.findings[0].span lacks 'start'",
    ]


def test_a_run_that_was_cut_short_is_said(tmp_path: Path) -> None:
    made = [samples.harbour(), samples.twin()]
    text = rendered("json", made, tallied(made))
    cut = written(tmp_path / "run.json", text[: text.index('],\n"summary"')])

    reports, errors, _ = read(cut)

    assert len(reports) == 2
    assert "ends before its summary" in errors[0]
    packed = tmp_path / "run.json.gz"
    packed.write_bytes(gzip.compress(rendered("jsonl", made, tallied(made)).encode() * 50)[:-40])
    assert "cannot be unpacked" in read(packed)[1][-1]


_VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**14),
    st.floats(),
    st.text(max_size=8),
    st.lists(st.integers(0, 9), max_size=3),
    st.dictionaries(st.sampled_from(["start", "end", "rule"]), st.integers(-1, 10**12), max_size=2),
)


@settings(max_examples=60, deadline=None)  # each is rendered in every format
@given(st.data())
def test_a_report_changed_anywhere_is_refused_or_rendered(data: st.DataObject) -> None:
    """Whatever stands in a stored run, it ends as a report that every format shows, or as an error."""
    with_text = data.draw(st.booleans())
    line = rendered("jsonl", [samples.twin()], tallied([]), with_text=with_text)
    value = json.loads(line)
    at = value
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if isinstance(at[key], dict | list) and at[key] and data.draw(st.booleans()):
            at = at[key]
            continue
        at[key] = data.draw(_VALUES)
        break
    from auditor.stored.report import read_report

    try:
        report = read_report(value)
    except ValueError as error:
        assert str(error)  # noqa: PT017 - either end is right
        return
    for format in FORMATS:
        rendered(format, [report], tallied([report]))
