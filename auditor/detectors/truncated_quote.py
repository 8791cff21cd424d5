"""A quotation that was cut: it begins or ends where no sentence can."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Quotation, Role, Span
from auditor.document.attributions import Attribution
from auditor.finding import Finding
from auditor.text.words import Word

_NEVER_LAST = frozenset("the a an my your our their whose every".split())
"""Words that no phrase ends with."""
_BARELY_LAST = frozenset("and or because although whereas unless".split())
"""Words that end only what goes on after its attribution ("Late and", she said, "cold")."""
_PREPOSITIONS = frozenset(
    "by under in on at of for from with without to after before during since until despite "
    "given per through throughout amid among against as like unlike into over about beyond "
    "behind between".split()
)
_FINITE = frozenset(
    "is are was were am has have had does do did will would can could shall should may might "
    "must".split()
)
_PAST = re.compile(
    r"(?:[a-z]{2,}ed|began|took|made|said|went|came|gave|left|met|held|struck|killed|found|sent|put|set|built|broke|brought|fell|fought|got|kept|led|lost|paid|ran|saw|stood|told|won|wrote)$"
)
_POSSESSIVE = re.compile(r"[^\W\d_][\w.-]*['’]s$|[^\W\d_][\w.-]*s['’]$")
_CONTINUES = frozenset(
    "of than which whose whom who where whereas nor thereby hence thus whereby".split()
)
_STOP = re.compile(r"\w{3}[.?!][”\"]?\s$")
"""The end of a sentence, where a small letter after it hides that the next one begins."""
_SUBJECTS = frozenset("we i he she they it you there this that these those".split())
_MIN_WORDS = 6


class TruncatedQuote:
    """Finds quotations that lost their beginning or their end."""

    info: ClassVar[Info] = Info(
        id="truncated-quote",
        category="quotation",
        summary="A quotation begins or ends where no sentence can.",
        method=(
            "A quotation that opens a sentence and is followed by its attribution, or ends like a "
            "sentence itself, is one. "
            "It lost its beginning where it opens with a comma, with a small letter, or with a "
            "noun that owns another and no more before the comma (“Lund's order, the crews left”). "
            "Any quotation lost its end where its last word asks for another (the, of, and). "
            "Fragments woven into a sentence are left alone."
        ),
        measures=(
            Measure("beginning", "1 where the beginning is lost"),
            Measure("end", "1 where the end is lost"),
            Measure("empty", "1 where nothing stands between the marks"),
            Measure("sure", "1 where no reading makes it whole"),
        ),
        examples=(
            Example(
                "Crews left the port.\n\n«\"Lund's order, the harbour crews this» morning moved every "
                'vessel out of the inner basin", the port authority said in a statement.'
            ),
            Example('Crews left the port.\n\n"We will take the ferry back to «the"», she said.'),
            Example('Crews left the port.\n\n«"basin was full of» boats when the storm came in."'),
            Example('Crews left the port.\n\nHe called it «""» and went home.'),
            Example('Crews left the port.\n\nShe called it "a disgrace" and "the end of an era".'),
            Example(
                'Crews left the port.\n\n"Lund\'s order, like the last one, was late," the port '
                "authority said in a statement."
            ),
            Example('Crews left the port.\n\n"What is it good for?" she asked.'),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each quotation that was cut."""
        del neighbours
        if not article.quotations:
            return
        speakers = {a.quotation.span.start: a for a in article.attributions}
        small: list[Finding] = []
        whole = 0
        starts = {s.start for s in article.sentences}
        for quotation in article.quotations:
            block = article.blocks[quotation.block]
            if not quotation.opened or block.role in (Role.TABLE, Role.HEADLINE, Role.SUBHEADING):
                continue
            words = article.words_in(quotation.inner)
            if not words:
                if quotation.closed and _is_empty(article, quotation):
                    yield _finding(quotation.span, empty=True, sure=True)
                continue
            attribution = speakers.get(quotation.span.start)
            if end := _lost_end(article, quotation, words, attribution):
                yield end
            opens = (
                quotation.span.start == block.span.start
                or quotation.span.start in starts
                or _follows_stop(article.prose, block.span.start, quotation.span.start)
            )
            if not opens or not (
                (attribution and attribution.after)
                or (attribution is None and _stands_alone(article, quotation))
            ):
                continue
            beginning = _lost_beginning(article, quotation, words)
            if beginning is None:
                whole += 1
            elif dict(beginning.measures)["sure"]:
                yield beginning
            else:
                small.append(beginning)
        # Where many begin with a small letter it is the writer's habit.
        if len(small) <= 1 + whole // 3:
            yield from small


def _finding(
    span: Span,
    *,
    beginning: bool = False,
    end: bool = False,
    empty: bool = False,
    sure: bool = False,
) -> Finding:
    return Finding(
        span,
        measures=(
            ("beginning", float(beginning)),
            ("end", float(end)),
            ("empty", float(empty)),
            ("sure", float(sure)),
        ),
        confidence=0.9 if sure else 0.7,
    )


def _follows_stop(prose: str, low: int, start: int) -> bool:
    return _STOP.search(prose[max(low, start - 6) : start]) is not None


