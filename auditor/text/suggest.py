"""What a mistyped name was probably meant to be."""

from collections.abc import Iterable

_FEW = 12


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'core'?`` for what ``word`` was probably meant to be, or what there is."""
    from difflib import get_close_matches

    names = sorted(set(known))
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {near[0]!r}?"
    there = "is" if len(names) == 1 else "are"
    return f"; there {there} {', '.join(names)}" if 0 < len(names) <= _FEW else ""
