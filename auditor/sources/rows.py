"""Rows of data to articles: which field is what, and what a row without a text is told."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from auditor.document import Article, Note
from auditor.errors import InputError
from auditor.sources.discover import failed
from auditor.sources.plain import article_from_text
from auditor.sources.settings import FieldNames

_SURROGATE = re.compile("[\ud800-\udfff]")


class Row(NamedTuple):
    """What a row says of an article, cleaned: what ``article_from_text`` takes."""

    text: str
    id: str
    path: str
    headline: str | None
    date: str | None
    source: str | None
    language: str | None
    notes: tuple[Note, ...]


def article_of(row: Row | InputError) -> Article | InputError:
    """Build the article of a row that was read."""
    return row if isinstance(row, InputError) else article_from_text(**row._asdict())


def article_from_row(
    row: Mapping[str, Any],
    *,
    number: int,
    label: str,
    fields: FieldNames,
    line: int | None = None,
    notes: tuple[Note, ...] = (),
) -> Article | InputError:
    """Build the article of row ``number`` (from 1), or the error that says what the row lacks."""
    return article_of(
        read_row(row, number=number, label=label, fields=fields, line=line, notes=notes)
    )


def read_row(
    row: Mapping[str, Any],
    *,
    number: int,
    label: str,
    fields: FieldNames,
    line: int | None = None,
    notes: tuple[Note, ...] = (),
) -> Row | InputError:
    """Return what row ``number`` (from 1) holds, or the error that says what it lacks."""
    text_names, *others = _names(fields)
    text = _value(row, text_names)
    if not isinstance(text, str) or text.isspace():
        return failed(label, f"row {number} {_without_text(row, text, text_names)}", line)
    text, broken = _clean(text)
    values: dict[str, str | None] = {}
    for field, names in zip(_FIELDS, others, strict=True):
        value = _as_text(_value(row, names))
        if value is not None:
            value, also = _clean(value)
            broken += also
        values[field] = value
    if broken:
        notes += (
            Note(
                "surrogates-replaced",
                f"{broken} lone surrogates are no characters and were replaced",
            ),
        )
    return Row(
        text,
        id=values["id"] or f"{label}#{number}",
        path=label,
        headline=" ".join((values["headline"] or "").split()) or None,
        date=values["date"],
        source=values["source"],
        language=values["language"],
        notes=notes,
    )


_FIELDS = ("headline", "id", "date", "source", "language")


@lru_cache(8)
def _names(fields: FieldNames) -> tuple[tuple[str, ...], ...]:
    """Return the names of the text's field, and of ``_FIELDS``."""
    return tuple(fields.names(field) for field in ("text", *_FIELDS))


def _value(row: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Return what the first of these fields that says anything holds."""
    for name in names:
        value = row.get(name)
        if value is not None and value != "":
            return value
    return None


def _as_text(value: Any) -> str | None:
    """Return a field as text: dates as ISO 8601, numbers as they read, nothing for lists and objects."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool | list | tuple | dict | bytes):
        return None
    iso = getattr(value, "isoformat", None)
    return str(iso()) if iso else str(value)


def cleaned(text: str) -> str:
    """Return a field with what is no character replaced."""
    return _clean(text)[0]


def _clean(text: str) -> tuple[str, int]:
    if text.isascii():
        return text, 0
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _SURROGATE.subn("\ufffd", text)
    return text, 0


def _without_text(row: Mapping[str, Any], text: Any, names: tuple[str, ...]) -> str:
    name = next((n for n in names if (n in row if text is None else row.get(n) is text)), None)
    if text is not None and not isinstance(text, str):
        return f"holds no text: its field {name!r} is {_kind(text)}"
    if name is not None:
        return f"holds no text: its field {name!r} is empty"
    there = [str(key) for key in row][:12]
    if not there:
        return "has no fields"
    wanted = " or ".join(repr(n) for n in names)
    return f"has no field {wanted}; its fields are {', '.join(map(repr, there))}{_hint(row)}"


def _hint(row: Mapping[str, Any]) -> str:
    """Name the field that looks most like the text: the longest string."""
    lengths = {key: len(value) for key, value in row.items() if isinstance(value, str) and key}
    if not lengths:
        return ""
    best = max(lengths, key=lambda key: (lengths[key], key))
    return f"; did you mean --text-field {_clean(str(best))[0]}?"


def _kind(value: Any) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), f"a {type(value).__name__}")
