"""Renderers: one file a format. They see reports and nothing of how these came about."""

from typing import TextIO

from auditor.errors import AuditorError
from auditor.render.renderer import Renderer, RenderOptions

__all__ = ["FORMATS", "RenderOptions", "Renderer", "renderer"]

FORMATS: tuple[str, ...] = ("terminal", "json", "jsonl", "html")
"""The formats that ``-f`` takes."""


def renderer(format: str, out: TextIO, options: RenderOptions) -> Renderer:
    """Return the renderer of ``format``; what it needs is imported now and not before.

    Raises:
        AuditorError: there is no such format.

    """
    if format == "terminal":
        from auditor.render.terminal import TerminalRenderer

        return TerminalRenderer(out, options)
    if format == "json":
        from auditor.render.json import JsonRenderer

        return JsonRenderer(out, options)
    if format == "jsonl":
        from auditor.render.json import JsonLinesRenderer

        return JsonLinesRenderer(out, options)
    if format == "html":
        from auditor.render.html import HtmlRenderer

        return HtmlRenderer(out, options)
    raise AuditorError(f"no format {format!r}; there are {', '.join(FORMATS)}")
