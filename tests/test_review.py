"""The review server: decisions are in the file before they are answered, none is lost, strangers get nothing."""

import errno
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import AuditorError
from auditor.policy.decisions import Choice, Decision, Decisions, dumps, parse, read
from auditor.render import RenderOptions
from auditor.service.http import MOST_BODY
from auditor.service.review import PATH, Review
from auditor.service.store import DecisionStore
from auditor.stored import beside, decisions_of, newest_run
from tests.command import Auditor

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


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "run.decisions.json"


@pytest.fixture
def client(file: Path) -> Iterator[Client]:
    with served(file) as one:
        yield one


# What the page does


def test_a_decision_is_in_the_file_when_it_is_answered(client: Client, file: Path) -> None:
    empty = json.loads(client.ask("GET", PATH)[2])
    assert empty == {"schema": "auditor.decisions/1", "decisions": [], "version": 0}
    assert not file.exists()

    told = client.decide(accepted(2), accepted(1))
    assert [d["fingerprint"] for d in told["decisions"]] == ["f1", "f2"]
    assert json.loads(file.read_text("utf-8")) == {
        "schema": "auditor.decisions/1",
        "decisions": [accepted(1), accepted(2)],
    }

    dismissed = accepted(1) | {"decision": "dismiss", "reason": "a band’s name"}
    again = client.decide(dismissed, unset=[{"article": "a.txt", "fingerprint": "f2"}])
    assert again["decisions"] == [dismissed]
    assert again["version"] > told["version"]
    assert json.loads(client.ask("GET", PATH)[2]) == again
    assert [p.name for p in file.parent.iterdir()] == [file.name]


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


def test_nothing_is_lost_between_pages_servers_and_threads(client: Client, file: Path) -> None:
    def many(of: Client, article: str) -> None:
        for number in range(12):
            of.decide(accepted(number, article))
            of.decide(unset=[{"article": article, "fingerprint": "f3"}])

    with served(file) as other:
        threads = [
            threading.Thread(target=many, args=(one, f"{name}.txt"))
            for name, one in enumerate((client, client, other, other))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        asked = [json.loads(one.ask("GET", PATH)[2])["decisions"] for one in (client, other)]

    wanted = {(f"{a}.txt", f"f{n}") for a in range(4) for n in range(12) if n != 3}
    assert set(read(file)) == wanted
    assert asked[0] == asked[1]


def test_a_file_changed_from_outside_is_merged(client: Client, file: Path) -> None:
    client.decide(accepted(1), accepted(2))
    outside = read(file)
    outside.pop(("a.txt", "f1"))
    ours = Decision("b.txt", "f9", "spacing", Choice.DISMISS, "by hand", "2026-11-25T11:00:00Z")
    file.write_text(dumps(outside | {ours.key: ours}), encoding="utf-8")

    told = client.decide(accepted(3))

    keys = [(d["article"], d["fingerprint"]) for d in told["decisions"]]
    assert keys == [("a.txt", "f2"), ("a.txt", "f3"), ("b.txt", "f9")]
    assert set(read(file)) == set(keys)


def test_a_file_broken_from_outside_is_told_and_left(client: Client, file: Path) -> None:
    client.decide(accepted(1))
    file.write_text('{"schema": "auditor.decisions/1", "decisions": [', encoding="utf-8")
    before = file.read_bytes()

    for method, body in (("GET", None), ("POST", b'{"set": [], "unset": []}')):
        status, _, answer = client.ask(method, PATH, body)
        assert status == 503
        assert "is not valid JSON" in json.loads(answer)["error"]
        assert "mend it or move it away" in json.loads(answer)["error"]
    assert file.read_bytes() == before


def test_a_link_is_followed_and_permissions_stay(tmp_path: Path, file: Path) -> None:
    target = tmp_path / "elsewhere.json"
    target.write_text(dumps({}), encoding="utf-8")
    target.chmod(0o600)
    file.symlink_to(target)
    store = DecisionStore(file)

    store.change([Decision("a", "f", "typo", Choice.ACCEPT)], [])

    assert file.is_symlink()
    assert set(read(target)) == {("a", "f")}
    assert target.stat().st_mode & 0o777 == 0o600


OPERATION = st.tuples(
    st.sampled_from(["one", "two", "outside"]),
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("12"), st.sampled_from(Choice)), max_size=3),
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("12")), max_size=3),
)  # fmt: skip


