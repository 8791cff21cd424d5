"""The archive: one SQLite file of what was published, and the questions it answers."""

from auditor.archive.store import Added, Archive, Progress, Stats

__all__ = ["Added", "Archive", "Progress", "Stats"]
