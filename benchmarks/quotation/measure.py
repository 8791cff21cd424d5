"""Measures the quotation rules on untouched articles and on articles with planted breaks.

    python benchmarks/quotation/measure.py --data ../shared/data --articles 4000 --plants 400

Flags on untouched articles are counted, not judged: some are real defects of the articles, and only
reading tells (``--show 60`` prints them). A planted break counts as found where the rule speaks of the
place, in the paragraph changed or in the next.
"""

import argparse
import gzip
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from auditor.detector import Detector, NoNeighbours
from auditor.detectors.orphan_attribution import OrphanAttribution
from auditor.detectors.repeated_quote import RepeatedQuote
from auditor.detectors.truncated_quote import TruncatedQuote
from auditor.detectors.unbalanced_quote import UnbalancedQuote
from auditor.detectors.unintroduced_name import UnintroducedName
from auditor.document import Article, Quotation, Span
from auditor.document.attributions import Speaker
from auditor.document.attributions import find as attributions
from auditor.finding import Finding
from auditor.sources.plain import article_from_text

DETECTORS: tuple[type[Detector], ...] = (
    UnbalancedQuote,
    TruncatedQuote,
    OrphanAttribution,
    RepeatedQuote,
    UnintroducedName,
)
MIN_REPEATED = 10  # the threshold of the shipped rule repeated-quote

Plant = tuple[str, int]
"""A broken text, and the place near which the break must be found (-1: anywhere)."""


def made(detector: type[Detector]) -> Detector:
    """Return the detector with its default options."""
    return detector({o.name: o.default for o in detector.info.options})


