"""What a renderer is, and what a user may choose about it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # what an archive found is shown without a report
    from auditor.report import Report, RunInfo, Summary


class Renderer(Protocol):
    """Writes a run as it comes: ``begin`` once, ``add`` once an article, ``end`` once."""

    def begin(self, run: "RunInfo") -> None:
        """Write what stands before the first article."""

    def add(self, report: "Report") -> None:
        """Write one article."""

    def end(self, summary: "Summary") -> None:
        """Write what stands after the last article."""


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What a user may choose about the looks of a report. ``brief`` is for checks of one draft."""

    color: bool = False
    width: int = 100
    with_text: bool = False
    verbose: bool = False
    quiet: bool = False
    brief: bool = False
    served: bool = False
    """Whether ``auditor review`` serves the page, which then keeps its decisions there."""
