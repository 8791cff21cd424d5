"""A teaser, a paragraph or a sentence of another story that stands in the text."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from auditor.detector import Example, Info, Measure, Neighbour, Neighbours, Options, Passage
from auditor.document import Article, Role, Span
from auditor.document.belonging import FACTS, Belonging
from auditor.document.passages import Passage as Part
from auditor.finding import Finding, Related
from auditor.language.forest import forest
from auditor.language.furniture import line_of, shipped

_FEWEST = 6
"""Passages of some length that an article needs before one can be said to stand out."""
_LONG = 12
_TERMS = 6
"""Telling words that a passage needs to be judged."""
_NEARER = 0.7
"""Deviations below the article's mean likeness from which a passage is looked at closely."""
_BELOW = 6
"""Words that a headline's sentences need."""
_LEAST = 0.3
"""Probability below which nothing is told."""
_LEAST_KNOWN = 0.03
"""The same of a passage that stands in another article."""
_KNOWN = 0.97
"""Probability of what is not at home here and stands in another article."""
_COVERED = 0.8
"""Share of a passage that must stand in the other article."""
_COPIES = frozenset({"identical", "near-duplicate", "contains", "contained-in"})
_SAME_STORY = 0.5
"""Share of the article that stands in another, from which they tell one story."""
_CREDIT = re.compile(
    r"Getty|REUTERS|Reuters/|/AP\b|AP Photo|[Pp]hoto(?:graph(?:er)?)?\b|[Cc]opyright|[Cc]aption|©|https?:|www\.|"
    r"^(?:By|BY|Updated?|UPDATED?|Follow|Image|Editor) "
)
"""What other rules find: credits and bylines."""

_STORY = """Skell dam to be repaired before winter

The council of Oldmere voted on Tuesday to repair the dam above the village of Skell before winter.

Engineers found cracks in the wall of the dam in May, after three weeks of heavy rain in the valley.

The repairs will cost four million crowns, the council said, and half of the sum will come from the state.

Mayor Ann Poole said the village could not wait for another winter with a broken dam above it.{}

Families in Skell had to leave their houses twice in spring, when water ran over the wall of the dam.

The engineers will empty the lake behind the dam in August, and anglers have asked the council for help.

Work on the wall begins in September, the mayor said, and the lake will be filled again by Christmas."""


