"""Measures the rules for quotations, names and figures on untouched articles and on planted breaks.

    PYTHONPATH=. python benchmarks/quotation/measure.py --data ../shared/data --half 1

The news set is split in two by a hash of the article's id: 0 is for tuning, 1 for reporting. Flags are
those of the shipped rules. On untouched articles they are counted, not judged: some are real defects,
and only reading tells (``--show 100`` prints some). A planted break counts as found where the rule
speaks in the paragraph changed or in the next one.
"""

import argparse
import gzip
import hashlib
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from auditor.api import ruleset
from auditor.detectors import CATALOGUE
from auditor.document import Article
from auditor.policy.engine import Engine
from auditor.report import ReportedFinding
from auditor.sources.plain import article_from_text
from benchmarks.quotation.plants import BROKEN_QUOTATIONS, PLANTS
from benchmarks.quotation.styles import kept

FOUR = ("unbalanced-quote", "truncated-quote", "orphan-attribution", "unintroduced-name")
RULES = (*FOUR, "repeated-quote", "number-conflict")
COUNTED = (*RULES, "redundant-statement")
GIVEN_WAY = (
    "name-variant",
    "repeated-sentence",
    "repeated-paragraph",
    "near-duplicate-paragraph",
    "leftover-furniture",
    "caption-in-body",
)
"""Rules to which those that are counted yield."""


def engine(*rules: str) -> Engine:
    """Return an engine with the shipped rules of these names, switched on."""
    return Engine(ruleset(select=rules), CATALOGUE)


def rows(path: Path, half: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield the rows of a gzipped JSONL file, or of one half of it."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if half is None or hashlib.sha256(str(row["id"]).encode()).digest()[0] % 2 == half:
                yield row


def read(row: dict[str, Any], text: str | None = None) -> Article:
    """Read a row as the program does, or the row with another text."""
    return article_from_text(text or row["text"], id=str(row["id"]), headline=row["title"])


def alarms(name: str, articles: Sequence[Article], show: int) -> None:
    """Print how often each rule speaks on untouched articles."""
    ready = engine(*COUNTED, *GIVEN_WAY)
    flags: list[tuple[Article, ReportedFinding]] = [
        (article, f)
        for article in articles
        for f in ready.audit(article).findings
        if f.rule in COUNTED
    ]
    print(f"{name}: {len(articles)} articles")
    print("| rule | flags per 1,000 articles | articles flagged per 1,000 |")
    print("|---|---|---|")
    for rules in (*((rule,) for rule in COUNTED), FOUR):
        found = [article.id for article, f in flags if f.rule in rules]
        title = rules[0] if len(rules) == 1 else "the first four"
        per = 1000 / len(articles)
        print(f"| {title} | {per * len(found):.1f} | {per * len(set(found)):.1f} |")
    for article, f in random.Random(1).sample(flags, min(show, len(flags))):
        span = f.span
        if span is not None:
            low, high = max(0, span.start - 160), span.end + 160
            print(
                f"   {article.id} {f.rule}: {article.text[low : span.start]}[[{f.text}]]"
                f"{article.text[span.end : high]}".replace("\n", "/")
            )


def _is_near(article: Article, finding: ReportedFinding, place: int) -> bool:
    here = article.block_at(place + article.body_start)
    return (
        here is not None
        and finding.block is not None
        and 0 <= finding.block.index - here.index <= 1
    )


def recall(rows_: Sequence[dict[str, Any]], articles: Sequence[Article], plants: int) -> None:
    """Print how many planted breaks each rule finds."""
    print("| break | rule | planted | found | recall | in `text` alone, no headline |")
    print("|---|---|---|---|---|---|")
    total: Counter[str] = Counter()
    for plant, rule in PLANTS:
        ready = engine(rule)
        random_ = random.Random(7)
        tried = hit = bare = 0
        for row, article in zip(rows_, articles, strict=True):
            if tried == plants:
                break
            if (planted := plant(article, random_)) is None:
                continue
            tried += 1
            text, place = planted
            broken = read(row, text)
            hit += any(_is_near(broken, f, place) for f in ready.audit(broken).findings)
            alone = article_from_text(text, id="a")
            bare += any(_is_near(alone, f, place) for f in ready.audit(alone).findings)
        if plant in BROKEN_QUOTATIONS:
            total["tried"] += tried
            total["hit"] += hit
        print(
            f"| {plant.__name__} | {rule} | {tried} | {hit} | {hit / max(tried, 1):.3f} "
            f"| {bare / max(tried, 1):.3f} |"
        )
    print(f"| broken quotations together | | {total['tried']} | {total['hit']} ", end="")
    print(f"| {total['hit'] / max(total['tried'], 1):.3f} | |")


def cost(rows_: Sequence[dict[str, Any]]) -> None:
    """Print the processor's time that the rules add to one article, per 900 words."""
    ready = engine(*RULES)
    words = 0
    base = spent = 0.0
    for row in rows_:
        article = read(row)
        started = time.process_time()
        _ = article.words, article.sentences, article.language
        base += time.process_time() - started
        words += len(article.words)
        started = time.process_time()
        ready.audit(article)
        spent += time.process_time() - started
    per = 1000 * 900 / words
    print(
        f"CPU per 900 words: {spent * per:.2f} ms for {len(RULES)} rules together, quotations and ",
        end="",
    )
    print(f"names included (words, sentences and language before that: {base * per:.2f} ms)")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("AUDITOR_DATA", "../shared/data"))
    )
    parser.add_argument("--half", type=int, default=0, choices=(0, 1), help="1 reports")
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--plants", type=int, default=600)
    parser.add_argument("--show", type=int, default=0, help="print so many flags")
    given = parser.parse_args()
    news = list(islice(rows(given.data / "news" / "news_dev.jsonl.gz", given.half), given.articles))
    articles = [read(row) for row in news]
    alarms(f"news, half {given.half}", articles, given.show)
    wire = given.data / "neardup" / "reuters_8000.jsonl.gz"
    alarms("newswire of 1987", [read(row) for row in islice(rows(wire), given.articles)], 0)
    recall(news, articles, given.plants)
    print("| marks | quotations | read again |")
    print("|---|---|---|")
    for style, (tried, hit) in kept(articles[:1000]).items():
        print(f"| {style} | {tried} | {hit / max(tried, 1):.4f} |")
    cost(news[:1500])


if __name__ == "__main__":
    main()
