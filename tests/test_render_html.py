"""The HTML report: one file, nothing run but its own script, readable in any window."""

import base64
import hashlib
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from auditor.assets import asset
from auditor.document import Span
from auditor.finding import Related
from auditor.render import RenderOptions, renderer
from auditor.render.card import anchor_of
from auditor.render.html import MOST_WHOLE
from auditor.render.page import page
from auditor.report import Report, RuleHistory, Severity, Status, Verdict
from tests import render_samples as samples
from tests.support import article


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
    assert [tag for tag in attacked.tags if tag[0] == "script"] == [
        ("script", "type", "id"),
        ("script",),
    ]
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


def test_long_runs_show_the_clean_articles_that_others_copied() -> None:
    clean = samples.clean()
    many = [
        replace(clean, article=replace(clean.article, id=f"rows.jsonl#{n}"))
        for n in range(MOST_WHOLE)
    ]
    text = html(*many, samples.twin())
    assert text.count("<article ") == 2
    assert text.count("<tr><td>") == len(many) - 1


def test_rows_of_data_say_what_the_cards_say() -> None:
    read = samples.harbour()
    found = json.loads(_data(html(samples.hostile(), read)))
    names = [row[1] for row in found["articles"]]
    (row,) = (row for row in found["articles"] if row[1] == "harbour")
    assert samples.hostile().article.id.replace("\ud800", "\ufffd") in names
    assert [entry[8] for entry in row[-1]] == [
        f.fingerprint for f in sorted(read.findings, key=lambda f: f.span or Span(-1, -1))
    ]
    rules = {found["rules"][entry[1]][0] for entry in row[-1]}
    assert rules == {f.rule for f in read.findings}


def _data(text: str) -> str:
    (data,) = re.findall(
        r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL
    )
    assert "<" not in data
    return str(data)


def test_a_served_page_may_ask_its_server_and_no_other_may() -> None:
    assert "connect-src" not in html(samples.clean())
    out = io.StringIO()
    made = renderer("html", out, RenderOptions(served=True))
    made.begin(samples.RUN)
    made.end(samples.summary())
    assert "connect-src 'self'" in out.getvalue()
    assert '<meta name="auditor-review" content="api/decisions">' in out.getvalue()


def test_it_says_what_must_change_first() -> None:
    text = html(samples.clean(), samples.twin(), samples.harbour())
    (first,) = re.findall(r'<section class="changes".*?</section>', text, re.DOTALL)
    assert "What must change, in this order" in first
    assert re.findall(r'data-q="rule:([a-z-]+)', first)[:3] == [
        "leftover-furniture", "number-conflict", "repeated-headline",
    ]  # fmt: skip
    (alone,) = re.findall(
        r'<section class="changes".*?</section>', html(samples.harbour()), re.DOTALL
    )
    assert "The page prints the headline already" in alone
    assert alone.index("The headline stands again") < alone.index("“the” stands twice in a row")


def test_what_only_informs_is_no_part_of_what_must_change() -> None:
    read = samples.harbour()
    doubled = next(f for f in read.findings if f.rule == "doubled-word")
    mild = replace(doubled, severity=Severity.INFO, gate=Verdict.PASS)
    told = html(replace(read, findings=(mild, doubled)), replace(read, findings=(mild,)))
    (first,) = re.findall(r'<section class="changes".*?</section>', told, re.DOTALL)
    assert "1 finding in 1 article" in first
    assert 'data-q="rule:doubled-word status:new -gate:pass"' in first  # the same one finding


def test_it_says_how_often_a_rule_was_right_and_why_a_finding_is_no_news() -> None:
    read = samples.harbour()
    findings = tuple(
        replace(f, status=Status.SUPPRESSED, reason="<b>a name</b>") if f.rule == "typo" else f
        for f in read.findings
    )
    out = io.StringIO()
    made = renderer("html", out, RenderOptions())
    made.begin(replace(samples.RUN, history=(RuleHistory("typo", accepted=3, dismissed=1),)))
    made.add(replace(read, findings=findings))
    made.end(replace(samples.summary(read), stale=2))
    text = out.getvalue()
    assert "<dt>right here</dt><dd>3 of 4 times</dd>" in text
    assert "How often rules were right here" in text
    assert "2 decisions on findings that are not there any more" in text
    assert "&lt;b&gt;a name&lt;/b&gt;" in text


def test_articles_that_share_text_are_drawn_and_told() -> None:
    text = html(samples.twin(), samples.harbour())
    (told,) = re.findall(r'<section class="sharing".*?</section>', text, re.DOTALL)
    assert "4 articles share text, in 2 clusters" in told
    assert told.count('role="img"') == told.count("aria-label=") == 4
    assert "not of this run" in told
    assert told.index("Forty cellars under water") < told.index("Harbour wall at Velden")
    assert "2031-02-11" in told


def test_a_copy_stands_beside_its_original() -> None:
    text = "The river rose. {} Farmers moved their sheep to the hills. The school was closed."
    first = replace(article(text.format("Rain fell for nine days."), id="first"), date="2031-01-02")
    second = replace(article(text.format("It rained."), id="second"), date="2031-01-05")
    other = Related(None, "Farmers moved", "near-duplicate", article="first", date=first.date)
    found = samples.finding(
        second, "duplicate-article", Severity.WARNING, None, "Again", related=(other,)
    )
    shown = html(samples.report(first), samples.report(second, found))
    (compared,) = re.findall(r'<div class="compare".*?</article>', shown, re.DOTALL)
    assert "<del>It rained</del>" in compared or "<del>It rained.</del>" in compared
    assert "<ins>Rain fell for nine days</ins>" in compared
    assert compared.count("original, by its date") == 1
    assert f'href="#{anchor_of("first")}"' in compared
    assert f'href="#{anchor_of("second")}"' in compared


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
