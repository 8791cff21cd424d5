"""The models of what does not belong: vectors, trees, what is learned from a house's archive."""

import math
import random
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from auditor.archive import Archive
from auditor.archive.texts import learned_path
from auditor.cli.archive import command
from auditor.detector import NoNeighbours
from auditor.detectors.caption_in_body import CaptionInBody
from auditor.detectors.leftover_furniture import LeftoverFurniture
from auditor.detectors.off_topic_insertion import OffTopicInsertion
from auditor.document import Article, Role
from auditor.document.belonging import FACTS, Belonging
from auditor.document.forms import FACTS as FORMS
from auditor.document.forms import likely
from auditor.document.surroundings import FACTS as SURROUNDINGS
from auditor.document.surroundings import runs_of, surroundings
from auditor.errors import AuditorError
from auditor.language import classes
from auditor.language.forest import Forest, Node, forest, pack
from auditor.language.house import House
from auditor.language.learn import Text, learn, packed
from auditor.language.vectors import Vectors, vectors
from auditor.neighbours import Run, Together
from auditor.repeats import FEWEST, Repeats
from auditor.sources import read_articles
from auditor.sources.html_article import article_from_html
from auditor.sources.plain import article_from_text
from benchmarks.topic.distil import Seen, distil
from tests.support import article

SEA = "harbour ferry captain sailor mast anchor lighthouse pier tide trawler buoy dock".split()
CHOIR = (
    "choir soprano organ hymn concert chapel tenor rehearsal conductor melody psalm encore".split()
)


def stories(count: int) -> list[Text]:
    """Return texts on two subjects, each passage of some of the subject's words."""
    chance = random.Random(1)
    return [
        Text([chance.sample(words, 5) for _ in range(6)], words[0])
        for words in (SEA, CHOIR)
        for _ in range(count)
    ]


@pytest.fixture(scope="module")
def small() -> Vectors:
    """Return vectors of two subjects."""
    learned = learn(stories(40), dimensions=16, passes=30, batch=32, rate=0.02, seed=3)
    return Vectors(memoryview(packed(*learned)))


