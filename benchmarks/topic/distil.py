"""Vectors of words to begin from: the sum of a passage's words points where a sentence encoder sees the passage.

An encoder knows what words mean that an archive of news seldom has, and costs a thousand times more to
ask. What it sees of passages, of single words and of WordNet's glosses is brought to the dimensions that
ship (principal components), and each word is given the vector with which the sums come nearest.
(Tulkens and van Dongen, "Model2Vec", 2024, for the idea; passages, not tokens, are fitted here.)
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from auditor.language.learn import Descent, Floats, Learned, Side

_LETTERS = re.compile(r"[a-z][a-z'-]+[a-z]")
_MARK = re.compile(r"\([a-z]+\)$")


class Seen(NamedTuple):
    """Stems of texts, and where an encoder sees each text: a row of unit length."""

    bags: Sequence[Sequence[str]]
    places: np.ndarray[Any, Any]


def glosses(folder: Path) -> Iterator[str]:
    """Yield the words and the gloss of each synset of WordNet 3.0, as ``words: gloss``."""
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="latin-1").splitlines():
            if line.startswith("  "):
                continue
            head, gloss = line.rstrip().split(" | ", 1)
            fields = head.split(" ")
            words = [fields[4 + 2 * at] for at in range(int(fields[3], 16))]
            named = ", ".join(_MARK.sub("", word).replace("_", " ") for word in words)
            yield f"{named}: {gloss}".replace('"', "")


def usual_words(count: int) -> list[str]:
    """Return the commonest words of English, by wordfreq."""
    import wordfreq

    return [w for w in wordfreq.top_n_list("en", count) if _LETTERS.fullmatch(w)]


def distil(
    given: Sequence[Seen],
    *,
    dimensions: int = 128,
    passes: int = 8,
    rate: float = 0.01,
    batch: int = 1024,
    fewest: int = 3,
    seed: int = 0,
) -> Learned:
    """Return vectors of the words that stand in ``fewest`` of the texts or more."""
    chance = np.random.default_rng(seed)
    uses = Counter(word for seen in given for bag in seen.bags for word in bag)
    words = sorted(word for word, count in uses.items() if count >= fewest)
    number = {word: at for at, word in enumerate(words)}
    bags = [
        np.array([number[w] for w in bag if w in number], np.int64)
        for seen in given
        for bag in seen.bags
    ]
    places = _reduced(np.vstack([seen.places for seen in given]), dimensions, chance)
    usable = np.flatnonzero([len(bag) > 0 for bag in bags])
    rows = chance.standard_normal((len(words), dimensions)).astype(np.float32) * 0.05
    descent = Descent(rows, rate, passes * (len(usable) // batch))
    for _ in range(passes):
        order = chance.permutation(usable)
        for at in range(0, len(order) - batch + 1, batch):
            chosen = order[at : at + batch]
            sizes = [len(bags[i]) for i in chosen]
            found = np.concatenate([bags[i] for i in chosen])
            whose = np.repeat(np.arange(batch), sizes)
            side = Side.of(rows, found, whose, np.ones(len(found), np.float32), batch)
            slope = np.zeros_like(rows)
            side.pull(-places[chosen] / batch, slope)
            descent.go(slope)
    return Learned(words, rows)


def _reduced(places: np.ndarray[Any, Any], dimensions: int, chance: np.random.Generator) -> Floats:
    """Return the places with their mean taken away, along their principal axes, of unit length."""
    some = chance.choice(len(places), min(len(places), 20_000), replace=False)
    mean = places.mean(axis=0, dtype=np.float32)
    axes = np.linalg.svd(places[some].astype(np.float32) - mean, full_matrices=False)[2]
    found: Floats = (places.astype(np.float32) - mean) @ axes[:dimensions].T
    found /= np.linalg.norm(found, axis=1, keepdims=True) + 1e-9
    return found
