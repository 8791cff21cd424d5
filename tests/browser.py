"""Pages in a browser that are watched: whatever they complain of or send out is kept."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from auditor.render import RenderOptions, open_renderer
from auditor.report import Report
from tests import render_samples as samples

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page

ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP evil.test 127.0.0.1",  # this machine under a name that is not ours
]


class Watched:
    """A page, and all that went wrong on it: console messages, errors, dialogs, stray requests."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.troubles: list[str] = []
        self.strays: list[str] = []
        self._home = ""
        page.on("console", lambda message: self.troubles.append(message.text))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("dialog", self._alerted)
        page.on("request", lambda request: self._asked(request.url))

    def _alerted(self, dialog: "Dialog") -> None:
        self.troubles.append(dialog.message)
        dialog.dismiss()

    def _asked(self, address: str) -> None:
        if not address.startswith((self._home, "blob:null/")):
            self.strays.append(address)

    def open(self, address: str | Path) -> None:
        """Go to a file or an address; other requests must stay in its folder or on its server."""
        if isinstance(address, Path):
            address = address.as_uri()
        parts = urlsplit(address)
        folder = parts.path.rpartition("/")[0]
        self._home = f"{parts.scheme}://{parts.netloc}{folder if parts.scheme == 'file' else ''}/"
        self.page.goto(address)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def saved(self) -> None:
        """Wait until the server has every decision: before that a page asks whether it may be left."""
        self.until("document.querySelector('#kept').textContent.includes(', saved')")

    def search(self, line: str) -> None:
        """Write into the filter line, and wait until the page has followed."""
        self.page.locator("#q").fill(line)
        wanted = json.dumps(line.strip())
        self.until(f"(new URLSearchParams(location.hash.slice(1)).get('q') ?? '') === {wanted}")

    def seen(self, selector: str) -> int:
        """Return how many elements are visible."""
        return self.page.locator(f"{selector}:visible").count()

    def address(self) -> str:
        """Return the address, from the page itself: the driver hears of it a little later."""
        return str(self.page.evaluate("location.href"))

    def text(self, selector: str) -> str:
        """Return the visible words of the first element."""
        return str(self.page.locator(selector).first.inner_text())

    def shows(self, selector: str, words: str) -> None:
        """Wait until the first element says so: a dialog closes when the browser finds the time."""
        self._wait(lambda: words in self.text(selector), f"{selector} never said {words!r}")

    def says(self, selector: str, words: str) -> None:
        """Wait until an element says just that."""
        self._wait(lambda: self.text(selector) == words, f"{selector} never said {words!r}")

    def sees(self, selector: str, number: int) -> None:
        """Wait until so many elements are visible."""
        self._wait(lambda: self.seen(selector) == number, f"never saw {number} of {selector}")

    def counts(self, selector: str, number: int) -> None:
        """Wait until so many elements are there."""
        found = self.page.locator(selector)
        self._wait(lambda: found.count() == number, f"there never were {number} of {selector}")

    def until(self, script: str) -> None:
        """Wait until a script gives something true; asked from outside, as the page forbids ``eval``."""
        self._wait(lambda: bool(self.page.evaluate(script)), f"it never came to {script}")

    def _wait(self, done: Callable[[], bool], told: str) -> None:
        for _ in range(500):
            if done():
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(told)

    def value(self, script: str, *given: Any) -> Any:
        """Return what a script gives."""
        return self.page.evaluate(script, *given)


def write_report(path: Path, reports: Iterable[Report], **options: Any) -> Path:
    """Write the HTML report of ``reports`` to ``path``, with its pages beside it if it is long."""
    reports = list(reports)
    with open_renderer("html", path, RenderOptions(**options)) as made:
        made.begin(samples.RUN)
        for report in reports:
            made.add(report)
        made.end(samples.summary(*reports, unreadable=("broken.docx: damaged",)))
    return path
