"""The command line, run in a folder of its own; a small archive; a review; one browser and report for all tests."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from auditor.archive import Archive
from auditor.cli import cli
from auditor.cli.exits import run
from tests import render_samples as samples
from tests.archives import NIGHT, story
from tests.browser import ARGUMENTS, Watched, write_report
from tests.command import Auditor
from tests.reviewing import Client, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def auditor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Auditor:
    """Run a command line in an empty folder; return exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["auditor", *arguments])
        code = run(cli)
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Start Debian's Chromium; without one, or without Playwright, the test is skipped."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("there is no Chromium here: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    with playwright.sync_playwright() as play:
        started = play.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: "Browser") -> Iterator[Callable[..., Watched]]:
    """Open pages in a context of their own; afterwards no page may have complained or gone out."""
    opened: list[Watched] = []
    contexts: dict[str, Any] = {}

    def open_page(address: str | Path, *, context: str = "", **settings: Any) -> Watched:
        if context not in contexts:
            contexts[context] = browser.new_context(
                **{
                    "viewport": {"width": 1280, "height": 800},
                    "reduced_motion": "reduce",
                    **settings,
                }
            )
            contexts[context].set_default_timeout(10_000)
        watched = Watched(contexts[context].new_page())
        opened.append(watched)
        watched.open(address)
        return watched

    yield open_page
    for context in contexts.values():
        context.close()
    for watched in opened:
        assert watched.troubles == []
        assert watched.strays == []


@pytest.fixture(scope="session")
def report_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the HTML report of four articles with 16 findings."""
    reports = (samples.clean(), samples.harbour(), samples.twin(), samples.foreign())
    return write_report(tmp_path_factory.mktemp("report") / "report.html", reports)


@pytest.fixture
def decisions(tmp_path: Path) -> Path:
    """Name the file that ``client`` writes decisions to; it is not there yet."""
    return tmp_path / "run.decisions.json"


@pytest.fixture
def client(decisions: Path) -> Iterator[Client]:
    """Serve a review, and talk to it."""
    with served(decisions) as one:
        yield one


@pytest.fixture(params=[True, False], ids=["texts", "hashes"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "news.archive", keep_text=request.param) as made:
        made.add([NIGHT, *map(story, range(20))])
        yield made
