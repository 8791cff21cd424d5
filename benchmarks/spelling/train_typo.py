"""Make ``typo.weights``, which rank candidates, and ``typo.trees``, which judge the best one.

Data, looked for at ``--data``, ``AUDITOR_DATA`` or beside the checkout: the even rows of the news set, with slips
planted in them by ``common.py``, misspellings that people made (GNU Aspell's list and the sentences of
ad-freiburg/text-correction-benchmarks, the half of them that ``common.half`` gives), and the unknown words that
stood there before, those of them that are misspelt marked in ``natural_labels.tsv`` (word, 1 or 0).
A quarter of the articles are judged as if the others were an archive, a quarter as if a tenth of them were,
half without one.

Needs scikit-learn and SciPy in an environment of its own; run as ``python -m benchmarks.spelling.train_typo``. The same
data and versions give the same bytes.
"""

import argparse
import random
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from auditor.detector import NoNeighbours
from auditor.detectors.typo import Typo
from auditor.language.lexicon import DATA
from auditor.language.spelling import (
    FACTS,
    RANKED,
    Candidate,
    Page,
    Place,
    candidates,
    facts_of,
)
from benchmarks.spelling.common import (
    articles_of,
    by_target,
    data_folder,
    misspellings,
    plant_many,
    read,
)
from benchmarks.trees import packed

SEED = 7
FOLDS = 4
KINDS = ("slip", "slip", "people", "noise", "capital", "capital", "capital", "initial", "hyphen")
IMPORTANCE = {
    "slip": 0.1, "people": 0.45, "noise": 0.05, "capital": 0.15, "initial": 0.015, "hyphen": 0.015,
}  # fmt: skip
"""What a planted mistake weighs against an unknown word that stood there: many times commoner than in life."""
REAL = 2.0
"""What a mistake that stood there weighs."""
RATE = {
    "slip": 0.02, "people": 0.02, "noise": 0.0, "capital": 0.02, "initial": 0.004, "hyphen": 0.002,
}  # fmt: skip
"""Mistakes of each kind in an untouched article, for the calibration: one in twelve articles was counted."""
AGAIN = 0.05
"""The share of planted mistakes that are taken to stand there twice."""
LABELS = Path(__file__).with_name("natural_labels.tsv")


class Archive(NoNeighbours):
    """The other articles as an archive that counts words."""

    def __init__(self, counts: Counter[str], own: set[str], share: int = 1) -> None:
        self._counts = counts
        self._own = own
        self._share = share

    def word_count(self, word: str) -> int:
        """Return how many of the other articles hold ``word``."""
        return (self._counts[word] - (word in self._own)) // self._share


class Row(NamedTuple):
    """An unknown word: what it is, where it stands, what it was held against."""

    text: str
    kind: str
    """``natural`` or the kind of mistake that was planted."""
    meant: str
    place: Place
    page: Page
    around: str
    """The text around it, for those who read."""


def rows_of(text: str, neighbours: NoNeighbours, planted: list[tuple[int, str, str]]) -> list[Row]:
    """Return the unknown words of a text, those alone that were ``planted`` where any were."""
    known = {start: (kind, word) for start, kind, word in planted}
    article, found = read(text), []
    for word, place, page in Typo({}).suspects(article, neighbours):
        around = article.text[max(0, word.start - 45) : word.end + 30].replace("\n", "|")
        if not planted:
            found.append(Row(word.text, "natural", "", place, page, around))
        elif word.start in known:
            kind, meant = known[word.start]
            found.append(Row(word.text, kind, meant.lower(), place, page, around))
    return found


def low(text: str) -> str:
    """Return a word as the detector asks for it."""
    return text.replace("’", "'").removesuffix("'s").lower()


def fit_ranking(groups: list[tuple[np.ndarray, int]]) -> np.ndarray:
    """Return weights under which the word meant comes first: a conditional logit, by L-BFGS."""
    from scipy.optimize import minimize

    x = np.concatenate([facts for facts, _ in groups])
    sizes = np.array([len(facts) for facts, _ in groups])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = starts + np.array([at for _, at in groups])
    owner = np.repeat(np.arange(len(groups)), sizes)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        score = x @ weights
        score -= np.maximum.reduceat(score, starts)[owner]
        odds = np.exp(score)
        share = odds / np.add.reduceat(odds, starts)[owner]
        value = -np.log(share[right]).sum() + 0.5 * (weights @ weights)
        gradient = x.T @ share - x[right].sum(axis=0) + weights
        return float(value), gradient

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x)


def boosting() -> Any:
    """Return an unfitted forest."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.12, max_leaf_nodes=14, min_samples_leaf=30,
        l2_regularization=10.0, early_stopping=False, random_state=SEED,
    )  # fmt: skip


def calibrate(raw: np.ndarray, y: np.ndarray, w: np.ndarray) -> tuple[float, float]:
    """Return slope and intercept of Platt's scaling, weighted."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e6).fit(raw[:, None], y, sample_weight=w)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


class Examples(NamedTuple):
    """What the trees learn from: a row an unknown word."""

    facts: np.ndarray
    slip: np.ndarray
    """1 where it is misspelt."""
    importance: np.ndarray
    rate: np.ndarray
    """How often such a word stands in an untouched text, against how often here."""
    fold: np.ndarray
    told: list[tuple[Row, str]]
    """The word with its best suggestion."""


