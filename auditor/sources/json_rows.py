"""JSON and JSONL: an object an article, in one document or one a line."""

import json
from collections.abc import Iterable, Iterator
from io import BufferedReader, BytesIO, RawIOBase
from typing import Any, NamedTuple, NoReturn, cast

from auditor.document import Article, Note
from auditor.errors import InputError
from auditor.sources.decode import decode
from auditor.sources.discover import failed
from auditor.sources.opening import read_whole
from auditor.sources.rows import Row, article_from_row, article_of, read_row
from auditor.sources.settings import MIB, FieldNames, Limits

_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _parse(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _why(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"is not valid JSON: {error.msg[:1].lower()}{error.msg[1:]} (column {error.colno})"
    if "digits" in str(error):
        return "holds a number of too many digits"
    message = str(error)
    return message if message.startswith("is ") else f"is not valid JSON: {message}"


class Line(NamedTuple):
    """A line of JSONL that holds something, as it stands in the file."""

    number: int
    row: int
    """Its number among such lines; both from 1."""
    data: bytes | None
    """``None`` for one beyond the limit."""


def read_lines(
    reader: BufferedReader, label: str, fields: FieldNames, limits: Limits
) -> Iterator[Article | InputError]:
    """Yield the article of each line, or its error; one line is held at a time."""
    for line in lines(reader, label, limits):
        yield article_of(row_of(line, label, fields, limits))


def lines(reader: BufferedReader, label: str, limits: Limits) -> Iterator[Line]:
    """Yield the lines of JSONL unread."""
    return numbered(_lines(as_utf8(reader, label, limits), limits.row))


def as_utf8(reader: BufferedReader, label: str, limits: Limits) -> BufferedReader:
    """Return a reader of the same text, which is in no encoding of two or four bytes a character."""
    if not reader.peek(4)[:4].startswith(_WIDE_MARKS):
        return reader
    text, _, _ = decode(read_whole(reader, label, limits))
    return BufferedReader(cast("RawIOBase", BytesIO(text.encode("utf-8", "surrogatepass"))))


def numbered(found: Iterable[bytes | None], line: int = 1, row: int = 1) -> Iterator[Line]:
    """Yield the lines that hold something; ``line`` and ``row`` are the numbers of the first."""
    row -= 1
    for number, raw in enumerate(found, line):
        data = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 and raw else raw
        if data is None or (data and not data.isspace()):
            row += 1
            yield Line(number, row, data)


def row_of(line: Line, label: str, fields: FieldNames, limits: Limits) -> Row | InputError:
    """Return what a line says of an article, or its error."""
    number, row, data = line
    if data is None:
        message = f"the line is longer than {limits.row // MIB} MiB and was not read"
        return failed(label, message, number)
    text, notes = _decoded(data)
    try:
        value = _parse(text)
    except ValueError as error:
        return failed(label, f"the line {_why(error)}", number)
    if not isinstance(value, dict):
        return failed(label, "the line is not a JSON object", number)
    return read_row(value, number=row, label=label, fields=fields, line=number, notes=notes)


def _decoded(data: bytes) -> tuple[str, tuple[Note, ...]]:
    if data[:1] == b"{" and b"\0" not in data:
        try:
            return data.decode("utf-8"), ()
        except UnicodeDecodeError:
            pass
    text, _, notes = decode(data)
    return text, notes


def _lines(reader: BufferedReader, limit: int) -> Iterator[bytes | None]:
    """Yield the lines; ``None`` stands for one beyond the limit, which is passed over unread."""
    while line := reader.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = reader.readline(MIB)
        yield None


def read_document(
    reader: BufferedReader, label: str, fields: FieldNames, limits: Limits
) -> Iterator[Article | InputError]:
    """Yield the articles of one JSON document: an object, an array of them, or ``{"articles": [...]}``."""
    text, _, notes = decode(read_whole(reader, label, limits))
    try:
        value = _parse(text)
    except ValueError as error:
        if (
            isinstance(error, json.JSONDecodeError)
            and error.msg == "Extra data"
            and text.lstrip()[:1] == "{"
        ):
            # Several objects one after the other: JSONL under the wrong name.
            yield from _values(text, label, fields)
            return
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        yield failed(label, _why(error), line)
        return
    if isinstance(value, dict) and isinstance(value.get("articles"), list):
        value = value["articles"]
    if isinstance(value, dict):
        article = article_from_row(value, number=1, label=label, fields=fields, notes=notes)
        yield article
        return
    if not isinstance(value, list):
        yield failed(label, "holds neither an object nor an array of objects")
        return
    if not value:
        yield failed(label, "holds no articles")
    for number, row in enumerate(value, 1):
        if isinstance(row, dict):
            yield article_from_row(row, number=number, label=label, fields=fields, notes=notes)
        else:
            yield failed(label, f"row {number} is not an object")


def _values(text: str, label: str, fields: FieldNames) -> Iterator[Article | InputError]:
    row = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        row += 1
        try:
            value = _parse(line)
        except ValueError as error:
            yield failed(label, f"the line {_why(error)}", number)
            continue
        if isinstance(value, dict):
            yield article_from_row(value, number=row, label=label, fields=fields, line=number)
        else:
            yield failed(label, "the line is not a JSON object", number)
