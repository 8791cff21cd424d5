"""How much less the trees are to be believed where a lexicon lacks many right words.

They were trained with a lexicon that has nearly every word. One made of little text lacks common ones, and common
words are near to others: "bake" looks like a slip for "make". So the rarest words that a new lexicon has, each hidden
from it in its turn, are judged as those will be that it lacks, and the odds are lowered until hardly any is flagged.
"""

import math
from pathlib import Path
from zlib import crc32

from auditor.language.lexicon import Entry, Lexicon, Target
from auditor.language.pack import Words
from auditor.language.spelling import Page, Place, judge

_SAMPLE = 1000
_RAREST = 5
"""The part of the words that is rarest, from which the sample is taken."""
_WRONG = 0.00005
"""How many false flags a word of text may have: one in 20,000 words."""
_TOLD = math.log(0.6 / 0.4)
"""The logarithm of the odds from which the rule speaks."""
_MOST = 9.0
_CLEAN, _UNCLEAN = 2.8, 2.0
"""The Zipf values from which rare words are hardly ever misspelt ones, and below which they are so often that they
say nothing of right ones (what such a lexicon lacks is mostly names and compounds, which are near to nothing)."""


class _Hiding(Lexicon):
    """A lexicon without one of its words."""

    _hidden = ""

    def hide(self, word: str) -> None:
        """Know all words but this one, and forget what was said while another was hidden."""
        self._hidden = word
        self.entry.cache_clear()
        self.near.cache_clear()

    def _entry(self, word: str) -> Entry | None:
        return None if word == self._hidden else super()._entry(word)

    def _find_near(self, word: str) -> tuple[Target, ...]:
        return tuple(target for target in super()._find_near(word) if target.word != self._hidden)


def doubt(words: Words, path: Path) -> float:
    """Return by how much, in natural logarithms of odds, a slip is less likely than the trees say.

    Args:
        words: what the lexicon was made of.
        path: the lexicon.

    """
    if not words.lacks:
        return 0.0
    known = [w for w, e in words.entries.items() if e.kind == "w" and e.zipf > 0 and len(w) > 2]
    known.sort(key=lambda word: (words.entries[word].zipf, crc32(word.encode())))
    sample = known[: max(_SAMPLE, len(known) // _RAREST)]
    sample.sort(key=lambda word: crc32(word.encode()))
    lexicon = _Hiding(path)
    odds = []
    for word in sample[:_SAMPLE]:
        lexicon.hide(word)
        verdict = judge(word, Place(), Page(lexicon, {word: 1}, {}))
        probability = min(max(verdict.probability if verdict else 0.0, 1e-6), 1 - 1e-4)
        odds.append(math.log(probability / (1 - probability)))
    odds.sort(reverse=True)
    allowed = int(_WRONG / words.lacks * len(odds))
    if allowed >= len(odds):
        return 0.0
    rarest = words.entries[known[0]].zipf
    trusted = min(1.0, max(0.0, (rarest - _UNCLEAN) / (_CLEAN - _UNCLEAN)))
    return trusted * min(_MOST, max(0.0, odds[allowed] - _TOLD))
