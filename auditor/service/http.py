"""A server for one person on one machine: what every request must be before it is looked at.

Other pages in the same browser, other programs and other names for this address are kept out: the
``Host`` must be ours (a page that had its name pointed here by DNS has another), an ``Origin`` must be
ours, what is asked of the API carries the token, and where the system tells whose a connection is, it must
be of the user who started this. Bodies, headers, connections and waiting are bounded.
"""

import hmac
import json
import shutil
import socket
import sys
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic
from typing import Any, NamedTuple

from auditor.service.peer import is_ours

ADDRESS = "127.0.0.1"
MOST_BODY = 4 << 20
_MOST_AT_ONCE = 32
_PATIENCE = 10.0
_COMMON = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_JSON = "application/json; charset=utf-8"
_POLICY = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class Page(NamedTuple):
    """A file that is served, under one path and no other. Its own policy stands in its head."""

    path: Path
    type: str = "text/html; charset=utf-8"


class RequestError(Exception):
    """A request that is not answered as it wished."""

    def __init__(self, status: HTTPStatus, why: str, headers: Mapping[str, str] = {}) -> None:
        self.status = status
        self.why = why
        self.headers = headers
        super().__init__(why)


class Api:
    """What is behind one path of the API: ``get`` and ``post`` return what is sent as JSON."""

    def get(self) -> dict[str, Any]:
        """Answer ``GET``."""
        raise NotImplementedError

    def post(self, body: Any) -> dict[str, Any]:
        """Answer ``POST``; raises ``RequestError`` for a body that makes no sense."""
        raise NotImplementedError


