"""Texts in memory to candidate pairs: ours against datasketch 2 and rensa, over the same five-word shingles.

``python -m benchmarks.dedup.peers FILE`` takes the first articles of a file of rows, one process, CPU time,
each program in turn, and prints the median of the ratios. The peers are given their shingles the way their
users make them: ``casefold``, a regular expression for words, five of them joined. All sign 128 slots;
datasketch and ours cut 42 bands of 3; rensa wants its bands to divide the slots and gets 32 of 4.
Needs ``rensa`` beside what the tests need.
"""

import argparse
import re
import statistics
from itertools import islice
from time import process_time
from typing import TYPE_CHECKING

import rensa
from datasketch import MinHash, MinHashLSH

from auditor.document import Article
from auditor.similarity.bands import candidates
from auditor.similarity.kernel import tokens
from auditor.similarity.minhash import shingled, signed
from auditor.similarity.signature import PERMUTATIONS, Bands
from auditor.sources import read_articles

if TYPE_CHECKING:
    from collections.abc import Callable

BANDS = Bands(42, 3)
_WORD = re.compile(r"[^\W_]+")


def shingles(text: str) -> list[str]:
    """Return the distinct shingles of a text as strings."""
    words = _WORD.findall(text.casefold())
    return list({" ".join(words[at : at + 5]) for at in range(max(len(words) - 4, 1))})


def ours(texts: list[str]) -> int:
    """Return how many candidate pairs we find."""
    return len(candidates(signed(shingled(tokens(texts))), BANDS).pairs)


def with_datasketch(texts: list[str]) -> int:
    """Return how many datasketch finds: bulk signatures, then its LSH."""
    made = MinHash.bulk(
        [[s.encode() for s in shingles(text)] for text in texts], num_perm=PERMUTATIONS
    )
    lsh = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS.number, BANDS.rows))
    pairs = 0
    for number, signature in enumerate(made):
        pairs += len(lsh.query(signature))
        lsh.insert(number, signature)
    return pairs


def with_rensa(texts: list[str]) -> int:
    """Return how many rensa finds: its full (R) signatures, then its LSH."""
    lsh = rensa.RMinHashLSH(threshold=0.5, num_perm=PERMUTATIONS, num_bands=32)
    pairs = 0
    for number, text in enumerate(texts):
        signature = rensa.RMinHash(num_perm=PERMUTATIONS, seed=1)
        signature.update(shingles(text))
        pairs += len(lsh.query(signature))
        lsh.insert(number, signature)
    return pairs


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    read = (a for a in read_articles([options.file]) if isinstance(a, Article))
    texts = [article.compared_text for article in islice(read, options.articles)]
    programs: dict[str, Callable[[list[str]], int]] = {
        "ours (NumPy)": ours,
        "datasketch": with_datasketch,
        "rensa": with_rensa,
    }
    times: dict[str, list[float]] = {name: [] for name in programs}
    found: dict[str, int] = {}
    ours(texts[:100])
    for _ in range(options.rounds):
        for name, program in programs.items():
            begun = process_time()
            found[name] = program(texts)
            times[name].append(process_time() - begun)
    mine = times["ours (NumPy)"]
    for name, taken in times.items():
        each = statistics.median(taken) / len(texts) * 1e6
        ratio = statistics.median(t / m for t, m in zip(taken, mine, strict=True))
        print(
            f"{name:<14}{each:8.1f} us an article {found[name]:>9,} pairs {ratio:7.1f} times ours"
        )


if __name__ == "__main__":
    main()
