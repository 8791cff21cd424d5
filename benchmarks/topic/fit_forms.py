"""Fit the trees that know furniture and captions by their form. Needs scikit-learn; fit.py comes first.

``python -m benchmarks.topic.fit_forms [--data DATA] [--all]``: from the tuning half of the web pages, once as
pages (roles and links known) and once as bare lines, and of the news, whose paragraphs count as body.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from auditor.detectors.caption_in_body import credit
from auditor.document import Article
from auditor.document.forms import FACTS
from auditor.language.furniture import line_of, shipped
from benchmarks.topic.common import (
    REPORT,
    TUNE,
    Row,
    article,
    data_folder,
    hints_of,
    news,
    page,
    pages,
    part,
)
from benchmarks.topic.fit import calibrated
from benchmarks.trees import packed

_OUT = Path(__file__).resolve().parents[2] / "auditor" / "language" / "data"
NEWS = 1200
FURNITURE = ("teaser_or_link", "cta_promo", "author_bio")


def main() -> None:
    """Fit and write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=None)
    parser.add_argument("--all", action="store_true", help="from both halves")
    parser.add_argument("--out", type=Path, default=_OUT)
    args = parser.parse_args()
    folder = data_folder(args.data)
    given = pages(folder, TUNE) + (pages(folder, REPORT) if args.all else [])
    hints = hints_of(folder)
    facts: list[tuple[float, ...]] = []
    kinds: list[str] = []
    parts: list[int] = []
    weights: list[float] = []
    for row in given:
        for bare in (False, True):
            read, labels = page(row, bare=bare)
            _take(read, labels, row, hints, facts, kinds)
            weights += [1.0] * (len(facts) - len(weights))
            parts += [part(row["id"], 5)] * (len(facts) - len(parts))
    for story in news(folder, TUNE)[:NEWS]:
        read = article(story)
        for passage, values in zip(read.passages, read.forms, strict=True):
            known = shipped().look_up(line_of(passage.text)) or credit(read, passage.span)
            if not known and passage.block is not read.headline:
                facts.append(values)
                kinds.append("")
                weights.append(0.5)
                parts.append(part(story["id"], 5))
    x, w, folds = np.array(facts), np.array(weights), np.array(parts)
    for name, wanted in (("furniture", FURNITURE), ("caption", ("caption",))):
        other = {"furniture": ("caption",), "caption": FURNITURE}[name]
        y = np.array([kind in wanted for kind in kinds])
        fit = np.array([kind not in other for kind in kinds])
        scores = np.zeros(len(y))
        for turn in range(5):
            kept = fit & (folds != turn)
            scores[folds == turn] = (
                model(turn)
                .fit(x[kept], y[kept], sample_weight=w[kept])
                .decision_function(x[folds == turn])
            )
        slope, offset = calibrated(scores[fit], y[fit], w[fit])
        data = packed(model(9).fit(x[fit], y[fit], sample_weight=w[fit]), FACTS, slope, offset)
        (args.out / f"{name}.trees").write_bytes(data)
        print(f"{name}: {int(y.sum())} of {len(y)}, {len(data)} bytes")
        for cut in (0.0005, 0.001, 0.002, 0.003, 0.004):
            body = scores[fit & ~y & (x[:, 1] >= 8)]
            least = np.quantile(body, 1 - cut)
            p = 1 / (1 + np.exp(-(slope * least + offset)))
            found = (scores[y & (x[:, 1] >= 8)] > least).mean()
            print(f"  at {cut:.2%} of other passages: probability {p:.2f}, found {found:.3f}")


def _take(
    read: Article,
    labels: list[int],
    row: Row,
    hints: dict[tuple[str, str], str],
    facts: list[tuple[float, ...]],
    kinds: list[str],
) -> None:
    for passage, values in zip(read.passages, read.forms, strict=True):
        hint = hints.get((row["id"], passage.block.span.of(read.text)))
        label = labels[passage.block.index]
        if label == 1 or hint in (*FURNITURE, "caption"):
            facts.append(values)
            kinds.append("" if label == 1 else str(hint))


def model(seed: int) -> Any:
    """Return the trees, not yet fitted."""
    return HistGradientBoostingClassifier(
        max_iter=120,
        learning_rate=0.08,
        max_leaf_nodes=12,
        min_samples_leaf=15,
        l2_regularization=5.0,
        max_features=0.5,
        random_state=seed,
        early_stopping=False,
    )


if __name__ == "__main__":
    main()