def direction(known: Vectors, words: list[str]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the direction of the sum of some words' vectors."""
    total = np.array(known.whole(known.add_up(words)), np.float64)
    total /= np.linalg.norm(total)
    return total


def test_words_of_one_subject_point_one_way(small: Vectors) -> None:
    sea, more_sea, choir = (direction(small, words) for words in (SEA[:6], SEA[6:], CHOIR[:6]))

    assert sea @ more_sea > 0.7
    assert sea @ choir < 0.3


def test_learning_is_the_same_each_time() -> None:
    once, again = (learn(stories(10), dimensions=8, passes=4, batch=8, seed=5) for _ in range(2))

    assert packed(*once) == packed(*again)


def test_cosines_of_words_are_those_of_their_rows(small: Vectors) -> None:
    words = [*SEA[:3], "no such word", *CHOIR[:2]]
    whole = small.whole(small.add_up(SEA[4:]))

    found = small.against(words, whole)

    rows = [np.array(small.row(word), float) for word in words if small.row(word)]
    expected = [row @ whole / np.linalg.norm(row) / np.linalg.norm(whole) for row in rows]
    assert [cosine for cosine, _ in found] == pytest.approx(expected)
    assert [length * small.scale for _, length in found] == pytest.approx(
        [np.linalg.norm(row) for row in rows]
    )
    assert small.against(words, [0] * small.dimensions) == []


def test_vectors_begin_where_an_encoder_sees_the_passages() -> None:
    chance = np.random.default_rng(2)
    sea, choir = np.eye(12)[0], np.eye(12)[1]
    texts = [(words, place) for words, place in ((SEA, sea), (CHOIR, choir)) for _ in range(200)]
    bags = [sorted(chance.choice(words, 5, replace=False).tolist()) for words, _ in texts]
    places = np.array([place + chance.normal(0, 0.1, 12) for _, place in texts])

    begun = distil([Seen(bags, places)], dimensions=4, passes=20, batch=32)

    known = Vectors(memoryview(packed(*begun)))
    one, more, other = (direction(known, words) for words in (SEA[:6], SEA[6:], CHOIR[:6]))
    assert one @ more > 0.7
    assert one @ other < 0


def test_the_lanes_are_the_bytes(small: Vectors) -> None:
    rows = [small.row(word) for word in SEA[:2]]
    assert rows[0] is not None
    assert rows[1] is not None

    total = small.add_up([*SEA[:2], "nowhere"])
    assert total.rows == 2
    assert small.whole(total) == (np.array(rows[0]) + np.array(rows[1])).tolist()
    assert small.whole(small.add_up([])) == [0] * small.dimensions
    assert small.row("nowhere") is None


def test_runs_are_held_against_each_other_by_the_cosine_of_their_sums() -> None:
    text = "\n\n".join(
        f"The {a} of the {b} met the {c} at sea."
        for a, b, c in zip(SEA, CHOIR, SEA[3:], strict=False)
    )
    passages = article(text).passages
    belonging = Belonging(passages, vectors())
    rows = np.array([vectors().whole(vectors().add_up(p.bag)) for p in passages], float)

    def cosine(one: Sequence[int], other: Sequence[int]) -> float:
        a, b = rows[list(one)].sum(axis=0), rows[list(other)].sum(axis=0)
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    others = [i for i in range(len(passages)) if i not in (3, 4)]
    assert belonging.between((3, 4), (0, 1, 2)) == pytest.approx(cosine((3, 4), (0, 1, 2)))
    assert belonging.likeness(5) == pytest.approx(
        cosine((5,), [i for i in range(len(passages)) if i != 5])
    )
    assert dict(zip(FACTS, belonging.of((3, 4)), strict=True))["like rest"] == pytest.approx(
        cosine((3, 4), others)
    )
    assert belonging.between((3,), ()) == 0


def test_words_of_a_class_are_counted_in_one_pass() -> None:
    low = "we said that you said it was free to read the photo".split()
    counted = dict(zip(classes.NAMES, classes.count(low), strict=True))

    for name in classes.NAMES:
        assert counted[name] == sum(word in classes.members(name) for word in low), name
    assert set(classes.count([])) == {0}


def test_what_stands_around_a_passage_and_comes_again() -> None:
    told = " ".join(
        ["The ferry of Oldmere ran aground off the pier on Monday and nobody was hurt."] * 3
    )
    text = "\n\n".join(
        [
            told,
            "Read more",
            "Ferry on the rocks",
            told,
            "Compare ferries now",
            told,
            "Compare ferries now",
        ]
    )
    facts = [dict(zip(SURROUNDINGS, f, strict=True)) for f in surroundings(article(text).passages)]

    assert [f["listed link"] for f in facts] == [0, 1, 0, 0, 0, 0, 0]
    assert [f["button before"] for f in facts] == [0, 0, 1, 0, 0, 1, 0]
    assert [f["same line"] for f in facts] == [0, 0, 0, 0, 1, 0, 1]
    assert [f["listed before"] for f in facts][:5] == [6, 6, 0, 1, 2]
    assert [f["prose after"] for f in facts][:3] == [2, 1, 0]
    assert facts[2]["run of scraps"] == 2
    assert facts[3]["words to prose"] == 1


def test_a_run_is_as_long_as_its_set_flags() -> None:
    assert runs_of([True, True, False, True]) == [2, 2, 0, 1]
    assert runs_of([]) == []


def test_damaged_vectors_are_refused(small: Vectors) -> None:
    for data in (b"", b"nonsense" * 9, small.data[:-1]):
        with pytest.raises(AuditorError):
            Vectors(memoryview(data))


def test_what_ships_is_small_and_fits_the_facts() -> None:
    assert len(vectors().data) < 3_000_000
    assert forest("off-topic").facts == FACTS
    for name in ("furniture", "caption", "furniture-page", "caption-page"):
        assert forest(name).facts == FORMS


def test_a_forest_is_read_as_it_was_written() -> None:
    ask = Node(1, 2, 1, 0.5)
    trees = [[ask, Node(-1, 0, 0, 2.0), Node(-1, 0, 0, -2.0)], [Node(-1, 0, 0, 1.0)]]
    made = Forest(pack(trees, ("length", "likeness"), 0.5, 2.0, -1.0))
    assert made.facts == ("length", "likeness")
    assert made.probability((9.0, 0.9)) == pytest.approx(1 / (1 + math.exp(-6)))
    assert made.probability((9.0, 0.5)) == pytest.approx(1 / (1 + math.exp(2)))
    assert made.probability((9.0, 0.5), offset=2.0) == pytest.approx(0.5)


def test_damaged_trees_are_refused() -> None:
    for data in (b"", b"x" * 80, struct.pack("<8sIIIIIddd", b"AUDTREE\n", 1, 1, 9, 9, 0, 0, 1, 0)):
        with pytest.raises(AuditorError):
            Forest(data)


def test_facts_are_as_many_as_their_names_and_linear() -> None:
    text = "\n\n".join(
        f"The council of Oldmere met on the dam {n} times in May." for n in range(30)
    )
    read = article(text)
    belonging = Belonging(read.passages, vectors())

    assert len(belonging.of((4,))) == len(belonging.of((4, 5))) == len(FACTS)
    assert {len(facts) for facts in read.forms if facts} == {len(FORMS)}
    long = article("The council met on the dam. " * 40)
    assert long.forms == (None,)


def of_source(number: int, lines: str, source: str = "Herald") -> Article:
    """Return one article of many, with lines that its source sets around it."""
    words = random.Random(number)
    body = "\n\n".join(
        " ".join(f"w{words.randrange(5000)}x" for _ in range(20)) + "." for _ in range(5)
    )
    return article_from_text(f"{body}\n\n{lines}", id=f"a{number}", source=source, language="en")


LINE = "The Oldmere gazette of valley news thanks its readers for their patience"


def test_lines_of_a_source_are_furniture() -> None:
    run = Run()
    articles = [of_source(n, LINE) for n in range(FEWEST + 1)]
    articles.append(of_source(99, LINE, source="Courier"))
    for one in articles:
        run.add(one)
    rule = LeftoverFurniture({"table": (), "kinds": ()})

    told = [
        [
            f.span.of(a.text)
            for f in rule.find(a, run)
            if f.span and "of this source" in dict(f.values)["kind"]
        ]
        for a in articles
    ]

    assert told[:-1] == [[LINE]] * (FEWEST + 1)
    assert told[-1] == []


def test_copies_of_an_article_make_no_lines() -> None:
    run = Run()
    text = of_source(1, LINE).text
    articles = [article_from_text(text, id=f"c{n}", source="Herald") for n in range(9)]
    for one in articles:
        run.add(one)

    assert run.carried(articles[0]) == {}


def test_repeats_count_articles() -> None:
    repeats = Repeats()
    for _ in range(FEWEST):
        repeats.add([7, 7, 71])
    repeats.add([71])

    assert repeats.count(7) == FEWEST
    assert repeats.count(71) == FEWEST + 1
    assert repeats.count(8) == 0
    assert repeats.common() == {7: FEWEST, 71: FEWEST + 1}


def test_an_archive_is_learned_from(tmp_path: Path) -> None:
    path = tmp_path / "news.archive"
    with Archive(path, keep_text=True) as archive:
        archive.add([of_source(n, LINE) for n in range(FEWEST)])

    told = CliRunner().invoke(command, ["learn", "--archive", str(path)])

    assert told.exit_code == 0, told.output
    assert "1 lines that several articles" in told.output
    assert "articles are needed" in told.output
    draft = of_source(500, LINE)
    run = Run()
    run.add(draft)
    with Archive(path) as archive:
        found = Together(run, 0, archive.lookup).carried(draft)
        assert archive.lookup.house is not None
    assert found == {draft.blocks[-1].index: FEWEST}


def test_learning_says_what_it_gains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.learning.FEWEST", 20)
    chance = random.Random(2)
    texts = [
        "\n\n".join(
            "The "
            + " and the ".join(chance.sample(words, 7))
            + " were in Oldmere on Friday and Sunday."
            for _ in range(9)
        )
        for words in (SEA, CHOIR)
        for _ in range(12)
    ]
    path = tmp_path / "news.archive"
    with Archive(path, keep_text=True) as archive:
        archive.add(
            article_from_text(text, id=str(n), language="en") for n, text in enumerate(texts)
        )

    told = CliRunner().invoke(command, ["learn", "--archive", str(path)])

    assert told.exit_code == 0, told.output
    assert "cross-validated" in told.output
    assert House.open(learned_path(path)).lines == 0


def test_learning_needs_texts(tmp_path: Path) -> None:
    path = tmp_path / "news.archive"
    with Archive(path, keep_text=False) as archive:
        archive.add([of_source(1, LINE)])

    told = CliRunner().invoke(command, ["learn", "--archive", str(path)])

    assert isinstance(told.exception, AuditorError)
    assert "--keep-text" in str(told.exception)
    assert not learned_path(path).exists()


def test_damaged_learning_is_refused(tmp_path: Path) -> None:
    for data in (b"", b"AUDHOUS\n" * 8):
        file = tmp_path / "x.learned"
        file.write_bytes(data)
        with pytest.raises(AuditorError, match=r"learn|read"):
            House.open(file)


def test_a_caption_outside_a_figure_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<article><h1>Skell dam to be repaired</h1><p>The dam above Skell will be repaired before winter, the "
        "council of Oldmere said on Tuesday.</p><figure><img src=a><figcaption>The dam in May</figcaption>"
        "</figure><p>Engineers found cracks in its wall in spring, after weeks of rain.</p>"
        "<figcaption>The lake behind the dam</figcaption><p>Work begins in autumn, it said.</p></article>"
    )
    (read,) = read_articles([str(page)])
    assert isinstance(read, Article)
    captions = [b for b in read.blocks if b.role is Role.CAPTION]

    found = [f.span.of(read.text) for f in CaptionInBody({}).find(read, NoNeighbours()) if f.span]

    assert [b.pictured for b in captions] == [True, False]
    assert found == ["The lake behind the dam"]


