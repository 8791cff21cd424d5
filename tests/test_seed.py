"""The article that started the project: every defect marked ``must`` is found, and little else is said.

The article is somebody's text and no part of the project; the test is skipped where it is absent.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

import auditor
from auditor.report import Severity

FOLDER = Path(
    os.environ.get("AUDITOR_SEED", Path(__file__).parent.parent.parent / "shared" / "seed")
)
DEFECTS = FOLDER / "defects.jsonl"
FALSE_AT_MOST = 3

pytestmark = pytest.mark.skipif(not DEFECTS.is_file(), reason="the seed article is not here")


@pytest.fixture(scope="module")
def report() -> auditor.Report:
    return auditor.check(next(FOLDER.glob("*.txt")))


def defects(need: str) -> list[dict[str, Any]]:
    if not DEFECTS.is_file():
        return []
    rows = [json.loads(line) for line in DEFECTS.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["need"] == need]


def is_found(report: auditor.Report, defect: dict[str, Any]) -> bool:
    return any(
        f.rule == defect["rule"]
        and f.span
        and f.span.start < defect["end"]
        and defect["start"] < f.span.end
        for f in report.findings
    )


@pytest.mark.parametrize("defect", defects("must"), ids=lambda d: f"{d['rule']}-{d['start']}")
def test_must(report: auditor.Report, defect: dict[str, Any]) -> None:
    assert is_found(report, defect)


def test_most_of_should_is_found(report: auditor.Report) -> None:
    wanted = defects("should")
    assert sum(is_found(report, defect) for defect in wanted) >= len(wanted) // 2


def test_few_findings_that_are_not_on_the_list(report: auditor.Report) -> None:
    """A warning or an error away from every listed defect is counted as false here."""
    listed = [d for need in ("must", "should", "may") for d in defects(need)]
    strays = [
        (f.rule, f.text)
        for f in report.findings
        if f.severity is not Severity.INFO
        and not any(f.span and f.span.start < d["end"] and d["start"] < f.span.end for d in listed)
    ]
    assert len(strays) <= FALSE_AT_MOST, strays


def test_it_is_blocked(report: auditor.Report) -> None:
    assert report.verdict is auditor.Verdict.BLOCK
