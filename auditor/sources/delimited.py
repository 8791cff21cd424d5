"""CSV and TSV: a header row, then an article a row."""

import io
from collections.abc import Iterator
from io import BufferedReader

from auditor.document import Note
from auditor.errors import InputError
from auditor.sources.decode import detect
from auditor.sources.discover import failed
from auditor.sources.rows import Row, read_row
from auditor.sources.settings import FieldNames, Limits


def read_delimited(
    reader: BufferedReader, label: str, fields: FieldNames, limits: Limits, *, tabs: bool
) -> Iterator[Row | InputError]:
    """Yield what each row says of an article, or its error; the first row names the fields."""
    import csv

    head = reader.peek(1)
    cut = head[: head.rfind(b"\n") + 1] or head  # not in the middle of a character
    mark, encoding, notes = detect(cut)
    reader.read(mark)
    stream = io.TextIOWrapper(reader, encoding=encoding, errors="replace", newline="")
    lines = _Lines(stream)
    before = csv.field_size_limit(limits.row)
    try:
        first = "".join(lines.peek_line())
        delimiter = "\t" if tabs else _delimiter(first)
        # Strict, because a quote never closed otherwise swallows the rest of the file without a word.
        rows = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            header = next(rows, None)
        except csv.Error as error:
            yield failed(label, f"the header is not valid CSV: {error}", 1)
            return
        if not header or not any(name.strip() for name in header):
            yield failed(
                label, "is empty" if not first else "has no header row that names its fields"
            )
            return
        header = [name.strip() for name in header]
        number = 0
        while True:
            line = lines.number + 1
            csv.field_size_limit(
                limits.row
            )  # global to the process, and others may read in between
            try:
                row = next(rows, None)
            except csv.Error as error:
                number += 1
                yield failed(label, f"row {number} {_why(str(error), limits)}", line)
                continue
            if row is None:
                break
            if not row:
                continue
            number += 1
            if len(row) > len(header) and any(row[len(header) :]):
                message = f"row {number} has {len(row)} fields, the header {len(header)}"
                yield failed(label, message, line)
                continue
            replaced = (
                sum(cell.count("\ufffd") for cell in row)
                if encoding != "utf-8" or lines.replaced
                else 0
            )
            lines.replaced = False
            told = notes
            if replaced:
                told += (
                    Note(
                        "bytes-replaced",
                        f"{replaced} places are not valid {encoding.upper()} and were replaced",
                    ),
                )
            cells = dict(zip(header, row, strict=False))
            yield read_row(cells, number=number, label=label, fields=fields, line=line, notes=told)
        if number == 0:
            yield failed(label, "has a header and no rows")
    finally:
        csv.field_size_limit(before)
        stream.detach()


def _delimiter(header: str) -> str:
    return max(",;\t|", key=lambda mark: (header.count(mark), mark == ","))


def _why(error: str, limits: Limits) -> str:
    if "field larger" in error:
        return f"has a field of more than {limits.row >> 20} MiB, or a quotation mark that is never closed"
    if "unexpected end" in error:
        return "opens a quotation mark that is never closed"
    if "expected after" in error:
        return "has text after a closing quotation mark; a quotation mark inside a field is written twice"
    return f"is not valid CSV: {error}"


class _Lines:
    """Lines of a stream with their number, the first of which can be looked at beforehand."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self._first: list[str] = []
        self.number = 0
        self.replaced = False

    def peek_line(self) -> list[str]:
        line = self._stream.readline()
        self._first = [line] if line else []
        return self._first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._first.pop() if self._first else self._stream.readline()
        if not line:
            raise StopIteration
        self.number += 1
        self.replaced = self.replaced or "\ufffd" in line
        return line
