"""What ``sign`` does with a batch, by compiled code: lines of JSON are signed without a string being made of them."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from auditor.corpus.sign import Signed, Task, entries_of, entry_of, moment, parted
from auditor.corpus.spill import add_parts
from auditor.errors import InputError
from auditor.similarity import compiled
from auditor.similarity.compiled import lines
from auditor.sources import Batch as Lines
from auditor.sources.json_rows import row_of
from auditor.sources.plain import compared_text
from auditor.sources.rows import Row, cleaned


def sign(task: Task, folder: Path) -> Signed:
    """Return what ``sign.sign`` returns."""
    if isinstance(task, list) or len(task.data) > task.limits.row:
        entries, refused = parted(entries_of(task))
        source = compiled.Source.of([entry.text for entry in entries])
        ids = [entry.id for entry in entries]
        paths = [entry.path for entry in entries]
        dates = [entry.date for entry in entries]
    else:
        ids, dates, source, refused = _read(task)
        paths = [task.label] * len(ids)
    made = compiled.signs(source)
    return Signed(
        ids,
        paths,
        [moment(date) for date in dates],
        *made,
        add_parts(source.data.data, source.starts, source.ends, folder, "texts"),
        refused,
    )


def _read(
    task: Lines,
) -> tuple[list[str], list[str | None], compiled.Source, list[tuple[int, InputError]]]:
    """Return the ids, dates and texts of lines, and the errors with how many articles were before each."""
    data = task.data.removeprefix(b"\xef\xbb\xbf") if task.line == 1 else task.data
    found = compiled.scan(data, [task.fields.names(field) for field in lines.FIELDS])
    source = compiled.Source(found.source, found.ends)
    ids = _values(data, found.ids)
    dates = _values(data, found.dates)
    for at in [at for at, name in enumerate(ids) if name is None]:
        ids[at] = f"{task.label}#{task.row + at}"
    named = [name or "" for name in ids]
    for at in np.flatnonzero(found.opens).tolist():
        _blank_headline(source, at)
    if not found.odd.any():
        return named, dates, source, []
    texts = [source.data[a:b].tobytes() for a, b in zip(source.starts, source.ends, strict=True)]
    refused: list[tuple[int, InputError]] = []
    odd = np.flatnonzero(found.odd).tolist()
    read = dict(zip(odd, _odd(task, odd), strict=True))
    kept: list[int] = []
    for at in range(len(texts)):
        row = read.get(at)
        if isinstance(row, InputError):
            refused.append((len(kept), row))
            continue
        if row:
            entry = entry_of(row)
            named[at], dates[at] = entry.id, entry.date
            texts[at] = entry.text.encode("utf-8", "surrogatepass")
        kept.append(at)
    return (
        [named[at] for at in kept],
        [dates[at] for at in kept],
        compiled.Source.joined([texts[at] for at in kept]),
        refused,
    )


def _blank_headline(source: compiled.Source, number: int) -> None:
    """Put spaces in the place of the line of a text that is its headline, if it is."""
    text = source.text(number)
    left = compared_text(text, None)
    start = source.start(number)
    source.data[start : start + len(text[: len(text) - len(left)].encode("utf-8"))] = ord(" ")


def _odd(task: Lines, odd: list[int]) -> list[Row | InputError]:
    """Read the lines of these rows."""
    every = list(task.lines())
    return [row_of(every[at], task.label, task.fields, task.limits) for at in odd]


def _values(data: bytes, places: NDArray[np.int64]) -> list[str | None]:
    """Return the values of a field that stand at these places; None where there is none."""
    found: list[str | None] = []
    for kind, start, end in places.tolist():
        if kind == lines.ABSENT:
            found.append(None)
        elif kind == lines.ESCAPED:
            found.append(cleaned(json.loads(data[start - 1 : end + 1])))
        else:
            found.append(data[start:end].decode("utf-8"))
    return found
