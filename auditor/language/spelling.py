"""Whether an unknown word is a slip for a known one: what speaks for and against it, weighed.

The words that may have been meant are ranked by a linear score over ``RANKED``; what speaks for the
first of them, and how the word and its place look (``FACTS``), go through a forest of decision trees whose sum
is turned into a probability. ``benchmarks/spelling/train_typo.py`` makes both of slips planted in news
articles and of the unknown words that stood there before.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from auditor.errors import AuditorError
from auditor.language.forest import forest
from auditor.language.formation import inflected_from, is_formed
from auditor.language.lexicon import DATA, Lexicon, Target
from auditor.language.nearness import SLIPS, Path, path
from auditor.similarity.fuzzy import osa_distance

_WEIGHED = 7
"""How many candidates are looked at closely."""
_HOPELESS = -3.3
"""A logit after a quarter of the trees that one slip in two thousand has; all but one in twenty unknown words do."""
_MANY = 64
"""Archives count so far, and no further."""
_NEAR = 200
"""How many unknown words of the article a word is held against."""


class Place(NamedTuple):
    """Where and how an unknown word stands."""

    uses: int = 1
    """How often it stands in the article."""
    capital: bool = False
    """Whether it has a capital in the middle of a sentence."""
    initial: bool = False
    """Whether it has a capital at the beginning of one."""
    titled: bool = False
    """Whether it stands in a headline or heading, where capitals say little."""
    hyphen: bool = False
    """Whether it is part of a word with hyphens."""
    quoted: bool = False
    """Whether it stands in direct speech."""
    odd: int = 0
    """How many of the four words around it are unknown too."""
    before: str = ""
    """The word before it, in lower case; empty where a mark parts the two."""
    after: str = ""
    """The word after it, likewise."""
    before_capital: bool = False
    after_capital: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What the article as a whole says of its words."""

    words: Lexicon
    counts: Mapping[str, int]
    """How often each word stands there, in lower case."""
    capitals: Mapping[str, int]
    """How often with a capital."""
    line: str = ""
    """Its words in lower case, a space before and after each."""
    odd: Sequence[str] = ()
    """Its unknown words."""
    archive: Callable[[str], int] | None = None
    """In how many articles of the archive a word stands, where there is one."""


class Verdict(NamedTuple):
    """The probability that the word is a slip, and what was meant, likeliest first."""

    probability: float
    suggestions: tuple[str, ...]
    facts: tuple[float, ...] = ()


class Candidate(NamedTuple):
    """A word that may have been meant, with what ranks it."""

    target: Target
    path: Path
    facts: tuple[float, ...]


RANKED = (
    "zipf", "cost", "distance", "sounds", "first", "here", "together_before", "together_after",
    "beside_here", "name_small", "name_capital", "unlisted", "capital_here", "shorter", "longer", "short_cost",
    "listed", "full_name", *SLIPS,
)  # fmt: skip
FACTS = (
    "own_zipf", "own_unseen", "own_misspelling", "own_name", "own_rare", "length", "usual", "worst", "formed",
    "derived", "vowels", "count", "capital", "initial", "titled", "hyphen", "quoted", "odd", "before_capital",
    "after_capital", "together_own", "own_archive", "score", "gap", "rivals", "zipf", "cost", "distance",
    "sounds", "first", "here", "together_before", "together_after", "kind", "capital_here", "slip",
    "best_archive", "best_usual", "near_count", "beside_here",
    "before_name", "rare_name", "foreign", "inflected",
    "name_usual", "name_worst", "same_start", "same_end", "plural",
    "listed", "bearers", "full_name", "own_full_name",
)  # fmt: skip


@cache
def weights() -> tuple[float, ...]:
    """Return what each of ``RANKED`` weighs, read once a process.

    Raises:
        AuditorError: the file is missing, damaged or made for others.

    """
    path = DATA / "typo.weights"
    try:
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        found = {name: float(value) for name, value in rows}
        return tuple(found[name] for name in RANKED)
    except (OSError, ValueError, KeyError) as error:
        raise AuditorError(f"cannot read {path}: {error}; install again") from None


