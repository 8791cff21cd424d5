"""The archive: what it finds, that nothing is lost or left behind, and what it says when it cannot."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import apsw
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis.strategies import integers, lists, sampled_from

import auditor
from auditor.archive import Archive, adding
from auditor.archive.counting import spread
from auditor.archive.file import connect
from auditor.archive.lookup import BANDS
from auditor.archive.postings import CAP, Kind, numbers, segments, spread_key
from auditor.archive.prepare import _winnowed, prepare
from auditor.archive.record import article_of, paragraph_keys, signed
from auditor.archive.segments import append, merge, purge, settle
from auditor.cli import cli
from auditor.document import Article
from auditor.errors import AuditorError, InputError
from auditor.similar import headline_key
from auditor.similarity.hashed import (
    Hashed,
    compare_hashed,
    hashed_facts,
    packed,
    packed_places,
    unpacked_places,
)
from auditor.similarity.minhash import Batch
from auditor.similarity.relation import compare
from auditor.similarity.signature import band_keys, signature
from auditor.similarity.winnow import winnow
from auditor.sources import read_text

TRAIN = (
    "The night train between Lindmar and Ostrava Bay will run again in June, the railway said on "
    "Monday, nine years after the last sleeping car was sold for scrap."
)
FARES = (
    "Tickets cost 48 marks, and the first train leaves at 22:10 on 3 June. The old carriages will be "
    "painted blue and fitted with new beds, and breakfast will be served in the dining car."
)
PIER = (
    "Hotels in Ostrava Bay are hiring again, and the town has mended the long pier that the storm of "
    "March broke in two places. A beach cafe opens in May."
)


def article(text: str, id: str, headline: str | None = None, date: str | None = None) -> Article:
    return read_text(text, id=id, headline=headline, date=date, source="The Lindmar Post")


def story(number: int) -> Article:
    """Return one of many articles that have nothing in common."""
    words = " ".join(f"w{number}x{n}" for n in range(60))
    return article(words, f"story-{number}", f"Headline {number} of many", "2026-05-01")


NIGHT = article(
    f"{TRAIN}\n\n{FARES}", "night-train", "Night train returns to Lindmar", "2026-05-04"
)


@pytest.fixture(params=[True, False], ids=["texts", "hashes"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "news.archive", keep_text=request.param) as made:
        made.add([NIGHT, *map(story, range(20))])
        yield made


def test_an_article_is_found_again_with_its_relation(archive: Archive) -> None:
    same = replace(NIGHT, id="draft")
    edited = article(f"{TRAIN}\n\n{FARES.replace('new beds', 'soft beds')}", "draft")
    longer = article(f"{TRAIN}\n\n{FARES}\n\n{PIER}\n\n{PIER.upper()[::-1]}", "draft")

    found = {name: archive.similar(a) for name, a in
             (("identical", same), ("near-duplicate", edited), ("contains", longer))}  # fmt: skip

    for relation, (first, *_) in found.items():
        assert (first.id, first.relation) == ("night-train", relation)
        assert (first.headline, first.date) == ("Night train returns to Lindmar", "2026-05-04")
        assert first.verified == ("text" if archive.keeps_text else "hashes")
    assert found["identical"][0].jaccard == 1.0
    assert archive.similar(article(PIER, "other")) == ()


def test_a_passage_is_found_with_its_place(archive: Archive) -> None:
    draft = article(f"{PIER}\n\n{TRAIN}", "draft")
    (found,) = archive.similar(draft)

    (passage,) = found.passages
    assert passage.span.of(draft.text) == TRAIN.rstrip(".")
    assert passage.words == 29
    assert passage.other_text == (TRAIN.rstrip(".") if archive.keeps_text else "")


def test_a_headline_counts_its_uses(archive: Archive) -> None:
    archive.add(
        [article(f"{PIER} Day {n}.", f"briefing-{n}", "Morning briefing") for n in range(9)]
    )

    twins = archive.same_headline(article(TRAIN, "draft", "MORNING Briefing"))

    assert len(twins) == 6
    assert twins[0].uses == 10


def test_an_article_is_not_told_of_itself(archive: Archive) -> None:
    assert archive.similar(NIGHT) == ()
    assert archive.same_headline(NIGHT) == ()


def test_adding_again_changes_nothing_and_a_new_text_takes_the_old_ones_place(
    archive: Archive,
) -> None:
    assert archive.add([NIGHT]) == (0, 0, 1, 0)

    assert archive.add([article(PIER, "night-train", "Pier mended")]) == (0, 1, 0, 0)

    assert len(archive) == 21
    assert archive.similar(article(FARES, "draft")) == ()
    assert [n.id for n in archive.similar(article(PIER, "draft"))] == ["night-train"]
    assert archive.verify() == []


def test_an_id_that_stands_twice_is_refused(archive: Archive) -> None:
    refused: list[InputError] = []
    done = archive.add([article(PIER, "x"), article(FARES, "x")], refused=refused.append)

    assert done == (1, 0, 0, 1)
    assert "stands twice" in str(refused[0])


def test_removed_articles_leave_nothing_behind(archive: Archive) -> None:
    archive.close()
    assert b"Night train returns to Lindmar" in archive.path.read_bytes()

    assert archive.remove(["night-train", "nobody"]) == ["nobody"]

    assert archive.similar(article(FARES, "draft")) == ()
    assert "night-train" not in archive
    archive.close()
    for file in archive.path.parent.iterdir():
        data = file.read_bytes()
        assert b"Night train" not in data
        assert b"night-train" not in data
    connection = connect(archive.path, write=False)
    for mark in winnow(NIGHT.compared.shingles):
        assert not list(
            numbers(connection, segments(connection, Kind.PASSAGE), spread_key(mark.value))
        )
    connection.close()
    assert archive.verify() == []


def test_compacting_changes_no_answer(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH", 7)
    archive.add(map(story, range(20, 200)))
    archive.remove(["story-30", "story-150"])
    drafts = [replace(story(n), id="draft") for n in (3, 30, 31, 150, 199)]
    before = [archive.similar(draft) for draft in drafts]

    archive.compact()

    archive.close()
    assert [archive.similar(draft) for draft in drafts] == before
    assert [len(found) for found in before] == [1, 0, 1, 0, 1]
    assert archive.stats().segments == len(Kind)
    assert archive.verify() == []


def test_a_crowd_costs_no_more_than_its_cap(tmp_path: Path) -> None:
    with Archive(tmp_path / "a") as archive:
        archive.add(article(f"{TRAIN}\n\nNumber {n}.", f"copy-{n}") for n in range(150))
        stats = archive.stats()
        found = archive.similar(article(f"{TRAIN}\n\nNumber 149.", "draft"))

    assert stats.capped > 0
    assert found[0].id == "copy-149"
    assert found[0].relation == "identical"


@pytest.mark.parametrize("keep", [True, False])
def test_what_is_prepared_is_what_the_article_says(keep: bool) -> None:
    """The arrays' way and the article's own give the same, whatever its markup."""
    markdown = read_text(
        f"# Night *train* returns\n\n{TRAIN}\n\n```\ncode(1)\n```\n\n- {FARES}\n- short\n\n"
        "> “He’s here,” said **Zoë** of 北京.\n",
        format="markdown",
        id="m",
    )
    articles = [NIGHT, markdown, article("", "empty"), article("Just a headline", "h"), story(3)]
    for each, made in zip(
        articles, prepare(([(a, b"") for a in articles], keep, True)), strict=True
    ):
        text = each.compared
        hashed = Hashed.of(text)
        assert made.row.words == len(text.tokens)
        assert made.row.text_hash == (signed(text.hash) if text.tokens else 0)
        assert made.row.headline_hash == signed(headline_key(each.headline_text))
        assert made.signature == packed(signature(text.shingles))
        bands, paragraphs, passages, *_ = (set(keys.tolist()) for keys in made.keys)
        assert bands == {
            spread_key(key) for key in band_keys(signature(text.shingles), BANDS) if text.tokens
        }
        assert paragraphs == {spread_key(key) for key in paragraph_keys(each)}
        assert passages == {spread_key(mark.value) for mark in winnow(text.shingles)}
        if keep:
            assert made.body.text is not None
            assert article_of(each.id, made.body.text).compared.tokens == text.tokens
        else:
            assert made.body[1:] == (
                packed(hashed.shingles),
                packed(hashed.facts.hashes),
                packed_places(hashed.facts.places),
            )


@given(
    lists(
        lists(
            sampled_from(
                "may March mArch twentY one Zero I iPhone 3 12,000 6-3/16 12/5th . - _ ' \" “ • ² ٣ É éA "
                "北京 ß ǅ G7 sun\u0301 Sept ninety O'Brien l'Été 3É \n \n\n \t".split(" ")
            ),
            max_size=30,
        ).map(" ".join),
        max_size=3,
    )
)
@settings(deadline=None)
def test_facts_over_arrays_are_those_of_the_article(texts: list[str]) -> None:
    articles = [article(text, str(number)) for number, text in enumerate(texts)]
    made = prepare(([(a, b"") for a in articles], False, True)) if articles else []
    for each, its in zip(articles, made, strict=True):
        facts = hashed_facts(each.compared)
        assert its.body.facts == packed(facts.hashes)
        assert its.body.places == packed_places(facts.places)
        assert list(unpacked_places(its.body.places)) == list(facts.places)


@given(lists(integers(0, 3000)))
def test_places_come_back_as_they_were(places: list[int]) -> None:
    assert list(unpacked_places(packed_places(sorted(places)))) == sorted(places)


FORM = (
    "{} Corp said its board declared a quarterly dividend of {} cts a share, payable {} to holders of "
    "record {}. The company has paid {} dividends in a row, and {} shares are outstanding."
)


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        (
            FORM.format("Lindmar", "12", "June 3", "May 20", "40", "1,200,000"),
            FORM.format("Aldmoor", "17", "July 9", "June 25", "12", "8,400,000"),
            "template",
        ),
        (f"{TRAIN} {FARES}", f"{TRAIN} {FARES.replace('48', '49')}", "near-duplicate"),
        (f"{TRAIN} {FARES} {PIER}", f"{TRAIN} {FARES}", "contains"),
        (TRAIN, PIER, "unrelated"),
    ],
)
def test_hashes_alone_tell_the_relation_that_texts_tell(a: str, b: str, relation: str) -> None:
    one, other = (article(text, "a").compared for text in (a, b))
    assert compare(one, other).relation == relation
    assert compare_hashed(Hashed.of(one), Hashed.of(other)).relation == relation


@given(lists(lists(integers(0, 50), max_size=30), max_size=6))
def test_winnowed_values_over_arrays_are_those_of_winnow(texts: list[list[int]]) -> None:
    values = np.array([value for text in texts for value in text], dtype=np.uint64)
    found = _winnowed(Batch(values, np.cumsum([len(text) for text in texts], dtype=np.int64)))
    for at, text in enumerate(texts):
        assert set(found.of(at).tolist()) == {spread_key(mark.value) for mark in winnow(text)}


def test_segments_merge_purge_and_answer_alike(tmp_path: Path) -> None:
    """Against a dictionary: any mixture of sizes, keys and removals."""
    random = np.random.default_rng(7)
    connection = connect(tmp_path / "a", write=True)
    truth: dict[int, set[int]] = {}
    base = 1
    for size in (1, 3000, 5, 20000, 700, 1, 1, 9, 4000, 4000, 4000):
        values = random.integers(0, 1 << 20, size, dtype=np.uint64) * np.uint64(0x1234567891234567)
        of = np.sort(random.integers(base, base + size, size))
        with connection:
            append(connection, Kind.PASSAGE, base, of, spread(values))
            settle(connection, Kind.PASSAGE)
        for number, value in zip(of.tolist(), values.tolist(), strict=True):
            truth.setdefault(value, set()).add(number)
        base += size
    some = list(truth)[::97]

    def check() -> None:
        known = segments(connection, Kind.PASSAGE)
        for value in some:
            assert set(numbers(connection, known, spread_key(value))) == truth[value]

    check()
    gone = set(range(1, base, 3))
    with connection:
        connection.executemany("INSERT INTO dead VALUES (?)", [(n,) for n in gone])
        assert merge(connection, segments(connection, Kind.PASSAGE)[:2])
        purge(connection)
    for value in some:
        truth[value] -= gone
    check()
    with connection:
        merge(connection, segments(connection, Kind.PASSAGE))
    assert len(segments(connection)) == 1
    check()
    connection.close()


def test_a_fingerprint_names_its_first_articles_alone(tmp_path: Path) -> None:
    connection = connect(tmp_path / "a", write=True)
    with connection:
        of = np.arange(1, 501, dtype=np.int64)
        append(connection, Kind.PASSAGE, 1, of, spread(np.full(500, 42, dtype=np.uint64)))
    found = list(numbers(connection, segments(connection), spread_key(42)))
    assert found == list(range(1, CAP + 1))
    assert segments(connection)[0].capped == 500 - CAP
    connection.close()


def test_drafts_are_held_against_the_archive_in_an_audit(archive: Archive) -> None:
    passage, headline = auditor.audit(
        [
            article(f"{PIER}\n\n{TRAIN}", "pier", "Town mends its pier"),
            article(f"{PIER[::-1]}", "other", "Night train returns to Lindmar"),
        ],
        archive=archive.path,
    )

    for report, rule in ((passage, "reused-passage"), (headline, "repeated-headline")):
        (finding,) = (f for f in report.findings if f.rule == rule)
        assert finding.related[0].article == "night-train"
        assert finding.related[0].date == "2026-05-04"
    report = auditor.check(replace(NIGHT, id="draft"), archive=archive.path)
    assert "duplicate-article" in {finding.rule for finding in report.findings}


@pytest.mark.parametrize("keep", [True, False])
def test_reports_say_by_what_an_archive_was_compared(keep: bool, tmp_path: Path) -> None:
    db, draft = tmp_path / "news.archive", tmp_path / "draft.txt"
    with Archive(db, keep_text=keep) as archive:
        archive.add([NIGHT])
    draft.write_text(f"Sleeper is back\n\n{TRAIN}\n\n{FARES.replace('new beds', 'soft beds')}")

    run = json.loads(ask("check", draft, "--archive", db, "-f", "json", exit_code=1))

    how = "text" if keep else "hashes"
    assert run["summary"]["archive"] == {"path": str(db), "articles": 1, "verified": how}
    (finding,) = (f for f in run["articles"][0]["findings"] if f["rule"] == "duplicate-article")
    (related,) = finding["related"]
    assert (related["article"], related["date"]) == ("night-train", "2026-05-04")
    assert related["verified"] == how
    assert related["text"].startswith("The night train between Lindmar and Ostrava Bay")
    text = ask("check", draft, "--archive", db, exit_code=1)
    assert (
        f"compared with 1 article in {db}, by {'their texts' if keep else 'hashes'}"
        in text.replace("\n", " ")
    )
    page = ask("check", draft, "--archive", db, "-f", "html", exit_code=1)
    assert ("the words are this article" in page) == (not keep)


def test_how_often_an_archive_holds_a_headline_decides_whether_it_is_a_series(
    tmp_path: Path,
) -> None:
    headline = "Morning briefing from Lindmar"
    draft = article(f"{TRAIN}\n\n{FARES}", "draft", headline, "2026-06-01")
    told = []
    for uses in (1, 2, 6):
        db = tmp_path / f"{uses}.archive"
        with Archive(db) as archive:
            bodies = (" ".join(f"w{n}x{at}" for at in range(60)) for n in range(uses))
            archive.add(article(body, f"b{n}", headline) for n, body in enumerate(bodies))
        told.append(
            "repeated-headline" in {f.rule for f in auditor.check(draft, archive=db).findings}
        )
    assert told == [True, True, False]


def test_any_number_of_jobs_gives_the_same_reports(archive: Archive) -> None:
    drafts = [replace(story(n), id=f"draft-{n}") for n in range(60)]
    one, two = (
        [r.findings for r in auditor.audit(drafts, archive=archive.path, jobs=jobs)]
        for jobs in (1, 2)
    )
    assert one == two
    assert sum(any(f.rule == "duplicate-article" for f in found) for found in one) == 20


def test_the_python_archive_takes_texts_and_paths(tmp_path: Path) -> None:
    file = tmp_path / "night.txt"
    file.write_text(f"{TRAIN}\n\n{FARES}")
    with auditor.Archive(tmp_path / "a", keep_text=True) as archive:
        assert archive.add(file).added == 1
        assert archive.find(f"{TRAIN}\n\n{FARES}")[0].id == str(file)


def ask(*args: str | Path, exit_code: int = 0) -> str:
    result = CliRunner().invoke(cli, [str(a) for a in args], standalone_mode=False)
    if result.exception and not isinstance(result.exception, AuditorError):
        raise result.exception
    code = 2 if result.exception else result.return_value
    assert (code if isinstance(code, int) else 0) == exit_code, result.output
    return f"{result.output}{result.exception or ''}"


def test_the_commands(tmp_path: Path) -> None:
    file, draft, db = (tmp_path / name for name in ("night.txt", "draft.txt", "a"))
    file.write_text(f"Night train returns to Lindmar\n\n{TRAIN}\n\n{FARES}")
    draft.write_text(f"Pier mended\n\n{PIER}\n\n{TRAIN}")

    assert "1 added" in ask("archive", "add", file, "--archive", db)
    assert "1 were there" in ask("archive", "add", file, "--archive", db)
    assert "29 words" in ask("archive", "find", draft, "--archive", db)
    assert '"verified": "hashes"' in ask("archive", "find", draft, "--archive", db, "-f", "jsonl")
    assert "1 article" in ask("archive", "stats", "--archive", db)
    assert "whole" in ask("archive", "verify", "--archive", db)
    assert "reused-passage" in ask("check", draft, "--archive", db)
    ask("archive", "compact", "--archive", db)
    assert "not in the archive" in ask("archive", "remove", "x", "--archive", db, exit_code=2)
    assert "1 article removed" in ask("archive", "remove", str(file), "--archive", db)
    assert "nothing like it" in ask("archive", "find", draft, "--archive", db)


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
from tests.test_archive import story
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
from tests.test_archive import story
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
