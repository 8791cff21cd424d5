"""What several tests need: examples with marked places, articles from text."""

from auditor.detector import Detector, Example, Neighbours, NoNeighbours
from auditor.document import Article, Span
from auditor.finding import Finding
from auditor.sources.html_article import article_from_html
from auditor.sources.plain import article_from_text
from auditor.text.marked import unmark as marked_text


def unmark(marked: str) -> tuple[str, list[Span]]:
    """Take ``«`` and ``»`` out of a text and return the places they marked; doubled marks are text."""
    text, places = marked_text(marked)
    return text, [Span(*place) for place in places]


def article(
    text: str, *, headline: str | None = None, id: str = "a", date: str | None = None
) -> Article:
    """Read ``text`` as a plain-text article."""
    return article_from_text(text, id=id, path="a.txt", headline=headline, date=date)


def neighbours_of(example: Example) -> Neighbours:
    """Return the other articles of an example's run."""
    if not example.others:
        return NoNeighbours()
    from auditor.neighbours import Run

    run = Run()
    for number, text in enumerate(example.others):
        run.add(article(text, id=f"other-{number}"))
    read, _ = unmark(example.text)
    run.add(article(read, headline=example.headline))
    return run


def run_example(
    detector: type[Detector], example: Example
) -> tuple[list[Span], list[Finding], Article]:
    """Return the places wanted, what the detector found, and the article."""
    text, spans = unmark(example.text)
    if example.page:
        read = article_from_html(text, id="a", path="a.html")
        spans = [_extracted(read, span) for span in spans]
    else:
        read = article(text, headline=example.headline)
        spans = [Span(s.start + read.body_start, s.end + read.body_start) for s in spans]
    options = {o.name: o.default for o in detector.info.options} | dict(example.options)
    found = sorted(
        detector(options).find(read, neighbours_of(example)), key=lambda f: f.span or Span(-1, -1)
    )
    return spans, found, read


def _extracted(read: Article, span: Span) -> Span:
    """Return where a place in the file stands in the text that was extracted from it."""
    assert read.source_map is not None  # of a page
    places = [
        segment.start + at - segment.source
        for at in (span.start, span.end - 1)
        for segment in [s for s in read.source_map.segments if s.literal and s.source <= at][-1:]
    ]
    return Span(places[0], places[1] + 1)
