"""Whether what a report's reader decides is still there when the page is loaded again, on a busy machine.

``python -m benchmarks.report.storage`` decides and reloads again and again, with two busy processes beside, and with
the thread on which a page tells the browser that it is there last in line (Linux). ``--asking-at-once`` takes the
line out of the page that waits for the browser. Results are kept beside this file.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests import render_samples as samples
from tests.browser import ARGUMENTS, write_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_WAIT = "try { void document.cookie; }"
_DONE = "document.querySelectorAll('.card.accepted').length"


def _last_in_line() -> None:
    """Let the renderers' IO threads run only when nothing else wants to."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"--type=renderer" not in (process / "cmdline").read_bytes():
                continue
            for task in (process / "task").iterdir():
                if "ChildIOT" in (task / "comm").read_text():
                    os.sched_setscheduler(int(task.name), os.SCHED_IDLE, os.sched_param(0))
        except OSError:
            continue  # it has ended


def _lost(browser: "Browser", file: Path) -> bool:
    """Accept a finding, load the page anew, and tell whether that is gone."""
    context = browser.new_context(bypass_csp=True)  # which names the script by its hash
    page = context.new_page()
    page.goto(file.as_uri())
    _last_in_line()
    page.keyboard.press("j")
    page.keyboard.press("a")
    assert page.evaluate(_DONE) == 1
    page.reload()
    found = page.evaluate(_DONE)
    context.close()
    return bool(found == 0)


def main() -> None:
    """Decide and reload until the time is over, and print how often it was lost."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--asking-at-once", action="store_true")
    asked.add_argument("--seconds", type=int, default=120)
    options = asked.parse_args()
    burn = f"import time\nwhile time.monotonic() < {time.monotonic() + options.seconds}: pass"
    busy = [subprocess.Popen([sys.executable, "-c", burn]) for _ in range(2)]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        file = write_report(Path(folder) / "report.html", [samples.harbour()])
        text = file.read_text("utf-8")
        assert _WAIT in text
        if options.asking_at_once:
            file.write_text(text.replace(_WAIT, "try {}"), "utf-8")
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        lost = []
        while any(one.poll() is None for one in busy):
            lost.append(_lost(browser, file))
        print(f"Chromium {browser.version}: lost {sum(lost)} of {len(lost)}")
        browser.close()


if __name__ == "__main__":
    main()
