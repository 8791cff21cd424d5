"""The commands as functions: the same rules, the same findings, as values."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from os import PathLike
from pathlib import Path

from auditor import archive as archives
from auditor.comparison import Comparison, compare_articles
from auditor.config import Config, find_config
from auditor.detectors import CATALOGUE
from auditor.document import Article
from auditor.errors import InputError
from auditor.language.lexicon import check_given
from auditor.pipeline import Audit
from auditor.policy.loader import RuleSet, load
from auditor.report import Report
from auditor.similar import SimilarArticle
from auditor.similarity.signature import signature as minhash
from auditor.sources import read_articles, read_text

Input = str | PathLike[str] | Article
"""A text, a path, or an article. A string is a path where such a file or folder exists."""


def ruleset(
    packs: Sequence[str] = (),
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    config: Config | None = None,
) -> RuleSet:
    """Load rule packs, by name or path; none given means what the configuration names, else ``core``.

    Raises:
        ConfigurationError: with every mistake in the packs and in the configuration at once; or a lexicon that was
            named (``AUDITOR_LEXICONS``) cannot be used.

    """
    check_given()
    settings = config or Config()
    rules = load(tuple(packs) or settings.packs, CATALOGUE, config=settings)
    return rules.narrowed((*settings.select, *select), (*settings.ignore, *ignore))


def audit(
    inputs: Input | Iterable[Input],
    *,
    rules: Sequence[str] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    stage: str | None = None,
    archive: str | PathLike[str] | None = None,
    baseline: str | PathLike[str] | None = None,
    jobs: int | None = None,
    config: Config | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Report]:
    """Yield a report for each article under ``inputs``, duplicates among them found as well.

    Args:
        inputs: texts, paths of files or folders, or articles, one or many.
        rules: packs by name or path.
        select: only these rules or categories.
        ignore: not these rules or categories.
        stage: ``draft`` or ``publish``.
        archive: path of an archive to compare with too.
        baseline: path of a baseline, or of a review's decisions: what was decided before.
        jobs: processes; by default one a core where there are articles enough.
        config: settings; by default those of the nearest ``auditor.toml``.
        on_error: told of each input that cannot be read.

    Raises:
        InputError: after the last report, for what could not be read, unless ``on_error`` is given.
        ConfigurationError: before the first report.

    """
    settings = config if config is not None else find_config()
    run = Audit(
        ruleset(rules, select=select, ignore=ignore, config=settings),
        stage or settings.stage,
        jobs=jobs or settings.jobs,
        archive=Path(archive) if archive else settings.archive,
        baseline=Path(baseline) if baseline else settings.baseline,
    )
    refused: list[InputError] = []
    yield from run.reports(_articles(inputs), on_error or refused.append)
    if refused:
        raise InputError(*(problem for error in refused for problem in error.problems))


def check(
    text: Input,
    *,
    rules: Sequence[str] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    stage: str | None = None,
    archive: str | PathLike[str] | None = None,
    baseline: str | PathLike[str] | None = None,
    config: Config | None = None,
) -> Report:
    """Return the report on one draft; ``report.verdict`` is the gate.

    Raises:
        InputError: the draft cannot be read, or there is more than one article in it.
        ConfigurationError: a rule or a setting is wrong.

    """
    reports = list(
        audit(
            text,
            rules=rules,
            select=select,
            ignore=ignore,
            stage=stage,
            archive=archive,
            baseline=baseline,
            jobs=1,
            config=config,
        )
    )
    if len(reports) != 1:
        raise InputError(f"check() takes one article, here are {len(reports)}; audit() takes many")
    return reports[0]


def compare(a: Input, b: Input) -> Comparison:
    """Return what two articles share: relation, scores, passages, facts that differ.

    Raises:
        InputError: one of them cannot be read.

    """
    return compare_articles(_one(a), _one(b))


def signature(item: Input) -> Sequence[int]:
    """Return the MinHash signature of an article's text, 128 numbers; see docs/datasketch.md.

    Raises:
        InputError: it cannot be read.

    """
    return minhash(_one(item).compared.shingles)


class Archive(archives.Archive):
    """The index of what was published, in one file; made by the first ``add``.

    Args:
        path: the file.
        keep_text: for a new archive, whether texts are kept, or only the hashes of their shingles.
        count_words: for a new archive, whether words and full names are counted; they are unless told otherwise.

    """

    def add(
        self,
        articles: Input | Iterable[Input | InputError],
        *,
        jobs: int = 1,
        refused: Callable[[InputError], None] | None = None,
        progress: archives.Progress | None = None,
    ) -> archives.Added:
        """Add texts, paths of files or folders, or articles; see ``auditor archive add``."""
        return super().add(_articles(articles), jobs=jobs, refused=refused, progress=progress)

    def find(self, item: Input) -> Sequence[SimilarArticle]:
        """Return the archive's articles that a text, file or article resembles, likest first."""
        return self.similar(_one(item))


def _one(item: Input) -> Article:
    articles = list(_articles(item))
    for article in articles:
        if isinstance(article, InputError):
            raise article
    if len(articles) != 1:
        raise InputError(f"one article is wanted here, and {item!s:.80} holds {len(articles)}")
    return articles[0]  # type: ignore[return-value]  # errors were raised above


def _articles(inputs: Input | Iterable[Input | InputError]) -> Iterator[Article | InputError]:
    items = (inputs,) if isinstance(inputs, str | PathLike | Article) else inputs
    return chain.from_iterable(_read(item, number) for number, item in enumerate(items, 1))


def _read(item: Input | InputError, number: int) -> Iterable[Article | InputError]:
    if isinstance(item, Article | InputError):
        return (item,)
    if isinstance(item, PathLike) or _is_path(item):
        return read_articles([str(item)])
    return (read_text(item, id=f"text-{number}"),)


def _is_path(text: str) -> bool:
    """Whether a string names a file: it exists, or is one word with the look of a file's name."""
    if not text or len(text) > 4096 or "\n" in text:
        return False
    try:
        exists = Path(text).exists()
    except (OSError, ValueError):
        return False
    return exists or (not any(map(str.isspace, text)) and bool(Path(text).suffix) and "/" in text)
