"""Lines of JSONL taken unread from a file, many at a time, so that they can be read elsewhere."""

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
        lines, rows = _counts(data)
        yield Batch(data, line, row, label, fields, limits)
        line += lines
        row += rows


def _counts(data: bytes) -> tuple[int, int]:
    """Return how many lines end in the data, and how many lines hold something: by finding, which is quickest."""
    lines = rows = start = 0
    while (end := data.find(b"\n", start)) >= 0:
        lines += 1
        rows += data[start] > ord(" ") or bool(data[start:end].strip())
        start = end + 1
    return lines, rows + bool(data[start:].strip())


def _pieces(reader: BufferedReader, limit: int) -> Iterator[bytes]:
    """Yield whole lines, so many at a time."""
    while data := reader.read(SIZE):
        if data.endswith(b"\n"):
            yield data
            continue
        rest = reader.readline(limit + 1)
        cut = len(rest) > limit and not rest.endswith(b"\n")
        yield data + rest + (b"\n" if cut else b"")
        while cut:
            passed = reader.readline(SIZE)
            cut = bool(passed) and not passed.endswith(b"\n")
