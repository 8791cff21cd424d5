"""The other articles of a run: which resemble this one, share a passage with it or its headline.

Every article is indexed by the winnowed fingerprints of its words, and a text that stands in the
run many times is indexed once. Candidates come from shared fingerprints, and each is then compared
exactly. A fingerprint of very many articles leads to the earliest of them alone, so that a run of
copies costs no more than one of strangers; what that leaves out is counted in ``Run.skipped``.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from copy import copy

from auditor.detector import Neighbour, Neighbours, NoCounts, SameHeadline
from auditor.document import Article
from auditor.language.house import House
from auditor.repeats import FEWEST, Repeats, line_keys
from auditor.similar import (
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
from auditor.similarity.relation import Text
from auditor.text.dates import parse_date

_STARS = 3
_LISTED = 6
"""How many articles of one headline are named."""
_KEPT = 64
"""How many texts of others are kept at hand."""

_BUCKETS = 256
_NUMBER_BITS = 24
_NUMBER = (1 << _NUMBER_BITS) - 1
_KEY = (1 << 40) - 1


class Run(NoCounts):
    """The articles of a run, added in input order and then asked, by any number of processes.

    ``fetch`` returns the article of a number (the first added is 0), for candidates alone; without
    it the articles are kept in memory. ``frozen`` is what other processes are sent.
    """

    def __init__(self, fetch: Callable[[int], Article] | None = None) -> None:
        self._articles: list[Article] = []
        self.fetch = fetch
        """Returns the article of a number; None while the run keeps its articles itself."""
        self._ids: list[str] = []
        self._titles: list[str] = []
        self._dates: list[str | None] = []
        self._sources: list[str | None] = []
        self._numbers: dict[str, int] = {}
        self._bodies: dict[int, int] = {}  # hash of the words: the text's first article
        self._same = array("l")  # number: the first article of its text
        self._first: dict[int, tuple[int, int]] = {}  # that: the earliest of its text, and another
        self._headlines: dict[int, list[int]] = {}
        self._listed: dict[int, list[int]] = {}
        self._repeats = Repeats()
        self._buckets = [array("Q") for _ in range(_BUCKETS)]
        self._unsorted = set[int]()
        self._stars: dict[int, list[int]] = {}
        self._texts: OrderedDict[int, tuple[Article, Text]] = OrderedDict()
        self._last: tuple[Article, int | None, tuple[SimilarArticle, ...]] | None = None
        self.counts: Counter[str] = Counter()
        """What caps left out, by kind."""

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, id: object) -> bool:
        """Whether an article of that id is of the run."""
        return id in self._numbers

    def add(self, article: Article) -> int:
        """Index ``article`` and return its number."""
        number = len(self._ids)
        if number > _NUMBER:
            raise OverflowError(f"a run holds at most {_NUMBER + 1} articles")
        self._ids.append(article.id)
        self._titles.append(article.headline_text)
        self._dates.append(article.date)
        self._sources.append(article.source)
        self._numbers.setdefault(article.id, number)
        if self.fetch is None:
            self._articles.append(article)
        self._last = None
        if key := headline_key(self._titles[number]):
            self._headlines.setdefault(key, []).append(number)
            self._listed.pop(key, None)
        if self._add_text(number, article.compared):
            self._repeats.add(line_keys(article).values())
        return number

    def _add_text(self, number: int, text: Text) -> bool:
        """Index a text; return whether it stands in the run for the first time."""
        if not text.tokens:
            self._same.append(number)
            return False
        first = self._bodies.setdefault(text.hash, number)
        self._same.append(first)
        if first != number:
            earliest, another = self._first.get(first, (first, first))
            if self._before(number, earliest):
                self._first[first] = (number, earliest)
            else:
                self._first[first] = (earliest, another if another != earliest else number)
            return False
        self._stars.clear()
        for value in {mark.value for mark in text.marks}:
            self._buckets[value % _BUCKETS].append(_key(value) << _NUMBER_BITS | number)
            self._unsorted.add(value % _BUCKETS)
        return True

    def frozen(self) -> "Run":
        """Return a copy to be sent to another process, its index sorted; there, set ``fetch``."""
        for at in sorted(self._unsorted):
            self._sort(at)
        self._repeats.sort()
        twin = copy(self)
        twin.fetch = None
        twin.counts = Counter()
        twin._texts = OrderedDict()
        twin._last = None
        return twin

    def at(self, number: int) -> "Seat":
        """Return the neighbours as the article of this number sees them; ids may be used twice."""
        return Seat(self, number)

    @property
    def skipped(self) -> tuple[str, ...]:
        """One line for each thing that a cap left out."""
        return tuple(f"{count} {kind}" for kind, count in sorted(self.counts.items()) if count)

    def similar(self, article: Article) -> Sequence[SimilarArticle]:
        """Return the articles that resemble ``article`` or share a passage, likest first."""
        return self.similar_to(article, self._number_of(article))

    def same_headline(self, article: Article) -> Sequence[HeadlineTwin]:
        """Return the articles that carry its headline, the earliest few first."""
        return self.twins_of(article, self._number_of(article))

    def carried(self, article: Article) -> dict[int, int]:
        """Return the blocks that stand in several articles of its source, and in how many."""
        counted = {block: self._repeats.count(key) for block, key in line_keys(article).items()}
        return {block: count for block, count in counted.items() if count >= FEWEST}

    @property
    def house(self) -> None:
        """Nothing: a run is not learned from."""

    def _number_of(self, article: Article) -> int | None:
        number = self._numbers.get(article.id)
        if number is None or self._titles[number] == article.headline_text:
            return number
        # An id used twice: the other article is a stranger, not this one.
        return next((n for n, name in enumerate(self._ids) if name == article.id
                     and self._titles[n] == article.headline_text), None)  # fmt: skip

    def similar_to(self, article: Article, number: int | None) -> Sequence[SimilarArticle]:
        """Return what resembles ``article``; ``number`` is its own where it is of the run."""
        if self._last and self._last[0] is article and self._last[1] == number:
            return self._last[2]
        found = tuple(self._similar(article, number)) if article.compared.tokens else ()
        self._last = (article, number, found)
        return found

    def _similar(self, article: Article, number: int | None) -> list[SimilarArticle]:
        text = article.compared
        marks = text.marks
        own = self._bodies.get(text.hash)
        likely, common = candidates(
            marks, lambda value: self._postings(value, own), own, self.counts
        )
        found: list[tuple[tuple[float, int], SimilarArticle]] = []
        seen: set[int] = set()
        first = [own] if own is not None else []
        for candidate in first + likely:
            other = self._earliest(candidate, number)
            if other is None or other in seen or other == number:
                continue
            seen.add(other)
            its_article, its_text = self._text(other)
            likeness = relations.compare(text, its_text)
            if likeness.relation == relations.UNRELATED:
                continue
            passages = shared_passages(article, its_article, likeness, common, self.counts)
            if likeness.relation == relations.SHARED_BOILERPLATE and not passages:
                continue
            measures = likeness.overlap
            rank = (-max(measures.jaccard, measures.containment_a, measures.containment_b), other)
            found.append((
                rank,
                SimilarArticle(
                    id=self._ids[other],
                    headline=self._titles[other],
                    date=self._dates[other],
                    source=self._sources[other],
                    earlier=self._is_earlier(other, number, article),
                    relation=likeness.relation,
                    jaccard=measures.jaccard,
                    containment=measures.containment_a,
                    other_containment=measures.containment_b,
                    passages=passages,
                ),
            ))  # fmt: skip
        return [neighbour for _, neighbour in sorted(found, key=lambda pair: pair[0])]

    def _postings(self, value: int, own: int | None) -> Postings:
        """Return the texts that carry a fingerprint; of very many the earliest."""
        place = value % _BUCKETS
        if place in self._unsorted:
            self._sort(place)
        bucket = self._buckets[place]
        key = _key(value)
        low = bisect_left(bucket, key << _NUMBER_BITS)
        high = bisect_right(bucket, key << _NUMBER_BITS | _NUMBER)
        others = high - low - (own is not None)
        if others <= HOT:
            return Postings([entry & _NUMBER for entry in bucket[low:high]], others)
        stars = self._stars.get(value)
        if stars is None:
            numbers = [entry & _NUMBER for entry in bucket[low:high]]
            stars = sorted(numbers, key=self._order)[:_STARS]
            self._stars[value] = stars
        return Postings(stars, others)

    def _sort(self, place: int) -> None:
        self._buckets[place] = array("Q", sorted(self._buckets[place]))
        self._unsorted.discard(place)

    def _order(self, number: int) -> tuple[float, int]:
        moment = parse_date(self._dates[number])
        return (moment.seconds if moment else float("inf"), number)

    def _earliest(self, candidate: int, number: int | None) -> int | None:
        """Return the article that stands for a text: its earliest that is not the asker."""
        earliest, another = self._first.get(candidate, (candidate, candidate))
        if earliest != number:
            return earliest
        return another if another != number else None

    def _text(self, number: int) -> tuple[Article, Text]:
        known = self._texts.get(number)
        if known is None:
            article = self.fetch(number) if self.fetch else self._articles[number]
            known = (article, article.compared)
            self._texts[number] = known
            if len(self._texts) > _KEPT:
                self._texts.popitem(last=False)
        else:
            self._texts.move_to_end(number)
        return known

    def _before(self, one: int, other: int) -> bool:
        """Whether ``one`` came before ``other``: by date, else by input order."""
        return came_before(
            parse_date(self._dates[one]), parse_date(self._dates[other]), one < other
        )

    def _is_earlier(self, other: int, number: int | None, article: Article) -> bool:
        if number is not None:
            return self._before(other, number)
        return came_before(parse_date(self._dates[other]), parse_date(article.date), True)

    def twins_of(self, article: Article, number: int | None) -> Sequence[HeadlineTwin]:
        """Return the other articles of this headline, the earliest few."""
        key = headline_key(article.headline_text)
        users = self._headlines.get(key, []) if key else []
        if not users:
            return ()
        listed = self._listed.get(key)
        if listed is None:
            listed = sorted(users, key=self._order)[: _LISTED + 1]
            self._listed[key] = listed
        uses = len(users) + (number is None)
        others = [n for n in listed if n != number][:_LISTED]
        others.sort(key=lambda n: (not self._is_earlier(n, number, article), self._order(n)))
        return tuple(
            HeadlineTwin(
                self._ids[n],
                self._titles[n],
                self._dates[n],
                self._sources[n],
                self._is_earlier(n, number, article),
                uses,
            )
            for n in others
        )


class Seat(NoCounts):
    """A run as one of its articles sees it, known by number, so that equal ids do no harm."""

    def __init__(self, run: Run, number: int) -> None:
        self._run = run
        self._number = number

    def similar(self, article: Article) -> Sequence[SimilarArticle]:
        """Return the articles that resemble ``article``, likest first."""
        return self._run.similar_to(article, self._number)

    def same_headline(self, article: Article) -> Sequence[HeadlineTwin]:
        """Return the articles that carry its headline, earliest first."""
        return self._run.twins_of(article, self._number)

    def carried(self, article: Article) -> dict[int, int]:
        """Return the blocks that stand in several articles of its source, and in how many."""
        return self._run.carried(article)

    @property
    def house(self) -> None:
        """Nothing: a run is not learned from."""


def _key(value: int) -> int:
    return (value >> 8) & _KEY


class Together:
    """The articles of a run and of an archive, as one of the run sees them.

    An article that stands in both is told of once, as it stands in the run.
    """

    def __init__(self, run: Run, number: int, archive: Neighbours) -> None:
        self._run = run
        self._seat = run.at(number)
        self._archive = archive

    def similar(self, article: Article) -> Sequence[Neighbour]:
        """Return the articles that resemble ``article``, likest first."""
        found: list[Neighbour] = [*self._seat.similar(article)]
        found += [n for n in self._archive.similar(article) if n.id not in self._run]
        return sorted(found, key=lambda n: -max(n.jaccard, n.containment, n.other_containment))

    def same_headline(self, article: Article) -> Sequence[SameHeadline]:
        """Return the articles that carry its headline, those that came before first."""
        mine = self._seat.same_headline(article)
        theirs = self._archive.same_headline(article)
        others = [twin for twin in theirs if twin.id not in self._run]
        uses = [twins[0].uses for twins in (mine, theirs) if twins]
        total = sum(uses) - (len(uses) - 1) - (len(theirs) - len(others))
        return sorted(
            (_twin(twin, total) for twin in (*mine, *others)), key=lambda twin: not twin.earlier
        )

    @property
    def counts_words(self) -> bool:
        """Whether the archive counts words."""
        return self._archive.counts_words

    def word_count(self, word: str) -> int:
        """Return how many articles of the archive hold ``word``."""
        return self._archive.word_count(word)

    def pair_count(self, first: str, second: str) -> int:
        """Return how many articles of the archive hold the two words in a row."""
        return self._archive.pair_count(first, second)

    def surnames_like(self, given: str, surname: str, least: int) -> Mapping[str, int]:
        """Return the surnames of the archive like ``surname`` that stand after ``given``."""
        return self._archive.surnames_like(given, surname, least)

    def carried(self, article: Article) -> dict[int, int]:
        """Return the blocks that stand in several articles of its source, and in how many."""
        mine, theirs = self._seat.carried(article), self._archive.carried(article)
        return {b: max(mine.get(b, 0), theirs.get(b, 0)) for b in sorted({*mine, *theirs})}

    @property
    def house(self) -> House | None:
        """What was learned from the archive, where anything was."""
        return self._archive.house


def _twin(twin: SameHeadline, uses: int) -> HeadlineTwin:
    return HeadlineTwin(twin.id, twin.headline, twin.date, twin.source, twin.earlier, uses)
