"""A stored run (``-f jsonl`` or ``-f json``, packed or not) back to reports, one article at a time.

A run made with ``--with-text`` gives every format again as it was. Without the texts articles are looked
for in the files they came from; one that is not there as it was is made of the words that findings quote,
each in its place, and blanks between.
"""

from auditor.stored.article import StoredArticle
from auditor.stored.file import StoredRun, beside, decisions_of
from auditor.stored.newest import newest_run

__all__ = ["StoredArticle", "StoredRun", "beside", "decisions_of", "newest_run"]
