"""Learn vectors of words from articles: a passage shall lie near the rest of its own article.

Passages and what surrounds them are sums of the vectors of their words. Step by step, some hundred
articles at once, each passage is moved towards the rest of its article and away from the others',
half of the time from others on the same subject. Gradient and Adam are written out; NumPy is enough.
(Wu and others, "StarSpace", 2018; van den Oord and others, "Contrastive predictive coding", 2018.)
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from auditor.language.vectors import HEADER, MAGIC, VERSION, ZERO, Vectors

Floats = np.ndarray[Any, np.dtype[np.float32]]
Ints = np.ndarray[Any, np.dtype[np.int64]]

_FEWEST = 4
"""Words that a passage needs, and passages that an article needs."""
_BESIDE = 8
"""Passages of the rest that one is held against at a step."""
_SHARPNESS = 22.0
_FORGET = (0.9, 0.999)


class Text(NamedTuple):
    """An article to learn from: the telling words of each of its passages, and what it is about."""

    passages: Sequence[Sequence[str]]
    subject: str = ""


class Learned(NamedTuple):
    """Words and their vectors, a row each."""

    words: Sequence[str]
    rows: Floats


class _Table(NamedTuple):
    """Passages as runs in one array of word numbers; articles as runs of passages."""

    words: Ints
    starts: Ints
    first: Ints

    def gathered(self, passages: Ints) -> tuple[Ints, Ints]:
        """Return the word numbers of ``passages`` one after the other, and whose each is."""
        sizes = self.starts[passages + 1] - self.starts[passages]
        ends = np.cumsum(sizes)
        places = np.arange(int(ends[-1])) - np.repeat(ends - sizes, sizes)
        return (
            self.words[np.repeat(self.starts[passages], sizes) + places],
            np.repeat(np.arange(len(passages)), sizes),
        )


def learn(
    texts: Sequence[Text],
    *,
    dimensions: int = 128,
    passes: int = 4,
    batch: int = 256,
    rate: float = 0.005,
    dropped: float = 0.4,
    fewest: int = 3,
    most: int = 20_000,
    seed: int = 0,
    start: Vectors | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Learned:
    """Return vectors of the words that stand in ``fewest`` articles or more.

    Args:
        texts: the articles.
        dimensions: of a vector.
        passes: how often each passage is looked at, in the mean.
        batch: articles a step.
        rate: the first rate of learning; it falls to nothing.
        dropped: share of a passage's words left out at a step.
        fewest: articles that a word must stand in.
        most: words kept, the commonest.
        seed: of the order, and of what is left out.
        start: vectors to begin from, for the words that they know.
        progress: told of steps done, and of how many.

    """
    chance = np.random.default_rng(seed)
    table, words, rarity = _tabled(texts, fewest, most)
    rows = chance.standard_normal((len(words), dimensions)).astype(np.float32)
    rows *= (rarity / rarity.max() / np.sqrt(dimensions))[:, None]
    if start is not None and start.dimensions == dimensions:
        for at, word in enumerate(words):
            if (known := start.row(word)) is not None:
                rows[at] = np.array(known, dtype=np.float32) / start.scale
    sizes = np.diff(table.first)
    usable = np.flatnonzero(sizes >= _FEWEST)
    if len(usable) < 2:
        return Learned(words, rows)
    subjects = _subjects(texts, usable, batch)
    descent = Descent(rows, rate, max(1, passes * len(table.starts) // batch))
    for step in range(1, descent.steps + 1):
        chosen = _choose(chance, usable, subjects, batch)
        descent.go(_slope(chance, table, rows, chosen, dropped))
        if progress:
            progress(step, descent.steps)
    return Learned(words, rows)


class Descent:
    """Adam, with a rate that falls to nothing (Kingma and Ba, 2015)."""

    def __init__(self, rows: Floats, rate: float, steps: int) -> None:
        """Take the array to change in place, the first rate, and how many steps there will be."""
        self.steps = steps
        self._rows, self._rate, self._done = rows, rate, 0
        self._mean, self._square = np.zeros_like(rows), np.zeros_like(rows)

    def go(self, slope: Floats) -> None:
        """Go one step against ``slope``."""
        rate = self._rate * (1 - self._done / self.steps)
        self._done += 1
        self._mean += (slope - self._mean) * (1 - _FORGET[0])
        self._square += (slope * slope - self._square) * (1 - _FORGET[1])
        fair = (1 - _FORGET[0] ** self._done, 1 - _FORGET[1] ** self._done)
        self._rows -= rate * (self._mean / fair[0]) / (np.sqrt(self._square / fair[1]) + 1e-8)


def _tabled(texts: Sequence[Text], fewest: int, most: int) -> tuple[_Table, Sequence[str], Floats]:
    uses = Counter(word for text in texts for word in {w for p in text.passages for w in p})
    kept = [(-count, word) for word, count in uses.items() if count >= fewest]
    words = sorted(word for _, word in sorted(kept)[:most])
    number = {word: at for at, word in enumerate(words)}
    found: list[int] = []
    starts = [0]
    first = [0]
    for text in texts:
        for passage in text.passages:
            own = sorted({number[word] for word in passage if word in number})
            if len(own) >= _FEWEST:
                found += own
                starts.append(len(found))
        first.append(len(starts) - 1)
    rarity = np.array([np.log((1 + len(texts)) / uses[w]) for w in words], dtype=np.float32)
    table = _Table(np.array(found, np.int64), np.array(starts, np.int64), np.array(first, np.int64))
    return table, words, rarity


def _subjects(texts: Sequence[Text], usable: Ints, batch: int) -> list[Ints]:
    """Return the articles of each subject that has many, those that share it side by side."""
    by: dict[str, list[int]] = {}
    for at in usable.tolist():
        by.setdefault(texts[at].subject, []).append(at)
    return [np.array(own) for own in by.values() if len(own) >= batch // 6] if len(by) > 3 else []


def _choose(
    chance: np.random.Generator, usable: Ints, subjects: Sequence[Ints], batch: int
) -> Ints:
    """Return the articles of a step: any, or those of a few subjects."""
    pool = usable
    if len(subjects) > 3 and chance.random() < 0.5:
        sizes = np.array([len(own) for own in subjects], float)
        some = chance.choice(len(subjects), 3, replace=False, p=sizes / sizes.sum())
        pool = np.concatenate([subjects[at] for at in some])
    return chance.choice(pool, min(batch, len(pool)), replace=False)


def _slope(
    chance: np.random.Generator, table: _Table, rows: Floats, chosen: Ints, dropped: float
) -> Floats:
    """Return the gradient of the loss for one passage of each chosen article."""
    low, high = table.first[chosen], table.first[chosen + 1]
    passages = low + (chance.random(len(chosen)) * (high - low)).astype(np.int64)
    others, whose = [], []
    for number, (start, end, own) in enumerate(zip(low, high, passages, strict=True)):
        rest = np.setdiff1d(np.arange(start, end), own, assume_unique=True)
        if len(rest) > _BESIDE:
            rest = chance.choice(rest, _BESIDE, replace=False)
        others.append(rest)
        whose.append(np.full(len(rest), number))
    words, at = table.gathered(passages)
    keep = chance.random(len(words)) > dropped
    left = Side.of(rows, words[keep], at[keep], np.ones(int(keep.sum()), np.float32), len(chosen))
    words, at = table.gathered(np.concatenate(others))
    pairs, counts = np.unique(np.concatenate(whose)[at] * len(rows) + words, return_counts=True)
    weights = np.sqrt(counts).astype(np.float32)
    right = Side.of(rows, pairs % len(rows), pairs // len(rows), weights, len(chosen))
    scores = _SHARPNESS * (left.unit @ right.unit.T)
    wrong = (_softmax(scores, 1) + _softmax(scores, 0)) / 2
    wrong[np.arange(len(chosen)), np.arange(len(chosen))] -= 1
    wrong *= _SHARPNESS / len(chosen)
    slope = np.zeros_like(rows)
    left.pull(wrong @ right.unit, slope)
    right.pull(wrong.T @ left.unit, slope)
    return slope


class Side(NamedTuple):
    """Sums of rows, and what they were made of."""

    words: Ints
    whose: Ints
    weights: Floats
    length: Floats
    unit: Floats

    @classmethod
    def of(cls, rows: Floats, words: Ints, whose: Ints, weights: Floats, count: int) -> "Side":
        """Add up ``words``, ``weights`` times each, for each of ``count`` owners; ``whose`` says whose, rising."""
        sums = np.zeros((count, rows.shape[1]), np.float32)
        # Runs of one owner lie side by side, so that adding them up needs no scatter.
        edges = np.flatnonzero(np.diff(whose, prepend=-1))
        if len(words):
            sums[whose[edges]] = np.add.reduceat(rows[words] * weights[:, None], edges)
        length = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
        return cls(words, whose, weights, length, sums / length)

    def pull(self, slope: np.ndarray[Any, Any], into: Floats) -> None:
        """Carry the slope of the unit vectors back to the rows."""
        along = (slope * self.unit).sum(axis=1, keepdims=True)
        own = ((slope - self.unit * along) / self.length)[self.whose] * self.weights[:, None]
        order = np.argsort(self.words, kind="stable")
        words = self.words[order]
        edges = np.flatnonzero(np.diff(words, prepend=-1))
        if len(words):
            into[words[edges]] += np.add.reduceat(own[order], edges)


def _softmax(scores: Floats, axis: int) -> Floats:
    raised = np.exp(scores - scores.max(axis=axis, keepdims=True))
    shares: Floats = raised / raised.sum(axis=axis, keepdims=True)
    return shares


def packed(words: Iterable[str], rows: Floats) -> bytes:
    """Return the file that ``vectors.Vectors`` reads: hashes of words and bytes, no text.

    Of words of one hash the first is kept.
    """
    keys = np.array([crc32(word.encode()) for word in words], dtype=np.uint32)
    keys, kept = np.unique(keys, return_index=True)
    largest = float(np.quantile(np.abs(rows), 0.9995)) or 1.0
    scale = 127 / largest
    whole = np.clip(np.rint(rows[kept] * scale), -127, 127).astype(np.int16) + ZERO
    header = HEADER.pack(MAGIC, VERSION, rows.shape[1], len(keys), scale)
    return b"".join((header, keys.astype("<u4").tobytes(), whole.astype(np.uint8).tobytes()))
