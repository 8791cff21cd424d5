"""How much a word tells of a text's subject: nothing for common words, most for rare ones."""

from functools import lru_cache

from auditor.language.lexicon import lexicon

SMALL = frozenset(
    "a an the and or but nor of in on at to by for from with as is are was were be it its his her their "
    "our your my this that vs via not no if so up out off over into than".split()
)
"""Words that headlines write small."""
_COMMON = 5.9
"""The Zipf frequency from which a word tells nothing."""
_RARE = 3.2
"""The Zipf frequency up to which it tells most."""


@lru_cache(maxsize=1 << 16)
def telling(word: str) -> float:
    """Return how much ``word`` (English, in lower case) tells, 0 to 1."""
    if len(word) < 2 or word in SMALL or word.isdigit():
        return 0.0
    frequency = lexicon("en").frequency(word.removesuffix("'s"))
    if frequency is None:
        return 1.0
    return max(0.0, min(1.0, (_COMMON - frequency) / (_COMMON - _RARE)))
