"""Furniture of a site left in the text: related links, sign-up lines, share prompts, agency marks."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import ClassVar, NamedTuple

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Block, Box, Role, Span
from auditor.document.forms import likely
from auditor.document.lines import set_lines
from auditor.finding import Finding
from auditor.language.classes import number
from auditor.language.furniture import HINT, LONGEST, NO_LINE, Furniture, Line, line_of, shipped

_SKIPPED = frozenset({Role.CODE, Role.TABLE, Role.CAPTION, Role.CREDIT, Role.BYLINE, Role.DATELINE})
_LONGEST = 400
"""Signs of a line from which it is not looked at; only notes on an author are nearly so long."""
_SAYING = number("saying")
_LEAST_BY_FORM = 0.3
"""Probability below which the form of a line is not told of."""
_MOST_CARRIED = 0.5
"""Share of an article's words that its source's lines may have; with more it is a copy of others."""
_LAST_LINES = 4
_BIO_LINES = 4
_CONFIDENCE = {
    "mark": 0.95,
    "line": 0.95,
    "sign": 0.9,
    "start": 0.93,
    "has": 0.92,
    "handle": 0.9,
    "name": 0.9,
    "label": 0.85,
    "tail": 0.85,
    "final": 0.85,
    "bio": 0.85,
    "follows": 0.85,
    "source": 0.9,
}
_BIO = re.compile(
    r"[•*—–\-\s]{0,4}(?:By\s)?(?:(?:Dr|Prof|Sir|Rev)\.? )?"
    r"(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}),? (?:[^.]{0,60}, )?"
    r"(?:is|are|was|covers|writes|reports|teaches) (?P<rest>.+)",
    re.DOTALL,
)
_JOB = re.compile(
    r"\b(?:reporter|correspondent|columnist|editor|editorial|journalist|writer|contributor|blogger|"
    r"author of|fellow|professor|lecturer|producer|host of|syndicated|covers|writes|freelance|"
    r"scholar|staff)\b"
)


class _Placed(NamedTuple):
    line: Line
    span: Span
    block: Block
    whole: bool
    """Whether the line is the whole block."""


class LeftoverFurniture:
    """Finds lines that belong to the site around an article and not to the article."""

    info: ClassVar[Info] = Info(
        id="leftover-furniture",
        category="topic",
        summary="A line of the site's furniture left in the text.",
        method=(
            "Whole lines and beginnings of lines are held against a table of phrases in several "
            "languages; a sentence that merely contains such words is left alone. After a heading "
            "such as “Related articles” the headlines under it are furniture too, and so is a note "
            "on the author among the last lines, where the article does not name that person. Lines "
            "that five articles or more of one source hold, in the run or in an archive that was "
            "learned from, are the source's. In English, boosted trees know links and calls to action by "
            "their form: linked, asking, without a full stop, no subject in common with what is around, "
            "in a run of scraps, again and again down the page, in HTML also a division among paragraphs. "
            "Phrases that authors use as well (“may "
            "earn a commission”) are left to them. A part of a page of HTML is one finding where its name "
            "(class, id) says that it is not the story's: “related-stories”, “newsletter-signup”, "
            "“comments”. Names that are less sure (“promo”, an aside) count where most of the part is "
            "links, or lines without running text, and a part that holds much of the story never does."
        ),
        measures=(
            Measure("words", "how many words the line or the box has"),
            Measure("position", "how far down the article it stands, 0 to 1"),
            Measure("links", "the share of the line that is linked, 0 to 1"),
            Measure("probability", "how likely it is furniture, 0 to 1"),
        ),
        values=("kind",),
        options=(
            Option("table", "table", "More rows: kind, language, where, phrase.", default=()),
            Option("kinds", "list", "The kinds to report; all where empty.", default=()),
        ),
        examples=(
            Example(
                "The bridge at Oldmere will open in May, the council said.\n\n«Related Articles»"
            ),
            Example(
                "The bridge will open in May.\n\n«Read more: Ferry workers call off strike»\n\n"
                "The old bridge was built in 1911."
            ),
            Example(
                "The harbour was closed on Friday.\n\n«Sign up for our weekly newsletter»\n\n"
                "It opened again on Sunday.\n\n«(Reporting by Ann Poole; Editing by Joe Hart)»"
            ),
            Example(
                "Der Hafen war am Freitag gesperrt.\n\n«Lesen Sie auch: Fähre läuft auf Grund»\n\n"
                "Am Sonntag wurde er geöffnet."
            ),
            Example(
                "The harbour will be closed.\n\n«Mara Quill is a reporter at the Oldmere Herald.»"
            ),
            Example(
                "The company said it would share this with regulators.\n\n"
                "Read more books, she told the children.\n\n"
                "An advertisement for the post appeared on Monday."
            ),
            Example("The mayor asked people to sign up for the clean-up on Saturday."),
            Example(
                "“Follow us on the march,” the miners sang.\n\n"
                "Related industries lost 300 jobs in the same year."
            ),
            Example(
                "<article><h1>Fares rise at Oldmere</h1><p>Fares will rise in May, the port board said.</p>\n"
                '<div class="related-stories"><p>«Old pier comes down</p><p>Festival moves to June»</p></div>\n'
                "<p>The board had promised to keep them until the new ferry sails.</p></article>",
                page=True,
            ),
            Example(
                "<article><h1>Fares rise at Oldmere</h1><p>Fares will rise in May, the port board said.</p>\n"
                '<aside><a href="/pier">«Old pier comes down</a> <a href="/june">Festival moves to June»</a></aside>\n'
                "<p>The board had promised to keep them until the new ferry sails.</p></article>",
                page=True,
            ),
            Example(
                '<article class="related-content-wrapper"><h1>Fares rise at Oldmere</h1>\n'
                '<div class="has-share shareholder-news"><p>Fares will rise in May, the port board said.</p></div>\n'
                '<aside class="pullquote"><p>“Nobody asked us”</p></aside>\n'
                '<p class="paywall">The board had promised to keep them until the new ferry sails.</p></article>',
                page=True,
            ),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._own = Furniture(options["table"]) if options["table"] else None
        self._kinds = frozenset(options["kinds"])

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each line that is furniture."""
        boxed: set[int] = set()
        for finding, blocks in self._by_name(article):
            boxed.update(block.index for block in blocks)
            yield finding
        told: list[Span] = []
        for finding in self._by_words(article):
            if finding.span is not None and not _stands_in(article, finding.span, boxed):
                told.append(finding.span)
                yield finding
        for finding in chain(self._by_source(article, neighbours), self._by_form(article)):
            place = finding.span
            if place is None or _stands_in(article, place, boxed):
                continue
            if not any(place.overlaps(span) for span in told):
                told.append(place)
                yield finding

    def _by_name(self, article: Article) -> Iterator[tuple[Finding, Sequence[Block]]]:
        """Yield each box whose name says that it is not the story's, and its blocks."""
        for box, blocks in _boxes(article):
            if self._kinds and box.kind not in self._kinds:
                continue
            span = Span(blocks[0].span.start, blocks[-1].span.end)
            words = len(article.words_in(span))
            if words:
                inked = sum(b.linked * (b.span.end - b.span.start) for b in blocks)
                linked = inked / (span.end - span.start)
                kind = f"{box.kind}, in a box that the page calls “{box.name}”"
                yield _finding(article, span, kind, words, linked, _CONFIDENCE["name"]), blocks

    def _by_words(self, article: Article) -> Iterator[Finding]:
        """Yield what the table knows, and what follows from it."""
        placed = list(_lines(article))
        ends = len(article.blocks) - _LAST_LINES
        listing: list[_Placed] | None = None
        """Headlines under a heading of related links, while there may be more of them."""
        between: list[_Placed] = []
        """Lines of one or two words after them (a section, a day), which count if another headline follows."""
        listed: list[_Placed] = []
        bios: list[_Placed] = []
        for place in placed:
            hit = self._look_up(place, last=place.block.index >= ends)
            if hit is not None and hit[1] == HINT:
                hit = (hit[0], "has") if article.language != "en" else None
            if hit is None and listing is not None and _headline_like(place):
                listing += [*between, place]
                between = []
            elif hit is None and listing and len(place.line.words) in (1, 2):
                between.append(place)
            else:
                if listing and (len(listing) > 1 or _is_link(listing[0])):
                    listed += listing
                listing = [] if hit == ("related links", "line") else None
                between = []
            if hit is not None:
                yield from self._report(article, place, *hit)
            elif place.block.index >= ends:
                bios.append(place)
        if listing and (len(listing) > 1 or _is_end(article, listing[-1])):
            listed += listing
        for place in listed:
            yield from self._report(article, place, "related links", "follows")
        for place in bios[-_BIO_LINES:]:
            if place not in listed and _is_bio(article, place):
                yield from self._report(article, place, "author note", "bio")

    def _look_up(self, place: _Placed, *, last: bool) -> tuple[str, str] | None:
        if self._own is not None and (hit := self._own.look_up(place.line, last=last)):
            return hit.kind, hit.where
        found = shipped().look_up(place.line, last=last)
        return (found.kind, found.where) if found else None

    def _report(self, article: Article, place: _Placed, kind: str, how: str) -> Iterator[Finding]:
        words = len(article.words_in(place.span))
        yield from self._found(article, place.block, place.span, kind, words, _CONFIDENCE[how])

    def _found(
        self, article: Article, block: Block, span: Span, kind: str, words: int, probability: float
    ) -> Iterator[Finding]:
        if not self._kinds or kind in self._kinds:
            yield _finding(article, span, kind, words, block.linked_in(span), probability)

    def _by_source(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield what many articles of the source hold, unless most of the article is such."""
        counts = neighbours.carried(article)
        blocks = [article.blocks[at] for at in sorted(counts)]
        sizes = {block.index: len(article.words_in(block.span)) for block in blocks}
        if sum(sizes.values()) > _MOST_CARRIED * len(article.words):
            return
        for block in blocks:
            if block.role not in _SKIPPED:
                kind = f"in {counts[block.index]} articles of this source"
                size = sizes[block.index]
                yield from self._found(
                    article, block, block.span, kind, size, _CONFIDENCE["source"]
                )

    def _by_form(self, article: Article) -> Iterator[Finding]:
        """Yield what the trees take for a link or a call to action."""
        for passage, probability in likely(article, "furniture", _LEAST_BY_FORM):
            linked = passage.linked > 0.5
            if passage.counts[_SAYING] and passage.stops and not linked:
                continue  # a statement, with who made it
            kind = "a link" if linked or passage.is_headline else "a call to the reader"
            yield from self._found(
                article, passage.block, passage.span, kind, len(passage.words), probability
            )


def _boxes(article: Article) -> Iterator[tuple[Box, Sequence[Block]]]:
    """Yield each box and its blocks; boxes of one kind that follow each other are one (a row of buttons)."""
    first: Box | None = None
    blocks: list[Block] = []
    for block in article.body:
        box = block.box
        if first is not None and (box is None or box.kind != first.kind):
            if blocks:
                yield first, blocks
            first, blocks = None, []
        if box is not None:
            first = first or box
            if block.role not in _SKIPPED:
                blocks.append(block)
    if first is not None and blocks:
        yield first, blocks


def _lines(article: Article) -> Iterator[_Placed]:
    for block in article.body:
        if block.role in _SKIPPED:
            continue
        spans = set_lines(article, block)
        for span in spans:
            if span.end - span.start <= _LONGEST:
                short = len(article.words_in(span)) <= LONGEST
                line = line_of(span.of(article.prose)) if short else NO_LINE
                yield _Placed(line, span, block, len(spans) == 1)


def _finding(
    article: Article, span: Span, kind: str, words: int, linked: float, probability: float
) -> Finding:
    return Finding(
        span,
        measures=(
            ("words", float(words)),
            ("position", round(span.start / max(len(article.text), 1), 3)),
            ("links", round(linked, 3)),
            ("probability", round(probability, 3)),
        ),
        values=(("kind", kind),),
        confidence=round(min(probability, 0.97), 3),
    )


def _stands_in(article: Article, span: Span, indexes: AbstractSet[int]) -> bool:
    """Whether ``span`` begins in one of the blocks."""
    block = article.block_at(span.start) if indexes else None
    return block is not None and block.index in indexes


def _headline_like(place: _Placed) -> bool:
    return 3 <= len(place.line.words) <= 20 and place.line.text[-1] not in '.!",;:。।'


def _is_link(place: _Placed) -> bool:
    return place.block.linked > 0.7


def _is_end(article: Article, place: _Placed) -> bool:
    return place.block is article.blocks[-1] and place.span.end >= place.block.span.end


def _is_bio(article: Article, place: _Placed) -> bool:
    """Whether the line tells who wrote the article: a person with a trade, not named in the text."""
    text = place.span.of(article.prose)
    match = _BIO.match(text)
    if match is None or not _JOB.search(match["rest"][:140]) or '"' in text or "“" in text:
        return False
    surname = match["name"].split()[-1]
    body = article.prose
    first = article.body[0].span.end if article.body else 0
    return body.find(surname, first, place.span.start) < 0
