"""Spaces where none belong, and none where one does: "Flake ,", "left,and", "( so )"."""

import re
from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Span
from auditor.document.article import OPAQUE
from auditor.finding import Finding

_LETTER = r"[^\W\d_]"
# Each begins with the rare character and looks behind it: a quick scan over plain text.
_BEFORE = re.compile(
    r"[ \t\u00a0](?<=[\w)\]”’%].)[ \t\u00a0]*+(?P<mark>[,.;:!?])(?=\s|[\"”’]|(?<![:;])\)|\Z)"
)
_AFTER_COMMA = re.compile(rf"[,;](?<={_LETTER}{{2}}.)(?={_LETTER}{{2}})")
_INSIDE = re.compile(r"\((?<!\S\() (?=\w)| (?<=\w )\)(?=[\s,.;:]|\Z)")
_DOUBLED = re.compile(r"(?<=[\w,;])(?: {2,3})(?=\w)")
_WORD = re.compile(r"\w+")
_WORD_BEFORE = re.compile(r"[\w’'.-]+\Z")
_SPACED_IN_FRENCH = frozenset(";:!?»")
_MANY = 6  # a habit of the whole text (spaced French, a table, tokenised text), not slips


class Spacing:
    """Finds a space before a punctuation mark, none after a comma, and spaces inside brackets."""

    info: ClassVar[Info] = Info(
        id="spacing",
        category="mechanics",
        summary="A space where none belongs, or none where one does.",
        method=(
            "Spaced ellipses, decimals (.22), dotted names (.NET), faces and the spaced marks of French"
            " are left alone, and so is a kind of slip that the text makes all the time."
        ),
        measures=(
            Measure("before", "1 for a space before a punctuation mark"),
            Measure("after", "1 for no space after a comma or semicolon"),
            Measure("inside", "1 for a space inside brackets"),
            Measure("doubled", "1 for two spaces between words of one line"),
            Measure("same_kind", "how many of the kind the article holds"),
        ),
        values=("problem",),
        options=(Option("doubled", "bool", "Look for doubled spaces between words too.", False),),
        examples=(
            Example("Mayor Ilse «Orlan ,» a former judge, will leave.", suggestion="Orlan,"),
            Example("The ferry was «late .» Nobody minded.", suggestion="late."),
            Example("The boats left «early,and» the nets stayed.", suggestion="early, and"),
            Example("The old pier «( built» in «1890 )» is shut.", suggestion="(built"),
            Example(
                "They waited . . . and waited ... A .22 rifle lay by the .NET manual :) It cost 1,000."
            ),
            Example("See tarn.org,corran.org for TL;DR: the U.S.A. did."),
            Example("Two spaces «stand  here», not there.", options={"doubled": True}),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._doubled = bool(options["doubled"])

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each slip."""
        del neighbours
        french = article.language == "fr"
        for kind, slips in self._slips(article, french):
            for span, fixed, problem in slips:
                yield Finding(
                    span,
                    measures=(
                        *((k, float(k == kind)) for k in ("before", "after", "inside", "doubled")),
                        ("same_kind", float(len(slips))),
                    ),
                    values=(("problem", problem),),
                    suggestions=(fixed,),
                    confidence=(0.95 if kind != "inside" else 0.85) if len(slips) <= _MANY else 0.4,
                )

    def _slips(
        self, article: Article, french: bool
    ) -> Iterator[tuple[str, list[tuple[Span, str, str]]]]:
        prose = article.prose
        before, after, inside, doubled = [], [], [], []
        for block in article.blocks:
            if not (block.is_prose or block is article.headline):
                continue
            start, end = block.span
            for m in _BEFORE.finditer(prose, start, end):
                mark = m["mark"]
                if (french and mark in _SPACED_IN_FRENCH) or _is_spaced_dots(prose, m, start):
                    continue
                word = _WORD_BEFORE.search(prose, max(start, m.start() - 40), m.start())
                at = word.start() if word else m.start() - 1
                span = Span(at, m.end())
                fixed = prose[at : m.start()] + mark
                before.append((span, fixed, f"A space stands before “{mark}”"))
            for m in _AFTER_COMMA.finditer(prose, start, end):
                if pair := _joined(prose, m, start, end):
                    fixed = prose[pair.start : m.end()] + " " + prose[m.end() : pair.end]
                    after.append((pair, fixed, f"No space stands after “{m.group()}”"))
            for m in _INSIDE.finditer(prose, start, end):
                span = _with_word(prose, m, start, end)
                inside.append(
                    (span, span.of(prose).replace(" ", ""), "A space stands inside brackets")
                )
            if self._doubled:
                for m in _DOUBLED.finditer(prose, start, end):
                    word = _WORD_BEFORE.search(prose, max(start, m.start() - 40), m.start())
                    following = _WORD.match(prose, m.end(), end)
                    span = Span(
                        word.start() if word else m.start(),
                        following.end() if following else m.end(),
                    )
                    doubled.append(
                        (span, " ".join(span.of(prose).split()), "Two spaces stand here")
                    )
        yield from (("before", before), ("after", after), ("inside", inside), ("doubled", doubled))


def _is_spaced_dots(prose: str, match: re.Match[str], start: int) -> bool:
    """Whether the mark is of an ellipsis or of a row of stops (``. . .``, ``? ?``)."""
    around = (
        prose[max(start, match.start() - 3) : match.end() + 4]
        .replace(" ", "")
        .replace("\u00a0", "")
    )
    return ".." in around or OPAQUE in around or around.count(match["mark"]) > 1


def _joined(prose: str, match: re.Match[str], start: int, end: int) -> Span | None:
    """Return both words around a comma, unless they look like an address or a code."""
    low, high = match.start(), match.end()
    while low > start and not prose[low - 1].isspace() and match.start() - low < 40:
        low -= 1
    while high < end and not prose[high].isspace() and high - match.end() < 40:
        high += 1
    chunk = prose[low:high]
    if any(c in chunk for c in "/@#=&_|<>{}[]\\") or OPAQUE in chunk or chunk.count(",") > 2:
        return None
    if "." in chunk[:-1] or any(c.isdigit() for c in chunk) or chunk.isupper():
        return None
    left = re.search(r"[\w’'-]+\Z", prose[low : match.start()])
    right = re.match(r"[\w’'-]+", prose[match.end() : high])
    # TL;DR and the like are set so.
    if left is None or right is None or (left.group() + right.group()).isupper():
        return None
    return Span(low + left.start(), match.end() + right.end())


def _with_word(prose: str, match: re.Match[str], start: int, end: int) -> Span:
    if "(" in match.group():
        word = _WORD.match(prose, match.end(), end)
        return Span(match.start(), word.end() if word else match.end())
    before = _WORD_BEFORE.search(prose, max(start, match.start() - 40), match.start())
    return Span(before.start() if before else match.start(), match.end())
