"""Attributions: the words that say whose a quotation is ("the mayor said"), beside its marks."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from auditor.document.article import Article
from auditor.document.quotations import Quotation
from auditor.document.span import Span
from auditor.language.attribution import INSTITUTIONS, PERSONS, PRONOUNS, SPEECH, TITLES
from auditor.text.words import Word

_REACH = 10
"""How many words from the quotation its attribution's verb may stand."""
_ADVERBS = frozenset(
    "also then later once again further reportedly recently previously ruefully simply still "
    "even now has had have".split()
)
_END = frozenset('.;!?:"“”()[]—–')
_DESCRIPTION = re.compile(
    r"(?:\s*[(–—]| -| of | [\"“]|,\s+(?!(?:who|whom|whose|which|and|but|though|while|when|as)\b|\d|[a-z]+ing\b))"
)
"""What follows a speaker who is being introduced: of Tarn; , a baker. Not: , who left; , 37."""
_WOVEN = re.compile(
    r" [a-z][^.;:!?\"“”()\n]{1,140}?, "
    r"((?:he|she|they|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}) (?:also |later )?)([a-z]+)"
    r"(?=[.,]|$| (?:in|on|at|during|after) )"
)
_LEAD = re.compile(r"[\s,.\u2060]*")
_AFTER_SPEAKER = frozenset(
    "in on at of to during after before when while as by with from that via last this earlier "
    "later monday tuesday wednesday thursday friday saturday sunday yesterday today recently "
    "about".split()
)


class Speaker(StrEnum):
    """What kind of thing is said to speak."""

    PRONOUN = "pronoun"
    NAME = "name"
    """Capitalised words alone."""
    PERSON = "person"
    """A description of people (the mayor, two officials)."""
    BODY = "body"
    """An institution (the ministry, the White House)."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution: ``span`` is speaker and verb, without what follows."""

    span: Span
    speaker: Span
    verb: str
    kind: Speaker
    quotation: Quotation
    after: bool
    """Whether it follows the quotation at once."""
    described: bool
    """Whether a description follows the speaker at once (said Lund, a baker)."""
    woven: bool = False
    """Whether the quotation is part of the sentence that it closes ("mend" the pier, Lund said)."""


def find(article: Article) -> tuple[Attribution, ...]:
    """Return the attributions that stand directly after or before a quotation, in order."""
    found = []
    quotations = article.quotations
    for number, quotation in enumerate(quotations):
        if (
            not quotation.opened
            and quotation.inner.start == quotation.inner.end
            and not quotation.closed
        ):
            continue
        block = article.blocks[quotation.block].span
        following = quotations[number + 1].span.start if number + 1 < len(quotations) else block.end
        previous = quotations[number - 1].span.end if number else block.start
        low = max(previous, block.start)
        attribution = _before(article, quotation, low)
        if attribution is None and quotation.closed:
            stop = min(following, block.end)
            attribution = _after(article, quotation, stop) or _woven(article, quotation, stop)
        if attribution is not None:
            found.append(attribution)
    return tuple(found)


def _after(article: Article, quotation: Quotation, stop: int) -> Attribution | None:
    prose = article.prose
    start = quotation.span.end
    lead = _LEAD.match(prose, start, stop)
    at = lead.end() if lead else start
    words = article.words_in(Span(start, min(stop, start + 160)))[: _REACH + 6]
    if not words or words[0].start != at:
        return None
    inside = prose[quotation.inner.end - 1 : quotation.inner.end]
    if inside not in ",?!.…-–—\"'’”" and "," not in prose[start:at]:
        # No comma, so the quotation belongs to the clause: Army "Tony" Lund said.
        return None
    if inside == "." and "," not in prose[start:at] and not prose[at].islower():
        # A full stop and a capital: a sentence of its own.
        return None
    words = _clause(prose, words)
    verb = next((i for i, w in enumerate(words[:_REACH]) if w.text in SPEECH), -1)
    if verb < 0:
        return None
    if verb == 0:
        return _inverted(article, quotation, words, stop)
    speaker = _trimmed(words[:verb])
    if not speaker:
        return None
    return _made(quotation, speaker, words[verb], described=False, after=True)


