"""Measure the spelling rules: flags per 1,000 words of untouched news, recall of planted slips, cost.

Run as ``python -m benchmarks.spelling.measure --rule typo --show``. The data is no part of the project:
it is looked for at ``--data``, ``AUDITOR_DATA`` or beside the checkout. Articles are the odd rows of the
news set, which ``train_typo.py`` does not read.
"""

import argparse
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Iterable

from auditor.assets import asset
from auditor.detector import Detector, NoNeighbours
from auditor.detectors import CATALOGUE
from auditor.document import Article
from auditor.finding import Finding
from benchmarks.spelling.common import (
    ByTarget,
    articles_of,
    by_target,
    data_folder,
    glue,
    misspellings,
    plant,
    read,
    tear,
)

RULES = (
    "typo", "doubled-word", "split-word", "joined-words", "name-variant", "spun-phrase", "form-variant",
)  # fmt: skip
TYPO_LEAST = 0.6
EXCEPTIONS = ("USA Today", "USA TODAY", "US Airways", "U.S. Steel", "Team USA", "U.S. News")


def table(name: str) -> tuple[tuple[str, ...], ...]:
    """Read a table of the core rules."""
    path = asset("rules") / "core" / name
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


def make(rule: str) -> Detector:
    """Make the detector of a rule with the rule's tables."""
    kind = next(d for d in CATALOGUE if d.info.id == rule)
    options = {o.name: o.default for o in kind.info.options}
    if rule == "spun-phrase":
        options["table"] = table("spun-phrases.tsv")
    if rule == "form-variant":
        options |= {"table": table("form-variants.tsv"), "exceptions": EXCEPTIONS}
    return kind(options)


def flags(
    detector: Detector, article: Article, neighbours: NoNeighbours | None = None
) -> list[Finding]:
    """Return the findings that the core rule keeps."""
    found = detector.find(article, neighbours or NoNeighbours())
    return [f for f in found if dict(f.measures).get("probability", 1.0) >= TYPO_LEAST]


def untouched(rule: str, texts: list[str], show: bool, neighbours: NoNeighbours) -> None:
    """Print the flags per 1,000 words on texts as they are, and the cost."""
    detector = make(rule)
    words, count, spent = 0, 0, 0.0
    for number, text in enumerate(texts):
        article = read(text)
        words += len(article.words)
        for _ in (article.quotations, article.sentences, article.prose):
            pass
        before = time.process_time()
        found = flags(detector, article, neighbours)
        spent += time.process_time() - before
        count += len(found)
        for finding in found if show else ():
            if finding.span is None:
                continue
            start, end = finding.span
            around = article.text[max(0, start - 45) : end + 35].replace("\n", "|")
            print(
                f"  {number} {finding.confidence:.2f} {finding.span.of(article.text)!r} -> "
                f"{finding.suggestions[:1]} :: {around}"
            )
    print(
        f"{rule}: {count} flags in {words} words of {len(texts)} articles, "
        f"{1000 * count / words:.4f} per 1,000; {1000 * spent / words * 900:.2f} CPU ms per 900 words"
    )


class Archive(NoNeighbours):
    """The other half of the news set, as an archive that counts words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._counts = Counter(
            word
            for text in texts
            for word in {word.text.lower().removesuffix("'s") for word in read(text).words}
        )

    def word_count(self, word: str) -> int:
        """Return how many of its articles hold ``word``."""
        return self._counts[word]


def planted(texts: list[str], kind: str, pairs: ByTarget, neighbours: NoNeighbours) -> None:
    """Print the recall of planted mistakes, and how often the first suggestion is right."""
    rng = random.Random(11)
    detector = make("typo")
    hits = right = total = 0
    for text in texts:
        made = plant(text, kind, rng, pairs)
        if made is None:
            continue
        touched, start, word = made
        total += 1
        for finding in flags(detector, read(touched), neighbours):
            if finding.span is not None and finding.span.start == start:
                hits += 1
                right += finding.suggestions[0].lower() == word.lower()
    print(
        f"planted {kind}: recall {hits}/{total} = {hits / total:.3f}, first suggestion {right / hits:.3f}"
    )


def broken(texts: list[str]) -> None:
    """Print the recall of torn words, lost spaces and misspelt repeated names."""
    rng = random.Random(5)
    for rule, pattern, change in (
        ("split-word", r"(?<= )[a-z]{7,}(?= )", tear),
        ("joined-words", r"(?<= )[a-z]{4,} (?:that|which|the|with|from)(?= )", glue),
        ("joined-words", r"(?<= )[a-z]{4,}\. (?=[A-Z][a-z]+ [a-z])", glue),
    ):
        detector, hits, total = make(rule), 0, 0
        for text in texts:
            found = list(re.finditer(pattern, text[:4000]))
            if not found:
                continue
            match = rng.choice(found)
            touched = text[: match.start()] + change(match.group(), rng) + text[match.end() :]
            at = match.start() + len("A headline\n\n")
            total += 1
            hits += any(f.span and f.span.start == at for f in flags(detector, read(touched)))
        print(f"planted for {rule} ({change.__name__}): recall {hits}/{total}")


def loading() -> None:
    """Print what the first article costs more than the second: lexicon and model are opened for it."""
    article = read("The harbour was held by two miitias that week, said the mayor of Norhaven.")
    detector, spent, memory = make("typo"), [], []
    for _ in range(2):
        before = time.process_time()
        flags(detector, article)
        spent.append(time.process_time() - before)
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(f"lexicon and model opened in {1000 * (spent[0] - spent[1]):.1f} CPU ms; ", end="")
    print(f"{memory[0]:.0f} MB at most are used with Python and this script")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=None, help="folder of the development data")
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--archive", action="store_true", help="give the other half as an archive")
    parser.add_argument("--rule", action="append", choices=RULES, help="measure this rule alone")
    parser.add_argument("--show", action="store_true", help="print every flag")
    args = parser.parse_args()
    folder = data_folder(args.data)
    texts = list(articles_of(folder, args.articles, half=1))
    neighbours = NoNeighbours()
    if args.archive:
        neighbours = Archive(articles_of(folder, 10_000, half=0))
    loading()
    for rule in args.rule or RULES:
        untouched(rule, texts, args.show, neighbours)
    if not args.rule or "typo" in args.rule:
        for kind in ("slip", "capital", "people", "noise"):
            listed = misspellings(folder, 1, kind) if kind in ("people", "noise") else []
            planted(texts, kind, by_target(listed), neighbours)
    if not args.rule:
        broken(texts)


if __name__ == "__main__":
    main()
