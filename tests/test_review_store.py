"""A review's decisions are in the file before they are answered, and none is lost."""

import errno
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import AuditorError
from auditor.policy.decisions import Choice, Decision, Decisions, dumps, parse, read
from auditor.service.review import PATH
from auditor.service.store import DecisionStore
from tests.reviewing import ACCEPT, Client, accepted, served


def test_a_decision_is_in_the_file_when_it_is_answered(client: Client, decisions: Path) -> None:
    empty = json.loads(client.ask("GET", PATH)[2])
    assert empty == {"schema": "auditor.decisions/1", "decisions": [], "version": 0}
    assert not decisions.exists()

    told = client.decide(accepted(2), accepted(1))
    assert [d["fingerprint"] for d in told["decisions"]] == ["f1", "f2"]
    assert json.loads(decisions.read_text("utf-8")) == {
        "schema": "auditor.decisions/1",
        "decisions": [accepted(1), accepted(2)],
    }

    dismissed = accepted(1) | {"decision": "dismiss", "reason": "a band’s name"}
    again = client.decide(dismissed, unset=[{"article": "a.txt", "fingerprint": "f2"}])
    assert again["decisions"] == [dismissed]
    assert again["version"] > told["version"]
    assert json.loads(client.ask("GET", PATH)[2]) == again
    assert [p.name for p in decisions.parent.iterdir()] == [decisions.name]


def test_nothing_is_lost_between_pages_servers_and_threads(client: Client, decisions: Path) -> None:
    def many(of: Client, article: str) -> None:
        for number in range(12):
            of.decide(accepted(number, article))
            of.decide(unset=[{"article": article, "fingerprint": "f3"}])

    with served(decisions) as other:
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
    assert set(read(decisions)) == wanted
    assert asked[0] == asked[1]


def test_a_file_changed_from_outside_is_merged(client: Client, decisions: Path) -> None:
    client.decide(accepted(1), accepted(2))
    outside = read(decisions)
    outside.pop(("a.txt", "f1"))
    ours = Decision("b.txt", "f9", "spacing", Choice.DISMISS, "by hand", "2026-11-25T11:00:00Z")
    decisions.write_text(dumps(outside | {ours.key: ours}), encoding="utf-8")

    told = client.decide(accepted(3))

    keys = [(d["article"], d["fingerprint"]) for d in told["decisions"]]
    assert keys == [("a.txt", "f2"), ("a.txt", "f3"), ("b.txt", "f9")]
    assert set(read(decisions)) == set(keys)


def test_a_file_broken_from_outside_is_told_and_left(client: Client, decisions: Path) -> None:
    client.decide(accepted(1))
    decisions.write_text('{"schema": "auditor.decisions/1", "decisions": [', encoding="utf-8")
    before = decisions.read_bytes()

    for method, body in (("GET", None), ("POST", b'{"set": [], "unset": []}')):
        status, _, answer = client.ask(method, PATH, body)
        assert status == 503
        assert "is not valid JSON" in json.loads(answer)["error"]
        assert "mend it or move it away" in json.loads(answer)["error"]
    assert decisions.read_bytes() == before


def test_a_link_is_followed_and_permissions_stay(tmp_path: Path, decisions: Path) -> None:
    target = tmp_path / "elsewhere.json"
    target.write_text(dumps({}), encoding="utf-8")
    target.chmod(0o600)
    decisions.symlink_to(target)
    store = DecisionStore(decisions)

    store.change([Decision("a", "f", "typo", Choice.ACCEPT)], [])

    assert decisions.is_symlink()
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
    client: Client, decisions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.decide(accepted(1))
    before = decisions.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        status, _, answer = client.ask("POST", PATH, json.dumps({"set": [accepted(2)]}).encode())
    assert status == 503
    assert "No space left on device" in json.loads(answer)["error"]
    assert decisions.read_bytes() == before
    assert [p.name for p in decisions.parent.iterdir()] == [decisions.name]
    assert len(client.decide(accepted(2))["decisions"]) == 2


def test_a_killed_writer_leaves_a_whole_file(decisions: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from auditor.service.store import DecisionStore;"
        "from auditor.policy.decisions import Choice, Decision; s = DecisionStore(Path(sys.argv[1]));"
        "print('on', flush=True);"
        "[s.change([Decision('a' * 900, str(n), 'typo', Choice.ACCEPT)], []) for n in range(10**6)]"
    )
    seen = 0
    for wait in (0.05, 0.11, 0.17):
        writer = subprocess.Popen(
            [sys.executable, "-c", script, str(decisions)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(wait)
        writer.kill()
        writer.communicate()
        there = len(read(decisions)) if decisions.exists() else 0
        assert there >= seen
        seen = there
    DecisionStore(decisions).change([Decision("b", "f", "typo", Choice.DISMISS)], [])
    assert len(read(decisions)) == seen + 1


def test_a_baseline_is_not_taken_for_decisions(decisions: Path) -> None:
    decisions.write_text('{"schema": "auditor.baseline/1", "decisions": []}', encoding="utf-8")
    with pytest.raises(AuditorError, match="and not decisions"):
        DecisionStore(decisions).read()
