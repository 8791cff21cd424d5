"""The archive: what it finds, and that nothing is lost or left behind."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import auditor
from auditor.archive import Archive, adding
from auditor.archive.file import connect
from auditor.archive.postings import Kind, numbers, segments, spread_key
from auditor.similarity.winnow import winnow
from tests.archives import FARES, NIGHT, PIER, TRAIN, article, ask, story

if TYPE_CHECKING:
    from auditor.errors import InputError


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


def test_the_commands(tmp_path: Path) -> None:
    file, draft, db = (tmp_path / name for name in ("night.txt", "draft.txt", "a"))
    file.write_text(f"Night train returns to Lindmar\n\n{TRAIN}\n\n{FARES}")
    draft.write_text(f"Pier mended\n\n{PIER}\n\n{TRAIN}")

    assert "1 added" in ask("archive", "add", file, "--archive", db)
    assert "1 were there" in ask("archive", "add", file, "--archive", db)
    assert "29 words" in ask("archive", "find", draft, "--archive", db)
    assert '"verified": "hashes"' in ask("archive", "find", draft, "--archive", db, "-f", "jsonl")
    alone = ask("archive", "find", file, "--archive", db)
    assert "nothing like it in the archive; it stands there itself" in alone
    assert "1 article" in ask("archive", "stats", "--archive", db)
    assert "whole" in ask("archive", "verify", "--archive", db)
    assert "reused-passage" in ask("check", draft, "--archive", db)
    ask("archive", "compact", "--archive", db)
    assert "not in the archive" in ask("archive", "remove", "x", "--archive", db, exit_code=2)
    assert "1 article removed" in ask("archive", "remove", str(file), "--archive", db)
    assert "nothing like it" in ask("archive", "find", draft, "--archive", db)
