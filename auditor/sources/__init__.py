"""Readers, one a format: bytes to articles, with the place in the file kept."""

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Literal, TypeVar, cast

from auditor.document import Article
from auditor.errors import InputError
from auditor.sources.batch import Batch, batches
from auditor.sources.discover import STDIN, Found, discover, failed, reason
from auditor.sources.kinds import (
    ENDINGS,
    Kind,
    binary_kind,
    ending_of,
    looks_binary,
    sniff,
    unsupported,
)
from auditor.sources.opening import buffered, read_whole
from auditor.sources.plain import article_from_text
from auditor.sources.rows import Row, article_of
from auditor.sources.settings import FieldNames, Limits

__all__ = [
    "Batch",
    "FieldNames",
    "InputError",
    "Limits",
    "Row",
    "read_articles",
    "read_batches",
    "read_text",
    "stamps",
]

T = TypeVar("T")

_FIELDS = FieldNames()
_LIMITS = Limits()
_READ_INSTEAD = "read are plain text, Markdown, HTML, JSON, JSONL, CSV and Parquet"


def read_articles(
    paths: Sequence[str],
    fields: FieldNames = _FIELDS,
    limits: Limits = _LIMITS,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | InputError]:
    """Yield every article under ``paths`` in a steady order, one held at a time.

    ``-`` is standard input. An input or a row that cannot be read is an ``InputError`` in its place,
    and the rest goes on.
    """
    for item in _each(paths, fields, limits, stdin, _lines):
        yield article_of(item) if isinstance(item, Row) else item


def read_batches(
    paths: Sequence[str],
    fields: FieldNames = _FIELDS,
    limits: Limits = _LIMITS,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | InputError | Row | Batch]:
    """Yield the same, but rows as they stand, and lines of JSONL unread, for other processes to read."""
    yield from _each(paths, fields, limits, stdin, batches)


_ByLine = Callable[[io.BufferedReader, str, FieldNames, Limits], Iterator[T]]


def _lines(
    reader: io.BufferedReader, label: str, fields: FieldNames, limits: Limits
) -> Iterator[Article | InputError]:
    from auditor.sources.json_rows import read_lines

    return read_lines(reader, label, fields, limits)


def _each(
    paths: Sequence[str],
    fields: FieldNames,
    limits: Limits,
    stdin: BinaryIO | None,
    by_line: _ByLine[T],
) -> Iterator[Article | InputError | Row | T]:
    for found in discover(paths):
        if isinstance(found, InputError):
            yield found
            continue
        try:
            if found.path is None:
                yield from _read(found, stdin or sys.stdin.buffer, fields, limits, by_line)
            else:
                with Path(found.path).open("rb") as stream:
                    yield from _read(found, stream, fields, limits, by_line)
        except InputError as error:
            yield error
        except OSError as error:
            yield failed(found.label, reason(error))


def stamps(paths: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return the label, the bytes and the time of change of each file under ``paths``."""
    found: list[tuple[str, int, int]] = []
    for item in discover(paths):
        if not isinstance(item, InputError) and item.path is not None:
            with suppress(OSError):  # reading it will say so
                stat = Path(item.path).stat()
                found.append((item.label, stat.st_size, stat.st_mtime_ns))
    return found


def read_text(
    text: str,
    *,
    format: Literal["text", "markdown", "html"] = "text",
    id: str = "text",
    path: str = "",
    headline: str | None = None,
    date: str | None = None,
    source: str | None = None,
    language: str | None = None,
    limits: Limits = _LIMITS,
) -> Article:
    """Read one article from a string; a field given here counts for more than what the text says."""
    text = (
        text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        if not text.isascii()
        else text
    )
    if format == "markdown":
        from auditor.sources.markdown import article_from_markdown

        return article_from_markdown(
            text, id=id, path=path, headline=headline, date=date, source=source, language=language
        )
    if format == "html":
        from auditor.sources.html_article import article_from_html

        return article_from_html(
            text,
            id=id,
            path=path,
            limits=limits,
            headline=headline,
            date=date,
            source_name=source,
            language=language,
        )
    return article_from_text(
        text, id=id, path=path, headline=headline, date=date, source=source, language=language
    )


def _read(
    found: Found, stream: BinaryIO, fields: FieldNames, limits: Limits, by_line: _ByLine[T]
) -> Iterator[Article | InputError | Row | T]:
    label = found.label
    reader = buffered(stream, label, limits)
    head = reader.peek(1)
    if not head:
        yield failed(label, "is empty")
        return
    ending, _ = ending_of(label) if found.path is not None else ("", "")
    if name := unsupported(head, ending):
        yield failed(label, f"is {name}, which is not read yet; {_READ_INSTEAD}")
        return
    kind = ENDINGS.get(ending) or sniff(head, fields.names("text"))
    if kind is Kind.PARQUET:
        yield from _parquet(stream, reader, label, fields, limits)
        return
    if name := binary_kind(head):
        yield failed(label, f"is a binary file ({name}), not text")
        return
    if kind is Kind.JSONL:
        yield from by_line(reader, label, fields, limits)
    elif kind is Kind.JSON:
        from auditor.sources.json_rows import read_document

        yield from read_document(reader, label, fields, limits)
    elif kind in (Kind.CSV, Kind.TSV):
        from auditor.sources.delimited import read_delimited

        yield from read_delimited(reader, label, fields, limits, tabs=kind is Kind.TSV)
    else:
        yield _document(read_whole(reader, label, limits), kind, label, limits)


def _document(data: bytes, kind: Kind, label: str, limits: Limits) -> Article | InputError:
    """Read an input that is one article."""
    from auditor.sources.decode import decode

    text, encoding, notes = decode(data, markup=kind is Kind.HTML)
    if encoding in ("utf-8", "cp1252") and looks_binary(data[:8192]):
        return failed(label, "is a binary file, not text")
    if not text or text.isspace():
        return failed(label, "is empty" if not text else "holds nothing but white space")
    if kind is Kind.MARKDOWN:
        from auditor.sources.markdown import article_from_markdown

        article = article_from_markdown(text, id=label, path=label, notes=notes)
    elif kind is Kind.HTML:
        from auditor.sources.html_article import article_from_html

        article = article_from_html(text, id=label, path=label, limits=limits, notes=notes)
    else:
        return article_from_text(text, id=label, path=label, notes=notes)
    return article if article.blocks else failed(label, f"is {kind} without any text to read")


def _parquet(
    stream: BinaryIO, reader: io.BufferedReader, label: str, fields: FieldNames, limits: Limits
) -> Iterator[Row | InputError]:
    """Read Parquet, which needs a file to jump about in; a pipe is read whole first."""
    from auditor.sources.parquet import read_parquet

    if label != STDIN and stream.seekable() and reader.peek(4)[:4] == b"PAR1":
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        if size:
            head = stream.read(4)
            stream.seek(0)
            if head == b"PAR1":
                yield from read_parquet(stream, size, label, fields, limits)
                return
    data = read_whole(reader, label, limits)
    yield from read_parquet(cast("BinaryIO", io.BytesIO(data)), len(data), label, fields, limits)
