"""The report as HTML that opens from a disk: no network, no script but our own.

One file, or for long runs an index and a folder of pages. All is there without a script; with one the
page filters, sorts, groups and keeps decisions.
"""

import base64
import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TextIO

import jinja2
from markupsafe import Markup

from auditor.assets import asset
from auditor.render import overview
from auditor.render.folder import Folder
from auditor.render.listing import Rules, article_row, script_json
from auditor.render.outline import MOST_WHOLE, Anchors, Outline, Plan, outline, page_name
from auditor.render.page import page
from auditor.render.renderer import RenderOptions
from auditor.render.safe import one_line
from auditor.render.sharing import Sharing, sharing
from auditor.report import Report, RuleHistory, RunInfo, Summary
from auditor.spool import Spool

__all__ = ["MOST_LISTED", "MOST_WHOLE", "HtmlRenderer"]

MOST_LISTED = 200_000
"""Findings that an index lists; those beyond, in the best articles, are on the pages alone."""

_IN_MEMORY = 8 * 1024 * 1024
"""Rows wait in memory up to here, then on the disk."""

SCRIPTS = (
    "dom",
    "data",
    "query",
    "address",
    "decisions",
    "dialogs",
    "facets",
    "list",
    "reader",
    "keys",
    "main",
)
"""The files of ``reports/script`` in the order in which they are joined."""

_REVIEW = "api/decisions"
"""Where a page of ``auditor review`` finds the decisions."""


class PageLink(NamedTuple):
    """A page of a long report, as its index names it."""

    href: str
    first: int
    last: int
    findings: int
    verdicts: tuple[tuple[str, int], ...]


