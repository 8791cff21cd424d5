"""Measures relations between articles, candidates of a run and their cost on labelled pairs.

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

from auditor.neighbours import Run
from auditor.similarity import relation, shingle, winnow
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


def labelled(path: Path) -> dict[str, Any]:
    """Return how many hand-labelled pairs get their label's relation."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong: list[str] = []
    for row in rows(path):
        texts = [Text(row[key], shingle.tokenise(row[key])) for key in ("text_a", "text_b")]
        found = relation.compare(*texts).relation
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
