"""Write a lexicon: the tables that ``lexicon.py`` describes, the same bytes from the same words."""

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from auditor.language.lexicon import (
    DOUBT,
    HEADER,
    LETTERS,
    LONG,
    MAGIC,
    NUMBER_BITS,
    PAIR_BITS,
    SIGNS,
    VERSION,
    Entry,
    bits,
)
from auditor.language.nearness import keys, sound

_BUCKETS = 1 << 18
_NEAR_BUCKETS = 1 << 18
_RARE = 3.0
"""The Zipf value from which words are looked for two letters away."""
_SOUNDED = 2.5
"""The Zipf value from which words are looked for by their sound."""

_BITS = 12
"""How many bits of a filter there are for a word; with seven set for each, one in 300 others seems held."""
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
    meant: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The words that a list of misspellings has for some of ``entries``."""
    names: frozenset[str] = frozenset()
    """Rarer names, and full names: two words with a space between them."""
    abroad: frozenset[str] = frozenset()
    """Usual words of other languages."""
    bearers: Mapping[str, int] = field(default_factory=dict)
    """How many people bear a name."""
    lacks: float = 0.0
    """What part of a text's words, names aside, is not among ``entries`` or only seen in use; 0 where nobody knows."""
    doubt: float = 0.0
    """How much less than the trees say is to be believed: see ``doubt.py``."""


def pack(words: Words) -> bytes:
    """Return the file."""
    entries = words.entries
    blobs: list[list[bytes]] = [[] for _ in range(_BUCKETS)]
    lines = {
        word: _line(word, entry) + " ".join(words.meant.get(word, ())).encode()
        for word, entry in entries.items()
    }
    if words.doubt:
        lines[DOUBT] = _line(DOUBT, Entry("d", words.doubt))
    for word in sorted(lines):
        blobs[crc32(word.encode()) % _BUCKETS].append(b"\n" + lines[word])
    table, blob = _offsets(b"".join(bucket) for bucket in blobs)
    # The commonest first, so that an order by number is an order by use.
    targets = sorted(set(words.targets), key=lambda w: (-entries[w].zipf, w))[: 1 << NUMBER_BITS]
    target_table, target_blob = _offsets(_line(word, entries[word]) for word in targets)
    near_table, near_blob = _near(targets, entries)
    slots = _slots(
        {**words.pairs, **{("", name): math.log10(count) for name, count in words.bearers.items()}}
    )
    names, abroad = _filter(words.names), _filter(words.abroad)
    header = HEADER.pack(
        MAGIC, VERSION, words.language.encode(), _BUCKETS, len(entries), len(blob),
        len(targets), len(target_blob), _NEAR_BUCKETS, len(slots), len(names), len(abroad),
    )  # fmt: skip
    parts = (table, blob, target_table, target_blob, near_table, near_blob, _little(slots))
    letters = _letters(_weights(entries, "wrn"))
    rarer = dict.fromkeys((name for name in words.names if " " not in name), 1.0)
    of_names = _letters(rarer | _weights(entries, "np"))
    return header + b"".join(parts) + letters + of_names + names + abroad


def _filter(words: frozenset[str]) -> bytes:
    size = (len(words) * _BITS + 7) // 8
    filled = bytearray(size)
    for word in words:
        for bit in bits(word, size):
            filled[bit >> 3] |= 1 << (bit & 7)
    return bytes(filled)


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


def _letters(weights: Mapping[str, float]) -> bytes:
    """Count each four letters, and say how usual the last is after the others."""
    counts = [0.0] * SIGNS**LETTERS
    for word in sorted(weights):
        run = 0
        for sign in (*map(ord, word), 0):
            code = sign - 96 if 96 < sign < 123 else 0
            run = (run * SIGNS + code) % SIGNS**LETTERS
            counts[run] += weights[word]
    usual = bytearray()
    for start in range(0, SIGNS**LETTERS, SIGNS):
        row = counts[start : start + SIGNS]
        total = sum(row) + 2.0
        usual.extend(
            min(255, round(-50 * math.log10((count + 2.0 / SIGNS) / total))) for count in row
        )
    return bytes(usual)


def _weights(entries: Mapping[str, Entry], kinds: str) -> dict[str, float]:
    """Return what each word of ``kinds`` weighs: the fourth root of its use."""
    return {
        word: 10 ** (zipf / 4)
        for word, (kind, zipf) in entries.items()
        if kind in kinds and "'" not in word
    }
