"""Draws the pictures of the HTML report in ``docs/``: ``python -m tools.make_pictures``.

It needs Chromium and Playwright (``requirements-dev.txt``); each picture is of a report that is made anew.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Picture(NamedTuple):
    """A view of a report: what was audited, how the window is, what is pressed before."""

    name: str
    paths: tuple[str, ...]
    width: int
    height: int
    scheme: str = "light"
    state: str = ""
    keys: tuple[str, ...] = ()
    top: str = ""
    """What stands at the top of the picture; the beginning of the page if empty."""


PICTURES = (
    Picture("report", ("examples/harbour-patrol.txt",), 1280, 1400, keys=("j", "a", "j", "j"), top=".audit"),
    Picture("report-run", ("examples",), 1280, 1230),
    Picture("report-list", ("examples",), 1280, 820, "dark", "#view=list&group=rule", ("j", "a", "j"), "#tools"),
    Picture("report-copies", ("examples",), 1280, 900, state="#q=rule:duplicate-article", top="#tools"),
    Picture("report-phone", ("examples/harbour-patrol.txt",), 390, 844, "dark", top=".audit"),
)  # fmt: skip


def draw(folder: Path) -> bool:
    """Draw all pictures into ``folder``; return whether there is a browser to do it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        return False
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as made, sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        for picture in PICTURES:
            page = browser.new_page(
                viewport={"width": picture.width, "height": picture.height},
                color_scheme="dark" if picture.scheme == "dark" else "light",
            )
            page.goto(_report(Path(made), picture.paths).as_uri() + picture.state)
            for key in picture.keys:
                page.keyboard.press(key)
            if picture.top:
                page.locator(picture.top).first.evaluate("place => place.scrollIntoView()")
            page.wait_for_timeout(100)
            page.screenshot(path=folder / f"{picture.name}.png")
            page.close()
        browser.close()
    return True


def _report(folder: Path, paths: tuple[str, ...]) -> Path:
    """Return the report of ``paths``, made if it is not there."""
    target = folder / f"{Path(paths[0]).stem}.html"
    if not target.exists():
        subprocess.run(
            [sys.executable, "-m", "auditor", "audit", *paths, "--quiet", "-f", f"html={target}"],
            cwd=ROOT,
            check=False,
            capture_output=True,
        )
    return target


def main() -> None:
    """Draw them, or say why not."""
    if not draw(ROOT / "docs"):
        print("no Chromium here: the pictures in docs/ were not drawn", file=sys.stderr)


if __name__ == "__main__":
    main()
