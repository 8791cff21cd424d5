"""Two statements of the same thing whose figures or names differ: "killed 12", "killed 14"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import compress
from typing import ClassVar, NamedTuple

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options, Passage
from auditor.document import Article, Block, Role, Span
from auditor.finding import Finding, Related
from auditor.language.attribution import TITLES
from auditor.language.inflection import CAPITAL_NOUNS
from auditor.similarity import fuzzy
from auditor.similarity.align import in_order, runs
from auditor.similarity.facts import CALENDAR, SPELT, Figure, figures_in, is_year
from auditor.similarity.relation import Text, differences
from auditor.similarity.shingle import tokenise
from auditor.text.words import Word

_DIGITS = re.compile(r"\d+")
_SPELT = SPELT | {word + ending for word in SPELT for ending in ("'s", "’s")}
_VERSIONS = frozenset({"near-duplicate", "contains", "contained-in"})
_COMPARED = 4
"""Sentences about the same counted thing that one is held against."""
_LONG = 8
"""Words that matter, in a statement that begins with a pronoun or is part of another."""
_NAMED = 3
"""How many words a name has at most."""
_SMALL = 3
"""How many words that matter have no capital, in a statement that is no list of names."""
_LISTS = frozenset({Role.LIST_ITEM, Role.TABLE, Role.CODE})
_FUNCTION_WORDS = """the a an of in at on to for with by from and or but that which who was were is are be been
    being has had have it its as this these those there their his her he she they we said says
    about around some nearly almost more than least most over up also"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
_STOPS = ".!?。\"'”’»"
"""A row of a table has no full stop, and its figures are meant to differ."""
_TIME_WORDS = """first second third fourth last next previous earlier later then now before after year years
    month months week weeks day days quarter half century season round game match other another
    average per each additional further initially originally revised previously former total overall"""
_PRONOUNS = frozenset({"it", "its", "he", "his", "she", "her", "they", "their", "this", "that"})
"""What begins with one of these may speak of another thing each time."""
_MORE = frozenset({"additional", "another", "further", "each"})
_UNITS = frozenset({"day", "week", "month", "year", "night", "hour", "minute"})
_TIMES = frozenset(_TIME_WORDS.split())


class _Statement(NamedTuple):
    """A sentence as words that matter, figures as None."""

    span: Span
    block: Block
    content: tuple[str | None, ...]
    figures: tuple[Figure, ...]
    labels: tuple[bool, ...]
    """Which figures only number an item (Option 2:, Photo 3 of 26)."""


