"""``auditor dedup``: the tables of the contract, the same for any number of jobs."""

import json
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
import pyarrow.parquet as pq
import pytest

from auditor.corpus import journal
from auditor.corpus.dedup import Deduplicated, dedup
from auditor.corpus.journal import Journal
from auditor.corpus.pairs import Checked, Found, Pair
from auditor.corpus.records import load_checked, load_signed, save_checked, save_signed
from auditor.corpus.sign import Entry, Signed, Task, sign
from auditor.corpus.spill import fetch
from auditor.errors import AuditorError, InputError, Problem
from auditor.sources import read_batches
from tests.command import Auditor
from tests.test_cli import GOOD, OTHER
from tests.test_cli import drafts as drafts  # the fixture

STEMS = ("ka", "lo", "mir", "den", "tas", "vel", "ru", "bo", "san", "pe", "gil", "hor")
EDITED = GOOD.replace("two sleeping cars", "three sleeping cars")


def rows(path: Path, name: str) -> list[dict[str, object]]:
    table: list[dict[str, object]] = pq.read_table(path / name).to_pylist()
    return table


def corpus(path: Path, *articles: dict[str, str]) -> None:
    path.write_text("".join(json.dumps(a) + "\n" for a in articles), encoding="utf-8")


SIX = (
    {"id": "late", "text": GOOD, "date": "2026-03-02"},
    {"id": "other", "text": OTHER, "date": "2026-03-02"},
    {"id": "early", "text": GOOD, "date": "2026-03-01T10:00:00+01:00"},
    {"id": "edited", "text": EDITED + "\nThe first train leaves at nine.\n"},
    {"id": "empty", "text": "...\n"},
    {"id": "copy", "text": OTHER.replace("\n", "\r\n").upper(), "date": "2026-03-05"},
)


def test_clusters_pairs_and_who_stays(auditor: Auditor, tmp_path: Path) -> None:
    corpus(tmp_path / "six.jsonl", *SIX)
    code, out, err = auditor("dedup", "six.jsonl", "--out", "found")

    assert (code, err) == (0, "")
    assert "6 articles, 3 of them duplicates in 2 clusters; 3 to keep" in out
    found = rows(tmp_path / "found", "clusters.parquet")
    assert [(r["cluster"], r["id"], r["representative"], r["relation"]) for r in found] == [
        ("early", "early", True, "identical"),
        ("early", "late", False, "identical"),
        ("early", "edited", False, "near-duplicate"),
        ("other", "other", True, "identical"),
        ("other", "copy", False, "identical"),
    ]
    assert (tmp_path / "found/keep.txt").read_text() == "other\nearly\nempty\n"
    pairs = rows(tmp_path / "found", "pairs.parquet")
    assert {(r["a"], r["b"]) for r in pairs} >= {("late", "early"), ("late", "edited")}
    run = json.loads((tmp_path / "found/run.json").read_text())
    assert run["counts"]["articles"] == 6
    assert run["skipped"] == {
        "pairs_in_crowded_buckets": 0,
        "pairs_of_common_passages": 0,
        "pairs_in_large_clusters": 0,
    }


@pytest.mark.parametrize(
    ("keep", "first"), [("latest", "late"), ("longest", "edited"), ("first", "late")]
)
def test_who_stands_for_a_cluster(auditor: Auditor, tmp_path: Path, keep: str, first: str) -> None:
    corpus(tmp_path / "six.jsonl", *SIX)
    auditor("dedup", "six.jsonl", "--out", "found", "--keep", keep, "--quiet")

    assert rows(tmp_path / "found", "clusters.parquet")[0]["id"] == first


def test_an_id_that_stands_twice_is_refused_and_the_rest_done(
    auditor: Auditor, tmp_path: Path
) -> None:
    corpus(tmp_path / "two.jsonl", {"id": "a", "text": GOOD}, {"id": "a", "text": OTHER})
    code, _, err = auditor("dedup", "two.jsonl", "good.txt", "--out", "found")

    assert code == 2
    assert "the id 'a' stands twice" in err
    assert (tmp_path / "found/keep.txt").read_text() == "a\n"


def test_reports_from_one_form_are_no_duplicates(auditor: Auditor, tmp_path: Path) -> None:
    form = (
        "Takings of the {0} harbour\n\nThe harbour office of {0} took {1} crowns in {2}, against {3} crowns in the "
        "same month of the year before. Ships paid {4} crowns of that, and the fish market {5} crowns. The office "
        "counted {6} ships and {7} boats in the month.\n"
    )
    for name, facts in (
        ("one", ("Lindmar", "4,310", "March", "3,902", "2,218", "1,091", "312", "87")),
        ("two", ("Vell", "9,127", "March", "8,844", "6,040", "2,730", "655", "140")),
    ):
        (tmp_path / f"{name}.txt").write_text(form.format(*facts), encoding="utf-8")
    auditor("dedup", "one.txt", "two.txt", "--out", "found")

    assert (tmp_path / "found/keep.txt").read_text() == "one.txt\ntwo.txt\n"


