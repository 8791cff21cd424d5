"""Whether an archive is whole, and whether what it holds is what its texts give."""

from collections.abc import Callable, Iterator

import apsw
import numpy as np
from numpy.typing import NDArray

from auditor.archive.counting import counted
from auditor.archive.file import rows, setting, value
from auditor.archive.lookup import BANDS
from auditor.archive.page import Page
from auditor.archive.postings import CAP, COMMON, Kind, Segment, numbers, segments, spread_key
from auditor.archive.record import article_of, signed
from auditor.archive.segments import common_keys, entries_of
from auditor.document import Article
from auditor.similar import headline_key
from auditor.similarity.hashed import packed
from auditor.similarity.signature import band_keys, signature

_STEP = 256
_MIX = 0x9E3779B97F4A7C15
_MANY = 20
"""So many faults of a kind are told one by one."""

Progress = Callable[[str, int, int | None], None]


def verify(connection: apsw.Connection, progress: Progress | None = None) -> Iterator[str]:
    """Yield what is wrong, a line each."""
    damage = [row[0] for row in rows(connection, f"PRAGMA integrity_check({_MANY})")]
    if damage != ["ok"]:
        yield from (f"the file is damaged: {line}" for line in damage)
        return
    for query, message in (
        (
            "SELECT id FROM article WHERE number NOT IN (SELECT number FROM body)",
            "nothing is kept of it",
        ),
        (
            "SELECT id FROM article WHERE number IN (SELECT number FROM dead)",
            "it is counted as removed",
        ),
        ("SELECT id FROM article WHERE length(signature) != 512", "its signature is cut"),
    ):
        for (name,) in rows(connection, f"{query} LIMIT {_MANY}"):
            yield f"{name}: {message}"
    tally = _Tally(connection)
    yield from _postings(connection, tally)
    yield from _texts(connection, progress, tally)
    if setting(connection, "keep-text") == setting(connection, "count-words") == "yes":
        yield from tally.faults()


class _Tally:
    """What the articles are counted by, by the segments and by the texts: a sum of all, for want of room."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._common = {kind: common_keys(connection, kind) for kind in COMMON}
        self._sums = dict.fromkeys(COMMON, 0)

    def add(self, kind: Kind, keys: NDArray[np.uint64], numbers: NDArray[np.int64]) -> None:
        """Count what a segment names."""
        self._sums[kind] += self._sum(kind, keys, numbers)

    def take(self, articles: dict[int, Article]) -> None:
        """Count out what the texts of articles give, by number."""
        blocks = [article.compared_blocks for article in articles.values()]
        page = Page.of(list(articles.values()), blocks)
        last = np.cumsum([len(own) for own in blocks], dtype=np.int64)
        found = counted(page, np.concatenate(([0], page.text_ends))[last])
        for kind, (keys, ends) in zip(COMMON, found, strict=True):
            numbers = np.repeat(np.array(list(articles)), np.diff(ends, prepend=0))
            self._sums[kind] -= self._sum(kind, keys, numbers)

    def _sum(self, kind: Kind, keys: NDArray[np.uint64], numbers: NDArray[np.int64]) -> int:
        rare = ~np.isin(keys, self._common[kind])
        mixed = (keys ^ numbers.astype(np.uint64) * np.uint64(_MIX))[rare] * np.uint64(_MIX)
        return int(np.sum(mixed ^ mixed >> np.uint64(29), dtype=np.uint64))

    def faults(self) -> Iterator[str]:
        """Yield what is counted otherwise than the texts say."""
        for kind, total in self._sums.items():
            if total % (1 << 64):
                yield f"the counts of {kind.name.lower()}s are not those of the texts"


def _postings(connection: apsw.Connection, tally: _Tally) -> Iterator[str]:
    """Yield the segments that do not hold what they should, or name articles that never were."""
    query = "SELECT number FROM article UNION ALL SELECT number FROM dead"
    known = np.array([number for (number,) in rows(connection, query)], dtype=np.int64)
    dead = np.array([n for (n,) in rows(connection, "SELECT number FROM dead")], dtype=np.int64)
    for segment in segments(connection):
        kind = Kind(segment.kind)
        count, stray = 0, False
        for keys, carriers in entries_of(connection, segment):
            count += len(keys)
            stray = stray or not np.isin(carriers, known).all()
            if kind in COMMON:
                there = ~np.isin(carriers, dead)
                tally.add(kind, keys[there], carriers[there])
        if count != segment.entries or stray:
            yield f"segment {segment.number} ({kind.name.lower()}s) does not hold what it should"


def _texts(connection: apsw.Connection, progress: Progress | None, tally: _Tally) -> Iterator[str]:
    """Work out every signature again where the text is kept, and look for it in the bands."""
    total = value(connection, "SELECT count(*) FROM article")
    banded = segments(connection, Kind.BAND)
    last, done, wrong = 0, 0, 0
    while found := rows(
        connection,
        "SELECT number, id, words, text_hash, headline_hash, signature, text FROM article "
        "JOIN body USING (number) WHERE number > ? ORDER BY number LIMIT ?",
        last,
        _STEP,
    ):
        articles: dict[int, Article] = {}
        for number, name, words, text_hash, headline_hash, stored, text in found:
            fault = None
            if text is not None:
                try:
                    article = article_of(name, text)
                except ValueError as error:
                    fault = str(error)
                else:
                    articles[number] = article
                    compared = article.compared
                    if (
                        len(compared.tokens) != words
                        or (words and signed(compared.hash) != text_hash)
                        or signed(headline_key(article.headline_text)) != headline_hash
                        or packed(signature(compared.shingles)) != stored
                    ):
                        fault = "its fingerprints are not those of its text"
                    elif words and not _is_found(connection, banded, number, compared.shingles):
                        fault = "the index does not lead to it"
            if fault:
                wrong += 1
                if wrong <= _MANY:
                    yield f"{name}: {fault}"
        if articles:
            tally.take(articles)
        last = found[-1][0]
        done += len(found)
        if progress:
            progress("verifying", done, total)
    if wrong > _MANY:
        yield f"{wrong - _MANY:,} more articles are wrong"


def _is_found(
    connection: apsw.Connection, banded: list[Segment], number: int, shingles: list[int]
) -> bool:
    """Whether some band leads to the article; in buckets of many the index names but the first."""
    crowded = False
    for key in band_keys(signature(shingles), BANDS):
        carriers = list(numbers(connection, banded, spread_key(key)))
        if number in carriers:
            return True
        crowded = crowded or len(carriers) >= CAP
    return crowded
