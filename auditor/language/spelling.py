"""Whether an unknown word is a slip for a known one: what speaks for and against it, weighed.

A logistic regression over a dozen facts. ``benchmarks/spelling/fit_typo.py`` fits the weights to slips
planted in news articles and to the unknown words that stood there before.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

from auditor.language.lexicon import Candidate, Lexicon

PREFIXES = (
    "re non anti co pre post over under out sub super inter mis de counter pro semi multi mega micro mini "
    "cyber eco euro bio geo neo pseudo trans ultra un up down mid ex hyper meta nano cross off on in de fore "
    "self auto agri petro tele thermo electro photo hydro socio ethno retro crypto narco homo hetero proto"
).split()
SUFFIXES = (
    "ness like less ish ism isms ist ists wise able er ers gate phobia phobic ward hood dom ify ville fest "
    "nomics athon aholic land man men woman women proof free maker makers making worthy wide scape speak "
    "ization isation izations ized ised izing ising esque ology ologist fication ship ships mania punk core "
    "ly ing ings up ups in ins out outs off offs er's y ies ier iest ie bot bots ware dollar"
).split()

SLIPS = ("swap", "double", "single", "near", "sound", "insert", "drop", "change")


class Use(NamedTuple):
    """How an unknown word stands in its article."""

    repeated: bool = False
    """Whether it stands there more than once."""
    capital: bool = False
    """Whether it has a capital in the middle of a sentence."""
    initial: bool = False
    """Whether it has a capital at the beginning of one."""
    hyphen: bool = False
    """Whether it is part of a word with hyphens."""
    odd: int = 0
    """How many of the words around it are unknown too."""
    quoted: bool = False
    """Whether it stands in direct speech."""


class Verdict(NamedTuple):
    """The probability that the word is a slip, and what was meant, likeliest first."""

    probability: float
    suggestions: tuple[str, ...]
    facts: tuple[float, ...] = ()


FACTS = (
    "one", "zipf", "own_zipf", "unseen", "length", *SLIPS, "first", "here", "twice", "capital",
    "initial", "hyphen", "odd", "quoted", "name", "gap", "capital_name", "long",
    "capital_long", "capital_zipf", "capital_here", "initial_long", "short", "own_long", "own_spelt",
)  # fmt: skip

WEIGHTS: tuple[float, ...] = (
    -2.92,  # one
    1.67,  # zipf
    -2.08,  # own_zipf
    0.18,  # unseen
    0.02,  # length
    1.06,  # swap
    -0.49,  # double
    -0.80,  # single
    0.49,  # near
    -1.18,  # sound
    -0.77,  # insert
    0.43,  # drop
    -1.66,  # change
    0.39,  # first
    -0.07,  # here
    -1.18,  # twice
    -5.39,  # capital
    -5.46,  # initial
    -4.75,  # hyphen
    -3.07,  # odd
    0.07,  # quoted
    -1.97,  # name
    0.04,  # gap
    0.18,  # capital_name
    0.31,  # long
    0.82,  # capital_long
    -0.35,  # capital_zipf
    0.52,  # capital_here
    -0.78,  # initial_long
    0.77,  # short
    -0.35,  # own_long
    0.61,  # own_spelt
)


def rank(candidate: Candidate, here: Mapping[str, int]) -> float:
    """Return how likely ``candidate`` was meant, on an open scale; ``here`` counts the article's words."""
    score = candidate.zipf + _SLIP_RANK[candidate.slip] - (1.5 if candidate.first else 0.0)
    return score + min(2.0, 1.2 * math.log2(1 + _uses(candidate.word, here)))


_SLIP_RANK = {
    "swap": 1.2, "double": 0.8, "single": 0.8, "near": 0.6, "sound": 0.5, "insert": 0.2, "drop": 0.4,
    "change": -0.3,
}  # fmt: skip


def _uses(word: str, here: Mapping[str, int]) -> int:
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


def is_formed(word: str, words: Lexicon) -> bool:
    """Whether ``word`` is made of known parts: a prefix, a suffix, or two words."""
    for prefix in PREFIXES:
        if word.startswith(prefix):
            rest = word[len(prefix) :]
            if _is_part(rest, words, 1.0 if len(rest) >= 8 else 3.0):
                return True
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            stem = word[: -len(suffix)]
            if _is_part(stem, words) or (suffix[0] in "aeiouy" and _is_part(stem + "e", words)):
                return True
            if len(stem) > 4 and stem[-1] == stem[-2] and _is_part(stem[:-1], words):
                return suffix not in ("ed", "ing", "er")
    return any(
        _is_part(word[:at], words) and _is_part(word[at:], words) for at in range(4, len(word) - 3)
    )


def _is_part(part: str, words: Lexicon, least: float = 3.0) -> bool:
    if len(part) < 4:
        return False
    entry = words.entry(part)
    return entry is not None and entry.kind != "x" and entry.zipf >= least


def judge(word: str, use: Use, here: Mapping[str, int], words: Lexicon) -> Verdict | None:
    """Weigh the lower-case ``word``; None where no known word is near."""
    own = words.frequency(word) or 0.0
    candidates = words.candidates(word, least=max(2.0, own + 0.5))
    if use.capital or use.initial:
        candidates = [c for c in candidates if not c.first] or candidates
    if not candidates:
        return None
    ranked = sorted(candidates, key=lambda c: (-rank(c, here), c.word))
    best = ranked[0]
    gap = rank(best, here) - rank(ranked[1], here) if len(ranked) > 1 else 4.0
    entry = words.entry(best.word)
    name = entry is not None and entry.kind == "n"
    size = len(word)
    facts = (
        1.0,
        best.zipf,
        own,
        float(own == 0),
        min(size, 12) / 4,
        *(float(best.slip == slip) for slip in SLIPS),
        float(best.first),
        min(3.0, math.log2(1 + _uses(best.word, here))),
        float(use.repeated),
        float(use.capital),
        float(use.initial),
        float(use.hyphen),
        float(min(use.odd, 2)),
        float(use.quoted),
        float(name and not use.capital),
        min(gap, 4.0),
        float(name and use.capital),
        float(size >= 7),
        float(use.capital and size >= 8),
        (best.zipf - 4) * use.capital,
        min(3.0, math.log2(1 + _uses(best.word, here))) * use.capital,
        float(use.initial and size >= 7),
        float(size <= 4),
        own * (size >= 8),
        own * (size >= 6 and best.slip in ("single", "double", "sound", "swap")),
    )
    logit = sum(w * f for w, f in zip(WEIGHTS, facts, strict=True))
    probability = 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
    return Verdict(probability, tuple(c.word for c in ranked[:3]), facts)


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