class OffTopicInsertion:
    """Finds what shares neither names nor subject with the rest, by words and by form."""

    info: ClassVar[Info] = Info(
        id="off-topic-insertion",
        category="topic",
        summary="A teaser or a paragraph of another story in the text.",
        method=(
            "Each paragraph and each line is held against the rest of the article and against what "
            "stands beside it: by its rare words and names, by vectors of words that were learned so "
            "that passages of one article lie together, by its form (headline, quotation, full stop, "
            "pronouns that point back) and place, relative to how closely the article's own passages "
            "hold together. Boosted trees make a calibrated probability of that: the likelihood "
            "where one article in ten holds an insertion. A passage that stands in another article, of the run "
            "or the archive, is named with it. Furniture and captions are left to their own rules."
        ),
        measures=(
            Measure("probability", "how likely it is of another story, 0 to 1"),
            Measure(
                "cohesion", "the share of its telling words that stand elsewhere in the article"
            ),
            Measure("likeness", "how near its subject is to the rest of the article, -1 to 1"),
            Measure("words", "how many words it has"),
        ),
        values=("form", "evidence"),
        languages=("en",),
        examples=(
            Example(
                _STORY.format(
                    "\n\n«Singer Mara Quill Cancels Northern Tour Again\n"
                    "In a video, Quill told fans that surgery on her vocal cords had failed.»"
                )
            ),
            Example(
                _STORY.format(
                    "\n\n«Singer Mara Quill Cancels Northern Tour Again\n\n"
                    "In a video, Quill told fans that surgery on her vocal cords had failed.»"
                )
            ),
            Example(_STORY.format("")),
            Example(_STORY.format("\n\nRepairs to the Dam to Cost Millions")),
            Example(_STORY.format("\n\n“I have never seen anything like it in my life,” he said.")),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each passage that seems to be of another story."""
        passages = article.passages
        if sum(len(p.words) >= _LONG for p in passages) < _FEWEST:
            return
        house = neighbours.house
        belonging = Belonging(passages, house.vectors) if house else article.belonging
        trees = forest("off-topic")
        judged = []
        for run in candidates(passages, belonging):
            facts = belonging.of(run)
            probability = trees.probability(facts, house.offset if house else 0.0)
            if probability >= _LEAST_KNOWN:
                judged.append(_Judged(probability, run, facts))
        for one in _merged(judged):
            span = Span(passages[one.run[0]].span.start, passages[one.run[-1]].span.end)
            home = _elsewhere(article, span, neighbours)
            if home is None and one.probability < _LEAST:
                continue
            probability = max(one.probability, _KNOWN) if home else one.probability
            told = dict(zip(FACTS, one.facts, strict=True))
            others = len(passages) - len(one.run)
            yield Finding(
                span,
                measures=(
                    ("probability", round(probability, 3)),
                    ("cohesion", round(told["share"], 3)),
                    ("likeness", round(told["like rest"], 3)),
                    ("words", told["words"]),
                ),
                values=(
                    ("form", _form(told, len(one.run))),
                    ("evidence", _evidence(told, others, home)),
                ),
                related=_related(home),
                confidence=round(min(probability, 0.97), 3),
            )


class _Judged(NamedTuple):
    probability: float
    run: Sequence[int]
    facts: Sequence[float]


def candidates(passages: Sequence[Part], belonging: Belonging) -> Iterator[Sequence[int]]:
    """Yield what may be an insertion: passages, and headlines with what stands under them; never the top."""
    told = 0
    most = belonging.mean - _NEARER * belonging.spread
    for i, passage in enumerate(passages):
        first = not told
        told += passage.block.role is not Role.HEADLINE
        if first or passage.block.role is Role.HEADLINE:
            continue
        runs: list[Sequence[int]] = []
        if passage.is_headline and i + 1 < len(passages):
            below = passages[i + 1]
            if (
                len(below.words) >= _BELOW
                and not below.is_headline
                and len(passage.bag) + len(below.bag) >= _TERMS
                and belonging.likeness(i + 1) < belonging.mean + belonging.spread
            ):
                runs.append((i, i + 1))
        if (
            len(passage.words) >= _LONG
            and len(passage.bag) >= _TERMS
            and belonging.likeness(i) < most
        ):
            runs.append((i,))
        if runs and not _left_to_others(passage.text):
            yield from runs


def _left_to_others(text: str) -> bool:
    """Whether other rules find it: furniture, a caption."""
    if _CREDIT.search(text):
        return True
    return len(text) < 300 and shipped().look_up(line_of(text), last=True) is not None


def _merged(judged: Sequence[_Judged]) -> list[_Judged]:
    """Return the likeliest of those that overlap, in the order of the text; side by side they are one."""
    taken: set[int] = set()
    kept = []
    for one in sorted(judged, key=lambda j: (-j.probability, -len(j.run), j.run[0])):
        if taken.isdisjoint(one.run):
            taken.update(one.run)
            kept.append(one)
    kept.sort(key=lambda j: j.run[0])
    merged: list[_Judged] = []
    for one in kept:
        last = merged[-1] if merged else None
        if last and last.run[-1] + 1 == one.run[0] and min(last.probability, one.probability) > 0.4:
            likelier = max(last, one, key=lambda j: j.probability)
            merged[-1] = _Judged(likelier.probability, (*last.run, *one.run), likelier.facts)
        else:
            merged.append(one)
    return merged


def _elsewhere(
    article: Article, span: Span, neighbours: Neighbours
) -> tuple[Passage, Neighbour] | None:
    """Return the other article that holds the passage, unless it is the same story."""
    for other in neighbours.similar(article):
        if other.relation in _COPIES or other.containment > _SAME_STORY:
            continue
        for passage in other.passages:
            shared = min(passage.span.end, span.end) - max(passage.span.start, span.start)
            if shared >= _COVERED * (span.end - span.start):
                return passage, other
    return None


def _related(home: tuple[Passage, Neighbour] | None) -> tuple[Related, ...]:
    if home is None:
        return ()
    passage, other = home
    return (
        Related(
            passage.other_span,
            passage.other_text,
            "same-passage",
            article=other.id,
            block=passage.other_block,
            title=other.headline,
            date=other.date,
            source=other.source,
        ),
    )


def _form(told: dict[str, float], passages: int) -> str:
    if told["headline form"]:
        return "teaser" if passages > 1 else "headline"
    return "sentence" if told["sentences"] == 0 else "paragraph"


def _evidence(told: dict[str, float], others: int, home: tuple[Passage, Neighbour] | None) -> str:
    """Say what gave it away, the strongest first."""
    said = []
    if home:
        said.append(f"stands in another article, “{home[1].headline or home[1].id}”")
    names = ""
    if told["unknown names"] and not told["known names"]:
        names = "no name and "
    elif told["unknown names"] > told["known names"]:
        names = "few names and "
    subject = "no subject" if told["like rest"] < 0.1 else "little of its subject"
    said.append(f"shares {names}{subject} with the other {others} passages")
    if told["headline form"]:
        said.append("reads like a headline")
    elif not told["stop at end"]:
        said.append("ends without a full stop")
    if told["bridge"] > told["like near"] + 0.3:
        said.append("stands between two passages that belong together")
    return "; ".join(said)
