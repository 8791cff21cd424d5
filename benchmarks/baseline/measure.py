"""Measure whether a finding that was decided on is known again after the article was edited.

Run as ``python -m benchmarks.baseline.measure``. The data is no part of the project: it is looked for at
``--data``, ``AUDITOR_DATA`` or beside the checkout. Every finding of an article is put into a baseline,
the text is edited, and of the findings of the new text those count that the old one had as well (the
same rule, the same words, as often). Told is the share of them that is known again by the exact name,
by the baseline (which takes a name that shares one half), and by a name of the rule, the words and the
five words on each side wherever blocks end, told apart by their order: what it was before.
"""

import argparse
import random
import textwrap
from collections import Counter
from collections.abc import Callable

from auditor.api import ruleset
from auditor.config import Config
from auditor.detectors import CATALOGUE
from auditor.document import Article
from auditor.policy.baseline import Baseline, missing
from auditor.policy.engine import Engine
from auditor.report import Report, ReportedFinding, Status
from auditor.sources.plain import article_from_text
from auditor.text.fold import fold
from benchmarks.spelling.common import articles_of, data_folder

NEW = "A paragraph that an editor put in later tells what the council of Osk made of the storm in March."
Edit = Callable[[list[str], random.Random], list[str]]


def inserted(blocks: list[str], rng: random.Random) -> list[str]:
    """Put a paragraph in somewhere."""
    at = rng.randrange(len(blocks) + 1)
    return [*blocks[:at], NEW, *blocks[at:]]


def removed(blocks: list[str], rng: random.Random) -> list[str]:
    """Take a paragraph out."""
    at = rng.randrange(len(blocks))
    return blocks[:at] + blocks[at + 1 :]


def swapped(blocks: list[str], rng: random.Random) -> list[str]:
    """Let two paragraphs change places."""
    moved = list(blocks)
    a, b = rng.randrange(len(blocks)), rng.randrange(len(blocks))
    moved[a], moved[b] = moved[b], moved[a]
    return moved


def wrapped(blocks: list[str], rng: random.Random) -> list[str]:
    """Break the lines at 72 characters."""
    del rng
    return [textwrap.fill(block, 72, break_on_hyphens=False) for block in blocks]


def reworded(share: float) -> Edit:
    """Return an edit that puts another word for a share of all words."""

    def edit(blocks: list[str], rng: random.Random) -> list[str]:
        vocabulary = sorted({w for b in blocks for w in b.split() if w.isalpha() and w.islower()})
        return [
            " ".join(
                rng.choice(vocabulary or [w]) if rng.random() < share and w.islower() else w
                for w in block.split(" ")
            )
            for block in blocks
        ]

    return edit


EDITS: dict[str, Edit] = {
    "a paragraph put in": inserted,
    "a paragraph taken out": removed,
    "two paragraphs swapped": swapped,
    "lines broken at 72": wrapped,
    "1 word in 100 replaced": reworded(0.01),
    "1 word in 20 replaced": reworded(0.05),
}


def old_names(article: Article, findings: tuple[ReportedFinding, ...]) -> list[str]:
    """Return the names that findings had before."""
    seen: Counter[str] = Counter()
    names = []
    for finding in findings:
        parts = [finding.rule]
        if finding.span is not None:
            words = [w for w in article.words if w.end <= finding.span.start][-5:]
            after = [w for w in article.words if w.start >= finding.span.end][:5]
            parts += [
                fold(finding.text),
                *(fold(" ".join(w.text for w in ws)) for ws in (words, after)),
            ]
        name = "\x1f".join(parts)
        seen[name] += 1
        names.append(f"{name}\x1f{seen[name]}")
    return names


def what(finding: ReportedFinding) -> tuple[str, str]:
    """Return what makes two findings the same to a reader."""
    return finding.rule, fold(finding.text)


def main() -> None:
    """Print a row for each edit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data")
    parser.add_argument("--articles", type=int, default=400)
    given = parser.parse_args()
    engine = Engine(ruleset(["core"], config=Config()), CATALOGUE)
    texts = list(articles_of(data_folder(given.data), given.articles, 1))

    def audit(text: str) -> Report:
        return engine.audit(article_from_text(text, id="a", headline="A headline of it"))

    originals = [audit(text) for text in texts]
    print(f"{len(texts)} articles, {sum(len(r.findings) for r in originals):,} findings")
    print(f"{'edit':<26}{'same':>7}{'before':>9}{'exact':>9}{'baseline':>10}")
    for name, edit in EDITS.items():
        rng = random.Random(7)
        same = old = exact = known = 0
        for text, original in zip(texts, originals, strict=True):
            report = audit("\n\n".join(edit(text.split("\n\n"), rng)))
            decisions = missing(original.findings, original.article)
            left = Counter(map(what, original.findings))
            prints = {f.fingerprint for f in original.findings}
            named = set(old_names(original.article, original.findings))
            decided, _ = Baseline(decisions).apply(report.article, report.findings, ())
            names = old_names(report.article, report.findings)
            for finding, then, now in zip(report.findings, names, decided, strict=True):
                if left[what(finding)]:
                    left[what(finding)] -= 1
                    same += 1
                    old += then in named
                    exact += finding.fingerprint in prints
                    known += now.status is Status.BASELINE
        print(f"{name:<26}{same:>7,}{old / same:>8.1%}{exact / same:>9.1%}{known / same:>9.1%}")


if __name__ == "__main__":
    main()
