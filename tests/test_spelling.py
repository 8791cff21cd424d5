"""Spelling: the lexicon, how near words are, the model, and what the rule for slips leaves alone."""

import gzip
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import auditor
from auditor.cli import cli
from auditor.cli.exits import run
from auditor.detector import NoNeighbours
from auditor.detectors.typo import Typo
from auditor.errors import AuditorError
from auditor.language import lexicon as lexicons
from auditor.language.doubt import doubt
from auditor.language.forest import forest
from auditor.language.formation import inflected_from, is_formed
from auditor.language.gather import Gathered, read_counts, words_of
from auditor.language.lexicon import Entry, Lexicon, find_lexicon, has_lexicon, lexicon
from auditor.language.nearness import keys, path, sound
from auditor.language.pack import Words
from auditor.language.pack import pack as pack_words
from auditor.language.spelling import FACTS, RANKED, Page, Place, judge, weights
from auditor.sources.plain import article_from_text

ENGLISH = lexicon("en")


def suggested(text: str, **options: object) -> dict[str, str]:
    """Return the words that the detector flags, with its first suggestion."""
    article = article_from_text(text, id="a", headline="The harbour of Norhaven is open again")
    found = Typo(options).find(article, NoNeighbours())
    return {
        f.span.of(article.text): f.suggestions[0] for f in found if f.span and f.confidence >= 0.4
    }


def test_american_and_british_words_are_known() -> None:
    known = ENGLISH.known
    assert all(map(known, ("color", "colour", "realize", "realise", "don't", "militia")))
    assert not any(map(known, ("recieve", "miitias", "goverment", "zzxqv")))


def test_common_words_are_more_frequent_than_rare_ones() -> None:
    the, militia = ENGLISH.frequency("the"), ENGLISH.frequency("militia")
    assert the is not None
    assert militia is not None
    assert the > militia > 0
    assert ENGLISH.frequency("zzxqv") is None


@pytest.mark.parametrize(
    ("word", "meant", "slip"),
    [
        ("miitias", "militias", "drop"),
        ("hte", "the", "swap"),
        ("occured", "occurred", "single"),
        ("acccident", "accident", "double"),
        ("govermment", "government", "sound"),
        ("tje", "the", "near"),
        ("definately", "definitely", "sound"),
        ("presidentt", "president", "double"),
        ("exspidient", "expedient", "many"),
        ("nashun", "nation", "many"),
    ],
)
def test_the_word_meant_is_found_and_the_slip_told(word: str, meant: str, slip: str) -> None:
    assert meant in {target.word for target in ENGLISH.near(word)}
    assert path(word, meant).slip == slip


@pytest.mark.parametrize(
    ("a", "b"),
    [("fisical", "physical"), ("nashun", "nation"), ("rite", "write"), ("nolege", "knowledge")],
)
def test_words_that_sound_alike_have_one_sound(a: str, b: str) -> None:
    assert sound(a) == sound(b)


WORD = st.text("abcdeiknorst", min_size=1, max_size=10)


@given(WORD, WORD)
def test_the_way_from_a_word_to_another_is_long_where_they_differ(a: str, b: str) -> None:
    way = path(a, b)
    assert (way.steps == 0) == (a == b)
    assert way.cost >= 0.5 * way.steps
    assert way.steps <= len(a) + len(b)
    assert way.first == (a[0] != b[0])


