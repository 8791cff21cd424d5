"""Audits articles before and after publication: finds what a careful sub-editor would find.

The public names are here; everything else may change. See ``audit``, ``check``, ``compare`` and ``Archive``.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "Archive",
    "Article",
    "Comparison",
    "Report",
    "ReportedFinding",
    "Severity",
    "Verdict",
    "__version__",
    "audit",
    "check",
    "compare",
    "signature",
]

if TYPE_CHECKING:
    from auditor.api import Archive, audit, check, compare, signature
    from auditor.comparison import Comparison
    from auditor.document import Article
    from auditor.report import Report, ReportedFinding, Severity, Verdict

_HOMES = {
    "Archive": "auditor.api",
    "audit": "auditor.api",
    "check": "auditor.api",
    "compare": "auditor.api",
    "signature": "auditor.api",
    "Comparison": "auditor.comparison",
    "Article": "auditor.document",
    "Report": "auditor.report",
    "ReportedFinding": "auditor.report",
    "Severity": "auditor.report",
    "Verdict": "auditor.report",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that ``auditor --help`` stays quick."""
    from importlib import import_module

    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'auditor' has no attribute {name!r}")
