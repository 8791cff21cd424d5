"""Whether a word that no list has is made of parts that are known: prefixes, suffixes, endings, two words."""

from auditor.language.lexicon import Lexicon

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


_INFLECTIONS = (
    ("ies", "y"), ("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""),
    ("er", "e"), ("ers", ""), ("ers", "e"), ("est", ""), ("est", "e"), ("y", ""), ("y", "e"), ("ier", "y"),
    ("iest", "y"),
)  # fmt: skip


def inflected_from(word: str, words: Lexicon) -> float:
    """Return the Zipf value of the word of the dictionary that ``word`` is inflected from; 0 without one.

    Only by an ending that English gives to any word (fakest, unmasker), with no letter doubled before it.
    """
    best = 0.0
    for ending, instead in _INFLECTIONS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            entry = words.entry(word[: -len(ending)] + instead)
            if entry is not None and entry.kind == "w":
                best = max(best, entry.zipf)
    return best


def _is_part(part: str, words: Lexicon, least: float = 3.0) -> bool:
    if len(part) < 4:
        return False
    entry = words.entry(part)
    return entry is not None and entry.kind != "x" and entry.zipf >= least
