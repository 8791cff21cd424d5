"""Lines of JSONL taken unread from a file, so that another process can read them."""

from collections.abc import Iterator
from io import BufferedReader
from typing import TYPE_CHECKING, NamedTuple

from auditor.sources.settings import FieldNames, Limits

if TYPE_CHECKING:
    from auditor.errors import InputError
    from auditor.sources.json_rows import Line
    from auditor.sources.rows import Row

SIZE = 256


class Batch(NamedTuple):
    """Lines of one file, and what reading them takes."""

    lines: "list[Line]"
    label: str
    fields: FieldNames
    limits: Limits

    def rows(self) -> "Iterator[Row | InputError]":
        """Read the lines."""
        from auditor.sources.json_rows import row_of

        return (row_of(line, self.label, self.fields, self.limits) for line in self.lines)


def batches(
    reader: BufferedReader, label: str, fields: FieldNames, limits: Limits
) -> Iterator[Batch]:
    """Yield the lines of a file in batches."""
    from auditor.sources.json_rows import lines

    held: list[Line] = []
    for line in lines(reader, label, limits):
        held.append(line)
        if len(held) == SIZE:
            yield Batch(held, label, fields, limits)
            held = []
    if held:
        yield Batch(held, label, fields, limits)
