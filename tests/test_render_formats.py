"""SARIF, JUnit, GitHub, Markdown and CSV: what their readers want, and nothing that text can do to them."""

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.document import Span
from auditor.render.csv import COLUMNS, cell
from auditor.render.github import command
from auditor.render.markdown import code, prose
from auditor.render.place import name_of, region, uri_of
from auditor.report import Report, Severity, Status, Verdict
from tests import render_samples as samples
from tests.support import article
from tests.test_render import all_reports, rendered

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_EVERY = [*all_reports(), samples.hostile()]

MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"minLength": 1}}}
REGION = {
    "type": "object",
    "required": ["startLine"],
    "additionalProperties": False,
    "properties": {
        name: {"type": "integer", "minimum": 1}
        for name in ("startLine", "startColumn", "endLine", "endColumn")
    }
    | {"snippet": MESSAGE},
}
ARTIFACT = {
    "type": "object",
    "required": ["uri"],
    "properties": {"uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$"}},
}
LOCATION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "message": MESSAGE,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "additionalProperties": False,
            "properties": {"artifactLocation": ARTIFACT, "region": REGION},
        },
        "logicalLocations": {
            "type": "array",
            "items": {"type": "object", "required": ["fullyQualifiedName"]},
        },
    },
}
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": MESSAGE,
        "locations": {"type": "array", "items": LOCATION, "minItems": 1, "maxItems": 1},
        "relatedLocations": {"type": "array", "items": LOCATION, "uniqueItems": True},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "rank": {"type": "number", "minimum": 0, "maximum": 100},
        "baselineState": {"enum": ["new", "unchanged", "updated", "absent"]},
        "suppressions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["kind"],
                "additionalProperties": False,
                "properties": {
                    "kind": {"enum": ["inSource", "external"]},
                    "status": {"enum": ["accepted", "underReview", "rejected"]},
                    "justification": {"type": "string"},
                },
            },
        },
        "fixes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["artifactChanges"],
                "additionalProperties": False,
                "properties": {
                    "description": MESSAGE,
                    "artifactChanges": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["artifactLocation", "replacements"],
                            "properties": {
                                "artifactLocation": ARTIFACT,
                                "replacements": {
                                    "type": "array",
                                    "minItems": 1,
                                    "items": {
                                        "type": "object",
                                        "required": ["deletedRegion"],
                                        "properties": {
                                            "deletedRegion": REGION,
                                            "insertedContent": {
                                                "type": "object",
                                                "properties": {"text": {"type": "string"}},
                                            },
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
        "properties": {"type": "object"},
    },
}
RULE = {
    "type": "object",
    "required": ["id", "shortDescription", "fullDescription", "help"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "name": {"type": "string"},
        "shortDescription": MESSAGE,
        "fullDescription": MESSAGE,
        "help": MESSAGE,
        "defaultConfiguration": {"type": "object"},
        "properties": {"type": "object"},
    },
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": RESULT},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {"type": "array", "items": RULE, "uniqueItems": True}
                                },
                            }
                        },
                    },
                    "invocations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["executionSuccessful"],
                            "properties": {
                                "toolExecutionNotifications": {
                                    "type": "array",
                                    "items": {"type": "object", "required": ["message"]},
                                }
                            },
                        },
                    },
                },
            },
        },
    },
}
"""The parts of the schema of SARIF 2.1.0 that we write, with what it requires of them and of code scanning."""


# Places


def test_a_row_of_a_file_has_no_lines_in_it() -> None:
    row = replace(article("Two words\n\nAnd some more."), id="rows.jsonl#3", path="rows.jsonl")
    alone = replace(row, id="a.txt", path="a.txt")
    in_lead = article("Some words.", headline="A headline")

    assert region(row, Span(0, 3)) is None
    assert region(alone, Span(11, 14)) == ((3, 1), (3, 4))
    assert region(alone, Span(8, 12)) == ((1, 9), (3, 2))
    assert region(alone, Span(4, 4)) == ((1, 5), (1, 5))
    assert region(in_lead, Span(0, 3)) is None
    assert name_of(row) == "rows.jsonl#3"
    assert name_of(replace(row, id="story-7")) == "rows.jsonl story-7"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("desk/a b.txt", "desk/a%20b.txt"),
        ("/abs/ü.md", "file:///abs/%C3%BC.md"),
        ("a:b#c?d.txt", "a%3Ab%23c%3Fd.txt"),
        ("desk\\a.txt", "desk/a.txt"),
    ],
)
def test_paths_become_uris(path: str, uri: str) -> None:
    assert uri_of(path) == uri


# SARIF


@pytest.mark.parametrize("reports", [(), *[(r,) for r in _EVERY], tuple(_EVERY)])
def test_sarif_has_what_is_required(reports: tuple[Report, ...]) -> None:
    log = json.loads(rendered("sarif", *reports))

    jsonschema.Draft202012Validator(SARIF).validate(log)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    assert [rules[r["ruleIndex"]] for r in run["results"]] == [r["ruleId"] for r in run["results"]]
    assert len(run["results"]) == sum(len(r.findings) for r in reports)
    assert run["invocations"][0]["executionSuccessful"] is False  # an input could not be read


