"""What an archive says when it cannot, and that damage, full disks, kills and other writers cost nothing."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from auditor.archive import Archive, adding
from auditor.errors import AuditorError
from tests.archives import FARES, NIGHT, TRAIN, ask, story


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda db: db.unlink(), "there is no archive here"),
        (lambda db: db.write_text("Night train returns to Lindmar\n"), "this is no archive"),
        (lambda db: db.write_text("Night train returns to Lindmar\n" * 999), "this is no archive"),
        (lambda db: os.truncate(db, 1), "this is no archive: it is too short"),
        (lambda db: os.truncate(db, db.stat().st_size - 16384), "damaged"),
        (lambda db: os.truncate(db, db.stat().st_size // 2), "damaged"),
        (lambda db: _spoil(db), "damaged"),
        (lambda db: _set(db, "PRAGMA application_id = 7"), "an SQLite file, but no archive"),
        (lambda db: _set(db, "PRAGMA user_version = 9"), "use a newer one"),
        (lambda db: _set(db, "PRAGMA user_version = 2"), "add the articles to a new archive"),
        (lambda db: _set(db, "UPDATE setting SET value = 'md5' WHERE name = 'hashes'"), "(md5;"),
    ],
    ids=[
        "none",
        "a short text",
        "a text",
        "one byte",
        "a page short",
        "cut",
        "spoilt",
        "foreign",
        "newer",
        "older",
        "other hashes",
    ],
)
def test_what_cannot_be_used_is_told_and_left_as_it_is(archive: Archive, damage, says) -> None:  # type: ignore[no-untyped-def]  # lambdas
    archive.close()
    damage(archive.path)
    before = archive.path.read_bytes() if archive.path.exists() else b""
    draft = archive.path.with_name("draft.txt")
    draft.write_text(FARES)

    for command in ("find", "add") if before else ("find",):
        told = ask("archive", command, draft, "--archive", archive.path, exit_code=2)
        assert says in told

    assert (archive.path.read_bytes() if before else b"") == before


def _spoil(db: Path) -> None:
    data = bytearray(db.read_bytes())
    for at in range(16384 + 100, len(data), 4096):
        data[at] ^= 0x55
    db.write_bytes(data)


def _set(db: Path, statement: str) -> None:
    connection = apsw.Connection(str(db), vfs="cksmvfs")
    connection.execute(statement)
    connection.close()


def test_keeping_texts_is_chosen_once(archive: Archive) -> None:
    other = Archive(archive.path, keep_text=not archive.keeps_text)
    with pytest.raises(AuditorError, match="as was chosen when it was made"):
        other.add([NIGHT])
    other.close()


def test_an_empty_corpus_makes_an_empty_archive(tmp_path: Path) -> None:
    with Archive(tmp_path / "a") as archive:
        assert archive.add([]) == (0, 0, 0, 0)
        assert len(archive) == 0
        assert archive.similar(NIGHT) == ()
        archive.compact()
        assert archive.verify() == []


def test_a_full_disk_loses_nothing_that_was_committed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "BATCH", 10)
    connection = archive._open(write=True)
    connection.pragma("max_page_count", connection.pragma("page_count") + 3)

    with pytest.raises(AuditorError, match="the disk is full"):
        archive.add(map(story, range(20, 500)))
    archive.close()

    held = len(archive)
    assert 21 <= held < 501
    assert archive.verify() == []
    assert archive.add(map(story, range(500))).added == 501 - held


_FULL = """
import subprocess, sys
from pathlib import Path
from auditor.archive import Archive
from auditor.errors import AuditorError
from tests.archives import story
folder = Path(sys.argv[1])
for size in sys.argv[2:]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", folder], check=True)
    for low, high in ((0, 30), (30, 600)):
        try:
            with Archive(folder / "a") as archive:
                archive.add(map(story, range(low, high)))
            told = "done"
        except AuditorError as error:
            told = "full" if "the disk is full" in str(error) else str(error)
    held = wrong = "none"
    if (folder / "a").exists():
        with Archive(folder / "a") as archive:
            held, wrong = len(archive), archive.verify()
    print(size, told, held, wrong)
    subprocess.run(["umount", folder], check=True)
"""
MOUNTS = pytest.mark.skipif(
    not shutil.which("unshare") or os.geteuid() != 0, reason="needs a mount of its own"
)


@MOUNTS
def test_a_real_full_disk_leaves_an_archive_whole_or_none(tmp_path: Path) -> None:
    # Some have room for an archive and none for its articles, wherever that begins.
    sizes = ["32", *map(str, range(192, 400, 16)), "512", "1024", "16384"]
    done = subprocess.run(
        ["unshare", "-m", sys.executable, "-c", _FULL, tmp_path, *sizes],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        check=False,
    )
    if "mount" in done.stderr:
        pytest.skip("mounts are not allowed here")
    told = [line.split(" ", 3) for line in done.stdout.splitlines()]
    assert [line[0] for line in told] == sizes, done.stderr
    assert {line[1] for line in told[:-1]} == {"full"}
    assert told[-1][1:] == ["done", "600", "[]"]
    assert {line[2] for line in told[:-1]} == {"none", "0", "30"}
    assert {line[3] for line in told} <= {"none", "[]"}


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    db = tmp_path / "a"
    writers = [_write(db, at, at + 150) for at in (0, 150, 300, 0)]
    for writer in writers:
        writer.communicate(timeout=60)
    assert [writer.returncode for writer in writers] == [0, 0, 0, 0]
    with Archive(db) as archive:
        assert len(archive) == 450
        assert archive.verify() == []
        highest = archive._open().execute("SELECT max(number) FROM article").fetchone()
    assert highest == (450,)  # what two add alike is added once


def test_a_killed_writer_loses_nothing_that_it_told_of(tmp_path: Path) -> None:
    db = tmp_path / "a"
    for round_ in range(6):
        with _write(db, 0, 4000) as writer:
            told = 0
            assert writer.stdout is not None
            for line in writer.stdout:
                told = int(line)
                if told > round_ * 30:
                    break
            writer.send_signal(signal.SIGKILL)
        with Archive(db) as archive:
            assert archive.verify() == []
            assert len(archive) >= told
            assert all(f"story-{n}" in archive for n in range(0, told, 7))


_WRITER = """
import sys
from auditor.archive import Archive, adding
from tests.archives import story
adding.BATCH = 10
def told(stage, done, total): print(done, flush=True)
with Archive(sys.argv[1]) as archive:
    archive.add(map(story, range(int(sys.argv[2]), int(sys.argv[3]))), progress=told)
"""


def _write(db: Path, low: int, high: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(db), str(low), str(high)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )


@MOUNTS
def test_a_read_only_folder_can_be_asked_and_says_that_it_cannot_be_written_to(
    archive: Archive, tmp_path: Path
) -> None:
    archive.close()
    draft = tmp_path / "draft.txt"
    draft.write_text(f"{TRAIN}\n\n{FARES}")
    script = (
        f"mount --bind -o ro {tmp_path} {tmp_path} && mount -o remount,ro,bind {tmp_path} && "
        f"{sys.executable} -m auditor archive find {draft} --archive {archive.path}; "
        f"{sys.executable} -m auditor archive add {draft} --archive {archive.path}"
    )
    done = subprocess.run(["unshare", "-m", "bash", "-c", script], capture_output=True, text=True,
                          cwd=Path(__file__).parents[1], check=False)  # fmt: skip
    if "mount" in done.stderr:
        pytest.skip("mounts are not allowed here")
    assert "identical night-train" in done.stdout
    assert "read-only" in done.stderr
    assert done.returncode == 2
