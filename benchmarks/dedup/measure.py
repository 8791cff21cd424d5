"""Does ``auditor dedup`` find what an exact join finds, and at what cost beside datasketch's.

``python -m benchmarks.dedup.measure --data DIR`` reads ``neardup/reuters_8000.jsonl.gz`` there (or
``AUDITOR_DATA``). Recall and precision are against an exact all-pairs join over the same shingles, by an
inverted index with prefix filtering (Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", 2007).
The cost is CPU time of both programs in one process, taken in turn: shingles of all texts in, candidate
pairs out.
"""

import argparse
import math
import os
import statistics
from collections import Counter, defaultdict
from pathlib import Path
from time import perf_counter, process_time

from datasketch import MinHash, MinHashLSH

from auditor.corpus.dedup import THRESHOLD, dedup
from auditor.document import Article
from auditor.similarity.bands import bands_for, candidates
from auditor.similarity.minhash import signatures
from auditor.similarity.relation import IDENTICAL
from auditor.similarity.signature import PERMUTATIONS, SEED, Bands, shingle_hash
from auditor.sources import read_articles

Set = frozenset[int]


def exact_join(sets: list[Set], threshold: float) -> dict[tuple[int, int], float]:
    """Return every pair of at least ``threshold`` Jaccard."""
    frequency = Counter(item for one in sets for item in one)
    index: dict[int, list[int]] = defaultdict(list)
    found: dict[tuple[int, int], float] = {}
    for number in sorted(range(len(sets)), key=lambda n: len(sets[n])):
        mine = sets[number]
        if not mine:
            continue
        ordered = sorted(mine, key=lambda item: (frequency[item], item))
        prefix = ordered[: len(mine) - math.ceil(threshold * len(mine)) + 1]
        for other in {o for item in prefix for o in index[item]}:
            shared = len(mine & sets[other])
            jaccard = shared / (len(mine) + len(sets[other]) - shared)
            if jaccard >= threshold:
                found[min(number, other), max(number, other)] = jaccard
        for item in prefix:
            index[item].append(number)
    return found


def theirs(texts: list[list[int]], threshold: float) -> int:
    """Return how many candidate pairs datasketch finds: bulk signatures, then its LSH."""
    made = MinHash.bulk(texts, num_perm=PERMUTATIONS, seed=SEED, hashfunc=shingle_hash)
    cut = bands_for(threshold)
    cut = Bands(min(cut.number, PERMUTATIONS // cut.rows), cut.rows)  # datasketch's do not overlap
    lsh = MinHashLSH(num_perm=PERMUTATIONS, params=(cut.number, cut.rows))
    pairs = 0
    for number, signature in enumerate(made):
        pairs += len(lsh.query(signature))
        lsh.insert(number, signature)
    return pairs


def ours(texts: list[list[int]], threshold: float) -> int:
    """Return how many candidate pairs we find, from the same shingles."""
    return len(candidates(signatures(texts), bands_for(threshold)).pairs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("AUDITOR_DATA"))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    path = str(options.data / "neardup/reuters_8000.jsonl.gz")
    articles = [article for article in read_articles([path]) if isinstance(article, Article)]
    texts = [article.compared.shingles for article in articles]
    truth = exact_join([frozenset(text) for text in texts], THRESHOLD)

    started, cpu = perf_counter(), process_time()
    found = dedup(read_articles([path]))
    print(
        f"dedup, {len(articles):,} articles, one process: wall {perf_counter() - started:.1f} s, "
        f"CPU {process_time() - cpu:.1f} s"
    )
    told = {(pair.a, pair.b): pair.jaccard for pair in found.pairs if pair.jaccard >= THRESHOLD}
    first = {pair.b: pair.a for pair in reversed(found.pairs) if pair.relation == IDENTICAL}

    def is_told(pair: tuple[int, int]) -> bool:
        # A copy of a text is told once, as a pair with the first of them, which stands for it.
        a, b = (first.get(number, number) for number in pair)
        return a == b or (min(a, b), max(a, b)) in told

    missed = [pair for pair in truth if not is_told(pair)]
    wrong = [pair for pair, jaccard in told.items() if abs(truth.get(pair, 0) - jaccard) > 1e-9]
    print(
        f"pairs of Jaccard {THRESHOLD} and above: {len(truth):,} by the exact join, {len(missed):,} missed, "
        f"recall {1 - len(missed) / len(truth):.4f}; {len(wrong):,} of {len(told):,} told are wrong"
    )
    print(f"candidates by relation: {found.relations}")

    ratios = []
    for _ in range(options.rounds):
        begun = process_time()
        mine = ours(texts, THRESHOLD)
        between = process_time()
        others = theirs(texts, THRESHOLD)
        ended = process_time()
        ratios.append((ended - between) / (between - begun))
        print(
            f"shingles to candidates: ours {between - begun:.2f} s ({mine:,} pairs), "
            f"datasketch {ended - between:.2f} s ({others:,} pairs)"
        )
    print(f"ratio, median of {options.rounds}: {statistics.median(ratios):.1f}")


if __name__ == "__main__":
    main()
