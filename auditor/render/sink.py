"""Where a report goes: standard output, or a file that is there whole or not at all."""

import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from auditor.errors import AuditorError
from auditor.render.safe import safe


@contextmanager
def open_sink(path: str | Path | None) -> Iterator[TextIO]:
    """Open ``path`` for a report: UTF-8 with plain line ends, whatever the machine.

    A file is written beside its place and moved there when all went well; else nothing is left.
    None and ``-`` are standard output. A device or a pipe is written to directly.

    Raises:
        AuditorError: the folder is missing, is not writable, or the path is a folder.

    """
    if path is None or str(path) in ("-", "/dev/stdout"):
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
        yield sys.stdout
        sys.stdout.flush()
        return
    target = Path(path)
    shown = safe(str(target))
    try:
        if target.is_dir():
            raise AuditorError(f"cannot write {shown}: it is a folder; name a file in it")
        if not target.parent.is_dir():
            raise AuditorError(
                f"cannot write {shown}: there is no folder {safe(str(target.parent))}"
            )
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            with target.open("w", encoding="utf-8", errors="replace", newline="\n") as direct:
                yield direct
            return
        beside = target.with_name(f".auditor-{os.getpid()}-{abs(hash(target)) % 10**8}.tmp")
        number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        if target.exists() and not target.is_symlink():
            with suppress(OSError):  # some file systems know no permissions
                os.fchmod(number, stat.S_IMODE(target.stat().st_mode))
    except OSError as problem:
        raise AuditorError(f"cannot write {shown}: {problem.strerror}") from problem
    try:
        with open(number, "w", encoding="utf-8", errors="replace", newline="\n") as out:  # noqa: PTH123 - a descriptor
            yield out
            try:
                out.flush()
                os.fsync(out.fileno())
            except OSError as problem:
                raise AuditorError(f"cannot write {shown}: {problem.strerror}") from problem
        try:
            beside.replace(target)
            _sync_folder(target.parent)
        except OSError as problem:
            raise AuditorError(f"cannot write {shown}: {problem.strerror}") from problem
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk too, where the system can."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
