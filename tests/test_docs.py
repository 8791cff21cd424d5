"""Documentation says what the program does: generated parts are what would be generated now."""

import pytest

from tools import make_docs

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
