"""What ``kernel.tokens`` and ``minhash.signed`` do, compiled; texts that are hard are left to them."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.similarity import characters, kernel
from auditor.similarity.compiled.words import ROOM, SLOTS, hash_words
from auditor.similarity.factual import Counts, kinds, of_word, quiet
from auditor.similarity.minhash import Batch

_AT_ONCE = 1 << 20
"""Characters done in one go."""


def tokens(texts: Sequence[str]) -> Batch:
    """Return the hashes of the words of each text: those of ``tokenise``."""
    return kernel.joined(
        [_found(texts[low:high], weigh=False)[0] for low, high in kernel.pieces(texts, _AT_ONCE)]
    )


def weighed(texts: Sequence[str]) -> tuple[Batch, Counts]:
    """Return the same, and bounds of the facts in each word: what ``Facts`` holds, a row a word."""
    parts = [_found(texts[low:high], weigh=True) for low, high in kernel.pieces(texts, _AT_ONCE)]
    facts = [np.empty((0, 4), dtype=np.int32), *(facts for _, facts in parts)]
    return kernel.joined([batch for batch, _ in parts]), np.concatenate(facts)


def _found(texts: Sequence[str], *, weigh: bool) -> tuple[Batch, Counts]:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    source = np.frombuffer(b" ".join([b"", *encoded, b"       "]), dtype=np.uint8)
    sizes = np.array([len(part) for part in encoded], dtype=np.int64)
    ends = np.cumsum(sizes + 1)
    room = _room(int(sizes.max(initial=0)))
    most = len(source) // 2 + 1
    hashes = np.empty(most, dtype=np.uint64)
    facts = np.empty((most if weigh else 0, 4), dtype=np.int32)
    counts = np.empty(len(texts), dtype=np.int64)
    entries = characters.entries()
    while code := hash_words(
        source, _eights(source), ends, entries, room, hashes, counts, weigh, _quiet(), facts
    ):
        characters.learn(code)
    hard = np.flatnonzero(counts < 0)
    counts[hard] = 0
    found = Batch(hashes[: counts.sum()], np.cumsum(counts))
    facts = facts[: counts.sum()]
    for word in np.flatnonzero(facts[:, 0] < 0).tolist():
        facts[word] = of_word(source[-1 - facts[word, 0] : facts[word, 1]].tobytes())
    if not len(hard):
        return found, facts
    own = kernel.read([texts[at] for at in hard.tolist()])
    of = {at: own.of(number) for number, at in enumerate(hard.tolist())}
    if weigh:
        known = {at: np.column_stack(words.facts) for at, words in of.items()}
        facts = kernel.exchanged_column(facts, found.ends, known)
    return kernel.exchanged(found, {at: words.hashes for at, words in of.items()}), facts


def _room(longest: int) -> tuple[NDArray[Any], ...]:
    """Return arrays for what is worked out of one text: its bytes, bits, the bounds of words, moves."""
    out = np.empty(longest + 2 * ROOM, dtype=np.uint8)
    inside, quotes = np.empty((2, len(out) // 64 + 2), dtype=np.uint64)
    edges, long = np.empty((2, len(out)), dtype=np.int32)
    return out, _eights(out), inside, quotes, edges, long, np.empty((len(out), 2), dtype=np.int64)


@cache
def _quiet() -> tuple[NDArray[Any], ...]:
    return kinds(), *_table()


def _table() -> tuple[NDArray[np.uint64], NDArray[np.int8]]:
    """Return the quiet words by hash, in slots: 1 where one may be a fact, 2 where it always is."""
    keys, what = np.zeros(SLOTS, dtype=np.uint64), np.zeros(SLOTS, dtype=np.int8)
    for key, always in zip(*quiet(), strict=True):
        at = int(key) & SLOTS - 1
        while what[at]:
            at = (at + 1) & SLOTS - 1
        keys[at], what[at] = key, 2 if always else 1
    return keys, what


def _eights(of: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return the eight bytes that begin at each byte, as numbers."""
    return np.ndarray((len(of) - 7,), dtype="<u8", buffer=of, strides=(1,))
