"""Mistakes to plant: names respelt, forms mixed, phrases spun."""

import random
import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple
from zlib import crc32

from auditor.document import Article
from auditor.language.synonyms import meant
from auditor.sources.plain import article_from_text

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


class Planted(NamedTuple):
    """An article with one mistake, its place, what stands there and what stood there."""

    article: Article
    start: int
    end: int
    wrong: str
    meant: str


def _rng(article: Article) -> random.Random:
    return random.Random(crc32(article.id.encode()))


def _with(article: Article, start: int, end: int, wrong: str) -> Planted:
    """Return the article with ``wrong`` in the place of ``start`` to ``end``."""
    text = article.text[:start] + wrong + article.text[end:]
    made = article_from_text(
        text[article.body_start :], id=article.id, headline=article.headline_text
    )
    return Planted(made, start, start + len(wrong), wrong, article.text[start:end])


def _one_edit(word: str, rng: random.Random) -> str:
    """Return ``word`` with one slip after its first letter: drop, double or other letter, exchange."""
    at = rng.randrange(1, len(word))
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        row = next(keys for keys in _ROWS if word[at] in keys)
        beside = row[max(0, row.index(word[at]) - 1) : row.index(word[at]) + 2].replace(
            word[at], ""
        )
        return word[:at] + rng.choice(beside) + word[at + 1 :]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def respelt_name(article: Article) -> Planted | None:
    """Misspell one mention of a surname that stands three times or more."""
    rng = _rng(article)
    uses = Counter(name.surname for name in article.names if name.span.start >= article.body_start)
    places = [
        name
        for name in article.names
        if name.span.start >= article.body_start
        and uses[name.surname] >= 3
        and re.fullmatch("[A-Z][a-z]{4,}", name.surname)
        and name.text.endswith(name.surname)
        and not article.in_direct_speech(name.span)
    ]
    if not places:
        return None
    name = rng.choice(places)
    wrong = _one_edit(name.surname.lower(), rng).capitalize()
    if wrong in uses or wrong == name.surname:
        return None
    return _with(article, name.span.end - len(name.surname), name.span.end, wrong)


def respelt_full_name(article: Article) -> Planted | None:
    """Misspell the surname of a full name that stands nowhere else in the article."""
    rng = _rng(article)
    uses = Counter(word for name in article.names for word in name.words)
    places = [
        name
        for name in article.names
        if name.span.start >= article.body_start
        and len(name.words) == 2
        and uses[name.surname] == 1
        and re.fullmatch("[A-Z][a-z]+ [A-Z][a-z]{4,}", name.text)
    ]
    if not places:
        return None
    name = rng.choice(places)
    wrong = _one_edit(name.surname.lower(), rng).capitalize()
    if wrong == name.surname:
        return None
    return _with(article, name.span.end - len(name.surname), name.span.end, wrong)


def _mixed(
    pattern: str, least: int, change: Callable[[str], str]
) -> Callable[[Article], Planted | None]:
    """Return a function that changes one of the places of ``pattern`` where there are ``least`` or more."""
    sought = re.compile(pattern)

    def plant(article: Article) -> Planted | None:
        places = [
            m for m in sought.finditer(article.text, article.body_start)
            if not any(q.span.start <= m.start() < q.span.end for q in article.quotations)
            and (block := article.block_at(m.start())) and "@" not in block.span.of(article.text)
        ]  # fmt: skip
        if len(places) < least:
            return None
        match = _rng(article).choice(places[1:])
        return _with(article, match.start(), match.end(), change(match.group()))

    return plant


def reworded(article: Article) -> Planted | None:
    """Exchange every such word: the whole article is reworded, and any finding in it is right."""
    exchanged = {word: written for written, words in meant().items() for word in words}
    text = re.sub(
        r"\b[a-z]+\b",
        lambda m: exchanged.get(m.group(), m.group()),
        article.text[article.body_start :],
    )
    if sum(word.text in exchanged for word in article.words) < 8:
        return None
    made = article_from_text(text, id=article.id, headline=article.headline_text)
    return Planted(made, 0, len(made.text), "", "")


def spun_word(article: Article) -> Planted | None:
    """Exchange one word for one that rewording software writes for it; the phrase begins a word before."""
    rng = _rng(article)
    exchanged: dict[str, list[str]] = {}
    for written, intended in meant().items():
        for word in intended:
            exchanged.setdefault(word, []).append(written)
    places = [
        (at, found)
        for at, found in enumerate(article.words[:-1])
        if at and found.text in exchanged and found.start > article.body_start
    ]
    if not places:
        return None
    at, found = rng.choice(places)
    made = _with(article, found.start, found.end, rng.choice(exchanged[found.text]))
    return made._replace(start=article.words[at - 1].start)


_LOWER_NEXT = r"(?= [a-z]{3,} )"
MISTAKES: dict[str, tuple[str, Callable[[Article], Planted | None]]] = {
    "name": ("name-variant", respelt_name),
    "full name": ("name-variant", respelt_full_name),
    "reworded article": ("spun-phrase", reworded),
    "spun word": ("spun-phrase", spun_word),
    "U.S. as USA": ("form-variant", _mixed(r"(?<=the )U\.S\." + _LOWER_NEXT, 3, lambda _: "USA")),
    "U.S. as US": ("form-variant", _mixed(r"\bU\.S\.(?= [a-z])", 3, lambda _: "US")),
    "US as U.S.": ("form-variant", _mixed(r"(?<=[a-z] )US(?= [a-z])", 3, lambda _: "U.S.")),
    "percent as per cent": ("form-variant", _mixed(r"(?<=\d )percent\b", 3, lambda _: "per cent")),
    "percent as %": ("form-variant", _mixed(r"(?<=\d) percent\b", 3, lambda _: "%")),
    "airstrike": ("form-variant", _mixed(r"\bairstrikes?\b", 2, lambda t: t.replace("air", "air "))),
    "Shiite": ("form-variant", _mixed(r"\bShiites?\b", 2, lambda t: t.replace("ite", "a"))),
    "American as British": (
        "form-variant",
        _mixed(r"\b(?:color|labor|favor|honor|neighbor|behavior)s?\b|\b(?:center|defense)s?\b", 2,
               lambda t: t.replace("or", "our").replace("center", "centre").replace("defense", "defence")),
    ),
    "date": (
        "form-variant",
        _mixed(r"\b(?:January|February|March|April|June|July|August|September|October|November|December)"
               r" \d{1,2}\b(?! ?\d)", 2, lambda t: " ".join(reversed(t.split()))),
    ),
}  # fmt: skip
"""Each kind with the rule that should find it and what plants it."""
