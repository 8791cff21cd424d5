"""Learn a house's subjects and lines from its archive, and measure what that gains before it is used.

Vectors go on from those that ship. The gain is cross-validated: the archive is parted in two, vectors are
learned from each part and tried on articles of the other, into which passages of other articles are put;
counted is how many of them are found where one untouched article in fifty is flagged.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import NamedTuple

import numpy as np

from auditor.archive import Archive
from auditor.archive.texts import keep
from auditor.detectors.off_topic_insertion import candidates
from auditor.document import Article
from auditor.document.belonging import Belonging
from auditor.document.passages import Passage
from auditor.errors import AuditorError, Problem
from auditor.language.forest import forest
from auditor.language.house import HEADER, MAGIC, VERSION
from auditor.language.learn import Text, learn, packed
from auditor.language.vectors import Vectors, vectors
from auditor.repeats import Repeats, line_keys

FEWEST = 200
"""English articles that vectors are learned from at least; lines need no number."""
_MOST = 20_000
_TRIED = 300
"""Articles that are tried of each part."""
_FALSE = 0.02
_PASSES = 3
_RATE = 0.002
"""Vectors that have learned already are moved with care."""
_AT_HOME = 0.39
"""The probability at which one untouched article in fifty is flagged with what ships."""
_FURTHEST = 3.0

Progress = Callable[[str, int, int | None], None]


class Gain(NamedTuple):
    """What was learned, and what it brings."""

    articles: int
    """Articles that vectors were learned from; 0 where there were too few."""
    words: int
    lines: int
    before: float
    """Planted passages found with the vectors that ship, 0 to 1, at 2 % of untouched articles flagged."""
    after: float
    """The same with those that were learned, on articles they were not learned from."""
    kept: bool
    """Whether the learned vectors are used: they find more."""
    path: str


class _Story(NamedTuple):
    passages: Sequence[Passage]
    text: Text


def learn_archive(archive: Archive, progress: Progress | None = None) -> Gain:
    """Learn from the texts that ``archive`` keeps, and keep what was learned beside it.

    Raises:
        AuditorError: it keeps no texts, or holds no articles.

    """
    tell = progress or _silent
    repeats = Repeats()
    bodies: set[int] = set()
    stories: list[_Story] = []
    chance = random.Random(0)
    english = read = 0
    for read, article in enumerate(archive.texts(), 1):
        tell("reading", read, None)
        if article.compared.tokens and article.compared.hash not in bodies:
            bodies.add(article.compared.hash)
            repeats.add(line_keys(article).values())
            if article.language == "en":
                english += 1
                _sample(stories, article, english, chance)
    if not read:
        raise AuditorError(Problem("the archive holds no articles", str(archive.path)))
    lines = repeats.common()
    before = after = offset = 0.0
    words = 0
    data = b""
    if len(stories) >= FEWEST:
        before, after, least = _tried(stories, tell)
        learned = learn(
            [s.text for s in stories],
            passes=_PASSES,
            rate=_RATE,
            start=vectors(),
            progress=lambda done, of: tell("learning", done, of),
        )
        words = len(learned.words)
        if after > before:
            data = packed(*learned)
            offset = max(-_FURTHEST, min(_FURTHEST, _logit(_AT_HOME) - _logit(least)))
    path = keep(archive.path, _house(data or _shipped(), offset, lines.items()))
    return Gain(
        len(stories) if words else 0, words, len(lines), before, after, bool(data), str(path)
    )


def _sample(stories: list[_Story], article: Article, count: int, chance: random.Random) -> None:
    """Keep a fair sample of what was read (Vitter, algorithm R)."""
    at = len(stories) if len(stories) < _MOST else chance.randrange(count)
    if at >= _MOST:
        return
    passages = article.passages
    story = _Story(passages, Text([list(p.bag) for p in passages]))
    if at == len(stories):
        stories.append(story)
    else:
        stories[at] = story


def _tried(stories: Sequence[_Story], tell: Progress) -> tuple[float, float, float]:
    """Return what shipped and learned vectors find, and the learned ones' least probability."""
    found: list[tuple[float, float, float]] = []
    for turn in (0, 1):
        learned = learn(
            [s.text for s in stories[turn::2]],
            passes=_PASSES,
            rate=_RATE,
            start=vectors(),
            progress=lambda done, of, turn=turn: tell(f"trying, part {turn + 1} of 2", done, of),  # type: ignore[misc]  # mypy cannot tell the default's type
        )
        own = Vectors(memoryview(packed(*learned)))
        unseen = stories[1 - turn :: 2]
        shipped = _recall(unseen, vectors(), turn)
        found.append((shipped[0], *_recall(unseen, own, turn)))
    before, after, least = np.array(found).mean(axis=0).tolist()
    return before, after, least


def _recall(stories: Sequence[_Story], known: Vectors, seed: int) -> tuple[float, float]:
    """Return the share of planted passages found, and the probability that finds them."""
    chance = random.Random(seed)
    hosts = [s.passages for s in stories if len(s.passages) >= 8]
    chance.shuffle(hosts)
    donors = [p for own in hosts for p in own[1:] if 20 <= len(p.words) <= 110]
    if not donors or not hosts:
        return 0.0, _AT_HOME
    untouched: list[float] = []
    planted: list[float] = []
    for passages in hosts[:_TRIED]:
        untouched.append(_most(passages, known))
        at = chance.randrange(2, len(passages))
        donor = chance.choice(donors)
        planted.append(_most([*passages[:at], donor, *passages[at:]], known, at))
    least = float(np.quantile(untouched, 1 - _FALSE))
    return sum(p > least for p in planted) / len(planted), least


def _most(passages: Sequence[Passage], known: Vectors, at: int | None = None) -> float:
    """Return the highest probability in an article, or of what holds the passage at a place."""
    belonging = Belonging(passages, known)
    trees = forest("off-topic")
    runs = (run for run in candidates(passages, belonging) if at is None or at in run)
    return max((trees.probability(belonging.of(run)) for run in runs), default=0.0)


def _house(data: bytes, offset: float, lines: Iterable[tuple[int, int]]) -> bytes:
    known = sorted(lines)
    keys = np.array([key for key, _ in known], dtype="<u8")
    counts = np.array([count for _, count in known], dtype="<u4")
    header = HEADER.pack(MAGIC, VERSION, offset, len(data), len(known))
    return header + data + keys.tobytes() + counts.tobytes()


def _shipped() -> bytes:
    return vectors().data


def _logit(probability: float) -> float:
    inside = min(max(probability, 1e-6), 1 - 1e-6)
    return log(inside / (1 - inside))


def _silent(stage: str, done: int, total: int | None) -> None:
    del stage, done, total
