"""A word with a space in it: "B efore", "Nat ional"."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import compress, count
from operator import add, attrgetter
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Role, Span
from auditor.finding import Finding
from auditor.language.formation import PREFIXES
from auditor.language.lexicon import Lexicon, lexicon
from auditor.text.memo import Memo
from auditor.text.words import Word

_FRAGMENTS = frozenset("ll re ve em th st nd rd mr mrs ms dr jr sr vs de du la le el al".split())
"""What stands alone behind apostrophes and numbers and before names."""
_PREFIXES = frozenset(PREFIXES)
_TORN = 3.5
"""How rare it is that a word is torn, as a logarithm: one in some thousands, in texts where it happens."""
_UNSEEN = 0.5
"""The Zipf value of a piece that was never counted."""
_TOO_COMMON = 10.5
"""The sum of the Zipf values of two words so common that no word torn is likelier."""
_OF_A_LETTER = frozenset("for a an the not".split())
"""What is said of a letter that stands for itself (H is for hope)."""
_AHEAD = 60
_START = attrgetter("start")
_SURE = 1.0
"""The least odds, as a logarithm."""
LETTER = 0.3
"""By how much of a Zipf value a letter more makes a word rarer, at least among the commonest of each length."""
COMMONEST = 9.3
"""No common word has a Zipf value above this less ``LETTER`` for each of its letters (international: 5.4)."""
_MOST = COMMONEST - _TORN - _SURE + 9 + 0.01
"""Zipf values of two pieces and ``LETTER`` for each letter may add up to this, where a word may be torn."""
_ODD = 2.5
"""Up to this Zipf value a piece that is a word of the dictionary may be none here (f raught)."""
_COMMON = 2.8
"""The least Zipf value of a word that is taken to be torn."""


_INITIAL = 5.2
"""The least Zipf value of a word that lost its first letter at the head of a paragraph."""


class SplitWord:
    """Finds two pieces, one at least no word, that make a known word together."""

    info: ClassVar[Info] = Info(
        id="split-word",
        category="spelling",
        summary="A word that a space has torn in two, as drop capitals and line breaks leave it.",
        method=(
            "Two neighbouring pieces with one space between them, the second in lower case, that make a common "
            "word together, where it is likelier that this word was torn than that the two met by chance: how "
            "common all three are tells; at the head of a paragraph a capital letter and the rest of a common word. "
            "Left alone: words that are often side by side, prefixes before a word."
        ),
        measures=(
            Measure("zipf", "how common the whole word is (logarithmic)"),
            Measure("odds", "how much likelier a torn word is than two words (logarithmic)"),
        ),
        values=("suggestion",),
        examples=(
            Example("«B efore» the vote the hall was full.", suggestion="Before"),
            Example("The «Nat ional» Trust of Norhaven met.", suggestion="National"),
            Example("«T he» council met.\n\n«I n» spring it will meet again.", suggestion="The"),
            Example("A way was found.\n\nI ran home.\n\nH is for hope."),
            Example("Plan B failed, and a vitamin C shortage followed."),
            Example("A former mayor and I went to the pre eminent hotel."),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each torn word."""
        del neighbours
        known = lexicon("en")
        prose, words, lowered = article.prose, article.words, article.lowered
        line = tuple(map(_weights().__getitem__, lowered))
        found: dict[int, tuple[float, float]] = {}
        for at in compress(count(), map(_MOST.__gt__, map(add, line, line[1:]))):
            first, second = words[at], words[at + 1]
            if second.start - first.end != 1 or prose[first.end] != " ":
                continue
            if second.text.islower() and (torn := _torn(first.text, second.text, known)):
                found[at] = torn
        for at, zipf in _initials(article, known):
            found.setdefault(at, (zipf, _SURE))
        for at, (zipf, odds) in sorted(found.items()):
            first, second = words[at], words[at + 1]
            if not _stands_free(article, first, second):
                continue
            block = article.block_at(first.start)
            if block is not None and article.language_of(block) != article.language:
                continue
            whole = first.text + second.text
            yield Finding(
                Span(first.start, second.end),
                measures=(("zipf", zipf), ("odds", round(odds, 1))),
                values=(("suggestion", whole),),
                suggestions=(whole,),
                confidence=0.92 if odds >= 2 else 0.88,
            )