def judge(word: str, place: Place, page: Page) -> Verdict | None:
    """Weigh the lower-case ``word``; None where no known word is near."""
    found = candidates(word, place, page)
    if not found:
        return None
    own = weights()
    ranked = sorted(
        ((sum(map(float.__mul__, own, c.facts)), c) for c in found),
        key=lambda sc: (-sc[0], sc[1].target.word),
    )
    facts = facts_of(word, place, page, ranked)
    probability = forest("typo").probability(facts, hopeless=_HOPELESS)
    return Verdict(probability, tuple(c.target.word for _, c in ranked[:3]), facts)


def candidates(word: str, place: Place, page: Page) -> list[Candidate]:
    """Return the likeliest of the words that may have been meant, in no order that matters."""
    near = list(page.words.near(word))
    known = {target.word for target in near}
    near += [t for t in _of_the_page(word, page) if t.word not in known]
    if not near:
        return []
    counts, listed = page.counts, page.words.meant(word)
    near.sort(
        key=lambda t: (
            t.word not in listed,
            1.8 * t.distance - t.zipf - 2 * (t.word in counts) - t.sounds,
            t.word,
        )
    )
    return [_weighed(word, target, place, page) for target in near[:_WEIGHED]]


def _of_the_page(word: str, page: Page) -> list[Target]:
    """Return the article's own unknown words near ``word`` that stand there more often than it."""
    least, most = page.counts.get(word, 0), 1 if len(word) < 8 else 2
    osa = osa_distance()
    found = []
    for other in page.odd[:_NEAR]:
        if other != word and page.counts[other] > least:
            distance = osa(word, other, score_cutoff=most)
            if distance <= most:
                entry = page.words.entry(other)
                found.append(Target(other, "h", entry.zipf if entry else 0.0, distance, False))
    return found


def _weighed(word: str, target: Target, place: Place, page: Page) -> Candidate:
    other = target.word
    way = path(word, other)
    upper = place.capital or place.titled
    short = len(word) <= 5
    facts = (
        target.zipf,
        way.cost,
        float(target.distance),
        float(target.sounds),
        float(way.first),
        math.log2(1 + min(7, uses(other, page.counts))),
        page.words.together(place.before, other) if place.before else -1.0,
        page.words.together(other, place.after) if place.after else -1.0,
        _beside(other, place, page),
        float(target.kind in "np" and not upper),
        float(target.kind in "np" and upper),
        float(target.kind in "xh"),
        float(page.capitals.get(other, 0) > 0) * (1.0 if upper else -1.0),
        float(len(other) < len(word)),
        float(len(other) > len(word)),
        way.cost * short,
        float(other in page.words.meant(word)),
        float(_is_full_name(other, place, page.words)),
        *(float(way.slip == slip) for slip in SLIPS),
    )
    return Candidate(target, way, facts)


def _beside(word: str, place: Place, page: Page) -> float:
    """On how many sides ``word`` would have the neighbour that it has elsewhere in the article."""
    if word not in page.counts:
        return 0.0
    before = bool(place.before) and f" {place.before} {word} " in page.line
    return float(before) + float(bool(place.after) and f" {word} {place.after} " in page.line)


def _is_full_name(word: str, place: Place, words: Lexicon) -> bool:
    """Whether ``word`` makes a full name with the word before or after it."""
    return (place.before_capital and words.is_full_name(place.before, word)) or (
        place.after_capital and words.is_full_name(word, place.after)
    )


