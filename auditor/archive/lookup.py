"""What an archive answers: which of its articles resemble a text, share a passage or a headline with it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import apsw

from auditor.archive import tally
from auditor.archive.file import rows, setting, told, value
from auditor.archive.postings import Kind, Segment, numbers, segments, spread_key
from auditor.archive.record import (
    Body,
    article_of,
    hashed_of,
    paragraph_keys,
    signed,
    storable,
)
from auditor.document import Article
from auditor.errors import AuditorError, Problem
from auditor.similar import (
    BOILERPLATE,
    COMPARED,
    HOT,
    HeadlineTwin,
    Postings,
    SimilarArticle,
    came_before,
    candidates,
    headline_key,
    shared_passages,
)
from auditor.similarity import relation as relations
from auditor.similarity.hashed import Hashed, compare_hashed
from auditor.similarity.relation import Likeness, Text
from auditor.similarity.signature import Bands, band_keys, signature
from auditor.text.dates import parse_date
from auditor.text.edits import one_slip_away

if TYPE_CHECKING:
    from auditor.language.house import House

BANDS = Bands(42, 3)
"""What finds .999 of the pairs of Jaccard .5 and above."""

_STARS = 3
_COPIES = 4
_LISTED = 6
_BY_AGE = "ORDER BY date IS NULL, date, number"


class _Stored(NamedTuple):
    number: int
    id: str
    headline: str
    date: str | None
    source: str | None
    words: int
    text_hash: int


_COLUMNS = ", ".join(_Stored._fields)


class Lookup:
    """The articles of an archive as ``Neighbours`` of whatever is asked about.

    An article that is in the archive is not told of itself: its own id is left out.
    """

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._last: tuple[Article, tuple[SimilarArticle, ...]] | None = None
        self._known: tuple[tuple[object, ...], tally.Tallies] | None = None
        self.counts: Counter[str] = Counter()
        """What caps left out, by kind."""

    def similar(self, article: Article) -> Sequence[SimilarArticle]:
        """Return the archive's articles that resemble ``article`` or share a passage, likest first."""
        if self._last and self._last[0] is article:
            return self._last[1]
        found: tuple[SimilarArticle, ...] = ()
        if article.compared.tokens:
            with self._reading():
                found = tuple(self._similar(article))
        self._last = (article, found)
        return found

    def same_headline(self, article: Article) -> Sequence[HeadlineTwin]:
        """Return the archive's articles that carry its headline, the earliest few first."""
        key = headline_key(article.headline_text)
        if not key:
            return ()
        given = (signed(key), storable(article.id))
        where = "FROM article WHERE headline_hash = ? AND headline_hash != 0 AND id != ?"
        with self._reading():
            uses = value(self._connection, f"SELECT count(*) {where}", *given) + 1
            found = rows(
                self._connection, f"SELECT {_COLUMNS} {where} {_BY_AGE} LIMIT {_LISTED}", *given
            )
        twins = [
            HeadlineTwin(row.id, row.headline, row.date, row.source, _earlier(row, article), uses)
            for row in map(_Stored._make, found)
        ]
        return tuple(sorted(twins, key=lambda twin: not twin.earlier))

    @cached_property
    def counts_words(self) -> bool:
        """Whether words are counted."""
        with told(self._path):
            return setting(self._connection, "count-words") == "yes"

    def word_count(self, word: str) -> int:
        """Return how many articles hold ``word``, whatever its case; exact up to ``postings.COMMON``."""
        return self._count(Kind.WORD, tally.word_key(word))

    def pair_count(self, first: str, second: str) -> int:
        """Return how many articles hold the two words in a row; only pairs with a watched word are counted."""
        return self._count(Kind.PAIR, tally.pair_key(first, second))

    def _count(self, kind: Kind, key: int) -> int:
        with self._reading():
            return self._tallies().count(kind, key)

    def _tallies(self) -> tally.Tallies:
        """Return the tallies as they stand, within a transaction."""
        state = (self._connection.pragma("data_version"), self._connection.total_changes())
        if self._known is None or self._known[0] != state:
            self._known = state, tally.Tallies(self._connection)
        return self._known[1]

    def surnames_like(self, given: str, surname: str, least: int) -> Mapping[str, int]:
        """Return the surnames, in lower case, one slip or none from ``surname`` that stand after ``given``.

        With each, in how many articles: of others such as stand in ``least`` or more. The first letter is kept.
        """
        low = surname.lower()
        own = tally.surname_key(low)
        with self._reading():
            tallies = self._tallies()
            counts = tallies.surnames(tally.given_key(given, low))
            uses = counts.pop(own, 0)
            mine = {low: uses} if uses > 0 else {}
            many = {key: others for key, others in counts.items() if others >= least}
            if not many:
                return mine
            # A surname's hash is short: what is no word of the archive is a chance likeness.
            return mine | {
                other: many[key]
                for other in one_slip_away(low)
                if (key := tally.surname_key(other)) in many
                and 2 * tallies.count(Kind.WORD, tally.word_key(other)) >= least
            }

    @cached_property
    def house(self) -> "House | None":
        """What was learned from the archive, where anything was."""
        from auditor.archive.texts import house_of

        return house_of(self._path)

    def carried(self, article: Article) -> dict[int, int]:
        """Return the blocks that stand in several articles of its source, as far as was learned."""
        if self.house is None:
            return {}
        from auditor.repeats import carried  # finding a likeness needs none of it

        return carried(article, self.house)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """See one state of the archive, whatever others write meanwhile."""
        with told(self._path):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    def _similar(self, article: Article) -> list[SimilarArticle]:
        own = value(
            self._connection, "SELECT number FROM article WHERE id = ?", storable(article.id)
        )
        found: list[tuple[tuple[float, int], SimilarArticle]] = []
        chosen, common = self._candidates(article, own)
        asking = _Asking(article.compared)
        for number in chosen:
            stored = self._stored(number)
            if stored is None:
                continue
            likeness, other = self._compared(asking, stored)
            if likeness.relation == relations.UNRELATED:
                continue
            passages = shared_passages(article, other, likeness, common, self.counts)
            if likeness.relation == relations.SHARED_BOILERPLATE and not passages:
                continue
            measures = likeness.overlap
            most = max(measures.jaccard, measures.containment_a, measures.containment_b)
            neighbour = SimilarArticle(
                id=stored.id,
                headline=stored.headline,
                date=stored.date,
                source=stored.source,
                earlier=_earlier(stored, article),
                relation=likeness.relation,
                jaccard=measures.jaccard,
                containment=measures.containment_a,
                other_containment=measures.containment_b,
                passages=passages,
                verified="text" if other else "hashes",
            )
            found.append(((-most, number), neighbour))
        return [neighbour for _, neighbour in sorted(found, key=lambda pair: pair[0])]

    def _candidates(
        self, article: Article, own: int | None
    ) -> tuple[Iterable[int], frozenset[int]]:
        """Return copies, then what shares fingerprints, most of them first; each once, without itself."""
        text = article.compared
        copies = rows(
            self._connection,
            f"SELECT number FROM article WHERE text_hash = ? AND words = ? AND number IS NOT ? "
            f"{_BY_AGE} LIMIT {_COPIES}",
            signed(text.hash),
            len(text.tokens),
            own,
        )
        passages = segments(self._connection, Kind.PASSAGE)
        likely, common = candidates(
            text.marks,
            lambda mark: self._postings(passages, mark, own),
            own,
            self.counts,
        )
        banded = segments(self._connection, Kind.BAND)
        in_bands = Counter(
            number
            for key in band_keys(signature(text.shingles), BANDS)
            for number in self._postings(banded, key, own).numbers
        )
        paragraphs = segments(self._connection, Kind.PARAGRAPH)
        by_paragraph: Counter[int] = Counter()
        for key in paragraph_keys(article):
            carriers = self._postings(paragraphs, key, own)
            if carriers.others <= BOILERPLATE:
                by_paragraph.update(carriers.numbers)
        more = [number for number, _ in in_bands.most_common(COMPARED)]
        more += [number for number, _ in by_paragraph.most_common(COMPARED)]
        chosen = dict.fromkeys([row[0] for row in copies] + likely + more)
        chosen.pop(own, None)
        return chosen, common

    def _postings(self, among: list[Segment], key: int, own: int | None) -> Postings:
        found = numbers(self._connection, among, spread_key(key))
        carriers = [n for n in found if n != own]
        return Postings(carriers if len(carriers) <= HOT else carriers[:_STARS], len(carriers))

    def _stored(self, number: int) -> _Stored | None:
        query = f"SELECT {_COLUMNS} FROM article WHERE number = ?"
        return next(map(_Stored._make, rows(self._connection, query, number)), None)

    def _compared(self, asking: "_Asking", stored: _Stored) -> tuple[Likeness, Article | None]:
        """Return how they stand to each other, and the other where its text is kept."""
        query = f"SELECT {', '.join(Body._fields)} FROM body WHERE number = ?"
        found = map(Body._make, rows(self._connection, query, stored.number))
        body = next(found, Body(None))
        try:
            if body.text is not None:
                other = article_of(stored.id, body.text)
                return relations.compare(asking.text, other.compared), other
            hashed = hashed_of(stored.words, stored.text_hash, body)
            return compare_hashed(asking.hashed, hashed), None
        except ValueError as error:
            raise AuditorError(Problem(str(error), str(self._path))) from error


class _Asking:
    """The text that asks, and its hashes once they are asked for."""

    def __init__(self, text: Text) -> None:
        self.text = text

    @cached_property
    def hashed(self) -> Hashed:
        return Hashed.of(self.text)


def _earlier(stored: _Stored, article: Article) -> bool:
    """Whether the archive's article is the original: by date, else because it stands already."""
    return came_before(parse_date(stored.date), parse_date(article.date), True)
