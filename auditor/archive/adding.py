"""Adding articles to an archive: what is new is made ready, perhaps by several processes, and written in batches."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import apsw

from auditor.archive.file import told, value, writing
from auditor.archive.record import digest_of, storable
from auditor.document import Article
from auditor.errors import InputError, Problem

if TYPE_CHECKING:
    from auditor.archive.prepare import Prepared

BATCH = 1024
"""Articles that are written in one transaction: all of them are there afterwards, or none."""
_CHUNK = 128
_ALONE = 512
"""So few articles are not worth processes."""
_KNOWN = "SELECT number, digest FROM article WHERE id = ?"

Progress = Callable[[str, int, int | None], None]


class Added(NamedTuple):
    """What ``add`` did with the articles it was given."""

    added: int
    updated: int
    unchanged: int
    refused: int


def add(
    connection: apsw.Connection,
    path: Path,
    articles: Iterable[Article | InputError],
    *,
    keep_text: bool,
    count_words: bool,
    jobs: int,
    refused: Callable[[InputError], None] | None,
    progress: Progress | None,
) -> Added:
    """Add articles to the archive at ``path``, as ``Archive.add`` says."""
    troubles: list[InputError] = []

    def refuse(error: InputError) -> None:
        troubles.append(error)
        if refused:
            refused(error)

    wanted = _Wanted(connection, path, _once(articles, refuse))
    added = updated = unchanged = 0
    for batch in _batches(_prepared(wanted, keep_text, count_words, jobs)):
        new, other = _write(connection, path, batch)
        added, updated = added + new, updated + other
        unchanged += len(batch) - new - other
        if progress:
            progress("adding", added + updated + unchanged + wanted.unchanged, None)
    return Added(added, updated, unchanged + wanted.unchanged, len(troubles))


class _Wanted:
    """The articles that the archive does not hold as they are, with their digests."""

    def __init__(
        self, connection: apsw.Connection, path: Path, articles: Iterator[Article]
    ) -> None:
        self._connection = connection
        self._path = path
        self._articles = articles
        self.unchanged = 0

    def __iter__(self) -> Iterator[tuple[Article, bytes]]:
        for article in self._articles:
            digest = digest_of(article)
            with told(self._path):
                known = _known(self._connection, storable(article.id))[1]
            if known == digest:
                self.unchanged += 1
            else:
                yield article, digest


def _once(
    articles: Iterable[Article | InputError], refuse: Callable[[InputError], None]
) -> Iterator[Article]:
    """Yield the articles; an id that stands twice is refused."""
    seen: set[int] = set()
    for item in articles:
        if isinstance(item, InputError):
            refuse(item)
            continue
        key = hash(storable(item.id))
        if key in seen:
            message = f"the id {item.id!r} stands twice; the second article is left out"
            refuse(InputError(Problem(message, item.path)))
        else:
            seen.add(key)
            yield item


def _prepared(
    wanted: Iterable[tuple[Article, bytes]], keep_text: bool, count_words: bool, jobs: int
) -> Iterator["Prepared"]:
    from auditor.archive.prepare import prepare
    from auditor.workers import spread

    source = iter(wanted)
    head = list(islice(source, _ALONE))
    parted = jobs if len(head) == _ALONE else 1
    tasks = (
        (chunk, keep_text, count_words) for part in (iter(head), source) for chunk in _chunks(part)
    )
    for prepared in spread(prepare, tasks, parted, _nothing, ()):
        yield from prepared


def _nothing() -> None:
    """Start a worker that needs nothing."""


def _chunks(source: Iterator[tuple[Article, bytes]]) -> Iterator[list[tuple[Article, bytes]]]:
    while chunk := list(islice(source, _CHUNK)):
        yield chunk


def _batches(source: Iterator["Prepared"]) -> Iterator[list["Prepared"]]:
    while batch := list(islice(source, BATCH)):
        yield batch


def _write(connection: apsw.Connection, path: Path, batch: Sequence["Prepared"]) -> tuple[int, int]:
    """Commit a batch; return how many articles are new, and how many stand in another's place.

    What another program has added meanwhile stays as it is.
    """
    import numpy as np

    from auditor.archive.postings import Kind
    from auditor.archive.segments import append, forget, settle

    with writing(connection, path):
        found = ((each, *_known(connection, each.row.id)) for each in batch)
        changed = [(each, number) for each, number, digest in found if digest != each.row.digest]
        if not changed:
            return 0, 0
        batch = [each for each, _ in changed]
        updated = [number for _, number in changed if number is not None]
        forget(connection, updated)
        query = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'article'"
        first = value(connection, query) + 1
        connection.executemany(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(number, *each.row, each.signature) for number, each in enumerate(batch, first)],
        )
        connection.executemany(
            "INSERT INTO body VALUES (?, ?, ?, ?, ?)",
            [(number, *each.body) for number, each in enumerate(batch, first)],
        )
        numbers = np.arange(first, first + len(batch), dtype=np.int64)
        by_kind = zip(*(each.keys for each in batch), strict=True)
        for kind, keys in zip(Kind, by_kind, strict=False):
            places = np.repeat(numbers, [len(each) for each in keys])
            append(connection, kind, first, places, np.concatenate(keys))
            settle(connection, kind)
    return len(batch) - len(updated), len(updated)


def _known(connection: apsw.Connection, id: str) -> tuple[int | None, bytes | None]:
    """Return the number and the digest of the article of an id."""
    found: tuple[int, bytes] | None = connection.execute(_KNOWN, (id,)).fetchone()
    return found or (None, None)
