"""Other spellers beside ours, on the same planted mistakes and the same untouched news.

Run as ``python -m benchmarks.spelling.peers --bin .../bin`` in an environment that has ``codespell``, ``typos``,
``symspellpy``, ``pyspellchecker`` and ``harper-py`` beside this package; ``hunspell`` with its American and British
dictionaries is Debian's. What is missing is left out of the table. One mistake is planted an article,
in the odd rows of the news set; ``unlisted`` are misspellings of people that neither codespell nor typos lists.
Those that the American or British hunspell accepts are left out, so that its recall is 1 by construction.
A program that takes text reads whole articles; one that takes words is asked for each word of the article.
"""

import argparse
import json
import random
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from benchmarks.spelling.common import (
    articles_of,
    by_target,
    data_folder,
    misspellings,
    plant,
    read,
)
from benchmarks.spelling.measure import flags, make

_TOKEN = re.compile(r"(?<![\w'’])[A-Za-z]{2,}(?:['’][a-z]+)?(?![\w'’])")
KINDS = ("slip", "capital", "pair", "unlisted")


class Flag(NamedTuple):
    """A word that a speller flags, and what it offers."""

    word: str
    offered: tuple[str, ...]


class Planted(NamedTuple):
    """A text with one mistake."""

    text: str
    wrong: str
    meant: str


Speller = Callable[[Sequence[str]], list[list[Flag]]]
"""Texts in, the flags of each out."""


def ours(texts: Sequence[str]) -> list[list[Flag]]:
    """Ask the four rules that look at single words, at their own thresholds."""
    detectors = [make(rule) for rule in ("typo", "split-word", "joined-words", "doubled-word")]
    found = []
    for text in texts:
        article = read(text)
        found.append(
            [
                Flag(f.span.of(article.text), f.suggestions)
                for detector in detectors
                for f in flags(detector, article)
                if f.span
            ]
        )
    return found


def by_program(command: list[str], parse: Callable[[str], Iterable[tuple[int, Flag]]]) -> Speller:
    """Make a speller of a program that is given a folder of numbered files."""

    def ask(texts: Sequence[str]) -> list[list[Flag]]:
        found: list[list[Flag]] = [[] for _ in texts]
        with tempfile.TemporaryDirectory() as folder:
            for number, text in enumerate(texts):
                (Path(folder) / f"{number:05d}.txt").write_text(text, encoding="utf-8")
            told = subprocess.run(
                [*command, "."], cwd=folder, capture_output=True, text=True, check=False
            )
        for number, flag in parse(told.stdout):
            found[number].append(flag)
        return found

    return ask


def read_typos(output: str) -> Iterable[tuple[int, Flag]]:
    """Read what ``typos --format json`` printed."""
    for row in map(json.loads, output.splitlines()):
        if row["type"] == "typo":
            yield int(Path(row["path"]).stem), Flag(row["typo"], tuple(row["corrections"]))


def read_codespell(output: str) -> Iterable[tuple[int, Flag]]:
    """Read what ``codespell`` printed."""
    for line in output.splitlines():
        match = re.match(r"\./(\d+)\.txt:\d+: (\S+) ==> (.+)", line)
        if match:
            offered = tuple(word.strip() for word in match[3].split(","))
            yield int(match[1]), Flag(match[2], offered)


def by_word(unknown: Callable[[str], bool], offer: Callable[[str], tuple[str, ...]]) -> Speller:
    """Make a speller of one that is asked for single words."""

    def ask(texts: Sequence[str]) -> list[list[Flag]]:
        return [
            [Flag(word, offer(word)) for word in _TOKEN.findall(text) if unknown(word)]
            for text in texts
        ]

    return ask


def hunspell(texts: Sequence[str]) -> list[list[Flag]]:
    """Ask hunspell: a word that both the American and the British dictionary lack is flagged."""
    words = sorted({word for text in texts for word in _TOKEN.findall(text)})
    unknown = set(words)
    for dictionary in ("en_US", "en_GB"):
        told = subprocess.run(
            ["hunspell", "-d", dictionary, "-i", "utf-8", "-l"],
            input="\n".join(words), capture_output=True, text=True, check=True,
        )  # fmt: skip
        unknown &= set(told.stdout.split())
    return [[Flag(w, ()) for w in _TOKEN.findall(text) if w in unknown] for text in texts]


