"""The texts of a run that does not hold them, read again from the files they came from."""

from pathlib import Path
from typing import TYPE_CHECKING

from auditor.checked import Fields
from auditor.document import Article
from auditor.sources import read_articles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditor.errors import InputError


class Texts:
    """Finds articles again, in the order of the run; one that has changed since is not found.

    A run may come from anybody, so a text is only given to one who knows its digest.
    """

    def __init__(self) -> None:
        self._path = ""
        self._left: Iterator[Article | InputError] = iter(())

    def find(self, about: Fields) -> Article | None:
        """Return the article that a run tells ``about``, if its file has it still."""
        path, id_ = about.text("path"), about.text("id")
        if not about.has("digest") or path in ("", "-"):
            return None
        if path != self._path:
            self._path = path
            self._left = read_articles([path]) if _is_file(path) else iter(())
        for item in self._left:
            if isinstance(item, Article) and item.id == id_:
                return item if item.digest == about.text("digest") else None
        return None


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False
