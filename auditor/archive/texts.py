"""The kept texts of an archive, one after the other; and what was learned from them, beside it."""

import os
from collections.abc import Iterator
from pathlib import Path

import apsw

from auditor.archive.file import rows, setting, told
from auditor.archive.record import article_of
from auditor.document import Article
from auditor.errors import AuditorError, Problem
from auditor.language.house import House

_BATCH = 64


def texts(connection: apsw.Connection, path: Path) -> Iterator[Article]:
    """Yield the articles in the order they were added.

    Raises:
        AuditorError: the archive keeps no texts, or one cannot be read.

    """
    with told(path):
        if setting(connection, "keep-text") != "yes":
            message = (
                "the archive does not keep texts, so nothing can be learned from it; make one with "
                "auditor archive add --keep-text"
            )
            raise AuditorError(Problem(message, str(path)))
    last = 0
    while True:
        with told(path):
            found = rows(
                connection,
                "SELECT article.number, id, text FROM article JOIN body USING (number) "
                "WHERE article.number > ? ORDER BY article.number LIMIT ?",
                last,
                _BATCH,
            )
        if not found:
            return
        for number, id_, text in found:
            last = number
            try:
                yield article_of(id_, text)
            except ValueError as error:
                raise AuditorError(Problem(str(error), str(path))) from error


def learned_path(path: Path) -> Path:
    """Return where what was learned from an archive is kept."""
    return path.with_name(path.name + ".learned")


def house_of(path: Path) -> House | None:
    """Return what was learned from an archive, or None."""
    beside = learned_path(path)
    return House.open(beside) if beside.exists() else None


def keep(path: Path, data: bytes) -> Path:
    """Write what was learned from the archive at ``path``, whole or not at all; return where."""
    target = learned_path(path)
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(target)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise AuditorError(f"cannot write {target}: {problem.strerror}") from problem
    return target
