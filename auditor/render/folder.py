"""The pages beside a long report: written whole in a folder of their own, or not at all.

The folder is named for the run. So the report that stands keeps its pages until the new one is in its
place, and only then are they taken away.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import TextIO
from urllib.parse import quote

from auditor.errors import AuditorError
from auditor.render.safe import safe

_RUN = re.compile(r"[0-9a-f]{16}(?:\.\d+\.tmp)?")
_PAGE = re.compile(r"(?:\d{4,}|clean)\.html")


class Folder:
    """Where a report's pages go: ``report_pages/RUN/`` beside ``report.html``."""

    def __init__(self, report: Path) -> None:
        self._report = report
        self.home = report.with_name(f"{report.stem}_pages")
        self._run = ""

    def begin(self, run: str) -> None:
        """Begin the pages of a run.

        Raises:
            AuditorError: the folder cannot be made.

        """
        self._run = run
        self._remove(self._draft)
        try:
            self._draft.mkdir(parents=True)
        except OSError as problem:
            raise self._error(self._draft, problem) from problem

    @property
    def address(self) -> str:
        """The way from the report to its pages."""
        return f"{quote(self.home.name)}/{self._run}/"

    @property
    def back(self) -> str:
        """The way from a page to the report."""
        return f"../../{quote(self._report.name)}"

    @property
    def _draft(self) -> Path:
        return self.home / f"{self._run}.{os.getpid()}.tmp"

    @contextmanager
    def page(self, name: str) -> Iterator[TextIO]:
        """Open a page.

        Raises:
            AuditorError: it cannot be written.

        """
        target = self._draft / name
        try:
            with target.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
                yield out
        except OSError as problem:
            raise self._error(target, problem) from problem

    def finish(self) -> None:
        """Put the pages in their place.

        Raises:
            AuditorError: they cannot be moved there.

        """
        final = self.home / self._run
        try:
            self._remove(final)
            self._draft.rename(final)
        except OSError as problem:
            raise self._error(final, problem) from problem

    def clean(self, *, keep: bool) -> None:
        """Take away pages that no report needs: of runs before, or of a run that failed."""
        if not self.home.is_dir():
            return
        for old in self.home.iterdir():
            ours = old.name.startswith(self._run) if self._run else False
            if _RUN.fullmatch(old.name) and old.is_dir() and ours is not keep:
                self._remove(old)
        if not any(self.home.iterdir()):
            self.home.rmdir()

    @staticmethod
    def _remove(folder: Path) -> None:
        """Remove a folder that holds our pages and nothing else."""
        if folder.is_dir() and all(_PAGE.fullmatch(path.name) for path in folder.iterdir()):
            rmtree(folder)

    @staticmethod
    def _error(path: Path, problem: OSError) -> AuditorError:
        return AuditorError(f"cannot write {safe(str(path))}: {problem.strerror}")


@contextmanager
def open_folder(report: Path) -> Iterator[Folder]:
    """Hold the pages of ``report`` while it is written: enter before, leave after it is in place."""
    folder = Folder(report)
    try:
        yield folder
    except BaseException:
        folder.clean(keep=False)
        raise
    folder.clean(keep=True)
