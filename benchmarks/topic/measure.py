"""Measure the rules on what does not belong, on the half of the data that nothing was tuned on.

``python -m benchmarks.topic.measure [--data DATA] [--half 0|1] [--pack web]``: DATA (or ``AUDITOR_DATA``)
holds ``news`` and ``offtopic``.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

from auditor.detector import Detector, NoNeighbours
from auditor.detectors import CATALOGUE
from auditor.document import Article
from auditor.finding import Finding
from auditor.policy.loader import load
from auditor.report import Severity
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


class Pack:
    """The rules of this benchmark with the bounds of one pack."""

    def __init__(self, name: str) -> None:
        rules = load((name,), CATALOGUE).rules
        self.rules = {rule.id: rule for rule in rules if rule.id in (*RULES, "headline-mismatch")}
        self._detectors = {id: _made(id) for id in self.rules}

    def found(self, id: str, read: Article) -> list[Finding]:
        """Return what a rule reports."""
        bounds = self.rules[id].when
        return [
            finding
            for finding in self._detectors[id].find(read, NoNeighbours())
            if all(limit.holds(dict(finding.measures)[name]) for name, limit in bounds)
        ]

    def warns(self, id: str, finding: Finding) -> bool:
        """Whether a finding does more than inform."""
        judged = self.rules[id].judged(dict(finding.measures))
        return judged.severity is not Severity.INFO

    def flagged(self, read: Article, rules: tuple[str, ...] = RULES) -> dict[int, str]:
        """Return the blocks of which any rule says something, and which."""
        marked: dict[int, str] = {}
        for id in rules:
            for finding in self.found(id, read):
                for block in read.blocks:
                    if finding.span and finding.span.overlaps(block.span):
                        marked.setdefault(block.index, id)
        return marked


def insertions(pack: Pack, given: list[Row]) -> None:
    """Print what is found of passages planted, and how many untouched articles are flagged."""
    rule = RULES[0]
    untouched = [pack.found(rule, article(row)) for row in given[:ARTICLES]]
    flags = sum(map(bool, untouched))
    false = flags / len(untouched)
    warned = sum(any(pack.warns(rule, f) for f in told) for told in untouched) / len(untouched)
    print(f"untouched articles flagged: {flags} of {len(untouched)} = {false:.2%}")
    print(f"  with more than an info: {warned:.2%}")
    for same in (False, True):
        hits: Counter[str] = Counter()
        count: Counter[str] = Counter()
        stray = loud = 0
        for planted in plantings(given, PLANTED, seed=11, same=same):
            told = pack.found(rule, planted.article)
            there = [f for f in told if f.span and f.span.overlaps(planted.span)]
            stray += len(told) - len(there)
            loud += any(pack.warns(rule, f) for f in there)
            for key in ("all", planted.kind, f"{planted.kind}, {planted.layout}"):
                count[key] += 1
                hits[key] += bool(there)
        total = count["all"]
        recall = hits["all"] / total
        precision = hits["all"] / max(hits["all"] + stray + false * total, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(
            f"planted from {'the same' if same else 'another'} subject: recall {recall:.3f}, "
            f"precision {precision:.3f}, F1 {f1:.3f} (half of the articles untouched); "
            f"with more than an info {loud / total:.3f}"
        )
        print("   " + "; ".join(f"{key} {hits[key] / count[key]:.2f}" for key in sorted(count)))


def noise(pack: Pack, given: list[Row], folder: Path) -> None:
    """Print what is found of real noise in bodies, and how many of the body's paragraphs are flagged."""
    hints = hints_of(folder)
    for bare in (False, True):
        body: Counter[str] = Counter()
        kinds: Counter[str] = Counter()
        caught: Counter[str] = Counter()
        for row in given:
            read, labels = page(row, bare=bare)
            marked = pack.flagged(read)
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


def cost(pack: Pack, given: list[Row]) -> None:
    """Print the CPU time of each rule, words and sentences being known."""
    articles = [article(row) for row in given[:400]]
    words = sum(len(a.words) for a in articles)
    for read in articles:
        _ = read.words, read.sentences, read.language
    total = 0.0
    for id in pack.rules:
        began = time.process_time()
        flags = [pack.found(id, read) for read in articles]
        spent = (time.process_time() - began) * 1000 * 900 / words
        total += spent
        print(
            f"{id}: {100 * sum(map(len, flags)) / len(flags):.1f} findings in 100 articles, "
            f"{sum(map(bool, flags)) / len(flags):.2%} of articles, {spent:.2f} ms per 900 words"
        )
    print(f"all of them: {total:.2f} ms per 900 words")


def headlines(pack: Pack, given: list[Row]) -> None:
    """Print how many headlines are flagged, the right ones and those of other articles."""
    wrong = right = 0
    some = [row for row in given[:ARTICLES] if row["title"]]
    for at, row in enumerate(some):
        right += bool(pack.found("headline-mismatch", article(row)))
        other = some[(at + 7) % len(some)]
        wrong += bool(pack.found("headline-mismatch", article(row | {"title": other["title"]})))
    print(f"headline-mismatch: {right / len(some):.2%} untouched, {wrong / len(some):.3f} swapped")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=None)
    parser.add_argument("--half", type=int, default=REPORT)
    parser.add_argument("--pack", default="core")
    parser.add_argument("--only", choices=("insertions", "noise", "cost", "headlines"))
    args = parser.parse_args()
    pack = Pack(args.pack)
    folder = data_folder(args.data)
    stories = news(folder, args.half)
    if args.only in (None, "insertions"):
        insertions(pack, stories)
    if args.only in (None, "noise"):
        noise(pack, pages(folder, args.half), folder)
    if args.only in (None, "cost"):
        cost(pack, stories)
    if args.only in (None, "headlines"):
        headlines(pack, stories)


if __name__ == "__main__":
    main()
