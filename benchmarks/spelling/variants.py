"""Measure name-variant, form-variant and spun-phrase as the core rules run them.

``python -m benchmarks.spelling.variants --half report --show``: flags per 1,000 words of untouched news and CPU
time. ``--plant``: recall of planted mistakes. ``--archive`` makes an archive of the other half and asks it.
Articles are halved by a hash of their id: rules are tuned on ``tune``, figures are of ``report``.
"""

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

from auditor.api import ruleset
from auditor.archive import Archive
from auditor.detector import Neighbours
from auditor.detectors import CATALOGUE
from auditor.document import Article
from auditor.policy.engine import Engine
from auditor.report import ReportedFinding
from auditor.sources.plain import article_from_text
from benchmarks.spelling.common import data_folder
from benchmarks.spelling.mistakes import MISTAKES, Planted

RULES = ("name-variant", "form-variant", "spun-phrase")
HALVES = ("tune", "report")


def articles(folder: Path, half: str, count: int) -> Iterator[Article]:
    """Yield articles of a half of the news set, headlines in a field of their own."""
    left = count
    with gzip.open(folder / "news/news_dev.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if HALVES[crc32(row["id"].encode()) >> 7 & 1] != half:
                continue
            if not left:
                return
            left -= 1
            yield article_from_text(row["text"], id=row["id"], headline=row["title"])


def show(article: Article, finding: ReportedFinding) -> str:
    """Return a line for the reader who judges."""
    assert finding.span is not None
    start, end = finding.span
    around = article.text[max(0, start - 60) : end + 45].replace("\n", "|")
    counts = " ".join(f"{name}={value:g}" for name, value in finding.measures)
    return f"{article.id}\t{finding.rule}\t{finding.text}\t{finding.suggestions[:1]}\t{counts}\t{around}"


def untouched(
    engines: dict[str, Engine], texts: list[Article], neighbours: Neighbours | None, told: bool
) -> None:
    """Print flags per 1,000 words and CPU time, rule by rule."""
    words = 0
    found: Counter[str] = Counter()
    spent = dict.fromkeys(engines, 0.0)
    for article in texts:
        for _ in (article.quotations, article.sentences, article.prose, article.language):
            pass  # what every rule shares
        words += len(article.words)
        for rule, engine in engines.items():
            before = time.process_time()
            findings = engine.audit(article, neighbours).findings
            spent[rule] += time.process_time() - before
            found[rule] += len(findings)
            for finding in findings if told else ():
                print(show(article, finding))
    for rule in engines:
        print(
            f"{rule}: {found[rule]} flags in {words} words of {len(texts)} articles, "
            f"{1000 * found[rule] / words:.4f} per 1,000; {1000 * spent[rule] / words * 900:.2f} CPU ms per 900 words"
        )


def planted(
    engines: dict[str, Engine], texts: list[Article], neighbours: Neighbours | None
) -> None:
    """Print the recall of each kind of planted mistake, and how often the first suggestion is right."""
    for kind, (rule, plant) in MISTAKES.items():
        if rule not in engines:
            continue
        total = hits = right = 0
        missed: list[Planted] = []
        for article in texts:
            made = plant(article)
            if made is None:
                continue
            total += 1
            findings = [
                f
                for f in engines[rule].audit(made.article, neighbours).findings
                if f.span is not None and f.span.start < made.end and made.start < f.span.end
            ]
            hits += bool(findings)
            right += any(_restored(made, f) == article.text for f in findings)
            if not findings:
                missed.append(made)
        print(
            f"planted {kind}: recall {hits}/{total} = {hits / max(total, 1):.3f}, "
            f"first suggestion {right / max(hits, 1):.3f}; missed "
            + ", ".join(f"{m.wrong} ({m.meant})" for m in missed[:6])
        )


def _restored(made: Planted, finding: ReportedFinding) -> str:
    """Return the text with the first suggestion in its place."""
    text, span = made.article.text, finding.span
    return text[: span.start] + "".join(finding.suggestions[:1]) + text[span.end :] if span else ""


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=None, help="folder of the development data")
    parser.add_argument("--half", choices=HALVES, default="tune")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rule", action="append", choices=RULES, help="measure this rule alone")
    parser.add_argument("--show", action="store_true", help="print every flag")
    parser.add_argument("--plant", action="store_true", help="plant mistakes")
    parser.add_argument("--archive", action="store_true", help="ask an archive of the other half")
    args = parser.parse_args()
    folder = data_folder(args.data)
    texts = list(articles(folder, args.half, args.articles))
    engines = {rule: Engine(ruleset(select=[rule]), CATALOGUE) for rule in args.rule or RULES}
    with TemporaryDirectory() as place, Archive(Path(place) / "news.archive") as archive:
        neighbours: Neighbours | None = None
        if args.archive:
            other = HALVES[args.half == HALVES[0]]
            archive.add(articles(folder, other, 1 << 30))
            neighbours = archive.lookup
        untouched(engines, texts, neighbours, args.show)
        if args.plant:
            planted(engines, texts, neighbours)


if __name__ == "__main__":
    main()