@cache
def _weights() -> Memo[float]:
    """Return what a piece in lower case weighs: see ``_MOST``."""
    entry = lexicon("en").entry
    return Memo(lambda low: (held.zipf if (held := entry(low)) else 0.0) + LETTER * len(low))


def _torn(a: str, b: str, known: Lexicon) -> tuple[float, float] | None:
    """Return how common the word is that ``a`` and ``b`` make, and the odds that it was torn."""
    if len(a) + len(b) < 5 or not (a[1:].islower() or len(a) == 1):
        return None
    low = a.lower()
    whole = known.entry.__wrapped__(low + b)  # what mostly is no word is not worth remembering
    if whole is None or whole.kind not in "wn" or whole.zipf < _COMMON or not (a + b).isalpha():
        return None
    if low in _FRAGMENTS or (b in _FRAGMENTS and (known.known(low) or not a.islower())):
        return None
    left, right = known.entry(low), known.entry(b)
    if sum(entry.zipf for entry in (left, right) if entry) > _TOO_COMMON:
        return None
    for letter, piece in ((b, left), (low, right)):
        if len(letter) == 1 and piece is not None and piece.kind in "wn" and piece.zipf > _ODD:
            return None
    if low in _PREFIXES and right is not None and right.kind == "w" and right.zipf > 1.5:
        return None
    if known.together(low, b) > -1:
        return None
    chance = sum(max(_UNSEEN, entry.zipf if entry else 0.0) for entry in (left, right)) - 9
    odds = whole.zipf - _TORN - chance
    plain = all(entry is not None and entry.kind == "w" for entry in (left, right))
    least = _SURE + 0.5 if plain and min(len(a), len(b)) > 2 else _SURE  # a sledge hammer
    return (whole.zipf, odds) if odds >= least else None


def _initials(article: Article, known: Lexicon) -> Iterator[tuple[int, float]]:
    """Yield the numbers of letters at the head of a paragraph, which drop capitals were, and how common the words are.

    There "T he" is likelier the article than a T that he saw.
    """
    prose = article.prose
    for block in article.blocks:
        start = block.span.start + (prose[block.span.start] in "\"“‘'")
        if block.role is not Role.PARAGRAPH or prose[start + 1 : start + 2] != " ":
            continue
        if not prose[start].isupper() or not prose[start + 2 : start + 3].islower():
            continue
        words = article.words_in(Span(start, min(start + _AHEAD, block.span.end)))
        letter, rest, *after = (word.text for word in words)
        following = after[0] if after else ""
        if len(following) == 1 or (rest == "is" and following in _OF_A_LETTER):
            continue
        whole, right = known.entry((letter + rest).lower()), known.entry(rest)
        if whole is None or whole.kind != "w" or whole.zipf < _INITIAL or not rest.isalpha():
            continue
        spare = right is not None and right.kind in "wn" and right.zipf > _ODD and len(rest) > 1
        if not (spare and letter in "AIO"):  # A way, I ran
            yield bisect_left(article.words, start, key=_START), whole.zipf


def _stands_free(article: Article, first: Word, second: Word) -> bool:
    """Whether neither piece is tied to anything else, and both are prose."""
    prose = article.prose
    if first.start and prose[first.start - 1] in "-'’.&/@#":
        return False
    if prose[second.end : second.end + 1] in ("-", "/", "@", "_"):
        return False
    if (
        prose[second.end : second.end + 1] in (".", "'", "’")
        and prose[second.end + 1 : second.end + 2].isalnum()
    ):
        return False
    block = article.block_at(first.start)
    return block is not None and block.role not in (Role.CODE, Role.TABLE)
