"""The archive: one SQLite file of what was published, and the questions it answers."""

from auditor.archive.adding import Added, Progress
from auditor.archive.store import Archive, Stats

__all__ = ["Added", "Archive", "Progress", "Stats"]
