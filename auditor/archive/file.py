"""The SQLite file of an archive: how it is opened, what it must say of itself, how its errors read.

SQLite comes with ``apsw``, so that it is a current one whatever the system has (before 3.51.3, write-ahead
logs could be damaged by two connections). Every page carries a checksum: what a disk has spoilt is an
error, never a wrong answer. Each commit is on the disk before it is acknowledged.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from auditor.errors import AuditorError, Problem
from auditor.similarity.signature import VERSION as SIGNATURES
from auditor.similarity.winnow import VERSION as WINNOWING

FORMAT = 3
APPLICATION = 0x41554449
"""``AUDI``, in the header of the file."""
HASHES = f"{SIGNATURES}/{WINNOWING}/42x3"
"""What the stored fingerprints are. Other fingerprints cannot be compared with ours."""

Value = str | bytes | int | None
"""What a query may be given."""

_VFS = "cksmvfs"
_RESERVED = 8
_PAGE = 16384
_WAIT_MS = 60_000
_SCHEMA = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {FORMAT};
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    headline TEXT NOT NULL,
    date TEXT,
    source TEXT,
    words INTEGER NOT NULL,
    digest BLOB NOT NULL,
    text_hash INTEGER NOT NULL,
    headline_hash INTEGER NOT NULL,
    signature BLOB NOT NULL
);
CREATE UNIQUE INDEX article_by_id ON article (id);
CREATE INDEX article_by_text ON article (text_hash);
CREATE INDEX article_by_headline ON article (headline_hash) WHERE headline_hash != 0;
CREATE TABLE body (
    number INTEGER PRIMARY KEY, text BLOB, shingles BLOB, facts BLOB, places BLOB
);
CREATE TABLE segment (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind INTEGER NOT NULL,
    base INTEGER NOT NULL,
    bits INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    capped INTEGER NOT NULL,
    size INTEGER NOT NULL
);
CREATE TABLE posting (place INTEGER PRIMARY KEY, entries BLOB NOT NULL);
CREATE TABLE dead (number INTEGER PRIMARY KEY);
CREATE TABLE common (kind INTEGER PRIMARY KEY, keys BLOB NOT NULL);
"""


