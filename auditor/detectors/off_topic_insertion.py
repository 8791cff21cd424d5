"""A teaser or a paragraph of another story that stands in the text."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import exp, log
from typing import ClassVar, NamedTuple

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Block, Role, Span
from auditor.document.lines import set_lines
from auditor.finding import Finding
from auditor.language.furniture import line_of, shipped
from auditor.language.telling import SMALL, telling
from auditor.similarity.topic import Topic, stem
from auditor.text.words import Word

_READ = frozenset(
    {Role.PARAGRAPH, Role.LIST_ITEM, Role.SUBHEADING, Role.QUOTATION, Role.STANDFIRST}
)
_FEWEST = 6
"""Passages of some length that an article needs before one can be said to stand out."""
_FEWEST_BEFORE = 2
_ELSEWHERE = re.compile(
    r"Getty|REUTERS|Reuters/|/AP\b|AP Photo|[Pp]hoto\b|[Pp]hotographer\b|[Cc]opyright|[Cc]aption|©|http|"
    r"www\.|@|Image|^(?:By|BY|Updated?|UPDATED?|BBC|CNN's|Analysis|Follow|Editor) |^\d+[.)] |\?$|^[-–—(\[*•#]|"
    r"^[^:]{1,40}: ?$|\b(?:19|20)\d\d$|^[A-Z][\w.]{1,20}(?: [A-Z][\w.]{1,20}){1,3}, [A-Z]"
)
"""What other rules find (credits, bylines) or what has another reason to stand alone (questions)."""
_HEADLINE_WORDS = (5, 18)
_SUBHEADING = 7
_MOST_BELOW = 0.4
"""What the sentences under a teaser's headline may share with the article at most."""
_MOST_ALONE = 0.2
_POINTING = frozenset(
    "he she they it we i you that this those these his her their its our my both such also then there "
    "he's she's they're it's another others others' and but meanwhile however instead too so other "
    "last earlier similarly likewise still yet even who what here".split()
)


_STORY = """Skell dam to be repaired before winter

The council of Oldmere voted on Tuesday to repair the dam above the village of Skell before winter.

Engineers found cracks in the wall of the dam in May, after three weeks of heavy rain in the valley.

The repairs will cost four million crowns, the council said, and half of the sum will come from the state.

Mayor Ann Poole said the village could not wait for another winter with a broken dam above it.{}

Families in Skell had to leave their houses twice in spring, when water ran over the wall of the dam.

The engineers will empty the lake behind the dam in August, and anglers have asked the council for help.

Work on the wall begins in September, the mayor said, and the lake will be filled again by Christmas."""


class _Model(NamedTuple):
    """Weights of a logistic regression; how they were fitted: benchmarks/topic."""

    bias: float
    share: float
    deviation: float
    near: float
    unknown_names: float
    known_names: float
    weight: float
    title_case: float
    headings: float
    """Logarithm of one more than the other lines that read like a headline: subheadings, then."""


_TEASER = _Model(9.78, -16.65, -1.06, -8.59, 0.06, 0.33, -1.41, 1.86, -1.83)
_LINE = _Model(11.18, 0.26, 0.1, 0.0, -0.05, -0.13, -3.74, -1.04, -2.05)
_PARAGRAPH = _Model(-1.4, -9.28, -1.21, -17.22, 0.11, -0.15, -0.56, 0.0, -0.24)


class _Unit(NamedTuple):
    """A line of a block, or a block of one line."""

    span: Span
    block: Block
    words: Sequence[Word]
    bag: dict[str, float]
    names: frozenset[str]
    headline: bool
    title_case: float


class _Candidate(NamedTuple):
    units: tuple[int, ...]
    form: str


