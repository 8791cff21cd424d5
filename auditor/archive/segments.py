"""Writing segments of postings: new ones, merged ones, and without what was removed."""

from collections.abc import Iterable, Iterator

import apsw
import numpy as np
from numpy.typing import NDArray

from auditor.archive.buckets import Entries, packed, unpacked
from auditor.archive.file import rows, value
from auditor.archive.postings import (
    BUCKET_BITS,
    CAP,
    COMMON,
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
_PIECE = 1 << 17
"""Segments are read in pieces of so many entries, more or less, so that memory holds but one."""
_NUMBER = np.uint64(NUMBERS - 1)


def append(
    connection: apsw.Connection,
    kind: Kind,
    base: int,
    numbers: NDArray[np.int64],
    keys: NDArray[np.uint64],
) -> None:
    """Write one segment.

    Args:
        connection: in a transaction.
        kind: what the fingerprints are.
        base: the number of the first article.
        numbers: the article of each fingerprint; at most ``NUMBERS`` from ``base``.
        keys: the fingerprints, 40 bits each.

    """
    entries = keys << np.uint64(NUMBER_BITS) | (numbers - base).astype(np.uint64)
    entries.sort()
    entries = _without(entries[_begins(entries)], common_keys(connection, kind))
    if len(entries):
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


def forget(connection: apsw.Connection, numbers: Iterable[int]) -> None:
    """Remove articles; their fingerprints are forgotten when segments are merged or purged."""
    for number in numbers:
        connection.execute("DELETE FROM article WHERE number = ?", (number,))
        connection.execute("DELETE FROM body WHERE number = ?", (number,))
        connection.execute("INSERT INTO dead VALUES (?)", (number,))


def purge(connection: apsw.Connection) -> None:
    """Take the entries of removed articles out of every segment, and forget their numbers."""
    dead = _dead(connection)
    if not len(dead):
        return
    for segment in segments(connection):
        removed = smaller = 0
        for low, high in _ranges(segment, min(segment.bits, _piece_bits(segment))):
            entries = _read(connection, segment, low, high)
            gone = np.isin((entries & _NUMBER).astype(np.int64) + segment.base, dead)
            if not gone.any():
                continue
            removed += int(gone.sum())
            buckets = np.unique(_bucket(entries[gone], segment.bits))
            here = np.isin(_bucket(entries, segment.bits), buckets)
            left = dict(packed(entries[here & ~gone], segment.bits))
            for bucket in buckets.tolist():
                place = (segment.number << BUCKET_BITS) + bucket
                query = "SELECT length(entries) FROM posting WHERE place = ?"
                smaller += value(connection, query, place) - len(left.get(bucket, b""))
                if bucket in left:
                    query = "UPDATE posting SET entries = ? WHERE place = ?"
                    connection.execute(query, (left[bucket], place))
                else:
                    connection.execute("DELETE FROM posting WHERE place = ?", (place,))
        connection.execute(
            "UPDATE segment SET entries = entries - ?, size = size - ? WHERE number = ?",
            (removed, smaller, segment.number),
        )
    connection.execute("DELETE FROM dead")
    if not value(connection, "SELECT count(*) FROM article"):
        connection.execute("DELETE FROM common")


def entries_of(
    connection: apsw.Connection, segment: Segment
) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.int64]]]:
    """Yield the fingerprints of a segment, 40 bits each, and the articles that carry them."""
    for low, high in _ranges(segment, min(segment.bits, _piece_bits(segment))):
        entries = _read(connection, segment, low, high)
        yield entries >> np.uint64(NUMBER_BITS), (entries & _NUMBER).astype(np.int64) + segment.base


def _dead(connection: apsw.Connection) -> NDArray[np.int64]:
    return np.array([row[0] for row in rows(connection, "SELECT number FROM dead")], dtype=np.int64)


def _merged(
    connection: apsw.Connection, group: list[Segment], dead: NDArray[np.int64], bits: int
) -> Iterator[Entries]:
    """Yield the entries of all, sorted, a piece at a time, counted from the first's base."""
    bits = min(max(segment.bits for segment in group), bits, _piece_bits(*group))
    sources = [_pieces(connection, segment, bits) for segment in group]
    shifts = [np.uint64(segment.base - group[0].base) for segment in group]
    common = common_keys(connection, Kind(group[0].kind))
    for parts in zip(*sources, strict=True):
        piece = np.concatenate([part + shift for part, shift in zip(parts, shifts, strict=True)])
        if len(dead):
            numbers = (piece & _NUMBER).astype(np.int64) + group[0].base
            piece = piece[~np.isin(numbers, dead)]
        piece.sort()
        yield _without(piece, common)


def _pieces(connection: apsw.Connection, segment: Segment, bits: int) -> Iterator[Entries]:
    """Yield a segment's entries in ``2 ** bits`` pieces by the first bits of the fingerprint."""
    for low, high in _ranges(segment, min(bits, segment.bits)):
        whole = _read(connection, segment, low, high)
        if segment.bits >= bits:
            yield whole
            continue
        width = 1 << bits - segment.bits
        firsts = np.arange(low * width + 1, (low + 1) * width, dtype=np.uint64)
        yield from np.split(whole, np.searchsorted(whole, firsts << np.uint64(64 - bits)))


