"""The report as one HTML file that opens from a disk: no network, no script but our own."""

import base64
import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TextIO

import jinja2
from markupsafe import Markup

from auditor.assets import asset
from auditor.render.card import anchor_of
from auditor.render.page import Page, page
from auditor.render.renderer import RenderOptions
from auditor.render.safe import one_line
from auditor.report import Report, RunInfo, Severity, Status, Summary, Verdict

MOST_WHOLE = 200
"""Runs up to here show the text of clean articles too; longer ones list them."""

_AWAY = re.compile(rb' href="#(a[0-9a-f]{12})" data-away')
"""A link to another article; user text cannot hold it, as its quotation marks are escaped."""

_IN_MEMORY = 8 * 1024 * 1024
"""Fragments wait in memory up to here, then on the disk."""


class Bar(NamedTuple):
    """A named count and its share of the greatest, in percent."""

    name: str
    kind: str
    number: int
    share: str


class Worst(NamedTuple):
    """An article to look at first."""

    anchor: str
    id: str
    title: str
    verdict: str
    score: int
    findings: int


class _Kept(NamedTuple):
    """Where an article's fragment lies in the spool, and its rank: the worst come first."""

    rank: tuple[int, int, int]
    offset: int
    length: int
    clean: bool
    anchor: str


class HtmlRenderer:
    """Renders each article as it comes into a spool; puts the file together at the end."""

    def __init__(self, out: TextIO, options: RenderOptions) -> None:
        self._out = out
        self._options = options
        self._run: RunInfo | None = None
        self._spool = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed at the end of the run
        self._clean_rows = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the same
        self._kept: list[_Kept] = []
        self._seen: dict[str, int] = {}
        self._there: set[str] = set()
        self._titles: dict[str, tuple[str, str]] = {}
        self._articles = self._clean = 0
        environment = jinja2.Environment(
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            loader=jinja2.FileSystemLoader(asset("reports")),
        )
        environment.filters["thousands"] = lambda number: f"{number:,}"
        self._article = environment.get_template("article.html.j2")
        self._frame = environment.get_template("report.html.j2")
        self._row = environment.get_template("clean.html.j2")

    def begin(self, run: RunInfo) -> None:
        """Remember how the run was made."""
        self._run = run

    def add(self, report: Report) -> None:
        """Render one article into the spool."""
        self._articles += 1
        anchor = self._anchor(report.article.id)
        shown = page(report, anchor)
        clean = not report.findings and not report.failures
        if not clean or self._articles <= MOST_WHOLE:
            fragment = self._article.render(page=shown).encode("utf-8", "replace")
            rank = (-report.verdict.rank, report.score, self._articles)
            self._kept.append(_Kept(rank, self._spool.tell(), len(fragment), clean, anchor))
            self._spool.write(fragment)
        if clean:
            self._clean += 1
            self._clean_rows.write(self._row.render(page=shown).encode("utf-8", "replace"))
        self._remember(report, shown)

    def end(self, summary: Summary) -> None:
        """Write the file: the masthead and the summary, then the articles, the worst first."""
        whole = self._articles <= MOST_WHOLE
        style = (asset("reports") / "style.css").read_text(encoding="utf-8")
        script = (asset("reports") / "script.js").read_text(encoding="utf-8")
        kept = sorted(k for k in self._kept if whole or not k.clean)
        self._there = {k.anchor for k in kept}
        stream = self._frame.generate(
            run=self._run,
            served=self._options.served,
            summary=summary,
            style=Markup(style),
            script=Markup(script),
            style_hash=_digest(style),
            script_hash=_digest(script),
            verdict=self._verdict(summary),
            verdicts=[
                Bar(v.value, v.value, count, _share(count, summary.articles))
                for v in reversed(Verdict)
                if (count := dict(summary.verdicts).get(v, 0))
            ],
            severities=_bars(
                [(s.value, s.value, dict(summary.severities).get(s, 0)) for s in reversed(Severity)]
            ),
            categories=_bars(
                sorted(
                    ((one_line(name), "", n) for name, n in summary.categories if n),
                    key=lambda bar: (-bar[2], bar[0]),
                )
            ),
            rules=sorted(
                ((one_line(name), n) for name, n in summary.rules if n), key=lambda r: (-r[1], r[0])
            )[:8],
            worst=self._worst(summary),
            single=self._articles == 1,
            whole=whole,
            clean=self._clean,
            unreadable=[one_line(line) for line in summary.unreadable],
            skipped=[one_line(line) for line in summary.skipped],
            archive=one_line(str(summary.archive)) if summary.archive else "",
            articles=self._fragments(kept),
            clean_rows=self._rows(),
        )
        for piece in stream:
            self._out.write(piece)
        self._spool.close()
        self._clean_rows.close()

    def _fragments(self, kept: Iterable[_Kept]) -> Iterator[Markup]:
        """Read the spooled fragments back, one at a time; our templates escaped them."""
        for part in kept:
            self._spool.seek(part.offset)
            yield Markup(_AWAY.sub(self._away, self._spool.read(part.length)).decode())

    def _away(self, link: re.Match[bytes]) -> bytes:
        """Keep a link to another article where that article is in the report."""
        return link[0].removesuffix(b" data-away") if link[1].decode() in self._there else b""

    def _rows(self) -> Iterator[Markup]:
        """Read the rows of the table of clean articles back."""
        self._clean_rows.seek(0)
        for line in self._clean_rows:
            yield Markup(line.decode())

    def _anchor(self, id_: str) -> str:
        anchor = anchor_of(id_)
        again = self._seen.get(anchor, 0)
        self._seen[anchor] = again + 1
        return anchor + (f"-{again}" if again else "")

    def _remember(self, report: Report, shown: Page) -> None:
        """Keep the titles of articles with findings, for the list of the worst."""
        if any(f.status is Status.NEW for f in report.findings):
            self._titles.setdefault(report.article.id, (shown.anchor, shown.title))

    def _worst(self, summary: Summary) -> list[Worst]:
        worst: list[Worst] = []
        for id_, verdict, score, findings in summary.worst:
            anchor, title = self._titles.get(id_, ("", ""))
            if findings:
                worst.append(Worst(anchor, one_line(id_), title, verdict.value, score, findings))
        return worst

    @staticmethod
    def _verdict(summary: Summary) -> str:
        counts = dict(summary.verdicts)
        return next((v.value for v in reversed(Verdict) if counts.get(v)), Verdict.PASS.value)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _share(count: int, total: int) -> str:
    return f"{100 * count / max(total, 1):.2f}"


def _bars(counts: list[tuple[str, str, int]]) -> list[Bar]:
    greatest = max((count for _, _, count in counts), default=0)
    return [Bar(name, kind, count, _share(count, greatest)) for name, kind, count in counts]
