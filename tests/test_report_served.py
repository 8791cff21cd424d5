"""The page of ``auditor review``: its token, and decisions that a server keeps for two tabs."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests import render_samples as samples
from tests.browser import Watched, write_report

Visit = Callable[..., Watched]


class Server(ThreadingHTTPServer):
    """Answers as ``auditor review`` does: one page, one set of decisions, one token."""

    daemon_threads = True

    def __init__(self, page: Path) -> None:
        self.page = page.read_bytes()
        self.kept: dict[tuple[str, str], dict[str, Any]] = {}
        self.bodies: list[dict[str, Any]] = []
        self.tokens: set[str | None] = set()
        self.broken = False
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class Handler(BaseHTTPRequestHandler):
    """Serves the page and the decisions; what is broken closes the connection."""

    server: Server

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        if self.path == "/":
            self._answer(self.server.page, "text/html; charset=utf-8")
        elif self.path == "/api/decisions":
            self._decisions()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.bodies.append(body)
        if not self.server.broken:
            for entry in body["unset"]:
                self.server.kept.pop((entry["article"], entry["fingerprint"]), None)
            for entry in body["set"]:
                self.server.kept[entry["article"], entry["fingerprint"]] = entry
        self._decisions()

    def _decisions(self) -> None:
        self.server.tokens.add(self.headers.get("X-Auditor-Token"))
        if self.server.broken:
            self.connection.close()
            return
        found = [self.server.kept[key] for key in sorted(self.server.kept)]
        document = {"schema": "auditor.decisions/1", "decisions": found, "version": 1}
        self._answer(json.dumps(document).encode(), "application/json")

    def _answer(self, data: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Server]:
    page = write_report(tmp_path / "report.html", [samples.harbour(), samples.twin()], served=True)
    with Server(page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_the_token_leaves_the_address_at_once(visit: Visit, served: Server) -> None:
    seen = visit(f"{served.address}#token=se%2Bcret&q=severity:error")
    assert "token" not in seen.address()
    assert seen.page.locator("#q").input_value() == "severity:error"
    seen.press("j", "a")
    seen.page.locator(".card.accepted").wait_for()
    seen.saved()
    seen.page.reload()
    seen.page.locator(".card.accepted").wait_for()
    assert served.tokens == {"se+cret"}
    assert seen.value("localStorage.length") == 0


def test_what_is_sent_is_what_was_agreed(visit: Visit, served: Server) -> None:
    seen = visit(f"{served.address}#token=t")
    seen.press("j", "d")
    seen.page.keyboard.type("as it was said")
    seen.press("Enter")
    seen.page.get_by_text("Dismissed: as it was said").wait_for()
    seen.until("document.querySelector('#kept').textContent.includes('1 decision, saved')")
    (body,) = served.bodies
    first = samples.harbour().findings[0]
    (entry,) = body["set"]
    assert body["unset"] == []
    assert entry.pop("at").endswith("Z")
    assert entry == {
        "fingerprint": first.fingerprint,
        "article": "harbour",
        "rule": first.rule,
        "decision": "dismiss",
        "reason": "as it was said",
    }
    seen.press("u")
    seen.until("document.querySelector('#kept').textContent.includes('0 decisions, saved')")
    assert served.bodies[-1] == {
        "set": [],
        "unset": [{"article": "harbour", "fingerprint": first.fingerprint}],
    }


def test_two_tabs_do_not_lose_each_others_decisions(visit: Visit, served: Server) -> None:
    one = visit(f"{served.address}#token=t", context="one")
    two = visit(f"{served.address}#token=t", context="two")
    one.press("j", "a")
    one.page.locator(".card.accepted").wait_for()
    two.press("j", "j", "a")
    two.page.locator(".card.accepted").nth(1).wait_for()
    one.value("dispatchEvent(new Event('focus'))")
    one.page.locator(".card.accepted").nth(1).wait_for()
    two.saved()
    assert len(served.kept) == 2


def test_many_at_once_go_in_handfuls(visit: Visit, served: Server) -> None:
    seen = visit(f"{served.address}#token=t")
    seen.page.locator("#deciding summary").click()
    seen.page.locator("#accept-shown").click()
    seen.page.locator(".card.accepted").nth(12).wait_for()
    seen.page.locator("#undo-shown").click()
    seen.until("document.querySelectorAll('.card.accepted').length === 0")
    seen.saved()
    assert served.kept == {}


def test_a_server_that_went_away_is_told_of_and_tried_again(visit: Visit, served: Server) -> None:
    seen = visit(f"{served.address}#token=t")
    served.broken = True
    seen.press("j", "a")
    seen.page.get_by_text("Not saved yet: the server does not answer").wait_for()
    seen.counts(".card.accepted", 1)
    served.broken = False
    seen.value("dispatchEvent(new Event('focus'))")
    seen.page.get_by_text("Saved", exact=True).wait_for()
    assert len(served.kept) == 1
    seen.troubles.clear()  # the browser itself says that a request failed
