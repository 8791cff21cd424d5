"""Finds the run that was stored last."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from auditor.stored.file import is_run

_ENDINGS = (".jsonl", ".json", ".jsonl.gz", ".json.gz", ".jsonl.zst", ".json.zst")
_MOST = 20_000


def newest_run(folder: Path) -> Path | None:
    """Return the stored run changed last in ``folder`` and in the folders right below it."""
    found = islice(_candidates(folder), _MOST)
    for _, path in sorted(found, key=lambda item: (-item[0], str(item[1]))):
        if is_run(path):
            return path
    return None


def _candidates(folder: Path) -> Iterator[tuple[int, Path]]:
    for place in (folder, *_folders(folder)):
        for path in _listed(place):
            if path.name.endswith(_ENDINGS):
                try:
                    if path.is_file():
                        yield path.stat().st_mtime_ns, path
                except OSError:
                    continue


def _folders(folder: Path) -> Iterator[Path]:
    for path in _listed(folder):
        if path.is_dir() and not path.is_symlink() and not path.name.startswith("."):
            yield path


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
