"""The HTML report in a browser: filters, keys, links, print, both themes."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import render_samples as samples
from tests.browser import Watched

Visit = Callable[..., Watched]


@pytest.mark.parametrize("width", [1280, 820, 390, 320])
def test_it_opens_from_a_disk_in_any_window(visit: Visit, report_page: Path, width: int) -> None:
    seen = visit(report_page, viewport={"width": width, "height": 800})
    assert seen.value("document.documentElement.scrollWidth") <= width
    seen.sees("#tools", 1)
    seen.says("#shown", "16 findings")
    for menu in seen.page.locator("details.menu summary").all():
        menu.click()
        seen.until(f"document.documentElement.scrollWidth <= {width}")
        seen.press("Escape")
    seen.press("v")
    seen.sees(".item", 16)
    assert seen.value("document.documentElement.scrollWidth") <= width


def test_it_is_whole_without_script(visit: Visit, report_page: Path) -> None:
    seen = visit(report_page, java_script_enabled=False)
    seen.counts(".card:visible", 16)
    assert seen.page.locator("#tools").is_hidden()
    seen.page.locator(".card summary").first.click()
    assert seen.page.get_by_text("--ignore repeated-headline").is_visible()


LINES = (
    ("", 16),
    ("severity:error", 3),
    ("sev:error,hint", 7),
    ("severity:error severity:info", 7),
    ("-severity:error", 13),
    ("rule:d*", 5),
    ("rule:duplicate", 0),
    ("kind:duplication -rule:repeated*", 3),
    ("source:courier", 10),
    ('source:"The Velden Courier" severity:error', 3),
    ("new", 15),
    ("known", 1),
    ("new,known", 16),
    ("new,typo", 0),
    ("status:baseline", 1),
    ("article:rows.jsonl*", 3),
    ("title:ferry", 3),
    ("language:he", 3),
    ("verdict:block", 10),
    ("gate:block", 3),
    ("score:<60", 10),
    ("confidence:>=99", 1),
    ("cluster:*", 13),
    ("cluster:1", 10),
    ("date:2031-03", 10),
    ("date:>2031-03-04", 0),
    ("open", 16),
    ("accepted", 0),
    ("twice", 5),
    ('"stands twice in a row"', 3),
    ('-"stands twice"', 12),
    ("nothing-like-this", 0),
)


def test_the_filter_line(visit: Visit, report_page: Path) -> None:
    seen = visit(report_page)
    wrong = []
    for line, shown in LINES:
        seen.search(line)
        words = seen.text("#shown")
        if words != ("16 findings" if not line else f"{shown} of 16 findings"):
            wrong.append((line, shown, words))
        assert seen.seen(".card") == int(words.split()[0])
        assert seen.page.locator("#none").is_visible() == (shown == 0 and words[0] == "0")
        seen.says("#complaint", "")
    assert wrong == []


def test_a_filter_that_makes_no_sense_is_answered(visit: Visit, report_page: Path) -> None:
    seen = visit(report_page)
    seen.search("colour:red")
    seen.shows("#complaint", "there is no “colour:”; there are severity, rule")
    seen.search("severity:grave")
    seen.shows("#complaint", "takes error, warning, info")
    seen.search("toString:y constructor:x")
    seen.shows("#complaint", "there is no “toString:”")
    seen.says("#shown", "16 findings")


def test_marks_follow_the_filter(visit: Visit, report_page: Path) -> None:
    seen = visit(report_page)
    seen.search("rule:typo")
    seen.sees("article.audit", 1)
    assert seen.page.locator("mark:not(.off):visible").all_inner_texts() == ["Septembre"]
    seen.page.get_by_role("button", name="Show all").click()
    seen.counts("mark.off", 0)


def test_counts_are_filters(visit: Visit, report_page: Path) -> None:
    seen = visit(report_page)
    seen.page.locator("#facets .chip", has_text="Error").click()
    assert seen.page.locator("#q").input_value() == "severity:error"
    seen.says("#shown", "3 of 16 findings")
    seen.page.locator("#facets summary", has_text="Kind").click()
    seen.page.locator("#facets .chip", has_text="consistency").click()
    seen.says("#shown", "1 of 16 findings")
    seen.page.locator("#facets .chip", has_text="Error").click()
    assert seen.page.locator("#q").input_value() == "kind:consistency"
    seen.page.locator(".bars a", has_text="Warning").click()
    assert seen.page.locator("#q").input_value() == "severity:warning"
    seen.says("#shown", "9 of 16 findings")


def test_the_whole_state_stands_in_the_address(visit: Visit, report_page: Path) -> None:
    seen = visit(report_page)
    seen.search("severity:warning,error")
    seen.press("Escape", "v")
    seen.page.locator("#group").select_option("rule")
    seen.page.locator("#sort").select_option("most")
    seen.press("j", "j")
    address = seen.address()
    groups = seen.page.locator(".group h3").all_text_contents()
    current = seen.text(".item.current .says")
    assert groups[0] == "doubled-word"
    again = visit(address)
    assert again.page.locator(".group h3").all_text_contents() == groups
    assert again.text(".item.current .says") == current
    assert again.page.locator("#q").input_value() == "severity:warning,error"
    seen.page.go_back()
    assert seen.page.locator("#sort").input_value() == "worst"


def test_grouping_and_sorting(visit: Visit, report_page: Path) -> None:
    seen = visit(f"{report_page.as_uri()}#view=list")
    assert seen.page.locator(".group h3").all_text_contents()[0].startswith("Harbour wall")
    seen.page.locator("#sort").select_option("name")
    assert seen.page.locator(".group h3").all_text_contents()[0].startswith("Ferry")
    seen.press("g")
    assert seen.page.locator("#group").input_value() == "rule"
    seen.page.locator("#group").select_option("cluster")
    assert seen.page.locator(".group h3").all_text_contents() == [
        "Cluster 1", "Cluster 2", "Sharing no text",
    ]  # fmt: skip
    seen.page.locator("#sort").select_option("worst")
    seen.page.locator("#group").select_option("none")
    assert seen.page.locator(".item .weight").all_text_contents()[:4] == [
        "Error", "Error", "Error", "Warning",
    ]  # fmt: skip
    seen.press("v")
    seen.page.locator("#sort").select_option("date")
    first = seen.page.locator("article.audit").first
    assert "Harbour wall" in (first.text_content() or "")


def test_a_finding_has_a_link_that_stays(visit: Visit, report_page: Path) -> None:
    wanted = samples.fingerprint(samples.harbour(), "typo")
    seen = visit(f"{report_page.as_uri()}#f={wanted}")
    seen.shows(".card.current", "Septembre")
    seen.until("document.activeElement.classList.contains('card')")
    full = seen.address()
    assert f".{wanted}" in full
    hidden = visit(full.replace("#", "#q=severity:info&"))
    hidden.shows(".card.current", "Septembre")
    strange = visit(f"{report_page.as_uri()}#f=0123456789abcdef")
    strange.shows("#toast", "no such finding")


def test_links_inside_keep_the_state_and_lead_back(visit: Visit, report_page: Path) -> None:
    seen = visit(f"{report_page.as_uri()}#sort=name")
    seen.page.locator(".changes a", has_text="the worst").first.click()
    assert "sort=name" in seen.address()
    assert "at=a" in seen.address()
    seen.page.go_back()
    assert seen.address().endswith("#sort=name")
    seen.page.locator(".card a.number").first.click()
    seen.until("document.activeElement.classList.contains('ref')")


def test_all_by_keyboard(visit: Visit, report_page: Path) -> None:
    seen = visit(report_page)
    seen.press("j", "j")
    seen.until("document.activeElement.dataset.f === '2'")
    assert seen.page.locator("mark.lit").all_inner_texts() == ["the the"]
    seen.press("k")
    seen.until("document.activeElement.dataset.f === '1'")
    seen.press("a")
    seen.shows(".card.current .acts", "Accepted")
    seen.press("u")
    seen.shows(".card.current .acts", "Accept")
    seen.press("d")
    seen.page.keyboard.type("house style")
    seen.press("Enter")
    seen.shows(".card.current .acts", "Dismissed: house style")
    seen.until("document.activeElement.classList.contains('card')")
    seen.press("d", "Escape")
    seen.shows(".card.current .acts", "Dismissed: house style")
    seen.press("n")
    seen.until("document.activeElement.matches('article.audit')")
    second = seen.value("document.activeElement.id")
    seen.press("n", "p")
    assert seen.value("document.activeElement.id") == second
    seen.press("/")
    seen.until("document.activeElement.id === 'q'")
    seen.page.keyboard.type("jap")
    assert seen.page.locator("#q").input_value() == "jap"
    seen.press("Escape", "?")
    assert seen.page.locator("#help").is_visible()
    seen.press("Escape")
    assert seen.page.locator("#help").is_hidden()


def test_evidence_opens_by_key(visit: Visit, report_page: Path) -> None:
    seen = visit(
        f"{report_page.as_uri()}#f={samples.fingerprint(samples.harbour(), 'near-duplicate-paragraph')}"
    )
    seen.press("o")
    seen.until("document.activeElement.classList.contains('compare')")
    seen.page.goto(
        f"{report_page.as_uri()}#f={samples.fingerprint(samples.harbour(), 'doubled-word')}"
    )
    seen.press("o")
    assert seen.page.locator(".card.current details").get_attribute("open") is not None
    seen.press("v", "Enter")
    assert seen.page.locator(".card.current").is_visible()


def test_overlapping_marks_lead_to_each_of_their_findings(visit: Visit, report_page: Path) -> None:
    seen = visit(report_page)
    mark = seen.page.locator("mark.over", has_text="Septembre")
    found = []
    for _ in range(3):
        mark.click()
        found.append(seen.text(".card.current .rule"))
    assert found == ["typo", "spacing", "typo"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, report_page: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="pip install axe-playwright-python")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    seen = visit(report_page, color_scheme=scheme, bypass_csp=True)
    seen.press("j", "a", "j")
    seen.page.evaluate(script)
    for step in ("menu", "list", "help", "dismissal"):
        if step == "menu":
            seen.page.locator("#facets summary", has_text="Kind").click()
        elif step == "list":
            seen.press("Escape", "v", "j")
        elif step == "help":
            seen.press("?")
        elif step == "dismissal":
            seen.press("Escape", "d")
        part = f"#{step}" if step in ("help", "dismissal") else "html"
        found = seen.value(
            f"axe.run('{part}', {{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
            " 'best-practice']})"
        )
        assert _violations(found) == [], step


def _violations(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (each["id"], node["html"][:200] + str(node.get("failureSummary", ""))[:300])
        for each in found["violations"]
        for node in each["nodes"][:5]
    ]


def test_it_prints_with_all_that_is_folded(visit: Visit, report_page: Path) -> None:
    seen = visit(report_page)
    seen.press("j", "d", "Enter")
    seen.page.emulate_media(media="print")
    assert seen.page.locator("#tools").is_hidden()
    made = seen.page.pdf(prefer_css_page_size=True)
    assert made.startswith(b"%PDF")
    assert (
        len(re.findall(rb"/Type /Page\b", made)) >= 5
    )  # the first screen, and each article its own
    seen.value("dispatchEvent(new Event('beforeprint'))")
    seen.counts(".card details:not([open])", 0)
    assert seen.page.get_by_text("Readers lose trust").first.is_visible()
    seen.value("dispatchEvent(new Event('afterprint'))")
    seen.counts(".card details[open]", 0)
