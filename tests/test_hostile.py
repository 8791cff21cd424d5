"""Any text at all: no rule breaks, every place lies in the text, the same text gives the same report."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import auditor
from auditor.api import ruleset
from auditor.config import Config
from auditor.detectors import CATALOGUE
from auditor.policy.engine import Engine
from auditor.sources.plain import article_from_text

if TYPE_CHECKING:
    from auditor.document import Article

_ENGINE = Engine(ruleset(["core", "strict", "web"], config=Config()), CATALOGUE)
_PIECES = st.sampled_from(
    [
        *("“", "”", '"', "'", "\n\n", "\n", " ", ". ", "He said ", "the ", "Mr Vik ", "12 ", "("),
        *("\u200b", "\u202e", "é", "e\u0301", "北京", "שלום", "\U0001f469\u200d\U0001f692", "\x00"),
        *("\ud800", "Read more: ", "# ", "* ", "http://a.example/", "Itâ€™s ", "goverment ", "["),
        *("](", "{{", "%s", "<!--", "-->"),
    ]
)
_TEXTS = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=120).map("".join))


@given(_TEXTS)
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_a_rule(text: str) -> None:
    article = article_from_text(text, id="x")
    report = _ENGINE.audit(article)

    assert report.failures == ()
    assert 0 <= report.score <= 100
    for finding in report.findings:
        if finding.span is not None:
            low, high = finding.span
            assert 0 <= low < high <= len(article.text)
            assert finding.text == article.text[low:high]
    again = _ENGINE.audit(article_from_text(text, id="x"))
    assert again.findings == report.findings


@given(st.lists(_TEXTS, min_size=2, max_size=5))
@settings(max_examples=40, deadline=None)
def test_no_neighbours_break_a_rule(texts: list[str]) -> None:
    articles: list[Article] = [article_from_text(t, id=str(n)) for n, t in enumerate(texts)]
    reports = list(auditor.audit(articles, config=Config(), jobs=1))

    assert [report.failures for report in reports] == [()] * len(texts)


@pytest.mark.parametrize(
    "unit",
    ["a", "“", "(", "12 ", "1,", "He said no. ", "\n\nA b. ", "北京。", "<!--", "\u0301", "* "],
)
def test_long_runs_of_one_thing_are_read(unit: str) -> None:
    article = article_from_text(unit * (60_000 // len(unit)), id="x")

    assert all("broke" not in failure.message for failure in _ENGINE.audit(article).failures)
