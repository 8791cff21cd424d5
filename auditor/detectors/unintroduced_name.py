"""A second reference without a first: "Mr Lund" or "Lund" of whom nothing was said."""

import re
from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Block, Name, Role, Span
from auditor.finding import Finding, gathered
from auditor.language.attribution import PERSONS, SINGLE_NAMED, TITLES

_COURTESY = re.compile(r"[Mm](?:[Rr][Ss]?|[Ss]|[Xx])\b")
_M_AND = re.compile(r"\w&\w+\.? $")
"""What ends in a title that is none: M&Ms."""
_CAPTIONED = re.compile(r"\b(?:Image|Media|Hide|Show) caption\b")
"""Before a caption that stands in the text."""
_BRACKET = 60
"""So far before a name the bracket that it stands in may open, in characters."""
_NEAR = 6
"""Paragraphs within which one lost passage leaves several names unknown."""
_KINDS = ("above", "headed", "misspelt")
_STANDING = frozenset(
    {Role.HEADLINE, Role.STANDFIRST, Role.SUBHEADING, Role.BYLINE, Role.CREDIT, Role.CAPTION}
)


class UnintroducedName:
    """Finds a surname that is used as if known and stands nowhere before."""

    info: ClassVar[Info] = Info(
        id="unintroduced-name",
        category="consistency",
        summary="A surname is used as if its bearer had been introduced.",
        method=(
            "The first mention of a name in the body is a surname alone, nothing describes it, and "
            "it is surely a person's: Mr or Ms stands before it, or an editor's insertion in a "
            "quotation joins it by “and” to somebody who was introduced. The headline and the "
            "standfirst introduce nobody. Several near each other are one finding. Quoted speech and "
            "bodies are left alone, and so are people known by a surname unless they speak. "
            "A speaker beside a quotation without Mr or Ms is the business of orphan-attribution."
        ),
        measures=(
            Measure("courtesy", "1 where Mr, Ms or the like stands before it"),
            Measure("joined", "1 where it is joined to somebody who was introduced"),
            Measure("later", "1 where the full name stands further down"),
            Measure("speaks", "1 where it is the speaker of a quotation"),
            Measure("headed", "1 where the headline has the name and it does not speak"),
            Measure("misspelt", "1 where somebody was introduced whose name is one letter off"),
            Measure(
                "above", "1 where it stands in the first paragraph and the full name further down"
            ),
        ),
        values=("name",),
        examples=(
            Example(
                "The ferry will stop in May, the port authority said.\n\n"
                "The captain's plan was dropped when Mr «Lundqvist» left the board in June."
            ),
            Example(
                "The ferry will stop, Anna Quill said.\n\n"
                '"(Quill and «Lundqvist») talked about the timetable and agreed on the fares," the '
                "port authority said."
            ),
            Example(
                "The ferry will stop, Per Lundqvist said.\n\nMr Lundqvist left the board in June."
            ),
            Example("The ferry will stop.\n\nLundqvist, a former captain, left the board in June."),
            Example("The ferry will stop.\n\nA letter to a Mr Lundqvist came back."),
            Example(
                "The ferry will stop.\n\nShe lived on M&Ms. Consider what that does to a captain."
            ),
            Example("The ferry will stop.\n\nImage caption The board of Mr Lundqvist met in May."),
            Example(
                "The ferry will stop, Per Lundqvist said.\n\nWe met Mr «Lundquist» in the board room."
            ),
            Example("The ferry of Mr «Lundqvist» will stop.\n\nPer Lundqvist owned it in May."),
            Example("The ferry will stop.\n\nMr Trump and Obama never took it."),
            Example('The ferry will stop.\n\n"It is a pity," said Mr «Obama». "I liked it."'),
            Example(
                "The ferry will stop.\n\nIt was Mr «Lundqvist» who wrote to Ms Tessmer in May."
            ),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield the first mention of each surname that was never introduced, near ones together."""
        del neighbours
        yield from gathered(_findings(article), article, _KINDS, _NEAR, "unintroduced-too")


def _findings(article: Article) -> Iterator[Finding]:
    introductions = article.introductions
    speaking: set[int] | None = None
    opening = int(article.headline is not None)
    names = [name for block in _signed(article) for name in article.names_in(block)]
    for number, name in enumerate(names):
        if article.blocks[name.block].role in _STANDING or not name.is_surname:
            continue
        if name.title and (not name.has_courtesy or name.title.isupper()):
            continue
        quoted = article.in_direct_speech(name.span)
        bracketed = quoted and _bracketed(article.prose, name.span)
        if quoted and not bracketed:
            continue
        before = names[number - 1] if number else None
        joined = bracketed and before is not None and _joined(article, before, name)
        if not (name.has_courtesy or joined):
            continue
        if name.title and _M_AND.search(
            article.prose, max(0, name.span.start - 8), name.span.start
        ):
            continue
        surname = name.surname.rpartition("-")[2]
        if not introductions.is_fresh(surname, name.span.start):
            continue
        if not _may_be_surname(name) or _described(article.prose, name):
            continue
        if _CAPTIONED.search(article.prose, article.blocks[name.block].span.start, name.span.start):
            continue
        if speaking is None:
            speaking = {a.speaker.end for a in article.attributions}
        speaks = name.span.end in speaking
        if not speaks and surname.lower() in SINGLE_NAMED:
            continue
        later = introductions.introduced(surname)
        named_later = later is not None and later > name.span.start
        yield Finding(
            name.span,
            measures=(
                ("courtesy", float(name.has_courtesy)),
                ("joined", float(joined)),
                ("later", float(named_later)),
                ("speaks", float(speaks)),
                ("headed", float(not speaks and introductions.in_headline(surname))),
                ("misspelt", float(introductions.spelt_otherwise(surname, name.span.start))),
                ("above", float(named_later and name.block <= opening)),
            ),
            values=(("name", name.text),),
            confidence=0.85 if name.has_courtesy else 0.7,
        )


def _signed(article: Article) -> list[Block]:
    """Return the blocks in which a sign stands: Mr or Ms, or a bracket inside a quotation."""
    prose = article.prose
    places = [match.start() for match in _COURTESY.finditer(prose)]
    for start, end in (q.span for q in article.quotations) if "(" in prose or "[" in prose else ():
        low = max(0, start - _BRACKET)
        if prose.find("(", low, end) >= 0 or prose.find("[", low, end) >= 0:
            places.append(start)
    blocks = {block.index for at in places if (block := article.block_at(at)) is not None}
    return [article.blocks[index] for index in sorted(blocks)]


def _may_be_surname(name: Name) -> bool:
    last = name.words[-1]
    low = last.lower()
    if last.isupper() or len(last) < 3 or low in TITLES or low in PERSONS:
        return False
    return last.replace("-", "").replace("'", "").replace("’", "").isalpha()


def _described(prose: str, name: Name) -> bool:
    """Whether a comma, a bracket or a dash follows, as before a description, or it is “a Mr Lund”."""
    end = name.span.end
    if prose[end : end + 2] in ("'s", "’s"):
        end += 2
    if prose[end : end + 1] in (",", "("):
        return True
    if prose[end : end + 2] in (" (", " –", " —", " -"):
        return True
    # "the analyst Lund", "singer Lund"
    before = prose[max(0, name.span.start - 20) : name.span.start].split()
    if name.title and len(before) > 1 and before[-2] in ("a", "another"):
        return True
    return bool(before) and before[-1].lower() in PERSONS


def _bracketed(prose: str, span: Span) -> bool:
    """Whether it stands in an insertion inside a quotation: (Quill and Lund), [Lund]."""
    before = prose[max(0, span.start - _BRACKET) : span.start]
    return max(before.rfind("("), before.rfind("[")) > max(before.rfind(")"), before.rfind("]"))


def _joined(article: Article, before: Name, name: Name) -> bool:
    """Whether “and” ties it to a surname alone of somebody who was introduced."""
    if len(before.words) != 1 or before.title:
        return False
    if article.prose[before.span.end : name.span.start] != " and ":
        return False
    introduced = article.introductions.introduced(before.surname)
    return introduced is not None and introduced < before.span.start