def _piece_bits(*group: Segment) -> int:
    """Return how many bits of a fingerprint choose the piece."""
    return (sum(segment.entries for segment in group) // _PIECE).bit_length()


def _ranges(segment: Segment, bits: int) -> Iterator[tuple[int, int]]:
    """Yield the buckets of a segment in ``2 ** bits`` ranges."""
    width = 1 << segment.bits - bits
    return ((at * width, (at + 1) * width) for at in range(1 << bits))


def _read(connection: apsw.Connection, segment: Segment, low: int, high: int) -> Entries:
    """Return the entries of a range of buckets, sorted."""
    first = segment.number << BUCKET_BITS
    query = "SELECT place, entries FROM posting WHERE place >= ? AND place < ? ORDER BY place"
    found = rows(connection, query, first + low, first + high)
    return unpacked([(place - first, data) for place, data in found], segment.bits)


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
        "INSERT INTO segment (kind, base, bits, entries, capped, size) VALUES (?, ?, ?, 0, 0, 0)",
        (kind, base, bits),
    )
    number = connection.last_insert_rowid()
    kept = size = 0
    common: list[NDArray[np.uint64]] = []
    for piece in pieces:
        if kind in COMMON:
            entries, more = _parted(piece, COMMON[kind])
            common.append(more)
        else:
            entries = _first_few(piece)
            capped += len(piece) - len(entries)
        kept += len(entries)
        made = [(number << BUCKET_BITS | bucket, data) for bucket, data in packed(entries, bits)]
        connection.executemany("INSERT INTO posting VALUES (?, ?)", made)
        size += sum(len(data) for _, data in made)
    if kept:
        connection.execute(
            "UPDATE segment SET entries = ?, capped = ?, size = ? WHERE number = ?",
            (kept, capped, size, number),
        )
    else:
        connection.execute("DELETE FROM segment WHERE number = ?", (number,))
    if any(map(len, common)):
        _mark_common(connection, kind, np.concatenate(common))


def _bucket(entries: Entries, bits: int) -> NDArray[np.int64]:
    # A shift by 64 is no shift: a segment of one bucket is bucket 0.
    return (
        (entries >> np.uint64(64 - bits)).astype(np.int64)
        if bits
        else np.zeros(len(entries), dtype=np.int64)
    )


def _bits(entries: int) -> int:
    bits = min((entries // _BUCKET).bit_length(), BUCKET_BITS)
    return bits + (bits % 8 == 7)  # with one more, entries are a byte smaller


def _begins(values: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether each of some sorted numbers is the first of its like."""
    first = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return first


def _first_few(entries: Entries) -> Entries:
    """Return sorted entries without those beyond ``CAP`` of a fingerprint."""
    if len(entries) <= CAP:
        return entries
    keys = entries >> np.uint64(NUMBER_BITS)
    beyond = np.zeros(len(entries), dtype=bool)
    beyond[CAP:] = keys[CAP:] == keys[:-CAP]
    return entries[~beyond]


def _parted(entries: Entries, common: int) -> tuple[Entries, NDArray[np.uint64]]:
    """Return sorted entries without those of common fingerprints, and these."""
    keys = entries >> np.uint64(NUMBER_BITS)
    starts = np.flatnonzero(_begins(keys))
    sizes = np.diff(starts, append=len(keys))
    many = sizes >= common
    return entries[np.repeat(~many, sizes)], keys[starts[many]]


def common_keys(connection: apsw.Connection, kind: Kind) -> NDArray[np.uint64]:
    """Return the fingerprints that are common, sorted."""
    stored = value(connection, "SELECT keys FROM common WHERE kind = ?", kind) or b""
    keys: NDArray[np.uint64] = np.frombuffer(stored, dtype="<u8").astype(np.uint64)
    return keys


def _mark_common(connection: apsw.Connection, kind: Kind, keys: NDArray[np.uint64]) -> None:
    known = np.union1d(common_keys(connection, kind), keys).astype("<u8").tobytes()
    connection.execute("INSERT OR REPLACE INTO common VALUES (?, ?)", (kind, known))


def _without(entries: Entries, common: NDArray[np.uint64]) -> Entries:
    """Return the entries without those of some fingerprints, given sorted."""
    if not len(common):
        return entries
    keys = entries >> np.uint64(NUMBER_BITS)
    at = np.minimum(np.searchsorted(common, keys), len(common) - 1)
    rare: Entries = entries[common[at] != keys]
    return rare


def _delete(connection: apsw.Connection, segment: Segment) -> None:
    first = segment.number << BUCKET_BITS
    connection.execute(
        "DELETE FROM posting WHERE place >= ? AND place < ?",
        (first, first + (1 << BUCKET_BITS)),
    )
    connection.execute("DELETE FROM segment WHERE number = ?", (segment.number,))
