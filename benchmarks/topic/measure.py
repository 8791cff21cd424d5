"""Measure the detectors of what does not belong on development data.

``python benchmarks/topic/measure.py [DATA]``: DATA (or ``AUDITOR_DATA``) holds ``news`` and ``offtopic``.
Reported are figures of the second half of the news; the weights were fitted on the first.
"""

import gzip
import json
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.detector import Detector, NoNeighbours
from auditor.detectors.caption_in_body import CaptionInBody
from auditor.detectors.headline_mismatch import HeadlineMismatch
from auditor.detectors.leftover_furniture import LeftoverFurniture
from auditor.detectors.off_topic_insertion import OffTopicInsertion
from auditor.document import Article, Block, Role, Span
from auditor.document.segment import sentences
from auditor.finding import Finding
from auditor.sources.plain import article_from_text

LEAST = {"off-topic-insertion": ("probability", 0.55), "caption-in-body": ("certainty", 0.7)}
"""Thresholds of the shipped rules."""
ARTICLES = 2000
PLANTED = 500


def rows(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def make(kind: type[Detector]) -> Detector:
    """Return the detector with its default options."""
    return kind({option.name: option.default for option in kind.info.options})


def found(detector: Detector, article: Article) -> list[Finding]:
    """Return what the shipped rule would report."""
    name, least = LEAST.get(detector.info.id, ("", 0.0))
    findings = list(detector.find(article, NoNeighbours()))
    if detector.info.id == "headline-mismatch":
        return [
            f
            for f in findings
            if dict(f.measures)["found"] <= 0.13 and dict(f.measures)["terms"] >= 7
        ]
    return [f for f in findings if not name or dict(f.measures)[name] >= least]


def planted(articles: list[dict[str, Any]], kind: str) -> Iterator[tuple[Article, Span]]:
    """Yield articles with a teaser or a paragraph of an article on another topic, and its place."""
    chance = random.Random(7)
    left = PLANTED
    while left:
        host, donor = chance.choice(articles), chance.choice(articles)
        parts = [p for p in re.split(r"\n\s*\n", host["text"]) if p.strip()]
        title = " ".join(donor["title"].split())
        paragraphs = [p.strip() for p in donor["text"].split("\n") if p.strip()]
        good = [
            p for p in paragraphs if 20 <= len(p.split()) <= 110 and p[-1] == "." and p[0].isalpha()
        ]
        if donor["topic"] == host["topic"] or not 7 <= len(parts) <= 60 or not good:
            continue
        if kind == "paragraph":
            piece = chance.choice(good)
        elif 4 <= len(title.split()) <= 18:
            first = [s.of(good[0]) for s in sentences(good[0], Span(0, len(good[0])))]
            below = " ".join(first[: chance.choice((1, 2))])
            piece = title + ("\n" if kind == "teaser, one block" else "\n\n") + below
        else:
            continue
        at = chance.randrange(2, len(parts) - 1)
        before = "\n\n".join(parts[:at]) + "\n\n"
        text = before + piece + "\n\n" + "\n\n".join(parts[at:])
        article = article_from_text(text, id="planted", headline=host["title"])
        start = article.body_start + len(before)
        yield article, Span(start, start + len(piece))
        left -= 1


def page(blocks: list[dict[str, Any]]) -> tuple[Article, list[int]]:
    """Return the inside of a page as an article, and the label of each block."""
    text = ""
    made: list[Block] = []
    labels: list[int] = []
    for block in blocks:
        words = " ".join(block["text"].split())
        if block["zone"] != "inside" or not words:
            continue
        role = Role.SUBHEADING if re.fullmatch(r"h[1-6]", block["tag"]) else Role.PARAGRAPH
        if block["tag"] == "li":
            role = Role.LIST_ITEM
        span = Span(len(text), len(text) + len(words))
        links = (span,) if block["link"] >= 0.8 else ()
        made.append(Block(len(made), role, span, links))
        labels.append(block["label"])
        text += words + "\n\n"
    return Article(
        id="page", path="", text=text, blocks=tuple(made), declared_language="en"
    ), labels


def main() -> None:
    """Print every figure."""
    data = Path(
        sys.argv[1] if len(sys.argv) > 1 else os.environ.get("AUDITOR_DATA", "../shared/data")
    )
    news = rows(data / "news" / "news_dev.jsonl.gz")[1::2]
    detectors = [
        make(k) for k in (OffTopicInsertion, LeftoverFurniture, CaptionInBody, HeadlineMismatch)
    ]
    articles = [
        article_from_text(r["text"], id=r["id"], headline=r["title"]) for r in news[:ARTICLES]
    ]
    for article in articles:
        _ = article.words, article.sentences
    words = sum(len(a.words) for a in articles) / len(articles)
    print(f"{len(articles)} untouched articles of {words:.0f} words in the mean")
    for detector in detectors:
        began = time.process_time()
        hits = [found(detector, article) for article in articles]
        spent = (time.process_time() - began) / len(articles) * 1000
        print(
            f"{detector.info.id}: {100 * sum(map(len, hits)) / len(hits):.1f} findings in 100 articles, "
            f"{100 * sum(map(bool, hits)) / len(hits):.2f} % of articles, "
            f"{spent:.2f} ms an article, {spent * 500 / words:.2f} ms per 500 words"
        )
    for kind in ("teaser, one block", "teaser, two blocks", "paragraph"):
        got = sum(
            any(f.span and f.span.overlaps(span) for f in found(detectors[0], article))
            for article, span in planted(news, kind)
        )
        print(f"planted {kind}: recall {got / PLANTED:.3f}")
    pages = rows(data / "offtopic" / "wcxb_dev_body_blocks.jsonl.gz")
    noise = rows(data / "offtopic" / "wcxb_dev_inside_noise.jsonl.gz")
    hints = {(r["page"], " ".join(r["text"].split())): r["kind_hint"] for r in noise}
    body: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for row in pages:
        article, labels = page(row["blocks"])
        flagged: dict[int, str] = {}
        for detector in detectors[:3]:
            for finding in found(detector, article):
                for block in article.blocks:
                    if finding.span and finding.span.overlaps(block.span):
                        flagged.setdefault(block.index, detector.info.id)
        for block, label in zip(article.blocks, labels, strict=True):
            if (
                label == 1
                and block.role is Role.PARAGRAPH
                and len(article.words_in(block.span)) >= 8
            ):
                body["paragraphs"] += 1
                if block.index in flagged:
                    body[flagged[block.index]] += 1
            hint = hints.get((row["id"], block.span.of(article.text)))
            if hint:
                kinds[hint] += 1
                caught[hint] += block.index in flagged
    print("human-made body paragraphs:", dict(body))
    for hint, count in kinds.most_common():
        print(f"inside noise, {hint}: {caught[hint]} of {count} = {caught[hint] / count:.3f}")


if __name__ == "__main__":
    main()
