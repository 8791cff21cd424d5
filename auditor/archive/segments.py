"""Writing segments of postings: new ones, merged ones, and without what was removed."""

from collections.abc import Iterable, Iterator

import apsw
import numpy as np
from numpy.typing import NDArray

from auditor.archive.file import rows, value
from auditor.archive.postings import (
    BUCKET_BITS,
    CAP,
    KEY_BITS,
    NUMBER_BITS,
    NUMBERS,
    Kind,
    Segment,
    segments,
)

_BUCKET = 256
_UNIT = 1 << 12
_FAN = 4
"""So many segments of a size are merged into one."""
_PIECE = 12
"""Segments are merged in up to two to this many pieces, so that memory holds but one."""
_MIX = np.uint64(0x9E3779B97F4A7C15)

Entries = NDArray[np.uint64]


def append(
    connection: apsw.Connection,
    kind: Kind,
    base: int,
    numbers: NDArray[np.int64],
    values: NDArray[np.uint64],
) -> None:
    """Write one segment.

    Args:
        connection: in a transaction.
        kind: what the fingerprints are.
        base: the number of the first article.
        numbers: the article of each fingerprint; at most ``NUMBERS`` from ``base``.
        values: the fingerprints, 64 bits each.

    """
    if not len(values):
        return
    keys = values * _MIX >> np.uint64(64 - KEY_BITS)
    entries = np.unique(keys << np.uint64(NUMBER_BITS) | (numbers - base).astype(np.uint64))
    _write(connection, kind, base, [entries], _bits(len(entries)))


def settle(connection: apsw.Connection, kind: Kind) -> None:
    """Merge the newest segments of a kind as long as there are enough of a size."""
    while True:
        known = segments(connection, kind)
        if not known:
            return
        level = _level(known[-1])
        alike = len(known)
        while alike and _level(known[alike - 1]) <= level:
            alike -= 1
        group = known[alike:]
        if len(group) < _FAN or not merge(connection, group):
            return


def _level(segment: Segment) -> int:
    return (segment.entries // _UNIT).bit_length() // 2


def merge(connection: apsw.Connection, group: list[Segment]) -> bool:
    """Make one segment of several of a kind, in their order; False where they cover too many articles."""
    last = value(connection, "SELECT coalesce(max(number), 0) FROM article")
    later = [s.base for s in segments(connection, Kind(group[0].kind)) if s.base > group[-1].base]
    end = min(later) if later else last + 1
    base = group[0].base
    if end - base > NUMBERS:
        return False
    dead = _dead(connection)
    bits = _bits(sum(segment.entries for segment in group))
    pieces = _merged(connection, group, dead, bits)
    capped = sum(segment.capped for segment in group)
    _write(connection, Kind(group[0].kind), base, pieces, bits, capped)
    for segment in group:
        _delete(connection, segment)
    return True


def purge(connection: apsw.Connection) -> None:
    """Take the entries of removed articles out of every segment, and forget their numbers."""
    dead = _dead(connection)
    if not len(dead):
        return
    for segment in segments(connection):
        removed = 0
        for place, entries in _buckets(connection, segment, 0, 1 << segment.bits):
            gone = np.isin((entries & np.uint64(NUMBERS - 1)).astype(np.int64) + segment.base, dead)
            if gone.any():
                removed += int(gone.sum())
                left = entries[~gone].astype("<u8").tobytes()
                connection.execute("UPDATE posting SET entries = ? WHERE place = ?", (left, place))
        connection.execute(
            "UPDATE segment SET entries = entries - ? WHERE number = ?", (removed, segment.number)
        )
    connection.execute("DELETE FROM dead")


def _dead(connection: apsw.Connection) -> NDArray[np.int64]:
    return np.array([row[0] for row in rows(connection, "SELECT number FROM dead")], dtype=np.int64)


def _merged(
    connection: apsw.Connection, group: list[Segment], dead: NDArray[np.int64], bits: int
) -> Iterator[Entries]:
    """Yield the entries of all, sorted, a piece at a time, counted from the first's base."""
    bits = min(max(segment.bits for segment in group), _PIECE, bits)
    sources = [_pieces(connection, segment, bits) for segment in group]
    shifts = [np.uint64(segment.base - group[0].base) for segment in group]
    for parts in zip(*sources, strict=True):
        piece = np.concatenate([part + shift for part, shift in zip(parts, shifts, strict=True)])
        if len(dead):
            numbers = (piece & np.uint64(NUMBERS - 1)).astype(np.int64) + group[0].base
            piece = piece[~np.isin(numbers, dead)]
        piece.sort()
        yield piece


def _pieces(connection: apsw.Connection, segment: Segment, bits: int) -> Iterator[Entries]:
    """Yield a segment's entries in ``2 ** bits`` pieces by the first bits of the fingerprint."""
    if segment.bits >= bits:
        width = 1 << segment.bits - bits
        for at in range(1 << bits):
            found = _buckets(connection, segment, at * width, (at + 1) * width)
            yield _joined([entries for _, entries in found])
        return
    width = 1 << bits - segment.bits
    for at in range(1 << segment.bits):
        whole = _joined([entries for _, entries in _buckets(connection, segment, at, at + 1)])
        firsts = np.arange(at * width + 1, (at + 1) * width, dtype=np.uint64)
        cuts = np.searchsorted(whole, firsts << np.uint64(64 - bits))
        yield from np.split(whole, cuts)


def _joined(parts: list[Entries]) -> Entries:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)


