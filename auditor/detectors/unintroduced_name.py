"""A second reference without a first: "Mr Lund" or "Lund" of whom nothing was said."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Name, Role, Span
from auditor.finding import Finding
from auditor.language.attribution import PERSONS, SINGLE_NAMED, TITLES

_COURTESY = frozenset({"mr", "mrs", "ms", "mx"})
_PARTICLES = frozenset("al el bin ibn de van von der den da di del la dos du".split())


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
            "standfirst introduce nobody. Quoted speech, bodies and people known by one name are left alone. "
            "A speaker beside a quotation without Mr or Ms is the business of orphan-attribution."
        ),
        measures=(
            Measure("courtesy", "1 where Mr, Ms or the like stands before it"),
            Measure("joined", "1 where it is joined to somebody who was introduced"),
            Measure("later", "1 where the full name stands further down"),
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
            Example("The ferry will stop.\n\nMr Trump and Obama never took it."),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield the first mention of each surname that was never introduced."""
        del neighbours
        names = article.names
        full: dict[str, int] = {}
        for name in names:
            if len(name.words) > 1 or name.title:
                for word in name.words:
                    full[_bare(word)] = name.span.start
        seen: set[str] = set()
        standing = {
            Role.HEADLINE,
            Role.STANDFIRST,
            Role.SUBHEADING,
            Role.BYLINE,
            Role.CREDIT,
            Role.CAPTION,
        }
        introduced: set[str] = set()
        for number, name in enumerate(names):
            if article.blocks[name.block].role in standing:
                continue
            parts = {_bare(word) for word in name.words}
            courtesy = name.title.lower().rstrip(".") in _COURTESY
            fresh = not parts & seen
            seen |= parts
            if (len(name.words) > 1 and not _only_particles(name)) or (name.title and not courtesy):
                introduced |= parts
                continue
            if not fresh or not _may_be_surname(name) or _described(article.prose, name):
                continue
            quoted = article.in_direct_speech(name.span)
            bracketed = quoted and _bracketed(article.prose, name.span)
            if quoted and not bracketed:
                continue
            before = names[number - 1] if number else None
            joined = (
                bracketed
                and before is not None
                and _joined(article.prose, before, name, introduced)
            )
            if not (courtesy or joined):
                continue
            yield Finding(
                name.span,
                measures=(
                    ("courtesy", float(courtesy)),
                    ("joined", float(joined)),
                    ("later", float(full.get(_bare(name.words[-1]), -1) > name.span.start)),
                ),
                values=(("name", name.text),),
                confidence=0.85 if courtesy else 0.7,
            )


def _bare(word: str) -> str:
    return word.lower().replace("’", "'")


def _only_particles(name: Name) -> bool:
    """Whether all but the last word are particles (de Vries)."""
    return all(w.lower() in _PARTICLES and w.islower() for w in name.words[:-1])


def _may_be_surname(name: Name) -> bool:
    last = name.words[-1]
    low = last.lower()
    if last.isupper() or len(last) < 3 or low in SINGLE_NAMED or low in TITLES or low in PERSONS:
        return False
    return last.replace("-", "").replace("'", "").replace("’", "").isalpha()


def _described(prose: str, name: Name) -> bool:
    """Whether a comma, a bracket or a dash follows, as before a description."""
    end = name.span.end
    if prose[end : end + 2] in ("'s", "’s"):
        end += 2
    if prose[end : end + 1] in (",", "("):
        return True
    if prose[end : end + 2] in (" (", " –", " —", " -"):
        return True
    # "the analyst Lund", "singer Lund"
    before = prose[max(0, name.span.start - 20) : name.span.start].split()
    return bool(before) and before[-1].lower() in PERSONS


def _bracketed(prose: str, span: Span) -> bool:
    """Whether it stands in an insertion inside a quotation: (Quill and Lund), [Lund]."""
    before = prose[max(0, span.start - 60) : span.start]
    return max(before.rfind("("), before.rfind("[")) > max(before.rfind(")"), before.rfind("]"))


def _joined(prose: str, before: Name, name: Name, introduced: set[str]) -> bool:
    """Whether “and” ties it to a surname alone of somebody who was introduced."""
    if len(before.words) != 1 or before.title or before.surname.lower() not in introduced:
        return False
    return prose[before.span.end : name.span.start] == " and "
