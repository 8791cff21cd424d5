"""Inputs to signatures: what a process does with a batch of a corpus, and what is kept of it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.corpus.spill import Places, add, joined
from auditor.document import Article
from auditor.errors import InputError, Problem
from auditor.similarity.backend import backend
from auditor.similarity.minhash import Batch, Hashes, Signatures, distinct
from auditor.similarity.parts import samples
from auditor.similarity.signature import PERMUTATIONS
from auditor.sources import Batch as Lines
from auditor.sources.batch import SIZE
from auditor.sources.plain import compared_text


class Entry(NamedTuple):
    """What is compared of an article."""

    id: str
    path: str
    date: str | None
    text: str


class Signed(NamedTuple):
    """A batch, signed; one of everything an article."""

    ids: list[str]
    paths: list[str]
    dates: list[float | None]
    """Seconds since 1970."""
    words: list[int]
    digests: list[bytes]
    """16 bytes that name the words; none for no words."""
    rows: Signatures
    samples: Batch
    """Of the shingles of each, for finding parts."""
    texts: Places
    shingles: Places
    """Distinct ones, sorted, eight bytes each; none where they are made again when they are wanted."""
    refused: list[tuple[int, InputError]]
    """Inputs that could not be read, and how many articles were before each."""


Task = Lines | list[Entry | InputError]


def tasks(inputs: Iterable[Article | InputError | Lines]) -> Iterator[Task]:
    """Yield batches of what is read and of what is still to be read."""
    held: list[Entry | InputError] = []
    for item in inputs:
        if isinstance(item, Article):
            held.append(Entry(item.id, item.path, item.date, item.compared_text))
        elif isinstance(item, InputError):
            held.append(item)
        if held and (len(held) == SIZE or isinstance(item, Lines)):
            yield held
            held = []
        if isinstance(item, Lines):
            yield item
    if held:
        yield held


def sign(task: Task, folder: Path, *, compiled: bool) -> Signed:
    """Read what is still to be read, put the texts into ``folder`` and sign them."""
    entries: list[Entry] = []
    refused: list[tuple[int, InputError]] = []
    for item in _entries(task):
        if isinstance(item, InputError):
            refused.append((len(entries), item))
        else:
            entries.append(item)
    texts = [entry.text for entry in entries]
    do = backend(compiled=compiled)
    words = do.tokens(texts)
    sets = do.shingled(words)
    kept: list[bytes] = []
    if not compiled:  # compiled, it is quicker to make them again than to read them
        kept = [distinct(sets.of(at)).tobytes() for at in range(len(texts))]
    return Signed(
        [entry.id for entry in entries],
        [entry.path for entry in entries],
        [_moment(entry.date) for entry in entries],
        np.diff(words.ends, prepend=0).tolist(),
        [_digest(words.of(number)) for number in range(len(texts))],
        do.sign(words),
        samples(sets),
        add([text.encode("utf-8", "surrogatepass") for text in texts], folder, "texts"),
        add(kept, folder, "shingles"),
        refused,
    )


def _entries(task: Task) -> Iterator[Entry | InputError]:
    if isinstance(task, list):
        yield from task
        return
    for row in task.rows():
        if isinstance(row, InputError):
            yield row
        else:
            yield Entry(row.id, row.path, row.date, compared_text(row.text, row.headline))


def _moment(date: str | None) -> float | None:
    if not date:
        return None
    try:
        moment = datetime.fromisoformat(date)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _digest(hashes: Hashes) -> bytes:
    data = hashes.astype("<u8", copy=False).tobytes()
    return hashlib.blake2b(data, digest_size=16).digest() if data else b""


class Articles:
    """What is kept of a corpus in memory, by number in the order of input; no id stands in it twice."""

    def __init__(self, refuse: Callable[[InputError], None]) -> None:
        self.ids: list[str] = []
        self.dates: list[float | None] = []
        self.words: list[int] = []
        self.digests: list[bytes] = []
        self._rows: list[Signatures] = []
        self._samples: list[Batch] = []
        self._texts: list[Places] = []
        self._shingles: list[Places] = []
        self._seen: set[str] = set()
        self._refuse = refuse

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, signed: Signed) -> None:
        """Add the articles of a batch; say what was refused, an id that stands twice among it."""
        refused = list(signed.refused)
        kept: list[int] = []
        for at, name in enumerate(signed.ids):
            if name in self._seen:
                message = f"the id {name!r} stands twice; the second article is left out"
                refused.append((at, InputError(Problem(message, signed.paths[at]))))
            else:
                self._seen.add(name)
                kept.append(at)
        for _, error in sorted(refused, key=lambda one: one[0]):
            self._refuse(error)
        self.ids += [signed.ids[at] for at in kept]
        self.dates += [signed.dates[at] for at in kept]
        self.words += [signed.words[at] for at in kept]
        self.digests += [signed.digests[at] for at in kept]
        self._rows.append(signed.rows[kept])
        self._samples.append(signed.samples.only(kept))
        self._texts.append(signed.texts.of(kept))
        if len(signed.shingles.which):
            self._shingles.append(signed.shingles.of(kept))

    def take_rows(self, numbers: Sequence[int]) -> Signatures:
        """Return the signatures of these, given in order; none are held here any more."""
        made = np.empty((len(numbers), PERMUTATIONS), dtype=np.uint32)
        wanted = np.array(numbers, dtype=np.int64)
        first = done = 0
        self._rows.reverse()
        while self._rows:  # each is let go when it is copied: they are the most that is held
            part = self._rows.pop()
            stop = int(np.searchsorted(wanted, first + len(part)))
            made[done:stop] = part[wanted[done:stop] - first]
            first += len(part)
            done = stop
        return made

    def samples(self) -> tuple[Hashes, NDArray[np.int64]]:
        """Return the samples of all behind each other, and how many each has."""
        parts = [(batch.values, np.diff(batch.ends, prepend=0)) for batch in self._samples]
        values, sizes = zip(*parts, strict=True) if parts else ((), ())
        none = np.empty(0, dtype=np.uint64)
        return np.concatenate((none, *values)), np.concatenate((none.astype(np.int64), *sizes))

    def texts(self) -> Places:
        """Return where the texts stand, in UTF-8."""
        return joined(self._texts)

    def shingles(self) -> Places:
        """Return where their distinct shingles stand, sorted, eight bytes each, if they were kept."""
        return joined(self._shingles)
