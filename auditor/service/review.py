"""The review of one run: its page, and the decisions made on it."""

import secrets
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

from auditor.checked import Fields
from auditor.errors import AuditorError
from auditor.policy.decisions import Choice, Decision, document, now, read_decision, read_key
from auditor.render.renderer import RenderOptions
from auditor.service.http import ADDRESS, Api, Page, RequestError, Server
from auditor.service.store import DecisionStore, Snapshot

PATH = "/api/decisions"
_MOST_AT_ONCE = 20_000
_CHOICES = (Choice.ACCEPT, Choice.DISMISS)


class DecisionsApi(Api):
    """``GET`` gives all decisions; ``POST`` sets and unsets some and gives all."""

    def __init__(self, store: DecisionStore) -> None:
        self._store = store

    def get(self) -> dict[str, Any]:
        """Return all decisions."""
        try:
            return _told(self._store.read())
        except AuditorError as error:
            raise RequestError(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from None

    def post(self, body: Any) -> dict[str, Any]:
        """Set and unset decisions; all of them, or none where one makes no sense."""
        try:
            told = Fields(body, "body")
            wanted, unwanted = told.items("set"), told.items("unset")
            if len(wanted) + len(unwanted) > _MOST_AT_ONCE:
                raise RequestError(
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {_MOST_AT_ONCE:,} at once"
                )
            set_ = [
                _dated(read_decision(value, f"set[{at}]", choices=_CHOICES))
                for at, value in enumerate(wanted)
            ]
            unset = [read_key(value, f"unset[{at}]") for at, value in enumerate(unwanted)]
        except ValueError as error:
            raise RequestError(HTTPStatus.BAD_REQUEST, str(error)) from None
        try:
            return _told(self._store.change(set_, unset))
        except AuditorError as error:
            raise RequestError(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from None


def _dated(decision: Decision) -> Decision:
    return decision if decision.at else replace(decision, at=now())


def _told(snapshot: Snapshot) -> dict[str, Any]:
    return document(snapshot.decisions) | {"version": snapshot.version}


class Review:
    """A review that is being served; a context.

    Args:
        store: where decisions are kept.
        port: 0 lets the system choose.
        write: writes the run's page to a file.

    Raises:
        AuditorError: the port cannot be had.

    """

    def __init__(
        self, store: DecisionStore, write: Callable[[Path, RenderOptions], None], port: int = 0
    ) -> None:
        self.token = secrets.token_urlsafe(32)
        self._stack = ExitStack()
        try:
            folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="auditor-")))
            page = folder / "report.html"
            write(page, RenderOptions(served=True))
            empty = folder / "empty"
            empty.touch()
            pages = {"/": Page(page), "/favicon.ico": Page(empty, "image/x-icon")}
            for part in folder.glob("report_pages/*/*.html"):  # where the report is long
                pages[f"/{part.relative_to(folder).as_posix()}"] = Page(part)
            try:
                self.server = Server(port, self.token, pages, {PATH: DecisionsApi(store)})
            except (OSError, OverflowError) as error:
                why = getattr(error, "strerror", None) or error
                raise AuditorError(
                    f"port {port} of {ADDRESS} cannot be had: {why}; leave --port away, and a free "
                    "one is chosen"
                ) from None
            self._stack.callback(self.server.server_close)
        except BaseException:
            self._stack.close()
            raise

    @property
    def url(self) -> str:
        """The address to open; whoever has it may decide."""
        return f"http://{ADDRESS}:{self.server.port}/#token={self.token}"

    def serve(self, poll: float = 0.5) -> None:
        """Answer requests until ``KeyboardInterrupt``, or until ``stop``, looked for every ``poll`` seconds."""
        self.server.serve_forever(poll)

    def stop(self) -> None:
        """Let ``serve`` end; to be called from another thread."""
        self.server.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
