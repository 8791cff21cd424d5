"""Languages, words and slips: what the spelling rules rest on."""

import gzip
import json
import os
import re
from pathlib import Path

import pytest

from auditor.detectors.split_word import COMMONEST, LETTER
from auditor.language.identify import identify
from auditor.language.lexicon import DATA as LEXICONS
from auditor.language.phrases import Phrases, expand
from auditor.language.spelling import one_slip
from auditor.text.memo import Memo
from auditor.text.words import words

DATA = Path(os.environ.get("AUDITOR_DATA", Path(__file__).resolve().parents[2] / "shared/data"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Paris in the the springtime.", "en"),
        ("Der Rat von Norhafen hat sich nicht mit dem Hafen befasst.", "de"),
        ("Le conseil de la ville n'est pas dans les rues.", "fr"),
        ("El puerto de la ciudad no está en los planes.", "es"),
        ("De raad van de stad heeft het niet gedaan.", "nl"),
        ("Belediye bu yıl için çok daha büyük bir liman istiyor.", "tr"),
        ("Город не хочет нового порта.", "ru"),
        ("市议会昨天开会。", "zh"),
        ("市議会はきのう開かれた。", "ja"),
        ("시의회가 어제 열렸다.", "ko"),
        ("اجتمع مجلس المدينة أمس", "ar"),
        ("नगर परिषद की बैठक कल हुई", "hi"),
        ("สภาเมืองประชุมเมื่อวานนี้", "th"),
        ("", "und"),
        ("Norhaven 1:2", "und"),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert identify(text) == language


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("arabic", "ar"), ("chinese", "zh"), ("english", "en"), ("german", "de"), ("hindi", "hi"),
        ("korean", "ko"), ("russian", "ru"), ("thai", "th"), ("turkish", "tr"),
    ],
)  # fmt: skip
def test_sentences_of_nine_languages(name: str, language: str) -> None:
    path = DATA / "multilingual" / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip("the development data is absent")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        told = [identify(json.loads(line)["text"]) for line in file]
    assert told.count(language) >= 0.94 * len(told)
    assert sum(t not in (language, "und") for t in told) <= 0.01 * len(told)


def test_one_slip() -> None:
    assert one_slip("form", "from")
    assert one_slip("form", "forms")
    assert one_slip("form", "farm")
    assert not one_slip("form", "form")
    assert not one_slip("form", "frmos")


def test_choices_expand_in_order() -> None:
    assert expand("organi(s|z)e(|d)") == ("organise", "organised", "organize", "organized")
    assert expand("plain") == ("plain",)


def test_phrases_are_whole_words_and_the_longest_wins() -> None:
    text = "Late past year, late past yearly, US aid and us."
    phrases = Phrases([("late past year", 1), ("late", 2), ("US", 3)])
    parts = list(words(text))
    hits = phrases.find(text, parts, [part.text.lower() for part in parts])
    found = [(text[h.start : h.end], h.payload) for h in hits]
    assert found == [("Late past year", 1), ("late", 2), ("US", 3)]


def test_no_common_word_is_commoner_than_its_letters_allow() -> None:
    data = (LEXICONS / "en.lexicon").read_bytes()
    entries = re.findall(rb"\n([a-z]{5,})\t[wn](.)", data, re.DOTALL)
    levels = [(len(word), (level[0] - 32) / 10) for word, level in entries]
    assert len(levels) > 100_000
    assert all(zipf <= COMMONEST - LETTER * size for size, zipf in levels if zipf >= 2.8)


def test_a_memo_asks_once_and_forgets_before_it_grows() -> None:
    asked: list[str] = []

    def size(word: str) -> int:
        asked.append(word)
        return len(word)

    memo = Memo(size, most=2)
    assert [memo[word] for word in ("a", "bb", "a", "ccc", "a")] == [1, 2, 1, 3, 1]
    assert asked == ["a", "bb", "ccc", "a"]
    assert len(memo) == 2
