"""Lines of JSON to the texts in them, in the layout that ``words.hash_words`` reads: no string is made.

A line is read here where it is plain: valid JSON by RFC 8259, an object, its fields without surprises. Any
other line, a broken one among them, is odd, and left to who called: what it means is not decided here.

Numba notices changes of this file alone; see ``words``.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from auditor.similarity.compiled.headlines import blanked

_U = np.uint64
_EACH = _U(0x0101010101010101)
_HIGH = _U(0x8080808080808080)
_SEVEN = _U(0x7F7F7F7F7F7F7F7F)
_QUOTES, _SLASHES = _U(0x22) * _EACH, _U(0x5C) * _EACH
_QUOTE, _SLASH, _SPACE, _LINE = 0x22, 0x5C, 0x20, 0x0A
_DEEPEST = 64
_LONGEST = 300
"""Digits of a number; Python refuses to read very long ones."""
_WRONG = -1
ROOM = 16
"""Bytes that every buffer has beyond what stands in it."""

ABSENT, PLAIN, ESCAPED, NUMBER = range(4)
"""What a field holds: nothing that counts, a string with or without escapes, a whole number as it stands."""
TEXT, HEADLINE, ID, DATE = range(4)
FIELDS = ("text", "headline", "id", "date")
_START, _ODD, _TO, _FIRST = range(4)
_COLUMNS = _FIRST + 3 * len(FIELDS)
_PLACES = [_START, *(_FIRST + 3 * field + at for field in (ID, DATE) for at in (1, 2))]
"""The columns that say where something stands in the data."""


class Lines(NamedTuple):
    """What stands in lines that hold something: a row a line."""

    source: NDArray[np.uint8]
    """The texts in UTF-8, each with a space behind it, one before the first; room at the end."""
    ends: NDArray[np.int64]
    """Where the text of each line ends in it; an odd line has none."""
    starts: NDArray[np.int64]
    """Where each line begins in the data."""
    odd: NDArray[np.bool_]
    opens: NDArray[np.bool_]
    """Texts that may begin with a headline, of lines that hold no other; spaces stand for one that is certain."""
    ids: NDArray[np.int64]
    """Kind, start and end in the data; so of dates."""
    dates: NDArray[np.int64]


def scan(data: bytes, names: Sequence[Sequence[str]]) -> Lines:
    """Read lines of JSON; ``names`` are those of each of ``FIELDS``, the first that is there counts."""
    flat = [
        (n.encode("utf-8", "surrogatepass"), f, r)
        for f, of in enumerate(names)
        for r, n in enumerate(of)
    ]
    keys = np.frombuffer(b"".join(name for name, _, _ in flat) + b" ", dtype=np.uint8)
    bounds = np.cumsum([0, *(len(name) for name, _, _ in flat)])
    which = np.array([(field, rank) for _, field, rank in flat], dtype=np.int64).reshape(-1, 2)
    out = np.empty(len(data) + 2 * ROOM, dtype=np.uint8)
    out[0] = _SPACE
    found: list[NDArray[np.int64]] = []
    size = 1
    for first, part in _parted(data):
        most = len(part) // 2 + 1  # nearly all of this is never touched
        rows = np.empty((most, _COLUMNS), dtype=np.int64)
        count, size = _scan(
            part, _eights(part), len(part) - ROOM, keys, bounds, which,
            out, _eights(out), size, rows, np.empty(_DEEPEST, dtype=np.uint8),
        )  # fmt: skip
        rows = rows[:count]
        rows[:, _PLACES] += first
        found.append(rows)
    rows = np.concatenate(found)
    ends, odd = rows[:, _TO].copy(), rows[:, _ODD] != 0
    return Lines(
        out[: size + 8],
        ends,
        rows[:, _START].copy(),
        odd,
        blanked(out, ends, ~odd & (rows[:, _FIRST + 3 * HEADLINE] == ABSENT)),
        rows[:, _FIRST + 3 * ID : _FIRST + 3 * ID + 3],
        rows[:, _FIRST + 3 * DATE : _FIRST + 3 * DATE + 3],
    )


def _parted(data: bytes) -> list[tuple[int, NDArray[np.uint8]]]:
    """Return the lines in two parts that have room behind them, and where they begin: the last ones are copied."""
    cut = data.rfind(b"\n", 0, max(len(data) - ROOM, 0)) + 1
    last = np.zeros(len(data) - cut + ROOM, dtype=np.uint8)
    last[: len(data) - cut] = np.frombuffer(data, dtype=np.uint8, offset=cut)
    last.flags.writeable = False  # as the others are
    parts = [(0, np.frombuffer(data, dtype=np.uint8, count=cut + ROOM))] if cut else []
    return [*parts, (cut, last)]


def _eights(of: NDArray[np.uint8]) -> NDArray[np.uint64]:
    return np.ndarray((len(of) - 7,), dtype="<u8", buffer=of, strides=(1,))


@njit(cache=True, nogil=True)
def _scan(data, eights, size, keys, bounds, which, out, out8, to, rows, stack):
    """Read the lines; return how many hold something, and how far ``out`` is written."""
    count = 0
    at = 0
    while at < size:
        end = at
        while end < size and _is_blank(data[end]):
            end += 1
        if end == size:
            break
        if data[end] == _LINE:
            at = end + 1
            continue
        row = rows[count]
        count += 1
        row[:] = 0
        row[_START] = at
        stop, written = _line(
            data, eights, at, size, keys, bounds, which, out, out8, to, row, stack
        )
        if stop == _WRONG:
            row[:] = 0
            row[_START] = at
            row[_ODD] = 1
            stop = at
            while stop < size and data[stop] != _LINE:
                stop += 1
            written = to
        out[written] = _SPACE
        row[_TO] = written
        to = written + 1
        at = stop + 1
    out8[to] = _U(0x2020202020202020)
    return count, to


@njit(cache=True, nogil=True, inline="always")
def _is_blank(byte):
    """Whether it is white space that parts no lines."""
    return byte == _SPACE or byte == 0x09 or 0x0B <= byte <= 0x0D


@njit(cache=True, nogil=True)
def _passed(data, at):
    """Return where white space of JSON ends, line feeds apart."""
    while data[at] == _SPACE or data[at] == 0x09 or data[at] == 0x0D:
        at += 1
    return at


@njit(cache=True, nogil=True)
def _line(data, eights, at, size, keys, bounds, which, out, out8, to, row, stack):
    """Read one line; return where it ends, or ``_WRONG``, and how far the text reaches."""
    seen = 0
    best = np.full(4, 1 << 30, dtype=np.int64)
    written = to
    at = _passed(data, at)
    if data[at] != 0x7B:
        return _WRONG, to
    at = _passed(data, at + 1)
    if data[at] == 0x7D:
        return _WRONG, to
    while True:
        if data[at] != _QUOTE:
            return _WRONG, to
        key = at + 1
        at, escaped, _ = _skimmed(data, eights, key)
        if at == _WRONG or escaped:
            return _WRONG, to
        name = _which(data, key, at, keys, bounds)
        at = _passed(data, at + 1)
        if data[at] != 0x3A:
            return _WRONG, to
        at = _passed(data, at + 1)
        if name < 0:
            at = _skipped(data, eights, at, stack)
        else:
            if seen >> name & 1:
                return _WRONG, to
            seen |= 1 << name
            field, rank = which[name, 0], which[name, 1]
            first = at
            byte = data[at]
            if byte == 0x6E or (byte == _QUOTE and data[at + 1] == _QUOTE):
                at = _skipped(data, eights, at, stack)  # null, or an empty string: it is not there
            elif rank > best[field]:
                at = _skipped(data, eights, at, stack)
            elif field == TEXT:
                best[field] = rank
                if byte != _QUOTE:
                    return _WRONG, to
                at, written, graphic = _copied(data, eights, first + 1, out, out8, to)
                if at == _WRONG or not graphic:
                    return _WRONG, to
                at += 1
            else:
                best[field] = rank
                at = _valued(data, eights, at, field, row, stack)
        if at == _WRONG:
            return _WRONG, to
        at = _passed(data, at)
        if data[at] == 0x2C:
            at = _passed(data, at + 1)
            continue
        if data[at] != 0x7D:
            return _WRONG, to
        at = _passed(data, at + 1)
        if at < size and data[at] != _LINE:
            return _WRONG, to
        break
    if best[TEXT] == 1 << 30 or at > size:
        return _WRONG, to
    return at, written


@njit(cache=True, nogil=True)
def _valued(data, eights, at, field, row, stack):
    """Note what the value of a field is; return where it ends."""
    first = at
    place = _FIRST + 3 * field
    if data[at] == _QUOTE:
        at, escaped, graphic = _skimmed(data, eights, at + 1)
        if at == _WRONG or (field == HEADLINE and not graphic):
            return _WRONG
        row[place] = ESCAPED if escaped else PLAIN
        row[place + 1] = first + 1
        row[place + 2] = at
        return at + 1
    number = data[at] == 0x2D or 0x30 <= data[at] <= 0x39
    at = _skipped(data, eights, at, stack)
    row[place] = ABSENT
    if at != _WRONG and number:
        for digit in range(first, at):
            if not 0x30 <= data[digit] <= 0x39:
                return _WRONG  # it is not written as it stands
        row[place] = NUMBER
        row[place + 1] = first
        row[place + 2] = at
    return at


@njit(cache=True, nogil=True)
def _which(data, start, stop, keys, bounds):
    """Return the number of a name, or -1."""
    for name in range(len(bounds) - 1):
        first = bounds[name]
        if bounds[name + 1] - first != stop - start:
            continue
        same = True
        for step in range(stop - start):
            if data[start + step] != keys[first + step]:
                same = False
                break
        if same:
            return name
    return -1


@njit(cache=True, nogil=True, inline="always")
def _plain(eight):
    """Whether eight bytes of a string are ASCII that stands for itself."""
    other = eight ^ _QUOTES
    slash = eight ^ _SLASHES
    found = (eight - _U(0x20) * _EACH) | (other - _EACH) & ~other | (slash - _EACH) & ~slash | eight
    return not found & _HIGH


@njit(cache=True, nogil=True)
def _character(data, at):
    """Return how many bytes the character beyond ASCII at a byte has; nought where it is not UTF-8."""
    first, second = data[at], data[at + 1]
    if second & 0xC0 != 0x80:
        return 0
    if 0xC2 <= first <= 0xDF:
        return 2
    if data[at + 2] & 0xC0 != 0x80:
        return 0
    if 0xE0 <= first <= 0xEF:
        if (first == 0xE0 and second < 0xA0) or (first == 0xED and second >= 0xA0):
            return 0
        return 3
    if data[at + 3] & 0xC0 != 0x80 or not 0xF0 <= first <= 0xF4:
        return 0
    if (first == 0xF0 and second < 0x90) or (first == 0xF4 and second >= 0x90):
        return 0
    return 4


@njit(cache=True, nogil=True)
def _hexed(data, at):
    """Return the number of four hexadecimal digits, or less than nothing."""
    value = 0
    for step in range(4):
        byte = data[at + step]
        low = byte | 0x20
        if 0x30 <= byte <= 0x39:
            value = value << 4 | (int(byte) - 0x30)
        elif 0x61 <= low <= 0x66:
            value = value << 4 | (int(low) - 0x57)
        else:
            return -1
    return value


@njit(cache=True, nogil=True)
def _skimmed(data, eights, at):
    """Return where the string that begins here ends, whether it has escapes, and ink."""
    escaped = graphic = False
    while True:
        while _plain(eights[at]):
            graphic = graphic or eights[at] != _U(0x2020202020202020)
            at += 8
        byte = data[at]
        if byte == _QUOTE:
            return at, escaped, graphic
        if byte < 0x20:
            return _WRONG, escaped, graphic
        if byte >= 0x80:
            size = _character(data, at)
            if not size:
                return _WRONG, escaped, graphic
            at += size
        elif byte == _SLASH:
            escaped = True
            code = _escape(data, at + 1)
            if code < 0 or 0xD800 <= code <= 0xDFFF:
                return _WRONG, escaped, graphic
            at += 6 if data[at + 1] == 0x75 else 2
        else:
            graphic = graphic or byte > _SPACE
            at += 1


@njit(cache=True, nogil=True)
def _escape(data, at):
    """Return the code of what stands behind a backslash, or less than nothing."""
    byte = data[at]
    if byte == 0x75:
        return _hexed(data, at + 1)
    if byte == 0x6E:
        return 0x0A
    if byte in (_QUOTE, _SLASH, 0x2F):
        return int(byte)
    if byte == 0x74:
        return 0x09
    if byte == 0x72:
        return 0x0D
    if byte == 0x62:
        return 0x08
    if byte == 0x66:
        return 0x0C
    return -1


@njit(cache=True, nogil=True)
def _copied(data, eights, at, out, out8, to):
    """Write the string that begins here without its escapes; return where it ends, how far, whether it has ink."""
    graphic = False
    while True:
        eight = eights[at]
        while _plain(eight):
            out8[to] = eight
            graphic = graphic or eight != _U(0x2020202020202020)
            at += 8
            to += 8
            eight = eights[at]
        byte = data[at]
        if byte == _QUOTE:
            return at, to, graphic
        if byte < 0x20:
            return _WRONG, to, graphic
        if byte >= 0x80:
            size = _character(data, at)
            if not size:
                return _WRONG, to, graphic
            for step in range(size):
                out[to + step] = data[at + step]
            at += size
            to += size
        elif byte == _SLASH:
            code = _escape(data, at + 1)
            if code < 0:
                return _WRONG, to, graphic
            at += 6 if data[at + 1] == 0x75 else 2
            if 0xD800 <= code <= 0xDFFF:
                if code >= 0xDC00 or data[at] != _SLASH or data[at + 1] != 0x75:
                    return _WRONG, to, graphic
                low = _hexed(data, at + 2)
                if not 0xDC00 <= low <= 0xDFFF:
                    return _WRONG, to, graphic
                at += 6
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            graphic = graphic or 0x20 < code < 0x7F
            to = _encoded(code, out, to)
        else:
            out[to] = byte
            graphic = graphic or byte > _SPACE
            at += 1
            to += 1


@njit(cache=True, nogil=True)
def _encoded(code, out, to):
    """Write a code point in UTF-8; return where it ends."""
    if code < 0x80:
        out[to] = code
        return to + 1
    if code < 0x800:
        out[to] = 0xC0 | code >> 6
        out[to + 1] = 0x80 | code & 0x3F
        return to + 2
    if code < 0x10000:
        out[to] = 0xE0 | code >> 12
        out[to + 1] = 0x80 | code >> 6 & 0x3F
        out[to + 2] = 0x80 | code & 0x3F
        return to + 3
    out[to] = 0xF0 | code >> 18
    out[to + 1] = 0x80 | code >> 12 & 0x3F
    out[to + 2] = 0x80 | code >> 6 & 0x3F
    out[to + 3] = 0x80 | code & 0x3F
    return to + 4


@njit(cache=True, nogil=True)
def _skipped(data, eights, at, stack):
    """Return where the value that begins here ends, or ``_WRONG``."""
    depth = 0
    while True:
        byte = data[at]
        if byte == _QUOTE:
            at, _, _ = _skimmed(data, eights, at + 1)
            if at == _WRONG:
                return _WRONG
            at += 1
        elif byte == 0x7B or byte == 0x5B:
            if depth == _DEEPEST:
                return _WRONG
            stack[depth] = byte
            depth += 1
            at = _passed(data, at + 1)
            if data[at] == byte + 2:
                depth -= 1
                at += 1
            elif byte == 0x7B:
                at = _keyed(data, eights, at)
                if at == _WRONG:
                    return _WRONG
                continue
            else:
                continue
        else:
            at = _scalar(data, at)
            if at == _WRONG:
                return _WRONG
        while depth:
            at = _passed(data, at)
            within = stack[depth - 1]
            if data[at] == 0x2C:
                at = _passed(data, at + 1)
                if within == 0x7B:
                    at = _keyed(data, eights, at)
                    if at == _WRONG:
                        return _WRONG
                break
            if data[at] != within + 2:
                return _WRONG
            depth -= 1
            at += 1
        else:
            return at


@njit(cache=True, nogil=True)
def _keyed(data, eights, at):
    """Return where the value of a member of an object begins."""
    if data[at] != _QUOTE:
        return _WRONG
    at, _, _ = _skimmed(data, eights, at + 1)
    if at == _WRONG:
        return _WRONG
    at = _passed(data, at + 1)
    if data[at] != 0x3A:
        return _WRONG
    return _passed(data, at + 1)


@njit(cache=True, nogil=True)
def _scalar(data, at):
    """Return where a number, ``true``, ``false`` or ``null`` ends, or ``_WRONG``."""
    byte = data[at]
    if byte == 0x74:
        good = data[at + 1] == 0x72 and data[at + 2] == 0x75 and data[at + 3] == 0x65
        return at + 4 if good else _WRONG
    if byte == 0x6E:
        good = data[at + 1] == 0x75 and data[at + 2] == 0x6C and data[at + 3] == 0x6C
        return at + 4 if good else _WRONG
    if byte == 0x66:
        good = (
            data[at + 1] == 0x61
            and data[at + 2] == 0x6C
            and data[at + 3] == 0x73
            and data[at + 4] == 0x65
        )
        return at + 5 if good else _WRONG
    first = at
    if byte == 0x2D:
        at += 1
    begun = at
    at = _digits(data, at)
    if at == begun or (data[begun] == 0x30 and at - begun > 1):
        return _WRONG
    if data[at] == 0x2E:
        begun = at + 1
        at = _digits(data, begun)
        if at == begun:
            return _WRONG
    if data[at] | 0x20 == 0x65:
        at += 1
        if data[at] == 0x2B or data[at] == 0x2D:
            at += 1
        begun = at
        at = _digits(data, begun)
        if at == begun:
            return _WRONG
    return at if at - first < _LONGEST else _WRONG


@njit(cache=True, nogil=True)
def _digits(data, at):
    while 0x30 <= data[at] <= 0x39:
        at += 1
    return at