def test_an_empty_corpus_and_a_folder_that_is_a_file(auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("", encoding="utf-8")
    code, _, err = auditor("dedup", "none.jsonl", "--out", "found")
    assert (code, err.count("\n")) == (2, 1)
    assert rows(tmp_path / "found", "clusters.parquet") == []

    code, _, err = auditor("dedup", "good.txt", "--out", "good.txt")
    assert code == 2
    assert "good.txt" in err


def test_the_same_tables_whatever_the_jobs(
    auditor: Auditor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.sources.batch.SIZE", 1 << 15)
    texts = [GOOD, EDITED, OTHER, OTHER.replace("forty", "fifty")]
    corpus(
        tmp_path / "many.jsonl",
        *({"id": str(n), "text": f"{texts[n % 4]}\nEdition {n // 8}."} for n in range(1200)),
    )
    for jobs in ("1", "2"):
        auditor("dedup", "many.jsonl", "--out", f"found{jobs}", "--jobs", jobs, "--quiet")

    for name in ("clusters.parquet", "pairs.parquet", "keep.txt", "run.json"):
        alone, spread = (tmp_path / f"found{jobs}" / name for jobs in ("1", "2"))
        assert alone.read_bytes() == spread.read_bytes()


def test_a_small_part_is_found_in_its_whole_and_common_passages_make_no_pairs(
    auditor: Auditor, tmp_path: Path
) -> None:
    def story(seed: int, words: int) -> str:
        chance = Random(seed)
        made = (f"{chance.choice(STEMS)}{chance.choice(STEMS)}" for _ in range(words))
        return " ".join(made).capitalize() + "."

    standing = story(99, 60)
    corpus(
        tmp_path / "parts.jsonl",
        *({"id": f"whole {n}", "text": f"{story(n, 500)}\n\n{standing}"} for n in range(30)),
        *({"id": f"part {n}", "text": " ".join(story(n, 500).split()[200:300])} for n in range(10)),
        {"id": "standing", "text": standing},
    )
    auditor("dedup", "parts.jsonl", "--out", "found", "--keep", "longest")

    pairs = rows(tmp_path / "found", "pairs.parquet")
    assert {(p["a"], p["b"], p["relation"]) for p in pairs if p["b"] != "standing"} == {
        (f"whole {n}", f"part {n}", "contains") for n in range(10)
    }
    skipped = json.loads((tmp_path / "found/run.json").read_text())["skipped"]
    assert skipped["pairs_of_common_passages"] > 0


ODD_LINES = (
    b'{"id": 7, "text": "' + GOOD.replace("\n", "\\n").encode() + b'"}',
    b"",
    b'  {"title": "A headline", "body": "The ferry left.\\n\\nIt came back.", "tags": [1, {"a": [null]}]}\r',
    b'{"text": "Zo\\u00eb \\ud83d\\ude00 said \\"no\\" to the \xe5\x8c\x97\xe4\xba\xac line", "id": "\\u00e9"}',
    b'{"id": "twice", "id": "last", "text": "One two three four five six"}',
    b'{"id": null, "url": "u", "text": "", "content": "A text of another name stands here"}',
    b'{"id": 1.50, "text": "A number that is not written as it stands"}',
    b'{"id": ["a"], "text": "An id that is none", "date": "2026-03-01"}',
    b'{"text": "Short headline\\n\\nAnd the story that it stands over goes on here."}',
    b'{"text": "lone \\ud800 surrogate"}',
    b'{"text": "latin \xe9"}',
    b'{"text": 5}',
    b'{"text": "   "}',
    b'{"other": "no text"}',
    b"[1, 2]",
    b'{"text": "cut off',
    b'{"text": "a trailing comma",}',
    b'{"text": "a number", "n": 01}',
    b'{"text": "more behind it"} x',
    b'{"text": "deep", "n": ' + b"[" * 80 + b"]" * 80 + b"}",
    b'{"text": "the last line has no end", "n": -1.5e+7, "t": true, "f": false}',
)


def test_lines_are_read_alike_by_compiled_code(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"\n".join([*ODD_LINES, *ODD_LINES[::-1]]))
    results = []
    for compiled in (False, True):
        refused: list[InputError] = []
        found = dedup(read_batches([str(path)]), compiled=compiled, refused=refused.append)
        results.append(
            (found.ids, found.pairs, found.members, found.relations, [*map(str, refused)])
        )
    assert results[0] == results[1]
    assert "last" in results[0][0]
    assert len(results[0][4]) > 10


# A run that was stopped


class StoppedError(Exception):
    """What ends a run in a test."""


def many(path: Path, number: int = 1600) -> str:
    corpus(path, *({"id": str(n), "text": f"{GOOD} Train {n % 800} left."} for n in range(number)))
    return str(path)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write down all that is done, that of the first seconds too."""
    monkeypatch.setattr("auditor.corpus.journal.WORTH", 0.0)


def run(path: str, folder: Path, stop: tuple[str, int] | None = None) -> Deduplicated:
    def progress(stage: str, done: int, total: int | None) -> None:
        del total
        if stop and stage == stop[0] and done >= stop[1]:
            raise StoppedError

    return dedup(read_batches([path]), folder=folder, progress=progress, about={"inputs": path})


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("stop", [("reading", 700), ("comparing", 1500)])
def test_a_stopped_run_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: tuple[str, int]
) -> None:
    monkeypatch.setattr("auditor.sources.batch.SIZE", 1 << 14)
    path = many(tmp_path / "many.jsonl")
    whole = run(path, tmp_path / "other")
    with pytest.raises(StoppedError):
        run(path, tmp_path / "work", stop)
    with (tmp_path / "work/signed").open("ab") as file:
        file.write(b"\x10 a record that was cut off")

    seen: list[Task] = []

    def counted(task: Task, folder: Path) -> Signed:
        seen.append(task)
        return sign(task, folder)

    monkeypatch.setattr("auditor.corpus.dedup.sign", counted)
    again = run(path, tmp_path / "work")
    assert (again.ids, again.pairs, again.members) == (whole.ids, whole.pairs, whole.members)
    batches = sum(1 for _ in read_batches([path]))
    assert 0 < len(seen) < batches if stop[0] == "reading" else not seen
    assert not (tmp_path / "work").exists()


def test_the_first_seconds_are_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = many(tmp_path / "many.jsonl")
    whole = run(path, tmp_path / "other")

    def progress(stage: str, done: int, total: int | None) -> None:
        del total
        if stage == "comparing":
            monkeypatch.setattr(journal, "WORTH", 0.0)
            if done >= 1500:
                raise StoppedError

    with pytest.raises(StoppedError):
        dedup(
            read_batches([path]),
            folder=tmp_path / "work",
            progress=progress,
            about={"inputs": path},
        )
    assert not (tmp_path / "work/signed").stat().st_size
    assert (tmp_path / "work/checked").stat().st_size
    again = run(path, tmp_path / "work")
    assert (again.ids, again.pairs, again.members) == (whole.ids, whole.pairs, whole.members)


@pytest.mark.usefixtures("at_once")
def test_what_was_done_for_other_inputs_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.sources.batch.SIZE", 1 << 14)
    with pytest.raises(StoppedError):
        run(many(tmp_path / "one.jsonl"), tmp_path / "work", ("reading", 300))
    other = many(tmp_path / "two.jsonl", 20)
    assert len(run(other, tmp_path / "work").ids) == 20


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path) -> None:
    with (
        Journal(tmp_path / "work", {}),
        pytest.raises(AuditorError, match="another run writes to"),
    ):
        Journal(tmp_path / "work", {})


def test_results_come_back_from_bytes_as_they_were(tmp_path: Path) -> None:
    error = InputError(Problem("is empty", "a.txt", 3))
    signed = sign([error, Entry("\udc80", "a", "2026-03-01", GOOD)], tmp_path)
    back = load_signed(save_signed(signed))
    assert back.ids == signed.ids
    assert back.dates == signed.dates
    assert back.names.tolist() == signed.names.tolist()
    assert (back.rows == signed.rows).all()
    assert str(back.refused[0][1]) == "a.txt:3: is empty"
    assert fetch(back.texts) == fetch(signed.texts)
    one, third = np.array([1]), np.array([1 / 3])
    found = Found(one, one + 1, np.array([2], dtype=np.int8), third, third * 3)
    again = load_checked(save_checked(Checked(found, Counter({"contains": 1}), 1)))
    assert list(again.found.each()) == [Pair(1, 2, "contains", 1 / 3, 1.0)]
    assert (again.tally, again.done) == ({"contains": 1}, 1)


def test_a_folder_without_room_is_an_error_with_a_name(
    auditor: Auditor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(task: Task, **_: object) -> None:
        del task
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("auditor.corpus.dedup.sign", full)
    many(tmp_path / "many.jsonl", 10)
    code, _, err = auditor("dedup", "many.jsonl", "--out", "found", "--jobs", "1")
    assert code == 2
    assert "cannot keep what is found in found: No space left on device" in err