def _woven(article: Article, quotation: Quotation, stop: int) -> Attribution | None:
    match = _WOVEN.match(article.prose, quotation.span.end, stop)
    if match is None or match[2] not in SPEECH:
        return None
    words = article.words_in(Span(match.start(1), match.end(2)))
    speaker = _trimmed(words[:-1])
    if not speaker:
        return None
    made = _made(quotation, speaker, words[-1], described=False, after=False)
    return replace(made, woven=True)


def _clause(prose: str, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Cut at the first mark that ends a clause (a full stop after an initial does not)."""
    for i, (one, two) in enumerate(pairwise(words)):
        gap = prose[one.end : two.start]
        if gap == ". " and (len(one.text) == 1 or one.text.lower() in TITLES):
            continue
        if "," in gap or any(c in _END for c in gap.replace(".", "", 1) if c != "."):
            return words[: i + 1]
        if "." in gap and gap != ".":
            return words[: i + 1]
    return words


def _trimmed(words: tuple[Word, ...]) -> tuple[Word, ...]:
    while words and words[-1].text.lower() in _ADVERBS:
        words = words[:-1]
    return words


def _inverted(
    article: Article, quotation: Quotation, words: tuple[Word, ...], stop: int
) -> Attribution | None:
    speaker: list[Word] = []
    for word in words[1:]:
        if word.text.lower() in _AFTER_SPEAKER and speaker:
            break
        speaker.append(word)
    if not speaker:
        return None
    end = speaker[-1].end
    described = end >= stop or bool(_DESCRIPTION.match(article.prose, end))
    return _made(quotation, tuple(speaker), words[0], described=described, after=True)


def _before(article: Article, quotation: Quotation, low: int) -> Attribution | None:
    """Find ``Lund said, "...`` and ``Lund said: "...``."""
    prose = article.prose
    low = max(low, quotation.span.start - 120)
    words = article.words_in(Span(low, quotation.span.start))
    if not words or words[-1].text not in SPEECH:
        return None
    gap = prose[words[-1].end : quotation.span.start].strip(" \n\u2060")
    if gap not in (",", ":"):
        return None
    speaker: list[Word] = []
    for word, following in zip(reversed(words[:-1]), reversed(words), strict=False):
        between = prose[word.end : following.start]
        if any(c in ',;:!?"“”()' for c in between) or (
            "." in between and len(word.text) > 1 and word.text.lower() not in TITLES
        ):
            break
        speaker.insert(0, word)
    kept = _trimmed(tuple(speaker))
    if not kept or len(kept) > _REACH:
        return None
    return _made(quotation, kept, words[-1], described=False, after=False)


def _made(
    quotation: Quotation,
    speaker: tuple[Word, ...],
    verb: Word,
    *,
    described: bool,
    after: bool,
) -> Attribution:
    start = min(speaker[0].start, verb.start)
    end = max(speaker[-1].end, verb.end)
    return Attribution(
        Span(start, end),
        Span(speaker[0].start, speaker[-1].end),
        verb.text,
        kind_of([w.text for w in speaker]),
        quotation,
        after,
        described,
    )


def kind_of(speaker: list[str]) -> Speaker:
    """Return what kind of speaker these words name."""
    low = [w.lower().replace("’", "'").removesuffix("'s") for w in speaker]
    if len(low) == 1 and low[0] in PRONOUNS:
        return Speaker.PRONOUN
    if any(w in PERSONS or w in TITLES for w in low):
        return Speaker.PERSON
    if any(w in INSTITUTIONS for w in low) or (low[0] == "the" and speaker[-1][0].isupper()):
        return Speaker.BODY
    if low[0] in ("it", "which"):
        return Speaker.BODY
    if all(w[0].isupper() or w in ("de", "van", "al", "bin", "der", "von", "da") for w in speaker):
        return Speaker.NAME
    return Speaker.OTHER
