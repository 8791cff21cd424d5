"""The review server and a real browser: its page may talk to it, no other page may."""

import functools
import http.server
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from auditor.policy.decisions import read
from auditor.render import RenderOptions, renderer
from auditor.service.review import Review
from auditor.service.store import DecisionStore
from tests import render_samples as samples

_FETCH = """async ([token, body]) => {
    const answer = await fetch("api/decisions", {
        method: body ? "POST" : "GET", body: body ? JSON.stringify(body) : undefined,
        headers: {"X-Auditor-Token": token, "Content-Type": "application/json"},
    });
    return [answer.status, await answer.json()];
}"""
_STEAL = """async ([url, token]) => {
    const got = [];
    for (const [path, options] of [
        ["", {}], ["", {mode: "no-cors"}], ["api/decisions", {headers: {"X-Auditor-Token": token}}],
        ["api/decisions", {method: "POST", body: '{"unset": []}', headers: {"Content-Type": "text/plain"}}],
    ]) {
        try { got.push(await (await fetch(url + path, options)).text()); } catch { got.push("kept out"); }
    }
    return got;
}"""


def write_page(path: Path, options: RenderOptions) -> None:
    out = io.StringIO()
    page = renderer("html", out, options)
    page.begin(samples.RUN)
    page.add(samples.harbour())
    page.end(samples.summary(samples.harbour()))
    path.write_text(out.getvalue(), encoding="utf-8")


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with (
        Review(DecisionStore(tmp_path / "run.decisions.json"), write_page) as served,
        _in_a_thread(served.server),
    ):
        yield served


@contextmanager
def _in_a_thread(server: http.server.HTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(10)


def entry(number: int) -> dict[str, Any]:
    return {
        "fingerprint": f"f{number}",
        "article": "harbour",
        "rule": "typo",
        "decision": "accept",
        "reason": None,
        "at": "2026-11-25T10:00:00Z",
    }


def test_two_pages_decide_and_nothing_is_lost(browser: Any, review: Review, tmp_path: Path) -> None:
    troubles: list[str] = []
    pages = [browser.new_page(), browser.new_page()]
    for page in pages:
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(review.url)
        assert page.locator("meta[name=auditor-review]").get_attribute("content") == "api/decisions"
    for number, page in enumerate(pages):
        status, told = page.evaluate(_FETCH, [review.token, {"set": [entry(number)], "unset": []}])
        assert status == 200
        assert len(told["decisions"]) == number + 1
    for page in pages:
        page.reload()
        status, told = page.evaluate(_FETCH, [review.token, None])
        assert [d["fingerprint"] for d in told["decisions"]] == ["f0", "f1"]
        page.close()
    assert troubles == []
    assert len(read(tmp_path / "run.decisions.json")) == 2


def test_a_page_whose_name_points_here_reads_nothing(browser: Any, review: Review) -> None:
    page = browser.new_page()
    answer = page.goto(f"http://evil.test:{review.server.port}/")
    assert answer.status == 421
    assert "Velden" not in page.content()
    page.close()


def test_another_page_on_this_machine_reads_nothing(
    browser: Any, review: Review, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>evil</title>", encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Write no log."""

    handler = functools.partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as evil, _in_a_thread(evil):
        for host in ("127.0.0.1", "evil.test"):
            page = browser.new_page()
            page.goto(f"http://{host}:{evil.server_port}/index.html")
            got = page.evaluate(_STEAL, [review.url.split("#")[0], review.token])
            assert got == ["kept out"] * 4
            frame = f"const f = document.createElement('iframe'); f.src = '{review.url}'; document.body.append(f)"
            page.evaluate(frame)
            page.wait_for_timeout(300)
            assert not any("Velden" in each.content() for each in page.frames)
            page.close()
    assert not (tmp_path / "run.decisions.json").exists()
