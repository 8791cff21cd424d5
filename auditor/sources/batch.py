"""Lines of JSONL taken unread from a file, many at a time, so that they can be read elsewhere."""

import re
from collections.abc import Iterator
from io import BufferedReader
from typing import TYPE_CHECKING, NamedTuple

from auditor.sources.settings import MIB, FieldNames, Limits

if TYPE_CHECKING:
    from auditor.errors import InputError
    from auditor.sources.json_rows import Line
    from auditor.sources.rows import Row

SIZE = MIB
"""Bytes of a batch, more or less."""
_BLANK = re.compile(rb"\n[ \t\r\v\f]*\n")


class Batch(NamedTuple):
    """Whole lines of one file, and what reading them takes."""

    data: bytes
    line: int
    """The number of the first line, from 1."""
    row: int
    """The number of the first row among those lines that hold something."""
    label: str
    fields: FieldNames
    limits: Limits

    def rows(self) -> "Iterator[Row | InputError]":
        """Read the lines."""
        from auditor.sources.json_rows import row_of

        return (row_of(line, self.label, self.fields, self.limits) for line in self.lines())

    def lines(self) -> "Iterator[Line]":
        """Part the lines."""
        from auditor.sources.json_rows import numbered

        found = (
            self.data.splitlines(keepends=True) if b"\r" not in self.data else _parted(self.data)
        )
        within = (line if len(line) <= self.limits.row else None for line in found)
        return numbered(within, self.line, self.row)


def _parted(data: bytes) -> list[bytes]:
    """Return the lines of data in which other things than line feeds would part lines, too."""
    found = [line + b"\n" for line in data.split(b"\n")]
    found[-1] = found[-1][:-1]
    return found if found[-1] else found[:-1]


def batches(
    reader: BufferedReader, label: str, fields: FieldNames, limits: Limits
) -> Iterator[Batch]:
    """Yield the lines of a file in batches; of a line beyond the limit only so much as shows that it is."""
    from auditor.sources.json_rows import as_utf8

    line = row = 1
    for data in _pieces(as_utf8(reader, label, limits), limits.row):
        yield Batch(data, line, row, label, fields, limits)
        count = data.count(b"\n")
        line += count
        row += count if not _blank(data) else _rows(data)


def _pieces(reader: BufferedReader, limit: int) -> Iterator[bytes]:
    """Yield whole lines, so many at a time."""
    rest = b""
    while data := reader.read(SIZE):
        cut = data.rfind(b"\n") + 1
        if cut:
            yield rest + data[:cut]
            rest = data[cut:]
            continue
        rest += data
        if len(rest) > limit:
            yield rest[: limit + 1] + b"\n"
            while (data := reader.readline(SIZE)) and not data.endswith(b"\n"):
                pass
            rest = b""
    if rest:
        yield rest


def _blank(data: bytes) -> bool:
    """Whether one of the lines may be blank."""
    return data[:1].isspace() or _BLANK.search(data) is not None


def _rows(data: bytes) -> int:
    """Return how many of the lines hold something."""
    return sum(bool(line.strip()) for line in data.split(b"\n"))