def _stands_alone(article: Article, quotation: Quotation) -> bool:
    """Whether it is a sentence by itself: it ends like one, and nothing leads up to it."""
    prose = article.prose
    if not quotation.closed or prose[quotation.inner.end - 1] not in ".?!":
        return False
    before = prose[max(0, quotation.span.start - 8) : quotation.span.start].rstrip()
    return quotation.style != "single" and before.endswith((".", "?", "!", '"', "”"))


def _is_empty(article: Article, quotation: Quotation) -> bool:
    inner = quotation.inner.of(article.prose)
    if quotation.style == "single" or any(
        c in "?!%$€£#@&*+=…-–—_/\\\ufffc" or c.isalnum() for c in inner
    ):
        return False
    before = article.prose[quotation.span.start - 1 : quotation.span.start]
    after = article.prose[quotation.span.end : quotation.span.end + 1]
    # A mark doubled (""word"") belongs to the next or the last word.
    return (
        not before.isalnum()
        and not after.isalnum()
        and (not inner or inner.isspace() or inner in ".,;:")
    )


def _lost_end(
    article: Article, quotation: Quotation, words: tuple[Word, ...], attribution: Attribution | None
) -> Finding | None:
    last = words[-1]
    if not quotation.closed or len(words) < _MIN_WORDS or quotation.style == "single":
        return None
    tail = article.prose[last.end : quotation.inner.end].strip()
    if tail not in ("", ",", ".") or attribution is None or not attribution.after:
        return None
    sure = last.text in _NEVER_LAST
    if not sure and (
        last.text not in _BARELY_LAST or _goes_on(article.prose, attribution.span.end)
    ):
        return None
    return _finding(Span(last.start, quotation.span.end), end=True, sure=sure)


def _goes_on(prose: str, end: int) -> bool:
    """Whether the quotation is taken up again in the same sentence (she said, "cold")."""
    rest = prose[end : end + 200]
    stop = next((i for i, c in enumerate(rest) if c in '.!?\n"“'), -1)
    return stop >= 0 and rest[stop] in '"“'


def _lost_beginning(
    article: Article, quotation: Quotation, words: tuple[Word, ...]
) -> Finding | None:
    prose = article.prose
    if len(words) < _MIN_WORDS:
        return None
    first = words[0]
    opening = prose[quotation.inner.start : first.start].strip()
    marked = Span(quotation.span.start, words[min(4, len(words)) - 1].end)
    if opening[:1] in (",", ";") and opening:
        return _finding(marked, beginning=True, sure=True)
    if opening:
        return None
    if first.text in _CONTINUES:
        return _finding(marked, beginning=True, sure=False)
    if first.text.islower() and first.text not in _LOWER_STARTS:
        return _finding(marked, beginning=True, sure=False)
    if _owner_alone(prose, words):
        end = words[min(6, len(words)) - 1].end
        return _finding(Span(quotation.span.start, end), beginning=True, sure=True)
    return None


def _owner_alone(prose: str, words: tuple[Word, ...]) -> bool:
    """Whether it opens with a possessive and a noun alone, then a comma, then a clause of its own.

    The comma must not be the first of two that hold an aside: then the noun may be the subject.
    """
    if words[0].text.endswith("ing"):
        return False
    comma = -1
    for i, (one, two) in enumerate(pairwise(words[:6])):
        gap = prose[one.end : two.start]
        if "," in gap:
            comma = i
            break
        if gap.strip():
            return False
    if comma < 1 or not any(_POSSESSIVE.match(w.text) for w in words[:comma]):
        return False
    if any(w.text.lower() in _NO_OWNERS or _contracted(w.text) for w in words[: comma + 1]):
        return False
    rest = words[comma + 1 :]
    subject = rest[0].text
    if subject.lower() in _NO_SUBJECT or subject.endswith("ing"):
        return False
    for i, word in enumerate(rest[1:14], 1):
        gap = prose[rest[i - 1].end : word.start]
        if any(c in gap for c in ",;:—–!?"):
            return False
        if word.text in ("and", "or") or _POSSESSIVE.match(word.text):
            # A list (Lund's boat, Quill's nets and ...) is a subject.
            return False
        # After an article the past form is an adjective (a convicted banker).
        if word.text in _FINITE or (_PAST.match(word.text) and rest[i - 1].text not in _ARTICLES):
            return True
    return False


_LOWER_STARTS = frozenset("de von van al el bin la le du di da".split())
"""Particles that begin a name in lower case."""
_ARTICLES = frozenset("a an the".split())
_NO_OWNERS = _FINITE | _SUBJECTS | _PREPOSITIONS
_NO_SUBJECT = frozenset(
    "many most some all both one none each much several few more less like as and or but who "
    "which whom whose where when while although though if because after before since including "
    "especially particularly in at on of for from by with is was are were has have had not "
    "however too".split()
)


def _contracted(text: str) -> bool:
    """Whether an 's stands for "is" (that's, what's)."""
    low = text.lower().replace("’", "'")
    return low in {
        "that's",
        "it's",
        "he's",
        "she's",
        "what's",
        "there's",
        "here's",
        "who's",
        "where's",
        "how's",
        "let's",
        "when's",
        "why's",
        "today's",
        "yesterday's",
        "one's",
        "nobody's",
        "everybody's",
        "everyone's",
        "someone's",
        "nothing's",
        "something's",
        "everything's",
        "this's",
    }
