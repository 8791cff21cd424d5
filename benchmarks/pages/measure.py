"""What the whole core pack says of saved pages, to be read finding by finding.

    python -m benchmarks.pages.measure --pages FOLDER [--half report] [--list] [--rule NAME]

FOLDER holds the source distributions that ``benchmarks.topic.boxes`` names; their pages are no part of this
project. They are parted by a hash of their names, as there. ``--list`` prints the findings that are to be read:
like findings of a page once, at most three of a page and 25 of a rule, in an order that a hash gives.
``judged-2026-11-26.tsv`` says how those of the reporting half were read; without ``--list`` the rules are counted
and held against it.
"""

import argparse
import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import auditor
from auditor.report import Report, ReportedFinding
from benchmarks.topic.boxes import saved
from benchmarks.topic.common import REPORT, TUNE

_JUDGED = Path(__file__).with_name("judged-2026-11-26.tsv")
_OF_A_PAGE = 3
_OF_A_RULE = 25
_ALIKE = 30
"""Signs by which findings of a rule on a page are alike."""


def told(reports: Sequence[Report]) -> dict[str, list[tuple[Report, ReportedFinding]]]:
    """Return the findings of each rule, like ones of a page once."""
    found: dict[str, list[tuple[Report, ReportedFinding]]] = defaultdict(list)
    for report in reports:
        seen: set[tuple[str, str]] = set()
        for finding in report.findings:
            furniture = finding.rule == "leftover-furniture"
            words = finding.message if furniture else finding.text.strip().casefold()[:_ALIKE]
            if (finding.rule, words) not in seen:
                seen.add((finding.rule, words))
                found[finding.rule].append((report, finding))
    return found


def to_read(
    found: Sequence[tuple[Report, ReportedFinding]],
) -> Iterator[tuple[Report, ReportedFinding]]:
    """Yield the findings of one rule that are read."""
    pages: Counter[str] = Counter()
    ordered = sorted(
        found, key=lambda f: hashlib.sha256((f[0].article.id + f[1].fingerprint).encode()).digest()
    )
    for report, finding in ordered:
        pages[report.article.id] += 1
        if pages[report.article.id] <= _OF_A_PAGE and pages.total() <= 10 * _OF_A_RULE:
            yield report, finding


def _around(report: Report, finding: ReportedFinding) -> str:
    text, (start, end) = report.article.text, finding.span or (0, 0)
    before, after = text[max(0, start - 70) : start], text[end : end + 60]
    return " ".join(f"{before}[[{text[start:end][:160]}]]{after}".replace("\n\n", " / ").split())


def main() -> None:
    """Audit one half and count, or print what is to be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--rule")
    parser.add_argument("--list", action="store_true", help="print what is to be read")
    given = parser.parse_args()
    if not given.pages.is_dir():
        print(f"no pages in {given.pages}: nothing measured")
        return
    articles = [
        page.article for page in saved(given.pages, TUNE if given.half == "tune" else REPORT)
    ]
    reports = list(auditor.audit(articles, jobs=1))
    with _JUDGED.open(encoding="utf-8") as file:
        judged = {
            (r["page"], r["rule"], r["fingerprint"]): r["read as"]
            for r in csv.DictReader(file, delimiter="\t")
        }
    print("rule", "all", "alike once", "pages", "read", "true", "false", "doubtful", sep="\t")
    for rule, found in sorted(told(reports).items()):
        if given.rule not in (None, rule):
            continue
        if given.list:
            for report, finding in list(to_read(found))[:_OF_A_RULE]:
                print(report.article.id, rule, finding.fingerprint, finding.message, sep="\t")
                print("   ", _around(report, finding))
            continue
        read = Counter(judged.get((r.article.id, rule, f.fingerprint), "") for r, f in found)
        whole = sum(f.rule == rule for report in reports for f in report.findings)
        pages = len({report.article.id for report, _ in found})
        of_them = [read["true"], read["false"], read["doubtful"]]
        print(rule, whole, len(found), pages, sum(of_them), *of_them, sep="\t")


if __name__ == "__main__":
    main()
