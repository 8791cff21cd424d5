"""The data of this benchmark, its halves, and passages of other articles planted in articles."""

import gzip
import hashlib
import json
import os
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from auditor.document import Article, Block, Role, Span
from auditor.document.segment import sentences
from auditor.sources.plain import article_from_text

TUNE, REPORT = 0, 1
KINDS = ("paragraph", "sentence", "teaser")
_HOST = (6, 45)

Row = dict[str, Any]


def data_folder(given: str | None) -> Path:
    """Return the folder that holds ``news`` and ``offtopic``."""
    return Path(given or os.environ.get("AUDITOR_DATA", "../shared/data"))


def rows(path: Path) -> list[Row]:
    """Read JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def half(id: str) -> int:
    """Return which half an article is of: TUNE or REPORT."""
    return hashlib.sha256(id.encode()).digest()[0] & 1


def part(id: str, parts: int) -> int:
    """Return the part that an article is of, by a hash of its own."""
    return int(hashlib.sha256(b"part" + id.encode()).digest()[0]) % parts


def news(folder: Path, which: int) -> list[Row]:
    """Return one half of the news."""
    return [row for row in rows(folder / "news" / "news_dev.jsonl.gz") if half(row["id"]) == which]


def pages(folder: Path, which: int) -> list[Row]:
    """Return one half of the web pages."""
    found = rows(folder / "offtopic" / "wcxb_dev_body_blocks.jsonl.gz")
    return [row for row in found if half(row["id"]) == which]


def article(row: Row) -> Article:
    """Return a row of the news as an article."""
    return article_from_text(row["text"], id=row["id"], headline=row["title"])


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text."""
    return [p.strip() for p in re.split(r"\n\s*\n", text) if p.strip()]


class Planted(NamedTuple):
    """An article with a passage of another in it."""

    article: Article
    span: Span
    host: str
    kind: str
    layout: str


class Planter:
    """Plants passages of some articles into the same articles."""

    def __init__(self, articles: Sequence[Row], seed: int) -> None:
        self._chance = random.Random(seed)
        self._articles = articles
        self._subjects: dict[str, list[Row]] = defaultdict(list)
        for row in articles:
            self._subjects[row["topic"]].append(row)

    def plant(self, host: Row, kind: str, *, same: bool) -> Planted | None:
        """Return ``host`` with a passage of an article on the same or on another subject, if it can be."""
        chance = self._chance
        parts = paragraphs(host["text"])
        if not _HOST[0] <= sum(len(p.split()) >= 4 for p in parts) <= _HOST[1]:
            return None
        pool = self._subjects[host["topic"]] if same else self._articles
        for _ in range(20):
            donor = chance.choice(pool)
            if donor is host or (not same and donor["topic"] == host["topic"]):
                continue
            if made := self._piece(donor, kind):
                piece, layout = made
                at = chance.randrange(1, len(parts))
                before = "\n\n".join(parts[:at]) + "\n\n"
                whole = before + piece + "\n\n" + "\n\n".join(parts[at:])
                read = article_from_text(whole, id=host["id"], headline=host["title"])
                start = read.body_start + len(before)
                return Planted(read, Span(start, start + len(piece)), host["id"], kind, layout)
        return None

    def _piece(self, donor: Row, kind: str) -> tuple[str, str] | None:
        chance = self._chance
        good = [
            " ".join(p.split())
            for p in paragraphs(donor["text"])
            if 30 <= len(p.split()) <= 110 and p[-1] in '.”"' and p[0].isalnum()
        ]
        if not good:
            return None
        paragraph = chance.choice(good)
        if kind == "paragraph":
            return paragraph, "one block"
        told = [s.of(paragraph) for s in sentences(paragraph, Span(0, len(paragraph)))]
        if kind == "sentence":
            fit = [s for s in told if 12 <= len(s.split()) <= 40]
            return (chance.choice(fit), "one block") if fit else None
        title = " ".join(donor["title"].split())
        if not 4 <= len(title.split()) <= 18:
            return None
        layout = chance.choice(("one line", "line break", "two blocks"))
        between = {"one line": " ", "line break": "\n", "two blocks": "\n\n"}[layout]
        opening = [s.of(good[0]) for s in sentences(good[0], Span(0, len(good[0])))]
        return title + between + " ".join(opening[: chance.choice((1, 2))]), layout


def plantings(articles: Sequence[Row], count: int, seed: int, *, same: bool) -> Iterator[Planted]:
    """Yield articles with a passage planted, every kind as often as the others."""
    planter = Planter(articles, seed)
    chance = random.Random(seed)
    hosts = list(articles)
    chance.shuffle(hosts)
    made = 0
    for host in hosts:
        if made >= count:
            return
        if planted := planter.plant(host, KINDS[made % len(KINDS)], same=same):
            made += 1
            yield planted


def hints_of(folder: Path) -> dict[tuple[str, str], str]:
    """Return what kind of noise a text of a page is, as the data's rule has it."""
    found = rows(folder / "offtopic" / "wcxb_dev_inside_noise.jsonl.gz")
    return {(r["page"], " ".join(r["text"].split())): r["kind_hint"] for r in found}


def page(row: Row, *, bare: bool) -> tuple[Article, list[int]]:
    """Return the inside of a page as an article, and the label of each block.

    ``bare`` is how it reads as plain text: no part is named, no link is known.
    """
    text = ""
    made: list[Block] = []
    labels: list[int] = []
    for block in row["blocks"]:
        words = " ".join(block["text"].split())
        if block["zone"] != "inside" or not words:
            continue
        role = Role.PARAGRAPH
        if not bare and re.fullmatch(r"h[1-6]", block["tag"]):
            role = Role.SUBHEADING
        if not bare and block["tag"] in ("li", "figcaption"):
            role = Role.LIST_ITEM if block["tag"] == "li" else Role.CAPTION
        span = Span(len(text), len(text) + len(words))
        linked = round(len(words) * block["link"])
        links = (Span(span.start, span.start + linked),) if linked and not bare else ()
        element = "" if bare else block["tag"]
        made.append(Block(len(made), role, span, links, role is not Role.CAPTION, element))
        labels.append(block["label"])
        text += words + "\n\n"
    read = Article(id=row["id"], path="", text=text, blocks=tuple(made), declared_language="en")
    return read, labels
