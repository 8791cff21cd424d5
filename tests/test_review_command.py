"""``auditor review``: which run it takes, where it listens, from its start to its end."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.policy.decisions import read
from auditor.service.review import PATH
from auditor.stored import beside, decisions_of, newest_run
from tests.command import Auditor
from tests.reviewing import ACCEPT

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
