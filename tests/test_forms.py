"""Forms: what stands in one text in two ways, by table, as a percentage, as a date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.language.forms import Forms, Found
from auditor.text.words import words

TABLE = (
    ("us", "US", "U.S.", "USA"),
    ("british/american:organise", "organis(e|ed)", "~organiz(e|ed)"),
)


def found(text: str, group: str, forms: Forms | None = None) -> list[tuple[str, tuple[str, ...]]]:
    looked = forms or Forms(TABLE, ("USA Rafting",), {})
    return [
        (text[f.start : f.end], f.form.written)
        for f in all_of(looked, text)
        if f.form.group == group
    ]


def all_of(forms: Forms, text: str) -> list[Found]:
    parts = tuple(words(text))
    return list(forms.find(text, parts, [part.text.lower() for part in parts]))


def test_words_of_the_table_have_each_form_in_the_same_inflection() -> None:
    assert found("It organised a fair.", "british/american:organise") == [
        ("organised", ("organised", "organized"))
    ]
    assert [text for text, _ in found("The U.S. left, USA Rafting stayed.", "us")] == ["U.S."]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("rose 4.5 percent", [("4.5 percent", ("4.5 percent", "4.5 per cent", "4.5 pct"))]),
        ("a 4-percent rise", [("4-percent", ("4 percent", "4 per cent", "4 pct"))]),
        ("five per cent", [("per cent", ("percent", "per cent", "pct"))]),
        ("a percentage of 5%", []),
    ],
)
def test_percentages(text: str, forms: list[tuple[str, tuple[str, ...]]]) -> None:
    assert found(text, "percent") == forms


def test_a_sign_is_put_into_the_words_that_the_text_uses() -> None:
    text = "It rose 4 per cent, then 5%."
    assert found(text, "percent sign") == [
        ("4 per cent", ("4 per cent", "4%")),
        ("5%", ("5 per cent", "5%")),
    ]
    assert found("A 46% 38% B", "percent sign") == []  # a row of a table


@pytest.mark.parametrize(
    ("text", "group", "forms"),
    [
        ("on March 5, 2020", "date", [("March 5", ("March 5", "5 March"))]),
        ("on 5 March 2020", "date", [("5 March", ("March 5", "5 March"))]),
        ("on 5th March", "date", [("5th March", ("March 5", "5 March"))]),
        ("on March 22nd", "day", [("March 22nd", ("March 22", "March 22nd"))]),
        ("on Sept. 13", "month", [("Sept. 13", ("September 13", "Sept. 13"))]),
        ("on September 11", "date", []),
        ("in March 2020", "date", []),
        ("on May 50", "date", []),
        ("chapter 2.5 March on", "date", []),
        ("in May 5 percent", "date", []),
    ],
)
def test_dates(text: str, group: str, forms: list[tuple[str, tuple[str, ...]]]) -> None:
    assert found(text, group) == forms


def test_a_form_that_the_house_cannot_want_is_told() -> None:
    with pytest.raises(ValueError, match=r"us is US or U\.S\. or USA, not 'America'"):
        Forms(TABLE, (), {"us": "America"})
    with pytest.raises(ValueError, match="no group 'dates'; did you mean 'date'"):
        Forms(TABLE, (), {"dates": "5 March"})
    assert Forms(TABLE, (), {"british/american": "british"}).house == {"british/american": 0}


@given(st.text(alphabet="13 %.,-MarchSept.per centUSA\n", max_size=60))
def test_every_place_is_in_the_text(text: str) -> None:
    for each in all_of(Forms(TABLE, (), {}), text):
        assert 0 <= each.start < each.end <= len(text)
        assert each.form.form < len(each.form.written)
