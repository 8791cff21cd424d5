"""Articles made ready for an archive, many at once: what is kept of each, and its fingerprints."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from auditor.archive.lookup import BANDS
from auditor.archive.record import Body, Row, body_of, paragraph_keys, row_of
from auditor.document import Article
from auditor.similarity.bands import key_array
from auditor.similarity.minhash import Hashes, signatures
from auditor.similarity.winnow import WINDOW


class Prepared(NamedTuple):
    """One article as an archive stores it; a text without words has no fingerprints."""

    row: Row
    body: Body
    signature: bytes
    bands: Hashes
    paragraphs: Hashes
    passages: Hashes


def prepare(task: tuple[Sequence[tuple[Article, bytes]], bool]) -> list[Prepared]:
    """Return what is stored of articles, given with their digests, and whether texts are kept."""
    articles, keep_text = task
    shingled = [np.array(a.compared.shingles, dtype=np.uint64) for a, _ in articles]
    signed = signatures(shingled)
    keys = np.column_stack([key_array(signed, band, BANDS.rows) for band in range(BANDS.number)])
    return [
        Prepared(
            row_of(article, digest),
            body_of(article, keep_text),
            signed[at].astype("<u4").tobytes(),
            keys[at] if len(shingled[at]) else keys[at, :0],
            np.array(paragraph_keys(article), dtype=np.uint64),
            _winnowed(shingled[at]),
        )
        for at, (article, digest) in enumerate(articles)
    ]


def _winnowed(shingles: Hashes) -> Hashes:
    """Return the values of the fingerprints that ``winnow`` places: the least of each window."""
    width = min(WINDOW, len(shingles))
    if width < 2:
        return shingles
    least = shingles
    have = 1
    while have < width:
        step = min(have, width - have)
        least = np.minimum(least[:-step], least[step:])
        have += step
    return np.unique(least)
