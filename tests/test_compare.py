"""Two articles side by side, as a value, on a terminal and as JSON."""

import io
import json

import pytest

from auditor.comparison import compare_articles
from auditor.render.comparison import render_comparison
from tests.support import article

STORY = (
    "Rain fell on Aldmoor for nine days without a break. The river rose over the lower bridge on "
    "Friday, and the school at Skell was closed. Farmers moved 400 sheep to the hills before the "
    "fields were under water. The mayor, Ada Lorn, asked the state for boats, blankets and money."
)


def test_a_lightly_edited_copy() -> None:
    a = article(STORY, id="a", headline="Rain")
    b = article(STORY.replace("400", "700"), id="b")
    found = compare_articles(a, b)

    assert found.relation == "near-duplicate"
    assert [(f.kind, f.a, f.b) for f in found.facts_differ] == [("number", "400", "700")]
    for passage in found.passages:
        assert passage.a.of(found.a.text) == passage.a_text == passage.b_text
        assert passage.b.of(found.b.text) == passage.b_text


def test_json() -> None:
    out = io.StringIO()
    render_comparison(compare_articles(article(STORY), article(STORY)), out, as_json=True)

    found = json.loads(out.getvalue())
    assert found["schema"] == "auditor.comparison/1"
    assert found["relation"] == "identical"
    assert found["jaccard"] == found["containment_a"] == found["containment_b"] == 1
    assert found["passages"][0]["a"] == {"start": 0, "end": len(STORY) - 1}


@pytest.mark.parametrize("width", [40, 100, 200])
def test_terminal(width: int) -> None:
    out = io.StringIO()
    hostile = article(STORY + " \x1b[31mred", id="a\nb")
    render_comparison(compare_articles(hostile, article(STORY)), out, as_json=False, width=width)

    lines = out.getvalue().splitlines()
    assert "\x1b" not in out.getvalue()
    assert any(line.startswith("near-duplicate") for line in lines)
    assert any("│" in line for line in lines) == (width >= 90)


def test_nothing_in_common() -> None:
    found = compare_articles(article(STORY), article("A library opened in Brenn on Monday."))

    assert (found.relation, found.jaccard, found.passages) == ("unrelated", 0.0, ())
