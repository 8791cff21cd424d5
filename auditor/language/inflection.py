"""What languages do to names: which leave them as they are, and which give every noun a capital."""

CAPITAL_NOUNS = frozenset({"de", "lb"})
"""Languages that write every noun with a capital, so that a capital is no sign of a name."""
UNINFLECTED = frozenset("en und fr es it pt nl sv da nb no ca gl vi id ms fil".split())
"""Languages in which a name has one form; in others case changes its ending (Petrov, Petrovu). ``und``: unknown."""
ENDING = 3
"""Letters that such an ending may have."""


def are_cases(one: str, other: str, language: str) -> bool:
    """Whether two forms of a name may be one name in two cases, as ``language`` has them."""
    if language in UNINFLECTED:
        return False
    stem = max(len(one), len(other)) - ENDING
    return one[:stem] == other[:stem]