class NumberConflict:
    """Finds statements that say the same of a thing and give another figure."""

    info: ClassVar[Info] = Info(
        id="number-conflict",
        category="consistency",
        summary="Two statements of the same thing whose figures or names differ.",
        method=(
            "Sentences are compared without their figures and small words. Two that are the same "
            "but for one figure conflict, and so do two of which one is the beginning or the end of "
            "the other; unless words of time or comparison stand in one of them alone, "
            "or more than two share the form. A date, or a name, conflicts where a long statement stands "
            "in another paragraph word for word but for that. Numbered items are left alone. An "
            "earlier version of the article in the run is held against this one the same way."
        ),
        measures=(
            Measure("words", "words of the statement"),
            Measure("likeness", "likeness of the two, figures aside, 0 to 1"),
            Measure("elsewhere", "1 where the other statement stands in another article"),
            Measure("names", "1 where names differ rather than figures"),
        ),
        values=("figure", "other_figure", "where"),
        options=(Option("min_words", "int", "shorter statements are left alone", 7),),
        examples=(
            Example(
                "The collapse of the mill at Skell killed 12 people, the police said. The mayor "
                "called it the worst day of the town.\n\nRescuers worked through the night with "
                "dogs.\n\nThe collapse of the mill at Skell killed «14» people, the police said."
            ),
            Example(
                "At least 30 houses were destroyed by the flood in Aldmoor, officials said. Many "
                "people slept in the church.\n\nThe flood began on Sunday. About «50» houses were "
                "destroyed by the flood in Aldmoor, the officials said."
            ),
            Example(
                "The mill at Skell, the oldest of the valley, will lay off 120 workers.\n\n"
                "Rain fell all day.\n\nOn Monday the council met, and nobody spoke for long.\n\n"
                "The mill at Skell, the oldest of the valley, will lay off «140» workers, the owners said."
            ),
            Example(
                "The mill at Skell was bought in the spring by the Halden company for very little money. "
                "Nobody else wanted it.\n\nRain fell all day.\n\nThe mill at Skell was bought in the "
                "spring by the «Quarn» company for very little money."
            ),
            Example(
                "The old mill at Skell was sold to its workers on 3 March, the mayor of the valley said. It is "
                "closed.\n\nThe old mill at Skell was sold to its workers on «5» March, the mayor of the "
                "valley said."
            ),
            Example(
                "Anna Lund was born in the village, and she left the valley when the mill was closed. Per Holm "
                "was born in the village, and he left the valley when the mill was closed."
            ),
            Example(
                "Fewer children of the northern valley learn to ski since Anna Lund closed her school there.\n\n"
                "Fewer children of the northern valley learn to ski since Ms Lund closed her school there."
            ),
            Example("Option 2: the mill at Skell is sold.\n\nOption 3: the mill at Skell is sold."),
            Example(
                "Children of the northern valley are 3 times more likely to learn to ski.\n\n"
                "Children of the northern valley with a dog are 5 times more likely to learn to ski."
            ),
            Example(
                "Unemployment in Skell rose to 12 percent in May, the labour office said.\n\n"
                "Unemployment in Skell rose to 14 percent in June, the labour office said."
            ),
            Example(
                "The northern plant of the mill employs 120 people.\n\n"
                "The southern plant of the mill employs 140 people."
            ),
            Example(
                "Skell scored 12 points in the first half of the game.\n\n"
                "Skell scored 14 points in the second half of the game."
            ),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._min_words = options["min_words"]

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each later statement whose figure or name conflicts."""
        yield from self._inside(article)
        if article.language not in CAPITAL_NOUNS:
            yield from self._of_names(article)
        for other in neighbours.similar(article):
            if other.earlier and other.relation in _VERSIONS:
                for passage in other.passages:
                    yield from self._between(article, passage, other.id)
                return

    def _inside(self, article: Article) -> Iterator[Finding]:
        index: dict[tuple[str | None, ...], list[_Statement]] = {}
        figured = [match.start() for match in _DIGITS.finditer(article.prose)]
        spelt = compress(article.words, map(_SPELT.__contains__, article.lowered))
        figured = sorted(figured + [word.start for word in spelt])
        for block in article.body:
            if not block.is_prose or block.role in _LISTS:
                continue
            for span in article.sentences_in(block):
                at = bisect_left(figured, span.start)
                if at == len(figured) or figured[at] >= span.end:
                    continue
                statement = self._statement(article, block, span)
                if statement is None:
                    continue
                keys = _keys(statement)
                conflict = None
                for key in keys:
                    for other in index.get(key, ())[:_COMPARED]:
                        conflict = conflict or _conflict(other, statement)
                    index.setdefault(key, []).append(statement)
                # A figure's neighbours may be common (“million”); a form is crowded at every figure.
                if conflict and min(len(index[key]) for key in keys) <= _COMPARED:
                    yield self._finding(article, statement, *conflict)

    def _of_names(self, article: Article) -> Iterator[Finding]:
        """Yield the name in which a long statement differs from one word for word like it in another paragraph."""
        index: dict[tuple[str, ...], list[tuple[Block, Span]]] = {}
        for block in article.body:
            if block.is_prose and block.role not in _LISTS:
                for span in article.sentences_in(block):
                    small = tuple(w.text for w in article.words_in(span) if w.text[0].islower())
                    if len(small) >= _SMALL:
                        index.setdefault(small, []).append((block, span))
        for small, alike in index.items():
            if len(alike) != 2 or alike[0][0] is alike[1][0]:
                continue  # more share the form of a list, in one paragraph that of speech
            (other_block, there), (_, span) = alike
            words = article.words_in(span)
            telling = sum(word.text.lower() not in _FUNCTION for word in words)
            if telling < _LONG or sum(text not in _FUNCTION for text in small) < _SMALL:
                continue
            if article.prose[span.end - 1] not in _STOPS or article.in_direct_speech(span):
                continue
            if pair := _other_name(words, article.words_in(there)):
                yield self._told(article, *pair, other_block, there, len(words))

    def _told(
        self, article: Article, mine: Span, its: Span, block: Block, there: Span, words: int
    ) -> Finding:
        return Finding(
            mine,
            measures=_measures(words, names=True),
            values=(
                ("figure", mine.of(article.text)),
                ("other_figure", its.of(article.text)),
                ("where", f"in paragraph {block.index + (article.headline is None)}"),
            ),
            related=(Related(there, there.of(article.text), "other-figure", block=block.index),),
            confidence=0.7,
        )

    def _statement(self, article: Article, block: Block, span: Span) -> _Statement | None:
        if span.end - span.start > 600 or article.prose[span.end - 1] not in _STOPS:
            return None
        figures = tuple(figures_in(article.prose, *span))
        if not 0 < len(figures) <= 3:
            return None
        words = article.words_in(span)
        if len(words) < self._min_words:
            return None
        starts = {figure.start for figure in figures}
        parted = [f[2:4] for f in figures if not f.text.isalnum()]  # 1,200 is two words
        content: list[str | None] = []
        for word in words:
            if word.start in starts:
                content.append(None)
            elif not parted or not any(low < word.start < high for low, high in parted):
                low_word = word.text.lower().removesuffix("'s").removesuffix("’s")
                if low_word not in _FUNCTION:
                    content.append(low_word)
        least = _LONG if words[0].text.lower() in _PRONOUNS else 4
        if sum(word is not None for word in content) < least or _is_more(content):
            return None
        labels = tuple(_is_label(article.prose, f) for f in figures)
        return _Statement(span, block, tuple(content), figures, labels)

    def _finding(
        self, article: Article, this: _Statement, other: _Statement, at: int, likeness: float
    ) -> Finding:
        mine, its = this.figures[at], other.figures[at]
        return Finding(
            Span(mine.start, mine.end),
            measures=_measures(len(article.words_in(this.span)), likeness),
            values=(
                ("figure", mine.text),
                ("other_figure", its.text),
                ("where", f"in paragraph {other.block.index + (article.headline is None)}"),
            ),
            related=(
                Related(
                    other.span,
                    other.span.of(article.text),
                    "other-figure",
                    block=other.block.index,
                ),
            ),
            confidence=0.75,
        )

    def _between(self, article: Article, passage: Passage, other: str) -> Iterator[Finding]:
        """Hold a passage against the same in an earlier version."""
        text = article.compared
        mine = text.part(*passage.span)
        its = Text(passage.other_text, tokenise(passage.other_text))
        chain = in_order(runs(mine.tokens.hashes, its.tokens.hashes))
        changed = [d for d in differences(mine, its, chain) if d.kind == "number"]
        if len(changed) > 2:
            return
        for change in changed:
            if is_year(change.a) and is_year(change.b):
                continue
            start = mine.tokens.starts[change.a_at]
            figure = next(
                (
                    f
                    for f in figures_in(article.prose, start, passage.span.end)
                    if f.text == change.a
                ),
                None,
            )
            if figure is None:
                continue
            yield Finding(
                Span(figure.start, figure.end),
                measures=_measures(passage.words, elsewhere=True),
                values=(
                    ("figure", change.a),
                    ("other_figure", change.b),
                    ("where", f"in the article {other}"),
                ),
                related=(
                    Related(
                        passage.other_span,
                        passage.other_text,
                        "other-figure",
                        article=other,
                        block=passage.other_block,
                    ),
                ),
                confidence=0.6,
            )


def _measures(
    words: int, likeness: float = 1.0, *, elsewhere: bool = False, names: bool = False
) -> tuple[tuple[str, float], ...]:
    return (
        ("words", float(words)),
        ("likeness", round(likeness, 4)),
        ("elsewhere", float(elsewhere)),
        ("names", float(names)),
    )


def _is_more(content: Sequence[str | None]) -> bool:
    """Whether the statement is of others than before (another 20), or of several (3 each), not of a rate (each day)."""
    return any(
        word in _MORE and not (word == "each" and following in _UNITS)
        for word, following in zip(content, (*content[1:], None), strict=True)
    )


def _other_name(words: Sequence[Word], others: Sequence[Word]) -> tuple[Span, Span] | None:
    """Return the one run of words with capitals in which two statements differ, in either; None if it is not one."""
    mine, its = [word.text for word in words], [word.text for word in others]
    start = 0
    while start < min(len(mine), len(its)) and mine[start] == its[start]:
        start += 1
    left, right = len(mine), len(its)
    while left > start and right > start and mine[left - 1] == its[right - 1]:
        left, right = left - 1, right - 1
    names, other_names = mine[start:left], its[start:right]
    if not names or not other_names or start == 0 or max(len(names), len(other_names)) > _NAMED:
        return None
    for text in (*names, *other_names):
        if not text[0].isupper() or text.lower() in CALENDAR or text.isupper():
            return None
        if text.lower() in TITLES:
            return None  # Mr Obama, Barack Obama
    if {text.lower() for text in names} & {text.lower() for text in other_names}:
        return None  # Ms Lund, Anna Lund
    return Span(words[start].start, words[left - 1].end), Span(
        others[start].start, others[right - 1].end
    )


def _is_label(prose: str, figure: Figure) -> bool:
    if prose[figure.end : figure.end + 1] in (":", ")"):
        return True
    word = prose[max(0, figure.start - 20) : figure.start].split()[-1:]
    return prose.startswith(" of ", figure.end) and word != [] and word[0][0].isupper()


def _keys(statement: _Statement) -> list[tuple[str | None, ...]]:
    """Return, for each figure, the words around it that another statement must share."""
    content = statement.content
    places = [at for at, word in enumerate(content) if word is None]
    return list(dict.fromkeys(content[at : at + 2] for at in places))


def _conflict(other: _Statement, this: _Statement) -> tuple[_Statement, int, float] | None:
    """Return the other statement, which figure conflicts and the likeness, or None."""
    if len(other.figures) != len(this.figures):
        return None
    differ = [
        at
        for at, (a, b) in enumerate(zip(other.figures, this.figures, strict=True))
        if a.value != b.value
    ]
    if len(differ) != 1:
        return None
    at = differ[0]
    if other.labels[at] or this.labels[at]:
        return None
    if ":" in this.figures[at].text:
        return None
    if this.figures[at].is_date or other.figures[at].is_date:
        same = other.content == this.content and other.block is not this.block
        return (other, at, 1.0) if same and len(this.content) > _LONG else None
    known: dict[str | None, int] = {}
    a = [known.setdefault(word, len(known)) for word in other.content]
    b = [known.setdefault(word, len(known)) for word in this.content]
    steps = [step for step in fuzzy.changes(a, b) if step.kind != "equal"]
    if any(step.kind == "replace" or not _at_edge(step, other, this) for step in steps):
        return None
    changed = [other.content[i] for s in steps for i in range(s.a_start, s.a_end)]
    changed += [this.content[i] for s in steps for i in range(s.b_start, s.b_end)]
    if any(word is None or word in _TIMES or word in CALENDAR for word in changed):
        return None
    if len(changed) > 2:
        # One is the beginning or the end of the other, which must be long enough to tell.
        whole = len(steps) == 1 and min(len(a), len(b)) >= _LONG
        return (other, at, 1.0) if whole else None
    likeness = fuzzy.likeness(a, b)
    return (other, at, likeness) if likeness >= 0.8 else None


def _at_edge(step: fuzzy.Change, other: _Statement, this: _Statement) -> bool:
    """Whether words were added at an end: in the middle they tell of another thing."""
    return (step.a_start, step.b_start) == (0, 0) or (
        step.a_end == len(other.content) and step.b_end == len(this.content)
    )
