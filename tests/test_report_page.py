"""The HTML report in a browser: filters, keys, decisions, links, print, both themes."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auditor.report import Report
from tests import render_samples as samples
from tests.browser import Watched, write_report

Visit = Callable[..., Watched]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reports = (samples.clean(), samples.harbour(), samples.twin(), samples.foreign())
    return write_report(tmp_path_factory.mktemp("report") / "report.html", reports)


def fingerprint(report: Report, rule: str) -> str:
    return next(f.fingerprint for f in report.findings if f.rule == rule)


@pytest.mark.parametrize("width", [1280, 820, 390, 320])
def test_it_opens_from_a_disk_in_any_window(visit: Visit, report: Path, width: int) -> None:
    seen = visit(report, viewport={"width": width, "height": 800})
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


def test_it_is_whole_without_script(visit: Visit, report: Path) -> None:
    seen = visit(report, java_script_enabled=False)
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


def test_the_filter_line(visit: Visit, report: Path) -> None:
    seen = visit(report)
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


def test_a_filter_that_makes_no_sense_is_answered(visit: Visit, report: Path) -> None:
    seen = visit(report)
    seen.search("colour:red")
    seen.shows("#complaint", "there is no “colour:”; there are severity, rule")
    seen.search("severity:grave")
    seen.shows("#complaint", "takes error, warning, info")
    seen.search("toString:y constructor:x")
    seen.shows("#complaint", "there is no “toString:”")
    seen.says("#shown", "16 findings")


def test_marks_follow_the_filter(visit: Visit, report: Path) -> None:
    seen = visit(report)
    seen.search("rule:typo")
    seen.sees("article.audit", 1)
    assert seen.page.locator("mark:not(.off):visible").all_inner_texts() == ["Septembre"]
    seen.page.get_by_role("button", name="Show all").click()
    seen.counts("mark.off", 0)


def test_counts_are_filters(visit: Visit, report: Path) -> None:
    seen = visit(report)
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


def test_the_whole_state_stands_in_the_address(visit: Visit, report: Path) -> None:
    seen = visit(report)
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


def test_grouping_and_sorting(visit: Visit, report: Path) -> None:
    seen = visit(f"{report.as_uri()}#view=list")
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


def test_a_finding_has_a_link_that_stays(visit: Visit, report: Path) -> None:
    wanted = fingerprint(samples.harbour(), "typo")
    seen = visit(f"{report.as_uri()}#f={wanted}")
    seen.shows(".card.current", "Septembre")
    seen.until("document.activeElement.classList.contains('card')")
    full = seen.address()
    assert f".{wanted}" in full
    hidden = visit(full.replace("#", "#q=severity:info&"))
    hidden.shows(".card.current", "Septembre")
    strange = visit(f"{report.as_uri()}#f=0123456789abcdef")
    strange.shows("#toast", "no such finding")


def test_links_inside_keep_the_state_and_lead_back(visit: Visit, report: Path) -> None:
    seen = visit(f"{report.as_uri()}#sort=name")
    seen.page.locator(".changes a", has_text="the worst").first.click()
    assert "sort=name" in seen.address()
    assert "at=a" in seen.address()
    seen.page.go_back()
    assert seen.address().endswith("#sort=name")
    seen.page.locator(".card a.number").first.click()
    seen.until("document.activeElement.classList.contains('ref')")


def test_all_by_keyboard(visit: Visit, report: Path) -> None:
    seen = visit(report)
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


def test_evidence_opens_by_key(visit: Visit, report: Path) -> None:
    seen = visit(
        f"{report.as_uri()}#f={fingerprint(samples.harbour(), 'near-duplicate-paragraph')}"
    )
    seen.press("o")
    seen.until("document.activeElement.classList.contains('compare')")
    seen.page.goto(f"{report.as_uri()}#f={fingerprint(samples.harbour(), 'doubled-word')}")
    seen.press("o")
    assert seen.page.locator(".card.current details").get_attribute("open") is not None
    seen.press("v", "Enter")
    assert seen.page.locator(".card.current").is_visible()


def test_overlapping_marks_lead_to_each_of_their_findings(visit: Visit, report: Path) -> None:
    seen = visit(report)
    mark = seen.page.locator("mark.over", has_text="Septembre")
    found = []
    for _ in range(3):
        mark.click()
        found.append(seen.text(".card.current .rule"))
    assert found == ["typo", "spacing", "typo"]


def test_decisions_outlive_a_reload_and_go_to_a_file(
    visit: Visit, report: Path, tmp_path: Path
) -> None:
    seen = visit(report)
    seen.press("j", "a", "j", "d")
    seen.page.keyboard.type("<b>said so</b>")
    seen.press("Enter")
    seen.shows("#progress", "2 of 15 findings decided: 1 accepted, 1 dismissed")
    seen.page.reload()
    seen.counts(".card.accepted", 1)
    seen.shows(".card.dismissed", "Dismissed: <b>said so</b>")
    seen.page.locator("#deciding summary").click()
    with seen.page.expect_download() as got:
        seen.page.locator("#export").click()
    assert got.value.suggested_filename == "decisions.json"
    got.value.save_as(tmp_path / "decisions.json")
    kept = json.loads((tmp_path / "decisions.json").read_text("utf-8"))
    assert kept["schema"] == "auditor.decisions/1"
    harbour = samples.harbour()
    assert [
        (d["article"], d["fingerprint"], d["rule"], d["decision"], d["reason"])
        for d in kept["decisions"]
    ] == [
        ("harbour", fingerprint(harbour, "doubled-word"), "doubled-word", "dismiss", "<b>said so</b>"),
        ("harbour", fingerprint(harbour, "repeated-headline"), "repeated-headline", "accept", None),
    ]  # fmt: skip
    assert all(d["at"].endswith("Z") for d in kept["decisions"])

    other = visit(report, context="another browser")
    other.counts(".card.accepted", 0)
    other.page.locator("#import").set_input_files(tmp_path / "decisions.json")
    other.page.locator(".card.accepted").wait_for()
    other.counts(".card.dismissed", 1)
    (tmp_path / "wrong.json").write_text('{"schema": "other"}', "utf-8")
    other.page.locator("#import").set_input_files(tmp_path / "wrong.json")
    other.page.get_by_text("wrong.json cannot be read").wait_for()


def test_two_tabs_of_a_file_keep_each_others_decisions(visit: Visit, report: Path) -> None:
    one, two = visit(report), visit(report)
    one.press("j", "a")
    two.page.locator(".card.accepted").first.wait_for()
    two.press("j", "j", "a")
    one.page.locator(".card.accepted").nth(1).wait_for()
    one.page.reload()
    one.counts(".card.accepted", 2)


# As Chromium is with a page from a file on a busy machine (benchmarks/report/storage.py): who asks for the storage
# before the browser has answered anything else has an empty one, and what it writes is kept nowhere.
REFUSAL = """(() => {
  const { get: cookies } = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
  const { get: storage } = Object.getOwnPropertyDescriptor(window, "localStorage");
  const given = { getItem: () => null, setItem() {}, removeItem() {} };
  let arrived = false, refused = false;
  Object.defineProperty(document, "cookie", { get() { arrived = true; return cookies.call(document); } });
  Object.defineProperty(window, "localStorage", { get() {
    refused ||= !arrived;
    return refused ? given : storage.call(window);
  } });
})()"""


def test_a_page_asks_for_its_storage_when_it_can_have_it(visit: Visit, report: Path) -> None:
    seen = visit(report)
    seen.page.add_init_script(REFUSAL)
    seen.page.reload()
    seen.press("j", "a")
    seen.counts(".card.accepted", 1)
    seen.page.reload()
    seen.counts(".card.accepted", 1)


def test_a_decision_is_seen_in_either_view_whatever_the_filter(visit: Visit, report: Path) -> None:
    seen = visit(f"{report.as_uri()}#q=-dismissed")
    seen.press("j", "a")
    seen.shows(".card.current .acts", "Accepted")
    seen.press("v")
    seen.shows(".item.current .acts", "Accepted")
    seen.press("u", "v")
    seen.shows(".card.current .acts", "Accept")
    seen.counts(".card.accepted", 0)


def test_decisions_can_be_filtered_and_made_at_once(visit: Visit, report: Path) -> None:
    seen = visit(f"{report.as_uri()}#view=list&q=open")
    seen.press("j")
    first = seen.text(".item.current .says")
    seen.press("a")
    seen.sees(".item", 15)
    assert seen.text(".item.current .says") != first
    seen.search("severity:info")
    seen.page.locator("#deciding summary").click()
    seen.page.locator("#dismiss-shown").click()
    seen.press("Enter")
    seen.counts(".item.dismissed", 4)
    seen.page.locator("#undo-shown").click()
    seen.counts(".item.dismissed", 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_theme_is_chosen_and_kept(visit: Visit, report: Path, scheme: str) -> None:
    seen = visit(report, color_scheme=scheme)
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(252, 251, 248)", "rgb(23, 24, 26)"
    seen.until(f"{ground} === '{light if scheme == 'light' else dark}'")
    other = "dark" if scheme == "light" else "light"
    seen.page.locator("#theme").select_option(other)
    seen.until(f"{ground} === '{dark if scheme == 'light' else light}'")
    seen.page.reload()
    seen.until(f"{ground} === '{dark if scheme == 'light' else light}'")
    assert seen.page.locator("#theme").input_value() == other


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, report: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="pip install axe-playwright-python")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    seen = visit(report, color_scheme=scheme, bypass_csp=True)
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


def test_it_prints_with_all_that_is_folded(visit: Visit, report: Path) -> None:
    seen = visit(report)
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


ATTACKS = (
    samples.PAYLOAD + samples.CONTROLS,
    "<script>alert(1)</script>",
    "</title></style></textarea></noscript><script>alert(1)</script>",
    "<!--<script>alert(1)</script>--!><script>",
    "]]><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "\"><input autofocus onfocus=alert(1)><a href='javascript:alert(1)'>",
    "' onmouseover='alert(1)' style='x:expression(alert(1))",
    "javascript:alert(1)//#f=%3Cimg%20src=x%20onerror=alert(1)%3E",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} {% raw %} #{7*7}",
    "__proto__ constructor toString valueOf",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e &#60;img src=x onerror=alert(1)&#62;",
    "*/ } </style> /* url(https://example.invalid/x.png) @import 'https://example.invalid/x.css';",
    "\ufeff\u202e\u2066\u200f\x00\x1b[31m\ud800\udfff\U0001f469\u200d\U0001f692 ﷽ Z\u0351\u036b\u0343",
    '"}],"rules":[["x","<img src=x onerror=alert(1)>"]]}</script><script>alert(1)</script>',
)


def test_hostile_words_run_nothing(visit: Visit, tmp_path: Path) -> None:
    reports = [samples.hostile(attack) for attack in ATTACKS]
    file = write_report(tmp_path / "report.html", reports)
    seen = visit(file)
    seen.counts("script", 2)
    seen.counts("iframe, img, [onfocus], [onerror], [style]", 0)
    total = seen.seen(".card")
    assert total == 3 * len(ATTACKS)
    for grouping in ("article", "rule", "cluster", "none"):
        seen.page.goto(f"{file.as_uri()}#view=list&group={grouping}")
        seen.page.wait_for_selector(".item")
    for summary in seen.page.locator("#facets summary").all():
        summary.click()
        seen.press("Escape")
    seen.press("j", "a", "c", "l", "d")
    seen.page.keyboard.type(samples.PAYLOAD)
    seen.press("Enter", "v", "o")
    seen.page.reload()
    for attack in ATTACKS:
        seen.page.locator("#q").fill('"' + attack.replace('"', "")[:30])
        seen.page.wait_for_timeout(100)
    for place in ("f", "q", "at", "group"):
        seen.page.goto(f"{file.as_uri()}#{place}=<img src=x onerror=alert(1)>")
    seen.counts("iframe, img", 0)


def test_the_prototype_is_no_rule(visit: Visit, tmp_path: Path) -> None:
    """Names that mean something to scripts are names like others."""
    read = samples.harbour()
    names = ("__proto__", "constructor", "toString")
    findings = tuple(
        replace(f, rule=name, category=name, fingerprint=name)
        for f, name in zip(read.findings, names, strict=False)
    )
    file = write_report(tmp_path / "report.html", [replace(read, findings=findings)])
    seen = visit(file)
    seen.search("rule:__proto__")
    seen.says("#shown", "1 of 3 findings")
    seen.press("Escape", "j", "a")
    seen.page.reload()
    seen.counts(".card.accepted", 1)
