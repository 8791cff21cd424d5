"""Articles made ready for an archive, many at once: what is kept of each, and its fingerprints."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from auditor.archive.lookup import BANDS
from auditor.archive.record import PARAGRAPH_WORDS, Body, Row, packed_text, storable
from auditor.archive.record import signed as signed_64
from auditor.document import Article, Block
from auditor.similarity.bands import key_array
from auditor.similarity.facts import facts_in
from auditor.similarity.hashed import fact_hashes, packed
from auditor.similarity.kernel import tokens
from auditor.similarity.minhash import Batch, Hashes, array_hash, shingled, signed
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
    given, keep_text = task
    articles = [article for article, _ in given]
    blocks = [article.compared_blocks for article in articles]
    pieces = tokens(
        [b.span.of(a.prose) for a, own in zip(articles, blocks, strict=True) for b in own]
    )
    last = np.cumsum([len(own) for own in blocks], dtype=np.int64)
    words = pieces.grouped(last)
    sets = shingled(words)
    rows = signed(sets)
    keys = np.column_stack([key_array(rows, BANDS, band) for band in range(BANDS.number)])
    headlines = tokens([article.headline_text for article in articles])
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
                _body(article, blocks[at], sets.of(at), keep_text),
                rows[at].astype("<u4").tobytes(),
                keys[at] if len(own) else keys[at, :0],
                _paragraphs(article, blocks[at], pieces, int(last[at])),
                _winnowed(sets.of(at)),
            )
        )
    return made


def _body(article: Article, blocks: Sequence[Block], shingles: Hashes, keep_text: bool) -> Body:
    if keep_text:
        return Body(packed_text(article), None, None)
    facts = facts_in(article.prose, blocks[0].span.start, blocks[-1].span.end) if blocks else []
    return Body(
        None,
        (shingles ^ shingles >> np.uint64(32)).astype("<u4").tobytes(),
        packed(fact_hashes((fact.kind, fact.value) for fact in facts)),
    )


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
