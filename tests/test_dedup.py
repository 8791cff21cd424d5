"""``auditor dedup``: the tables of the contract, the same for any number of jobs."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.test_cli import GOOD, OTHER, Auditor
from tests.test_cli import auditor as auditor  # the fixture

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
    assert run["skipped"] == {"pairs_in_crowded_buckets": 0}


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


def test_the_same_tables_whatever_the_jobs(auditor: Auditor, tmp_path: Path) -> None:
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