def rows(path: Path, skip: int, wanted: int) -> Iterator[dict[str, Any]]:
    """Yield rows of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number >= skip + wanted:
                return
            if number >= skip:
                yield json.loads(line)


def findings(detector: Detector, article: Article) -> list[Finding]:
    """Return what the shipped rule would let through."""
    return [
        f
        for f in detector.find(article, NoNeighbours())
        if detector.info.id != "repeated-quote" or dict(f.measures)["words"] >= MIN_REPEATED
    ]


def read(text: str) -> Article:
    """Read a text as the program does."""
    return article_from_text(text, id="a")


def _long(article: Article) -> list[Quotation]:
    return [
        q
        for q in article.quotations
        if q.closed and q.opened and q.style != "single" and len(article.words_in(q.inner)) >= 6
    ]


def _without(text: str, span: Span) -> str:
    return text[: span.start] + text[span.end :]


def closing_removed(article: Article, random_: random.Random) -> Plant | None:
    """Take a closing mark away."""
    if not (found := _long(article)):
        return None
    q = random_.choice(found)
    return _without(article.text, Span(q.inner.end, q.span.end)), q.span.start


def opening_removed(article: Article, random_: random.Random) -> Plant | None:
    """Take an opening mark away."""
    if not (found := _long(article)):
        return None
    q = random_.choice(found)
    return _without(article.text, Span(q.span.start, q.inner.start)), q.span.start


def beginning_cut(article: Article, random_: random.Random) -> Plant | None:
    """Take one to four words from the beginning of a quotation that opens a paragraph."""
    found = [
        a.quotation
        for a in attributions(article)
        if a.after
        and a.quotation.span.start == article.blocks[a.quotation.block].span.start
        and len(article.words_in(a.quotation.inner)) >= 12
    ]
    if not found:
        return None
    q = random_.choice(found)
    word = article.words_in(q.inner)[random_.randint(1, 4)]
    return _without(article.text, Span(q.inner.start, word.start)), q.span.start


def end_cut(article: Article, random_: random.Random) -> Plant | None:
    """Take one to three words from the end of a quotation that an attribution follows."""
    found = [
        a.quotation
        for a in attributions(article)
        if a.after and len(article.words_in(a.quotation.inner)) >= 12
    ]
    if not found:
        return None
    q = random_.choice(found)
    words = article.words_in(q.inner)
    return _without(
        article.text, Span(words[-random_.randint(2, 4)].end, words[-1].end)
    ), q.span.start


def introduction_removed(article: Article, random_: random.Random) -> Plant | None:
    """Take away the one paragraph that names a speaker before a surname alone speaks."""
    choices = []
    for a in attributions(article):
        name = a.speaker.of(article.text)
        if a.kind is not Speaker.NAME or not name.isalpha() or len(name) < 4:
            continue
        before = {
            b.index
            for b in article.body
            if b.span.end <= a.span.start and name in b.span.of(article.text)
        }
        block = article.block_at(a.span.start)
        if len(before) != 1 or block is None:
            continue
        if name in article.text[block.span.start : a.span.start] or name in article.headline_text:
            continue
        if any(name in n.words and len(n.words) > 1 and n.block in before for n in article.names):
            choices.append((article.blocks[before.pop()].span, a.span.start))
    if not choices:
        return None
    span, place = random_.choice(choices)
    return _without(article.text, Span(span.start, span.end + 2)), place - (
        span.end + 2 - span.start
    )


def introduction_removed_mr(article: Article, random_: random.Random) -> Plant | None:
    """Take away the one paragraph that names somebody before Mr or Ms stands with the surname."""
    del random_
    for n in article.names:
        if n.title.lower() not in ("mr", "ms", "mrs") or len(n.words) > 1 or len(n.text) < 4:
            continue
        before = [
            b for b in article.body if b.index < n.block and n.text in b.span.of(article.text)
        ]
        if len(before) == 1 and any(
            n.text in m.words and len(m.words) > 1 and m.block == before[0].index
            for m in article.names
        ):
            span = before[0].span
            shift = span.end + 2 - span.start
            return _without(article.text, Span(span.start, span.end + 2)), n.span.start - shift
    return None


def told_twice(article: Article, random_: random.Random) -> Plant | None:
    """Put the words of a quotation into a paragraph of their own at the end."""
    found = [q for q in _long(article) if len(article.words_in(q.inner)) >= MIN_REPEATED]
    if not found:
        return None
    q = random_.choice(found)
    text = f"{article.text.rstrip()}\n\n{q.span.of(article.text)} one of them said."
    return text, len(article.text.rstrip()) + 2


PLANTS: tuple[tuple[Callable[[Article, random.Random], Plant | None], type[Detector]], ...] = (
    (closing_removed, UnbalancedQuote),
    (opening_removed, UnbalancedQuote),
    (beginning_cut, TruncatedQuote),
    (end_cut, TruncatedQuote),
    (introduction_removed, OrphanAttribution),
    (introduction_removed_mr, UnintroducedName),
    (told_twice, RepeatedQuote),
)


def _near(article: Article, finding: Finding, place: int) -> bool:
    here = article.block_at(place)
    there = article.block_at(finding.span.start) if finding.span else None
    return here is not None and there is not None and 0 <= there.index - here.index <= 1


def alarms(path: Path, skip: int, wanted: int, show: int) -> None:
    """Print how often each rule speaks on untouched articles, and what it costs."""
    ready = [made(d) for d in DETECTORS]
    count = 0
    flags: dict[str, list[str]] = {d.info.id: [] for d in ready}
    flagged: dict[str, int] = dict.fromkeys(flags, 0)
    cost: dict[str, float] = dict.fromkeys(flags, 0.0)
    parsing = naming = 0.0
    for row in rows(path, skip, wanted):
        article = read(row["text"])
        count += 1
        started = time.perf_counter()
        _ = article.quotations
        parsing += time.perf_counter() - started
        _ = article.words, article.sentences
        started = time.perf_counter()
        _ = article.names
        naming += time.perf_counter() - started
        for detector in ready:
            started = time.perf_counter()
            found = findings(detector, article)
            cost[detector.info.id] += time.perf_counter() - started
            flagged[detector.info.id] += bool(found)
            for f in found:
                if f.span is not None:
                    low, high = max(0, f.span.start - 160), f.span.end + 160
                    flags[detector.info.id].append(
                        f"{article.text[low : f.span.start]}[[{f.span.of(article.text)}]]"
                        f"{article.text[f.span.end : high]}".replace("\n", "/")
                    )
    print(f"{path.name}: {count} articles; quotations {1000 * parsing / count:.2f} ms, ", end="")
    print(f"names {1000 * naming / count:.2f} ms an article")
    print("| rule | flags per 1,000 | articles flagged per 1,000 | ms an article |")
    print("|---|---|---|---|")
    for rule, texts in flags.items():
        print(
            f"| {rule} | {1000 * len(texts) / count:.1f} | {1000 * flagged[rule] / count:.1f} "
            f"| {1000 * cost[rule] / count:.2f} |"
        )
        for text in random.Random(1).sample(texts, min(show, len(texts))):
            print("   ", text)


def recall(path: Path, skip: int, wanted: int, plants: int) -> None:
    """Print how many planted breaks each rule finds."""
    print("| break | rule | planted | found | recall |")
    print("|---|---|---|---|---|")
    articles = [read(row["text"]) for row in rows(path, skip, wanted)]
    for plant, detector_type in PLANTS:
        detector = made(detector_type)
        random_ = random.Random(7)
        tried = hit = 0
        for article in articles:
            if tried == plants:
                break
            planted = plant(article, random_)
            if planted is None:
                continue
            tried += 1
            broken = read(planted[0])
            hit += any(_near(broken, f, planted[1]) for f in findings(detector, broken))
        print(
            f"| {plant.__name__} | {detector.info.id} | {tried} | {hit} | {hit / max(tried, 1):.2f} |"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("AUDITOR_DATA", "../shared/data"))
    )
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--skip", type=int, default=0, help="leave out the first articles")
    parser.add_argument("--plants", type=int, default=400)
    parser.add_argument("--show", type=int, default=0, help="print so many flags of each rule")
    given = parser.parse_args()
    news = given.data / "news" / "news_dev.jsonl.gz"
    wire = given.data / "neardup" / "reuters_8000.jsonl.gz"
    for path in (news, wire):
        if path.exists():
            alarms(path, given.skip, given.articles, given.show)
        else:
            print(f"{path} is not there; skipped")
    if news.exists():
        recall(news, given.skip, given.articles, given.plants)


if __name__ == "__main__":
    main()
