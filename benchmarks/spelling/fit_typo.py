"""Fit the weights of ``auditor.language.spelling`` on half of the articles; needs NumPy.

Positive: slips planted one an article. Negative: the unknown words that stand there already; the few
true misspellings among them make the fit a little too careful. Prints the tuple to paste.
"""

import argparse
import random

import numpy as np

from auditor.detectors.typo import Typo
from auditor.language.spelling import FACTS
from benchmarks.spelling.common import articles_of, data_folder, misspellings, plant, read


def fit(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic regression with a small ridge, by Newton's steps."""
    weights = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (w * (y - p)) - 0.5 * weights
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + 0.5 * np.eye(len(weights))
        weights += np.linalg.solve(hessian, gradient)
    return weights


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=None)
    parser.add_argument("--articles", type=int, default=900)
    parser.add_argument(
        "--show", type=int, default=0, help="natural words that look most like slips"
    )
    args = parser.parse_args()
    folder = data_folder(args.data)
    rng = random.Random(7)
    typo = Typo({})
    pairs = misspellings(folder)[::2]
    rows: list[tuple[float, ...]] = []
    labels: list[float] = []
    importance: list[float] = []  # planted slips are many times commoner than real ones
    natural: list[tuple[int, str, str]] = []
    for text in articles_of(folder, args.articles, half=0):
        for word, verdict, _ in typo.judged(read(text)):
            natural.append((len(rows), word.text, verdict.suggestions[0]))
            rows.append(verdict.facts)
            labels.append(0.0)
            importance.append(1.0)
        for kind in ("slip", "slip", "pair", "capital"):
            planted = plant(text[:2500], kind, rng, pairs)
            if planted is None:
                continue
            touched, start, _ = planted
            for word, verdict, _ in typo.judged(read(touched)):
                if word.start == start:
                    rows.append(verdict.facts)
                    labels.append(1.0)
                    importance.append(0.04 if kind == "capital" else 0.2)
    x, y, w = np.array(rows), np.array(labels), np.array(importance)
    print(f"{int(y.sum())} planted, {int((1 - y).sum())} natural")
    weights = fit(x, y, w)
    # What looks most like a slip among the natural words is one: the second fit leaves it out.
    keep = (y == 1) | (1 / (1 + np.exp(-x @ weights)) < 0.93) | (x[:, FACTS.index("capital")] == 1)
    weights = fit(x[keep], y[keep], w[keep])
    for name, weight in zip(FACTS, weights, strict=True):
        print(f"    {weight + 0.0:.2f},  # {name}")
    p = 1 / (1 + np.exp(-x @ weights))
    for at, text, meant in sorted(natural, key=lambda n: -p[n[0]])[: args.show]:
        print(f"{p[at]:.2f} {text} ({meant})")


if __name__ == "__main__":
    main()