class Server(ThreadingHTTPServer):
    """Serves pages and an API on the loopback address, each request in a thread, not too many at once."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(
        self, port: int, token: str, pages: Mapping[str, Page], apis: Mapping[str, Api]
    ) -> None:
        self.token = token.encode()
        self.pages = pages
        self.apis = apis
        self._room = BoundedSemaphore(_MOST_AT_ONCE)
        super().__init__((ADDRESS, port), _Handler)
        self.hosts = {f"{ADDRESS}:{self.port}", f"localhost:{self.port}"}
        if self.port == 80:
            self.hosts |= {ADDRESS, "localhost"}

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self.server_address[1])

    def server_bind(self) -> None:
        """Bind without asking a name server who we are."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = ADDRESS, self.port

    def process_request(self, request: Any, client_address: Any) -> None:
        """Start a thread, once there is room for one more."""
        if not self._room.acquire(timeout=_PATIENCE):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._room.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, then make room."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say what went wrong in one line; a client that went away is nothing wrong."""
        del request, client_address
        error = sys.exception()
        if not isinstance(error, OSError):
            sys.stderr.write(f"auditor: a request failed: {type(error).__name__}: {error}\n")


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    error_message_format = ""

    def version_string(self) -> str:
        return "auditor"

    def log_message(self, *_: Any) -> None:
        """Write no log: what was read of an article is nobody's business."""

    def do_GET(self) -> None:
        self._answer(head=False)

    def do_HEAD(self) -> None:
        self._answer(head=True)

    def do_POST(self) -> None:
        self._answer(head=False)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is not HTTP, or a method that nothing here knows."""
        del explain
        status = HTTPStatus(code)
        if status is HTTPStatus.NOT_IMPLEMENTED:
            status, message = HTTPStatus.METHOD_NOT_ALLOWED, "no such method here"
        self._send_json(status, {"error": message or status.phrase}, {"Allow": "GET, HEAD, POST"})

    def _answer(self, *, head: bool) -> None:
        try:
            self._check_host()
            page = self.server.pages.get(self.path)
            api = self.server.apis.get(self.path)
            if page is not None:
                if self.command == "POST":
                    raise RequestError(
                        HTTPStatus.METHOD_NOT_ALLOWED, "no such method here", {"Allow": "GET, HEAD"}
                    )
                self._send_page(page, head=head)
            elif api is not None:
                if head:
                    raise RequestError(
                        HTTPStatus.METHOD_NOT_ALLOWED, "no such method here", {"Allow": "GET, POST"}
                    )
                self._check_caller()
                answer = api.post(self._body()) if self.command == "POST" else api.get()
                self._send_json(HTTPStatus.OK, answer)
            else:
                raise RequestError(HTTPStatus.NOT_FOUND, "there is nothing here")
        except RequestError as refused:
            self._send_json(refused.status, {"error": refused.why}, refused.headers)
            if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
                self._drain()

    def _check_host(self) -> None:
        if not is_ours(self.client_address[:2], (ADDRESS, self.server.port)):
            raise RequestError(HTTPStatus.FORBIDDEN, "this is for the user who started it")
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or hosts[0].strip().lower() not in self.server.hosts:
            raise RequestError(HTTPStatus.MISDIRECTED_REQUEST, "this server has another name")
        ours = {f"http://{host}" for host in self.server.hosts}
        if self.headers.get("Sec-Fetch-Site") == "same-origin":
            ours.add("null")  # so do browsers name our page where it asks to send no referrer
        if any(origin not in ours for origin in self.headers.get_all("Origin", [])):
            raise RequestError(HTTPStatus.FORBIDDEN, "this is for its own page alone")

    def _check_caller(self) -> None:
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise RequestError(HTTPStatus.FORBIDDEN, "this is for its own page alone")
        tokens = self.headers.get_all("X-Auditor-Token", [])
        if not tokens:
            raise RequestError(
                HTTPStatus.UNAUTHORIZED, "the token is missing: open the address printed"
            )
        given = tokens[0].encode("utf-8", "surrogateescape")
        if len(tokens) != 1 or not hmac.compare_digest(given, self.server.token):
            raise RequestError(
                HTTPStatus.FORBIDDEN, "the token is of another review: open the address printed"
            )

    def _body(self) -> Any:
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise RequestError(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json"
            )
        lengths = self.headers.get_all("Content-Length", [])
        if "Transfer-Encoding" in self.headers or len(lengths) != 1 or not lengths[0].isdecimal():
            raise RequestError(
                HTTPStatus.LENGTH_REQUIRED, "the length of the body must be said, once"
            )
        if len(lengths[0]) > 10 or int(lengths[0]) > MOST_BODY:
            raise RequestError(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {MOST_BODY >> 20} MiB at once"
            )
        data = self._read(int(lengths[0]))
        try:
            return json.loads(data.decode("utf-8"))
        except (ValueError, RecursionError):
            raise RequestError(HTTPStatus.BAD_REQUEST, "the body is not valid JSON") from None

    def _read(self, length: int) -> bytes:
        """Read the body; a client that sends it drop by drop is not waited for."""
        until = monotonic() + _PATIENCE
        data = bytearray()
        while len(data) < length:
            try:
                piece = self.rfile.read1(min(length - len(data), 1 << 16))
            except TimeoutError:
                piece = b""
            if not piece or monotonic() > until:
                raise RequestError(
                    HTTPStatus.REQUEST_TIMEOUT, "the body did not come whole, or in time"
                )
            data += piece
        return bytes(data)

    def _drain(self) -> None:
        """Take a little of what a refused client still sends, so that it gets to read why."""
        self.connection.settimeout(0.2)
        until = monotonic() + 1
        left = 4 * MOST_BODY
        try:
            while left > 0 and monotonic() < until and (piece := self.rfile.read1(1 << 16)):
                left -= len(piece)
        except OSError:
            return

    def _send_page(self, page: Page, *, head: bool) -> None:
        with page.path.open("rb") as stream:
            size = page.path.stat().st_size
            self._send_head(HTTPStatus.OK, page.type, size, {"Content-Security-Policy": _POLICY})
            if not head:
                shutil.copyfileobj(stream, self.wfile, 1 << 16)

    def _send_json(
        self, status: HTTPStatus, value: Mapping[str, Any], headers: Mapping[str, str] = {}
    ) -> None:
        data = json.dumps(value).encode()
        policy = {"Content-Security-Policy": f"default-src 'none'; {_POLICY}"}
        self._send_head(status, _JSON, len(data), {**policy, **headers})
        if self.command != "HEAD":
            self.wfile.write(data)
            self.wfile.flush()

    def _send_head(
        self, status: HTTPStatus, kind: str, size: int, headers: Mapping[str, str]
    ) -> None:
        self.close_connection = True
        self.send_response(status)
        for name, value in {**_COMMON, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(size))
        self.send_header("Connection", "close")
        self.end_headers()
