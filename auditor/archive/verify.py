"""Whether an archive is whole, and whether what it holds is what its texts give."""

from collections.abc import Callable, Iterator

import apsw

from auditor.archive.counting import is_sound
from auditor.archive.file import rows, value
from auditor.archive.lookup import BANDS
from auditor.archive.postings import CAP, Kind, Segment, numbers, segments
from auditor.archive.record import article_of, signed
from auditor.similar import headline_key
from auditor.similarity.hashed import packed
from auditor.similarity.signature import band_keys, signature

_STEP = 256
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
    if not is_sound(connection):
        yield "the counts of words are not those of the articles"
    yield from _texts(connection, progress)


def _texts(connection: apsw.Connection, progress: Progress | None) -> Iterator[str]:
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
        for number, name, words, text_hash, headline_hash, stored, text in found:
            fault = None
            if text is not None:
                try:
                    article = article_of(name, text)
                except ValueError as error:
                    fault = str(error)
                else:
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
        carriers = list(numbers(connection, banded, key))
        if number in carriers:
            return True
        crowded = crowded or len(carriers) >= CAP
    return crowded
