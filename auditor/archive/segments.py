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
    entry_size,
    segments,
)

_BUCKET = 256
_UNIT = 1 << 12
_FAN = 4
"""So many segments of a size are merged into one."""
_PIECE = 12
"""Segments are merged in up to two to this many pieces, so that memory holds but one."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_NUMBER = np.uint64(NUMBERS - 1)

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
        bits = min(segment.bits, _PIECE)
        for low, high in _ranges(segment, bits):
            places, counts, entries = _read(connection, segment, low, high)
            gone = np.isin((entries & _NUMBER).astype(np.int64) + segment.base, dead)
            if not gone.any():
                continue
            removed += int(gone.sum())
            edges = np.concatenate(([0], np.cumsum(counts)))
            lost = np.diff(np.concatenate(([0], np.cumsum(gone)))[edges])
            for at in np.flatnonzero(lost).tolist():
                here = slice(int(edges[at]), int(edges[at + 1]))
                left = _packed(entries[here][~gone[here]], segment.bits)
                connection.execute(
                    "UPDATE posting SET entries = ? WHERE place = ?", (left, places[at])
                )
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
            numbers = (piece & _NUMBER).astype(np.int64) + group[0].base
            piece = piece[~np.isin(numbers, dead)]
        piece.sort()
        yield piece


def _pieces(connection: apsw.Connection, segment: Segment, bits: int) -> Iterator[Entries]:
    """Yield a segment's entries in ``2 ** bits`` pieces by the first bits of the fingerprint."""
    for low, high in _ranges(segment, min(bits, segment.bits)):
        _, _, whole = _read(connection, segment, low, high)
        if segment.bits >= bits:
            yield whole
            continue
        width = 1 << bits - segment.bits
        firsts = np.arange(low * width + 1, (low + 1) * width, dtype=np.uint64)
        yield from np.split(whole, np.searchsorted(whole, firsts << np.uint64(64 - bits)))


def _ranges(segment: Segment, bits: int) -> Iterator[tuple[int, int]]:
    """Yield the buckets of a segment in ``2 ** bits`` ranges."""
    width = 1 << segment.bits - bits
    return ((at * width, (at + 1) * width) for at in range(1 << bits))


def _read(
    connection: apsw.Connection, segment: Segment, low: int, high: int
) -> tuple[list[int], NDArray[np.int64], Entries]:
    """Return the places of a range of buckets, how many entries each has, and all the entries."""
    first = segment.number << BUCKET_BITS
    query = "SELECT place, entries FROM posting WHERE place >= ? AND place < ? ORDER BY place"
    found = rows(connection, query, first + low, first + high)
    size = entry_size(segment.bits)
    counts = np.array([len(data) // size for _, data in found], dtype=np.int64)
    stored = np.frombuffer(b"".join([data for _, data in found]), dtype=np.uint8)
    whole = np.zeros((int(counts.sum()), 8), dtype=np.uint8)
    whole[:, 8 - size :] = stored.reshape(-1, size)
    entries = whole.reshape(-1).view(">u8").astype(np.uint64)
    places = [place for place, _ in found]
    if size < 8:
        known = np.array(places, dtype=np.int64) - first >> segment.bits % 8
        entries |= np.repeat(known.astype(np.uint64), counts) << np.uint64(8 * size)
    return places, counts, entries


def _packed(entries: Entries, bits: int) -> bytes:
    """Return entries as a bucket of a segment of ``2 ** bits`` holds them."""
    whole = entries.astype(">u8").view(np.uint8).reshape(-1, 8)
    return whole[:, 8 - entry_size(bits) :].tobytes()


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
        data, size = _packed(entries, bits), entry_size(bits)
        connection.executemany(
            "INSERT INTO posting VALUES (?, ?)",
            (
                (number << BUCKET_BITS | int(buckets[low]), data[low * size : high * size])
                for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
            ),
        )
    connection.execute(
        "UPDATE segment SET entries = ?, capped = ? WHERE number = ?", (kept, capped, number)
    )


def _bits(entries: int) -> int:
    bits = min((entries // _BUCKET).bit_length(), BUCKET_BITS)
    return bits + (bits % 8 == 7)  # with one more, entries are a byte smaller


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
