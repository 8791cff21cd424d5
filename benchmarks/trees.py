"""Trees that scikit-learn has fitted, as the file that ``auditor.language.forest`` reads."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from auditor.language.forest import Node, pack


def packed(model: Any, facts: Sequence[str], slope: float, offset: float) -> bytes:
    """Return the file of a fitted HistGradientBoostingClassifier, its score calibrated by ``slope`` and ``offset``."""
    trees = [
        [
            Node(-1, 0, 0, float(node["value"]))
            if node["is_leaf"]
            else Node(
                int(node["feature_idx"]),
                int(node["left"]),
                int(node["right"]),
                float(node["num_threshold"]),
            )
            for node in predictor.nodes
        ]
        for (predictor,) in model._predictors
    ]
    first = float(np.ravel(model._baseline_prediction)[0])
    return pack(trees, facts, first, slope, offset)
