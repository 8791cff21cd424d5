"""Measures relations between articles, by texts and by hashes alone, candidates of a run and their cost.

The data is not part of the project: give its folder with ``--data`` or ``AUDITOR_DATA``.

    python benchmarks/duplication/relations.py --out benchmarks/duplication/results/DATE.json
"""

import argparse
import gzip
import json
import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from auditor.neighbours import Run
from auditor.similarity import relation, shingle, winnow
from auditor.similarity.hashed import Hashed, compare_hashed
from auditor.similarity.relation import Text
from auditor.sources.plain import article_from_text

_WANTED = {
    "dup": {"identical", "near-duplicate"},
    "correction": {"identical", "near-duplicate"},
    "contains": {"contains", "contained-in"},
    "rewrite": {"rewrite"},
    "template": {"template"},
}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a compressed JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def compared(a: Text, b: Text, *, hashed: bool) -> str:
    """Return how ``a`` stands to ``b``, of which the text is known or its hashes alone."""
    if hashed:
        return compare_hashed(Hashed.of(a), Hashed.of(b)).relation
    return relation.compare(a, b).relation


def labelled(path: Path, *, hashed: bool = False) -> dict[str, Any]:
    """Return how many hand-labelled pairs get their label's relation."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong: list[str] = []
    for row in rows(path):
        texts = [Text(row[key], shingle.tokenise(row[key])) for key in ("text_a", "text_b")]
        found = compared(*texts, hashed=hashed)
        total[row["label"]] += 1
        if found in _WANTED[row["label"]]:
            right[row["label"]] += 1
        else:
            wrong.append(f"{row['a']} {row['b']}: {row['label']}, found {found}")
    return {
        "pairs": total.total(),
        "right": right.total(),
        "by_label": {label: f"{right[label]}/{total[label]}" for label in sorted(total)},
        "wrong": wrong,
    }


def by_hashes(folder: Path) -> dict[str, Any]:
    """Return how often hashes alone tell the relation that texts tell, on the newswire's known pairs.

    What ``hashed`` does was settled on the pairs whose ids hash to an even number.
    """
    texts = {
        row["id"]: Text(row["text"], shingle.tokenise(row["text"]))
        for row in rows(folder / "reuters_8000.jsonl.gz")
    }
    found: dict[str, Counter[str]] = {"settled on": Counter(), "held out": Counter()}
    for row in rows(folder / "reuters_8000_pairs.jsonl.gz"):
        half = found["held out" if crc32(f"{row['a']} {row['b']}".encode()) % 2 else "settled on"]
        pair = texts[row["a"]], texts[row["b"]]
        by_text, by_hash = (compared(*pair, hashed=hashed) for hashed in (False, True))
        half["pairs"] += 1
        half["alike" if by_text == by_hash else f"{by_text}, by hashes {by_hash}"] += 1
    return {half: dict(sorted(counts.items())) for half, counts in found.items()}


def newswire(folder: Path) -> dict[str, Any]:
    """Return what a run over the newswire finds of the known pairs, and its cost."""
    articles = [
        article_from_text(row["text"], id=str(row["id"]), headline=row["title"], date=row["date"])
        for row in rows(folder / "reuters_8000.jsonl.gz")
    ]
    start = time.process_time()
    run = Run()
    for article in articles:
        run.add(article)
    run.frozen()
    indexed = time.process_time()
    found = {
        frozenset((article.id, other.id)): other.relation
        for number, article in enumerate(articles)
        for other in run.at(number).similar(article)
    }
    asked = time.process_time()
    near: Counter[str] = Counter()
    far: Counter[str] = Counter()
    for row in rows(folder / "reuters_8000_pairs.jsonl.gz"):
        if row["jaccard5"] < 0.6:
            continue
        verdict = found.get(frozenset((str(row["a"]), str(row["b"]))), "not found")
        (near if row["hours_apart"] < 30 else far)[verdict] += 1
    return {
        "articles": len(articles),
        "index_ms_an_article": round((indexed - start) * 1000 / len(articles), 3),
        "similar_ms_an_article": round((asked - indexed) * 1000 / len(articles), 3),
        "jaccard_60_and_within_30_hours": dict(sorted(near.items())),
        "jaccard_60_and_further_apart": dict(sorted(far.items())),
        "skipped": list(run.skipped),
    }


def main() -> int:
    """Print the figures, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("AUDITOR_DATA", "../shared/data"))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    folder = Path(options.data) / "neardup"
    if not folder.is_dir():
        print(f"no data in {folder}: give its folder with --data or AUDITOR_DATA", file=sys.stderr)
        return 2
    figures = {
        "date": time.strftime("%Y-%m-%d"),
        "python": platform.python_version(),
        "versions": [shingle.VERSION, winnow.VERSION, relation.VERSION],
        "labelled_pairs": labelled(folder / "pairs_labelled_dev.jsonl.gz"),
        "labelled_pairs_by_hashes": labelled(folder / "pairs_labelled_dev.jsonl.gz", hashed=True),
        "newswire_by_hashes": by_hashes(folder),
        "newswire": newswire(folder),
    }
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    print(text)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
