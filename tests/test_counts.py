"""The counts of an archive: words, full names, watched pairs, right after every change."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import auditor
from auditor.archive import Archive, counting, tally
from auditor.archive.counting import counted
from auditor.archive.page import Page
from auditor.archive.postings import BUCKET_BITS, COMMON, Kind, segments
from auditor.document import Article
from auditor.errors import AuditorError
from auditor.sources import read_text
from auditor.text.edits import one_slip_away
from auditor.text.words import words

WORDS = (
    "Kadrun",
    "Ostel",
    "the",
    "ferry",
    "late",
    "last",
    "past",
    "year",
    "Élan",
    "naïve",
    "don't",
)


def article(text: str, id: str) -> Article:
    return read_text(text, id=id, headline="A headline")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "news.archive") as made:
        yield made


def test_words_pairs_and_names_are_counted_by_article(archive: Archive) -> None:
    archive.add([
        article("Mira Kadrun spoke late last year. KADRUN left. Kadrun wrote.", "a"),
        article("Mira Kadrun’s ferry sank late last year.", "b"),
        article("Mira Kadrin spoke; Élan did not. Mira Kadmos left.", "c"),
    ])  # fmt: skip
    lookup = archive.lookup
    assert lookup.word_count("kadrun") == 1  # the possessive is a word of its own
    assert lookup.word_count("Mira") == 3
    assert lookup.word_count("elan") == 1
    assert lookup.word_count("harbour") == 0
    assert lookup.pair_count("late", "last") == 2
    assert lookup.pair_count("last", "year") == 2
    assert lookup.pair_count("late", "past") == 0
    assert lookup.surnames_like("mira", "Kadrun", 1) == {"kadrun": 2, "kadrin": 1}
    assert lookup.surnames_like("Mira", "Ostel", 1) == {}


def test_what_leaves_is_counted_no_more(archive: Archive) -> None:
    archive.add([article("Mira Kadrun spoke.", "a"), article("Mira Kadrun left.", "b")])
    archive.add([article("Mira Ostel left.", "b")])
    assert archive.lookup.word_count("kadrun") == 1
    assert archive.lookup.word_count("ostel") == 1
    archive.remove(["a"])
    assert archive.lookup.word_count("kadrun") == 0
    assert archive.lookup.surnames_like("Mira", "Kadrun", 1) == {}
    archive.remove(["b"])
    assert archive.verify() == []
    archive.compact()
    connection = archive._open()
    assert connection.execute("SELECT count(*) FROM posting").fetchall() == [(0,)]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 5), st.none() | st.lists(st.sampled_from(WORDS), min_size=1, max_size=9)
        ),
        min_size=1,
        max_size=12,
    )
)
def test_counts_are_those_of_the_articles_that_are_there(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, list[str] | None]]
) -> None:
    there: dict[str, list[str]] = {}
    with Archive(tmp_path_factory.mktemp("counts") / "news.archive") as archive:
        archive.add([])
        for number, chosen in changes:
            if chosen is None:
                archive.remove([f"id-{number}"])
                there.pop(f"id-{number}", None)
            else:
                there[f"id-{number}"] = chosen
                archive.add([article(" ".join(chosen) + ".", f"id-{number}")])
        wanted = Counter(word for chosen in there.values() for word in set(chosen))
        assert {w: archive.lookup.word_count(w) for w in WORDS} == {w: wanted[w] for w in WORDS}
        assert archive.verify() == []
        archive.compact()
        assert {w: archive.lookup.word_count(w) for w in WORDS} == {w: wanted[w] for w in WORDS}


def test_keys_over_arrays_are_those_of_single_words() -> None:
    text = "Élodie Kadrun, don't: late last year, in the naïve past. Élodie Østel"
    names = [("Élodie", "Kadrun"), ("Élodie", "Østel")]
    pairs = [("late", "last"), ("last", "year"), ("naïve", "past"), ("past", "Élodie")]
    found = counts_of(text)
    assert found.words.of(0).tolist() == sorted({tally.word_key(w.text) for w in words(text)})
    assert found.pairs.of(0).tolist() == sorted(tally.pair_key(*pair) for pair in pairs)
    assert found.names.of(0).tolist() == sorted(name_key(*name) for name in names)


def counts_of(*texts: str) -> counting.Counted:
    articles = [article(text, str(number)) for number, text in enumerate(texts)]
    page = Page.of(articles, [each.compared_blocks for each in articles])
    last = np.cumsum([len(each.compared_blocks) for each in articles])
    return counted(page, np.concatenate(([0], page.text_ends))[last])


def name_key(given: str, surname: str) -> int:
    return tally.given_key(given, surname) << tally.PART_BITS | tally.surname_key(surname)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He saw Mira Kadrun.", ["Mira Kadrun"]),
        ("Mira Kadrun’s and Ann O'Brien", ["Mira Kadrun"]),
        ("Jean-Luc Ostel met Élan Žuk-Ostel and Bo X.", ["Luc Ostel"]),
        ("The Kadrun sank. In Lindmar Bay, On Ostel", ["Lindmar Bay"]),
        ("Mira  Kadrun, Mira\n\nOstel, MIRA OSTEL", ["MIRA OSTEL"]),
        ("Mira Kadrun Ostel spoke to Mira Kadrun", ["Mira Kadrun", "Kadrun Ostel"]),
        ("Mira Kadrun_x Mira K4drun deMira Ostel", []),
        ("", []),
    ],
)
def test_full_names_are_two_words_with_capitals(text: str, names: list[str]) -> None:
    found = counts_of(text, "Others have none.").names
    wanted = [name.split() for name in names]
    assert found.of(0).tolist() == sorted(name_key(*name) for name in wanted)
    assert not len(found.of(1))


def test_what_stands_everywhere_is_not_counted_on(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in COMMON:
        monkeypatch.setitem(COMMON, kind, 3)
    for number in range(6):
        archive.add([article(f"Mira Kadrun and number{number} spoke.", f"id-{number}")])
    assert archive.lookup.word_count("kadrun") >= 3
    assert archive.lookup.word_count("number5") == 1
    assert archive.lookup.surnames_like("Mira", "Kadrun", 1)["kadrun"] >= 3
    archive.compact()
    entries = {s.kind: s.entries for s in segments(archive._open())}
    assert entries[Kind.WORD] == 6  # the numbers
    assert Kind.NAME not in entries
    archive.remove(["id-0"])
    assert archive.lookup.word_count("kadrun") == 3
    assert archive.lookup.word_count("number0") == 0
    archive.remove([f"id-{number}" for number in range(6)])
    assert archive.lookup.word_count("kadrun") == 0
    assert archive.verify() == []


def test_a_wrong_count_is_told(tmp_path: Path) -> None:
    for name, text in (("a", "Mira Kadrun spoke."), ("b", "Mira Kadrin spoke.")):
        with Archive(tmp_path / name, keep_text=True) as archive:
            archive.add([article(text, "x")])
            assert archive.verify() == []
    with Archive(tmp_path / "a") as archive:
        connection = archive._open(write=True)
        (word,) = segments(connection, Kind.WORD)
        connection.execute("ATTACH ? AS other", (str(tmp_path / "b"),))
        connection.execute(
            "UPDATE posting SET entries = (SELECT entries FROM other.posting o "
            "WHERE o.place = posting.place) WHERE place = ?",
            (word.number << BUCKET_BITS,),
        )
        assert archive.verify() == ["the counts of words are not those of the texts"]
        connection.execute("DELETE FROM posting WHERE place = ?", (word.number << BUCKET_BITS,))
        told = archive.verify()
    assert told[0] == f"segment {word.number} (words) does not hold what it should"


def test_counting_is_chosen_once(tmp_path: Path) -> None:
    with Archive(tmp_path / "news.archive", count_words=False) as archive:
        archive.add([article("Mira Kadrun spoke.", "a")])
        assert archive.lookup.word_count("kadrun") == 0
        archive.remove(["a"])
        assert archive.verify() == []
    with (
        Archive(tmp_path / "news.archive", count_words=True) as archive,
        pytest.raises(AuditorError, match="does not count words"),
    ):
        archive.add([article("Mira Kadrun spoke.", "b")])


def test_a_slip_keeps_the_first_letter() -> None:
    made = set(one_slip_away("abc"))
    assert {"ab", "acb", "abbc", "adc", "abcd"} <= made
    assert "bac" not in made
    assert "abc" not in made
    assert list(one_slip_away("a" * 41)) == []


def test_a_full_name_is_held_against_what_was_published(archive: Archive) -> None:
    archive.add([
        *(article(f"Qadem Awliyani spoke on day {n}.", f"id-{n}") for n in range(9)),
        *(article(f"Ann McFarrel, envoy, spoke on day {n}.", f"mc-{n}") for n in range(9)),
        article("Envoy Ostrell spoke. Ostrell left.", "other"),
    ])  # fmt: skip
    draft = (
        "General Qadem Awliyan slept. Ann McFarel met Qadem Awliyani’s men. Awliya came. "
        "“Qadem Ostrell” is a ship."
    )
    report = auditor.check(draft, select=["name-variant"], archive=archive.path)
    assert [(f.text, f.suggestions) for f in report.findings] == [("McFarel", ("McFarrel",))]
    report = auditor.check(
        draft.replace("Awliyani’s", "the"), select=["name-variant"], archive=archive.path
    )
    assert [f.text for f in report.findings] == ["Awliyan", "McFarel"]
    assert report.findings[0].suggestions == ("Awliyani",)


def test_a_phrase_is_held_against_the_pairs_of_what_was_published(archive: Archive) -> None:
    archive.add(
        article(f"Breast cancer is rare in town {n}, and a natural disaster is rarer.", f"id-{n}")
        for n in range(45)
    )
    draft = (
        "In Lindmar bosom malignancy is rare. A bosom friend said so, and breast cancer is known."
    )
    report = auditor.check(draft, select=["spun-phrase"], archive=archive.path)
    assert [(f.text, f.suggestions) for f in report.findings] == [
        ("bosom malignancy", ("breast cancer",))
    ]
