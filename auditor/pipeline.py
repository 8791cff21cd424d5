"""The one place where the stages meet: articles in, reports out.

A run reads its articles once, writes them to a spool on disk and notes what it needs to know the
likes of each (``Run``); then it takes them from the spool again and judges them, in as many processes
as asked. So memory holds the notes, not the articles, and the order of reports is the order of input.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING

import auditor
from auditor.detector import Neighbours
from auditor.detectors import CATALOGUE
from auditor.document import Article
from auditor.errors import InputError
from auditor.language.lexicon import has_lexicon
from auditor.neighbours import Run, Together
from auditor.policy.baseline import Baseline
from auditor.policy.engine import Engine
from auditor.policy.loader import RuleSet
from auditor.report import ArchiveSummary, Report, RunInfo
from auditor.spool import Spool
from auditor.tally import Tally
from auditor.workers import spread

if TYPE_CHECKING:
    from auditor.archive import Archive

_CHUNK = 16
_ALONE = 48
"""Runs of fewer articles stay in one process: starting others costs more than they save."""

_SPELLER = "typo"
"""The detector that needs a lexicon."""

Progress = Callable[[str, int, int | None], None]
"""Told of a stage (``reading``, ``auditing``), how many articles are done, and how many there are."""


def _silent(stage: str, done: int, total: int | None) -> None:
    del stage, done, total


class Audit:
    """One run over articles: its rules, its stage, its counts."""

    def __init__(
        self,
        rules: RuleSet,
        stage: str = "publish",
        *,
        jobs: int | None = None,
        progress: Progress | None = None,
        archive: Path | None = None,
        baseline: Path | None = None,
    ) -> None:
        self.rules = rules
        self.stage = stage
        self.jobs = jobs or cpu_count() or 1
        self.tally = Tally()
        self._archive = _archive(archive)
        self._baseline = Baseline.read(baseline) if baseline else None
        self._progress = progress or _silent

    @property
    def info(self) -> RunInfo:
        """How this run is made."""
        return RunInfo(
            version=auditor.__version__,
            packs=self.rules.packs,
            rules_digest=self.rules.digest,
            stage=self.stage,
            rules=self.rules.summaries(),
            history=self._baseline.history if self._baseline else (),
        )

    def reports(
        self,
        inputs: Iterable[Article | InputError],
        refused: Callable[[InputError], None] | None = None,
    ) -> Iterator[Report]:
        """Yield a report for each article, in order; ``refused`` is told of each unreadable input.

        Raises:
            AuditorError: before the first report, the archive cannot be used.

        """
        with ExitStack() as stack:
            spool = stack.enter_context(closing(Spool[Article]()))
            if self._archive:
                archive = stack.enter_context(self._archive)
                verified = "text" if archive.keeps_text else "hashes"
                self.tally.archive = ArchiveSummary(str(archive.path), len(archive), verified)
            run = Run(fetch=spool.__getitem__)
            for item in inputs:
                if isinstance(item, InputError):
                    self.tally.refuse(item)
                    if refused:
                        refused(item)
                    continue
                spool.append(item)
                run.add(item)
                if self._baseline:
                    self._baseline.meet(item)
                self._progress("reading", len(spool), None)
            many = len(spool) > _ALONE and self.jobs > 1
            unspelt: Counter[str] = Counter()
            spells = any(rule.detector == _SPELLER for rule in self.rules.enabled)
            for done, report in enumerate(
                self._parallel(spool, run) if many else self._alone(spool, run), 1
            ):
                self.tally.add(report)
                language = report.article.language
                if spells and language != "und" and not has_lexicon(language):
                    unspelt[language] += 1
                yield report
                self._progress("auditing", done, len(spool))
            self.tally.skipped = tuple(run.skipped)
            self.tally.skipped += tuple(map(_no_lexicon, sorted(unspelt.items())))

    def _alone(self, spool: Spool[Article], run: Run) -> Iterator[Report]:
        engine = Engine(self.rules, CATALOGUE, self.stage, self._baseline)
        for number, article in enumerate(spool):
            yield engine.audit(article, _neighbours(run, number, self._archive))
        if self._archive:
            run.counts.update(self._archive.lookup.counts)

    def _parallel(self, spool: Spool[Article], run: Run) -> Iterator[Report]:
        chunks = ((at, min(at + _CHUNK, len(spool))) for at in range(0, len(spool), _CHUNK))
        path = self._archive.path if self._archive else None
        given = (self.rules, self.stage, run.frozen(), spool.share(), path, self._baseline)
        for reports, counts in spread(_audit_chunk, chunks, self.jobs, _start_worker, given):
            run.counts.update(counts)
            yield from reports


_Audited = tuple[list[Report], Counter[str]]
"""The reports of a chunk, and what caps left out while they were made."""


class _Worker:
    """What a worker process holds between chunks."""

    engine: Engine
    run: Run
    spool: Spool[Article]
    archive: "Archive | None"


def _start_worker(
    rules: RuleSet,
    stage: str,
    run: Run,
    spool: Spool[Article],
    archive: Path | None,
    baseline: Baseline | None,
) -> None:
    _Worker.archive = _archive(archive)
    _Worker.engine = Engine(rules, CATALOGUE, stage, baseline)
    _Worker.spool = spool
    _Worker.run = run
    run.fetch = spool.__getitem__


def _no_lexicon(counted: tuple[str, int]) -> str:
    language, articles = counted
    s = "" if articles == 1 else "s"
    return (
        f"spelling of {articles:,} article{s} in {language!r}: there is no lexicon of that language "
        f"(auditor lexicon build --language {language} makes one)"
    )


def _audit_chunk(chunk: tuple[int, int]) -> _Audited:
    run = _Worker.run
    run.counts.clear()
    archive = _Worker.archive
    if archive:
        archive.lookup.counts.clear()
    reports = [
        _Worker.engine.audit(_Worker.spool[n], _neighbours(run, n, archive)) for n in range(*chunk)
    ]
    return reports, Counter(run.counts) + (archive.lookup.counts if archive else Counter())


def _archive(path: Path | None) -> "Archive | None":
    if path is None:
        return None
    from auditor.archive import Archive  # and SQLite with it, for those who ask for it

    return Archive(path)


def _neighbours(run: Run, number: int, archive: "Archive | None") -> Neighbours:
    return Together(run, number, archive.lookup) if archive else run.at(number)
