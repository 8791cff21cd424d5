"""Measure the rules on what does not belong, on the half of the data that nothing was tuned on.

``python -m benchmarks.topic.measure [--data DATA] [--half 0|1] [--pack web]``: DATA (or ``AUDITOR_DATA``)
holds ``news`` and ``offtopic``.
"""

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from auditor.detector import Detector, NoNeighbours
from auditor.detectors import CATALOGUE
from auditor.document import Article
from auditor.finding import Finding
from auditor.policy.loader import load
from auditor.policy.rule import Threshold
from benchmarks.topic.common import (
    REPORT,
    Row,
    article,
    data_folder,
    hints_of,
    news,
    page,
    pages,
    plantings,
)

RULES = ("off-topic-insertion", "leftover-furniture", "caption-in-body")
NOISE = ("teaser_or_link", "caption", "cta_promo")
ARTICLES = 4000
PLANTED = 1800


def _made(id: str) -> Detector:
    kind = next(k for k in CATALOGUE if k.info.id == id)
    return kind({option.name: option.default for option in kind.info.options})


_DETECTORS = {id: _made(id) for id in (*RULES, "headline-mismatch")}
_WHEN: dict[str, Sequence[tuple[str, Threshold]]] = {}


def choose(pack: str) -> None:
    """Take the rules' bounds from a pack."""
    rules = load((pack,), CATALOGUE).rules
    _WHEN.update({rule.id: rule.when for rule in rules if rule.id in _DETECTORS})


def found(id: str, read: Article) -> list[Finding]:
    """Return what the shipped rule reports."""
    bounds = _WHEN[id]
    return [
        finding
        for finding in _DETECTORS[id].find(read, NoNeighbours())
        if all(limit.holds(dict(finding.measures)[name]) for name, limit in bounds)
    ]


def flagged(read: Article, rules: tuple[str, ...] = RULES) -> dict[int, str]:
    """Return the blocks of which any rule says something, and which."""
    marked: dict[int, str] = {}
    for id in rules:
        for finding in found(id, read):
            for block in read.blocks:
                if finding.span and finding.span.overlaps(block.span):
                    marked.setdefault(block.index, id)
    return marked


def insertions(given: list[Row]) -> None:
    """Print what is found of passages planted, and how many untouched articles are flagged."""
    untouched = [bool(found(RULES[0], article(row))) for row in given[:ARTICLES]]
    false = sum(untouched) / len(untouched)
    print(f"untouched articles flagged: {sum(untouched)} of {len(untouched)} = {false:.2%}")
    for same in (False, True):
        hits: Counter[str] = Counter()
        count: Counter[str] = Counter()
        stray = 0
        for planted in plantings(given, PLANTED, seed=11, same=same):
            spans = [f.span for f in found(RULES[0], planted.article) if f.span]
            hit = any(span.overlaps(planted.span) for span in spans)
            stray += sum(not span.overlaps(planted.span) for span in spans)
            for key in ("all", planted.kind, f"{planted.kind}, {planted.layout}"):
                count[key] += 1
                hits[key] += hit
        total = count["all"]
        recall = hits["all"] / total
        precision = hits["all"] / max(hits["all"] + stray + false * total, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(
            f"planted from {'the same' if same else 'another'} subject: recall {recall:.3f}, "
            f"precision {precision:.3f}, F1 {f1:.3f} (half of the articles untouched)"
        )
        print("   " + "; ".join(f"{key} {hits[key] / count[key]:.2f}" for key in sorted(count)))


def noise(given: list[Row], folder: Path) -> None:
    """Print what is found of real noise in bodies, and how many of the body's paragraphs are flagged."""
    hints = hints_of(folder)
    for bare in (False, True):
        body: Counter[str] = Counter()
        kinds: Counter[str] = Counter()
        caught: Counter[str] = Counter()
        for row in given:
            read, labels = page(row, bare=bare)
            marked = flagged(read)
            tags = {" ".join(b["text"].split()): b["tag"] for b in row["blocks"]}
            for block, label in zip(read.blocks, labels, strict=True):
                text = block.span.of(read.text)
                hint = hints.get((row["id"], text))
                if label == 1 and tags[text] == "p" and len(read.words_in(block.span)) >= 8:
                    body["paragraphs"] += 1
                    if block.index in marked:
                        body[marked[block.index]] += 1
                if hint and label == 0:
                    kinds[hint] += 1
                    caught[hint] += block.index in marked
                    if hint == "caption":
                        kinds["caption by figcaption"] += tags[text] == "figcaption"
                        caught["caption by figcaption"] += (
                            tags[text] == "figcaption" and block.index in marked
                        )
        false = sum(body.values()) - body["paragraphs"]
        print("bare text" if bare else "pages, links and headings known")
        print(f"  body paragraphs flagged: {false / body['paragraphs']:.2%} of {dict(body)}")
        for hint, count in kinds.most_common():
            print(f"  inside noise, {hint}: {caught[hint]} of {count} = {caught[hint] / count:.3f}")
        all_of = sum(kinds[k] for k in NOISE)
        print(
            f"  teasers, captions, calls: {sum(caught[k] for k in NOISE) / all_of:.3f} of {all_of}"
        )


def cost(given: list[Row]) -> None:
    """Print the CPU time of each rule, words and sentences being known."""
    articles = [article(row) for row in given[:400]]
    words = sum(len(a.words) for a in articles)
    for read in articles:
        _ = read.words, read.sentences, read.language
    total = 0.0
    for id in _DETECTORS:
        began = time.process_time()
        flags = [found(id, read) for read in articles]
        spent = (time.process_time() - began) * 1000 * 900 / words
        total += spent
        print(
            f"{id}: {100 * sum(map(len, flags)) / len(flags):.1f} findings in 100 articles, "
            f"{sum(map(bool, flags)) / len(flags):.2%} of articles, {spent:.2f} ms per 900 words"
        )
    print(f"all of them: {total:.2f} ms per 900 words")


def headlines(given: list[Row]) -> None:
    """Print how many headlines are flagged, the right ones and those of other articles."""
    wrong = right = 0
    some = [row for row in given[:ARTICLES] if row["title"]]
    for at, row in enumerate(some):
        right += bool(found("headline-mismatch", article(row)))
        other = some[(at + 7) % len(some)]
        wrong += bool(found("headline-mismatch", article(row | {"title": other["title"]})))
    print(f"headline-mismatch: {right / len(some):.2%} untouched, {wrong / len(some):.3f} swapped")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=None)
    parser.add_argument("--half", type=int, default=REPORT)
    parser.add_argument("--pack", default="core")
    parser.add_argument("--only", choices=("insertions", "noise", "cost", "headlines"))
    args = parser.parse_args()
    choose(args.pack)
    folder = data_folder(args.data)
    stories = news(folder, args.half)
    if args.only in (None, "insertions"):
        insertions(stories)
    if args.only in (None, "noise"):
        noise(pages(folder, args.half), folder)
    if args.only in (None, "cost"):
        cost(stories)
    if args.only in (None, "headlines"):
        headlines(stories)


if __name__ == "__main__":
    main()
