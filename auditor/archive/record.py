"""What an archive keeps of one article, and the article again out of it."""

import json
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from auditor.document import Article, Block, Role, Span
from auditor.similarity.hashed import Facts, Hashed, unpacked, unpacked_places
from auditor.similarity.relation import Text
from auditor.similarity.shingle import text_hash

PARAGRAPH_WORDS = 8
"""Shorter paragraphs are no sign of anything."""
_LEVEL = 6
_MOST = 64 << 20
"""A text that unpacks to more bytes than this is no article."""


class Row(NamedTuple):
    """The columns of an article, but for its number and its signature."""

    id: str
    headline: str
    date: str | None
    source: str | None
    words: int
    digest: bytes
    text_hash: int
    headline_hash: int


class Body(NamedTuple):
    """The text packed, or else what is needed to compare without it."""

    text: bytes | None
    shingles: bytes | None = None
    facts: bytes | None = None
    places: bytes | None = None
    """Where the facts stand."""


def storable(text: str) -> str:
    """Return ``text`` fit for a file in UTF-8: lone surrogates become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def signed(value: int) -> int:
    """Return a 64-bit hash as SQLite's integers hold it."""
    return value - (1 << 64) if value >> 63 else value


def digest_of(article: Article) -> bytes:
    """Return 16 bytes that change when anything of the article does."""
    from hashlib import blake2b  # asking needs none of it

    return blake2b(_encoded(article), digest_size=16).digest()


def packed_text(article: Article) -> bytes:
    """Return all of an article that its text is made of, packed."""
    return zlib.compress(_encoded(article), _LEVEL)


def article_of(id_: str, text: bytes) -> Article:
    """Return the article whose text was kept.

    Raises:
        ValueError: the bytes are not what ``packed_text`` makes.

    """
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(text, _MOST)
        kept = json.loads(data)
        return Article(
            id=id_,
            path="",
            text=kept["text"],
            blocks=tuple(
                Block(index, Role(role), Span(start, end))
                for index, (role, start, end) in enumerate(kept["blocks"])
            ),
            body_start=kept["body"],
            date=kept["date"],
            source=kept["source"],
            declared_language=kept["language"],
            markup=tuple(Span(*span) for span in kept["markup"]),
            hidden=tuple(Span(*span) for span in kept["hidden"]),
        )
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"what is kept of {id_!r} cannot be read") from error


def hashed_of(row_words: int, row_text_hash: int, body: Body) -> Hashed:
    """Return what is known of an article whose text was not kept.

    Raises:
        ValueError: it does not fit together.

    """
    facts = Facts(unpacked(body.facts or b""), unpacked_places(body.places or b""))
    if len(facts.hashes) != len(facts.places):
        raise ValueError("what is kept of an article does not fit together")
    return Hashed(row_words, row_text_hash & ((1 << 64) - 1), unpacked(body.shingles or b""), facts)


def paragraph_keys(article: Article) -> Sequence[int]:
    """Return the hashes of the paragraphs that are long enough to say something."""
    text = article.compared
    ranges = (text.token_range(*block.span) for block in article.body)
    return sorted({_key(text, *r) for r in ranges if r[1] - r[0] >= PARAGRAPH_WORDS})


def _key(text: Text, low: int, high: int) -> int:
    return text_hash(text.tokens.hashes[low:high])


def _encoded(article: Article) -> bytes:
    kept = {
        "headline": article.headline_text,
        "text": article.text,
        "body": article.body_start,
        "blocks": [(block.role.value, *block.span) for block in article.blocks],
        "markup": article.markup,
        "hidden": article.hidden,
        "date": article.date,
        "source": article.source,
        "language": article.declared_language,
    }
    return json.dumps(kept, ensure_ascii=True, separators=(",", ":")).encode("ascii")
