"""The review server: its page gets what it asks for, strangers and noise get nothing."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.service.http import MOST_BODY
from auditor.service.review import PATH
from tests.reviewing import ACCEPT, Client, accepted


def test_a_decision_without_a_moment_gets_one(client: Client) -> None:
    (told,) = client.decide({k: v for k, v in ACCEPT.items() if k != "at"})["decisions"]

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told["at"])


def test_the_page_is_served_with_its_headers(client: Client) -> None:
    status, headers, body = client.ask("GET", "/", X_Auditor_Token=None)

    assert (status, body) == (200, b"<!doctype html><title>Review</title>")
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers
    status, headers, body = client.ask("HEAD", "/")
    assert (status, body, headers["Content-Length"]) == (200, b"", "36")
    assert client.ask("GET", "/favicon.ico")[0] == 200


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({"Host": "evil.test"}, 421),
        ({"Host": "127.0.0.1:1"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Host": None}, 421),
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://127.0.0.1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"X-Auditor-Token": None}, 401),
        ({"X-Auditor-Token": ""}, 403),
        ({"X-Auditor-Token": "wrong"}, 403),
        ({"X-Auditor-Token": "\xff"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": None}, 415),
        ({"Content-Length": "-1"}, 411),
        ({"Content-Length": "1" * 5000}, 413),
        ({"Content-Length": "0x10"}, 411),
        ({"Transfer-Encoding": "chunked"}, 411),
    ],
)
def test_strangers_are_kept_out(
    client: Client, decisions: Path, headers: dict[str, str | None], wanted: int
) -> None:
    body = json.dumps({"set": [ACCEPT]}).encode()

    status, told, answer = client.ask("POST", PATH, body, **headers)

    assert status == wanted
    assert set(json.loads(answer)) == {"error"}
    assert not any(name.lower().startswith("access-control") for name in told)
    assert not decisions.exists()


def test_our_own_page_is_known_however_the_browser_names_it(client: Client) -> None:
    for host in ("127.0.0.1", "localhost"):
        name = f"{host}:{client.port}"
        assert client.ask("GET", PATH, Host=name, Origin=f"http://{name}")[0] == 200
    assert client.ask("GET", PATH, Origin="null", Sec_Fetch_Site="same-origin")[0] == 200
    assert client.ask("GET", "/", Host="evil.test")[0] == 421
    assert client.ask("GET", "/", Origin="http://evil.test")[0] == 403


_ASK = """
import os, socket, sys
"127.0.0.1".encode("idna")  # what the library reads must be read before its folder is out of reach
os.setuid(int(sys.argv[1]))
with socket.socket() as one:
    one.settimeout(20)
    one.connect(("127.0.0.1", int(sys.argv[2])))
    one.sendall(b"GET / HTTP/1.1\\r\\nHost: 127.0.0.1:" + sys.argv[2].encode() + b"\\r\\n\\r\\n")
    print(one.recv(12).decode()[9:])
