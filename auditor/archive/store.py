"""The archive as a value: add, remove, ask, count, verify, compact."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import apsw

from auditor.archive.file import connect, rows, setting, told, value
from auditor.archive.lookup import Lookup
from auditor.archive.record import digest_of, storable
from auditor.archive.texts import texts
from auditor.document import Article
from auditor.errors import AuditorError, InputError, Problem
from auditor.similar import HeadlineTwin, SimilarArticle
from auditor.similarity.hashed import unpacked

if TYPE_CHECKING:
    from auditor.archive.prepare import Prepared

BATCH = 1024
"""Articles that are written in one transaction: all of them are there afterwards, or none."""
_KNOWN = "SELECT number, digest FROM article WHERE id = ?"
_CHUNK = 64
_ALONE = 512

Progress = Callable[[str, int, int | None], None]


class Added(NamedTuple):
    """What ``add`` did with the articles it was given."""

    added: int
    updated: int
    unchanged: int
    refused: int


class Stats(NamedTuple):
    """What an archive holds; sizes are in bytes."""

    articles: int
    texts: bool
    earliest: str | None
    latest: str | None
    sources: int
    words: int
    headlines_shared: int
    segments: int
    capped: int
    size: int
    sizes: tuple[tuple[str, int], ...]


class Archive:
    """An archive at a path.

    Args:
        path: the file.
        keep_text: for an archive that ``add`` makes, whether texts are kept; what is there decides
            else, and another wish is refused.
        count_words: the same for the counts of words and names; they are made unless told otherwise.

    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        keep_text: bool | None = None,
        count_words: bool | None = None,
    ) -> None:
        self.path = Path(path)
        self._keep_text = keep_text
        self._count_words = count_words
        self._connection: apsw.Connection | None = None
        self._writing = False
        self._lookup: Lookup | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the archive opens it again when it is asked again."""
        if self._connection is not None:
            with told(self.path):
                self._connection.close()
        self._connection, self._writing, self._lookup = None, False, None

    def _open(self, *, write: bool = False) -> apsw.Connection:
        if self._connection is not None and write and not self._writing:
            self.close()
        if self._connection is None:
            self._connection = connect(
                self.path, write=write, keep_text=self._keep_text, count_words=self._count_words
            )
            self._writing = write
        return self._connection

    def __len__(self) -> int:
        """How many articles it holds."""
        connection = self._open()
        with told(self.path):
            count: int = value(connection, "SELECT count(*) FROM article")
        return count

    def __contains__(self, id: object) -> bool:
        """Whether it holds an article of that id."""
        if not isinstance(id, str):
            return False
        connection = self._open()
        with told(self.path):
            query = "SELECT count(*) FROM article WHERE id = ?"
            return bool(value(connection, query, storable(id)))

    @property
    def keeps_text(self) -> bool:
        """Whether texts are kept."""
        connection = self._open()
        with told(self.path):
            return setting(connection, "keep-text") == "yes"

    @property
    def lookup(self) -> Lookup:
        """The archive's articles as the neighbours of others."""
        connection = self._open()
        if self._lookup is None:
            self._lookup = Lookup(connection, self.path)
        return self._lookup

    def similar(self, article: Article) -> Sequence[SimilarArticle]:
        """Return its articles that resemble ``article`` or share a passage with it, likest first."""
        return self.lookup.similar(article)

    def same_headline(self, article: Article) -> Sequence[HeadlineTwin]:
        """Return its articles that carry the headline of ``article``, the earliest few first."""
        return self.lookup.same_headline(article)

    def texts(self) -> Iterator[Article]:
        """Yield its articles with their kept texts, in the order they were added.

        Raises:
            AuditorError: it keeps no texts, or one cannot be read.

        """
        return texts(self._open(), self.path)

    def signatures(self) -> Iterator[tuple[str, Sequence[int]]]:
        """Yield the id and the signature of every article, in the order they were added."""
        connection = self._open()
        last = 0
        while True:
            with told(self.path):
                found = rows(
                    connection,
                    "SELECT number, id, signature FROM article WHERE number > ? "
                    "ORDER BY number LIMIT ?",
                    last,
                    BATCH,
                )
            if not found:
                return
            yield from ((name, unpacked(slots)) for _, name, slots in found)
            last = found[-1][0]

    def add(
        self,
        articles: Iterable[Article | InputError],
        *,
        jobs: int = 1,
        refused: Callable[[InputError], None] | None = None,
        progress: Progress | None = None,
    ) -> Added:
        """Add articles; one whose id is there is put in its place, one that is there as it is stays.

        Batches are committed one by one, so what was done before an end without warning is not done
        again by the same call.

        Args:
            articles: and inputs that could not be read.
            jobs: processes.
            refused: told of each input that cannot be used, an id that stands twice among them.
            progress: told of a stage, how much is done, and of how much.

        Raises:
            AuditorError: the archive cannot be written to; it holds what it said that it holds.

        """
        connection = self._open(write=True)
        with told(self.path):
            keep_text = setting(connection, "keep-text") == "yes"
            count_words = setting(connection, "count-words") == "yes"
        for chosen, there, deed in (
            (self._keep_text, keep_text, ("keeps texts", "does not keep texts")),
            (self._count_words, count_words, ("counts words", "does not count words")),
        ):
            if chosen is not None and chosen != there:
                raise AuditorError(
                    Problem(
                        f"the archive {deed[not there]}, as was chosen when it was made; "
                        "add the articles to a new one to change that",
                        str(self.path),
                    )
                )
        troubles: list[InputError] = []

        def refuse(error: InputError) -> None:
            troubles.append(error)
            if refused:
                refused(error)

        wanted = _Wanted(self, connection, _once(articles, refuse))
        added = updated = unchanged = 0
        for prepared in _batches(_prepared(wanted, keep_text, count_words, jobs)):
            new, other = self._write(connection, prepared)
            added, updated = added + new, updated + other
            unchanged += len(prepared) - new - other
            if progress:
                progress("adding", added + updated + unchanged + wanted.unchanged, None)
        return Added(added, updated, unchanged + wanted.unchanged, len(troubles))

    def digest(self, connection: apsw.Connection, id: str) -> bytes | None:
        """Return the digest of the article of an id."""
        with told(self.path):
            found: bytes | None = value(connection, "SELECT digest FROM article WHERE id = ?", id)
        return found

    def _write(self, connection: apsw.Connection, batch: Sequence["Prepared"]) -> tuple[int, int]:
        """Commit a batch; return how many articles are new, and how many stand in another's place.

        What another program has added meanwhile stays as it is.
        """
        import numpy as np

        from auditor.archive.postings import Kind
        from auditor.archive.segments import append, settle

        with self.writing(connection):
            known = [
                next(connection.execute(_KNOWN, (each.row.id,)), (None, b"")) for each in batch
            ]
            pairs = zip(batch, known, strict=True)
            changed = [(each, number) for each, (number, old) in pairs if old != each.row.digest]
            if not changed:
                return 0, 0
            batch = [each for each, _ in changed]
            updated = [number for _, number in changed if number is not None]
            _forget(connection, updated)
            before = value(
                connection,
                "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'article'",
            )
            connection.executemany(
                "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(before + at, *each.row, each.signature) for at, each in enumerate(batch, 1)],
            )
            connection.executemany(
                "INSERT INTO body VALUES (?, ?, ?, ?, ?)",
                [(before + at, *each.body) for at, each in enumerate(batch, 1)],
            )
            numbers = np.arange(before + 1, before + 1 + len(batch), dtype=np.int64)
            for kind, keys in zip(
                Kind, zip(*(each.keys for each in batch), strict=True), strict=False
            ):
                places = np.repeat(numbers, [len(each) for each in keys])
                append(connection, kind, before + 1, places, np.concatenate(keys))
                settle(connection, kind)
        return len(batch) - len(updated), len(updated)

    @contextmanager
    def writing(self, connection: apsw.Connection) -> Iterator[None]:
        """One transaction that waits for other writers; all of it is kept or none."""
        with told(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def remove(self, ids: Iterable[str]) -> list[str]:
        """Remove articles and every trace of them; return the ids that were not there.

        Reads all fingerprints once, whatever the number of ids.
        """
        from auditor.archive.segments import purge

        if not self.path.exists():
            self._open()
        connection = self._open(write=True)
        with self.writing(connection):
            numbers = {
                id: value(connection, "SELECT number FROM article WHERE id = ?", storable(id))
                for id in dict.fromkeys(ids)
            }
            missing = [id for id, number in numbers.items() if number is None]
            _forget(connection, {number for number in numbers.values() if number is not None})
            purge(connection)
        with told(self.path):
            # The log still holds pages as they were; this empties it.
            connection.pragma("wal_checkpoint(TRUNCATE)")
        return missing

    def compact(self) -> None:
        """Make one segment of each kind and give unused room back: the quickest to ask, the smallest."""
        from auditor.archive.postings import NUMBERS, Kind, segments
        from auditor.archive.segments import merge, purge

        self._open()
        connection = self._open(write=True)
        for kind in Kind:
            with self.writing(connection):
                group = segments(connection, kind)
                while len(group) > 1:
                    base = group[0].base
                    within = [s for s in group if s.base - base < NUMBERS]
                    while len(within) > 1 and not merge(connection, within):
                        within.pop()
                    group = group[max(len(within), 1) :]
        with self.writing(connection):
            purge(connection)
        with told(self.path):
            connection.execute("VACUUM")
            connection.pragma("wal_checkpoint(TRUNCATE)")

    def verify(self, progress: Progress | None = None) -> list[str]:
        """Return what is wrong with the archive, a line each: damage, and what does not fit together."""
        from auditor.archive.verify import verify

        connection = self._open()
        with told(self.path):
            return list(verify(connection, progress))

    def stats(self) -> Stats:
        """Count what it holds."""
        connection = self._open()
        with told(self.path):
            ((first, last, sources, words, articles),) = rows(
                connection,
                "SELECT min(date), max(date), count(DISTINCT source), coalesce(sum(words), 0), count(*) "
                "FROM article",
            )
            shared = value(
                connection,
                "SELECT count(*) FROM (SELECT 1 FROM article WHERE headline_hash != 0 "
                "GROUP BY headline_hash HAVING count(*) > 1)",
            )
            ((segments, capped),) = rows(
                connection, "SELECT count(*), coalesce(sum(capped), 0) FROM segment"
            )
            sizes = rows(
                connection,
                "SELECT min(kind, 3), sum(size) FROM segment GROUP BY min(kind, 3) ORDER BY 1",
            )
            ((texts, shingles),) = rows(
                connection,
                "SELECT coalesce(sum(length(text)), 0), "
                "coalesce(sum(length(shingles) + length(facts) + length(places)), 0) FROM body",
            )
            pages = connection.pragma("page_count") * connection.pragma("page_size")
            kept = setting(connection, "keep-text") == "yes"
        names = ("bands", "paragraphs", "passages", "counts")
        return Stats(
            articles, kept, first, last, sources, words, shared, segments, capped, pages,
            (
                *((names[kind], size) for kind, size in sizes),
                ("texts", texts),
                ("shingles", shingles),
            ),
        )  # fmt: skip


class _Wanted:
    """The articles that the archive does not hold as they are, with their digests."""

    def __init__(
        self, archive: Archive, connection: apsw.Connection, articles: Iterator[Article]
    ) -> None:
        self._archive = archive
        self._connection = connection
        self._articles = articles
        self.unchanged = 0

    def __iter__(self) -> Iterator[tuple[Article, bytes]]:
        for article in self._articles:
            digest = digest_of(article)
            if self._archive.digest(self._connection, storable(article.id)) == digest:
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


def _forget(connection: apsw.Connection, numbers: Iterable[int]) -> None:
    """Remove articles; their fingerprints are forgotten when segments are merged."""
    for number in numbers:
        connection.execute("DELETE FROM article WHERE number = ?", (number,))
        connection.execute("DELETE FROM body WHERE number = ?", (number,))
        connection.execute("INSERT INTO dead VALUES (?)", (number,))
