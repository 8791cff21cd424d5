"""What a report keeps in mind of each article of a run while the article itself waits on the disk."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from auditor.document import Article
from auditor.render.card import anchor_of, compared_text
from auditor.render.safe import one_line
from auditor.report import Report, Status

MOST_WHOLE = 200
"""Runs up to here show the text of clean articles too; longer ones show those that others copied."""
MOST_BYTES = 4_000_000
"""Reports up to here are one file; longer ones are an index and a folder of pages."""

_PAGE_BYTES = 800_000
_PAGE_ARTICLES = 100
_CARD_BYTES = 2_600
_ARTICLE_BYTES = 1_800
_SHARES = ("jaccard", "containment", "other_containment", "share")


class Tie(NamedTuple):
    """Text that an article shares with another one: how, and how much of it, 0 to 1."""

    other: str
    relation: str
    share: float
    title: str
    date: str | None
    source: str | None


class Outline(NamedTuple):
    """One article of the run."""

    number: int
    """Its place in the input, from 0."""
    anchor: str
    id: str
    title: str
    date: str | None
    source: str | None
    verdict: str
    rank: tuple[int, int, int]
    """The worst come first."""
    score: int
    new: int
    """How many findings are new."""
    weight: int
    """About how many bytes it takes in the report."""
    clean: bool
    ties: tuple[Tie, ...]


def outline(report: Report, number: int, anchor: str) -> Outline:
    """Return what is kept in mind of ``report``."""
    article = report.article
    ties: dict[str, Tie] = {}
    for finding in report.findings:
        measures = dict(finding.measures)
        share = max((measures.get(name, 0.0) for name in _SHARES), default=0.0)
        for related in finding.related:
            if related.article is None or related.article == article.id:
                continue
            tie = Tie(
                related.article,
                related.relation,
                min(share, 1.0),
                related.title,
                related.date,
                related.source,
            )
            if related.article not in ties or ties[related.article].share < share:
                ties[related.article] = tie
    new = sum(f.status is Status.NEW for f in report.findings)
    return Outline(
        number=number,
        anchor=anchor,
        id=article.id,
        title=one_line(article.headline_text),
        date=article.date,
        source=article.source,
        verdict=report.verdict.value,
        rank=(-report.verdict.rank, report.score, number),
        score=report.score,
        new=new,
        weight=_ARTICLE_BYTES + len(article.text) + _CARD_BYTES * len(report.findings),
        clean=not report.findings and not report.failures,
        ties=tuple(ties.values()),
    )


class Plan:
    """Which articles a report shows, in which order, on which page, and the addresses of all."""

    def __init__(
        self,
        outlines: Sequence[Outline],
        fetch: Callable[[int], Report],
        *,
        split: bool,
    ) -> None:
        self._fetch = fetch
        self._text: tuple[str, str] = ("", "")
        self.by_id = {o.id: o for o in reversed(outlines)}
        whole = len(outlines) <= MOST_WHOLE
        copied = {tie.other for o in outlines for tie in o.ties}
        shown = sorted(
            (o for o in outlines if whole or not o.clean or o.id in copied), key=lambda o: o.rank
        )
        self.listed = len(outlines) - len(shown)
        """Clean articles that the report only names."""
        self.shown = shown
        self.split = split and sum(o.weight for o in shown) > MOST_BYTES
        self.pages = list(_paged(shown)) if self.split else [shown]
        self._page = {o.anchor: n for n, page in enumerate(self.pages, 1) for o in page}
        self._folder = ""
        self._here = 0 if self.split else 1

    def turn_to(self, page: int, folder: str = "") -> None:
        """Say where the next addresses are written: on ``page``, or on the index (0)."""
        self._here = page
        self._folder = folder

    def page_of(self, anchor: str) -> int:
        """Return the number of the page that shows an article, 0 for one that none shows."""
        return self._page.get(anchor, 0)

    def address(self, anchor: str, part: str = "") -> str:
        """Return the address of an article, or of a part of it, as written on the current page."""
        page = self._page.get(anchor)
        if page is None:
            return ""
        place = f"#{anchor}{part}"
        return place if page == self._here else f"{self._folder}{page_name(page)}{place}"

    def link(self, article: str, block: int | None) -> str:
        """Return the address of another article, or of a block of it."""
        there = self.by_id.get(article)
        if there is None:
            return ""
        return self.address(there.anchor, "" if block is None else f"-b{block}")

    def text(self, article: str) -> str | None:
        """Return what is compared of an article of this run."""
        there = self.by_id.get(article)
        if there is None:
            return None
        if self._text[0] != article:
            self._text = (article, compared_text(self._fetch(there.number).article))
        return self._text[1] or None

    def number(self, article: str) -> int | None:
        """Return which article of the input it was."""
        there = self.by_id.get(article)
        return None if there is None else there.number


def page_name(number: int) -> str:
    """Return the file name of a page."""
    return f"{number:04}.html"


def relative(name: str) -> str:
    """Return a file's name as an address."""
    return quote(name)


def _paged(shown: Iterable[Outline]) -> Iterable[list[Outline]]:
    page: list[Outline] = []
    weight = 0
    for outline_ in shown:
        if page and (weight + outline_.weight > _PAGE_BYTES or len(page) == _PAGE_ARTICLES):
            yield page
            page, weight = [], 0
        page.append(outline_)
        weight += outline_.weight
    if page:
        yield page


class Anchors:
    """Names the sections of a report: the same id has the same name in every run."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def of(self, article: Article) -> str:
        """Return the article's name, told apart where two have one id."""
        anchor = anchor_of(article.id)
        again = self._seen.get(anchor, 0)
        self._seen[anchor] = again + 1
        return anchor + (f"-{again}" if again else "")
