"""Articles made ready for an archive, many at once: what is kept of each, and its fingerprints."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.archive.counting import counted, spread
from auditor.archive.lookup import BANDS
from auditor.archive.page import Page, facts
from auditor.archive.record import PARAGRAPH_WORDS, Body, Row, packed_text, storable
from auditor.document import Article, Block
from auditor.similarity.bands import key_array
from auditor.similarity.hashed import FAR, packed_places
from auditor.similarity.kernel import tokens
from auditor.similarity.minhash import Batch, Ends, Hashes, shingled, signed
from auditor.similarity.winnow import WINDOW


class Prepared(NamedTuple):
    """One article as an archive stores it; a text without words has no fingerprints."""

    row: Row
    body: Body
    signature: bytes
    keys: tuple[Hashes, ...]
    """The fingerprints, 40 bits each, by ``Kind``; those of bands, paragraphs and passages alone if words are not
    counted."""


def prepare(task: tuple[Sequence[tuple[Article, bytes]], bool, bool]) -> list[Prepared]:
    """Return what is stored of articles, given with their digests, whether texts are kept, and words counted."""
    given, keep_text, count_words = task
    articles = [article for article, _ in given]
    blocks = [article.compared_blocks for article in articles]
    page = Page.of(articles, blocks)
    pieces = Batch(page.hashes, page.text_ends)
    last = np.cumsum([len(own) for own in blocks], dtype=np.int64)
    words = pieces.grouped(last)
    sets = shingled(words)
    rows = signed(sets)
    bodies = (
        [Body(packed_text(article)) for article in articles]
        if keep_text
        else _hashed(words, sets, facts(page))
    )
    bands = spread(np.column_stack([key_array(rows, BANDS, band) for band in range(BANDS.number)]))
    paragraphs = _paragraphs(articles, blocks, pieces)
    passages = _winnowed(sets)
    sizes = np.diff(words.ends, prepend=0).tolist()
    text_hashes = _hashes(words, range(len(articles)))
    headline_hashes = _hashes(
        tokens([article.headline_text for article in articles]), range(len(articles))
    )
    tallied = counted(page, words.ends) if count_words else ()
    made = []
    for at, (article, digest) in enumerate(given):
        made.append(
            Prepared(
                Row(
                    storable(article.id),
                    storable(article.headline_text),
                    article.date and storable(article.date),
                    article.source and storable(article.source),
                    sizes[at],
                    digest,
                    text_hashes[at],
                    headline_hashes[at],
                ),
                bodies[at],
                rows[at].astype("<u4").tobytes(),
                (
                    bands[at] if sizes[at] else bands[at, :0],
                    paragraphs.of(at),
                    passages.of(at),
                    *(each.of(at) for each in tallied),
                ),
            )
        )
    return made


def _hashed(words: Batch, shingles: Batch, facts: NDArray[np.uint32]) -> list[Body]:
    """Return what stands for each text: the hashes of its shingles, and of the facts at its words."""
    folded = (shingles.values ^ shingles.values >> np.uint64(32)).astype("<u4")
    where = np.flatnonzero(facts)
    known = facts[where].astype("<u4")
    bounds = np.searchsorted(where, words.ends)
    firsts = np.repeat(words.ends - np.diff(words.ends, prepend=0), np.diff(bounds, prepend=0))
    places = _packed_places(where - firsts, bounds)
    made = []
    start = low = 0
    for at, (last, high) in enumerate(zip(shingles.ends.tolist(), bounds.tolist(), strict=True)):
        made.append(
            Body(
                None,
                folded[start:last].tobytes(),
                known[low:high].tobytes(),
                places[at],
            )
        )
        start, low = last, high
    return made


def _packed_places(places: NDArray[np.int64], ends: Ends) -> list[bytes]:
    """Return what ``packed_places`` makes of the places in each article."""
    steps = np.diff(places, prepend=0)
    starts = np.concatenate(([0], ends[:-1]))
    begun = starts[starts < ends]
    steps[begun] = places[begun]
    far = set(np.searchsorted(ends, np.flatnonzero(steps >= FAR), side="right").tolist())
    small = steps.astype(np.uint8).tobytes()
    return [
        packed_places(places[start:end].tolist()) if at in far else small[start:end]
        for at, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True))
    ]


def _hashes(words: Batch, texts: Iterable[int]) -> list[int]:
    """Return the hashes of some texts, given by number, as SQLite's integers hold them; 0 for one without words."""
    data = words.values.astype(">u8").tobytes()
    ends = [0, *(8 * words.ends).tolist()]
    return [
        int.from_bytes(
            blake2b(data[ends[at] : ends[at + 1]], digest_size=8).digest(), "big", signed=True
        )
        if ends[at] < ends[at + 1]
        else 0
        for at in texts
    ]


def _paragraphs(
    articles: Sequence[Article], blocks: Sequence[Sequence[Block]], pieces: Batch
) -> Batch:
    """Return the fingerprints of the paragraphs: those of ``paragraph_keys``."""
    body = [
        block is not article.headline
        for article, own in zip(articles, blocks, strict=True)
        for block in own
    ]
    long = np.diff(pieces.ends, prepend=0) >= PARAGRAPH_WORDS
    chosen = np.flatnonzero(np.array(body, dtype=bool) & long)
    hashes = np.array(_hashes(pieces, chosen.tolist()), dtype=np.int64).astype(np.uint64)
    last = np.cumsum([len(own) for own in blocks])
    return Batch(spread(hashes), np.searchsorted(chosen, last))


def _winnowed(shingles: Batch) -> Batch:
    """Return the fingerprints that ``winnow`` places, of each text: the least of each window.

    A text shorter than a window gives its least shingle.
    """
    values, ends = shingles
    sizes = np.diff(ends, prepend=0)
    starts = ends - sizes
    most = np.full(WINDOW - 1, np.iinfo(np.uint64).max, dtype=np.uint64)
    least, have = np.concatenate((values, most)), 1
    while have < WINDOW:
        step = min(have, WINDOW - have)
        least = np.minimum(least[:-step], least[step:])
        have += step
    wanted = np.ones(len(values), dtype=bool)
    wanted[1:] = least[1:] != least[:-1]  # neighbours mostly have the same
    for step in range(1, WINDOW):
        wanted[ends[sizes >= step] - step] = False  # these windows run on into the next text
    wanted[starts[sizes > 0]] = True
    for text in np.flatnonzero((sizes > 0) & (sizes < WINDOW)).tolist():
        least[starts[text]] = shingles.of(text).min()
    return Batch(spread(least[wanted]), np.concatenate(([0], np.cumsum(wanted)))[ends])
