"""Fit the models of off-topic-insertion: vectors of words, then trees. Needs scikit-learn.

``python -m benchmarks.topic.fit PLACES [--data DATA] [--all]``: from the tuning half of ``news``, or from all
of it. PLACES is what ``teach.py`` wrote: vectors begin from it, then learn from the articles.
Vectors must not have seen the articles whose facts the trees learn from, or the trees trust them too
far: so they are made twice, each time from one part, for the other part's facts, and at last from all.
The trees' probability is calibrated, on articles that they have not seen, for a stock of articles of which one
in ten holds an insertion.
"""

import argparse
import pickle
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from auditor.detectors.off_topic_insertion import candidates
from auditor.document import Article, Span
from auditor.document.belonging import FACTS, Belonging
from auditor.language.learn import Learned, Text, learn, packed
from auditor.language.vectors import Vectors
from auditor.similarity.topic import stem
from auditor.sources.plain import article_from_text
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
from benchmarks.topic.distil import Seen, distil, usual_words
from benchmarks.topic.teach import USUAL, WORDNET, Places, general
from benchmarks.topic.trees import Shape, fitted

SHAPE = Shape(trees=200, rate=0.08, leaves=20, smallest=40, penalty=10.0, facts=0.3)
_WORDS = 21_000
_RATE = 0.003
TURNS = 3
"""Passages planted in an article from each distance, one at a time."""
_AT_HOME, _AGAIN = 6.0, 0.1
"""What an article's own passage weighs against one planted: in the article untouched, and again, hardly changed,
each time that something was planted in it."""
PRIOR = 0.1
"""The share of articles that hold an insertion, for which the probability is calibrated."""
_OUT = Path(__file__).resolve().parents[2] / "auditor" / "language" / "data"


class Source:
    """What vectors are made from."""

    def __init__(self, places: Places, wordnet: Path) -> None:
        """Take what an encoder sees, and the texts of all subjects that it has seen."""
        self._places = places
        self._general = self._seen(article_from_text(text, id="") for text in general(wordnet))
        self._usual = [stem(word) for word in usual_words(USUAL)]

    def vectors(self, given: Sequence[Row]) -> Learned:
        """Return vectors made from articles."""
        read = [article(row) for row in given]
        begun = distil([self._general, self._seen(read)])
        texts = [
            Text([list(p.bag) for p in one.passages], row["topic"])
            for one, row in zip(read, given, strict=True)
        ]
        start = Vectors(memoryview(packed(*begun)))
        learned = learn(texts, start=start, rate=_RATE)
        others = dict.fromkeys(self._usual)
        for word in learned.words:
            others.pop(word, None)
        row = dict(zip(begun.words, begun.rows, strict=True))
        more = [word for word in others if word in row][: _WORDS - len(learned.words)]
        return Learned(
            [*learned.words, *more], np.vstack([learned.rows, *(row[word] for word in more)])
        )

    def _seen(self, read: Iterable[Article]) -> Seen:
        told = [(p.text, list(p.bag)) for one in read for p in one.passages]
        known, rows = self._places.of([text for text, _ in told])
        return Seen([told[at][1] for at in known], rows)


class Examples(NamedTuple):
    """Facts of candidates, whether they were planted, their articles' weights and parts."""

    facts: list[tuple[float, ...]]
    planted: list[int]
    touched: list[int]
    parts: list[int]
    whose: list[str]

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
            self.whose.append(read.id)


def examples(given: Sequence[Row], vectors: Sequence[Vectors]) -> Examples:
    """Return every candidate of articles untouched, and touched in each way."""
    found = Examples([], [], [], [], [])
    planters = [Planter(given, seed) for seed in (1, 2)]
    for at, row in enumerate(given):
        which = part(row["id"], len(vectors))
        found.take(article(row), None, vectors[which], part("b" + row["id"], 4))
        for same, planter in enumerate(planters):
            for turn in range(TURNS):
                kind = KINDS[(at + turn + same) % len(KINDS)]
                if planted := planter.plant(row, kind, same=bool(same)):
                    found.take(
                        planted.article, planted.span, vectors[which], part("b" + row["id"], 4)
                    )
    return found


def main() -> None:
    """Fit and write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", type=Path)
    parser.add_argument("--data", default=None)
    parser.add_argument("--wordnet", type=Path, default=WORDNET)
    parser.add_argument("--all", action="store_true", help="from both halves")
    parser.add_argument("--out", type=Path, default=_OUT)
    parser.add_argument("--keep", type=Path, help="keep the facts here, or take them from here")
    args = parser.parse_args()
    folder = data_folder(args.data)
    given = news(folder, TUNE) + (news(folder, REPORT) if args.all else [])
    if args.keep and args.keep.exists():
        found = pickle.loads(args.keep.read_bytes())
    else:
        source = Source(Places(args.places), args.wordnet)
        made: list[Vectors] = []
        with TemporaryDirectory() as scratch:
            for without in (0, 1):
                some = [row for row in given if part(row["id"], 2) != without]
                path = Path(scratch) / f"{without}.vectors"
                path.write_bytes(packed(*source.vectors(some)))
                made.append(Vectors.open(path))
                print("vectors without part", without, len(made[-1]), flush=True)
            found = examples(given, made)
        whole = source.vectors(given)
        (args.out / "en.vectors").write_bytes(packed(*whole))
        print("vectors", len(whole.words), flush=True)
        if args.keep:
            args.keep.write_bytes(pickle.dumps(found))
    x, y = np.array(found.facts), np.array(found.planted)
    touched, parts = np.array(found.touched), np.array(found.parts)
    print(f"{len(y)} candidates, {int(y.sum())} planted, {x.shape[1]} facts", flush=True)
    # Each article stands there once untouched, and as often touched as passages were planted.
    shares = np.where(touched == 1, PRIOR / (2 * TURNS), 1 - PRIOR)
    weights = np.where(y == 1, 1.0, np.where(touched == 1, _AGAIN, _AT_HOME))
    weights *= len(y) / weights.sum()
    made_trees = fitted(SHAPE, FACTS, x, y, parts % 2, weights=weights, shares=shares)
    (args.out / "off-topic.trees").write_bytes(made_trees.data)
    print(len(made_trees.data), "bytes of trees")
    likeliest = dict.fromkeys((row["id"] for row in given), 0.0)
    for id, probability, was in zip(found.whose, made_trees.probabilities, touched, strict=True):
        if not was:
            likeliest[id] = max(likeliest[id], float(probability))
    for share in (0.01, 0.015, 0.0175, 0.02):
        least = float(np.quantile(list(likeliest.values()), 1 - share))
        print(f"{share:.2%} of the articles, by trees that have not seen them, from {least:.3f}")


if __name__ == "__main__":
    main()
