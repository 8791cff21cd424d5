"""Inputs to signatures: what is done with a batch of a corpus, and what is kept of it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.corpus.spill import Places, add, joined
from auditor.document import Article
from auditor.errors import InputError, Problem
from auditor.similarity.kernel import tokens
from auditor.similarity.minhash import (
    Batch,
    Hashes,
    Names,
    Signatures,
    names,
    shingled,
    signed,
)
from auditor.similarity.parts import samples
from auditor.similarity.signature import PERMUTATIONS
from auditor.sources import Batch as Lines
from auditor.sources import Row
from auditor.sources.plain import compared_text

SIZE = 256
"""Articles of a batch."""


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
    words: NDArray[np.int64]
    names: Names
    """What names the words; noughts for no words."""
    rows: Signatures
    samples: Batch
    """Of the shingles of each, for finding parts."""
    texts: Places
    refused: list[tuple[int, InputError]]
    """Inputs that could not be read, and how many articles were before each."""


Task = Lines | list[Entry | Row | InputError]


def tasks(inputs: Iterable[Article | InputError | Row | Lines]) -> Iterator[Task]:
    """Yield batches of what is read and of what is still to be read."""
    held: list[Entry | Row | InputError] = []
    for item in inputs:
        if isinstance(item, Article):
            held.append(Entry(item.id, item.path, item.date, item.compared_text))
        elif not isinstance(item, Lines):
            held.append(item)
        if held and (len(held) == SIZE or isinstance(item, Lines)):
            yield held
            held = []
        if isinstance(item, Lines):
            yield item
    if held:
        yield held


def sign(task: Task, folder: Path) -> Signed:
    """Read what is still to be read, put the texts into ``folder`` and sign them."""
    entries, refused = parted(entries_of(task))
    texts = [entry.text for entry in entries]
    words = tokens(texts)
    sets = shingled(words)
    return Signed(
        [entry.id for entry in entries],
        [entry.path for entry in entries],
        [moment(entry.date) for entry in entries],
        np.diff(words.ends, prepend=0),
        names(words),
        signed(sets),
        samples(sets),
        add([text.encode("utf-8", "surrogatepass") for text in texts], folder, "texts"),
        refused,
    )


def parted(items: Iterable[Entry | InputError]) -> tuple[list[Entry], list[tuple[int, InputError]]]:
    """Return the entries, and the errors with how many entries were before each."""
    entries: list[Entry] = []
    refused: list[tuple[int, InputError]] = []
    for item in items:
        if isinstance(item, InputError):
            refused.append((len(entries), item))
        else:
            entries.append(item)
    return entries, refused


def entries_of(task: Task) -> Iterator[Entry | InputError]:
    """Yield the entries of a task, its lines read."""
    for item in task if isinstance(task, list) else task.rows():
        yield entry_of(item) if isinstance(item, Row) else item


def entry_of(row: Row) -> Entry:
    """Return what is compared of a row."""
    return Entry(row.id, row.path, row.date, compared_text(row.text, row.headline))


def moment(date: str | None) -> float | None:
    """Return seconds since 1970, or None for what is no date."""
    if not date:
        return None
    try:
        read = datetime.fromisoformat(date)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


class Articles:
    """What is kept of a corpus in memory, by number in the order of input; no id stands in it twice."""

    def __init__(self, refuse: Callable[[InputError], None]) -> None:
        self.ids: list[str] = []
        self.dates: list[float | None] = []
        self._words: list[NDArray[np.int64]] = []
        self._names: list[Names] = []
        self._rows: list[Signatures] = []
        self._samples: list[Batch] = []
        self._texts: list[Places] = []
        self._seen: set[str] = set()
        self._refuse = refuse

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, signed: Signed) -> None:
        """Add the articles of a batch; say what was refused, an id that stands twice among it."""
        new = set(signed.ids)
        if len(new) < len(signed.ids) or not self._seen.isdisjoint(new):
            signed = self._without_twins(signed)
        self._seen |= new
        for _, error in sorted(signed.refused, key=lambda one: one[0]):
            self._refuse(error)
        self.ids += signed.ids
        self.dates += signed.dates
        self._words.append(signed.words)
        self._names.append(signed.names)
        self._rows.append(signed.rows)
        self._samples.append(signed.samples)
        self._texts.append(signed.texts)

    def _without_twins(self, signed: Signed) -> Signed:
        refused = list(signed.refused)
        kept: dict[str, int] = {}
        for at, name in enumerate(signed.ids):
            if name in self._seen or name in kept:
                message = f"the id {name!r} stands twice; the second article is left out"
                refused.append((at, InputError(Problem(message, signed.paths[at]))))
            else:
                kept[name] = at
        of = list(kept.values())
        return Signed(
            list(kept),
            [signed.paths[at] for at in of],
            [signed.dates[at] for at in of],
            signed.words[of],
            signed.names[of],
            signed.rows[of],
            signed.samples.only(of),
            signed.texts.of(of),
            refused,
        )

    def words(self) -> NDArray[np.int64]:
        """Return how many words each has."""
        return np.concatenate((np.empty(0, dtype=np.int64), *self._words))

    def names(self) -> Names:
        """Return what names the words of each."""
        return np.concatenate((np.empty((0, 2), dtype=np.uint64), *self._names))

    def take_rows(self, numbers: NDArray[np.int64]) -> Signatures:
        """Return the signatures of these, given in order; none are held here any more."""
        made = np.empty((len(numbers), PERMUTATIONS), dtype=np.uint32)
        first = done = 0
        self._rows.reverse()
        while self._rows:  # each is let go when it is copied: they are the most that is held
            part = self._rows.pop()
            stop = int(np.searchsorted(numbers, first + len(part)))
            whole = stop - done == len(part)
            made[done:stop] = part if whole else part[numbers[done:stop] - first]
            first += len(part)
            done = stop
        return made

    def take_samples(self) -> tuple[Hashes, NDArray[np.int64]]:
        """Return the samples of all behind each other, and how many each has; none are held any more."""
        none = np.empty(0, dtype=np.uint64)
        parts = [np.diff(batch.ends, prepend=0) for batch in self._samples]
        sizes = np.concatenate((none.astype(np.int64), *parts))
        values = np.empty(int(sizes.sum()), dtype=np.uint64)
        end = len(values)
        while self._samples:
            part = self._samples.pop().values
            values[end - len(part) : end] = part
            end -= len(part)
        return values, sizes

    def texts(self) -> Places:
        """Return where the texts stand, in UTF-8."""
        return joined(self._texts)
