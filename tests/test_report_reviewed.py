"""The page and the server of ``auditor review`` together, in two windows."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditor.render import RenderOptions, outline
from auditor.service.review import Review
from auditor.service.store import DecisionStore
from tests import render_samples as samples
from tests.browser import Watched, write_report

Visit = Callable[..., Watched]


@pytest.fixture
def review(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Review]:
    monkeypatch.setattr(outline, "MOST_BYTES", 10_000)
    monkeypatch.setattr(outline, "_PAGE_BYTES", 10_000)

    def write(target: Path, options: RenderOptions) -> None:
        reports = [samples.harbour(), samples.twin(), samples.foreign()]
        write_report(target, reports, served=options.served)

    with Review(DecisionStore(tmp_path / "run.decisions.json"), write) as made:
        thread = threading.Thread(target=made.serve, args=(0.02,))
        thread.start()
        yield made
        made.stop()
        thread.join()


def test_two_windows_decide_in_one_file(visit: Visit, review: Review, tmp_path: Path) -> None:
    one, two = visit(review.url, context="one"), visit(review.url, context="two")
    one.press("j", "a")
    one.page.locator(".item.accepted").wait_for()
    one.saved()
    two.press("j", "j", "d")
    two.page.keyboard.type("as it was said")
    two.press("Enter")
    two.page.locator(".item.dismissed").wait_for()
    two.page.locator(".item.accepted").wait_for()
    two.saved()
    one.value("dispatchEvent(new Event('focus'))")
    one.page.locator(".item.dismissed").wait_for()
    kept = json.loads((tmp_path / "run.decisions.json").read_text(encoding="utf-8"))["decisions"]
    assert sorted((d["decision"], d["reason"]) for d in kept) == [
        ("accept", None), ("dismiss", "as it was said"),
    ]  # fmt: skip
    one.press("o")
    one.page.wait_for_url("**/report_pages/**")
    one.page.locator(".card.accepted").wait_for()
    one.press("u")
    one.page.locator(".card.accepted").wait_for(state="detached")
    one.saved()
    one.page.locator(".turning a", has_text="The whole run").click()
    one.page.locator(".item.dismissed").wait_for()
    one.counts(".item.accepted", 0)