@given(st.text("abcdei", min_size=3, max_size=9), st.data())
def test_a_word_and_its_slip_share_a_key(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    kind = data.draw(st.sampled_from(("drop", "insert", "change", "swap")))
    tail = word[at + 1 :]
    slip = {
        "drop": word[:at] + tail,
        "insert": word[:at] + "n" + word[at:],
        "change": word[:at] + "n" + tail,
        "swap": word[:at] + tail[:1] + word[at] + tail[1:],
    }[kind]
    assert keys(word, 1) & keys(slip, 1)


def test_every_word_one_slip_away_is_found() -> None:
    rng = random.Random(1)
    for meant in ("harbour", "election", "voted", "mayor", "constitutional", "their"):
        at = rng.randrange(1, len(meant))
        for wrong in (meant[:at] + meant[at + 1 :], meant[:at] + "q" + meant[at:]):
            assert wrong == meant or meant in {target.word for target in ENGLISH.near(wrong)}


def test_words_that_stand_together_are_told_from_others() -> None:
    assert ENGLISH.together("white", "house") > ENGLISH.together("the", "of")
    assert ENGLISH.together("zebra", "parliamentary") == -1


def test_unusual_letters_are_told() -> None:
    assert ENGLISH.letters("nation")[0] > ENGLISH.letters("miitqas")[0]
    assert ENGLISH.letters("nation")[1] > ENGLISH.letters("natixqn")[1]


@pytest.mark.parametrize(
    "data", [b"", b"AUDLEX\r\n", b"AUDLEX\r\n" + bytes(200), b"no lexicon" * 9]
)
def test_a_damaged_lexicon_is_refused(tmp_path: Path, data: bytes) -> None:
    place = tmp_path / "en.lexicon"
    with pytest.raises(AuditorError, match=r"en\.lexicon"):
        Lexicon(place)
    place.write_bytes(data)
    with pytest.raises(AuditorError, match=r"en\.lexicon"):
        Lexicon(place)


def test_a_lexicon_cut_short_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "xx.lexicon"
    data = pack_words(Words("xx", {"word": Entry("w", 5.0)}, ["word"]))
    place.write_bytes(data)
    assert Lexicon(place).entry("word") == Entry("w", 5.0)
    place.write_bytes(data[:-1])
    with pytest.raises(AuditorError, match="cut short"):
        Lexicon(place)


def test_a_lexicon_of_another_version_is_refused_with_the_way_out(tmp_path: Path) -> None:
    place = tmp_path / "xx.lexicon"
    data = bytearray(pack_words(Words("xx", {"word": Entry("w", 5.0)}, ["word"])))
    data[8] -= 1
    place.write_bytes(data)
    with pytest.raises(
        AuditorError, match=r"version \d; build it again with auditor lexicon build"
    ):
        Lexicon(place)


def test_what_a_list_says_of_misspellings_is_kept(tmp_path: Path) -> None:
    place = tmp_path / "xx.lexicon"
    entries = {"word": Entry("w", 5.0), "wrod": Entry("m", 1.0)}
    place.write_bytes(pack_words(Words("xx", entries, ["word"], meant={"wrod": ("word", "rod")})))
    made = Lexicon(place)
    assert made.entry("wrod") == Entry("m", 1.0)
    assert (made.meant("wrod"), made.meant("word"), made.meant("ford")) == (("word", "rod"), (), ())


def test_the_same_words_in_another_order_give_the_same_bytes() -> None:
    entries = {word: Entry("w", 4.0) for word in ("harbour", "ferry", "mayor", "vote")}
    turned = dict(reversed(entries.items()))
    pairs = {("the", "ferry"): 1.0, ("the", "vote"): 0.5}
    one = pack_words(Words("xx", entries, list(entries), pairs))
    assert one == pack_words(Words("xx", turned, list(turned), dict(reversed(pairs.items()))))


def test_sets_of_words_are_kept_as_filters(tmp_path: Path) -> None:
    place = tmp_path / "xx.lexicon"
    names = frozenset(f"norhaven{n}" for n in range(500))
    words = Words("xx", {"word": Entry("r", 1.0)}, [], names=names, abroad=frozenset({"haven"}))
    place.write_bytes(pack_words(words))
    made = Lexicon(place)
    assert all(map(made.is_rare_name, names))
    assert sum(made.is_rare_name(f"brackwell{n}") for n in range(1000)) < 40
    assert made.is_foreign("haven")
    assert made.known("word")
    assert not made.sure("word")


def test_full_names_and_how_many_bear_a_name_are_kept(tmp_path: Path) -> None:
    place = tmp_path / "xx.lexicon"
    entries = {"word": Entry("w", 5.0)}
    names = frozenset({"kovrin", "anna kovrin"})
    bearers = {"kovrin": 120, "anna": 500_000}
    place.write_bytes(
        pack_words(Words("xx", entries, [], {("a", "word"): 1.0}, names=names, bearers=bearers))
    )
    made = Lexicon(place)
    assert made.is_rare_name("kovrin")
    assert made.is_full_name("anna", "kovrin")
    assert not made.is_full_name("kovrin", "anna")
    assert abs(made.bearers("kovrin") - 2.08) < 0.13
    assert made.bearers("anna") > 5.5
    assert made.bearers("norhaven") == -1
    assert made.together("a", "word") == 1.0


def test_a_full_name_that_is_known_tells_what_a_misspelt_one_should_be() -> None:
    assert ENGLISH.is_full_name("marie", "curie")
    assert not ENGLISH.is_full_name("alanis", "morrisette")
    assert ENGLISH.meant("incompetance") == ("incompetence",)


def test_names_have_letters_of_their_own() -> None:
    assert ENGLISH.name_letters("kowalski")[0] > ENGLISH.letters("kowalski")[0]


def test_words_inflected_by_any_ending_are_told_from_slips() -> None:
    assert inflected_from("unmasker", ENGLISH) > 2
    assert inflected_from("fakest", ENGLISH) > 2
    assert inflected_from("goverment", ENGLISH) == 0


def test_what_ships_fits_the_facts() -> None:
    assert forest("typo").facts == FACTS
    assert len(weights()) == len(RANKED)


def test_a_folder_of_lexicons_that_cannot_be_used_is_refused(
    tmp_path: Path, lexicon_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("The harbour of the town was shut.\n", encoding="utf-8")
    (lexicon_folder / "de.lexicon").write_bytes(b"no lexicon")
    assert run_cli("check", str(draft)) == 2
    assert "de.lexicon: is no lexicon; build it again" in capsys.readouterr().err
    (lexicon_folder / "de.lexicon").unlink()
    lexicon_folder.rmdir()
    assert run_cli("check", str(draft)) == 2
    assert "there is no such folder; AUDITOR_LEXICONS" in capsys.readouterr().err


@pytest.mark.parametrize(
    "word", ["rezoning", "boatmaker", "unelectable", "harbourside", "antitoll"]
)
def test_words_made_of_known_parts_are_formed(word: str) -> None:
    assert ENGLISH.known(word) or is_formed(word, ENGLISH)


def test_a_capital_in_the_sentence_speaks_for_a_name() -> None:
    page = Page(ENGLISH, {}, {})
    plain = judge("miitias", Place(), page)
    name = judge("miitias", Place(capital=True), page)
    assert plain is not None
    assert name is not None
    assert plain.suggestions[0] == "militias"
    assert plain.probability > 0.8
    assert plain.probability > name.probability


def test_the_archive_speaks_for_a_name() -> None:
    def probability(articles: int) -> float:
        page = Page(ENGLISH, {}, {}, archive=lambda _: articles)
        verdict = judge("kushnar", Place(capital=True), page)
        assert verdict is not None
        return verdict.probability

    assert probability(60) < probability(0)


@pytest.mark.parametrize(
    ("text", "wrong", "meant"),
    [
        ("The harbour was held by two miitias that week.", "miitias", "militias"),
        ("The council will discuss the definately late budget.", "definately", "definitely"),
        ("The town voted against goverment plans on Monday.", "goverment", "government"),
        ("She met the Presidnet of Norland in the capital.", "Presidnet", "President"),
        ("She asked Senator McConell of Norland for a vote.", "McConell", "McConnell"),
        ("COUNCIL TELLS GOVERMENT TO WAIT FOR THE VOTE", "GOVERMENT", "GOVERNMENT"),
        (
            "The mi\u00adit\u00adias held the harbour of the town.",
            "mi\u00adit\u00adias",
            "militias",
        ),
    ],
)
def test_slips_are_found(text: str, wrong: str, meant: str) -> None:
    assert suggested(text) == {wrong: meant}


@pytest.mark.parametrize(
    "text",
    [
        "Mr Kadhimi told the militias of Saraya Awliya and Mr Bassiri to leave the town.",
        "“We was just livin' and workin’ and fightin',” the miner of Brackwell said.",
        "The letter said he would “recieve [sic] the money” and “recieve” (sic) it soon.",
        "The ferry went [t]hrough the fog, he wrote, “and al[l]ways will”.",
        "Write to recieve@norhaven.example or to mayor.recieve-me@norhaven.example today.",
        "Read https://norhaven.example/recieve-goverment and www.goverment.example before noon.",
        "The account @goverment_watch and the tag #recieve were shut on Monday.",
        "The command `recieve --goverment` and the file goverment.txt were in the report.",
        "The town was promised a govern-\nment of its own and a mili-\ntia besides.",
        "The colour of the labour centre is the color of the labor center.",
        "The rezoning foes of the pro-busway plan unfriended the councilwoman.",
        "Der Rat von Norhafen hat sich gestern nicht mit dem neuen Hafen befasst, und das war gut so.",
    ],
)
def test_what_is_no_slip_is_left_alone(text: str) -> None:
    assert suggested(text) == {}


def test_a_passage_in_another_language_is_left_alone() -> None:
    english = (
        "The council of the town met on Monday, and the mayor spoke for an hour about the harbour. "
    )
    german = (
        "Der Rat der Stadt hat am Montag nicht mit dem Bürgermeister über den neuen Hafen geredet."
    )
    assert suggested(f"{english * 4}\n\n{german}\n\n{english * 3}") == {}


def test_accepted_words_are_right() -> None:
    text = "The town voted against goverment plans on Monday."
    assert suggested(text, accept=(("Goverment", "as the founder wrote it"),)) == {}


def test_a_rule_takes_its_accepted_words_from_a_table(tmp_path: Path) -> None:
    (tmp_path / "accepted.tsv").write_text("goverment\tas the founder wrote it\n", encoding="utf-8")
    (tmp_path / "auditor.toml").write_text(
        '[rules.typo.options]\naccept = "accepted.tsv"\n', encoding="utf-8"
    )
    draft = tmp_path / "draft.txt"
    draft.write_text(
        "A vote in the town\n\nThe town voted against goverment plans and two miitias on Monday.\n",
        encoding="utf-8",
    )
    config = str(tmp_path / "auditor.toml")
    code = run_cli(
        "check",
        str(draft),
        "--select",
        "typo",
        "--config",
        config,
        "-f",
        f"json={tmp_path}/out.json",
    )
    assert code == 0
    assert '"miitias"' in (tmp_path / "out.json").read_text(encoding="utf-8")
    assert '"goverment"' not in (tmp_path / "out.json").read_text(encoding="utf-8")


def run_cli(*given: str) -> int:
    """Run the command line with ``given`` and return its exit code."""
    import sys

    before, sys.argv = sys.argv, ["auditor", *given]
    try:
        return run(cli)
    finally:
        sys.argv = before


@pytest.fixture
def lexicon_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "lexicons").mkdir()
    monkeypatch.setenv("AUDITOR_LEXICONS", str(tmp_path / "lexicons"))
    for cached in (find_lexicon, has_lexicon):
        cached.cache_clear()
    yield tmp_path / "lexicons"
    monkeypatch.undo()
    for cached in (find_lexicon, has_lexicon):
        cached.cache_clear()


GERMAN = (
    "der die und das nicht mit von hat ist auf für den Rat Hafen Gemeinde gestern beschlossen"
).split()


def frequency_list(place: Path) -> Path:
    lines = [f"{word}\t{200_000 // (rank + 1)}" for rank, word in enumerate(GERMAN)]
    place.write_text("\n".join(["Wort\tAnzahl", *lines]) + "\n", encoding="utf-8")
    return place


def test_a_lexicon_is_made_of_a_frequency_list(tmp_path: Path, lexicon_folder: Path) -> None:
    source = frequency_list(tmp_path / "de.txt")
    draft = tmp_path / "draft.txt"
    draft.write_text(
        "Der Rat und der Hafen\n\n"
        "Der Rat hat gestern das und die Gemeinde beschlosen, und der Hafen ist nicht auf.\n",
        encoding="utf-8",
    )
    before = auditor.check(draft, select=["typo"])
    assert not before.findings
    assert run_cli("lexicon", "build", "--language", "de", "--frequencies", str(source), "-q") == 0
    for cached in (find_lexicon, has_lexicon):
        cached.cache_clear()
    assert (lexicon_folder / "de.lexicon").is_file()
    (found,) = auditor.check(draft, select=["typo"]).findings
    assert (found.text, found.suggestions[0]) == ("beschlosen", "beschlossen")


@pytest.mark.usefixtures("lexicon_folder")
def test_a_language_without_a_lexicon_is_named_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "Der Rat der Stadt\n\nDer Rat der Stadt hat am Montag nicht mit dem Bürgermeister geredet."
    )
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    run_cli("audit", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--select", "typo")
    told = capsys.readouterr().out
    assert told.count("auditor lexicon build --language de") == 1
    assert "2 articles" in told


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("the 22038615", ("the", 22038615)),
        ("1\tder\t12345", ("der", 12345)),
        ("naïve,17", ("naïve", 17)),
    ],
)
def test_frequency_lists_of_several_makes_are_read(line: str, read: tuple[str, int]) -> None:
    assert list(read_counts(["# a comment", line], "list.txt")) == [read]


