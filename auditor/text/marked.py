"""Texts with marked places, as examples are written: Paris in «the the» springtime."""


def unmark(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the text without its ``«`` and ``»``, and the half-open places they marked.

    Marks that are text are doubled.

    Raises:
        ValueError: a mark without its other half.

    """
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    start: int | None = None
    at = 0
    while at < len(marked):
        char = marked[at]
        if char not in "«»":
            out.append(char)
        elif marked.startswith(char * 2, at):
            out.append(char)
            at += 1
        elif char == "«":
            if start is not None:
                raise ValueError("a mark « inside another; double it if it is text")
            start = len(out)
        else:
            if start is None:
                raise ValueError("a mark » without its «; double it if it is text")
            spans.append((start, len(out)))
            start = None
        at += 1
    if start is not None:
        raise ValueError("a mark « without its »; double it if it is text")
    return "".join(out), tuple(spans)
