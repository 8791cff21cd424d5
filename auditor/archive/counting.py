"""What the articles of an archive are counted by: their words, full names and watched pairs of words, over arrays."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.archive.page import Page, among, full_names
from auditor.archive.postings import KEY_BITS
from auditor.archive.tally import PART_BITS, initial_of
from auditor.language.synonyms import watched
from auditor.similarity.kernel import tokens
from auditor.similarity.minhash import Batch, Ends, Hashes
from auditor.similarity.shingle import BASE

_MIX = np.uint64(0x9E3779B97F4A7C15)
_PART = np.uint64(PART_BITS)
_NO_GIVEN_NAMES = "The In On But And For At By He She It They We If As When While After"

Keys = NDArray[np.uint64]
"""40 bits each."""


class Counted(NamedTuple):
    """The keys that articles are counted by, each once in an article."""

    words: Batch
    names: Batch
    pairs: Batch


def counted(page: Page, ends: Ends) -> Counted:
    """Return what is counted of articles; ``ends`` says how many words there are up to the end of each."""
    names, at = _names(page)
    pairs, places = _pairs(page.hashes, ends)
    return Counted(
        _once(spread(page.hashes), ends),
        _once(names, np.searchsorted(at, ends)),
        _once(pairs, np.searchsorted(places, ends)),
    )


def spread(values: Hashes) -> Keys:
    """Return what ``spread_key`` returns, for each."""
    return values * _MIX >> np.uint64(64 - KEY_BITS)


def _once(keys: Keys, ends: Ends) -> Batch:
    """Return each key of each article once, sorted."""
    shift = np.uint64(KEY_BITS)
    of = np.repeat(np.arange(len(ends), dtype=np.uint64) << shift, np.diff(ends, prepend=0))
    both = np.sort(of | keys)
    first = np.ones(len(both), dtype=bool)
    np.not_equal(both[1:], both[:-1], out=first[1:])
    both = both[first]
    bounds = np.arange(1, len(ends) + 1, dtype=np.uint64) << shift
    return Batch(both & np.uint64((1 << KEY_BITS) - 1), np.searchsorted(both, bounds))


def _pairs(values: Hashes, ends: Ends) -> tuple[Keys, NDArray[np.int64]]:
    """Return the keys of the pairs of words of which one is watched, and where their first words are."""
    here = among(values, _watched())
    wanted = np.zeros(len(values) + 1, dtype=bool)
    wanted[here] = wanted[here - 1] = True  # before the first is the last
    wanted[ends - 1] = wanted[-1] = False
    places = np.flatnonzero(wanted)
    return spread(values[places] * np.uint64(BASE) + values[places + 1]), places


@cache
def _watched() -> Hashes:
    return tokens([" ".join(sorted(watched()))]).values


def _names(page: Page) -> tuple[Keys, NDArray[np.int64]]:
    """Return the keys of the full names, and where their first words are."""
    found = full_names(page)
    first, last = page.hashes[found.words], page.hashes[found.words + 1]
    if found.cut:
        last[list(found.cut)] = tokens([" ".join(found.cut.values())]).values
    points, at = np.unique(found.initials, return_inverse=True)
    initials = np.array([initial_of(chr(point)) for point in points.tolist()], dtype=np.uint64)
    given = spread(first * np.uint64(BASE) + initials[at]) >> _PART
    keys = given << _PART | spread(last) >> _PART
    named = ~np.isin(first, tokens([_NO_GIVEN_NAMES]).values)
    return keys[named], found.words[named]