def test_a_list_without_counts_is_refused(tmp_path: Path, lexicon_folder: Path) -> None:
    with pytest.raises(AuditorError, match=r"list\.txt: no line has a word and a count"):
        list(read_counts(["one", "two"], "list.txt"))
    empty = tmp_path / "empty.gz"
    empty.write_bytes(gzip.compress(b"one 1\n"))
    assert run_cli("lexicon", "build", "--language", "de", "--frequencies", str(empty)) == 2
    assert run_cli("lexicon", "build", "--language", "Deutsch", "--frequencies", str(empty)) == 2
    assert run_cli("lexicon", "build", "--language", "de") == 2
    assert not (lexicon_folder / "de.lexicon").exists()


def test_names_and_rare_misspellings_are_told_from_words() -> None:
    gathered = Gathered()
    for word, count in (("harbour", 9000), ("harbuor", 3), ("Norhaven", 800), ("ferry", 400)):
        gathered.add(word, count)
    gathered.add("the", 90_000)
    made = words_of(gathered, "xx")
    kinds = {word: entry.kind for word, entry in made.entries.items()}
    assert kinds == {"harbour": "w", "harbuor": "x", "norhaven": "n", "ferry": "w", "the": "w"}


def test_a_lexicon_of_little_text_is_believed_less(tmp_path: Path) -> None:
    gathered = Gathered()
    stems = [f"{a}{b}{c}" for a in "bdlmrst" for b in ("a", "ai", "o", "ea") for c in "dlnrst"]
    for rank, word in enumerate(stems):
        gathered.add(word, max(1, 4000 // (rank + 1) ** 2))
    made = words_of(gathered, "xx")
    assert 0 < made.lacks < 0.1
    place = tmp_path / "xx.lexicon"
    place.write_bytes(pack_words(made))
    less = doubt(made, place)
    assert less > 1
    place.write_bytes(pack_words(replace(made, doubt=less)))
    assert Lexicon(place).doubt == pytest.approx(less, abs=0.06)
    assert Lexicon(lexicons.DATA / "en.lexicon").doubt == 0


def test_the_package_brings_english() -> None:
    assert (lexicons.DATA / "en.lexicon").is_file()
    assert has_lexicon("en")
    assert not has_lexicon("../en")
