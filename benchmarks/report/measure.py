"""What an HTML report costs: to write, on the disk, and to open, filter and group in Chromium.

``python -m benchmarks.report.measure`` prints a table; results are kept beside this file. Beside the time that
went by it tells the CPU seconds of the page's process, which do not depend on what else the machine does.
"""

import argparse
import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

from auditor.finding import Related
from auditor.render import RenderOptions, open_renderer
from auditor.report import Report, Severity, Summary
from tests import render_samples as samples
from tests.browser import ARGUMENTS
from tests.support import article

if TYPE_CHECKING:
    from auditor.document import Article

RUNS = ((1, 200), (200, 5), (20_000, 5))
"""Articles, and findings in each."""

_WORDS = (
    "harbour wall council storm winter ferry budget river school market depot inquiry mayor bridge water "
    "tram festival library engine coast patrol island reserve flood barrier station teacher vote reform"
).split()
_RULES = (
    ("typo", Severity.WARNING),
    ("doubled-word", Severity.WARNING),
    ("spacing", Severity.INFO),
    ("repeated-headline", Severity.ERROR),
    ("form-variant", Severity.INFO),
)


def reports(count: int, findings: int) -> Iterator[Report]:
    """Yield ``count`` reports of articles of some 450 words; every tenth is a copy of the one before."""
    rng = random.Random(17)
    before: Article | None = None
    for n in range(count):
        paragraphs = [
            " ".join(rng.choices(_WORDS, k=45)).capitalize() + "."
            for _ in range(max(10, findings // 5))
        ]
        text = f"{' '.join(rng.choices(_WORDS, k=7)).capitalize()}\n\n" + "\n\n".join(paragraphs)
        read = article(text, id=f"corpus.jsonl#{n}", date=f"2031-{n % 12 + 1:02}-{n % 28 + 1:02}")
        read = replace(read, path="corpus.jsonl", source=f"desk {n % 30}", declared_language="en")
        found = []
        for at in range(findings):
            rule, severity = _RULES[at % len(_RULES)]
            block = read.blocks[1 + at % (len(read.blocks) - 1)]
            words = block.span.of(text).split()[rng.randrange(40)]
            found.append(
                replace(
                    samples.finding(
                        read,
                        rule,
                        severity,
                        words,
                        f"“{words}” looks odd here",
                        after=block.span.start,
                    ),
                    fingerprint=f"{rng.getrandbits(64):016x}",
                    suggestions=(words.upper(),),
                    measures=(("distance", 1.0), ("probability", 0.93)),
                )
            )
        if before is not None and n % 10 == 9:
            other = Related(None, "", "near-duplicate", article=before.id, date=before.date)
            found[-1] = samples.finding(
                read,
                "duplicate-article",
                Severity.ERROR,
                None,
                "An earlier one again",
                related=(other,),
            )
        before = read
        yield samples.report(read, *found)


def write(target: Path, count: int, findings: int) -> float:
    """Write a report and return the CPU seconds that the renderer took."""
    spent = 0.0
    totals = Summary(count, 450 * count, (), (), (), (), ())
    with open_renderer("html", target, RenderOptions()) as made:
        made.begin(samples.RUN)
        for report in reports(count, findings):
            begun = process_time()
            made.add(report)
            spent += process_time() - begun
        begun = process_time()
        made.end(totals)
    return spent + process_time() - begun


class Window:
    """A page of a browser of its own, whose CPU time is read."""

    def __init__(self, browser: Any, target: Path) -> None:
        self.page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.set_default_timeout(120_000)
        self._session = browser.new_browser_cdp_session()
        self._target = target

    def _cpu(self) -> float:
        processes = self._session.send("SystemInfo.getProcessInfo")["processInfo"]
        return float(sum(p["cpuTime"] for p in processes if p["type"] == "renderer"))

    def time(self, script: str, until: str) -> tuple[float, float]:
        """Run a script; return the seconds until something holds, and the CPU seconds until then."""
        before = self._cpu()
        spent = self.page.evaluate(
            f"async () => {{ const t = performance.now(); {script};"
            f" while (!({until})) await new Promise((r) => setTimeout(r, 5));"
            " await new Promise((r) => requestAnimationFrame(() => setTimeout(r)));"
            " return performance.now() - t; }"
        )
        return spent / 1000, self._cpu() - before

    def open(self) -> tuple[float, float, float]:
        """Return when something was painted, when the page answered, and the CPU seconds until then."""
        self.page.goto("about:blank")
        before = self._cpu()
        self.page.goto(self._target.as_uri())
        self.page.locator("#shown:not(:empty)").wait_for()
        ready = self.page.evaluate(
            "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
        )
        painted = self.page.evaluate(
            "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
        )
        return painted / 1000, ready / 1000, self._cpu() - before


_FILTER = (
    "const q = document.querySelector('#q'); q.value = '{}'; q.dispatchEvent(new Event('input'))"
)


_GROUP = "const g = document.querySelector('#group'); g.value = 'rule'; g.dispatchEvent(new Event('change'))"


def main() -> None:
    """Measure the runs and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, help="only the run of so many articles")
    wanted = parser.parse_args().articles
    from playwright.sync_api import sync_playwright

    print(
        "| articles | findings | write, CPU | first file | all files | painted | answers "
        "| CPU until then | filter (CPU) | group by rule (CPU) |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    with sync_playwright() as play:
        for count, findings in RUNS:
            if wanted not in (None, count):
                continue
            with tempfile.TemporaryDirectory() as folder:
                target = Path(folder) / "report.html"
                spent = write(target, count, findings)
                size = target.stat().st_size / 1e6
                files = [path.stat().st_size for path in Path(folder).rglob("*.html")]
                browser = play.chromium.launch(
                    executable_path=shutil.which("chromium"), args=ARGUMENTS
                )
                window = Window(browser, target)
                painted, ready, cpu = min(window.open() for _ in range(3))
                narrowed = window.time(
                    _FILTER.format('rule:spacing source:"desk 0"'),
                    "document.querySelector('#shown').textContent.includes(' of ')",
                )
                grouped = window.time(_GROUP, "location.hash.includes('group=rule')")
                browser.close()
            print(
                f"| {count:,} | {count * findings:,} | {spent:.1f} s | {size:.1f} MB "
                f"| {sum(files) / 1e6:.1f} MB in {len(files)} "
                f"| {painted:.2f} s | {ready:.2f} s | {cpu:.2f} s "
                f"| {narrowed[0]:.2f} s ({narrowed[1]:.2f}) | {grouped[0]:.2f} s ({grouped[1]:.2f}) |",
                flush=True,
            )


if __name__ == "__main__":
    main()
