"""Articles in, clusters of duplicates out: exact copies, candidates by bands, every one verified.

Texts go to a spool on disk; memory holds an id, a hash and a signature of each article.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from auditor.corpus.texts import Texts
from auditor.document import Article
from auditor.errors import InputError, Problem
from auditor.similarity import relation as relations
from auditor.similarity.bands import bands_for, candidates
from auditor.similarity.clusters import Components, clusters
from auditor.similarity.kernel import tokens
from auditor.similarity.minhash import Hashes, Signatures, shingled, signatures, signed
from auditor.similarity.signature import Bands
from auditor.spool import Spool
from auditor.workers import spread

KEEP = ("earliest", "latest", "longest", "first")
THRESHOLD = 0.5

_CHUNK = 256
_PAIRS = 512
_ALONE = 1_000
"""Corpora of fewer articles stay in one process."""
_BELOW = "below the threshold"
_DUPLICATES = frozenset(
    {relations.IDENTICAL, relations.NEAR_DUPLICATE, relations.CONTAINS, relations.CONTAINED_IN}
)

Progress = Callable[[str, int, int | None], None]


def _silent(stage: str, done: int, total: int | None) -> None:
    del stage, done, total


class Pair(NamedTuple):
    """Two articles by number, ``a < b``; ``relation`` is how ``a`` stands to ``b``, measures are exact."""

    a: int
    b: int
    relation: str
    jaccard: float
    containment: float
    """The share of the smaller that stands in the other: the greater of both containments."""

    @property
    def similarity(self) -> float:
        """Jaccard, or containment where one is a part of the other."""
        cut = self.relation in (relations.CONTAINS, relations.CONTAINED_IN)
        return self.containment if cut else self.jaccard


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
    refused: int
    relations: dict[str, int]


class _Notes(NamedTuple):
    ids: list[str]
    dates: list[float | None]
    words: list[int]
    hashes: list[bytes]


def dedup(
    inputs: Iterable[Article | InputError],
    *,
    threshold: float = THRESHOLD,
    keep: str = "earliest",
    jobs: int = 1,
    refused: Callable[[InputError], None] | None = None,
    progress: Progress | None = None,
) -> Deduplicated:
    """Return the duplicates among ``inputs``.

    Args:
        inputs: articles, and inputs that could not be read.
        threshold: the least Jaccard of word 5-grams (or containment, of a part) of duplicates.
        keep: who represents a cluster: see ``KEEP``.
        jobs: processes.
        refused: told of each input that cannot be used, an id that stands twice among them.
        progress: told of a stage, how much is done, and of how much.

    """
    told = progress or _silent
    troubles: list[InputError] = []

    def refuse(error: InputError) -> None:
        troubles.append(error)
        if refused:
            refused(error)

    with closing(Spool[str]()) as texts:
        notes, rows = _sign(_unique(inputs, refuse, told), texts, jobs, told)
        leaders, copies = _copies(notes.hashes)
        bands = bands_for(threshold)
        found = candidates(rows[leaders], bands)
        numbers = np.array(leaders, dtype=np.int64)
        wanted = numbers[found.pairs] if len(found.pairs) else found.pairs
        pairs = [Pair(a, b, relations.IDENTICAL, 1.0, 1.0) for a, b in copies]
        tally: Counter[str] = Counter({relations.IDENTICAL: len(copies)} if copies else {})
        for pair in _verified(_neighbourly(wanted.tolist()), texts, jobs, threshold, told):
            tally[pair.relation] += 1
            if pair.jaccard >= threshold or _is_duplicate(pair, threshold):
                pairs.append(pair)
        pairs.sort()
        members, staying = _clustered(notes, pairs, threshold, keep, texts)
    return Deduplicated(
        notes.ids, pairs, members, staying, bands, len(wanted) + len(copies), found.left_out,
        len(troubles), dict(sorted(tally.items())),
    )  # fmt: skip


def _unique(
    inputs: Iterable[Article | InputError], refuse: Callable[[InputError], None], told: Progress
) -> Iterator[Article]:
    """Yield the articles; an id that stands twice is refused."""
    seen: set[str] = set()
    for item in inputs:
        if isinstance(item, InputError):
            refuse(item)
        elif item.id in seen:
            message = f"the id {item.id!r} stands twice; the second article is left out"
            refuse(InputError(Problem(message, item.path)))
        else:
            seen.add(item.id)
            yield item
            told("reading", len(seen), None)


def _sign(
    articles: Iterable[Article], texts: Spool[str], jobs: int, told: Progress
) -> tuple[_Notes, Signatures]:
    notes = _Notes([], [], [], [])
    for article in articles:
        notes.ids.append(article.id)
        notes.dates.append(_moment(article.date))
        texts.append(article.compared_text)
    total = len(texts)
    chunks = ((at, min(at + _CHUNK, total)) for at in range(0, total, _CHUNK))
    made: list[Signatures] = []
    parted = jobs if total >= _ALONE else 1
    for rows, words, digests in spread(_signed, chunks, parted, _begin, (texts.share(),)):
        made.append(rows)
        notes.words.extend(words)
        notes.hashes.extend(digests)
        told("signing", len(notes.words), total)
    return notes, np.concatenate(made) if made else signatures([])


def _moment(date: str | None) -> float | None:
    try:
        moment = datetime.fromisoformat(date or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


class _Worker:
    """What a process holds between tasks."""

    spool: Spool[str]
    texts: Texts


def _begin(spool: Spool[str]) -> None:
    _Worker.spool = spool
    _Worker.texts = Texts(spool)


def _signed(chunk: tuple[int, int]) -> tuple[Signatures, list[int], list[bytes]]:
    """Return signatures, numbers of words, and 16 bytes that name the words (none for no words)."""
    words = tokens([_Worker.spool[number] for number in range(*chunk)])
    digests = [_digest(words.of(at)) for at in range(len(words.ends))]
    return signed(shingled(words)), np.diff(words.ends, prepend=0).tolist(), digests


def _digest(hashes: Hashes) -> bytes:
    data = hashes.astype("<u8").tobytes()
    return hashlib.blake2b(data, digest_size=16).digest() if data else b""


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


def _neighbourly(pairs: list[list[int]]) -> list[list[int]]:
    """Return the pairs so that those of the same texts are near each other: each is loaded but once."""
    components = Components(max((b for _, b in pairs), default=0) + 1)
    for a, b in pairs:
        components.join(a, b)
    return sorted(pairs, key=lambda pair: (components.find(pair[0]), pair))


def _verified(
    wanted: list[list[int]], texts: Spool[str], jobs: int, threshold: float, told: Progress
) -> Iterator[Pair]:
    chunks = ((wanted[at : at + _PAIRS], threshold) for at in range(0, len(wanted), _PAIRS))
    done = 0
    parted = jobs if len(wanted) > _PAIRS else 1
    for judged in spread(_compared, chunks, parted, _begin, (texts.share(),)):
        yield from judged
        done += len(judged)
        told("comparing", done, len(wanted))


def _compared(task: tuple[list[list[int]], float]) -> list[Pair]:
    wanted, threshold = task
    _Worker.texts.load(number for pair in wanted for number in pair)
    _Worker.texts.trim()
    return [_pair(a, b, threshold) for a, b in wanted]


def _pair(a: int, b: int, threshold: float) -> Pair:
    """Verify a pair; one that is no duplicate by its exact measures alone is not aligned."""
    text, its = _Worker.texts[a], _Worker.texts[b]
    one, other = text.distinct, its.distinct
    if not len(one) or not len(other):
        return Pair(a, b, _BELOW, 0.0, 0.0)
    places = np.minimum(np.searchsorted(one, other), len(one) - 1)
    shared = int(np.count_nonzero(one[places] == other))
    jaccard = shared / (len(one) + len(other) - shared)
    most = shared / min(len(one), len(other))
    if jaccard < threshold and most < max(threshold, relations.PART):
        return Pair(a, b, _BELOW, jaccard, most)
    return Pair(a, b, relations.compare(text, its).relation, jaccard, most)


def _is_duplicate(pair: Pair, threshold: float) -> bool:
    return pair.relation in _DUPLICATES and pair.similarity >= threshold


def _clustered(
    notes: _Notes, pairs: list[Pair], threshold: float, keep: str, texts: Spool[str]
) -> tuple[list[Member], list[int]]:
    """Return the members of all clusters, and the articles to keep."""
    _begin(texts)
    known = {(pair.a, pair.b): pair for pair in pairs}

    def between(a: int, b: int) -> Pair:
        key = (min(a, b), max(a, b))
        if key not in known:
            known[key] = _pair(*key, threshold)
        return known[key]

    made = clusters(
        len(notes.ids),
        [(pair.a, pair.b) for pair in pairs if _is_duplicate(pair, threshold)],
        rank=lambda number: _rank(notes, number, keep),
        duplicate=lambda a, b: _is_duplicate(between(a, b), threshold),
    )
    members: list[Member] = []
    dropped: set[int] = set()
    for leader, *others in made:
        name = notes.ids[leader]
        members.append(Member(name, leader, True, relations.IDENTICAL, 1.0))
        for other in others:
            pair = between(leader, other)
            seen = pair.relation if pair.a == other else relations.inverse(pair.relation)
            members.append(Member(name, other, False, seen, pair.similarity))
            dropped.add(other)
    return members, [number for number in range(len(notes.ids)) if number not in dropped]


def _rank(notes: _Notes, number: int, keep: str) -> tuple[float, ...]:
    """Return what sorts the members of a cluster: the one to keep first."""
    moment = notes.dates[number]
    if keep == "longest":
        return -notes.words[number], number
    if keep in ("earliest", "latest"):
        if moment is None:
            return 1, 0, number
        return 0, moment if keep == "earliest" else -moment, number
    return (number,)
