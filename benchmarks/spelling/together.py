"""Measure the spelling rules and form-variant together, as the core rules run them, places told once.

``python -m benchmarks.spelling.together --half report``: findings per 1,000 words of untouched news, in how many
articles they stand, and how many are the article's only ones of their rule. ``--show`` prints each. ``--plant``: how
often a planted mistake is told by its rule, and how often by any of these rules. Halves as in ``variants.py``.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence

from auditor.api import ruleset
from auditor.detectors import CATALOGUE
from auditor.document import Article, Span
from auditor.policy.engine import Engine
from auditor.report import ReportedFinding
from auditor.sources.plain import article_from_text
from benchmarks.spelling.common import data_folder, glue, slip, tear
from benchmarks.spelling.mistakes import MISTAKES
from benchmarks.spelling.variants import HALVES, articles, show

RULES = (
    "typo", "joined-words", "split-word", "doubled-word", "name-variant", "spun-phrase", "form-variant",
)  # fmt: skip
Change = Callable[[str, random.Random], str]


def _double(word: str, rng: random.Random) -> str:
    del rng
    return f"{word} {word}"


PLANTS: tuple[tuple[str, str, str, Change], ...] = (
    ("a word torn", "split-word", r"(?<= )[a-z]{7,}(?= )", tear),
    ("a space lost", "joined-words", r"(?<= )[a-z]{4,} (?:that|which|the|with|from)(?= )", glue),
    ("sentences run together", "joined-words", r"(?<= )[a-z]{4,}\. (?=[A-Z][a-z]+ [a-z])", glue),
    ("a word doubled", "doubled-word", r"(?<= )(?:the|of|to|and|a|said|would|been)(?= )", _double),
    ("a slip, lower case", "typo", r"(?<= )[a-z]{5,}(?= )", slip),
    ("a slip, capital", "typo", r"(?<=[a-z,] )[A-Z][a-z]{3,}(?![\w'’@.-])",
     lambda word, rng: slip(word.lower(), rng).capitalize()),
)  # fmt: skip


def untouched(engine: Engine, texts: list[Article], told: bool) -> None:
    """Print how often each rule speaks."""
    words = places = 0
    spread: dict[str, Counter[int]] = {rule: Counter() for rule in RULES}
    noticed = 0
    for article in texts:
        words += len(article.words)
        findings = engine.audit(article).findings
        for rule, count in Counter(finding.rule for finding in findings).items():
            spread[rule][count] += 1
        noticed += bool(findings)
        places += places_of(findings)
        for finding in findings if told else ():
            print(show(article, finding))
    total = 0
    for rule, counts in spread.items():
        flags = sum(count * times for count, times in counts.items())
        total += flags
        print(
            f"{rule}: {flags} findings, {1000 * flags / words:.4f} per 1,000 words, "
            f"in {counts.total()} articles, alone in {counts[1]}"
        )
    print(
        f"together: {total} findings, {1000 * total / words:.4f} per 1,000 words, in {noticed} of "
        f"{len(texts)} articles ({words} words); at {places} places, {1000 * places / words:.4f}"
    )


def places_of(findings: Sequence[ReportedFinding]) -> int:
    """Return at how many places findings stand; those of two rules that overlap are at one."""
    count = end = 0
    for span in sorted(finding.span for finding in findings if finding.span):
        count += span.start >= end
        end = max(end, span.end)
    return count


def told_by(engine: Engine, article: Article, place: Span) -> set[str]:
    """Return the rules that speak at a place."""
    return {
        finding.rule
        for finding in engine.audit(article).findings
        if finding.span and finding.span.start < place.end and place.start < finding.span.end
    }


def planted(engine: Engine, texts: list[Article]) -> None:
    """Print how often planted mistakes are told."""
    results: dict[str, list[tuple[bool, bool]]] = {}
    for kind, rule, pattern, change in PLANTS:
        rng = random.Random(5)
        for article in texts:
            low = article.body_start
            found = list(re.finditer(pattern, article.text[low : low + 4000]))
            if not found:
                continue
            match = rng.choice(found)
            wrong = change(match.group(), rng)
            start, body = match.start() + low, article.text[low:]
            made = article_from_text(
                body[: match.start()] + wrong + body[match.end() :],
                id=article.id,
                headline=article.headline_text,
            )
            rules = told_by(engine, made, Span(start, start + len(wrong)))
            results.setdefault(kind, []).append((rule in rules, bool(rules)))
    for kind, (rule, plant) in MISTAKES.items():
        for article in texts if rule != "spun-phrase" else ():
            if (mistake := plant(article)) is not None:
                rules = told_by(engine, mistake.article, Span(mistake.start, mistake.end))
                results.setdefault(kind, []).append((rule in rules, bool(rules)))
    for kind, hits in results.items():
        own, any_ = (sum(hit[at] for hit in hits) / len(hits) for at in (0, 1))
        print(
            f"planted {kind}: {len(hits)}, told by its rule {own:.3f}, by any of these {any_:.3f}"
        )


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=None, help="folder of the development data")
    parser.add_argument("--half", choices=HALVES, default="tune")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--show", action="store_true", help="print every finding")
    parser.add_argument("--plant", action="store_true", help="plant mistakes")
    args = parser.parse_args()
    texts = list(articles(data_folder(args.data), args.half, args.articles))
    engine = Engine(ruleset(select=RULES), CATALOGUE)
    if args.plant:
        planted(engine, texts)
    else:
        untouched(engine, texts, args.show)


if __name__ == "__main__":
    main()