def _buckets(
    connection: apsw.Connection, segment: Segment, low: int, high: int
) -> Iterator[tuple[int, Entries]]:
    first = segment.number << BUCKET_BITS
    query = "SELECT place, entries FROM posting WHERE place >= ? AND place < ? ORDER BY place"
    for place, data in rows(connection, query, first + low, first + high):
        yield place, np.frombuffer(data, dtype="<u8").astype(np.uint64)


def _write(
    connection: apsw.Connection,
    kind: Kind,
    base: int,
    pieces: Iterable[Entries],
    bits: int,
    capped: int = 0,
) -> None:
    """Write a segment of ``2 ** bits`` buckets; its entries come sorted, a piece ends with a bucket."""
    connection.execute(
        "INSERT INTO segment (kind, base, bits, entries, capped) VALUES (?, ?, ?, 0, 0)",
        (kind, base, bits),
    )
    number = connection.last_insert_rowid()
    kept = 0
    for piece in pieces:
        entries = _first_few(piece)
        capped += len(piece) - len(entries)
        kept += len(entries)
        if not len(entries):
            continue
        # A shift by 64 is no shift: a segment of one bucket is bucket 0.
        buckets = (entries >> np.uint64(64 - bits)) if bits else np.zeros_like(entries)
        edges = np.flatnonzero(np.concatenate(([True], buckets[1:] != buckets[:-1], [True])))
        data = entries.astype("<u8", copy=False)
        connection.executemany(
            "INSERT INTO posting VALUES (?, ?)",
            (
                (number << BUCKET_BITS | int(buckets[low]), data[low:high].tobytes())
                for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
            ),
        )
    connection.execute(
        "UPDATE segment SET entries = ?, capped = ? WHERE number = ?", (kept, capped, number)
    )


def _bits(entries: int) -> int:
    return min((entries // _BUCKET).bit_length(), BUCKET_BITS)


def _first_few(entries: Entries) -> Entries:
    """Return sorted entries without those beyond ``CAP`` of a fingerprint."""
    if len(entries) <= CAP:
        return entries
    keys = entries >> np.uint64(NUMBER_BITS)
    beyond = np.zeros(len(entries), dtype=bool)
    beyond[CAP:] = keys[CAP:] == keys[:-CAP]
    return entries[~beyond]


def _delete(connection: apsw.Connection, segment: Segment) -> None:
    first = segment.number << BUCKET_BITS
    connection.execute(
        "DELETE FROM posting WHERE place >= ? AND place < ?",
        (first, first + (1 << BUCKET_BITS)),
    )
    connection.execute("DELETE FROM segment WHERE number = ?", (segment.number,))
