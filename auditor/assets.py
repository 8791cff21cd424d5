"""Finds what ships beside the code: rule packs and report templates, in a wheel or in a checkout."""

from functools import cache
from pathlib import Path

from auditor.errors import AuditorError

_PACKAGE = Path(__file__).resolve().parent


@cache
def asset(name: str) -> Path:
    """Return the folder ``name`` (``rules`` or ``reports``).

    In a wheel it stands in ``auditor/_shipped``; in a checkout or an editable install beside the
    package.

    Raises:
        AuditorError: the installation is incomplete.

    """
    shipped = _PACKAGE / "_shipped" / name
    if shipped.is_dir():
        return shipped
    beside = _PACKAGE.parent / name
    if beside.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file():
        return beside
    raise AuditorError(f"the installation lacks its folder {name!r}; install article-auditor again")