class HtmlRenderer:
    """Keeps the reports of a run on the disk, and writes the file or files when all are there.

    Without a ``folder`` for pages the report is one file, however long.
    """

    def __init__(self, out: TextIO, options: RenderOptions, folder: Folder | None = None) -> None:
        self._out = out
        self._options = options
        self._folder = folder
        self._run: RunInfo | None = None
        self._history: dict[str, RuleHistory] = {}
        self._spool: Spool[Report] = Spool()
        self._outlines: list[Outline] = []
        self._anchors = Anchors()
        self._overview = overview.Overview()
        self._digest = hashlib.blake2b(digest_size=8)
        self._environment = jinja2.Environment(
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            loader=jinja2.FileSystemLoader(asset("reports")),
        )
        self._environment.filters["thousands"] = lambda number: f"{number:,}"

    def begin(self, run: RunInfo) -> None:
        """Remember how the run was made."""
        self._run = run
        self._history = {one_line(h.rule): h for h in run.history}
        self._sum(run.version, run.rules_digest, run.stage)

    def add(self, report: Report) -> None:
        """Put one article aside."""
        noted = outline(report, len(self._spool), self._anchors.of(report.article))
        self._outlines.append(noted)
        self._spool.append(report)
        self._overview.add(report, noted)
        self._sum(report.article.id, report.article.text, *(f.fingerprint for f in report.findings))

    def end(self, summary: Summary) -> None:
        """Write the report: what the run comes to, then the articles, the worst first."""
        plan = Plan(self._outlines, self._spool.__getitem__, split=self._folder is not None)
        if plan.split and self._folder is not None:
            self._folder.begin(self._digest.hexdigest())
            plan.turn_to(0, self._folder.address)
            self._write_split(summary, plan, self._folder)
        else:
            self._write_whole(summary, plan)
        self._spool.close()

    def _write_whole(self, summary: Summary, plan: Plan) -> None:
        rules, rows = Rules(), _Rows()
        found = sharing(self._outlines, plan)
        self._write(
            self._out,
            "report.html.j2",
            **self._first_screen(summary, plan, found),
            whole=len(self._outlines) <= MOST_WHOLE,
            pages=(),
            articles=self._fragments(plan.shown, plan, found, rules, rows),
            clean=plan.listed,
            clean_rows=self._clean_rows(plan),
            clean_page="",
            data=self._data(rules, rows, index=False),
            **self._frame(),
        )

    def _write_split(self, summary: Summary, plan: Plan, folder: Folder) -> None:
        rules, rows = Rules(), _Rows()
        found = sharing(self._outlines, plan)
        links = list(_page_links(plan, folder.address))
        home = "../../" if self._options.served else folder.back
        frame = self._frame(depth="../../") | {"home": home}
        for number, shown in enumerate(plan.pages, 1):
            plan.turn_to(number)
            own = _Rows()
            with folder.page(page_name(number)) as out:
                self._write(
                    out,
                    "page.html.j2",
                    number=number,
                    pages_count=len(plan.pages),
                    before=page_name(number - 1) if number > 1 else "",
                    after=page_name(number + 1) if number < len(plan.pages) else "",
                    link=links[number - 1],
                    articles=self._fragments(shown, plan, found, rules, own, rows),
                    data=self._data(rules, own, index=False, home=home),
                    **frame,
                )
        if plan.listed:
            with folder.page("clean.html") as out:
                self._write(
                    out,
                    "clean.html.j2",
                    clean=plan.listed,
                    clean_rows=self._clean_rows(plan),
                    **frame,
                )
        plan.turn_to(0, folder.address)
        self._write(
            self._out,
            "report.html.j2",
            **self._first_screen(summary, plan, found),
            whole=False,
            pages=links,
            articles=(),
            clean=plan.listed,
            clean_rows=(),
            clean_page=f"{folder.address}clean.html" if plan.listed else "",
            data=self._data(rules, rows, index=True, folder=folder.address),
            **self._frame(),
        )
        folder.finish()

    def _fragments(
        self,
        shown: Iterable[Outline],
        plan: Plan,
        found: Sharing,
        rules: Rules,
        rows: "_Rows",
        index: "_Rows | None" = None,
    ) -> Iterator[Markup]:
        """Yield the articles as HTML; put their rows of data into ``rows``, and into the index's."""
        for noted in shown:
            report = self._spool[noted.number]
            number, cluster = plan.page_of(noted.anchor), found.of.get(noted.id, 0)
            row = article_row(report, noted, rules, page=number, cluster=cluster)
            rows.add(row, len(report.findings))
            if index is not None:
                if index.findings + len(report.findings) > MOST_LISTED:
                    row = article_row(
                        report, noted, rules, page=number, cluster=cluster, full=False
                    )
                    index.left_out += len(report.findings)
                    index.add(row, 0)
                else:
                    index.add(row, len(report.findings))
            yield self._article(report, noted, plan, cluster)

    def _article(self, report: Report, noted: Outline, plan: Plan, cluster: int) -> Markup:
        template = self._environment.get_template("article.html.j2")
        shown = page(report, noted.anchor, plan)
        return Markup(template.render(page=shown, cluster=cluster, history=self._history))

    def _clean_rows(self, plan: Plan) -> Iterator[tuple[str, str, int]]:
        """Yield headline, id and score of each article that is only named."""
        there = {o.anchor for o in plan.shown}
        for noted in self._outlines:
            if noted.anchor not in there:
                yield noted.title, one_line(noted.id), noted.score

    def _first_screen(self, summary: Summary, plan: Plan, found: Sharing) -> dict[str, Any]:
        single = len(self._outlines) == 1
        if single:
            changes = overview.changes_of_one(self._spool[0], self._outlines[0].anchor)
        else:
            changes = self._overview.changes(self._run, plan)
        return {
            "summary": summary,
            "single": single,
            "verdict": overview.verdict(summary),
            "verdicts": overview.verdicts(summary),
            "severities": overview.severities(summary),
            "categories": overview.categories(summary),
            "rules": overview.rules(summary),
            "since": overview.since(self._overview.statuses),
            "worst": overview.worst(summary, plan),
            "changes": changes[0],
            "more_changes": changes[1],
            "sharing": found,
            "unreadable": [one_line(line) for line in summary.unreadable],
            "skipped": [one_line(line) for line in summary.skipped],
            "archive": one_line(str(summary.archive)) if summary.archive else "",
        }

    def _frame(self, depth: str = "") -> dict[str, Any]:
        """Return what every page of the report has: style, script, their hashes, the run."""
        style = (asset("reports") / "style.css").read_text(encoding="utf-8")
        script = joined_script()
        return {
            "run": self._run,
            "style": Markup(style),
            "script": Markup(script),
            "style_hash": _hash(style),
            "script_hash": _hash(script),
            "review": depth + _REVIEW if self._options.served else "",
            "home": "",
        }

    def _data(
        self, rules: Rules, rows: "_Rows", *, index: bool, folder: str = "", home: str = ""
    ) -> Iterator[Markup]:
        """Yield the data of a page, piece by piece; read when all rows are there."""
        yield Markup(
            f'{{"run":"{self._digest.hexdigest()}","index":{"true" if index else "false"},'
            f'"folder":{script_json(folder)},"home":{script_json(home)},"articles":['
        )
        for row in rows:
            yield Markup(row)
        yield Markup(f'],"rules":{script_json(rules.rows)},"left":{rows.left_out}}}')

    def _write(self, out: TextIO, template: str, **given: Any) -> None:
        for piece in self._environment.get_template(template).generate(**given):
            out.write(piece)

    def _sum(self, *parts: str) -> None:
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            self._digest.update(len(data).to_bytes(8, "big") + data)


class _Rows:
    """Rows of data on their way into a page."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - read once, then closed
        self.findings = self.left_out = 0

    def add(self, row: str, findings: int) -> None:
        self._file.write(row.encode("ascii") + b"\n")
        self.findings += findings

    def __iter__(self) -> Iterator[str]:
        with self._file as file:
            file.seek(0)
            separator = "\n"
            for line in file:
                yield separator + line.decode("ascii").rstrip("\n")
                separator = ",\n"


def joined_script() -> str:
    """Return the page's script: the files of ``reports/script`` in one scope."""
    folder = asset("reports") / "script"
    parts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"


def _page_links(plan: Plan, folder: str) -> Iterator[PageLink]:
    first = 1
    for number, shown in enumerate(plan.pages, 1):
        verdicts = [(v, sum(o.verdict == v for o in shown)) for v in ("block", "warn", "pass")]
        yield PageLink(
            href=folder + page_name(number),
            first=first,
            last=first + len(shown) - 1,
            findings=sum(o.new for o in shown),
            verdicts=tuple((v, n) for v, n in verdicts if n),
        )
        first += len(shown)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
