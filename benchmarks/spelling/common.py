"""What the spelling benchmarks share: the data, and slips to plant."""

import gzip
import json
import os
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from zlib import crc32

from auditor.document import Article
from auditor.language.lexicon import lexicon
from auditor.language.nearness import NEAR_KEYS
from auditor.similarity.fuzzy import osa_distance
from auditor.sources.plain import article_from_text

ByTarget = dict[str, list[str]]
"""Words, with misspellings of each."""
_HEADLINE = "A headline\n\n"
_APART = 80
_MARKS = ".,;:()\"'"
_WORD = re.compile(r"(?<![\w'’@#.-])[a-z]{4,}(?![\w'’@.-])")
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?![\w'’@.-])")
_SLIPS = {
    "slip": _WORD,
    "capital": _CAPITAL,
    "initial": re.compile(r"(?:(?<=[.!?] )|(?<=\n))[A-Z][a-z]{3,}(?![\w'’@.-])"),
    "hyphen": re.compile(r"(?<=\w-)[a-z]{4,}(?![\w'’@.-])|(?<![\w'’@#.-])[a-z]{4,}(?=-\w)"),
}
"""Where slips of the hand are planted: small words, capitals in a sentence and at its beginning, parts of words."""


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


def misspellings(folder: Path, half: int, source: str = "both") -> list[tuple[str, str]]:
    """Return the pairs of misspelling and word of one half, lower case, that are no words themselves.

    ``source`` is ``people`` (GNU Aspell's list), ``noise`` (the sentences of ad-freiburg/text-correction-benchmarks,
    misspellings of people and of programs that read print, and slips) or ``both``.
    """
    pairs: set[tuple[str, str]] = set()
    if source != "noise":
        for row in rows(folder / "typos/misspelling_pairs.jsonl.gz"):
            pairs.add((row["error"].lower(), row["target"].lower()))
    if source != "people":
        for row in rows(folder / "typos/wikipedia_sentences_dev.jsonl.gz"):
            wrong, right = row["corrupt"].lower().split(), row["correct"].lower().split()
            if len(wrong) == len(right):
                both = zip(wrong, right, strict=True)
                pairs |= {(a.strip(_MARKS), b.strip(_MARKS)) for a, b in both}
    known, osa = lexicon("en").sure, osa_distance()
    return sorted(
        (error, target)
        for error, target in pairs
        if error != target
        and (error + target).isascii()
        and (error + target).isalpha()
        and len(target) > 3
        and len(error) > 2
        and crc32(target.encode()) & 1 == half
        and not known(error)
        and known(target)
        and osa(error, target, score_cutoff=3) <= 3
    )


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


def plant(text: str, kind: str, rng: random.Random, pairs: ByTarget) -> tuple[str, int, str] | None:
    """Return the text with one mistake, its place (headline counted) and the word; None where none fits.

    ``kind`` is one of ``_SLIPS``, or anything else for one of ``pairs``.
    """
    touched, planted = plant_many(text, (kind,), rng, {kind: pairs})
    return (touched, planted[0][0], planted[0][2]) if planted else None


def plant_many(
    text: str,
    kinds: Sequence[str],
    rng: random.Random,
    pairs: Mapping[str, ByTarget],
) -> tuple[str, list[tuple[int, str, str]]]:
    """Return the text with a mistake of each of ``kinds``, far apart, and place, kind and word of each."""
    known = lexicon("en").sure
    changes: list[tuple[int, int, str, str, str]] = []
    for kind in kinds:
        listed = kind not in _SLIPS
        found = _SLIPS.get(kind, _WORD).finditer(text)
        places = [m for m in found if not listed or m.group() in pairs[kind]]
        rng.shuffle(places)
        for match in places[:20]:
            word, low = match.group(), match.group().lower()
            wrong = rng.choice(pairs[kind][word]) if listed else slip(low, rng)
            if word[0].isupper():
                wrong = wrong.capitalize()
            if wrong == word or known(wrong.lower()):
                continue
            if any(abs(match.start() - start) < _APART for start, *_ in changes):
                continue
            changes.append((match.start(), match.end(), wrong, kind, word))
            break
    pieces: list[str] = []
    planted: list[tuple[int, str, str]] = []
    at = size = 0
    for start, end, wrong, kind, word in sorted(changes):
        pieces += [text[at:start], wrong]
        size += start - at
        planted.append((size + len(_HEADLINE), kind, word))
        size += len(wrong)
        at = end
    return "".join([*pieces, text[at:]]), planted


def by_target(pairs: Sequence[tuple[str, str]]) -> ByTarget:
    """Return the misspellings of each word."""
    found: dict[str, list[str]] = {}
    for error, target in pairs:
        found.setdefault(target, []).append(error)
    return found


def tear(word: str, rng: random.Random) -> str:
    """Return a word with a space set into it."""
    at = rng.randrange(1, len(word) - 1)
    return word[:at] + " " + word[at:]


def glue(pair: str, rng: random.Random) -> str:
    """Return two words without the space between them."""
    del rng
    return pair.replace(" ", "", 1)
