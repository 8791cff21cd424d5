"""The HTML report in a browser, of articles that would rather be scripts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests import render_samples as samples
from tests.browser import Watched, write_report

Visit = Callable[..., Watched]


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
