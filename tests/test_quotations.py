"""Quotations: what is matched, over paragraphs and between kinds of marks, for any text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.document import Quotation
from tests.support import article

HOSTILE = st.text(alphabet=st.sampled_from("\"“”„«»‘’' ab.,\n-5\u2060"), max_size=120)


def quotations(text: str) -> tuple[tuple[Quotation, ...], str]:
    read = article("The pier was rebuilt last year.\n\n" + text)
    return read.quotations, read.text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('"We go," he said. "Now."', ['"We go,"', '"Now."']),
        ("“We go,” he said. “Now.”", ["“We go,”", "“Now.”"]),
        ("‘We go’, he said, ‘to the boys’ house’.", ["‘We go’", "‘to the boys’ house’"]),
        ("'We go', he said, 'to the boys' house'.", ["'We go'", "'to the boys' house'"]),
        ("„Wir gehen“, sagte sie. „Jetzt.“", ["„Wir gehen“", "„Jetzt.“"]),
        ("« On y va », dit-elle.", ["« On y va »"]),
        ("»Wir gehen«, sagte sie.", ["»Wir gehen«"]),
        ("Alte (».deb«-Dateien) in »quelle/«, auch »b*«).", ["».deb«", "»quelle/«", "»b*«"]),
        ("»Sie sagte: ›Nein‹.« »›Ja‹ auch.«", ["»Sie sagte: ›Nein‹.«", "»›Ja‹ auch.«"]),
        ("Ja – »Wir gehen …«, sagte sie.", ["»Wir gehen …«"]),
        ("» Related: The pier", []),
        ('A 3"1/2 disk, and "no" tape.', ['"no"']),
        ('name = { prefix: "Ms", rest: " };', []),
        ("``We go,'' he said.", ["``We go,''"]),
        ("''We go,'' he said.", ["''We go,''"]),
        ('He called it "a "real" mess".', ['"a "real" mess"']),
        ("“They said ‘no’ to us.”", ["“They said ‘no’ to us.”"]),
        ('(She said "no.")', ['"no."']),
        ("\"'No,' is what they said.\"", ["\"'No,' is what they said.\""]),
        ('"We go,"he said.', ['"We go,"']),
        ('He said " we go " and left.', ['" we go "']),
        ('A 6\' 2" man with a 5-inch" pipe.', []),
        ('He sawed a 12" plank.', []),
        ("彼は「行く」と言った。", ["「行く」"]),
        ("他说『「走」吧』。", ["『「走」吧』"]),
        ('הוא אמר: "צה"ל יצא".', ['"צה"ל יצא"']),
        ("”Vi går”, sa hon. ”Nu.”", ["”Vi går”", "”Nu.”"]),
        ("„Idziemy”, powiedziała.", ["„Idziemy”"]),
        ("»Me menemme», hän sanoi.", ["»Me menemme»"]),
        ('""We go," he said.', ['"We go,"']),
        ('The mayor”s boat is the city"s.', []),
        ("It was left over from the U.S.' visit.", []),
        ("'12 boats left,' he said.", []),
        ('The rumour â€" and it is one â€" spread.', []),
        ("“He said ‘go.”’ They went.", ["“He said ‘go.”"]),
        ("The '90s, 'tis said, were rock 'n' roll; the lads' own. Don't tell 'em.", []),
        ("The ‘90s and ‘em.", []),
    ],
)
def test_outer_quotations(text: str, wanted: list[str]) -> None:
    found, whole = quotations(text)

    assert [q.span.of(whole) for q in found] == wanted
    assert all(q.closed and q.opened for q in found)


def test_nested_quotations_are_told_inside_the_outer_one() -> None:
    (found,), whole = quotations("“They said ‘no’ and “never” to us.”")

    assert [s.of(whole) for s in found.nested] == ["‘no’", "“never”"]


def test_speech_over_paragraphs_continues_where_the_next_one_opens() -> None:
    found, _ = quotations('"We go.\n\n"We stay," she said.')

    assert [(q.closed, q.continues) for q in found] == [(False, True), (True, False)]


def test_speech_continues_over_a_line_of_furniture() -> None:
    found, _ = quotations('"We go.\n\nAdvertisement\n\n"We stay," she said.')

    assert found[0].continues


@pytest.mark.parametrize(
    "text",
    [
        '"We go, she said.\n\nThe boat left.',
        '"We go, she said. "We stay."',
        "“We go, she said. “Now.”",
    ],
)
def test_an_unclosed_quotation_does_not_continue(text: str) -> None:
    found, _ = quotations(text)

    assert (found[0].closed, found[0].continues) == (False, False)


def test_a_closing_mark_alone_is_a_quotation_that_nothing_opened() -> None:
    (found,), whole = quotations('We go," she said.')

    assert not found.opened
    assert found.span.of(whole) == '"'


@pytest.mark.parametrize("text", ["“We go,’ he said.", "\"We go,' he said.", "He was “gone’."])
def test_a_single_mark_may_close_what_a_double_one_opened(text: str) -> None:
    (found,), _ = quotations(text)

    assert (found.closed, found.mixed) == (True, True)


@pytest.mark.parametrize("mark", ["'", "‘"])
def test_a_single_mark_that_opens_a_sentence_waits_for_its_partner(mark: str) -> None:
    (found,), whole = quotations(f"{mark}We go, she said. It was late.")

    assert (found.opened, found.closed, found.style) == (True, False, "single")
    assert found.span.of(whole).endswith("late.")


def test_speech_in_single_marks_continues_too() -> None:
    found, _ = quotations("‘We go.\n\n‘We stay,’ she said.")

    assert [(q.closed, q.continues) for q in found] == [(False, True), (True, False)]


def test_nested_marks_do_not_end_speech_that_goes_on() -> None:
    found, _ = quotations("“We ‘go’ then. It is late.\n\n“We stay,” she said.")

    assert found[0].continues


STYLES = ["“”", '""', "‘’", "''", "„“", "«»", "»«", "「」"]
PIECES = st.lists(
    st.sampled_from(
        [
            "{}We won't go,{} said the boys' coach.",
            "She called it {}an old friend{} of hers.",
            "The mast is 6' high. {}Too high!{} they cried.",
            "It was the '90s, and {}rock 'n' roll{} was new.",
            "{}Who says so?{}",
        ]
    ),
    min_size=1,
    max_size=5,
)


@given(PIECES, st.sampled_from(STYLES))
def test_a_quotation_is_the_same_in_every_style(pieces: list[str], style: str) -> None:
    text = " ".join(piece.format(style[0], style[1]) for piece in pieces)
    found, _ = quotations(text)

    assert len(found) == len(pieces)
    assert all(q.closed and q.opened for q in found)


def test_markup_between_mark_and_word_is_looked_through() -> None:
    from auditor.document import Block, Role, Span
    from auditor.document.quotations import parse

    prose = 'She said\u2060 "\u2060\u2060go\u2060\u2060" and left.'
    (found,) = parse(prose, (Block(0, Role.PARAGRAPH, Span(0, len(prose))),))

    assert found.span.of(prose) == '"\u2060\u2060go\u2060\u2060"'


@given(HOSTILE)
def test_quotations_lie_in_their_block_in_order_and_apart(text: str) -> None:
    read = article(text)
    at = 0
    for quotation in read.quotations:
        block = read.blocks[quotation.block].span
        assert block.contains(quotation.span)
        assert quotation.span.contains(quotation.inner)
        assert quotation.span.start >= at
        assert quotation.span.start < quotation.span.end
        assert all(quotation.span.contains(s) for s in quotation.nested + quotation.strays)
        at = quotation.span.end


@pytest.mark.parametrize(
    "piece", ['"', '"a ', "“a ", "‘a ", "'a ", '‘"', "''", 'a" ', "«", "\u2060"]
)
def test_marks_without_end_take_linear_time(piece: str) -> None:
    _in_linear_time(piece * (200_000 // len(piece)))


@pytest.mark.parametrize("opened", ["„a ", "x “a ", "「"])
def test_angled_marks_inside_many_that_stand_open_take_linear_time(opened: str) -> None:
    _in_linear_time(opened * 60_000 + " «a»" * 60_000)


def _in_linear_time(prose: str) -> None:
    from auditor.document import Block, Role, Span
    from auditor.document.quotations import parse

    started = time.process_time()
    parse(prose, (Block(0, Role.PARAGRAPH, Span(0, len(prose))),))

    assert time.process_time() - started < 10  # about 1.5 s; quadratic would take hours


@pytest.mark.parametrize(
    "between",
    [
        ("The pier of Tarn at low tide, seen from the customs house",),
        ("The pier at low tide", "THE HARBOUR MASTER ON THE PIER.", "More on this..."),
    ],
)
def test_speech_continues_over_captions(between: tuple[str, ...]) -> None:
    lines = "\n\n".join(between)
    found, _ = quotations(f"“We mend it.\n\n{lines}\n\n“We begin in May,” she said.")

    assert found[0].continues


def test_speech_does_not_continue_over_a_paragraph() -> None:
    found, _ = quotations("“We mend it.\n\nThe pier was old.\n\n“We begin in May,” she said.")

    assert not found[0].continues


@pytest.mark.parametrize(
    "text", ["“We mend it, “ she said in May.", "She spoke. ” We mend it,” said the mayor."]
)
def test_a_curly_mark_turned_the_wrong_way_has_its_partner(text: str) -> None:
    (found,), _ = quotations(text)

    assert found.opened
    assert found.closed
