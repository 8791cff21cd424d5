"""What ``kernel.tokens`` and ``minhash.signed`` do, compiled; texts that are hard are left to them."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.similarity import characters, kernel
from auditor.similarity.compiled.words import ROOM, SLOTS, gather, hash_words
from auditor.similarity.factual import Counts, kinds, of_word, quiet
from auditor.similarity.minhash import Batch, Ends

_AT_ONCE = 1 << 20
"""Characters done in one go."""


class Source(NamedTuple):
    """Texts in one buffer."""

    data: NDArray[np.uint8]
    """UTF-8, a space before the first text and behind each, and seven more at the end."""
    ends: Ends
    """Where the space behind each text stands."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Source":
        """Return these texts in one buffer."""
        return cls.joined([text.encode("utf-8", "surrogatepass") for text in texts])

    @classmethod
    def joined(cls, encoded: Sequence[bytes]) -> "Source":
        """Return these texts, given in UTF-8, in one buffer."""
        data = np.frombuffer(b" ".join([b"", *encoded, b"       "]), dtype=np.uint8)
        return cls(data, np.cumsum([len(part) + 1 for part in encoded], dtype=np.int64))

    @property
    def starts(self) -> Ends:
        """Where each text begins."""
        return np.concatenate(([1], self.ends[:-1] + 1))[: len(self.ends)]

    def only(self, texts: NDArray[np.int64]) -> "Source":
        """Return the source of some of the texts, given by number."""
        starts, ends = self.starts[texts], self.ends[texts]
        return gathered(self.data, starts, ends)

    def text(self, number: int) -> str:
        """Return one of the texts."""
        data = self.data[self.start(number) : self.ends[number]]
        return data.tobytes().decode("utf-8", "surrogatepass")

    def start(self, number: int) -> int:
        """Return where one of the texts begins."""
        return int(self.ends[number - 1]) + 1 if number else 1


def gathered(data: NDArray[np.uint8], starts: Ends, ends: Ends) -> Source:
    """Return the texts that stand at these places of ``data`` in one buffer."""
    made = np.cumsum(ends - starts + 1)
    out = np.empty(int(made[-1] if len(made) else 0) + 8, dtype=np.uint8)
    gather(data, starts, ends, out)
    return Source(out, made)


def tokens(texts: Sequence[str]) -> Batch:
    """Return the hashes of the words of each text: those of ``tokenise``."""
    return kernel.joined(
        [hashed(Source.of(texts[low:high])) for low, high in kernel.pieces(texts, _AT_ONCE)]
    )


def hashed(source: Source) -> Batch:
    """Return the same of texts in one buffer."""
    return _found(source, weigh=False)[0]


def weighed(source: Source) -> tuple[Batch, Counts]:
    """Return the same, and a row a word.

    It has the bounds that ``Facts`` holds, and where the word begins and ends in the source; nought of a
    text that is hard.
    """
    return _found(source, weigh=True)


def _found(texts: Source, *, weigh: bool) -> tuple[Batch, Counts]:
    source, ends = texts
    room = _room(int(np.diff(ends, prepend=0).max(initial=0)))
    most = len(source) // 2 + 1
    hashes = np.empty(most, dtype=np.uint64)
    facts = np.zeros((most if weigh else 0, 6), dtype=np.int32)
    counts = np.empty(len(ends), dtype=np.int64)
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
        facts[word, :4] = of_word(source[slice(*facts[word, 4:])].tobytes())
    if not len(hard):
        return found, facts
    own = kernel.read([texts.text(at) for at in hard.tolist()])
    of = {at: own.of(number) for number, at in enumerate(hard.tolist())}
    if weigh:
        known = {}
        for at, words in of.items():
            known[at] = np.zeros((len(words.hashes), 6), dtype=np.int32)
            known[at][:, :4] = np.column_stack(words.facts)
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
