"""What the spelling benchmarks share: the data, and slips to plant."""

import gzip
import json
import os
import random
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from auditor.document import Article
from auditor.language.lexicon import NEAR_KEYS, lexicon
from auditor.sources.plain import article_from_text

_WORD = re.compile(r"(?<![\w'’@#.-])[a-z]{4,}(?![\w'’@.-])")
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?![\w'’@.-])")


def data_folder(given: str | None) -> Path:
    """Return the folder of the development data: given, ``AUDITOR_DATA``, or beside the checkout."""
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    return Path(given or os.environ.get("AUDITOR_DATA", "") or default)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a ``.jsonl.gz`` file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def articles_of(folder: Path, count: int, half: int) -> Iterator[str]:
    """Yield ``count`` texts of the even (0) or odd (1) rows of the news set."""
    yield from (
        r["text"] for r in islice(rows(folder / "news/news_dev.jsonl.gz"), half, 2 * count, 2)
    )


def read(text: str) -> Article:
    """Read a text as the program does."""
    return article_from_text(text, id="a", headline="A headline")


def misspellings(folder: Path) -> list[tuple[str, str]]:
    """Return the pairs of misspelling and word that are no words of the list themselves, lower case."""
    known = lexicon("en").known
    return [
        (r["error"].lower(), r["target"].lower())
        for r in rows(folder / "typos/misspelling_pairs.jsonl.gz")
        if r["error"].isalpha() and r["target"].isalpha() and not known(r["error"].lower())
    ]


def slip(word: str, rng: random.Random) -> str:
    """Return ``word`` with one slip of the hand."""
    at = rng.randrange(len(word))
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + rng.choice(sorted(NEAR_KEYS[word[at]])) + word[at:]
    if kind == 2:
        return word[:at] + rng.choice(sorted(NEAR_KEYS[word[at]])) + word[at + 1 :]
    at = rng.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def plant(
    text: str, kind: str, rng: random.Random, pairs: list[tuple[str, str]]
) -> tuple[str, int, str] | None:
    """Return the text with one mistake (``slip``, ``pair``, ``capital``), its place (headline counted) and the word."""
    known = lexicon("en")
    targets: dict[str, list[str]] = {}
    if kind == "pair":
        for error, target in pairs:
            targets.setdefault(target, []).append(error)
    pattern = _CAPITAL if kind == "capital" else _WORD
    places = [m for m in pattern.finditer(text) if kind != "pair" or m.group() in targets]
    rng.shuffle(places)
    for match in places[:20]:
        word = match.group()
        wrong = slip(word.lower(), rng) if kind != "pair" else rng.choice(targets[word])
        if kind == "capital":
            wrong = wrong[0].upper() + wrong[1:]
        if wrong == word or known.known(wrong.lower()):
            continue
        offset = len("A headline\n\n")
        return text[: match.start()] + wrong + text[match.end() :], match.start() + offset, word
    return None
