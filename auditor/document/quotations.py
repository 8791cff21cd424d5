"""Quotations: which words are somebody's, over paragraphs and between the kinds of marks.

``quotemarks`` matches the marks of a block; here pairs become quotations, the outer level is told
from what is nested, and speech is followed into the next paragraph.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from auditor.document.block import Block, Role
from auditor.document.quotemarks import match, runs_of, style_of
from auditor.document.span import Span

_LINE = 240
"""A longer block is not taken for a line between two paragraphs of speech (a caption, a pulled quote)."""
_LINES = 3
"""So many lines may stand between two paragraphs of speech."""
_BULLET = re.compile(r"(?:[-*•–—·>#]+|\d{1,3}[.)])[ \t]+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation that stands in no other.

    ``span`` takes the marks in, ``inner`` leaves them out. ``closed`` is false where no closing
    mark was found; ``continues`` is true where the paragraph ends and the next one opens again, as
    is the custom for speech over several paragraphs. ``opened`` is false for a closing mark that
    nothing opened: its span is the mark alone.
    """

    span: Span
    inner: Span
    block: int
    closed: bool = True
    continues: bool = False
    opened: bool = True
    style: str = "straight"
    """``straight``, ``curly``, ``low`` (German), ``guillemets``, ``corner`` (CJK) or ``single``."""
    nested: tuple[Span, ...] = ()
    """Quotations inside it, with their marks, in order."""
    strays: tuple[Span, ...] = ()
    """Opening marks inside it that nothing closes."""
    mixed: bool = False
    """Whether a double mark opens it and a single one closes it (“We go,’ he said)."""


def parse(prose: str, blocks: tuple[Block, ...]) -> tuple[Quotation, ...]:
    """Return the quotations of the outer level, in order; linear in the length of the text."""
    found: list[Quotation] = []
    tails: list[tuple[int, Block]] = []
    for block, runs in runs_of(prose, blocks):
        if block.role is Role.CODE or _is_code(prose, block):
            continue
        here = _in_block(prose, block, runs)
        if here and not here[-1].closed and here[-1].span.end == block.span.end:
            tails.append((len(found) + len(here) - 1, block))
        found.extend(here)
    for at, block in tails:
        if _reopens(prose, blocks, block.index + 1):
            found[at] = replace(found[at], continues=True)
    return tuple(found)


def _is_code(prose: str, block: Block) -> bool:
    """Whether a block that is not marked as code reads like it: braces and a sign of equality."""
    return all(prose.find(sign, *block.span) >= 0 for sign in "{}=")


def _reopens(prose: str, blocks: tuple[Block, ...], index: int) -> bool:
    """Whether the block at ``index`` opens with a mark, or the next after lines of no prose."""
    for block in blocks[index : index + _LINES + 1]:
        if opens_with_mark(prose, block.span):
            return True
        if block.is_prose and not _is_line(prose, block.span):
            return False
    return False


def _is_line(prose: str, span: Span) -> bool:
    """Whether a block is no paragraph but a line: it ends like none, or is all in capitals."""
    start, end = span
    if end - start > _LINE:
        return False
    return (
        prose[end - 1] not in '.?!"”’'
        or prose.endswith("...", start, end)
        or prose[start:end].isupper()
    )


def opens_with_mark(prose: str, span: Span) -> bool:
    """Whether the first thing in ``span``, a bullet aside, is a mark that may open a quotation."""
    at = span.start
    if bullet := _BULLET.match(prose, at, span.end):
        at = bullet.end()
    while at < span.end and prose[at] in "\u2060([*_ …":
        at += 1
    return at < span.end and (prose[at] in "\"“„«»‘'”＂「『" or prose.startswith("``", at))


def _in_block(prose: str, block: Block, runs: list[tuple[int, int]]) -> list[Quotation]:
    """Order what was matched and keep the outer level; unclosed ones end where the next begins."""
    pairs, lone, strays = match(prose, block, runs)
    if not (pairs or lone or strays):
        return []
    pairs.sort(key=lambda p: (p.start, -p.end))
    found: list[Quotation] = []
    nested: list[list[Span]] = []
    inside: list[list[Span]] = []
    lone_at = [m.at for m in lone]
    every = sorted([p.start for p in pairs] + lone_at)
    # A single mark inside an unclosed double quotation is nested in it and ends nothing.
    double = sorted([p.start for p in pairs if style_of(p.char) != "single"] + lone_at)
    for pair in pairs:
        if found and pair.start < found[-1].span.end:
            if pair.closed and pair.end <= found[-1].span.end:
                nested[-1].append(Span(pair.start, pair.end))
            elif not pair.closed:
                inside[-1].append(Span(pair.start, pair.start + 1))
            continue
        width = 2 if pair.char == "''" else 1
        if pair.closed:
            span, inner = (
                Span(pair.start, pair.end),
                Span(pair.start + width, pair.end - pair.width),
            )
        else:
            cuts = every if style_of(pair.char) == "single" else double
            cut = bisect_right(cuts, pair.start)
            end = cuts[cut] if cut < len(cuts) else block.span.end
            while end > pair.start + width and prose[end - 1].isspace():
                end -= 1
            span, inner = Span(pair.start, end), Span(min(pair.start + width, end), end)
        found.append(
            Quotation(
                span, inner, block.index, pair.closed, style=style_of(pair.char), mixed=pair.mixed
            )
        )
        nested.append([])
        inside.append([])
    extra = [
        Quotation(
            Span(m.at, m.at + len(m.char)),
            Span(m.at, m.at),
            block.index,
            opened=False,
            style=style_of(m.char),
        )
        for m in lone
    ]
    at = 0
    for stray in sorted(set(strays)):
        while at < len(found) and found[at].span.end <= stray:
            at += 1
        if at < len(found) and found[at].span.start < stray:
            inside[at].append(Span(stray, stray + 1))
        else:
            extra.append(
                Quotation(
                    Span(stray, stray + 1),
                    Span(stray + 1, stray + 1),
                    block.index,
                    closed=False,
                    style="single",
                )
            )
    whole = [
        replace(q, nested=tuple(n), strays=tuple(sorted(s))) if n or s else q
        for q, n, s in zip(found, nested, inside, strict=True)
    ]
    # A closing mark inside an outer quotation belongs to it and is none of its own.
    return _without_overlaps(sorted(whole + extra, key=lambda q: q.span))


def _without_overlaps(found: list[Quotation]) -> list[Quotation]:
    kept: list[Quotation] = []
    for quotation in found:
        if not kept or quotation.span.start >= kept[-1].span.end:
            kept.append(quotation)
    return kept
