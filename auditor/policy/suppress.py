"""Silences findings that the writer answered for: ``<!-- auditor: ignore RULE -- reason -->``."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace

from auditor.document import Article
from auditor.report import ReportedFinding, Status

_NOTE = re.compile(r"<!--[ \t\r\n]*auditor:[ \t]*ignore[ \t]+([a-z0-9, \t-]{1,500})")
_MOST_REASON = 1000
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def suppress(
    article: Article, findings: tuple[ReportedFinding, ...]
) -> tuple[ReportedFinding, ...]:
    """Return the findings, those silenced by a comment in their block or before it so marked.

    A comment names rules or categories and holds for the block it stands in or, between blocks, for
    the next one. What it silences stays in the report and counts neither in score nor in gate.
    """
    if "auditor:" not in article.text:
        return findings
    silenced: dict[tuple[int, str], str | None] = {}
    starts = [block.span.start for block in article.blocks]
    for hidden in (*article.hidden, *article.markup):
        note = _NOTE.match(article.text, hidden.start, hidden.end)
        if note is None:
            continue
        inside = article.block_at(hidden.start)
        alone = inside is not None and not _has_ink(article, inside.span.start, inside.span.end)
        after = inside is None or alone
        index = bisect_right(starts, hidden.start) if after or inside is None else inside.index
        said = article.text[note.start(1) : hidden.end].removesuffix("-->")
        names, _, reason = said.partition("--")
        shown = " ".join(reason[:_MOST_REASON].split()) or None
        silenced.update(((index, name), shown) for name in _NAME.findall(names))
    if not silenced:
        return findings
    return tuple(_silenced(f, silenced) for f in findings)


def _silenced(
    finding: ReportedFinding, silenced: Mapping[tuple[int, str], str | None]
) -> ReportedFinding:
    if finding.block is not None:
        for name in (finding.rule, finding.category):
            if (key := (finding.block.index, name)) in silenced:
                return replace(finding, status=Status.SUPPRESSED, reason=silenced[key])
    return finding


def _has_ink(article: Article, start: int, end: int) -> bool:
    """Whether a block shows anything but comments."""
    return any(char.isalnum() for char in article.prose[start:end])
