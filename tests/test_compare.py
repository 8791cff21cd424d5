"""Two articles side by side, as a value, on a terminal and as JSON."""

import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.comparison import compare_articles
from auditor.render.columns import WIDE, beside
from auditor.render.comparison import render_comparison
from auditor.render.excerpt import width as columns_of
from auditor.render.safe import one_line
from auditor.render.worddiff import segments
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


def shown(a: str, b: str, width: int = 100, *, color: bool = False) -> str:
    out = io.StringIO()
    compared = compare_articles(article(a), article(b))
    render_comparison(compared, out, as_json=False, width=width, color=color)
    return out.getvalue()


def test_two_versions_stand_side_by_side_with_what_differs_marked() -> None:
    text = shown(STORY, STORY.replace("400", "700"))

    assert "Farmers moved [-400-] sheep to the hills before  │ Farmers moved {+700+} sheep" in text
    colored = shown(STORY, STORY.replace("400", "700"), color=True)
    assert "\x1b[31;4m400\x1b[0m" in colored
    assert "[-" not in colored


def test_on_a_narrow_terminal_one_stands_under_the_other() -> None:
    lines = shown(STORY, STORY.replace("400", "700"), width=60).splitlines()

    assert next(line for line in lines if line.startswith("A   Rain fell"))
    assert next(line for line in lines if line.startswith("B   Rain fell"))
    assert max(map(len, lines[5:])) <= 60


def test_much_that_is_the_same_is_left_out() -> None:
    words = " ".join(f"word{n}" for n in range(300))
    text = shown(words, words.replace("word150 ", "another "))

    assert "⋮ 130 words the same" in text
    assert "word149 [-word150-]" in text
    assert "word60 " not in text


_PIECES = st.sampled_from(
    "the ferry sank 49 48 北京市 市长 说 , . \u202e \x1b[31m é e\u0301 👨‍👩‍👧 🇩🇪 a-b 한국 ไทย "
    "anunbrokenwordlongerthananyline".split(" ")
)
_TEXTS = st.one_of(
    st.lists(_PIECES, max_size=150).map(" ".join), st.lists(_PIECES, max_size=30).map("".join)
).map(one_line)


@given(_TEXTS, _TEXTS, st.integers(20, 160), st.booleans())
@settings(deadline=None)
def test_columns_fit_whatever_stands_in_them(a: str, b: str, width: int, color: bool) -> None:
    for line in beside(a, b, width, color=color):
        bare = re.sub(r"\x1b\[[\d;]*m", "", line)
        assert columns_of(bare) <= width
        assert "\x1b" not in bare
        assert not color or bare.count("[-") == 0
        assert width < WIDE or "│" in line or line.startswith("⋮")


@given(_TEXTS, _TEXTS)
@settings(deadline=None)
def test_stretches_are_the_whole_of_both(a: str, b: str) -> None:
    found = segments(a, b)
    assert "".join(s.left for s in found) == a
    assert "".join(s.right for s in found) == b
    for one, other, same in found:
        assert not same or "".join(one.casefold().split()) == "".join(other.casefold().split())


def test_nothing_in_common() -> None:
    found = compare_articles(article(STORY), article("A library opened in Brenn on Monday."))

    assert (found.relation, found.jaccard, found.passages) == ("unrelated", 0.0, ())