def facts_of(
    word: str, place: Place, page: Page, ranked: Sequence[tuple[float, Candidate]]
) -> tuple[float, ...]:
    """Return ``FACTS`` of a word, its candidates ranked."""
    words = page.words
    entry = words.entry(word)
    kind = entry.kind if entry else ""
    # How common a misspelling is says nothing; with a capital it may be a name as well (Lew).
    own = entry.zipf if entry and (kind != "m" or place.capital) else 0.0
    usual, worst = words.letters(word)
    score, best = ranked[0]
    target, way = best.target, best.path
    ranks = dict(zip(RANKED, best.facts, strict=True))
    together = max(
        words.together(place.before, word) if place.before else -1.0,
        words.together(word, place.after) if place.after else -1.0,
    )
    return (
        own,
        float(own == 0),
        float(kind == "m"),
        float(kind == "p"),
        float(kind == "r"),
        float(len(word)),
        usual,
        worst,
        float(is_formed(word, words)),
        float(_derived(word, page)),
        sum(letter in "aeiouy" for letter in word) / len(word),
        float(place.uses),
        float(place.capital),
        float(place.initial),
        float(place.titled),
        float(place.hyphen),
        float(place.quoted),
        float(place.odd),
        float(place.before_capital),
        float(place.after_capital),
        together,
        _archived(word, page),
        score,
        score - ranked[1][0] if len(ranked) > 1 else 9.0,
        float(sum(score - other < 2 for other, _ in ranked)),
        target.zipf,
        way.cost,
        float(target.distance),
        float(target.sounds),
        float(way.first),
        ranks["here"],
        ranks["together_before"],
        ranks["together_after"],
        float("wnpxh".index(target.kind)),
        float(page.capitals.get(target.word, 0) > 0),
        float(SLIPS.index(way.slip)),
        _archived(target.word, page),
        words.letters(target.word)[0],
        float(len(ranked)),
        ranks["beside_here"],
        float(place.before_capital and _is_name(place.before, words)),
        float(words.is_rare_name(word)),
        float(words.is_foreign(word)),
        inflected_from(word, words),
        *words.name_letters(word),
        _shared(word, target.word),
        _shared(word[::-1], target.word[::-1]),
        float(word in (target.word + "s", target.word + "es")),
        ranks["listed"],
        words.bearers(word),
        ranks["full_name"],
        float(_is_full_name(word, place, words)),
    )


def _shared(a: str, b: str) -> float:
    """How many letters two words have in common at their beginning."""
    at = 0
    while a[at : at + 1] == b[at : at + 1] != "":
        at += 1
    return float(at)


def _archived(word: str, page: Page) -> float:
    """How many articles of the archive hold ``word``, as a logarithm; -1 without an archive."""
    return -1.0 if page.archive is None else math.log2(1 + min(page.archive(word), _MANY))


def _is_name(word: str, words: Lexicon) -> bool:
    entry = words.entry(word)
    return entry is not None and entry.kind in "np"


def uses(word: str, here: Mapping[str, int]) -> int:
    """How often ``word`` or a regular inflection of it stands in the article."""
    total = here.get(word, 0) + here.get(word + "s", 0)
    if word.endswith("s"):
        total += here.get(word[:-1], 0)
    elif word.endswith("y"):
        total += here.get(word[:-1] + "ies", 0)
    if word.endswith("ed"):
        total += here.get(word[:-2], 0) + here.get(word[:-1], 0) + here.get(word[:-2] + "ing", 0)
    elif word.endswith("ing"):
        total += (
            here.get(word[:-3], 0) + here.get(word[:-3] + "e", 0) + here.get(word[:-3] + "ed", 0)
        )
    return total


_OF_NAMES = (
    "s es ian ians ite ites an ans esque ism isms ist ists ed er ers ish ing ize ized ification nomics "
    "land like mania ville y ies"
).split()


def _derived(word: str, page: Page) -> bool:
    """Whether ``word`` is a name with an ending (Gaullist, Kardashians)."""
    for ending in _OF_NAMES:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            if _is_name(stem, page.words) or page.capitals.get(stem, 0):
                return True
    return False


def one_slip(a: str, b: str) -> bool:
    """Whether one letter too many, too few or wrong, or one exchange of neighbours, parts two words."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    at = 0
    while at < min(len(a), len(b)) and a[at] == b[at]:
        at += 1
    if len(a) == len(b):
        swapped = a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :]
        return swapped or a[at + 1 :] == b[at + 1 :]
    return a[at + 1 :] == b[at:] if len(a) > len(b) else a[at:] == b[at + 1 :]
