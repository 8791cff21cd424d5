"""Documentation says what the program does: generated parts are what would be generated now."""

import re
from pathlib import Path
from typing import Any

import pytest

import auditor
from auditor.api import ruleset
from auditor.config import Config
from tools import make_docs, make_pictures

ROOT = make_docs.ROOT
REMEDY = "run `make docs`"


def test_every_rule_has_its_page_and_it_is_current() -> None:
    wanted = make_docs.rule_pages()
    there = {
        path.name: path.read_text(encoding="utf-8")
        for path in (ROOT / "docs" / "rules").glob("*.md")
    }

    assert sorted(wanted) == sorted(there), REMEDY
    assert [name for name in wanted if wanted[name] != there[name]] == [], REMEDY


def test_the_readme_shows_what_is_printed_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert make_docs.readme(text) == text, REMEDY


def test_the_page_on_the_report_names_its_keys_and_filter_words() -> None:
    text = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")

    assert make_docs.report_page(text) == text, REMEDY
    assert all(f"{picture.name}.png" in text + "report.png" for picture in make_pictures.PICTURES)


def test_the_samples_show_every_rule_that_is_on() -> None:
    """Each rule of the core pack that ships on is found at least once in ``examples/``."""
    shown = {f.rule for r in auditor.audit(ROOT / "examples", config=Config()) for f in r.findings}
    wanted = {rule.id for rule in ruleset(["core"], config=Config()).rules if rule.enabled}

    assert wanted - shown == set()


def test_the_examples_with_datasketch_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with auditor.Archive("news.archive") as archive:
        archive.add(
            ["The pier of Ostrava Bay was mended in April, and nobody has fallen off it since."]
        )
    page = (Path(__file__).parents[1] / "docs" / "datasketch.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(code, names)
    assert names["nearest"] == ["ferry"]
    assert names["name"] == "text-1"
