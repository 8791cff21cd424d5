"""Counting the words, full names and watched pairs of articles, and writing the tallies.

The keys that an article was counted by are kept with it (five bytes each), so that it can be taken out again exactly,
whether its text is kept or not.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import apsw
import numpy as np
from numpy.typing import NDArray

from auditor.archive.file import rows
from auditor.archive.tally import (
    BUCKET_BITS,
    COUNT_BITS,
    COUNTS,
    PART_BITS,
    SATURATED,
    Kind,
    Segment,
    initial_of,
    segments,
)
from auditor.language.synonyms import watched
from auditor.similarity.kernel import tokens
from auditor.similarity.minhash import Batch, Hashes
from auditor.similarity.shingle import BASE

_MIX = np.uint64(0x9E3779B97F4A7C15)
_BUCKET = 256
_BYTES = 5
_LETTERS = "[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ɏ]+"
_FULL_NAME = re.compile(rf"({_LETTERS}) (?=({_LETTERS})(?!-?\w))")
_NO_GIVEN_NAMES = frozenset(
    "The In On But And For At By He She It They We If As When While After".split()
)

Keys = NDArray[np.uint64]


class Counted(NamedTuple):
    """The 40-bit keys that an article is counted by, each once, in the order of ``Kind``."""

    words: Keys
    names: Keys
    pairs: Keys


def counted(texts: Sequence[str], words: Batch) -> list[Counted]:
    """Return what is counted of articles, given their text and the hashes of their words."""
    keys = _spread(words.values)
    pairs, places = _pairs(words.values)
    names = _names(texts)
    found = []
    start = 0
    for at, end in enumerate(words.ends.tolist()):
        low, high = np.searchsorted(places, (start, max(end - 1, start)))
        found.append(Counted(_once(keys[start:end]), _once(names[at]), _once(pairs[low:high])))
        start = end
    return found


def _once(keys: Keys) -> Keys:
    """Return each key once, sorted: ``numpy.unique`` without what it costs on small arrays."""
    keys = np.sort(keys)
    first = np.empty(len(keys), dtype=bool)
    first[:1] = True
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    return keys[first]


def _spread(values: Hashes) -> Keys:
    return values * _MIX >> np.uint64(24)


def _pairs(values: Hashes) -> tuple[Keys, NDArray[np.int64]]:
    """Return the keys of the pairs of words of which one is watched, and where their first words are."""
    table, exact = _watched()
    near = np.flatnonzero(table[(values >> np.uint64(44)).astype(np.int64)])
    here = near[np.isin(values[near], exact)]
    places = np.unique(np.concatenate((here, here - 1)))
    places = places[(places >= 0) & (places < len(values) - 1)]
    return _spread(values[places] * np.uint64(BASE) + values[places + 1]), places


@cache
def _watched() -> tuple[NDArray[np.bool_], Hashes]:
    exact = tokens([" ".join(sorted(watched()))]).values
    table = np.zeros(1 << 20, dtype=bool)
    table[(exact >> np.uint64(44)).astype(np.int64)] = True
    return table, exact


def _names(texts: Sequence[str]) -> list[Keys]:
    """Return the keys of the full names in each text: two words with capitals, one after the other."""
    found = [
        [pair for pair in set(_FULL_NAME.findall(text)) if pair[0] not in _NO_GIVEN_NAMES]
        for text in texts
    ]
    flat = [pair for pairs in found for pair in pairs]
    if not flat:
        return [np.empty(0, dtype=np.uint64) for _ in texts]
    hashes = tokens([" ".join(word for pair in flat for word in pair)]).values
    initials = np.array([initial_of(last) for _, last in flat], dtype=np.uint64)
    given = _spread(hashes[::2] * np.uint64(BASE) + initials) >> np.uint64(PART_BITS)
    keys = given << np.uint64(PART_BITS) | _spread(hashes[1::2]) >> np.uint64(PART_BITS)
    return np.split(keys, np.cumsum([len(pairs) for pairs in found])[:-1])


def tally(
    connection: apsw.Connection, first: int, articles: Sequence[Counted], forgotten: Iterable[int]
) -> None:
    """Count articles in, and others out.

    Args:
        connection: in a transaction.
        first: the number of the first of ``articles``.
        articles: what to count, in the order of their numbers.
        forgotten: the numbers of those that leave.

    """
    gone = [_kept(connection, number) for number in forgotten]
    kept = [
        Counted(*columns)
        for columns in zip(
            *(_unsaturated(connection, kind, [each[kind] for each in articles]) for kind in Kind),
            strict=True,
        )
    ]
    connection.executemany(
        "INSERT INTO counted VALUES (?, ?)",
        [(first + at, _packed(each)) for at, each in enumerate(kept)],
    )
    for kind in Kind:
        _append(connection, kind, [each[kind] for each in kept], [each[kind] for each in gone])


def forget_all(connection: apsw.Connection, numbers: Iterable[int]) -> None:
    """Take articles out, and what is kept of them here."""
    tally(connection, 0, (), numbers)


def _unsaturated(connection: apsw.Connection, kind: Kind, keys: Sequence[Keys]) -> list[Keys]:
    """Return the keys of each article without those of what stands in very many."""
    query = "SELECT key FROM saturated WHERE kind = ? ORDER BY key"
    known = np.array([key for (key,) in rows(connection, query, int(kind))], dtype=np.uint64)
    if not len(known) or not keys:
        return list(keys)
    flat = np.concatenate(keys)
    at = np.minimum(np.searchsorted(known, flat), len(known) - 1)
    open_ = known[at] != flat
    ends = np.cumsum([len(each) for each in keys])
    kept_ends = np.concatenate(([0], np.cumsum(open_)))[ends]
    return np.split(flat[open_], kept_ends[:-1])


def _packed(each: Counted) -> bytes:
    """Return how many keys of each kind there are, four bytes each, and the keys, five bytes each."""
    keys = np.concatenate(each).astype("<u8").view(np.uint8).reshape(-1, 8)[:, :_BYTES]
    return np.array([len(part) for part in each], dtype="<u4").tobytes() + keys.tobytes()


def _unpacked(data: bytes) -> Counted:
    sizes = np.frombuffer(data, dtype="<u4", count=len(Kind))
    packed = np.frombuffer(data, dtype=np.uint8, offset=sizes.nbytes).reshape(-1, _BYTES)
    wide = np.zeros((len(packed), 8), dtype=np.uint8)
    wide[:, :_BYTES] = packed
    keys = wide.reshape(-1).view("<u8").astype(np.uint64)
    return Counted(*np.split(keys, np.cumsum(sizes)[:-1]))


def _kept(connection: apsw.Connection, number: int) -> Counted:
    """Return what an article was counted by, and forget it."""
    found = rows(connection, "DELETE FROM counted WHERE number = ? RETURNING keys", number)
    return _unpacked(found[0][0] if found else bytes(4 * len(Kind)))


def _append(
    connection: apsw.Connection, kind: Kind, new: Sequence[Keys], gone: Sequence[Keys]
) -> None:
    none = np.empty(0, dtype=np.uint64)
    come, left = np.concatenate((none, *new)), np.concatenate((none, *gone))
    signs = np.repeat(np.array([1, COUNTS - 1], dtype=np.uint64), (len(come), len(left)))
    entries = np.concatenate((come, left)) << np.uint64(COUNT_BITS) | signs
    if not len(entries):
        return
    entries = _summed(entries)
    while known := segments(connection, kind):
        last = known[-1]
        if last.entries >= 2 * len(entries):
            break
        entries = _summed(np.concatenate((_read(connection, last), entries)))
        _delete(connection, last)
    _write(connection, kind, entries)


def _summed(entries: Keys) -> Keys:
    """Return one entry a key, sorted, its count the sum; keys that sum to nothing are left out."""
    entries.sort()
    keys = entries >> np.uint64(COUNT_BITS)
    if not len(keys):
        return entries
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    sums: Keys = np.add.reduceat(entries & np.uint64(COUNTS - 1), starts) & np.uint64(COUNTS - 1)
    made: Keys = (keys[starts] << np.uint64(COUNT_BITS) | sums)[sums != 0]
    return made


def _read(connection: apsw.Connection, segment: Segment) -> Keys:
    first = segment.number << BUCKET_BITS
    query = "SELECT entries FROM tally WHERE place >= ? AND place < ? ORDER BY place"
    data = b"".join(row[0] for row in rows(connection, query, first, first + (1 << BUCKET_BITS)))
    entries: Keys = np.frombuffer(data, dtype="<u8").astype(np.uint64)
    return entries


def _delete(connection: apsw.Connection, segment: Segment) -> None:
    first = segment.number << BUCKET_BITS
    given = (first, first + (1 << BUCKET_BITS))
    connection.execute("DELETE FROM tally WHERE place >= ? AND place < ?", given)
    connection.execute("DELETE FROM tally_segment WHERE number = ?", (segment.number,))


def _write(connection: apsw.Connection, kind: Kind, entries: Keys) -> None:
    if not len(entries):
        return
    bits = min((len(entries) // _BUCKET).bit_length(), BUCKET_BITS)
    connection.execute(
        "INSERT INTO tally_segment (kind, bits, entries) VALUES (?, ?, ?)",
        (int(kind), bits, len(entries)),
    )
    number = connection.last_insert_rowid()
    buckets = entries >> np.uint64(64 - bits) if bits else np.zeros_like(entries)
    edges = np.flatnonzero(np.concatenate(([True], buckets[1:] != buckets[:-1], [True])))
    data = entries.astype("<u8", copy=False)
    connection.executemany(
        "INSERT INTO tally VALUES (?, ?)",
        (
            (number << BUCKET_BITS | int(buckets[low]), data[low:high].tobytes())
            for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
        ),
    )
    counts = entries & np.uint64(COUNTS - 1)
    many = entries[(counts >= SATURATED[kind]) & (counts < COUNTS // 2)] >> np.uint64(COUNT_BITS)
    connection.executemany(
        "INSERT OR IGNORE INTO saturated VALUES (?, ?)", ((int(kind), key) for key in many.tolist())
    )


def compact(connection: apsw.Connection) -> None:
    """Make one segment of each kind."""
    for kind in Kind:
        known = segments(connection, kind)
        if len(known) > 1:
            entries = _summed(np.concatenate([_read(connection, each) for each in known]))
            for each in known:
                _delete(connection, each)
            _write(connection, kind, entries)


def is_sound(connection: apsw.Connection) -> bool:
    """Whether the tallies are the sums of what the articles were counted by."""
    sums: list[Keys] = [np.empty(0, dtype=np.uint64) for _ in Kind]
    last = 0
    query = "SELECT number, keys FROM counted WHERE number > ? ORDER BY number LIMIT 4096"
    while found := rows(connection, query, last):
        last = found[-1][0]
        each = [_unpacked(data) for _, data in found]
        for kind in Kind:
            entries = np.concatenate([keys[kind] for keys in each]) << np.uint64(COUNT_BITS)
            sums[kind] = _summed(np.concatenate((sums[kind], entries | np.uint64(1))))
    for kind in Kind:
        parts = [_read(connection, segment) for segment in segments(connection, kind)]
        stored = _summed(np.concatenate((np.empty(0, dtype=np.uint64), *parts)))
        if not np.array_equal(stored, sums[kind]):
            return False
    return True
