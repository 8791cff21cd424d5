"""What stands around a word with a capital: whether a given name, another surname, or a sentence that it begins."""

from collections.abc import Sequence
from typing import NamedTuple

from auditor.document.article import Article
from auditor.document.block import Role
from auditor.language.attribution import TITLES
from auditor.language.lexicon import lexicon

_COMMON_WORD = 4.8
"""At the head of a sentence a word as common as this is no given name (Despite, With)."""
_BEFORE_NOUNS = frozenset(
    "der die das den dem des ein eine einen einem einer eines kein keine pro je im am zum zur vom beim".split()
)
"""In German, what stands before a noun and hardly before a given name (die Firma Maier)."""
_ADDRESSES = frozenset("herr herrn frau".split())


class Around(NamedTuple):
    """What stands next to a form: a given name before it, a name after it, in lower case, and the word before."""

    given: str | None
    following: str | None
    before: str


def without_possessive(text: str) -> str:
    """Return the word without a possessive ending."""
    return text[:-2] if text.endswith(("'s", "’s")) else text


def around(article: Article, at: int) -> Around:
    """Return what stands around the word at ``at``."""
    words, prose = article.words, article.prose
    word = words[at]
    given = following = None
    before = ""
    if at and prose[words[at - 1].end : word.start] == " ":
        before = words[at - 1].text
        if (
            before[0].isupper()
            and before.lower() not in TITLES
            and not _only_begins(article, at - 1)
        ):
            given = before.lower()
    if at + 1 < len(words) and prose[word.end : words[at + 1].start] == " ":
        after = words[at + 1].text
        following = (
            without_possessive(after).lower()
            if after[0].isupper() and _may_be_name(after)
            else None
        )
    return Around(given, following, before.lower())


def _may_be_name(word: str) -> bool:
    entry = lexicon("en").entry(without_possessive(word).lower())
    return entry is None or entry.kind != "w"


def _only_begins(article: Article, at: int) -> bool:
    """Whether the word has its capital because a sentence begins with it, for all that is known."""
    word = article.words[at]
    entry = lexicon("en").entry(word.text.lower())
    if entry is None or entry.kind != "w" or entry.zipf < _COMMON_WORD:
        return False  # Ann, Grace
    if at and article.words[at - 1].text.lower() in TITLES:
        return False  # Gen. Mark
    return begins(article, at)


def begins(article: Article, at: int) -> bool:
    """Whether a sentence, a quotation or a block begins with the word."""
    word = article.words[at]
    gap = article.prose[max(0, word.start - 2) : word.start]
    block = article.block_at(word.start)
    if not gap.endswith(" ") or (not gap[0].isalnum() and gap[0] not in ",;"):
        return True
    return block is not None and (block.span.start == word.start or block.role is Role.HEADLINE)


def same_given(article: Article, at: Sequence[int], others: Sequence[int]) -> bool:
    """Whether both forms stand right after the same given name."""
    given = {around(article, place).given for place in at} - {None}
    return bool(given) and any(around(article, other).given in given for other in others)


def follows_noun(article: Article, at: int) -> bool:
    """Whether the word before is no given name, in German, where every noun has a capital."""
    before = [word.text.lower() for word in article.words[max(0, at - 2) : at]]
    return bool(before) and (
        before[-1] in _ADDRESSES or before[0].isdigit() or before[0] in _BEFORE_NOUNS
    )
