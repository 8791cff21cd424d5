"""What ``kernel.tokens`` and ``minhash.signed`` do, compiled; texts that are hard are left to them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.similarity import characters, kernel
from auditor.similarity.compiled.words import GROWTH, ROOM, gather, hash_words
from auditor.similarity.minhash import Batch, Ends, Hashes

Places = NDArray[np.signedinteger[Any]]
"""A row a word: where it begins and ends."""
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

    def part(self, low: int, high: int) -> "Source":
        """Return the texts from one to before another, by number; nothing is copied."""
        first = self.start(low) - 1
        return Source(self.data[first : self.ends[high - 1] + 8], self.ends[low:high] - first)

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


def hashed(source: Source, into: Hashes | None = None) -> Batch:
    """Return the same of texts in one buffer; ``into`` may be written to, if it has ``most_words`` places."""
    return _found(source, into, place=False)[0]


def most_words(size: int) -> int:
    """Return how many words a buffer of so many bytes holds at most."""
    return size // 2 + 1


def placed(source: Source) -> tuple[Batch, Places]:
    """Return the same, and where each word begins and ends in the source; noughts in texts that are hard."""
    return _found(source, place=True)


def _found(texts: Source, into: Hashes | None = None, *, place: bool) -> tuple[Batch, Places]:
    source, ends = texts
    room = _room(int(np.diff(ends, prepend=0).max(initial=0)))
    most = most_words(len(source))
    hashes = np.empty(most, dtype=np.uint64) if into is None else into
    places = np.empty((most if place else 0, 2), dtype=_places_type(source))
    counts = np.empty(len(ends), dtype=np.int64)
    entries = characters.entries()
    while code := hash_words(
        source, eights(source), ends, entries, room, hashes, counts, place, places
    ):
        characters.learn(code)
    hard = np.flatnonzero(counts < 0)
    counts[hard] = 0
    found = Batch(hashes[: counts.sum()], np.cumsum(counts))
    places = places[: counts.sum()]
    if not len(hard):
        return found, places
    own = kernel.tokens([texts.text(at) for at in hard.tolist()])
    of = {at: own.of(number) for number, at in enumerate(hard.tolist())}
    if place:
        none = {at: np.zeros((len(words), 2), dtype=places.dtype) for at, words in of.items()}
        places = kernel.exchanged_column(places, found.ends, none)
    return kernel.exchanged(found, of), places


def _places_type(source: NDArray[np.uint8]) -> type[np.signedinteger[Any]]:
    """Return numbers that count its bytes; most of the time small ones, for there are many."""
    return np.int32 if len(source) < 1 << 31 else np.int64


def _room(longest: int) -> tuple[NDArray[Any], ...]:
    """Return arrays for what is worked out of one text: its bytes, bits, the bounds of words, moves."""
    out = np.empty(GROWTH * longest + 2 * ROOM, dtype=np.uint8)
    inside, quotes = np.empty((2, len(out) // 64 + 2), dtype=np.uint64)
    edges, long = np.empty((2, len(out)), dtype=np.int32)
    return out, eights(out), inside, quotes, edges, long, np.empty((len(out), 2), dtype=np.int64)


def eights(of: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return the eight bytes that begin at each byte, as numbers."""
    return np.ndarray((len(of) - 7,), dtype="<u8", buffer=of, strides=(1,))
