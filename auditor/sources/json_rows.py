"""JSON and JSONL: an object an article, in one document or one a line."""

import json
from collections.abc import Iterator
from io import BufferedReader
from typing import Any, NoReturn

from auditor.document import Article
from auditor.errors import InputError
from auditor.sources.decode import decode
from auditor.sources.discover import failed
from auditor.sources.opening import read_whole
from auditor.sources.rows import article_from_row
from auditor.sources.settings import MIB, FieldNames, Limits

_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _parse(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _why(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"is not valid JSON: {error.msg[:1].lower()}{error.msg[1:]} (column {error.colno})"
    if "digits" in str(error):
        return "holds a number of too many digits"
    message = str(error)
    return message if message.startswith("is ") else f"is not valid JSON: {message}"


def read_lines(
    reader: BufferedReader, label: str, fields: FieldNames, limits: Limits
) -> Iterator[Article | InputError]:
    """Yield the article of each line, or its error; one line is held at a time."""
    if reader.peek(4)[:4].startswith(_WIDE_MARKS):
        text, _, _ = decode(read_whole(reader, label, limits))
        lines: Iterator[bytes | None] = (line.encode() for line in text.split("\n"))
    else:
        lines = _lines(reader, limits.row)
    row = 0
    for number, raw in enumerate(lines, 1):
        if raw is None:
            row += 1
            yield failed(
                label, f"the line is longer than {limits.row // MIB} MiB and was not read", number
            )
            continue
        data = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not data.strip():
            continue
        row += 1
        text, _, notes = decode(data)
        try:
            value = _parse(text)
        except ValueError as error:
            yield failed(label, f"the line {_why(error)}", number)
            continue
        if not isinstance(value, dict):
            yield failed(label, "the line is not a JSON object", number)
            continue
        yield article_from_row(
            value, number=row, label=label, fields=fields, line=number, notes=notes
        )


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
