"""What the core pack says of texts in other languages, to be read finding by finding.

``python -m benchmarks.languages.measure [--data DATA] [FILE...]`` audits the sentences of ``multilingual`` (articles
of twenty paragraphs) and any files: Debian's translated manuals (debian-faq-de, debian-reference-fr, ...) are
prose of some length that everybody can have. Rules on the whole article and on what stands twice are left out.
"""

import argparse
import gzip
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import auditor
from auditor.document import Article
from auditor.sources.plain import article_from_text

DATA = Path(os.environ.get("AUDITOR_DATA", "../shared/data"))
_PARAGRAPHS = 20
_IGNORED = ("missing-headline", "thin-article", "overlong-paragraph", "duplication")


def sentences(folder: Path) -> Iterator[Article]:
    """Yield the sentences of each language, twenty an article."""
    for path in sorted((folder / "multilingual").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            told = [json.loads(line)["text"] for line in lines]
        for at in range(0, len(told), _PARAGRAPHS):
            text = "\n\n".join(told[at : at + _PARAGRAPHS])
            yield article_from_text(text, id=f"{path.stem.split('.')[0]}#{at}")


def main() -> None:
    """Audit, count and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("files", nargs="*", type=Path)
    args = parser.parse_args()
    given: list[Article | Path] = [*sentences(args.data), *args.files]
    counts: Counter[tuple[str, str]] = Counter()
    words: Counter[str] = Counter()
    for report in auditor.audit(given, ignore=_IGNORED):
        language = report.article.language
        words[language] += report.article.word_count
        for finding in report.findings:
            counts[language, finding.rule] += 1
            place = f"{Path(report.article.id).name}:{finding.position.line}"
            print(f"{place} {finding.rule}: {' '.join(finding.message.split())}")
    for (language, rule), count in sorted(counts.items()):
        print(f"{language} {rule} {count} in {words[language]:,} words")


if __name__ == "__main__":
    main()
