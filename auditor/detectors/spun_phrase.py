"""Set phrases broken by a synonym: "late past year" for "late last year"."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Span
from auditor.finding import Finding
from auditor.language.lexicon import lexicon
from auditor.language.phrases import Phrases, expand
from auditor.language.synonyms import meant
from auditor.text.phrases import match_case

if TYPE_CHECKING:
    from auditor.text.words import Word

_TOO_COMMON = 6.0
"""Above this Zipf value a neighbour (of, the, said) makes no set phrase."""
_SEVERAL = 3
"""So many phrases that the archive lacks are a reworded text: then a quarter of the evidence is enough for each."""


class _Unheard(NamedTuple):
    """A phrase that the archive lacks, what was meant, and in how many articles that stands."""

    span: Span
    wanted: str
    articles: int


class SpunPhrase:
    """Finds phrases that nobody writes, known from texts whose words a machine exchanged."""

    info: ClassVar[Info] = Info(
        id="spun-phrase",
        category="spelling",
        summary="A set phrase with a word exchanged for a synonym.",
        method=(
            "A table of phrases that language does not have, each with the one it was made of, after Cabanac, Labbé "
            "and Magazinov, Tortured phrases (2021), with a table of our own. With an archive that counts words also "
            "pairs that it never has, where it often has the words that rewording software exchanges for them: both "
            "words (bosom malignancy), or one whose neighbours on either side stand often beside the word it was "
            "made of. Left alone: phrases of the accept list."
        ),
        measures=(
            Measure("words", "how many words the phrase has"),
            Measure(
                "articles",
                "in how many articles of the archive the phrase meant stands; 0 from the table",
            ),
        ),
        values=("suggestion",),
        options=(
            Option(
                "table",
                "table",
                "Rows: the spun phrase, what was meant; (a|b) are choices.",
                default=(),
            ),
            Option("accept", "table", "Rows: a phrase that is right as it is.", default=()),
            Option(
                "archive",
                "int",
                "In how many articles of the archive the phrase meant must stand (a quarter of that is enough where "
                "an article has three such phrases); 0 asks no archive.",
                default=40,
            ),
        ),
        examples=(
            Example(
                "Attacks fell «late past year» ahead of the vote.",
                {"table": (("late past year", "late last year"),)},
                suggestion="late last year",
            ),
            Example(
                "The lab studies «Counterfeit consciousness».",
                {"table": (("(counterfeit|fake) consciousness", "artificial intelligence"),)},
                suggestion="Artificial intelligence",
            ),
            Example("Over the past year the port grew.", {"table": (("late past year", "x"),)}),
            Example("It was too late. Past years were dry.", {"table": (("late past year", "x"),)}),
            Example(
                "A late past year.",
                {"table": (("late past year", "x"),), "accept": (("late past year",),)},
            ),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        """Index the table."""
        accepted = {row[0].lower() for row in options["accept"]}
        listed: list[tuple[str, str]] = []
        for row in options["table"]:
            wanted = expand(row[1])
            listed += [
                (phrase, wanted[min(at, len(wanted) - 1)])
                for at, phrase in enumerate(expand(row[0]))
                if phrase.lower() not in accepted
            ]
        self._phrases = Phrases(listed)
        self._accepted = accepted
        self._archive: int = options["archive"]

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each phrase of the table, then what the archive's pairs show."""
        told: list[Span] = []
        for hit in self._phrases.find(article.prose, article.words, article.lowered):
            span = Span(hit.start, hit.end)
            told.append(span)
            yield _finding(article, span, hit.payload, 0, 0.9)
        if not self._archive or not neighbours.counts_words:
            return
        unheard = [
            each
            for each in self._unheard_of(article, neighbours)
            if each.span.of(article.prose).lower() not in self._accepted
        ]
        several = len({each.span.of(article.prose) for each in unheard}) >= _SEVERAL
        for span, wanted, articles in unheard:
            if articles < self._archive and not several:
                continue  # a chance; a reworded text has many
            if any(span.start < other.end and other.start < span.end for other in told):
                continue
            told.append(span)
            yield _finding(article, span, wanted, articles, 0.7)

    def _unheard_of(self, article: Article, neighbours: Neighbours) -> Iterator[_Unheard]:
        """Yield what the archive never has beside what it often has."""
        words, prose, written = article.words, article.prose, meant()
        for at, (word, low) in enumerate(zip(words[:-1], article.lowered, strict=False)):
            if low not in written or prose[word.end : words[at + 1].start] != " ":
                continue
            before = words[at - 1] if at else None
            if before is not None and prose[before.end : word.start] != " ":
                before = None
            after = words[at + 1]
            for wanted in written[low]:
                pair = self._pair(neighbours, low, article.lowered[at + 1], wanted)
                if pair is not None:
                    phrase = f"{match_case(word.text, wanted)} {match_case(after.text, pair[0])}"
                    yield _Unheard(Span(word.start, after.end), phrase, pair[1])
                    break
                uses = self._between(neighbours, before, word, after, wanted) if before else 0
                if before and uses:
                    phrase = f"{before.text} {match_case(word.text, wanted)} {after.text}"
                    yield _Unheard(Span(before.start, after.end), phrase, uses)
                    break

    def _pair(
        self, neighbours: Neighbours, first: str, second: str, wanted: str
    ) -> tuple[str, int] | None:
        """Return what both words were written for, and in how many articles that stands."""
        uses, other = max(
            ((neighbours.pair_count(wanted, word), word) for word in meant().get(second, ())),
            default=(0, ""),
        )
        unheard = ((first, second), (wanted, second), (first, other))
        if uses < self._archive // 4 or any(neighbours.pair_count(*pair) for pair in unheard):
            return None
        return other, uses

    def _between(
        self, neighbours: Neighbours, before: "Word", word: "Word", after: "Word", wanted: str
    ) -> int:
        """Return in how many articles the word meant has both neighbours, if the written one lacks one."""
        uses = neighbours.pair_count(before.text, wanted)
        if uses >= self._archive // 4:
            uses = min(uses, neighbours.pair_count(wanted, after.text))
        if uses < max(self._archive // 4, 1):
            return 0
        broken = (_tells(before.text) and not neighbours.pair_count(before.text, word.text)) or (
            _tells(after.text) and not neighbours.pair_count(word.text, after.text)
        )
        return uses if broken else 0


def _tells(word: str) -> bool:
    """Whether a word is rare enough to make a set phrase."""
    return word.isalpha() and (lexicon("en").frequency(word.lower()) or 0.0) < _TOO_COMMON


def _finding(article: Article, span: Span, wanted: str, articles: int, sure: float) -> Finding:
    text = span.of(article.text)
    suggestion = match_case(text, wanted)
    return Finding(
        span,
        measures=(("words", float(len(text.split()))), ("articles", float(articles))),
        values=(("suggestion", suggestion),),
        suggestions=(suggestion,),
        confidence=sure,
    )
