"""What is decided and chosen on the HTML report, and what the browser keeps of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import render_samples as samples
from tests.browser import Watched

Visit = Callable[..., Watched]


def test_decisions_outlive_a_reload_and_go_to_a_file(
    visit: Visit, report_page: Path, tmp_path: Path
) -> None:
    seen = visit(report_page)
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
        ("harbour", samples.fingerprint(harbour, "doubled-word"), "doubled-word", "dismiss", "<b>said so</b>"),
        ("harbour", samples.fingerprint(harbour, "repeated-headline"), "repeated-headline", "accept", None),
    ]  # fmt: skip
    assert all(d["at"].endswith("Z") for d in kept["decisions"])

    other = visit(report_page, context="another browser")
    other.counts(".card.accepted", 0)
    other.page.locator("#import").set_input_files(tmp_path / "decisions.json")
    other.page.locator(".card.accepted").wait_for()
    other.counts(".card.dismissed", 1)
    (tmp_path / "wrong.json").write_text('{"schema": "other"}', "utf-8")
    other.page.locator("#import").set_input_files(tmp_path / "wrong.json")
    other.page.get_by_text("wrong.json cannot be read").wait_for()


def test_two_tabs_of_a_file_keep_each_others_decisions(visit: Visit, report_page: Path) -> None:
    one, two = visit(report_page), visit(report_page)
    one.press("j", "a")
    two.page.locator(".card.accepted").first.wait_for()
    two.press("j", "j", "a")
    one.page.locator(".card.accepted").nth(1).wait_for()
    one.page.reload()
    one.counts(".card.accepted", 2)


@pytest.mark.parametrize("shown", ["pageshow", "focus"])
def test_a_page_shown_again_shows_what_was_decided_since(
    visit: Visit, report_page: Path, shown: str
) -> None:
    seen = visit(report_page)
    seen.press("j", "a")
    seen.counts(".card.accepted", 1)
    # No event tells a page of what is written by itself.
    seen.page.evaluate(f"() => {{ localStorage.clear(); dispatchEvent(new Event('{shown}')); }}")
    seen.counts(".card.accepted", 0)


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


def test_a_page_asks_for_its_storage_when_it_can_have_it(visit: Visit, report_page: Path) -> None:
    seen = visit(report_page)
    seen.page.add_init_script(REFUSAL)
    seen.page.reload()
    seen.press("j", "a")
    seen.counts(".card.accepted", 1)
    seen.page.reload()
    seen.counts(".card.accepted", 1)


def test_a_decision_is_seen_in_either_view_whatever_the_filter(
    visit: Visit, report_page: Path
) -> None:
    seen = visit(f"{report_page.as_uri()}#q=-dismissed")
    seen.press("j", "a")
    seen.shows(".card.current .acts", "Accepted")
    seen.press("v")
    seen.shows(".item.current .acts", "Accepted")
    seen.press("u", "v")
    seen.shows(".card.current .acts", "Accept")
    seen.counts(".card.accepted", 0)


def test_decisions_can_be_filtered_and_made_at_once(visit: Visit, report_page: Path) -> None:
    seen = visit(f"{report_page.as_uri()}#view=list&q=open")
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
def test_a_theme_is_chosen_and_kept(visit: Visit, report_page: Path, scheme: str) -> None:
    seen = visit(report_page, color_scheme=scheme)
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(252, 251, 248)", "rgb(23, 24, 26)"
    seen.until(f"{ground} === '{light if scheme == 'light' else dark}'")
    other = "dark" if scheme == "light" else "light"
    seen.page.locator("#theme").select_option(other)
    seen.until(f"{ground} === '{dark if scheme == 'light' else light}'")
    seen.page.reload()
    seen.until(f"{ground} === '{dark if scheme == 'light' else light}'")
    assert seen.page.locator("#theme").input_value() == other
