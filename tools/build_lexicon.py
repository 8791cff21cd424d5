"""Build ``auditor/language/data/en.lexicon`` from SCOWL and wordfreq.

Needs Debian's ``wamerican-huge`` and ``wbritish-huge`` (SCOWL) and the data file of the Python
package ``wordfreq`` 3.1.1, read here without importing the package (``pip install wordfreq`` in an
environment of its own brings it and msgpack), and ``words_en.txt`` beside this script, words that
SCOWL lacks. Run it as

    python tools/build_lexicon.py --wordfreq .../wordfreq/data/large_en.msgpack.gz

The same inputs give the same bytes. ``auditor/language/lexicon.py`` describes the format.
"""

import argparse
import gzip
import math
import re
import unicodedata
import zlib
from pathlib import Path

import msgpack  # type: ignore[import-not-found, unused-ignore]  # a build tool, not a dependency

from auditor.language.lexicon import BUCKETS, HEADER, MAGIC, VERSION

ROOT = Path(__file__).resolve().parent.parent
_WORD = re.compile(r"[a-z\u00df-\u00f6\u00f8-\u024f]+(?:'[a-z\u00df-\u00f6\u00f8-\u024f]+)*")
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


def pack(entries: dict[str, tuple[str, float]]) -> bytes:
    """Return the file: header, offsets of the buckets, the buckets."""
    buckets: list[list[bytes]] = [[] for _ in range(BUCKETS)]
    for word, (kind, value) in sorted(entries.items()):
        key = word.encode()
        level = chr(0x20 + math.floor(value * 10 + 0.5))
        buckets[zlib.crc32(key) % BUCKETS].append(b"\n" + key + b"\t" + f"{kind}{level}".encode())
    offsets, blob, at = [], [], 0
    for bucket in buckets:
        offsets.append(at)
        piece = b"".join(bucket)
        blob.append(piece)
        at += len(piece)
    offsets.append(at)
    table = b"".join(offset.to_bytes(4, "little") for offset in offsets)
    return HEADER.pack(MAGIC, VERSION, BUCKETS, len(entries)) + table + b"".join(blob)


def main() -> None:
    """Read the sources and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--wordfreq", type=Path, required=True)
    parser.add_argument(
        "--scowl",
        type=Path,
        nargs="+",
        default=[
            Path("/usr/share/dict/american-english-huge"),
            Path("/usr/share/dict/british-english-huge"),
        ],
    )
    parser.add_argument("--out", type=Path, default=ROOT / "auditor/language/data/en.lexicon")
    args = parser.parse_args()
    frequencies = read_wordfreq(args.wordfreq)
    kinds = read_scowl(args.scowl)
    for word in (ROOT / "tools/words_en.txt").read_text(encoding="utf-8").split():
        kinds.setdefault(word, "w")
    entries = {word: (kind, frequencies.get(word, 0.0)) for word, kind in kinds.items()}
    for word, value in frequencies.items():
        entries.setdefault(word, ("x", value))
    data = pack(entries)
    args.out.write_bytes(data)
    print(f"{len(entries)} words, {len(data) / 1e6:.2f} MB, {args.out}")


if __name__ == "__main__":
    main()
