"""Measure the spelling rules: flags per 1,000 words of untouched news, recall of planted slips, cost.

Run as ``python -m benchmarks.spelling.measure --rule typo --show``. The data is no part of the project:
it is looked for at ``--data``, ``AUDITOR_DATA`` or beside the checkout. Articles are the odd rows of the
news set, which ``fit_typo.py`` does not read.
"""

import argparse
import random
import re
import time

from auditor.assets import asset
from auditor.detector import Detector, NoNeighbours
from auditor.detectors import CATALOGUE
from auditor.document import Article
from auditor.finding import Finding
from auditor.language.lexicon import lexicon
from benchmarks.spelling.common import articles_of, data_folder, misspellings, plant, read

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


def flags(detector: Detector, article: Article) -> list[Finding]:
    """Return the findings that the core rule keeps."""
    found = detector.find(article, NoNeighbours())
    return [f for f in found if dict(f.measures).get("probability", 1.0) >= TYPO_LEAST]


def untouched(rule: str, texts: list[str], show: bool) -> None:
    """Print the flags per 1,000 words on texts as they are, and the cost."""
    detector = make(rule)
    words, count, spent = 0, 0, 0.0
    for number, text in enumerate(texts):
        article = read(text)
        words += len(article.words)
        for _ in (article.quotations, article.sentences, article.prose):
            pass
        before = time.process_time()
        found = flags(detector, article)
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


def planted(folder_texts: list[str], kind: str, pairs: list[tuple[str, str]]) -> None:
    """Print the recall of planted mistakes, and how often the first suggestion is right."""
    rng = random.Random(11)
    detector = make("typo")
    hits = right = total = 0
    for text in folder_texts:
        made = plant(text, kind, rng, pairs)
        if made is None:
            continue
        touched, start, word = made
        total += 1
        for finding in flags(detector, read(touched)):
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
        ("split-word", r"(?<= )[a-z]{7,}(?= )", _tear),
        ("joined-words", r"(?<= )[a-z]{4,} (?:that|which|the|with|from)(?= )", _glue),
        ("joined-words", r"(?<= )[a-z]{4,}\. (?=[A-Z][a-z]+ [a-z])", _glue),
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
        print(f"planted for {rule} ({change.__name__.strip('_')}): recall {hits}/{total}")


def _tear(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    return word[:at] + " " + word[at:]


def _glue(pair: str, rng: random.Random) -> str:
    del rng
    return pair.replace(" ", "", 1)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=None, help="folder of the development data")
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--rule", action="append", choices=RULES, help="measure this rule alone")
    parser.add_argument("--show", action="store_true", help="print every flag")
    args = parser.parse_args()
    folder = data_folder(args.data)
    texts = list(articles_of(folder, args.articles, half=1))
    before = time.process_time()
    lexicon("en").known("word")
    print(f"word list opened in {1000 * (time.process_time() - before):.1f} CPU ms")
    for rule in args.rule or RULES:
        untouched(rule, texts, args.show)
    if not args.rule or "typo" in args.rule:
        pairs = misspellings(folder)[1::2]
        for kind in ("slip", "pair", "capital"):
            planted(texts, kind, pairs)
    if not args.rule:
        broken(texts)


if __name__ == "__main__":
    main()
