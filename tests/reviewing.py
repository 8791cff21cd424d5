"""What the tests of ``auditor review`` share: a served review, and who talks to it."""

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from auditor.render import RenderOptions
from auditor.service.review import PATH, Review
from auditor.service.store import DecisionStore

ACCEPT = {
    "fingerprint": "f1",
    "article": "a.txt",
    "rule": "typo",
    "decision": "accept",
    "reason": None,
    "at": "2026-11-25T10:00:00Z",
}


def accepted(number: int, article: str = "a.txt") -> dict[str, Any]:
    return ACCEPT | {"fingerprint": f"f{number}", "article": article}


class Client:
    """Talks to a review as its page does, or as somebody does who should not."""

    def __init__(self, review: Review) -> None:
        self.port = review.server.port
        self.token = review.token

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str | None
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body; a header of None is left away."""
        sent = {"X-Auditor-Token": self.token, "Content-Type": "application/json"}
        sent |= {"Host": f"127.0.0.1:{self.port}"}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {**sent, **given}.items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None and "Content-Length" not in given:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def decide(self, *set_: dict[str, Any], unset: Any = ()) -> dict[str, Any]:
        status, _, answer = self.ask(
            "POST", PATH, json.dumps({"set": set_, "unset": list(unset)}).encode()
        )
        assert status == 200, answer
        told: dict[str, Any] = json.loads(answer)
        return told


def blank_page(path: Path, options: RenderOptions) -> None:
    assert options.served
    path.write_text("<!doctype html><title>Review</title>", encoding="utf-8")


@contextmanager
def served(file: Path) -> Iterator[Client]:
    with Review(DecisionStore(file), blank_page) as review:
        thread = threading.Thread(target=review.serve, args=(0.005,))
        thread.start()
        try:
            yield Client(review)
        finally:
            review.stop()
            thread.join(10)
