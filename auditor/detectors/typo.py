"""Typing slips: "miitias" for "militias"."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Role, Span
from auditor.finding import Finding
from auditor.language.lexicon import Lexicon, lexicon
from auditor.language.spelling import Use, Verdict, is_formed, judge
from auditor.text.fold import fold
from auditor.text.words import Word

_VOWEL = re.compile("[aeiouy]")

_LATIN = re.compile(r"[a-z\u00df-\u00f6\u00f8-\u024f]+")
_BEFORE = frozenset("@#/\\_&=~$%*+<>[]{}()|\u2060\ufffc")
_AFTER = frozenset("@#/\\_&=~$%*+<>[{|\u2060\ufffc")
_OPENERS = " \t\u00a0\"'“‘«([—–-"
_ENDS = ".!?:…\n\r•*;"
_LONGEST = 30  # longer runs of letters are no words, and looking around them costs
_ABSENT = 0.30
"""The least probability worth telling a rule."""


class _Suspect(NamedTuple):
    word: Word
    low: str
    at: int


class Typo:
    """Finds a word that no dictionary has, one slip away from a word that was likely meant."""

    info: ClassVar[Info] = Info(
        id="typo",
        category="spelling",
        summary="A word that is one slip away from another and no word itself.",
        method=(
            "A word that stands in no word list (American or British), is not formed of known parts and is "
            "one slip (a letter too many, too few or wrong, two letters exchanged) from a known word. "
            "How common both are, the kind of slip, and whether the known word stands in the article are "
            "weighed by a logistic regression. Left alone: names, coinages that stand several times, "
            "foreign passages, dialect (livin'), [sic], bracketed edits, addresses, words with digits."
        ),
        measures=(
            Measure("probability", "that the word is a slip, 0 to 1"),
            Measure("length", "letters of the word"),
            Measure(
                "capital", "1 where the word has a capital that no sentence's beginning explains"
            ),
        ),
        values=("suggestion",),
        examples=(
            Example("The harbour was held by two «miitias» that week.", suggestion="militias"),
            Example("Voters asked the «goverment» of Norhaven to wait.", suggestion="government"),
            Example("It was «teh» third flood of the spring.", suggestion="the"),
            Example("The colour of the labor hall in Norhaven was grey, or gray."),
            Example("“We was just livin' and workin',” the miner of Brackwell said."),
            Example("The note said he would “recieve [sic] the money” on Friday."),
            Example("Mr Kadhimra and Ms Awliyan met in Sarayvo before the talks began."),
            Example("The rezoning foes of the pro-busway plan unfriended the councilwoman."),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each word that is likelier a slip than not to be dismissed."""
        del neighbours
        for word, verdict, use in self.judged(article):
            if verdict.probability < _ABSENT:
                continue
            suggestions = tuple(_like(word.text, s) for s in verdict.suggestions)
            yield Finding(
                Span(word.start, word.start + len(_base(word.text))),
                measures=(
                    ("probability", round(verdict.probability, 3)),
                    ("length", float(len(word.text))),
                    ("capital", float(use.capital)),
                ),
                values=(("suggestion", suggestions[0]),),
                suggestions=suggestions,
                confidence=round(verdict.probability, 2),
            )

    def judged(self, article: Article) -> Iterator[tuple[Word, Verdict, Use]]:
        """Yield every suspect word with what was made of it; the fitting script reads it too."""
        here = Counter(_base(w.text).lower() for w in article.words)
        known = lexicon("en")
        odd = {low for low in here if _is_odd(low, known)}
        if not odd:
            return
        capitals = Counter(_base(w.text).lower() for w in article.words if w.text[0].isupper())
        memory: dict[tuple[str, Use], Verdict | None] = {}
        for at, word in enumerate(article.words):
            low = _base(word.text).lower()
            if low not in odd or not _may_be_slip(article, word):
                continue
            capital = word.text[0].isupper()
            if here[low] > 2 or (capital and here[low] > 1) or (not capital and capitals[low]):
                continue
            use = self._use(article, at, here[low], odd)
            if use.odd > 1 or (use.repeated and use.quoted):
                continue
            key = (low, use)
            if key not in memory:
                memory[key] = None if is_formed(low, known) else judge(low, use, here, known)
            verdict = memory[key]
            if verdict is not None:
                yield word, verdict, use

    def _use(self, article: Article, at: int, count: int, odd: set[str]) -> Use:
        word = article.words[at]
        prose = article.prose
        upper = word.text[0].isupper()
        initial = upper and _begins(prose, word.start)
        around = article.words[max(0, at - 2) : at] + article.words[at + 1 : at + 3]
        hyphen = prose[word.start - 1 : word.start] in ("-", "‑") or prose[
            word.end : word.end + 1
        ] in ("-", "‑")
        return Use(
            repeated=count > 1,
            capital=upper and not initial,
            initial=initial,
            hyphen=hyphen,
            odd=sum(_base(w.text).lower() in odd for w in around if w.text[0].islower()),
            quoted=article.in_direct_speech(Span(word.start, word.end)),
        )


def _base(text: str) -> str:
    """Return a word without a possessive ending, its apostrophes straight."""
    if "’" in text:
        text = text.replace("’", "'")
    return text[:-2] if text.endswith(("'s", "'S")) else text


def _is_odd(low: str, known: Lexicon) -> bool:
    """Whether no dictionary has the word, and it is one that a dictionary could have."""
    if low.isascii() and not _VOWEL.search(low):
        return False  # an abbreviation (mln, hrs)
    if not 3 <= len(low) <= _LONGEST or known.known(low) or _LATIN.fullmatch(low) is None:
        return False
    return low.isascii() or not known.known(fold(low))


def _begins(prose: str, at: int) -> bool:
    """Whether a sentence, a line or a quotation begins at ``at``."""
    while at > 0 and prose[at - 1] in _OPENERS:
        at -= 1
        if prose[at] in '"“‘':
            return True
    return at == 0 or prose[at - 1] in _ENDS


def _may_be_slip(article: Article, word: Word) -> bool:
    """Whether the word's surroundings leave it a plain word of the article's own."""
    text, prose = word.text, article.prose
    base = _base(text)
    if not (base.islower() or (base[0].isupper() and base[1:].islower())):
        return False
    before = prose[word.start - 1 : word.start]
    after = prose[word.end : word.end + 2]
    if before in _BEFORE and before != "(" and before:
        return False
    if after and (after[0] in _AFTER or (after[0] == "." and after[1:2].isalnum())):
        return False
    if before in (".", "'", "’") and before and prose[word.start - 2 : word.start - 1].isalnum():
        return False
    if after[:1] in ("'", "’") and text.endswith("in"):
        return False
    if before in ("'", "’") and before:
        return False
    following = prose[word.end : word.end + 8]
    if following.lstrip().lower().startswith(("[sic", "(sic")):
        return False
    block = article.block_at(word.start)
    return block is not None and block.role not in (Role.CODE, Role.TABLE, Role.BYLINE, Role.CREDIT)


def _like(pattern: str, word: str) -> str:
    """Return ``word`` with the capital of ``pattern``."""
    return word[0].upper() + word[1:] if pattern[0].isupper() else word