def test_a_link_that_a_page_sets_in_a_division_is_told() -> None:
    paragraphs = [
        "The dam above Skell will be repaired before winter, the council of Oldmere said on Tuesday.",
        "Engineers found cracks in its wall in spring, after weeks of rain had filled the lake to the brim.",
        "Work begins in autumn and will cost two million crowns, half of which the province will pay.",
        "The road along the shore stays closed until then, and the ferry will not call at the eastern pier.",
        "Farmers below the dam had asked for the repair since the flood, which took three of their barns.",
    ]
    teaser = '<div><a href="/n/71">Harbour Museum Shows Ship Models From Four Centuries</a></div>'
    told = [f"<p>{text}</p>" for text in paragraphs]
    page = "<article>" + "".join([*told[:3], teaser, *told[3:]]) + "</article>"
    read = article_from_html(page, id="dam", language="en")

    found = list(likely(read, "furniture", 0.5))

    assert [passage.block.is_loose for passage, _ in found] == [True]
    assert found[0][0].text == "Harbour Museum Shows Ship Models From Four Centuries"


def test_a_passage_of_another_article_is_named() -> None:
    dam = OffTopicInsertion.info.examples[2].text
    passage = (
        "Singer Mara Quill cancelled her northern tour on Friday after surgery on her vocal cords had failed "
        "again, and told her fans in a video that she would not return to the stage before the spring."
    )
    parts = dam.split("\n\n")
    host = article_from_text("\n\n".join([*parts[:4], passage, *parts[4:]]), id="host")
    other = article_from_text(
        f"Quill cancels tour\n\n{passage}\n\nHer band goes on without her, and so do the dancers.\n\n"
        "Tickets can be given back at every box office until the end of the month, her agent said.",
        id="other",
    )
    run = Run()
    for one in (host, other):
        run.add(one)

    (found,) = OffTopicInsertion({}).find(host, run)

    assert dict(found.measures)["probability"] > 0.9
    assert found.related[0].article == "other"
    assert "Quill cancels tour" in dict(found.values)["evidence"]
