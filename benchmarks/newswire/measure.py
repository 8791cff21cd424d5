"""What the whole core pack says of untouched newswire, to be read finding by finding.

``python -m benchmarks.newswire.measure --severity error`` audits 300 Reuters articles of 1987 and prints every
finding of that severity with the words around it. A person judges them; the judgement is kept in a dated file
beside this script. Data: ``--data`` or ``AUDITOR_DATA`` (a folder with ``neardup/reuters_8000.jsonl.gz``).
"""

import argparse
import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import auditor
from auditor.document import Article
from auditor.sources.plain import article_from_text

DATA = Path(os.environ.get("AUDITOR_DATA", "../shared/data"))


def articles(path: Path, first: int, number: int) -> Iterator[Article]:
    """Yield ``number`` articles from the ``first``."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, first, first + number):
            row = json.loads(line)
            yield article_from_text(
                row["text"], id=str(row["id"]), headline=row["title"], date=row.get("date")
            )


def main() -> None:
    """Audit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--file", default="neardup/reuters_8000.jsonl.gz")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--severity", default="error")
    parser.add_argument("--rule")
    options = parser.parse_args()
    path = options.data / options.file
    if not path.is_file():
        sys.exit(f"there is no {path}; name the folder with --data")
    rules: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    for report in auditor.audit(articles(path, options.first, options.number), jobs=2):
        verdicts[report.verdict] += 1
        for finding in report.findings:
            rules[f"{finding.severity} {finding.rule}"] += 1
            if finding.severity != options.severity or (
                options.rule and finding.rule != options.rule
            ):
                continue
            text = report.article.text
            start, end = finding.span or (0, 0)
            around = " ".join(
                f"{text[max(0, start - 70) : start]}[[{text[start:end][:160]}]]{text[end : end + 60]}".split()
            )
            print(f"{report.article.id} {finding.rule} {finding.message}\n    {around}")
            for related in finding.related[:1]:
                print(
                    f"    ~ {related.article} {related.relation}: {' '.join(related.text.split())[:160]}"
                )
    print(dict(verdicts))
    for name, number in sorted(rules.items()):
        print(f"{number:6} {name}")


if __name__ == "__main__":
    main()