class OffTopicInsertion:
    """Finds what shares neither names nor subject with the rest, by words and by form."""

    info: ClassVar[Info] = Info(
        id="off-topic-insertion",
        category="topic",
        summary="A teaser or a paragraph of another story in the text.",
        method=(
            "Each paragraph and each line is held against the rest: how much of its weight of rare "
            "words stands elsewhere in the article and beside it, how many of its names, and whether it "
            "reads like a headline, with or without sentences under it. A logistic regression makes a "
            "probability of that. Quotations, furniture and captions are left to their own rules."
        ),
        measures=(
            Measure("probability", "how likely it is of another story, 0 to 1"),
            Measure(
                "cohesion", "the share of its telling words that stand elsewhere in the article"
            ),
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
        del neighbours
        units = _units(article)
        if sum(len(u.words) >= 12 for u in units) < _FEWEST:
            return
        topic = Topic([u.bag for u in units])
        taken: set[int] = set()
        for candidate in _candidates(units, article.prose, topic):
            if taken.intersection(candidate.units):
                continue
            values = features(candidate.units, units, topic)
            probability = _probability(candidate.form, values)
            if probability < 0.5:
                continue
            taken.update(candidate.units)
            first, last = units[candidate.units[0]], units[candidate.units[-1]]
            others = len(units) - len(candidate.units)
            names = "few names" if values[4] else "no name"
            yield Finding(
                Span(first.span.start, last.span.end),
                measures=(
                    ("probability", round(probability, 3)),
                    ("cohesion", round(values[0], 3)),
                    ("words", float(sum(len(units[i].words) for i in candidate.units))),
                ),
                values=(
                    ("form", candidate.form),
                    ("evidence", _evidence(candidate.form, names, others)),
                ),
                confidence=round(min(probability, 0.95), 3),
            )


def _units(article: Article) -> list[_Unit]:
    units = []
    if article.headline is not None:
        units.append(_unit(article, article.headline, article.headline.span))
    for block in article.body:
        if block.role not in _READ:
            continue
        units.extend(_unit(article, block, line) for line in set_lines(article, block))
    return units


def _unit(article: Article, block: Block, span: Span) -> _Unit:
    words = article.words_in(span)
    bag: dict[str, float] = {}
    names = set()
    previous = span.start
    for word in words:
        term, weight = _term(word.text)
        if weight:
            bag[term] = weight
            capital = word.text[0].isupper()
            if capital and _inside(article.prose, previous, word.start):
                names.add(term)
        previous = word.end
    headline, title_case = _headline_form(article.prose, span, words, block)
    if headline and title_case > 0.7:
        names = {term for term in names if bag[term] > 0.55}
    return _Unit(span, block, words, bag, frozenset(names), headline, title_case)


def _inside(prose: str, previous: int, start: int) -> bool:
    """Whether nothing between two words begins a sentence or a quotation."""
    return start > previous and not any(c in '.!?:"“\n' for c in prose[previous:start])


@lru_cache(maxsize=1 << 16)
def _term(word: str) -> tuple[str, float]:
    """Return the stem and how much it tells."""
    low = word.lower().replace("’", "'")
    return stem(low), telling(low)


def _headline_form(
    prose: str, span: Span, words: Sequence[Word], block: Block
) -> tuple[bool, float]:
    """Return whether the line reads like a headline, and its share of words with a capital."""
    low, high = _HEADLINE_WORDS
    if not low <= len(words) <= high or block.role is Role.HEADLINE:
        return False, 0.0
    if prose[span.end - 1] in ".!,;:…)]" or not (
        words[0].text[0].isupper() or words[0].text[0].isdigit()
    ):
        return False, 0.0
    if prose[span.end - 2 : span.end] in (
        '."',
        ".”",
        ',"',
        ",”",
        ".'",
        ".’",
        '!"',
        "!”",
        '?"',
        "?”",
    ):
        return False, 0.0
    if prose[span.start] in '"“' or words[-1].text in SMALL:
        return False, 0.0
    big = [w for w in words if w.text.lower() not in SMALL]
    return True, sum(not w.text[0].islower() for w in big) / max(len(big), 1)


def _candidates(units: Sequence[_Unit], prose: str, topic: Topic) -> Iterator[_Candidate]:
    """Yield what may be an insertion, the larger before its parts; never at the top nor a quotation."""
    running = 0
    for i, unit in enumerate(units):
        told = running >= _FEWEST_BEFORE
        running += unit.block.role is not Role.HEADLINE and len(unit.words) >= 12
        if not told:
            continue
        if unit.headline:
            if _left_to_others(unit.span.of(prose)):
                continue
            if i + 1 < len(units) and _runs(units[i + 1], prose):
                below = units[i + 1].block.index - unit.block.index
                far = topic.of((i + 1,)).share < _MOST_BELOW
                # Capitals run across a story as links, alone; what is shorter is a subheading.
                apart = unit.span.of(prose).isupper() or len(unit.words) < _SUBHEADING
                if far and (below == 0 or (below == 1 and not apart)):
                    yield _Candidate((i, i + 1), "teaser")
            if len(unit.words) >= 6 and unit.names and topic.of((i,)).share < _MOST_ALONE:
                yield _Candidate((i,), "headline")
        elif (
            i + 2 < len(units)
            and len(unit.words) >= 25
            and len(unit.names) >= 2
            and not _leans(unit)
            and not _left_to_others(unit.span.of(prose))
        ):
            yield _Candidate((i,), "paragraph")


def _runs(unit: _Unit, prose: str) -> bool:
    """Whether the unit is sentences of the writer's."""
    return not unit.headline and len(unit.words) >= 8 and prose[unit.span.start] not in '"“•*—–-['


def _leans(unit: _Unit) -> bool:
    """Whether it begins by pointing back to what was said before."""
    return any(word.text.lower().replace("’", "'") in _POINTING for word in unit.words[:6])


def _left_to_others(text: str) -> bool:
    """Whether it is direct speech, or what other rules find: furniture, a caption."""
    marks = text.count('"') + text.count("“") + text.count("”")
    if text[0] in "\"“‘'•*" or marks >= 2 or _ELSEWHERE.search(text):
        return True
    return len(text) < 300 and shipped().look_up(line_of(text), last=True) is not None


def features(passage: Sequence[int], units: Sequence[_Unit], topic: Topic) -> tuple[float, ...]:
    """Return what the regression is given, in the order of its weights."""
    cohesion = topic.of(passage)
    names = {name for i in passage for name in units[i].names}
    known = topic.known(names, passage)
    return (
        cohesion.share,
        (cohesion.share - topic.mean) / max(topic.spread, 0.05),
        cohesion.near,
        float(min(len(names) - known, 6)),
        float(min(known, 4)),
        log(1 + cohesion.weight),
        units[passage[0]].title_case,
        log(1 + sum(u.headline for u in units) - units[passage[0]].headline),
    )


def _evidence(form: str, names: str, others: int) -> str:
    """Say what gave it away."""
    shares = f"shares {names} and little of its subject with the other {others} passages"
    return shares if form == "paragraph" else f"reads like a headline and {shares}"


def _probability(form: str, values: Sequence[float]) -> float:
    model = {"teaser": _TEASER, "headline": _LINE}.get(form, _PARAGRAPH)
    score = model.bias + sum(w * v for w, v in zip(model[1:], values, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
