"""Texts in memory to candidate pairs, and on to verified ones: ours against datasketch 2 and rensa.

``python -m benchmarks.dedup.peers FILE`` takes the first articles of a file of rows, one process, CPU time,
each program in turn, and prints the median of the ratios. All work on five-word shingles. The peers are given
theirs the way their users make them: ``casefold``, a regular expression for words, five of them joined. All
sign 128 slots; datasketch and ours cut 42 bands of 3; rensa wants its bands to divide the slots and gets 32 of
4. With ``--as-far-as exact`` every candidate's exact Jaccard is worked out too, by the peers' users from their
sets of strings; with ``relations`` we add the relation, from the alignment and the facts, and they nothing.
Needs ``rensa`` beside what the tests need.
"""

import argparse
import re
import statistics
import tempfile
from functools import partial
from itertools import islice
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import numpy as np
import rensa
from datasketch import MinHash, MinHashLSH

from auditor.corpus.pairs import check, tasks
from auditor.corpus.sign import SIZE
from auditor.corpus.spill import add
from auditor.document import Article
from auditor.similarity.backend import backend
from auditor.similarity.bands import candidates
from auditor.similarity.compiled import measured as measured_fast
from auditor.similarity.minhash import Batch
from auditor.similarity.signature import PERMUTATIONS, Bands
from auditor.similarity.verify import measured
from auditor.sources import read_articles

if TYPE_CHECKING:
    from collections.abc import Callable

BANDS = Bands(42, 3)
GOALS = ("candidates", "exact", "relations")
_WORD = re.compile(r"[^\W_]+")


def shingles(text: str) -> list[str]:
    """Return the distinct shingles of a text as strings."""
    words = _WORD.findall(text.casefold())
    return list({" ".join(words[at : at + 5]) for at in range(max(len(words) - 4, 1))})


def ours(texts: list[str], *, compiled: bool, goal: str) -> int:
    """Return how many candidate pairs we find, or how many of them are alike."""
    do = backend(compiled=compiled)
    rows = []
    batches: list[Batch] = []
    for at in range(0, len(texts), SIZE):
        words = do.tokens(texts[at : at + SIZE])
        rows.append(do.sign(words))
        if goal != GOALS[0]:
            batches.append(words)
    pairs = candidates(np.concatenate(rows), BANDS).pairs
    if goal == GOALS[0]:
        return len(pairs)
    if goal == GOALS[1]:
        which, here = np.unique(pairs, return_inverse=True)
        parts = [batches[at // SIZE].of(at % SIZE) for at in which.tolist()]
        met = Batch(np.concatenate(parts), np.cumsum([len(part) for part in parts]))
        measure = measured_fast if compiled else measured
        return int(np.count_nonzero(measure(met, here.reshape(-1, 2)).jaccard >= 0.5))
    with tempfile.TemporaryDirectory() as folder:
        places = add([text.encode() for text in texts], Path(folder), "texts")
        return sum(check(task).found.size for task in tasks(pairs, places, 0.5, compiled=compiled))


def with_datasketch(texts: list[str], *, goal: str) -> int:
    """Return how many datasketch finds: bulk signatures, then its LSH."""
    sets = [shingles(text) for text in texts]
    made = MinHash.bulk([[s.encode() for s in made] for made in sets], num_perm=PERMUTATIONS)
    lsh = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS.number, BANDS.rows))
    pairs: list[tuple[int, int]] = []
    for number, signature in enumerate(made):
        pairs += [(int(other), number) for other in lsh.query(signature)]
        lsh.insert(number, signature)
    return len(pairs) if goal == GOALS[0] else alike(pairs, sets)


def with_rensa(texts: list[str], *, goal: str) -> int:
    """Return how many rensa finds: its full (R) signatures, then its LSH."""
    sets = [shingles(text) for text in texts]
    lsh = rensa.RMinHashLSH(threshold=0.5, num_perm=PERMUTATIONS, num_bands=32)
    pairs: list[tuple[int, int]] = []
    for number, own in enumerate(sets):
        signature = rensa.RMinHash(num_perm=PERMUTATIONS, seed=1)
        signature.update(own)
        pairs += [(int(other), number) for other in lsh.query(signature)]
        lsh.insert(number, signature)
    return len(pairs) if goal == GOALS[0] else alike(pairs, sets)


def alike(pairs: list[tuple[int, int]], sets: list[list[str]]) -> int:
    """Return how many pairs have an exact Jaccard of a half, each text's set made once."""
    known: dict[int, set[str]] = {}
    found = 0
    for a, b in pairs:
        one, other = (known.setdefault(n, set(sets[n])) for n in (a, b))
        shared = len(one & other)
        found += 2 * shared >= len(one) + len(other) - shared
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--as-far-as", dest="goal", choices=GOALS, default=GOALS[0])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    read = (a for a in read_articles([options.file]) if isinstance(a, Article))
    texts = [article.compared_text for article in islice(read, options.articles)]
    programs: dict[str, Callable[[list[str]], int]] = {
        "ours (NumPy)": partial(ours, compiled=False, goal=options.goal),
        "ours (Numba)": partial(ours, compiled=True, goal=options.goal),
        "datasketch": partial(with_datasketch, goal=options.goal),
        "rensa": partial(with_rensa, goal=options.goal),
    }
    times: dict[str, list[float]] = {name: [] for name in programs}
    found: dict[str, int] = {}
    for compiled in (False, True):
        ours(texts[:100], compiled=compiled, goal=options.goal)
    for _ in range(options.rounds):
        for name, program in programs.items():
            begun = process_time()
            found[name] = program(texts)
            times[name].append(process_time() - begun)
    for name, taken in times.items():
        each = statistics.median(taken) / len(texts) * 1e6
        ratios = " ".join(
            f"{statistics.median(t / m for t, m in zip(taken, mine, strict=True)):7.1f}"
            for mine in (times["ours (NumPy)"], times["ours (Numba)"])
        )
        print(f"{name:<14}{each:8.1f} us an article {found[name]:>9,} pairs, times ours: {ratios}")


if __name__ == "__main__":
    main()
