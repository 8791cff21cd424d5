"""The functions: the same findings as the commands, as values."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

import auditor
from auditor.document import Article
from auditor.errors import ConfigurationError, InputError
from auditor.spool import Spool
from tests.support import article
from tests.test_cli import BAD, GOOD


def test_check_takes_a_text() -> None:
    report = auditor.check(BAD)

    assert report.verdict is auditor.Verdict.BLOCK
    assert "repeated-headline" in {f.rule for f in report.findings}


def test_check_takes_a_path(tmp_path: Path) -> None:
    path = tmp_path / "good.txt"
    path.write_text(GOOD, encoding="utf-8")

    assert auditor.check(path).verdict is auditor.Verdict.PASS
    assert auditor.check(str(path)).article.path == str(path)


def test_audit_finds_duplicates_among_its_inputs() -> None:
    reports = list(auditor.audit([GOOD, GOOD]))

    assert [f.rule for f in reports[1].findings if f.rule == "duplicate-article"] == [
        "duplicate-article"
    ]
    assert "duplicate-article" not in {f.rule for f in reports[0].findings}


def test_what_cannot_be_read_is_raised_after_the_rest(tmp_path: Path) -> None:
    reports = auditor.audit([tmp_path / "nowhere.txt", GOOD])

    assert next(reports).verdict is auditor.Verdict.PASS
    with pytest.raises(InputError, match="nowhere"):
        next(reports)


def test_check_takes_one_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")

    with pytest.raises(InputError, match="one article"):
        auditor.check(tmp_path)


def test_a_script_without_a_guard_may_use_many_processes(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import auditor\nprint('begun')\n"
        f"print(sum(1 for _ in auditor.audit([{GOOD!r}] * 60, select=['spelling'], jobs=2)))\n",
        encoding="utf-8",
    )

    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60)

    assert (done.stdout, done.stderr) == ("begun\n60\n", "")


def test_unknown_rules_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="did you mean 'typo'"):
        auditor.check(GOOD, select=["tpyo"])


def test_compare() -> None:
    comparison = auditor.compare(GOOD, BAD)

    assert comparison.relation == "near-duplicate"
    assert auditor.compare(GOOD, GOOD).relation == "identical"


@pytest.mark.parametrize("number", [3, 200])
def test_a_spool_gives_back_what_it_was_given(number: int) -> None:
    articles = [
        dataclasses.replace(article(f"Text number {i}.\n\nMore."), id=str(i)) for i in range(number)
    ]
    spool = Spool[Article]()
    for each in articles:
        spool.append(each)

    assert list(spool) == articles
    assert spool[number - 1].id == str(number - 1)
    with pytest.raises(IndexError):
        spool[number]
    spool.close()


def test_an_article_has_no_second_truth() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        article("Text.").text = "other"  # type: ignore[misc]  # that it cannot be set is the point
    assert isinstance(article("Text."), Article)
