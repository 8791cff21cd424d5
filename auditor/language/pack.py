"""Write a lexicon: the tables that ``lexicon.py`` describes, the same bytes from the same words."""

import math
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from zlib import crc32

from auditor.language.lexicon import (
    HEADER,
    LONG,
    MAGIC,
    NUMBER_BITS,
    PAIR_BITS,
    SIGNS,
    VERSION,
    Entry,
)
from auditor.language.nearness import keys, sound

_BUCKETS = 1 << 18
_NEAR_BUCKETS = 1 << 18
_RARE = 3.0
"""The Zipf value from which words are looked for two letters away."""
_SOUNDED = 2.5
"""The Zipf value from which words are looked for by their sound."""

_ENDED = 3.3
"""The Zipf value from which long words are looked for by their two ends."""


@dataclass(frozen=True, slots=True)
class Words:
    """What goes into a lexicon."""

    language: str
    entries: Mapping[str, Entry]
    targets: Iterable[str]
    """The words among ``entries`` that misspelt ones are held against."""
    pairs: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """Words side by side: how much likelier than by chance, logarithm base 10."""


def pack(words: Words) -> bytes:
    """Return the file."""
    entries = words.entries
    blobs: list[list[bytes]] = [[] for _ in range(_BUCKETS)]
    for word in sorted(entries):
        blobs[crc32(word.encode()) % _BUCKETS].append(b"\n" + _line(word, entries[word]))
    table, blob = _offsets(b"".join(bucket) for bucket in blobs)
    # The commonest first, so that an order by number is an order by use.
    targets = sorted(set(words.targets), key=lambda w: (-entries[w].zipf, w))[: 1 << NUMBER_BITS]
    target_table, target_blob = _offsets(_line(word, entries[word]) for word in targets)
    near_table, near_blob = _near(targets, entries)
    slots = _slots(words.pairs)
    header = HEADER.pack(
        MAGIC, VERSION, words.language.encode(), _BUCKETS, len(entries), len(blob),
        len(targets), len(target_blob), _NEAR_BUCKETS, len(slots),
    )  # fmt: skip
    parts = (table, blob, target_table, target_blob, near_table, near_blob, _little(slots))
    return header + b"".join(parts) + _letters(entries)


def _line(word: str, entry: Entry) -> bytes:
    return f"{word}\t{entry.kind}{chr(0x20 + math.floor(entry.zipf * 10 + 0.5))}".encode()


def _offsets(pieces: Iterable[bytes]) -> tuple[bytes, bytes]:
    offsets, kept, at = array("I"), [], 0
    for piece in pieces:
        offsets.append(at)
        kept.append(piece)
        at += len(piece)
    offsets.append(at)
    return _little(offsets), b"".join(kept)


def _little(numbers: "array[int]") -> bytes:
    return b"".join(number.to_bytes(4, "little") for number in numbers)


def _near(targets: list[str], entries: Mapping[str, Entry]) -> tuple[bytes, bytes]:
    buckets: list[list[int]] = [[] for _ in range(_NEAR_BUCKETS)]
    for number, word in enumerate(targets):
        common = entries[word].zipf >= _RARE
        wanted = keys(word, 2 if common and len(word) >= 5 else 1)
        code = sound(word)
        if len(code) > 1 and len(word) >= 5 and entries[word].zipf >= _SOUNDED:
            wanted.add("\0" + code)
            if common and len(code) >= 4:
                wanted.update("\1" + code[:at] + code[at + 1 :] for at in range(len(code)))
        if len(word) >= LONG and entries[word].zipf >= _ENDED:
            wanted.add("\2" + word[:3] + word[-3:])
        for key in sorted(wanted):
            value = crc32(key.encode())
            buckets[value % _NEAR_BUCKETS].append((value >> NUMBER_BITS) << NUMBER_BITS | number)
    offsets, flat = array("I"), array("I")
    for bucket in buckets:
        offsets.append(len(flat))
        flat.extend(bucket)
    offsets.append(len(flat))
    return _little(offsets), _little(flat)


def _slots(pairs: Mapping[tuple[str, str], float]) -> "array[int]":
    if not pairs:
        return array("I")
    size = len(pairs) * 3 // 2 | 1
    slots = array("I", bytes(4 * size))
    for (left, right), ratio in sorted(pairs.items()):
        value = crc32(f"{left} {right}".encode())
        level = min(max(round((ratio + 2) * 4), 1), (1 << PAIR_BITS) - 1)
        slot = value % size
        while slots[slot]:
            slot = (slot + 1) % size
        slots[slot] = (value >> PAIR_BITS) << PAIR_BITS | level
    return slots


def _letters(entries: Mapping[str, Entry]) -> bytes:
    """Count each three letters, a word as often as the square root of its use, and say how usual."""
    counts = [0.0] * SIGNS**3
    for word in sorted(entries):
        kind, zipf = entries[word]
        if kind not in "wn" or "'" in word:
            continue
        weight = 10 ** (zipf / 4)
        codes = [0, *(ord(c) - 96 if "a" <= c <= "z" else 0 for c in word), 0]
        for i in range(2, len(codes)):
            counts[(codes[i - 2] * SIGNS + codes[i - 1]) * SIGNS + codes[i]] += weight
    usual = bytearray()
    for start in range(0, SIGNS**3, SIGNS):
        row = counts[start : start + SIGNS]
        total = sum(row) + 2.0
        usual.extend(
            min(255, round(-50 * math.log10((count + 2.0 / SIGNS) / total))) for count in row
        )
    return bytes(usual)
