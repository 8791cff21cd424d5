"""Renderers: one file a format. They see reports and nothing of how these came about."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from auditor.errors import AuditorError
from auditor.render.renderer import Renderer, RenderOptions
from auditor.render.sink import open_sink

if TYPE_CHECKING:
    from auditor.render.folder import Folder

__all__ = ["FORMATS", "RenderOptions", "Renderer", "open_renderer", "renderer"]

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


@contextmanager
def open_renderer(format: str, path: Path | None, options: RenderOptions) -> Iterator[Renderer]:
    """Open ``path`` (None: standard output) and return the renderer that writes to it.

    A long HTML report to a file gets a folder of pages beside it.

    Raises:
        AuditorError: there is no such format, or the place cannot be written to.

    """
    with ExitStack() as stack:
        folder = None
        if format == "html" and path is not None and (path.is_file() or not path.exists()):
            from auditor.render.folder import open_folder

            folder = stack.enter_context(open_folder(path))
        yield renderer(format, stack.enter_context(open_sink(path)), options, folder)


def renderer(
    format: str, out: TextIO, options: RenderOptions, folder: "Folder | None" = None
) -> Renderer:
    """Return the renderer of ``format``; what it needs is imported now and not before.

    ``folder`` takes the pages of a long HTML report; without one it is a single file.

    Raises:
        AuditorError: there is no such format.

    """
    if format not in _RENDERERS:
        raise AuditorError(f"no format {format!r}; there are {', '.join(FORMATS)}")
    module, name = _RENDERERS[format]
    more = (folder,) if format == "html" else ()
    made: Renderer = getattr(import_module(f"auditor.render.{module}"), name)(out, options, *more)
    return made
