"""Half-open ranges of code points, and the lines and columns that people read."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of code points in an article's text."""

    start: int
    end: int

    def contains(self, other: "Span") -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a code point; an empty span shares none."""
        return max(self.start, other.start) < min(self.end, other.end)

    def of(self, text: str) -> str:
        """Return the words at this span."""
        return text[self.start : self.end]


class Position(NamedTuple):
    """A line and a column as editors show them: both start at 1, columns count code points."""

    line: int
    column: int


def line_starts(text: str) -> Sequence[int]:
    r"""Return where each line begins. A line ends with ``\n``, ``\r\n`` or ``\r`` and nothing else."""
    starts = array("q", [0])
    starts.extend(match.end() for match in _LINE_END.finditer(text))
    return starts


def position_at(starts: Sequence[int], offset: int) -> Position:
    """Return the position of ``offset`` in a text whose lines begin at ``starts``."""
    line = bisect_right(starts, offset)
    return Position(line, offset - starts[line - 1] + 1)


class Segment(NamedTuple):
    """A run of extracted text and where it stands in the file.

    ``literal`` runs map code point by code point; others (an entity, a space that stands for
    several) map whole to ``source``.
    """

    start: int
    source: int
    literal: bool


@dataclass(frozen=True, slots=True)
class SourceMap:
    """The way from extracted text (HTML) back to the file: segments in order of ``start``."""

    starts: Sequence[int]
    segments: tuple[Segment, ...]

    def position(self, offset: int) -> Position:
        """Return the place in the file of ``offset`` in the extracted text."""
        if not self.segments:
            return Position(1, 1)
        at = max(bisect_right(self.segments, offset, key=lambda s: s.start) - 1, 0)
        segment = self.segments[at]
        inside = max(offset - segment.start, 0) if segment.literal else 0
        return position_at(self.starts, segment.source + inside)