def test_sarif_points_at_the_words_and_marks_what_was_decided() -> None:
    report = samples.harbour()
    lines = report.article.text.split("\n")
    results = json.loads(rendered("sarif", report))["runs"][0]["results"]
    for result, finding in zip(results, report.findings, strict=True):
        place = result["locations"][0]["physicalLocation"]["region"]
        if place["startLine"] == place["endLine"]:
            line = lines[place["startLine"] - 1]
            assert line[place["startColumn"] - 1 : place["endColumn"] - 1] == finding.text
        assert ("suppressions" in result) is (finding.status is not Status.NEW)
    (typo,) = (r for r in results if r["ruleId"] == "typo")
    (change,) = typo["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"]["text"] == "September"
    reasoned = replace(report.findings[0], status=Status.SUPPRESSED, reason="a band")
    (told,) = json.loads(rendered("sarif", replace(report, findings=(reasoned,))))["runs"][0][
        "results"
    ]
    assert told["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "a band"}
    ]


def test_sarif_messages_hold_no_links() -> None:
    report = samples.harbour()
    odd = replace(report.findings[0], message="[press](javascript:x)")
    assert "](" not in rendered("sarif", replace(report, findings=(odd,)))


# JUnit


def test_junit_counts_what_it_holds() -> None:
    root = ElementTree.fromstring(rendered("junit", *_EVERY).encode())

    for suite, report in zip(root, _EVERY, strict=False):
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(name, "")) == len(suite.findall(f"testcase/{tag}"))
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        gating = [
            f for f in report.findings if f.status is Status.NEW and f.gate is not Verdict.PASS
        ]
        assert int(suite.get("failures", "")) == len(gating)
    assert root[-1].get("name") == "unreadable inputs"
    clean = root[0]
    assert [case.get("name") for case in clean] == ["no findings"]


# GitHub


def test_github_lines_are_commands_and_nothing_else() -> None:
    lines = rendered("github", *_EVERY, verbose=True).splitlines()

    new = sum(f.status is Status.NEW for r in _EVERY for f in r.findings)
    failures = sum(len(r.failures) for r in _EVERY)
    assert len(lines) == new + failures + 1
    for line in lines:
        match = re.fullmatch(r"::(?:error|warning|notice) (.*?)::(.*)", line)
        assert match is not None
        for pair in match[1].split(","):
            assert re.fullmatch(r"(file|line|endLine|col|endColumn|title)=[^,:]*", pair), line
        assert not _FORBIDDEN.search(line)


@given(st.text(), st.text())
def test_github_commands_cannot_be_broken_out_of(message: str, value: str) -> None:
    line = command("error", message, title=value)

    assert len(line.splitlines()) == 1
    properties, _, data = line.removeprefix("::error title=").partition("::")
    assert not set(properties) & {":", ",", "\n", "\r"}
    assert not re.search("%(?!25|0A|3A|2C)", properties + data)


def test_github_shows_the_worst_and_says_how_many_more() -> None:
    report = samples.harbour()
    many = tuple(
        replace(report.findings[0], severity=severity, confidence=number / 100, message=str(number))
        for severity in Severity
        for number in range(25)
    )
    lines = rendered("github", replace(report, findings=many)).splitlines()[1:]

    assert [line.split("::")[-1] for line in lines if line.startswith("::error")] == [
        str(n) for n in range(24, 14, -1)
    ]
    assert sum(line.startswith("::warning") for line in lines) == 10
    assert sum(line.startswith("::notice") for line in lines) == 10
    assert "46 more findings" in lines[-1]


# Markdown


@given(st.text(min_size=1))
def test_code_spans_hold_whatever_is_in_them(text: str) -> None:
    span = code(text)
    match = re.fullmatch(r"(`+)(.*?)\1", span)

    assert match is not None
    assert "\n" not in span
    assert match[1] not in re.findall("`+", match[2])


def test_markdown_shows_text_and_does_nothing_with_it() -> None:
    assert prose("<img src=x> *a* [b](c) `d` @desk #12 a@b.example") == (
        "\\<img src=x\\> \\*a\\* \\[b\\](c) \\`d\\` @\u200bdesk #\u200b12 a@\u200bb.example"
    )
    text = rendered("markdown", *_EVERY)
    outside = re.sub(r"(`+)(?:(?!\1).)*?\1(?!`)", "", re.sub(r"\\[\\`]", "", text))
    assert "<img" not in re.sub(r"\\.", "", outside)
    assert not _FORBIDDEN.search(text)


def test_markdown_begins_with_the_totals() -> None:
    text = rendered("markdown", *all_reports())
    assert text.startswith("# Article audit\n\n4 articles, ")
    assert text.index("| block | ") < text.index("## Harbour wall")
    assert "1 finding suppressed or in the baseline." in text


# CSV


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    shown = cell(text)
    assert shown.lstrip(" ")[:1] not in tuple("=+-@\t\r\n＝＋－＠")


def test_csv_is_a_table_with_a_row_for_each_finding() -> None:
    text = rendered("csv", *_EVERY)
    rows = list(csv.DictReader(io.StringIO(text)))

    assert tuple(rows[0]) == COLUMNS
    findings = [(r, f) for r in _EVERY for f in r.findings]
    assert len(rows) == len(findings)
    for row, (report, finding) in zip(rows, findings, strict=True):
        assert None not in row.values()
        assert not _FORBIDDEN.search("".join(row.values()))
        assert not any(value.startswith(tuple("=+-@\t\r")) for value in row.values())
        if report is not _EVERY[-1]:
            assert (row["article"], row["text"]) == (report.article.id, finding.text)


def test_every_format_is_utf8_and_harmless() -> None:
    made: dict[str, Any] = {
        name: rendered(name, *_EVERY) for name in ("sarif", "junit", "github", "markdown", "csv")
    }
    for text in made.values():
        assert text.encode("utf-8").decode("utf-8") == text
        assert text.endswith("\n")
