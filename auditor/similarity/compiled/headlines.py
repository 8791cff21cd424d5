"""Headlines that stand over texts: what ``sources.plain.compared_text`` leaves out, put out of sight.

Numba notices changes of this file alone; see ``words``.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

_SPACE, _LINE_FEED = 0x20, 0x0A
_CHARACTERS, _WORDS = 200, 25
"""Longer lines are no headlines."""
_BYTES = 4 * _CHARACTERS
_UNCERTAIN = -1


def blanked(
    texts: NDArray[np.uint8], ends: NDArray[np.int64], which: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Put spaces in the place of the headlines that some texts begin with; return of which it is not certain.

    Args:
        texts: in UTF-8, each with a space behind it, one before the first.
        ends: where each ends.
        which: the texts that have no other headline.

    """
    uncertain = np.zeros(len(ends), dtype=np.bool_)
    _blank(texts, ends, which, uncertain)
    return uncertain


@njit(cache=True, nogil=True)
def _blank(texts, ends, which, uncertain):
    start = 1
    for text in range(len(ends)):
        if which[text]:
            end = _headline(texts, start, ends[text])
            uncertain[text] = end == _UNCERTAIN
            if end > start:
                texts[start:end] = _SPACE
        start = ends[text] + 1


@njit(cache=True, nogil=True)
def _headline(out, at, end):
    """Return where the headline that a text begins with ends; less than nothing where that is not certain.

    See ``plain.compared_text``, whose rules these are: a short line without a full stop, parted from more.
    """
    while at < end and (out[at] == _SPACE or 0x09 <= out[at] <= 0x0D):
        at += 1
    first = at
    while at < end and out[at] != _LINE_FEED:
        byte = out[at]
        if byte == 0xE2 and out[at + 1] == 0x80 and out[at + 2] in (0xA8, 0xA9):
            return _UNCERTAIN  # these part lines, too, and so do the next
        if byte == 0xC2 and out[at + 1] == 0x85:
            return _UNCERTAIN
        if byte < _SPACE and byte != 0x09 and (byte != 0x0D or out[at + 1] != _LINE_FEED):
            return _UNCERTAIN
        at += 1
    if at == end:
        return 0
    stop = at
    while stop > first and out[stop - 1] <= _SPACE:
        stop -= 1
    if stop - first > _BYTES or out[stop - 1] in (0x2E, 0x2C, 0x3B, 0x3A):
        return 0
    read = _reads_as_headline(out, first, stop)
    if read != 1:
        return read
    at += 1
    while at < end and (out[at] == _SPACE or out[at] == 0x09 or out[at] == 0x0D):
        at += 1
    if at == end:
        return 0
    if out[at] != _LINE_FEED:
        return _UNCERTAIN
    while at < end and (out[at] == _SPACE or 0x09 <= out[at] <= 0x0D):
        at += 1
    if at < end and not _SPACE < out[at] < 0x80:
        return _UNCERTAIN
    return stop if at < end else 0


@njit(cache=True, nogil=True)
def _reads_as_headline(out, at, end):
    """Whether a line that does not end in a stop of ASCII is short: 1, 0, or ``_UNCERTAIN``."""
    characters = words = 0
    inside = False
    while at < end:
        byte = out[at]
        if byte in (0xC2, 0xE1, 0xE3) or (
            byte == 0xE2 and not _is_punctuation(out[at + 1], out[at + 2])
        ):
            return _UNCERTAIN  # there is white space among these, and a full stop
        characters += byte & 0xC0 != 0x80
        words += byte > _SPACE and not inside
        inside = byte > _SPACE
        at += 1
    return int(characters <= _CHARACTERS and words <= _WORDS)


@njit(cache=True, nogil=True)
def _is_punctuation(second, third):
    """Whether a character that begins with the byte E2 is a dash, a quotation mark or the like."""
    return second == 0x80 and 0x90 <= third <= 0xA6
