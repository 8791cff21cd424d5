"""Renderers: one file a format. They see reports and nothing of how these came about."""

from importlib import import_module
from typing import TextIO

from auditor.errors import AuditorError
from auditor.render.renderer import Renderer, RenderOptions

__all__ = ["FORMATS", "RenderOptions", "Renderer", "renderer"]

_RENDERERS = {
    "terminal": ("terminal", "TerminalRenderer"),
    "json": ("json", "JsonRenderer"),
    "jsonl": ("json", "JsonLinesRenderer"),
    "html": ("html", "HtmlRenderer"),
    "sarif": ("sarif", "SarifRenderer"),
    "junit": ("junit", "JunitRenderer"),
    "github": ("github", "GithubRenderer"),
    "markdown": ("markdown", "MarkdownRenderer"),
    "csv": ("csv", "CsvRenderer"),
}
FORMATS: tuple[str, ...] = tuple(_RENDERERS)
"""The formats that ``-f`` takes."""


def renderer(format: str, out: TextIO, options: RenderOptions) -> Renderer:
    """Return the renderer of ``format``; what it needs is imported now and not before.

    Raises:
        AuditorError: there is no such format.

    """
    if format not in _RENDERERS:
        raise AuditorError(f"no format {format!r}; there are {', '.join(FORMATS)}")
    module, name = _RENDERERS[format]
    made: Renderer = getattr(import_module(f"auditor.render.{module}"), name)(out, options)
    return made
