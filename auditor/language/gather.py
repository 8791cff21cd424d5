"""A lexicon out of counted words: which are words, which are names, which may be misspellings themselves."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from auditor.errors import AuditorError, Problem
from auditor.language.inflection import CAPITAL_NOUNS
from auditor.language.lexicon import Entry
from auditor.language.pack import Words

_PLAIN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_PAIR_LEAST = 5
_PAIRS_MOST = 250_000
_LONG = 6
_OFTEN = 2000
"""How many times commoner a word is than its commonest misspellings."""
_UNLISTED = 2.0
"""The Zipf value from which a word met is taken for a word, where no list of right words is given."""
_LISTED = 3.3
"""The same where one is, so that this is for the words that it lacks."""
_TARGET = 2.0
"""The Zipf value from which a word may be what another was meant to be."""
_FLATTEST = 0.1
"""By how much a list falls at least more steeply than one over the rank, without which it would have no end."""


@dataclass
class Gathered:
    """Words as they were met, counted."""

    written: Counter[str] = field(default_factory=Counter)
    """In the middle of sentences, as they are written."""
    initial: Counter[str] = field(default_factory=Counter)
    """At the beginning of sentences, in lower case: there a capital says nothing."""
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, word: str, count: int, *, initial: bool = False) -> None:
        """Count a word."""
        word = word.replace("’", "'")
        if _PLAIN.fullmatch(word):
            if initial:
                self.initial[word.lower()] += count
            else:
                self.written[word] += count

    def add_sentence(self, words: Iterable[str]) -> None:
        """Count the words of a sentence, and which stand side by side."""
        before = ""
        for at, word in enumerate(words):
            self.add(word, 1, initial=at == 0)
            low = word.lower().replace("’", "'")
            if before:
                self.pairs[before, low] += 1
            before = low


def read_counts(lines: Iterable[str], place: str) -> Iterator[tuple[str, int]]:
    """Yield the words and counts of a frequency list: a word and a number a line, in that order or behind a rank.

    Lines without either (headings, comments, marks) are passed over.

    Raises:
        AuditorError: no line has both; ``place`` is how the file is called.

    """
    found = False
    for line in lines:
        cells = re.split(r"[\t,;]| +", line.strip().lstrip("\ufeff"))
        words = [cell for cell in cells if any(c.isalpha() for c in cell)]
        counts = [cell for cell in cells if cell.isdecimal()]
        if words and counts:
            found = True
            yield words[0], int(counts[-1])
    if not found:
        message = "no line has a word and a count, as a frequency list does: the 22038615"
        raise AuditorError(Problem(message, place))


def words_of(
    gathered: Gathered, language: str, listed: AbstractSet[str] = frozenset(), least: int = 3
) -> Words:
    """Return what goes into the lexicon of ``language``.

    Args:
        gathered: the words met.
        language: a primary subtag (``de``).
        listed: words that are right however rare, as they are written.
        least: how often a word must have been met to be taken for one. Those met less often, those that are rare
            in the language, and those that a letter parts from a word thousands of times commoner, as misspellings
            are, are kept as seen in use. How many of a text's words these are, and those never met, is kept as well.

    Raises:
        AuditorError: there is nothing to make a lexicon of.

    """
    counts: Counter[str] = Counter(gathered.initial)
    small: Counter[str] = Counter()
    for word, count in gathered.written.items():
        counts[word.lower()] += count
        if word[0].islower():
            small[word.lower()] += count
    total = sum(counts.values())
    if total < 1000:
        raise AuditorError(
            f"{total} words are too few for a lexicon; give a frequency list or more articles"
        )
    capitals: Counter[str] = Counter()
    for word, count in gathered.written.items():
        if word[0].isupper():
            capitals[word.lower()] += count
    wrong, floor = _slips(counts), _LISTED if listed else _UNLISTED
    lacking = 0
    entries: dict[str, Entry] = {}
    plain: dict[str, int] = {}
    for word, count in counts.items():
        zipf = min(9.0, max(0.0, 9 + math.log10(count / total)))
        name = capitals[word] > 9 * small[word] and language not in CAPITAL_NOUNS
        seen_only = count < least or zipf < floor or word in wrong
        kind = "x" if seen_only else "n" if name else "w"
        entries[word] = Entry(kind, zipf)
        if not name:
            plain[word] = count
            lacking += count if kind == "x" and word not in listed else 0
    for word in listed:
        low = word.lower()
        name = not word.islower() and language not in CAPITAL_NOUNS
        known = entries.get(low)
        entries[low] = Entry("n" if name else "w", known.zipf if known else 0.0)
    return Words(
        language,
        entries,
        [w for w, e in entries.items() if e.kind in "wn" and e.zipf >= _TARGET and len(w) > 1],
        _pairs(gathered.pairs, counts, total),
        lacks=min(1.0, lacking / total + _unseen(plain, listed) / total),
    )


def _unseen(counts: Mapping[str, int], listed: AbstractSet[str]) -> float:
    """Return how many words of as long a text as was counted would be none of ``counts`` and not on the list.

    After whole counts as many as were met once (I. J. Good, The population frequencies of species, 1953); after a list
    that was cut what follows by the law of Zipf, as steep as the last decade of ranks.
    """
    ordered = sorted(counts, key=lambda word: -counts[word])
    if not ordered:
        return 0.0
    last = counts[ordered[-1]]
    if last == 1:
        return float(sum(counts[word] == 1 and word not in listed for word in ordered))
    rarer = ordered[len(ordered) // 2 :]
    steepness = math.log10(counts[ordered[len(ordered) // 10]] / last)
    unlisted = sum(word not in listed for word in rarer) / len(rarer)
    return unlisted * last * len(ordered) / max(steepness - 1, _FLATTEST)


def _slips(counts: Counter[str]) -> set[str]:
    """Return the words so rare beside one that a letter parts them from that they may well be misspelt."""
    common: dict[str, int] = {}
    top = max(counts.values())
    for word, count in counts.items():
        if count * 2 > _OFTEN and len(word) >= _LONG:
            for key in _shortened(word):
                common[key] = max(common.get(key, 0), count)
    return {
        word
        for word, count in counts.items()
        if len(word) >= _LONG
        and count * _OFTEN < top
        and any(common.get(key, 0) >= count * _OFTEN for key in _shortened(word))
    }


def _shortened(word: str) -> Iterator[str]:
    """Yield a word, and what is left when a letter inside it is taken out; the ends tell inflections apart."""
    yield word
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1 :]


def _pairs(
    pairs: Counter[tuple[str, str]], counts: Counter[str], total: int
) -> dict[tuple[str, str], float]:
    common = [(pair, n) for pair, n in pairs.items() if n >= _PAIR_LEAST]
    common.sort(key=lambda item: (-item[1], item[0]))
    return {
        (left, right): math.log10(n * total / (counts[left] * counts[right]))
        for (left, right), n in common[:_PAIRS_MOST]
        if counts[left] and counts[right]
    }
