"""Articles made ready for an archive, many at once: what is kept of each, and its fingerprints."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.archive.counting import Counted, counted
from auditor.archive.lookup import BANDS
from auditor.archive.record import PARAGRAPH_WORDS, Body, Row, packed_text, storable
from auditor.archive.record import signed as signed_64
from auditor.document import Article, Block
from auditor.similarity.bands import key_array
from auditor.similarity.hashed import NAME, PLAIN, figure, packed_places
from auditor.similarity.kernel import Words, read, tokens
from auditor.similarity.minhash import Batch, Hashes, array_hash, shingled, signed
from auditor.similarity.winnow import WINDOW

_PLAIN = np.array([ord(char) for char in PLAIN], dtype=np.uint32)


class Prepared(NamedTuple):
    """One article as an archive stores it; a text without words has no fingerprints."""

    row: Row
    body: Body
    signature: bytes
    bands: Hashes
    paragraphs: Hashes
    passages: Hashes
    counted: Counted | None
    """What its words and names are counted by, where they are."""


def prepare(task: tuple[Sequence[tuple[Article, bytes]], bool, bool]) -> list[Prepared]:
    """Return what is stored of articles, given with their digests, whether texts are kept, and words counted."""
    given, keep_text, count_words = task
    articles = [article for article, _ in given]
    blocks = [article.compared_blocks for article in articles]
    texts = [b.span.of(a.prose) for a, own in zip(articles, blocks, strict=True) for b in own]
    found = None if keep_text else read(texts)
    pieces = Batch(found.hashes, found.text_ends) if found else tokens(texts)
    facts = _facts(articles, blocks, found) if found else None
    last = np.cumsum([len(own) for own in blocks], dtype=np.int64)
    words = pieces.grouped(last)
    sets = shingled(words)
    rows = signed(sets)
    keys = np.column_stack([key_array(rows, BANDS, band) for band in range(BANDS.number)])
    headlines = tokens([article.headline_text for article in articles])
    tallied = counted([a.compared_text for a in articles], words) if count_words else ()
    made = []
    for at, (article, digest) in enumerate(given):
        own = words.of(at)
        made.append(
            Prepared(
                Row(
                    storable(article.id),
                    storable(article.headline_text),
                    article.date and storable(article.date),
                    article.source and storable(article.source),
                    len(own),
                    digest,
                    signed_64(array_hash(own)) if len(own) else 0,
                    signed_64(array_hash(headlines.of(at))) if len(headlines.of(at)) else 0,
                ),
                _hashed(sets.of(at), facts[words.ends[at - 1] if at else 0 : words.ends[at]])
                if facts is not None
                else Body(packed_text(article)),
                rows[at].astype("<u4").tobytes(),
                keys[at] if len(own) else keys[at, :0],
                _paragraphs(article, blocks[at], pieces, int(last[at])),
                _winnowed(sets.of(at)),
                tallied[at] if tallied else None,
            )
        )
    return made


def _hashed(shingles: Hashes, facts: NDArray[np.uint32]) -> Body:
    """Return what stands for a text: the hashes of its shingles, and of the facts at its words."""
    places = np.flatnonzero(facts)
    return Body(
        None,
        (shingles ^ shingles >> np.uint64(32)).astype("<u4").tobytes(),
        facts[places].astype("<u4").tobytes(),
        packed_places(places.tolist()),
    )


def _facts(
    articles: Sequence[Article], blocks: Sequence[Sequence[Block]], found: Words
) -> NDArray[np.uint32]:
    """Return the hash of the fact that each word belongs to, 0 for none: those of ``hashed_facts``."""
    source = "\n".join(["", *(article.prose for article in articles)])
    firsts = np.cumsum([1, *(len(article.prose) + 1 for article in articles)]).tolist()
    shifts = np.array(
        [first + b.span.start for first, own in zip(firsts, blocks, strict=False) for b in own],
        dtype=np.int64,
    )
    shift = np.repeat(shifts, np.diff(found.text_ends, prepend=0))
    starts, ends = found.starts + shift, found.ends + shift
    points = np.frombuffer(source.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    before = points[starts - 1]
    before = np.where(before == ord(" "), points[starts - 2], before)
    hashes = (found.hashes ^ found.hashes >> np.uint64(32)).astype(np.uint32)
    named = _capitals()[np.minimum(points[starts], 0xFFFF)] & ~np.isin(before, _PLAIN)
    facts = np.where(named, hashes & ~np.uint32(NAME) | np.uint32(NAME), np.uint32(0))
    done = last = 0
    maybe = np.flatnonzero(found.figures_most)
    for word, start, end in zip(
        maybe.tolist(), starts[maybe].tolist(), ends[maybe].tolist(), strict=True
    ):
        if start < done:
            facts[word] = last
            continue
        value, reached = figure(source, start, end)
        if value:
            facts[word], last, done = value, value, reached
    return facts


@cache
def _capitals() -> NDArray[np.bool_]:
    """Return which code points are capitals, of those that names may begin with."""
    return np.array([chr(point).isupper() for point in range(0x10000)])


def _paragraphs(article: Article, blocks: Sequence[Block], pieces: Batch, last: int) -> Hashes:
    """Return the hashes of the paragraphs: those of ``paragraph_keys``."""
    found = [
        array_hash(words)
        for number, block in enumerate(blocks, last - len(blocks))
        if block is not article.headline and len(words := pieces.of(number)) >= PARAGRAPH_WORDS
    ]
    return np.unique(np.array(found, dtype=np.uint64))


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