def collect(texts: list[str], folder: Path) -> tuple[list[Row], list[tuple[int, Row]]]:
    """Return the planted words, and those that stood there before with the number of their article."""
    rng = random.Random(SEED)
    own = [{low(word.text) for word in read(text).words} for text in texts]
    counts = Counter(word for words in own for word in words)
    sources = ("people", "noise")
    pairs = {source: by_target(misspellings(folder, 0, source)) for source in sources}
    planted: list[Row] = []
    natural: list[tuple[int, Row]] = []
    for number, text in enumerate(texts):
        neighbours = NoNeighbours()
        if number % 2:
            neighbours = Archive(counts, own[number], share=1 if number % 4 == 1 else 10)
        natural += [(number, row) for row in rows_of(text, neighbours, [])]
        touched, places = plant_many(text, KINDS, rng, pairs)
        for row in rows_of(touched, neighbours, places) if places else ():
            again = rng.random() < AGAIN
            planted.append(row._replace(place=row.place._replace(uses=2)) if again else row)
    print(f"{len(natural)} unknown words, {len(planted)} planted")
    return planted, natural


def weights_of(planted: list[Row], held: list[list[Candidate]]) -> np.ndarray:
    """Return the weights that rank candidates, and print them."""
    groups = []
    for row, found in zip(planted, held, strict=True):
        meant = [at for at, c in enumerate(found) if c.target.word == row.meant]
        if meant:
            groups.append((np.array([c.facts for c in found]), meant[0]))
    print(f"the word meant is among the candidates of {len(groups) / len(planted):.3f}")
    weights = fit_ranking(groups)
    for name, weight in zip(RANKED, weights, strict=True):
        print(f"    {weight:+.2f} {name}")
    return weights


def labels() -> dict[str, int]:
    """Return what was said of unknown words: 1 for those that are misspelt."""
    found = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, verdict = line.split("\t")
            found[word] = int(verdict)
    return found


def examples(
    planted: list[Row],
    held: list[list[Candidate]],
    natural: list[tuple[int, Row]],
    weights: np.ndarray,
    articles: int,
) -> Examples:
    """Work out the facts of every unknown word that has a candidate."""
    rng = random.Random(SEED)
    total = Counter(row.kind for row in planted)
    said = labels()
    facts: list[tuple[float, ...]] = []
    rest: list[tuple[int, float, float, int]] = []
    told: list[tuple[Row, str]] = []

    def add(row: Row, found: list[Candidate], number: int | None) -> None:
        if not found:
            return
        scored = [(float(np.dot(weights, c.facts)), c) for c in found]
        scored.sort(key=lambda sc: (-sc[0], sc[1].target.word))
        facts.append(facts_of(low(row.text), row.place, row.page, scored))
        told.append((row, scored[0][1].target.word))
        if number is None:
            rate = RATE[row.kind] * articles / total[row.kind]
            rest.append((1, IMPORTANCE[row.kind], rate, rng.randrange(FOLDS)))
        else:
            slip = said.get(row.text, 0)
            rest.append((slip, REAL if slip else 1.0, 1.0, number % FOLDS))

    for row, found in zip(planted, held, strict=True):
        add(row, found, None)
    for number, row in natural:
        add(row, candidates(low(row.text), row.place, row.page), number)
    slip, importance, rate, fold = (np.array(column) for column in zip(*rest, strict=True))
    return Examples(np.array(facts), slip, importance, rate, fold, told)


def out_of_fold(given: Examples) -> np.ndarray:
    """Return what trees say of each row that learnt from the other folds."""
    raw = np.zeros(len(given.slip))
    for part in range(FOLDS):
        others = given.fold != part
        model = boosting().fit(
            given.facts[others], given.slip[others], sample_weight=given.importance[others]
        )
        raw[~others] = model.decision_function(given.facts[~others])
    return raw


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", default=None)
    parser.add_argument("--articles", type=int, default=3951)
    parser.add_argument("--out", type=Path, default=DATA, help="the folder of both files")
    parser.add_argument("--show", type=Path, help="write the natural words likest to slips here")
    args = parser.parse_args()
    folder = data_folder(args.data)
    texts = list(articles_of(folder, args.articles, half=0))
    planted, natural = collect(texts, folder)
    held = [candidates(low(row.text), row.place, row.page) for row in planted]
    weights = weights_of(planted, held)
    given = examples(planted, held, natural, weights, len(texts))
    raw = out_of_fold(given)
    slope, intercept = calibrate(raw, given.slip, given.rate)
    p = 1 / (1 + np.exp(-(slope * raw + intercept)))
    stood = np.array([row.kind == "natural" for row, _ in given.told])
    for least in (0.3, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8):
        natural_ = stood & (p >= least)
        true = int((natural_ & (given.slip == 1)).sum())
        print(
            f"p >= {least}: {true} of {int(natural_.sum())} natural flags labelled true; "
            f"{(p[~stood] >= least).mean():.3f} of those planted"
        )
    for kind in IMPORTANCE:
        told = p[np.array([row.kind == kind for row, _ in given.told])]
        shares = ", ".join(
            f"{(told >= least).mean():.3f} from {least}" for least in (0.5, 0.6, 0.7)
        )
        print(f"    {kind}: {shares}")
    if args.show:
        order = [i for i in np.argsort(-p) if stood[i]]
        lines = [
            f"{p[i]:.2f}\t{row.text}\t{best}\t{given.slip[i]}\t{row.around}"
            for i in order
            for row, best in (given.told[i],)
        ]
        args.show.write_text("\n".join(lines[:1500]) + "\n", encoding="utf-8")
    final = boosting().fit(given.facts, given.slip, sample_weight=given.importance)
    lines = [f"{name}\t{float(value)!r}\n" for name, value in zip(RANKED, weights, strict=True)]
    (args.out / "typo.weights").write_text("".join(lines), encoding="utf-8")
    data = packed(final, FACTS, slope, intercept)
    (args.out / "typo.trees").write_bytes(data)
    print(f"{args.out / 'typo.trees'}: {len(data) / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
