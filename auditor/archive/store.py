"""The archive as a value: add, remove, ask, count, verify, compact."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Self

import apsw

from auditor.archive.adding import Added, Progress, add
from auditor.archive.file import connect, rows, setting, told, value, writing
from auditor.archive.lookup import Lookup
from auditor.archive.record import storable
from auditor.document import Article
from auditor.errors import AuditorError, InputError, Problem
from auditor.similar import HeadlineTwin, SimilarArticle
from auditor.similarity.hashed import unpacked

_STEP = 1024


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
        from auditor.archive.texts import texts

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
                    _STEP,
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
        return add(
            connection, self.path, articles,
            keep_text=keep_text, count_words=count_words, jobs=jobs, refused=refused, progress=progress,
        )  # fmt: skip

    def remove(self, ids: Iterable[str]) -> list[str]:
        """Remove articles and every trace of them; return the ids that were not there.

        Reads all fingerprints once, whatever the number of ids.
        """
        from auditor.archive.segments import forget, purge

        if not self.path.exists():
            self._open()
        connection = self._open(write=True)
        with writing(connection, self.path):
            numbers = {
                id: value(connection, "SELECT number FROM article WHERE id = ?", storable(id))
                for id in dict.fromkeys(ids)
            }
            missing = [id for id, number in numbers.items() if number is None]
            forget(connection, {number for number in numbers.values() if number is not None})
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
            with writing(connection, self.path):
                group = segments(connection, kind)
                while len(group) > 1:
                    base = group[0].base
                    within = [s for s in group if s.base - base < NUMBERS]
                    while len(within) > 1 and not merge(connection, within):
                        within.pop()
                    group = group[max(len(within), 1) :]
        with writing(connection, self.path):
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
