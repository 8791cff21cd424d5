"""Articles in, clusters of duplicates out: exact copies, candidates by bands, every one verified.

Texts go to files of their own; memory holds an id, a hash and a signature of each article.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from auditor.corpus import pairs as checking
from auditor.corpus.journal import Journal
from auditor.corpus.pairs import Pair
from auditor.corpus.records import load_checked, load_signed, save_checked, save_signed
from auditor.corpus.sign import Articles, sign, tasks
from auditor.document import Article
from auditor.errors import InputError
from auditor.similarity import parts
from auditor.similarity import relation as relations
from auditor.similarity.backend import backend
from auditor.similarity.bands import bands_for, together
from auditor.similarity.clusters import clusters
from auditor.similarity.signature import VERSION as SIGNATURES
from auditor.similarity.signature import Bands
from auditor.sources import Batch
from auditor.workers import Workers

KEEP = ("earliest", "latest", "longest", "first")
THRESHOLD = 0.5

VERSIONS = [SIGNATURES, relations.VERSION]

_FEW = 4
"""Corpora of no more batches stay in one process."""

Progress = Callable[[str, int, int | None], None]


def _silent(stage: str, done: int, total: int | None) -> None:
    del stage, done, total


class Member(NamedTuple):
    """An article of a cluster; ``relation`` is how it stands to the representative."""

    cluster: str
    number: int
    representative: bool
    relation: str
    similarity: float


class Deduplicated(NamedTuple):
    """What was found among the articles ``ids``, which are in the order of input."""

    ids: list[str]
    pairs: list[Pair]
    members: list[Member]
    keep: list[int]
    bands: Bands
    candidates: int
    left_out: int
    """Pairs in crowded buckets that were not looked at; at most so many."""
    common: int
    """Pairs that share passages of many texts, which were not looked at for that; at most so many."""
    refused: int
    relations: dict[str, int]


def dedup(
    inputs: Iterable[Article | InputError | Batch],
    *,
    threshold: float = THRESHOLD,
    keep: str = "earliest",
    jobs: int = 1,
    compiled: bool = False,
    refused: Callable[[InputError], None] | None = None,
    progress: Progress | None = None,
    folder: Path | None = None,
    about: Mapping[str, Any] | None = None,
) -> Deduplicated:
    """Return the duplicates among ``inputs``.

    Args:
        inputs: articles, lines still to be read, and inputs that could not be read.
        threshold: the least Jaccard of word 5-grams (or containment, of a part) of duplicates.
        keep: who represents a cluster: see ``KEEP``.
        jobs: processes.
        compiled: let Numba do it; see ``backend``.
        refused: told of each input that cannot be used, an id that stands twice among them.
        progress: told of a stage, how much is done, and of how much.
        folder: where to keep what is done, so that a run that was stopped goes on there; by default
            in a folder of its own that goes with it.
        about: what the inputs are; what was done for others is done again.

    Raises:
        AuditorError: a process was killed, or another run writes to ``folder``.
        OSError: there is no room for what is kept.

    """
    told = progress or _silent
    troubles: list[InputError] = []

    def refuse(error: InputError) -> None:
        troubles.append(error)
        if refused:
            refused(error)

    waiting = tasks(inputs)
    first = list(islice(waiting, _FEW + 1))
    known = dict(about or {}) | {"versions": VERSIONS, "threshold": threshold, "compiled": compiled}
    with (
        tempfile.TemporaryDirectory(prefix="auditor-") as own,
        Journal(folder or Path(own), known) as journal,
        Workers(jobs if len(first) > _FEW else 1, _begin, ()) as workers,
    ):
        articles = Articles(refuse)
        read = partial(sign, folder=journal.folder, compiled=compiled)
        for signed in journal.each(
            "signed", chain(first, waiting), partial(workers.spread, read), save_signed, load_signed
        ):
            articles.add(signed)
            told("reading", len(articles), None)
        texts, shingles = articles.texts(), articles.shingles()
        leaders, copies = _copies(articles.digests)
        bands = bands_for(threshold)
        found = backend(compiled=compiled).candidates(articles.take_rows(leaders), bands)
        cut = parts.candidates(*articles.samples(), leaders)
        wanted = together(np.array(leaders, dtype=np.int64)[found.pairs], cut.pairs)
        pairs = [Pair(a, b, relations.IDENTICAL, 1.0, 1.0) for a, b in copies]
        tally: Counter[str] = Counter({relations.IDENTICAL: len(copies)} if copies else {})
        done = 0
        for checked in journal.each(
            "checked",
            checking.tasks(wanted, texts, shingles, threshold),
            partial(workers.spread, checking.check),
            save_checked,
            load_checked,
        ):
            pairs += checked.found
            tally += checked.tally
            done += checked.done
            told("comparing", done, len(wanted))
        pairs.sort()
        members, staying = _clustered(
            articles,
            pairs,
            threshold,
            keep,
            lambda a, b: checking.verified(
                checking.task(np.array([[a, b]]), texts, shingles, threshold)
            )[0],
        )
        journal.clear()
    return Deduplicated(
        articles.ids, pairs, members, staying, bands, len(wanted) + len(copies), found.left_out,
        cut.left_out,         len(troubles), dict(sorted(tally.items())),
    )  # fmt: skip


def _begin() -> None:
    """Nothing to set up."""


def _copies(hashes: list[bytes]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the first article of each text, and the pairs of it with each later copy."""
    first: dict[bytes, int] = {}
    leaders: list[int] = []
    copies: list[tuple[int, int]] = []
    for number, digest in enumerate(hashes):
        leader = first.setdefault(digest, number) if digest else number
        if leader == number:
            leaders.append(number)
        else:
            copies.append((leader, number))
    return leaders, copies


def _clustered(
    articles: Articles,
    pairs: list[Pair],
    threshold: float,
    keep: str,
    verify: Callable[[int, int], Pair],
) -> tuple[list[Member], list[int]]:
    """Return the members of all clusters, and the articles to keep."""
    known = {(pair.a, pair.b): pair for pair in pairs}

    def between(a: int, b: int) -> Pair:
        key = (min(a, b), max(a, b))
        if key not in known:
            known[key] = verify(*key)
        return known[key]

    made = clusters(
        len(articles.ids),
        [(pair.a, pair.b) for pair in pairs if pair.is_duplicate(threshold)],
        rank=lambda number: _rank(articles, number, keep),
        duplicate=lambda a, b: between(a, b).is_duplicate(threshold),
    )
    members: list[Member] = []
    dropped: set[int] = set()
    for leader, *others in made:
        name = articles.ids[leader]
        members.append(Member(name, leader, True, relations.IDENTICAL, 1.0))
        for other in others:
            pair = between(leader, other)
            seen = pair.relation if pair.a == other else relations.inverse(pair.relation)
            members.append(Member(name, other, False, seen, pair.similarity))
            dropped.add(other)
    return members, [number for number in range(len(articles.ids)) if number not in dropped]


def _rank(articles: Articles, number: int, keep: str) -> tuple[float, ...]:
    """Return what sorts the members of a cluster: the one to keep first."""
    moment = articles.dates[number]
    if keep == "longest":
        return -articles.words[number], number
    if keep in ("earliest", "latest"):
        if moment is None:
            return 1, 0, number
        return 0, moment if keep == "earliest" else -moment, number
    return (number,)
