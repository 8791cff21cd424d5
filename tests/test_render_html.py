"""The HTML report: one file, nothing run but its own script, readable in any window."""

import base64
import hashlib
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from auditor.assets import asset
from auditor.document import Span
from auditor.render import RenderOptions, renderer
from auditor.render.html import MOST_WHOLE
from auditor.render.page import page
from auditor.report import Report, Severity
from tests import render_samples as samples
from tests.support import article

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def html(*reports: Report) -> str:
    out = io.StringIO()
    made = renderer("html", out, RenderOptions())
    made.begin(samples.RUN)
    for report in reports:
        made.add(report)
    made.end(samples.summary(*reports, unreadable=("broken.docx: damaged",)))
    return out.getvalue()


class Skeleton(HTMLParser):
    """Collects tags with the names of their attributes, the ids, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.ids.extend(value or "" for name, value in attrs if name == "id")
        self.links.extend(value or "" for name, value in attrs if name in ("href", "src"))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_hostile_text_does_not_change_the_skeleton() -> None:
    benign = Skeleton(html(samples.hostile("plain words that mean no harm")))
    attacked = Skeleton(html(samples.hostile()))
    changed = [tag for tag in attacked.tags if tag not in benign.tags]
    assert changed == []
    assert sum(tag[0] == "script" for tag in attacked.tags) == 1
    assert not any(tag[0] == "img" for tag in attacked.tags)
    assert "<img src=x onerror=alert(1)>" in "".join(attacked.words)


def test_nothing_inline_and_every_link_stays_on_the_page() -> None:
    read = Skeleton(html(samples.harbour(), samples.twin(), samples.hostile()))
    names = {name for tag in read.tags for name in tag[1:]}
    assert not any(name.startswith("on") or name == "style" for name in names)
    assert all(link.startswith("#") for link in read.links)
    assert {link[1:] for link in read.links} <= set(read.ids)
    assert len(read.ids) == len(set(read.ids))


def test_the_policy_allows_our_style_and_script_alone() -> None:
    text = html(samples.harbour())
    for tag in ("style", "script"):
        (own,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in text
    assert "default-src 'none'" in text
    assert "innerHTML" not in text


def test_the_whole_text_can_be_read() -> None:
    read = samples.harbour()
    words = " ".join("".join(Skeleton(html(read)).words).split())
    plain = re.sub(r"(?<=\s)\d{1,2}(?=\S)", "", words)
    for block in read.article.blocks:
        first = " ".join(block.span.of(read.article.text).split()[:3])
        assert first in words or first in plain


def test_marks_that_overlap_are_cut_into_pieces() -> None:
    read = article("Heading\n\nabcdefghij", id="x")
    base = samples.finding(read, "typo", Severity.INFO, "abc", "one")
    start = read.text.index("abc")

    def at(low: int, high: int, severity: Severity) -> Any:
        span = Span(start + low, start + high)
        return replace(base, span=span, text=span.of(read.text), severity=severity)

    shown = page(
        samples.report(
            read, at(0, 6, Severity.INFO), at(4, 8, Severity.ERROR), at(5, 5, Severity.WARNING)
        ),
        "a",
    )
    (group,) = shown.groups
    pieces = [(s.text, s.numbers, s.severity, s.starts) for s in group.first.segments]
    assert pieces == [
        ("abcd", (1,), "info", (1,)),
        ("e", (1, 2), "error", (2,)),
        ("f", (1, 2), "error", (3,)),
        ("gh", (2,), "error", ()),
        ("ij", (), "", ()),
    ]


def test_the_worst_article_comes_first() -> None:
    text = html(samples.clean(), samples.twin(), samples.harbour())
    heads = re.findall(r'<article class="audit (\w+)"', text)
    assert heads == ["block", "warn", "pass"]


def test_long_runs_list_clean_articles() -> None:
    clean = samples.clean()
    many = [
        replace(clean, article=replace(clean.article, id=f"osk-{n}")) for n in range(MOST_WHOLE + 5)
    ]
    text = html(*many, samples.harbour())
    assert text.count("<article ") == 1
    assert text.count("<tr><td>") == len(many)


def test_a_long_article_shows_what_is_near_its_findings() -> None:
    body = "\n\n".join(f"Paragraph number {n} says nothing new." for n in range(5000))
    read = article(f"A long one\n\n{body}", id="long")
    text = html(
        samples.report(
            read, samples.finding(read, "typo", Severity.INFO, "Paragraph number 2500", "here")
        )
    )
    assert "Paragraph number 2499" in text
    assert "blocks without findings left out" in text
    assert len(text) < 100_000


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_words_stand_out_from_their_ground_in_both_themes() -> None:
    style = (asset("reports") / "style.css").read_text(encoding="utf-8")
    themes = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)) for part in _themes(style)]
    assert themes[1] == themes[2], "the dark theme stands twice and must be the same"
    for theme in themes:
        for ink, grounds in {
            "ink": ("paper", "card", "ground", "error-bg", "warning-bg", "info-bg", "del", "ins"),
            "quiet": ("paper", "card"),
            "error": ("paper", "card"),
            "warning": ("paper", "card"),
            "info": ("paper", "card"),
            "pass": ("paper", "card"),
            "paper": ("bar", "ink"),
        }.items():
            for ground in grounds:
                low, high = sorted((_luminance(theme[ink]), _luminance(theme[ground])))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)


def _themes(style: str) -> list[str]:
    return [part for part in re.findall(r"\{([^{}]*)\}", style) if "--paper:" in part]


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if _CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.mark.parametrize("width", [1280, 380])
def test_it_opens_from_a_disk(browser: Any, tmp_path: Path, width: int) -> None:
    file = tmp_path / "report.html"
    reports = (samples.clean(), samples.harbour(), samples.twin(), samples.foreign())
    file.write_text(html(*reports, samples.hostile()), encoding="utf-8")
    seen = browser.new_page(viewport={"width": width, "height": 800})
    troubles: list[str] = []
    requests: list[str] = []
    seen.on("console", lambda message: troubles.append(message.text))
    seen.on("pageerror", lambda error: troubles.append(str(error)))
    seen.on("dialog", lambda dialog: troubles.append(dialog.message))
    seen.on("request", lambda request: requests.append(request.url))
    seen.goto(file.as_uri())
    assert seen.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.locator("#tools").is_visible()
    total = seen.locator(".card:visible").count()
    seen.locator("input[value=info]").uncheck()
    hidden = seen.locator(".card.info").count()
    assert seen.locator(".card:visible").count() == total - hidden
    assert "of" in seen.locator("#shown").inner_text()
    seen.keyboard.press("j")
    seen.keyboard.press("j")
    assert seen.evaluate("document.activeElement.dataset.f") == "2"
    seen.locator("#theme").select_option("dark")
    assert seen.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 24, 26)"
    assert troubles == []
    assert requests == [file.as_uri()]
    seen.close()


def test_it_is_whole_without_script(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(html(samples.harbour()), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    seen = context.new_page()
    seen.goto(file.as_uri())
    assert seen.locator(".card:visible").count() == len(samples.harbour().findings)
    assert seen.locator("#tools").is_hidden()
    seen.locator(".card summary").first.click()
    assert seen.get_by_text("--ignore repeated-headline").is_visible()
    context.close()
