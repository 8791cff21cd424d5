"""Articles in, clusters of duplicates out: exact copies, candidates by bands, every one verified.

Texts go to files of their own; memory holds an id, a hash and a signature of each article.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.corpus import pairs as checking
from auditor.corpus.journal import Journal
from auditor.corpus.memory import keep_freed
from auditor.corpus.pairs import Found, Pair
from auditor.corpus.records import load_checked, load_signed, save_checked, save_signed
from auditor.corpus.sign import Articles, Signed, sign, tasks
from auditor.document import Article
from auditor.errors import InputError
from auditor.similarity import parts
from auditor.similarity import relation as relations
from auditor.similarity.bands import HALF, Pairs, bands_for, candidates, likely, together
from auditor.similarity.clusters import Question, clusters
from auditor.similarity.minhash import Names
from auditor.similarity.signature import VERSION as SIGNATURES
from auditor.similarity.signature import Bands
from auditor.sources import Batch, Row
from auditor.workers import Workers

KEEP = ("earliest", "latest", "longest", "first")
THRESHOLD = 0.5

VERSIONS = [SIGNATURES, relations.VERSION]

_FEW = 4
"""Corpora of no more batches stay in one process."""

_MANY = 1 << 18
"""More articles than these are looked at for one kind of candidates after the other, to spare memory."""

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


class Members(NamedTuple):
    """The articles of all clusters, a representative before those it stands for, in columns."""

    leaders: NDArray[np.int64]
    numbers: NDArray[np.int64]
    relations: NDArray[np.int8]
    """How each stands to its representative, by number in ``relation.ALL``."""
    similarities: NDArray[np.float64]
    unasked: int


@dataclass(frozen=True, slots=True, eq=False)
class Deduplicated:
    """What was found among the articles ``ids``, which are in the order of input."""

    ids: list[str]
    found: Found
    clustered: Members
    keep: list[int]
    bands: Bands
    candidates: int
    left_out: int
    """Pairs in crowded buckets that were not looked at; at most so many."""
    common: int
    """Pairs that share passages of many texts, which were not looked at for that; at most so many."""
    refused: int
    relations: dict[str, int]

    @property
    def clusters(self) -> int:
        """How many clusters there are."""
        return int(np.count_nonzero(self.clustered.numbers == self.clustered.leaders))

    @property
    def pairs(self) -> list[Pair]:
        """The pairs that reach the threshold, in order."""
        return list(self.found.each())

    @property
    def members(self) -> list[Member]:
        """The articles of all clusters, a representative before those it stands for."""
        return [
            Member(self.ids[leader], number, leader == number, relations.ALL[relation], similarity)
            for leader, number, relation, similarity in zip(
                *(column.tolist() for column in self.clustered[:4]), strict=True
            )
        ]


def dedup(
    inputs: Iterable[Article | InputError | Row | Batch],
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
        inputs: articles, rows, lines still to be read, and inputs that could not be read.
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
        Workers(jobs if len(first) > _FEW else 1, _begin, (), threads=compiled) as workers,
    ):
        articles = Articles(refuse)
        for signed in journal.each(
            "signed",
            chain(first, waiting),
            partial(workers.spread, partial(_signing(compiled=compiled), folder=journal.folder)),
            save_signed,
            load_signed,
        ):
            articles.add(signed)
            told("reading", len(articles), None)
        texts = articles.texts()
        leaders, copies = _copies(articles.names(), articles.words())
        bands = bands_for(threshold)
        with ThreadPoolExecutor(1) as beside:  # sorting lets other threads run
            later = beside.submit(parts.candidates, *articles.take_samples(), leaders)
            if len(articles) > _MANY:
                later.result()
            rows = articles.take_rows(leaders)
            met = candidates(rows, bands)
            near = likely(rows, met.pairs, threshold)
            del rows  # they are the most that is held
            cut = later.result()
        wanted = together(leaders[near], cut.pairs)
        tally = Counter({relations.IDENTICAL: copies.size} if copies.size else {})
        done = 0
        pairs = [copies]
        for checked in journal.each(
            "checked",
            checking.tasks(wanted, texts, threshold, compiled=compiled),
            partial(workers.spread, checking.check),
            save_checked,
            load_checked,
        ):
            pairs.append(checked.found)
            tally += checked.tally
            done += checked.done
            told("comparing", done, len(wanted))
        found = Found.joined(*pairs)

        def verified(asked: Pairs) -> Found:
            tasks = checking.tasks(asked, texts, threshold, compiled=compiled)
            return Found.joined(*workers.spread(checking.each, tasks))

        members = _clustered(articles, found, threshold, keep, verified)
        journal.clear()
    staying = np.ones(len(articles), dtype=bool)
    staying[members.numbers[members.numbers != members.leaders]] = False
    return Deduplicated(
        articles.ids, found, members, np.flatnonzero(staying).tolist(), bands,
        len(wanted) + copies.size, met.left_out, cut.left_out, len(troubles),
        dict(sorted(tally.items())),
    )  # fmt: skip


def _signing(*, compiled: bool) -> Callable[..., Signed]:
    if compiled:
        from auditor.corpus.compiled import sign as fast

        return fast
    return sign


def _begin() -> None:
    """Make a process of our own ready."""
    if parent_process():
        keep_freed()


def _copies(names: Names, words: NDArray[np.int64]) -> tuple[NDArray[np.int64], Found]:
    """Return the first article of each text, and the pairs of it with each later copy."""
    order = np.lexsort((np.arange(len(names)), names[:, 1], names[:, 0]))
    ordered = names[order]
    same = np.append(False, (ordered[1:] == ordered[:-1]).all(axis=1))[: len(order)]
    same &= words[order] > 0
    first = np.maximum.accumulate(np.where(same, 0, np.arange(len(order))))
    found = Found.copies(order[first[same]], order[same])
    return np.sort(order[~same]), Found.joined(found)


def _clustered(
    articles: Articles,
    found: Found,
    threshold: float,
    keep: str,
    verify: Callable[[Pairs], Found],
) -> Members:
    """Return the members of all clusters."""
    known = [found]

    def duplicates(questions: Sequence[Question]) -> list[NDArray[np.bool_]]:
        a, b = (np.concatenate(side) for side in zip(*map(_sides, questions), strict=True))
        asked = np.column_stack((np.minimum(a, b), np.maximum(a, b)))
        made = verify(asked)
        known.append(made)
        near = made.of(made.duplicates(threshold))
        answers = np.isin(asked[:, 0] << HALF | asked[:, 1], near.a << HALF | near.b)
        return np.split(answers, np.cumsum([len(others) for _, others in questions])[:-1])

    near = found.of(found.duplicates(threshold))
    made = clusters(len(articles), near.a, near.b, _rank(articles, keep), duplicates)
    leaders, numbers, unasked = made
    told = Found.joined(*known)
    other = numbers != leaders
    a, b = np.minimum(leaders, numbers)[other], np.maximum(leaders, numbers)[other]
    pair = told.of(np.searchsorted(told.a << HALF | told.b, a << HALF | b))
    relation = np.full(len(numbers), checking.IDENTICAL, dtype=np.int8)
    relation[other] = np.where(pair.a == numbers[other], pair.relation, _INVERSE[pair.relation])
    similarity = np.ones(len(numbers))
    similarity[other] = pair.similarity
    return Members(leaders, numbers, relation, similarity, unasked)


def _sides(question: Question) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    leader, others = question
    return np.full(len(others), leader), others


_INVERSE = np.array(
    [relations.ALL.index(relations.inverse(name)) for name in relations.ALL], dtype=np.int8
)


def _rank(articles: Articles, keep: str) -> NDArray[np.int64]:
    """Return what sorts the members of a cluster: the one to keep first."""
    number = np.arange(len(articles))
    if keep == "longest":
        order = np.lexsort((number, -articles.words()))
    elif keep in ("earliest", "latest"):
        moments = np.array([np.nan if m is None else m for m in articles.dates], dtype=np.float64)
        undated = np.isnan(moments)
        moments[undated] = 0
        order = np.lexsort((number, moments if keep == "earliest" else -moments, undated))
    else:
        return number
    rank = np.empty_like(order)
    rank[order] = number
    return rank