@cache
def offered_by_hunspell(word: str) -> tuple[str, ...]:
    """Return what the American hunspell offers for a word."""
    told = subprocess.run(
        ["hunspell", "-d", "en_US", "-i", "utf-8", "-a"],
        input=word, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for line in told.stdout.splitlines():
        if line.startswith("&"):
            return tuple(line.split(": ", 1)[1].split(", "))
    return ()


def symspell() -> Speller:
    """Make symspellpy with the dictionary that it ships, distance 2."""
    from importlib.resources import files

    from symspellpy import SymSpell, Verbosity

    checker = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    path = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    checker.load_dictionary(str(path), 0, 1)

    @cache
    def offer(word: str) -> tuple[str, ...]:
        found = checker.lookup(word.lower(), Verbosity.TOP, max_edit_distance=2)
        return tuple(item.term for item in found)

    return by_word(lambda word: word.lower() not in checker.words, offer)


def pyspellchecker() -> Speller:
    """Make pyspellchecker; what it offers is asked at distance 1, its default of 2 taking seconds a word."""
    from spellchecker import SpellChecker

    checker = SpellChecker(distance=1)

    @cache
    def offer(word: str) -> tuple[str, ...]:
        best = checker.correction(word.lower())
        return (best,) if best else ()

    return by_word(lambda word: bool(checker.unknown([word.lower()])), offer)


def harper() -> Speller:
    """Make Harper with its lints of spelling alone."""
    from harper import Linter

    linter = Linter()

    def ask(texts: Sequence[str]) -> list[list[Flag]]:
        found = []
        for text in texts:
            flags = []
            for lint in linter.lint(text):
                if lint.lint_kind.lower() in ("spelling", "typo"):
                    offered = tuple(s.replacement_text for s in lint.suggestions)
                    flags.append(Flag(lint.problem_text, offered))
            found.append(flags)
        return found

    return ask


def spellers(programs: Path) -> dict[str, Speller]:
    """Return the systems that are installed."""
    found: dict[str, Speller] = {"ours": ours}
    if (programs / "codespell").exists():
        found["codespell"] = by_program([str(programs / "codespell")], read_codespell)
    if (programs / "typos").exists():
        command = [str(programs / "typos"), "--isolated", "--format", "json"]
        found["typos"] = by_program(command, read_typos)
    if Path("/usr/bin/hunspell").exists():
        found["hunspell US+GB"] = hunspell
    if find_spec("symspellpy"):
        found["symspellpy"] = symspell()
    if find_spec("spellchecker"):
        found["pyspellchecker"] = pyspellchecker()
    if find_spec("harper"):
        found["harper"] = harper()
    return found


def unlisted(pairs: list[tuple[str, str]], known: dict[str, Speller]) -> list[tuple[str, str]]:
    """Return the pairs that neither codespell nor typos lists."""
    listed: set[str] = set()
    errors = [error for error, _ in pairs]
    for name in ("codespell", "typos"):
        for flag in known[name](["\n".join(errors)])[0]:
            listed.add(flag.word.lower())
    return [pair for pair in pairs if pair[0] not in listed]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", default=None)
    parser.add_argument("--bin", type=Path, required=True, help="where codespell and typos are")
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--slow", type=int, default=60, help="articles for systems that take long")
    parser.add_argument("--only", action="append", help="these systems alone")
    args = parser.parse_args()
    folder = data_folder(args.data)
    texts = list(articles_of(folder, args.articles, half=1))
    systems = spellers(args.bin.resolve())
    pairs = misspellings(folder, 1, "people")
    accepted = {error for error, _ in pairs}
    accepted -= {flag.word for flag in hunspell(["\n".join(sorted(accepted))])[0]}
    pairs = [pair for pair in pairs if pair[0] not in accepted]
    sets: dict[str, list[Planted]] = {}
    for kind in KINDS:
        rng = random.Random(11)
        chosen = by_target(unlisted(pairs, systems) if kind == "unlisted" else pairs)
        sets[kind] = []
        for text in texts:
            made = plant(text, "pair" if kind == "unlisted" else kind, rng, chosen)
            if made is not None:
                touched, start, word = made
                start -= len("A headline\n\n")
                match = re.compile(r"\w+").match(touched, start)
                assert match is not None
                sets[kind].append(Planted(touched, match.group(), word))
    print(f"{len(pairs)} pairs, {len(unlisted(pairs, systems))} of them unlisted")
    print("| system | flags per 1,000 words | " + " | ".join(KINDS) + " | CPU ms per 900 words |")
    print("|---|---|" + "---|" * (len(KINDS) + 1))
    for name, ask in systems.items():
        if args.only and name not in args.only:
            continue
        most = args.slow if name in ("harper", "pyspellchecker") else args.articles
        sample = texts[:most]
        words = sum(len(text.split()) for text in sample)
        before = time.process_time()
        count = sum(map(len, ask(sample)))
        spent = time.process_time() - before
        cells = []
        for kind in KINDS:
            rows = sets[kind][:most]
            hits = first = 0
            for row, flagged in zip(rows, ask([row.text for row in rows]), strict=True):
                flag = next((f for f in flagged if row.wrong in f.word), None)
                if flag is not None:
                    hits += 1
                    offered = flag.offered
                    if name.startswith("hunspell") and hits <= args.slow:
                        offered = offered_by_hunspell(row.wrong)
                    first += bool(offered) and offered[0].lower() == row.meant.lower()
            asked = min(hits, args.slow) if name.startswith("hunspell") else hits
            cells.append(f"{hits / len(rows):.3f} ({first / asked if asked else 0:.2f})")
        cost = f"{1000 * spent / words * 900:.1f}" if name not in ("codespell", "typos") else ""
        print(f"| {name} | {1000 * count / words:.3f} | {' | '.join(cells)} | {cost} |", flush=True)


if __name__ == "__main__":
    main()
