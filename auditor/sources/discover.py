"""From what a user names (files, folders, patterns, ``-``) to the inputs, in a steady order."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from auditor.errors import InputError, Problem
from auditor.sources.kinds import is_known

STDIN = "-"


class Found(NamedTuple):
    """One input: the name shown to people, and the path to open (``None`` is standard input)."""

    label: str
    path: str | None


def discover(paths: Sequence[str]) -> Iterator[Found | InputError]:
    """Yield every input that ``paths`` name, each file once; what cannot be read is an error in its place.

    Folders are searched to the bottom in the order of names, without hidden files and links to
    folders, for files whose ending is known. A file that is named itself is always tried.
    """
    seen: set[str] = set()
    for path in paths:
        for item in _resolve(os.fspath(path)):
            if isinstance(item, Found):
                key = STDIN if item.path is None else os.path.realpath(item.path)
                if key in seen:
                    continue
                seen.add(key)
            yield item


def shown(path: str) -> str:
    """Return a path that can be printed and stored: bytes that are no UTF-8 become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def failed(path: str, message: str, line: int | None = None) -> InputError:
    """Make the error for one input or one row of it."""
    return InputError(Problem(message, path=shown(path), line=line))


def reason(error: OSError) -> str:
    """Say in a few words why the system would not let us read."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return f"cannot be read: {(error.strerror or str(error)).lower()}"


def _resolve(path: str) -> Iterator[Found | InputError]:
    if path == STDIN:
        yield Found(STDIN, None)
        return
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a path of any bytes, with the plain error
    except (OSError, ValueError) as error:
        yield from _unfound(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path)
    else:
        yield _file(path, mode)


def _unfound(path: str, error: OSError | ValueError) -> Iterator[Found | InputError]:
    if isinstance(error, FileNotFoundError) and any(mark in path for mark in "*?["):
        from glob import glob

        matches = sorted(glob(path, recursive=True))  # noqa: PTH207 - the pattern may be absolute
        if not matches:
            yield failed(path, "no file matches this pattern")
        for match in matches:
            yield from _resolve(match)
    elif isinstance(error, OSError) and Path(path).is_symlink():
        yield failed(path, "is a link that leads nowhere")
    elif isinstance(error, OSError):
        yield failed(path, reason(error))
    else:
        yield failed(path.replace("\0", "\ufffd"), "is not a path")


def _file(path: str, mode: int) -> Found | InputError:
    if stat.S_ISREG(mode):
        return Found(shown(path), path)
    for test, name in (
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    ):
        if test(mode):
            hint = "; pass `-` and send the text to standard input" if name == "a pipe" else ""
            return failed(path, f"is {name}, not a file{hint}")
    return failed(path, "is not a file")


def _folder(top: str) -> Iterator[Found | InputError]:
    # A stack of our own: folders may lie deeper than Python may recurse.
    stack = [top]
    while stack:
        folder = stack.pop()
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            yield failed(folder, reason(error))
            continue
        below: list[str] = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                if entry.is_dir():
                    if not entry.is_symlink():
                        below.append(entry.path)
                elif is_known(entry.name):
                    yield from _resolve(entry.path)
            except OSError as error:
                yield failed(entry.path, reason(error))
        stack.extend(reversed(below))
