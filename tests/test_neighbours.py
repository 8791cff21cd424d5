"""The articles of a run: copies are found, order and dates decide, copies in mass cost little."""

import pickle
import time
from datetime import UTC, datetime

import pytest

from auditor.detector import NoNeighbours
from auditor.detectors.near_duplicate_paragraph import NearDuplicateParagraph
from auditor.detectors.repeated_paragraph import RepeatedParagraph
from auditor.detectors.repeated_sentence import RepeatedSentence
from auditor.document import Article
from auditor.neighbours import Run
from auditor.text.dates import parse_date
from tests.support import article

STORY = (
    "Rain fell on Aldmoor for nine days without a break. The river rose over the lower bridge on "
    "Friday, and the school at Skell was closed. Farmers moved 400 sheep to the hills before the "
    "fields were under water. The mayor, Ada Lorn, asked the state for boats, blankets and money."
)
OTHER = (
    "A library opened in Brenn on Monday. It holds nine thousand books, most of them given by its "
    "readers, and it will be open on Sundays too. Children may stay until eight in the evening."
)


def run_of(*articles: Article) -> Run:
    run = Run()
    for one in articles:
        run.add(one)
    return run


def test_a_copy_finds_its_original_and_the_original_its_copy() -> None:
    a, b, c = article(STORY, id="a"), article(OTHER, id="b"), article(STORY.upper(), id="c")
    run = run_of(a, b, c)

    assert [(n.id, n.earlier, n.relation) for n in run.similar(c)] == [("a", True, "identical")]
    assert [(n.id, n.earlier) for n in run.similar(a)] == [("c", False)]
    assert run.similar(b) == ()


def test_the_earlier_date_is_the_original_whatever_the_order() -> None:
    late = article(STORY, id="late", date="2024-03-05T10:00:00Z")
    early = article(STORY, id="early", date="4 March 2024")
    run = run_of(late, early)

    assert [(n.id, n.earlier) for n in run.similar(late)] == [("early", True)]
    assert [(n.id, n.earlier) for n in run.similar(early)] == [("late", False)]


def test_a_draft_that_is_not_of_the_run_is_the_latest() -> None:
    assert [n.earlier for n in run_of(article(STORY, id="a")).similar(article(STORY, id="x"))] == [
        True
    ]


def test_passages_stand_where_they_say() -> None:
    passage = STORY[: STORY.index("Farmers")].strip()
    a = article(f"{OTHER}\n\n{passage}", id="a", headline="A day in Brenn")
    b = article(f"{passage}\n\n{OTHER.lower()[:60]}x. And much else was said of it.", id="b")
    (found,) = run_of(a, b).similar(b)

    for shared in found.passages:
        assert shared.other_span is not None
        assert shared.other_text == shared.other_span.of(a.text[a.body_start :])
    assert passage.rstrip(".") in [p.span.of(b.text) for p in found.passages]


def test_what_many_articles_share_is_boilerplate() -> None:
    notice = (
        "The Skell Courier is a member of the press council of the northern valleys and follows its "
        "code; complaints may be sent to the ombudsman at the town hall within thirty days of print."
    )
    run = Run()
    articles = [
        article(f"{' '.join(f'story{n}word{k}' for k in range(60))}\n\n{notice}", id=f"n{n}")
        for n in range(12)
    ]
    for one in articles:
        run.add(one)

    assert not [n for n in run.similar(articles[-1]) if n.passages]
    assert run.skipped


def test_equal_ids_do_no_harm_when_asked_by_number() -> None:
    a, b = article(STORY, id="same"), article(STORY, id="same")
    run = run_of(a, b)

    assert [n.earlier for n in run.at(1).similar(b)] == [True]
    assert [n.earlier for n in run.at(0).similar(a)] == [False]


def test_same_headline() -> None:
    a = article(STORY, id="a", headline="Council shuts the harbour road")
    b = article(OTHER, id="b", headline="Council Shuts the Harbour Road")
    run = run_of(a, b)

    assert [(t.id, t.earlier, t.uses) for t in run.same_headline(b)] == [("a", True, 2)]
    assert [(t.id, t.earlier, t.uses) for t in run.same_headline(a)] == [("b", False, 2)]


def test_a_frozen_run_answers_as_the_run_does() -> None:
    articles = [article(STORY, id="a"), article(OTHER, id="b"), article(STORY, id="c")]
    run = Run(fetch=articles.__getitem__)
    for one in articles:
        run.add(one)
    twin: Run = pickle.loads(pickle.dumps(run.frozen()))
    twin.fetch = articles.__getitem__

    assert [twin.at(n).similar(a) for n, a in enumerate(articles)] == [
        run.at(n).similar(a) for n, a in enumerate(articles)
    ]


def test_thousands_of_copies_cost_little() -> None:
    start = time.process_time()
    articles = [article(STORY, id=f"n{n}") for n in range(5000)]
    run = run_of(*articles)
    found = [run.at(n).similar(a) for n, a in enumerate(articles)]

    assert all(len(f) == 1 for f in found)
    assert {f[0].id for f in found[1:]} == {"n0"}
    assert time.process_time() - start < 20


def test_thousands_of_near_copies_cost_little() -> None:
    start = time.process_time()
    articles = [article(f"{STORY} Printed as number {n}x.", id=f"n{n}") for n in range(2000)]
    run = run_of(*articles)
    found = [run.at(n).similar(a) for n, a in enumerate(articles)]

    assert all(any(n.relation == "near-duplicate" and n.earlier for n in f) for f in found[1:])
    assert time.process_time() - start < 30


@pytest.mark.parametrize("number", ["", "{}"])
def test_thousands_of_like_paragraphs_cost_little(number: str) -> None:
    line = "The council of Lunn has no money for a new road to the quarry and it says so"
    text = "\n\n".join(f"{line} {number.format(n)}." for n in range(20_000))
    one = article(text, headline="Many paragraphs")
    start = time.process_time()
    for detector in (RepeatedParagraph, NearDuplicateParagraph, RepeatedSentence):
        options = {o.name: o.default for o in detector.info.options}
        for _ in detector(options).find(one, NoNeighbours()):
            pass

    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-03-05T10:00:00+01:00", datetime(2024, 3, 5, 9, tzinfo=UTC)),
        ("26-FEB-1987 15:01:01.79", datetime(1987, 2, 26, 15, 1, 1, tzinfo=UTC)),
        ("Tue, 05 Mar 2024 10:00:00 GMT", datetime(2024, 3, 5, 10, tzinfo=UTC)),
        ("March 5, 2024", datetime(2024, 3, 5, tzinfo=UTC)),
    ],
)
def test_dates_of_many_spellings(text: str, moment: datetime) -> None:
    read = parse_date(text)

    assert read is not None
    assert read.seconds == moment.timestamp()


@pytest.mark.parametrize("text", [None, "", "yesterday", "31-FEB-2024", "9" * 1000])
def test_what_is_no_date_has_no_place(text: str | None) -> None:
    assert parse_date(text) is None