"""


@pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="only root can be somebody else"
)
def test_other_users_of_the_machine_get_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(user: int) -> str:
        asked = subprocess.run(
            [sys.executable, "-c", _ASK, str(user), str(client.port)],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
        return asked.stdout.strip()

    assert (ask(0), ask(65_534)) == ("200", "403")
    monkeypatch.setenv("SUDO_UID", "65534")
    assert ask(65_534) == "200"


def test_where_nothing_is_told_of_users_nobody_is_kept_out(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from auditor.service import peer

    with socket.create_connection(("127.0.0.1", client.port), timeout=20) as raw:
        ends = raw.getsockname(), raw.getpeername()
        if sys.platform == "linux":
            assert peer.user_of(*ends) == os.getuid()
        monkeypatch.setattr(peer, "_TABLE", tmp_path / "none")
        assert peer.user_of(*ends) is None
    assert client.ask("GET", "/")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/index.html",
        "//evil.test/",
        "/..",
        "/../run.jsonl",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%5c..%5cetc%5cpasswd",
        "/api/decisions/",
        "/api/decisions?x=1",
        "/api/../",
        "/api",
        "/empty",
        "/report.html",
        "/\u0000",
        "/" + "a" * 60_000,
        "http://evil.test/",
    ],
)
def test_there_is_no_other_path(client: Client, path: str) -> None:
    with socket.create_connection(("127.0.0.1", client.port), timeout=20) as raw:
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{client.port}\r\n\r\n"
        raw.sendall(head.encode())
        answer = raw.recv(1 << 16)
    assert re.match(rb"HTTP/1.1 (404|400) ", answer), answer[:200]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "X" * 99])
def test_there_is_no_other_method(client: Client, method: str) -> None:
    status, headers, _ = client.ask(method, PATH)

    assert status == 405
    assert headers["Allow"] == "GET, HEAD, POST"
    assert client.ask("POST", "/", b"{}")[0] == 405


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "is not valid JSON"),
        (b"{", "is not valid JSON"),
        (b"\xff\xfe", "is not valid JSON"),
        (b"[" * 100_000, "is not valid JSON"),
        (b"1" * 10_000, "is not valid JSON"),
        (b"[]", "body is not an object"),
        (b'{"set": 5}', "body.set is not a list"),
        (b'{"set": [5]}', "set[0] is not an object"),
        (b'{"unset": [{"article": "a"}]}', "unset[0] lacks 'fingerprint'"),
        (json.dumps({"set": [ACCEPT | {"decision": "baseline"}]}).encode(), "one of accept, dis"),
        (json.dumps({"set": [ACCEPT | {"decision": "maybe"}]}).encode(), "set[0].decision is not"),
        (json.dumps({"set": [ACCEPT | {"at": "soon"}]}).encode(), "set[0].at is not a moment"),
        (json.dumps({"set": [ACCEPT | {"reason": "x" * 10_001}]}).encode(), "longer than 10,000"),
        (json.dumps({"set": [ACCEPT | {"article": ""}]}).encode(), "set[0].article is empty"),
        (json.dumps({"set": [ACCEPT, {}]}).encode(), "set[1] lacks 'article'"),
    ],
)
def test_a_body_without_sense_changes_nothing(
    client: Client, decisions: Path, body: bytes, said: str
) -> None:
    status, _, answer = client.ask("POST", PATH, body)

    assert status == 400
    assert said in json.loads(answer)["error"]
    assert not decisions.exists()


def test_too_much_is_refused(client: Client, decisions: Path) -> None:
    status, _, answer = client.ask("POST", PATH, b" " * (MOST_BODY + 1))
    assert (status, json.loads(answer)) == (413, {"error": "more than 4 MiB at once"})
    many = [{"article": "a", "fingerprint": str(n)} for n in range(20_001)]
    assert client.ask("POST", PATH, json.dumps({"unset": many}).encode())[0] == 413
    assert not decisions.exists()


def test_noise_and_slow_clients_do_not_stop_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditor.service import http as server

    monkeypatch.setattr(server, "_PATIENCE", 0.3)
    for noise in (
        b"\x16\x03\x01\x02\x00",
        b"\0" * 70_000,
        b"GET\r\n\r\n",
        b"",
        b"GET / HTTP/9.9\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", client.port), timeout=20) as raw:
            raw.sendall(noise)
    waiting = [socket.create_connection(("127.0.0.1", client.port), timeout=20) for _ in range(20)]
    head = f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{client.port}\r\nContent-Type: application/json\r\n"
    head += f"X-Auditor-Token: {client.token}\r\nContent-Length: 100\r\n\r\n"
    with socket.create_connection(("127.0.0.1", client.port), timeout=20) as slow:
        slow.sendall(head.encode())
        assert client.decide(accepted(1))["version"] == 1
        slow.sendall(b" ")
        time.sleep(0.4)
        slow.sendall(b" ")
        assert slow.recv(100).startswith(b"HTTP/1.1 408 ")
    for each in waiting:
        each.close()


def test_whatever_is_sent_the_server_lives(client: Client) -> None:
    @settings(deadline=None)
    @given(st.binary(max_size=200))
    def send(data: bytes) -> None:
        with socket.create_connection(("127.0.0.1", client.port), timeout=20) as raw:
            raw.sendall(data)
            raw.shutdown(socket.SHUT_WR)
            while raw.recv(1 << 16):
                pass

    send()
    assert client.ask("GET", PATH)[0] == 200