@settings(max_examples=40, deadline=None)  # each writes to the disk
@given(st.lists(OPERATION, max_size=8))
def test_two_stores_and_an_editor_agree_with_one_dictionary(
    operations: list[tuple[str, list[tuple[str, str, Choice]], list[tuple[str, str]]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "d.json"
        stores = {name: DecisionStore(file) for name in ("one", "two")}
        versions = dict.fromkeys(stores, 0)
        model: Decisions = {}
        for who, wanted, unset in operations:
            set_ = [Decision(a, f, "typo", choice) for a, f, choice in wanted]
            before = dict(model)
            for key in unset:
                model.pop(key, None)
            model.update((d.key, d) for d in set_)
            if who == "outside":
                file.write_text(dumps(model), encoding="utf-8")
                continue
            told = stores[who].change(set_, unset)
            assert told.decisions == model
            assert told.version >= versions[who]
            assert told.version > versions[who] or model == before or not model
            versions[who] = told.version
        for store in stores.values():
            assert store.read().decisions == model
        assert (parse(file.read_bytes()) if file.exists() else {}) == model


# Strangers


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
    client: Client, file: Path, headers: dict[str, str | None], wanted: int
) -> None:
    body = json.dumps({"set": [ACCEPT]}).encode()

    status, told, answer = client.ask("POST", PATH, body, **headers)

    assert status == wanted
    assert set(json.loads(answer)) == {"error"}
    assert not any(name.lower().startswith("access-control") for name in told)
    assert not file.exists()


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
    client: Client, file: Path, body: bytes, said: str
) -> None:
    status, _, answer = client.ask("POST", PATH, body)

    assert status == 400
    assert said in json.loads(answer)["error"]
    assert not file.exists()


def test_too_much_is_refused(client: Client, file: Path) -> None:
    status, _, answer = client.ask("POST", PATH, b" " * (MOST_BODY + 1))
    assert (status, json.loads(answer)) == (413, {"error": "more than 4 MiB at once"})
    many = [{"article": "a", "fingerprint": str(n)} for n in range(20_001)]
    assert client.ask("POST", PATH, json.dumps({"unset": many}).encode())[0] == 413
    assert not file.exists()


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


# Files


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    file = tmp_path / "none" / "run.decisions.json"
    with pytest.raises(AuditorError, match=r"cannot be kept here .*; name another place: --dec"):
        DecisionStore(file).check()
    with served(file) as client:
        body = json.dumps({"set": [ACCEPT]}).encode()
        status, _, answer = client.ask("POST", PATH, body)
        assert client.ask("GET", "/")[0] == 200
    assert status == 503
    assert "cannot write" in json.loads(answer)["error"]


def test_a_full_disk_is_said_and_the_file_is_as_it_was(
    client: Client, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.decide(accepted(1))
    before = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        status, _, answer = client.ask("POST", PATH, json.dumps({"set": [accepted(2)]}).encode())
    assert status == 503
    assert "No space left on device" in json.loads(answer)["error"]
    assert file.read_bytes() == before
    assert [p.name for p in file.parent.iterdir()] == [file.name]
    assert len(client.decide(accepted(2))["decisions"]) == 2


def test_a_killed_writer_leaves_a_whole_file(file: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from auditor.service.store import DecisionStore;"
        "from auditor.policy.decisions import Choice, Decision; s = DecisionStore(Path(sys.argv[1]));"
        "print('on', flush=True);"
        "[s.change([Decision('a' * 900, str(n), 'typo', Choice.ACCEPT)], []) for n in range(10**6)]"
    )
    seen = 0
    for wait in (0.05, 0.11, 0.17):
        writer = subprocess.Popen([sys.executable, "-c", script, str(file)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(wait)
        writer.kill()
        writer.communicate()
        there = len(read(file)) if file.exists() else 0
        assert there >= seen
        seen = there
    DecisionStore(file).change([Decision("b", "f", "typo", Choice.DISMISS)], [])
    assert len(read(file)) == seen + 1


def test_a_baseline_is_not_taken_for_decisions(file: Path) -> None:
    file.write_text('{"schema": "auditor.baseline/1", "decisions": []}', encoding="utf-8")
    with pytest.raises(AuditorError, match="and not decisions"):
        DecisionStore(file).read()


def test_names_of_runs_and_their_decisions(tmp_path: Path) -> None:
    for name in ("run.jsonl", "run.json", "run.jsonl.gz", "run.json.zst"):
        assert decisions_of(Path("x") / name) == Path("x") / "run.decisions.json"
    assert decisions_of(Path("run")).name == "run.decisions.json"
    (tmp_path / "run.jsonl.gz").touch()
    assert beside(tmp_path / "run.decisions.json") == tmp_path / "run.jsonl.gz"
    assert beside(tmp_path / "other.decisions.json") is None


def test_the_newest_run_is_found(tmp_path: Path) -> None:
    assert newest_run(tmp_path) is None
    old, new = tmp_path / "old.jsonl", tmp_path / "reports" / "new.json"
    new.parent.mkdir()
    old.write_text('{"schema": "auditor.report/1", "article": {}}\n', encoding="utf-8")
    new.write_text('{"schema": "auditor.run/1",\n"run": {}', encoding="utf-8")
    (tmp_path / "corpus.jsonl").write_text('{"text": "no run"}\n', encoding="utf-8")
    (tmp_path / "broken.jsonl.gz").write_bytes(b"\x1f\x8bno gzip")
    os.utime(old, (1_000, 1_000))
    os.utime(new, (2_000, 2_000))
    assert newest_run(tmp_path) == new
    os.utime(old, (3_000, 3_000))
    assert newest_run(tmp_path) == old


# The command

DRAFT = "Ferry to Osk runs again\n\nThe ferry to Osk runs again from the the first of June, twice a day.\n"


@pytest.fixture
def auditor(auditor: Auditor, tmp_path: Path) -> Auditor:
    """Run a command line beside a stored run."""
    (tmp_path / "a.txt").write_text(DRAFT, encoding="utf-8")
    auditor("audit", "a.txt", "-f", "jsonl=run.jsonl", "--with-text")
    return auditor


def test_statistics(auditor: Auditor, tmp_path: Path) -> None:
    entry = ACCEPT | {"rule": "doubled-word"}
    document = {"schema": "auditor.decisions/1", "decisions": [entry]}
    (tmp_path / "run.decisions.json").write_text(json.dumps(document), encoding="utf-8")

    code, out, _ = auditor("review", "--stats")

    assert code == 0
    assert out.startswith("run.jsonl: 1 decision (1 accepted, 0 dismissed) in run.decisions.json\n")
    assert re.search(r"doubled-word +1 +1 +0 +100 %", out)


def test_where_there_is_no_run_it_is_said_how_to_make_one(auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").unlink()
    for arguments, said in (((), "no stored run here"), (("a.jsonl",), "no stored run a.jsonl")):
        code, _, err = auditor("review", "--no-browser", *arguments)

        assert code == 2
        assert said in err


def test_a_taken_port_is_said(auditor: Auditor) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = auditor(
            "review", "run.jsonl", "--no-browser", "--port", str(taken.getsockname()[1])
        )
    assert code == 2
    assert "cannot be had" in err


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_from_the_command_to_the_end(
    auditor: Auditor, tmp_path: Path, ending: signal.Signals
) -> None:
    del auditor
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", "review", "--no-browser"],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        match = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/#token=([\w-]{40,})", url)
        assert match is not None
        connection = http.client.HTTPConnection("127.0.0.1", int(match[1]), timeout=20)
        connection.request("GET", "/")
        page = connection.getresponse().read().decode()
        assert '<meta name="auditor-review" content="api/decisions">' in page
        assert "connect-src 'self';" in page
        assert "twice a day" in page
        body = json.dumps({"set": [ACCEPT], "unset": []})
        connection.request(
            "POST",
            PATH,
            body,
            {"X-Auditor-Token": match[2], "Content-Type": "application/json"},
        )
        assert connection.getresponse().status == 200
        process.send_signal(ending)
        _, err = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert "1 decision (1 accepted, 0 dismissed) in run.decisions.json" in err
    assert set(read(tmp_path / "run.decisions.json")) == {("a.txt", "f1")}
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        ".git",
        "a.txt",
        "run.decisions.json",
        "run.jsonl",
    ]
