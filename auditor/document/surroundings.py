"""What stands around a passage and what is said again elsewhere, as facts from which furniture can be told.

Furniture comes in boxes (a heading, lines without a stop, a button) and repeats itself down a page; captions stand
alone between long paragraphs.
"""

from collections import Counter
from collections.abc import Sequence
from statistics import median_low

from auditor.document.block import Role
from auditor.document.passages import Passage
from auditor.language.classes import members
from auditor.language.furniture import LONGEST, Hit, line_of, shipped

_ASKING = members("asking")
_KINDS = ("related links", "advertisement", "sign-up", "share prompt")
_LINKED = 0.75
_SHORT = 8
"""Words from which a line without a stop is no scrap."""
_PROSE = 25
_BUTTON = 6
_REACH = 4
_NEAR = 6
_FAR = 20
_TOLD = 8
"""Words from which a block that is no heading counts for the share of loose ones."""
_USUAL = 40
"""Words taken for those of a paragraph where an article has no prose."""

FACTS = (
    "listed link", "listed advertisement", "listed sign-up", "listed share prompt", "listed otherwise",
    "listed before", "listed after", "same line", "same opening", "scraps around", "linked around",
    "run of scraps", "prose before", "prose after", "from heading", "to heading", "words to prose",
    "button before", "button after", "names elsewhere", "loose", "loose around", "share loose", "heading level",
)  # fmt: skip
"""The facts, in the order in which ``surroundings`` gives them."""


def surroundings(passages: Sequence[Passage]) -> list[tuple[float, ...]]:
    """Return the facts on each passage; linear in their words."""
    sizes = [len(p.words) for p in passages]
    linked = [p.linked > _LINKED for p in passages]
    headings = [p.block.role is Role.SUBHEADING for p in passages]
    prose = [
        size >= _PROSE and p.stops and not link
        for p, size, link in zip(passages, sizes, linked, strict=True)
    ]
    scraps = [size < _SHORT and not p.stops for p, size in zip(passages, sizes, strict=True)]
    buttons = [
        0 < size <= _BUTTON and p.low[0] in _ASKING and not p.stops
        for p, size in zip(passages, sizes, strict=True)
    ]
    hits = [_listed(p) for p in passages]
    listed = [hit is not None for hit in hits]
    lines = [
        " ".join(p.low) if size <= _USUAL else "" for p, size in zip(passages, sizes, strict=True)
    ]
    openings = [
        (link, *p.low[:2]) if size <= _USUAL else ()
        for p, size, link in zip(passages, sizes, linked, strict=True)
    ]
    same_line, same_opening = Counter(lines), Counter(openings)
    names = Counter(name for p in passages for name in p.names)
    usual = median_low([s for s, fit in zip(sizes, prose, strict=True) if fit] or [_USUAL])
    runs = runs_of(scraps)
    scraps_around, linked_around = _around(scraps), _around(linked)
    loose = [p.block.is_loose for p in passages]
    loose_around = _around(loose)
    told = [
        own
        for own, size, heading in zip(loose, sizes, headings, strict=True)
        if size >= _TOLD and not heading
    ]
    share_loose = sum(told) / max(len(told), 1)
    distances = [
        _distances(flags, far) for flags, far in ((listed, _NEAR), (prose, _NEAR), (headings, _FAR))
    ]
    (listed_before, listed_after), (prose_before, prose_after), (heading_before, heading_after) = (
        distances
    )
    last = len(passages) - 1
    return [
        (
            *_kinds(hits[i]),
            float(listed_before[i]),
            float(listed_after[i]),
            float(same_line[lines[i]] - 1 if lines[i] else 0),
            float(same_opening[openings[i]] - 1 if openings[i] else 0),
            float(scraps_around[i]),
            float(linked_around[i]),
            float(runs[i]),
            float(prose_before[i]),
            float(prose_after[i]),
            float(heading_before[i]),
            float(heading_after[i]),
            sizes[i] / usual,
            float(i > 0 and buttons[i - 1]),
            float(i < last and buttons[i + 1]),
            sum([names[name] for name in own.names]) / max(len(own.names), 1),
            float(loose[i]),
            float(loose_around[i]),
            share_loose,
            float(own.block.heading_level),
        )
        for i, own in enumerate(passages)
    ]


def runs_of(flags: Sequence[bool]) -> list[int]:
    """Return for each place how long the run of set flags is that it stands in, 0 where it is not set."""
    found = [0] * len(flags)
    start = 0
    for at in range(len(flags) + 1):
        if at == len(flags) or not flags[at]:
            found[start:at] = [at - start] * (at - start)
            start = at + 1
    return found


def _listed(p: Passage) -> Hit | None:
    if not p.words or len(p.words) > LONGEST:
        return None
    return shipped().look_up(line_of(p.text))


def _kinds(hit: Hit | None) -> tuple[float, ...]:
    if hit is None:
        return (0.0,) * (len(_KINDS) + 1)
    return (*(float(hit.kind == kind) for kind in _KINDS), float(hit.kind not in _KINDS))


def _around(flags: Sequence[bool]) -> list[int]:
    """Return for each place how many of those near it are set, itself left out."""
    sums = [0]
    for flag in flags:
        sums.append(sums[-1] + flag)
    count = len(flags)
    return [
        sums[min(count, at + _REACH + 1)] - sums[max(0, at - _REACH)] - flags[at]
        for at in range(count)
    ]


def _distances(flags: Sequence[bool], far: int) -> tuple[list[int], list[int]]:
    """Return for each place how many places lie between it and the next set one before and after, ``far`` at most."""
    before = _since(flags, range(len(flags)), far)
    return before, _since(flags, range(len(flags) - 1, -1, -1), far)


def _since(flags: Sequence[bool], order: range, far: int) -> list[int]:
    found = [far] * len(flags)
    gone = far
    for at in order:
        found[at] = gone
        gone = 0 if flags[at] else min(gone + 1, far)
    return found
