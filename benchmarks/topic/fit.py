"""Fit the models of off-topic-insertion: vectors of words, then trees. Needs scikit-learn.

``python -m benchmarks.topic.fit [--data DATA] [--all]``: from the tuning half of ``news``, or from all of it.
Vectors must not have seen the articles whose facts the trees learn from, or the trees trust them too
far: so they are made twice, each time from one part, for the other part's facts, and at last from all.
The trees' probability is calibrated, on articles that they have not seen, for a stock of articles of which one
in ten holds an insertion.
"""

import argparse
import pickle
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from auditor.detectors.off_topic_insertion import candidates
from auditor.document import Article, Span
from auditor.document.belonging import FACTS, Belonging
from auditor.language.learn import Learned, Text, learn, packed
from auditor.language.vectors import Vectors
from benchmarks.topic.common import (
    KINDS,
    REPORT,
    TUNE,
    Planter,
    Row,
    article,
    data_folder,
    news,
    part,
)
from benchmarks.topic.trees import Shape, fitted

SHAPE = Shape(trees=200, rate=0.08, leaves=20, smallest=40, penalty=10.0, facts=0.3)
PRIOR = 0.1
"""The share of articles that hold an insertion, for which the probability is calibrated."""
_OUT = Path(__file__).resolve().parents[2] / "auditor" / "language" / "data"


def text_of(row: Row) -> Text:
    """Return the telling words of an article's passages."""
    return Text([list(p.bag) for p in article(row).passages], row["topic"])


class Examples(NamedTuple):
    """Facts of candidates, whether they were planted, their articles' weights and parts."""

    facts: list[tuple[float, ...]]
    planted: list[int]
    touched: list[int]
    parts: list[int]

    def take(self, read: Article, span: Span | None, vectors: Vectors, which: int) -> None:
        """Add the candidates of an article."""
        passages = read.passages
        belonging = Belonging(passages, vectors)
        for run in candidates(passages, belonging):
            own = [passages[i].span for i in run]
            inside = span is not None and all(
                span.start <= s.start and s.end <= span.end for s in own
            )
            if span is not None and not inside and any(span.overlaps(s) for s in own):
                continue
            self.facts.append(belonging.of(run))
            self.planted.append(int(inside))
            self.touched.append(int(span is not None))
            self.parts.append(which)


def examples(given: Sequence[Row], vectors: Sequence[Vectors]) -> Examples:
    """Return every candidate of articles untouched, and touched in each way."""
    found = Examples([], [], [], [])
    planters = [Planter(given, seed) for seed in (1, 2)]
    for at, row in enumerate(given):
        which = part(row["id"], len(vectors))
        found.take(article(row), None, vectors[which], part("b" + row["id"], 4))
        for same, planter in enumerate(planters):
            for turn in range(2):
                kind = KINDS[(at + turn + same) % len(KINDS)]
                if planted := planter.plant(row, kind, same=bool(same)):
                    found.take(
                        planted.article, planted.span, vectors[which], part("b" + row["id"], 4)
                    )
    return found


def main() -> None:
    """Fit and write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=None)
    parser.add_argument("--all", action="store_true", help="from both halves")
    parser.add_argument("--out", type=Path, default=_OUT)
    parser.add_argument("--keep", type=Path, help="keep the facts here, or take them from here")
    args = parser.parse_args()
    folder = data_folder(args.data)
    given = news(folder, TUNE) + (news(folder, REPORT) if args.all else [])
    if args.keep and args.keep.exists():
        found = pickle.loads(args.keep.read_bytes())
    else:
        texts = [text_of(row) for row in given]
        made: list[Vectors] = []
        with TemporaryDirectory() as scratch:
            for without in (0, 1):
                some = [t for t, r in zip(texts, given, strict=True) if part(r["id"], 2) != without]
                path = Path(scratch) / f"{without}.vectors"
                path.write_bytes(packed(*learn(some)))
                made.append(Vectors.open(path))
                print("vectors without part", without, len(made[-1]), flush=True)
            found = examples(given, made)
        whole: Learned = learn(texts)
        (args.out / "en.vectors").write_bytes(packed(*whole))
        print("vectors", len(whole.words), flush=True)
        if args.keep:
            args.keep.write_bytes(pickle.dumps(found))
    x, y = np.array(found.facts), np.array(found.planted)
    touched, parts = np.array(found.touched), np.array(found.parts)
    print(f"{len(y)} candidates, {int(y.sum())} planted, {x.shape[1]} facts", flush=True)
    # As many touched articles as untouched would be half; four of them stand beside each untouched one.
    shares = np.where(touched == 1, PRIOR / 4, 1 - PRIOR)
    made_trees = fitted(SHAPE, FACTS, x, y, parts % 2, weights=np.ones(len(y)), shares=shares)
    (args.out / "off-topic.trees").write_bytes(made_trees.data)
    print(len(made_trees.data), "bytes of trees")


if __name__ == "__main__":
    main()
