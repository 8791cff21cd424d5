"""Boosted trees: fitted, calibrated on what they have not seen, and written as the program reads them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from benchmarks.trees import packed


class Shape(NamedTuple):
    """How many trees, of what size, and how slowly they learn."""

    trees: int
    rate: float
    leaves: int
    smallest: int
    penalty: float
    facts: float
    """The share of the facts that a question may choose from."""
    bins: int = 255
    """Thresholds that a fact may be asked for, at most; fewer are fitted sooner."""

    def model(self, seed: int) -> Any:
        """Return the trees, not yet fitted."""
        return HistGradientBoostingClassifier(
            max_iter=self.trees,
            learning_rate=self.rate,
            max_leaf_nodes=self.leaves,
            min_samples_leaf=self.smallest,
            l2_regularization=self.penalty,
            max_features=self.facts,
            max_bins=self.bins,
            random_state=seed,
            early_stopping=False,
        )


class Fitted(NamedTuple):
    """Trees as a file, and what those that had not seen an example made of it."""

    data: bytes
    probabilities: Any
    """Of every example, 0 to 1."""


def fitted(
    shape: Shape,
    facts: Sequence[str],
    x: Any,
    y: Any,
    folds: Any,
    *,
    weights: Any,
    shares: Any = None,
) -> Fitted:
    """Fit trees to all examples, and calibrate them by trees that did not see an example's fold.

    Args:
        shape: of the trees.
        facts: their names, a column of ``x`` each.
        x: the facts, a row an example.
        y: whether it is what is looked for.
        folds: the fold of each example.
        weights: of the examples, in fitting.
        shares: of the examples, in calibrating; where missing, ``weights``.

    """
    scores = np.zeros(len(y))
    for fold in np.unique(folds):
        kept = folds != fold
        seen = shape.model(int(fold)).fit(x[kept], y[kept], sample_weight=weights[kept])
        scores[~kept] = seen.decision_function(x[~kept])
    plain = LogisticRegression(C=1e6).fit(
        scores.reshape(-1, 1), y, sample_weight=weights if shares is None else shares
    )
    slope, offset = float(plain.coef_[0, 0]), float(plain.intercept_[0])
    trees = shape.model(9).fit(x, y, sample_weight=weights)
    return Fitted(packed(trees, facts, slope, offset), 1 / (1 + np.exp(-(slope * scores + offset))))
