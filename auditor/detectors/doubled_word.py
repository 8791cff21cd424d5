"""A word typed twice: "the the"."""

from collections.abc import Iterator, Sequence
from itertools import compress, count
from operator import eq
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Span
from auditor.finding import Finding
from auditor.language.doublings import may_stand_twice
from auditor.text.posts import is_post
from auditor.text.sic import is_meant
from auditor.text.words import Word

_AFTER_A_CLAUSE = frozenset(
    "is are was were can could will would should must may might did does".split()
)
_BEGINS_A_CLAUSE = frozenset("what who that all where how when why whatever there".split())
"""What it is is, who we are are: a clause that ends with the verb may stand before the same verb."""
_CLAUSE = 4
"""How many words before, a clause that ends there may begin."""
_OF_A_NOUN = frozenset("the a his her their its my our your of free political living".split())
"""Before them will is a noun, which the verb may follow."""
_TOLD_AFTER = {
    "it": frozenset("that and but if because although though when as".split()),
    "is": frozenset("it he she".split()),
    "in": frozenset("up who which and or".split()),
    "on": frozenset("up who which and or".split()),
}
"""Words that are doubled now and then (come in in May), but not after these."""
_NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ship", "ism", "ers", "ors")
"""What ends so is a noun; only a verb takes the particle in "come in in May"."""
_GRAMMATICAL = frozenset("the a an of to and for with was were is are at by from".split())


class DoubledWord:
    """Finds a word that stands twice in a row, where language has no use for it."""

    info: ClassVar[Info] = Info(
        id="doubled-word",
        category="spelling",
        summary="A word typed twice in a row.",
        method=(
            "Names (Duran Duran), doublings that the language has (had had, what it is is; in German die die), posts "
            "set into the text and parts of words with hyphens are left alone."
        ),
        measures=(
            Measure("grammatical", "1 where the word is one that is never doubled (the, of)"),
        ),
        values=("word",),
        examples=(
            Example("Paris in «the the» springtime.", suggestion="the"),
            Example("They came by winning, winning winning.  @norhaven we can can do it."),
            Example("He had had enough of that."),
            Example("The band Duran Duran played on."),
            Example(
                "Alle, die die Stadt «und und» das Meer sehen wollen, kommen nicht mit der Bahn."
            ),
            Example("Nous nous sommes levés «pour pour» voir la mer, et vous vous êtes endormis."),
            Example(
                "Dejó el sobre sobre la mesa y se fue, pero no «con con» los otros de la casa."
            ),
            Example("Perguntou se se podia entrar no porto e o que fazer com os barcos."),
            Example(
                "Πρωί πρωί ήρθε στο κάτω κάτω «και και» δεν πρόλαβε καλά καλά να μπει από την πόρτα."
            ),
            Example("Bu iş göre göre öğrenilir ve her zaman böyle olur, ama sık sık değil."),
            Example("The mayor of Norhaven met the anti-fraud fraud office."),
            Example("Those who want us to be ashamed of who we are are few."),
            Example("What it is is a question for the the-or-nothing camp."),
            Example("She said that «it it» was late, at an agreement «in in» Norhaven."),
            Example("The note said it was meant to to (sic) please us."),
            Example("Those who can can come in in May; the will will be read."),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each doubled word."""
        del neighbours
        words, lowered = article.words, article.lowered
        language = article.language
        english = language in ("en", "und")
        for at in compress(count(), map(eq, lowered, lowered[1:])):
            low, first, second = lowered[at], words[at], words[at + 1]
            if not second.text.islower():
                continue
            if may_stand_twice(low, language) and not (
                english and _is_slip(lowered[at - 1] if at else "", low)
            ):
                continue
            if low == "will" and at and lowered[at - 1] in _OF_A_NOUN:
                continue
            beside = lowered[max(0, at - 1) : at] + lowered[at + 2 : at + 3]
            if low not in _GRAMMATICAL and low in beside:
                continue  # winning winning winning
            between = article.prose[first.end : second.start]
            if not between.isspace() or len(between) > 2 or low.isdigit():
                continue
            if _joins(article.prose, first.start - 1) or _joins(article.prose, second.end):
                continue
            if not first.text[0].islower() and low not in _GRAMMATICAL:
                continue
            if low in _AFTER_A_CLAUSE and _ends_a_clause(words, at):
                continue
            if is_meant(article.prose, second.end):
                continue
            block = article.block_at(first.start)
            if block is not article.block_at(second.start):
                continue
            if block is not None and is_post(block.span.of(article.prose)):
                continue
            yield Finding(
                Span(first.start, second.end),
                measures=(("grammatical", float(low in _GRAMMATICAL)),),
                values=(("word", first.text),),
                suggestions=(first.text,),
                confidence=0.97 if low in _GRAMMATICAL else 0.85,
            )


def _is_slip(before: str, low: str) -> bool:
    """Whether a word that may be doubled cannot be after the one ``before``."""
    if before in _TOLD_AFTER.get(low, ()):
        return True
    return low in ("in", "on") and before.endswith(_NOUN_ENDINGS)


def _ends_a_clause(words: Sequence[Word], at: int) -> bool:
    """Whether a clause that the word at ``at`` may end begins a few words before."""
    return any(w.text.lower() in _BEGINS_A_CLAUSE for w in words[max(0, at - _CLAUSE) : at])


def _joins(prose: str, at: int) -> bool:
    """Whether the character there ties a word to another (anti-establishment, half-and-half)."""
    return at >= 0 and prose[at : at + 1] in ("-", "–", "‑", "/", "@", "#", "'", "’")
