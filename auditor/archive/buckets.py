"""Buckets of postings over arrays: as ``postings`` describes them and reads one of them."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.archive.postings import HEAD, KEY_BITS, NUMBER_BITS, NUMBER_BYTES

Entries = NDArray[np.uint64]
"""40 bits of a fingerprint, then 24 of an article."""

_Bytes = NDArray[np.uint8]
_KEY_BYTES = KEY_BITS // 8


def packed(entries: Entries, bits: int) -> Iterator[tuple[int, bytes]]:
    """Yield the buckets, by number, of sorted entries of a segment of ``2 ** bits`` buckets."""
    keys = entries >> np.uint64(NUMBER_BITS)
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else keys
    sizes = np.diff(starts, append=len(keys)).astype(np.int64)
    heads = keys[starts]
    buckets = heads >> np.uint64(KEY_BITS - bits)
    edges = np.flatnonzero(np.concatenate(([True], buckets[1:] != buckets[:-1], [True])))
    if not len(keys):
        return
    one = sizes == 1
    width = _KEY_BYTES - bits // 8
    alone = np.repeat(one, sizes)
    # Of each column, the bytes; and where in them each bucket ends.
    ones, many, inside = (
        np.concatenate(([0], np.cumsum(each)))[edges]
        for each in (one, ~one, np.where(one, 0, sizes))
    )
    regions = (
        (_cut(heads[one], width), ones * width),
        (_cut(entries[alone], NUMBER_BYTES), ones * NUMBER_BYTES),
        (_cut(heads[~one], width), many * width),
        (sizes[~one].astype(np.uint8).tobytes(), many),
        (_cut(entries[~alone], NUMBER_BYTES), inside * NUMBER_BYTES),
    )
    counts = np.column_stack((np.diff(ones), np.diff(many))).astype(np.uint64).reshape(-1)
    head = _cut(counts, HEAD // 2)
    columns = [(data, ends.tolist()) for data, ends in regions]
    for at, bucket in enumerate(buckets[edges[:-1]].tolist()):
        parts = [data[ends[at] : ends[at + 1]] for data, ends in columns]
        yield bucket, b"".join((head[at * HEAD : (at + 1) * HEAD], *parts))


def unpacked(buckets: Sequence[tuple[int, bytes]], bits: int) -> Entries:
    """Return the entries of buckets of a segment of ``2 ** bits``, sorted."""
    width = _KEY_BYTES - bits // 8
    regions: list[list[bytes]] = [[], [], [], [], []]
    ones, several = [], []
    for _, data in buckets:
        first, second = int.from_bytes(data[:3], "big"), int.from_bytes(data[3:HEAD], "big")
        ones.append(first)
        several.append(second)
        at = HEAD
        for region, size in zip(
            regions, (first * width, first * NUMBER_BYTES, second * width, second), strict=False
        ):
            region.append(data[at : at + size])
            at += size
        regions[4].append(data[at:])
    columns = [np.frombuffer(b"".join(region), dtype=np.uint8) for region in regions]
    top = np.array([bucket >> bits % 8 for bucket, _ in buckets], dtype=np.uint64)
    top <<= np.uint64(8 * width)
    alone = _joined(columns[0], width) | np.repeat(top, ones)
    heads = _joined(columns[2], width) | np.repeat(top, several)
    keys = np.concatenate((alone, np.repeat(heads, columns[3])))
    numbers = np.concatenate([_joined(columns[n], NUMBER_BYTES) for n in (1, 4)])
    entries: Entries = keys << np.uint64(NUMBER_BITS) | numbers
    entries.sort()
    return entries


def _cut(values: NDArray[np.uint64], width: int) -> bytes:
    """Return the last bytes of each number, the highest first."""
    return values.astype(">u8").view(np.uint8).reshape(-1, 8)[:, 8 - width :].tobytes()


def _joined(data: _Bytes, width: int) -> NDArray[np.uint64]:
    """Return what ``_cut`` made bytes of."""
    whole = np.zeros((len(data) // width, 8), dtype=np.uint8)
    whole[:, 8 - width :] = data.reshape(-1, width)
    made: NDArray[np.uint64] = whole.reshape(-1).view(">u8").astype(np.uint64)
    return made
