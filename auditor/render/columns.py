"""Two texts beside each other on a terminal, the words that differ marked, long stretches of the same left out."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from auditor.render.excerpt import cells
from auditor.render.worddiff import Segment, segments

WIDE = 80
"""Columns from which there is room for two."""
_SAME = 60
"""So many words of the same, and more, are not shown whole but for the first and the last of them."""
_CONTEXT = 20
_STYLES = ("31;4", "32;4")
_SIGNS = (("[-", "-]"), ("{+", "+}"))
"""Around what differs where there is no colour, as ``git diff --word-diff`` has it."""


class _Atom(NamedTuple):
    """What a line is not broken inside of: a word, or one wide character."""

    text: str
    width: int
    spaced: bool
    """Whether a space stands before it, unless it begins a line."""
    wide: bool
    differs: bool


class _Block(NamedTuple):
    """Some segments in a row, and how many words of the same are left out before them."""

    left_out: int
    segments: tuple[Segment, ...]


def beside(left: str, right: str, width: int, *, color: bool = False) -> list[str]:
    """Return the lines that show two safe texts of one line each.

    Args:
        left: the one text.
        right: the other; it stands below where the terminal is narrower than ``WIDE``.
        width: of the terminal, in columns.
        color: whether what differs is coloured, or else put between signs.

    """
    lines = []
    for block in _blocks(segments(left, right)):
        if block.left_out:
            lines.append(f"⋮ {block.left_out:,} words the same")
        if not block.segments:
            continue
        sides = [[(pick(s), not s.same) for s in block.segments] for pick in _SIDES]
        if width >= WIDE:
            column = (width - 3) // 2
            columns = [
                _lines(side, column, number, color=color) for number, side in enumerate(sides)
            ]
            lines += [
                f"{one}{' ' * (column - taken)} │ {other}"
                for (one, taken), (other, _) in zip_longest(*columns, fillvalue=("", 0))
            ]
        elif all(segment.same and segment.left == segment.right for segment in block.segments):
            lines += [f"    {line}" for line, _ in _lines(sides[0], width - 4, 0, color=color)]
        else:
            for number, (letter, side) in enumerate(zip("AB", sides, strict=True)):
                shown = [line for line, _ in _lines(side, width - 4, number, color=color)]
                lines += [f"{letter if not at else ' '}   {line}" for at, line in enumerate(shown)]
    return lines


def _left(segment: Segment) -> str:
    return segment.left


def _right(segment: Segment) -> str:
    return segment.right


_SIDES = (_left, _right)


def _blocks(found: Sequence[Segment]) -> Iterator[_Block]:
    """Part the segments where much is the same: the words there, but for the nearest, are left out."""
    current: list[Segment] = []
    left_out = 0
    for at, segment in enumerate(found):
        words = segment.left.split(), segment.right.split()
        if not segment.same:
            current.append(Segment(_clipped(segment.left), _clipped(segment.right), same=False))
            continue
        if min(map(len, words)) <= _SAME:
            current.append(segment)
            continue
        alone = len(found) == 1
        first = _CONTEXT if at or alone else 0
        last = _CONTEXT if at < len(found) - 1 or alone else 0
        if first:
            current.append(_same(" " + " ".join(side[:first]) for side in words))
        if current:
            yield _Block(left_out, tuple(current))
        left_out = len(words[0]) - first - last
        current = [_same(" ".join(side[-last:]) for side in words)] if last else []
    if current or left_out:
        yield _Block(left_out, tuple(current))


def _clipped(text: str) -> str:
    """Return how a text begins, and how many words follow."""
    words = text.split(" ")
    if len(words) <= _SAME:
        return text
    return f"{' '.join(words[: 2 * _CONTEXT])} … {len(words) - 2 * _CONTEXT:,} more words"


def _same(sides: Iterable[str]) -> Segment:
    left, right = sides
    return Segment(left, right, same=True)


def _lines(
    parts: Iterable[tuple[str, bool]], width: int, side: int, *, color: bool
) -> list[tuple[str, int]]:
    """Return lines of at most ``width`` columns, each with the columns that it takes."""
    lines: list[list[_Atom]] = [[]]
    used = 0
    signs = ("", "") if color else _SIGNS[side]
    for word in _words(_split(_atoms(parts, signs), width)):
        space = word[0].spaced and bool(lines[-1])
        taken = sum(atom.width for atom in word)
        if used + space + min(taken, width) > width:
            lines.append([])
            used, space = 0, False
        for atom in word:
            if used + space + atom.width > width:
                lines.append([])
                used, space = 0, False
            lines[-1].append(atom)
            used += space + atom.width
            space = False
    return [_line(line, _STYLES[side] if color else "") for line in lines]


def _atoms(parts: Iterable[tuple[str, bool]], signs: tuple[str, str]) -> Iterator[_Atom]:
    spaced = after_wide = False
    for text, differs in parts:
        made: list[_Atom] = []
        for cell in cells(text):
            wide = cell.width == 2
            if cell.text == " ":
                spaced = True
            elif made and not (wide or after_wide or spaced):
                text, width = made[-1][:2]
                made[-1] = made[-1]._replace(text=text + cell.text, width=width + cell.width)
            else:
                made.append(_Atom(cell.text, cell.width, spaced, wide, differs))
                spaced = False
            after_wide = wide
        if differs and made:
            before, after = signs
            text, width = made[0][:2]
            made[0] = made[0]._replace(text=before + text, width=width + len(before))
            text, width = made[-1][:2]
            made[-1] = made[-1]._replace(text=text + after, width=width + len(after))
        yield from made


def _words(atoms: Iterable[_Atom]) -> Iterator[list[_Atom]]:
    """Yield what stands without a space between, but for scripts that write none."""
    word: list[_Atom] = []
    for atom in atoms:
        if word and (atom.spaced or atom.wide or word[-1].wide):
            yield word
            word = []
        word.append(atom)
    if word:
        yield word


def _split(atoms: Iterable[_Atom], width: int) -> Iterator[_Atom]:
    """Cut what is longer than a line."""
    for atom in atoms:
        part = atom._replace(text="", width=0)
        for cell in cells(atom.text) if atom.width > width else ():
            if part.width + cell.width > width:
                yield part
                part = atom._replace(text="", width=0, spaced=False)
            part = part._replace(text=part.text + cell.text, width=part.width + cell.width)
        yield part if part.text else atom


def _line(atoms: Sequence[_Atom], style: str) -> tuple[str, int]:
    text = ""
    used = 0
    for differs, run in groupby(atoms, key=lambda atom: atom.differs):
        for at, atom in enumerate(run):
            space = " " if atom.spaced and used else ""
            paint = style and differs and not at
            text += f"{space}\x1b[{style}m{atom.text}" if paint else space + atom.text
            used += len(space) + atom.width
        if style and differs:
            text += "\x1b[0m"
    return text, used