def connect(
    path: Path, *, write: bool, keep_text: bool | None = None, count_words: bool | None = None
) -> apsw.Connection:
    """Open the archive at ``path``.

    Args:
        path: the file; made, with its settings, if ``write`` and it is not there.
        write: whether it will be written to.
        keep_text: for a new archive, whether texts are kept.
        count_words: for a new archive, whether words and names are counted; they are unless told otherwise.

    Raises:
        AuditorError: there is none, it is none of ours, it cannot be opened, or it was made otherwise.

    """
    if not write and not path.exists():
        raise AuditorError(
            Problem("there is no archive here; auditor archive add makes one", str(path))
        )
    with told(path):
        _load()
        if write and not _writable(path):
            raise apsw.ReadOnlyError("read-only")
        if write and (not path.exists() or not path.stat().st_size):
            _make(path, bool(keep_text), count_words is not False)
        connection = _open(path, write)
        try:
            _inspect(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ones that say what to do."""
    try:
        yield
    except apsw.Error as error:
        raise AuditorError(Problem(_advice(error), str(path))) from error
    except OSError as error:
        raise AuditorError(Problem(error.strerror or str(error), str(path))) from error


@contextmanager
def writing(connection: apsw.Connection, path: Path) -> Iterator[None]:
    """One transaction that waits for other writers; all of it is kept or none."""
    with told(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _advice(error: apsw.Error) -> str:
    match error:
        case apsw.NotADBError():
            return "this is no archive"
        case apsw.FullError():
            return "the disk is full; what was committed is there, the rest is not: make room and run it again"
        case apsw.ReadOnlyError() | apsw.PermissionsError() | apsw.AuthError():
            return "the archive cannot be written to: the file or its folder is read-only"
        case apsw.CantOpenError():
            return "the archive cannot be opened: see whether the folder is there and may be written to"
        case apsw.BusyError() | apsw.LockedError():
            return f"another program has been writing to the archive for {_WAIT_MS // 1000} seconds; try again later"
        case apsw.CorruptError() | apsw.IOError():
            return f"the archive is damaged or its disk failed ({error}); restore a copy, or make a new one"
        case _:
            return f"the archive cannot be used: {error}"


def _load() -> None:
    if _VFS not in apsw.vfs_names():
        connection = apsw.Connection(":memory:")
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1)
        # apsw.sqlite_extra does the same and takes 5 ms to import. SQLite adds the ending.
        connection.load_extension(
            str(Path(apsw.__file__).with_name("sqlite_extra_binaries") / "cksumvfs")
        )
        connection.close()


def _make(path: Path, keep_text: bool, count_words: bool) -> None:
    """Make a new archive beside its place and move it there: it is there whole or not at all."""
    import ctypes

    beside = path.with_name(f".{path.name}-{os.getpid()}.tmp")
    try:
        connection = apsw.Connection(str(beside), vfs=_VFS)
        try:
            connection.pragma("page_size", _PAGE)
            reserve = ctypes.c_int(_RESERVED)  # the room that a page's checksum takes
            connection.file_control(
                "main", apsw.SQLITE_FCNTL_RESERVE_BYTES, ctypes.addressof(reserve)
            )
            connection.execute("VACUUM")
            connection.execute(f"BEGIN; {_SCHEMA}")
            connection.executemany(
                "INSERT INTO setting VALUES (?, ?)",
                [
                    ("hashes", HASHES),
                    ("keep-text", "yes" if keep_text else "no"),
                    ("count-words", "yes" if count_words else "no"),
                ],
            )
            connection.execute("COMMIT")
            # Last, so that all of it stands in this file: closing would not say that a log had no room.
            connection.pragma("journal_mode", "wal")
        finally:
            connection.close()
        try:
            os.link(beside, path)  # never over an archive that another program has made just now
        except FileExistsError:
            if not path.stat().st_size:
                beside.replace(path)
        except OSError:  # a file system without links
            if path.exists():
                raise
            beside.replace(path)
    finally:
        for name in (beside, *(beside.with_name(beside.name + end) for end in ("-wal", "-shm"))):
            name.unlink(missing_ok=True)


def _writable(path: Path) -> bool:
    """Whether the file, if it is there, and its folder, if it is there, may be written to."""
    return all(os.access(at, os.W_OK) for at in (path.absolute().parent, path) if at.exists())


def _open(path: Path, write: bool) -> apsw.Connection:
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE, vfs=_VFS)
        _prepare(connection)
    except (apsw.CantOpenError, apsw.ReadOnlyError):
        if write or path.with_name(path.name + "-wal").exists():
            raise
        # A folder that cannot be written to cannot hold the files of a reader, and needs none.
        place = f"{path.absolute().as_uri()}?immutable=1"
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        connection = apsw.Connection(place, flags=flags, vfs=_VFS)
        _prepare(connection)
    return connection


def _prepare(connection: apsw.Connection) -> None:
    connection.set_busy_timeout(_WAIT_MS)
    connection.pragma("trusted_schema", False)
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.pragma("synchronous", "full")
    connection.pragma("secure_delete", True)
    connection.pragma("cache_size", -65536)
    connection.pragma("user_version")


def _inspect(connection: apsw.Connection, path: Path) -> None:
    """Refuse what is no archive, or one that we would read wrongly."""
    if path.stat().st_size < _PAGE:
        raise AuditorError(Problem("this is no archive: it is too short for one", str(path)))
    if connection.pragma("application_id") != APPLICATION:
        raise AuditorError(Problem("this is an SQLite file, but no archive", str(path)))
    version = connection.pragma("user_version")
    if version != FORMAT:
        raise AuditorError(
            Problem(
                f"the archive has format {version}, and this program reads format {FORMAT}: "
                + ("use a newer one" if version > FORMAT else "add the articles to a new archive"),
                str(path),
            )
        )
    hashes = setting(connection, "hashes")
    if hashes != HASHES:
        raise AuditorError(
            Problem(
                f"the archive was made with other fingerprints ({hashes}; here {HASHES}): "
                "add the articles to a new archive",
                str(path),
            )
        )


def rows(connection: apsw.Connection, query: str, *given: Value) -> list[tuple[Any, ...]]:
    """Return what a query answers; the schema says of what types."""
    return connection.execute(query, given).fetchall()


def value(connection: apsw.Connection, query: str, *given: Value) -> Any:
    """Return the first column of the first row, None where there is none."""
    row = connection.execute(query, given).fetchone()
    return row[0] if row else None


def setting(connection: apsw.Connection, name: str) -> str | None:
    """Return what the archive says of itself under a name."""
    found: str | None = value(connection, "SELECT value FROM setting WHERE name = ?", name)
    return found
