"""A name spelt in two ways: "Brandvold" once, "Brandvolt" the other times, or in what was published."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, count
from operator import itemgetter, ne
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Span
from auditor.document.around import around, begins, follows_noun, same_given, without_possessive
from auditor.finding import Finding, Related
from auditor.language.inflection import CAPITAL_NOUNS, are_cases
from auditor.language.lexicon import Lexicon, lexicon
from auditor.language.spelling import one_slip
from auditor.text.fold import fold
from auditor.text.sic import is_meant

_SHORTEST, _LONGEST = 4, 30
_NAMED = 5
"""Shorter forms are asked for more: nothing must be known of them, and the usual one must stand three times."""
_RARE_WORD = 2.4
"""Above this Zipf value what is in no dictionary is a name that many bear."""
_RAREST, _MANY = 2.0, 5
"""A word below this Zipf value gives way to a name that stands so often."""
_OWN_NAME = 3.5
"""From this Zipf value up a name is another one even after the same given name (Santa Maria, Santa Marta)."""
_ESTABLISHED = 3
"""In so many articles of the archive a form is no slip."""
_TEXT = itemgetter(0)
_SPELLED = re.compile(r"\b(?:spelled|spelt|written)(?: as)? \W?$")
_LOOKED_AT = 40
_NEAR = 3
_LISTED = ("en", "und")
"""Languages whose words are known, so that what begins a sentence is a name or is none; ``und``: unknown."""
_SCRIPTS = "\u2e80"
"""Where the scripts begin of which Latin letters are a rendering."""
_LISTING = frozenset("and or not but nor from for as like than versus vs v is Mr Ms Mrs Dr".split())
_IN_PLACES = frozenset("in at of from to near around outside across the".split())
"""Before them stands a place (Tikrit) rather than the man who has his name from it (Tikriti)."""


class NameVariant:
    """Finds a name that stands once and is one slip from a name that stands several times."""

    info: ClassVar[Info] = Info(
        id="name-variant",
        category="spelling",
        summary="A name spelt differently from the other times it stands in the article, or from what was published.",
        method=(
            "A word with a capital that stands once, is in no dictionary and is one slip (the first letter kept) from "
            "a word with a capital that stands more often; one that is in a dictionary, where both stand after the "
            "same given name. With an archive also a full name, where the archive has the same given name with a "
            "surname one slip apart in many articles and with this one in hardly any. Left alone: plurals and "
            "adjectives (Iraqi), in languages with cases what differs in its ending, in German all but what stands "
            "after the same given name, another given name before it or another surname after it (two people, "
            "relatives), words of the dictionary, forms that the archive knows, lines in capitals."
        ),
        measures=(
            Measure(
                "uses", "how often the usual form stands in the article; 0 where the archive has it"
            ),
            Measure("length", "letters of the rarer form"),
            Measure("articles", "in how many articles of the archive the usual full name stands"),
        ),
        values=("other", "suggestion", "reason"),
        options=(
            Option("least", "int", "How often the usual form must stand.", default=2),
            Option(
                "archive",
                "int",
                "In how many articles of the archive the usual full name must stand; 0 asks no archive.",
                default=5,
            ),
            Option("accept", "table", "Rows: a name that is right as it is.", default=()),
        ),
        examples=(
            Example(
                "Ms Brandvolt spoke first. Then Ms «Brandvold» left. Later Ms Brandvolt returned, and "
                "Ms Brandvolt laughed.",
                suggestion="Brandvolt",
            ),
            Example(
                "General Awliyani was in Sarayvo. While «Awliyan» slept, Awliyani’s men left, and "
                "Awliyani followed.",
                suggestion="Awliyani",
            ),
            Example("Ann Carson won. Ann «Cason» lost. Ms Carson wept.", suggestion="Carson"),
            Example(
                "Anna Kovrin and her brother Petr Kovrik met. Ms Kovrin left. Then Kovrin wrote."
            ),
            Example("The Tarnovs met. Ms Tarnov spoke, then Mr Tarnov. Then Ms Tarnov left."),
            Example("Mr Johnson met Mr Johnston. Mr Johnson left, and Mr Johnson wrote."),
            Example(
                "Estas casas são velhas. Estes barcos não são de madeira. Estes remos também não."
            ),
            Example("In Tarkrit it rained. Mr Tarkriti said so. Mr Tarkriti left."),
            Example(
                "Die Sprache ist alt, und Marta Holmquist hat die Sprachen der Küste gesammelt. Für Marta "
                "«Holmqist» war jede Sprache und jedes Lied ein Haus, sagte Marta Holmquist, und nicht nur eines."
            ),
            Example(
                "Frau Tarnow und Herr Tarnov sind nicht da. Die Firma Maier ist neu. Herr Tarnow hat das Haus der "
                "Firma Meier, und Herr Tarnow ist mit der Firma Meier nicht verwandt."
            ),
            Example(
                "Ms Brandvolt won. “Ms Brandvold [sic] won,” it read. Ms Brandvolt’s aide wept."
            ),
            Example(
                "Ms Brandvolt, sometimes spelled Brandvold, sang. Ms Brandvolt bowed. Brandvolt left."
            ),
            Example("Kirsta Holm sang. Kirsta Holm bowed. Kirsti Sandvik wrote the song."),
            Example("Orudo (オルド Orudu) is a village. In Orudo the ferry lands; Orudo is old."),
            Example(
                "Ms Brandvolt spoke. Ms Brandvold left. Ms Brandvolt sang, Ms Brandvolt laughed.",
                {"accept": (("Brandvold",),)},
            ),
        ),
        languages=(),
    )

    def __init__(self, options: Options) -> None:
        """Take the options."""
        self._least: int = options["least"]
        self._archive: int = options["archive"]
        self._accepted = frozenset(row[0] for row in options["accept"])

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each odd form of a name."""
        places, small = _capitalised(article)
        known = lexicon("en")
        told: set[str] = set()
        for text, other in self._pairs(article, places, small, known):
            same = same_given(article, places[text], _some(places[text][0], places[other]))
            if not same and neighbours.counts_words and neighbours.word_count(text) >= _ESTABLISHED:
                continue
            told.add(text)
            yield _report(article, places[text][0], text, other, places[other])
        if self._archive and neighbours.counts_words:
            yield from self._published(article, places, known, neighbours, told)

    def _pairs(
        self,
        article: Article,
        places: Mapping[str, list[int]],
        small: frozenset[str],
        known: Lexicon,
    ) -> Iterator[tuple[str, str]]:
        """Yield the odd forms with the usual form that each is near to."""
        usual = [t for t, at in places.items() if len(at) >= self._least and len(t) >= _NAMED]
        if not usual:
            return
        # Two words of four letters and more, one slip apart, begin or end with the same two.
        heads, tails = {text[:2] for text in usual}, {text[-2:] for text in usual}
        once = [
            text
            for text, at in places.items()
            if len(at) == 1 and (text[:2] in heads or text[-2:] in tails)
        ]
        heads, tails = {text[:2] for text in once}, {text[-2:] for text in once}
        like: dict[str, list[str]] = {}
        for text in usual:
            if text[:2] in heads or text[-2:] in tails:
                for less in _shortened(text):
                    like.setdefault(less, []).append(text)
        for text in once:
            if text.lower() in small or text in self._accepted:
                continue
            near = dict.fromkeys(o for less in _shortened(text) for o in like.get(less, ()))
            near_ = [o for o in near if text[0] == o[0] and one_slip(text, o)]
            if not near_:
                continue
            other = max(near_, key=lambda o: (len(places[o]), o))
            if other.lower() in small or not self._is_slip(article, text, other, places, known):
                continue
            yield text, other

    def _is_slip(
        self,
        article: Article,
        text: str,
        other: str,
        places: Mapping[str, list[int]],
        known: Lexicon,
    ) -> bool:
        """Whether the odd form is a misspelt usual one rather than a name of its own."""
        at, others = places[text][0], _some(places[text][0], places[other])
        word = article.words[at]
        if word.text[1:].lower() != word.text[1:] or fold(text) == fold(other):
            return False  # McArthur; accents and capitals alone are a matter of house style
        if _is_marked(article, word.start, word.start + len(text), others):
            return False
        block = article.block_at(word.start)
        if block is not None and are_cases(text, other, article.language_of(block)):
            return False
        if article.language not in _LISTED and all(begins(article, o) for o in (at, *others)):
            return False
        if article.language in CAPITAL_NOUNS:
            return not follows_noun(article, places[text][0]) and same_given(
                article, places[text], others
            )
        if _is_inflected(article, at, text, other, known) or _are_listed(article, at, others):
            return False
        entry = known.entry(text.lower())
        if same_given(article, places[text], others):
            return entry is None or entry.zipf < _OWN_NAME
        if entry is not None and (
            entry.kind != "x" or len(text) < _NAMED or entry.zipf > _RARE_WORD
        ):
            # A name of its own, as the word list knows it (Osama beside Obama), but for the rarest (Tump).
            if entry.zipf >= _RAREST or len(others) < _MANY:
                return False
        elif len(text) < _NAMED and len(others) < 3:
            return False
        return not _are_two(article, at, others)

    def _published(
        self,
        article: Article,
        places: Mapping[str, list[int]],
        known: Lexicon,
        neighbours: Neighbours,
        told: set[str],
    ) -> Iterator[Finding]:
        """Yield full names whose surname the archive has otherwise."""
        for text, at in places.items():
            low = text.lower()
            if len(text) < _NAMED or not text.isascii() or text in told or text in self._accepted:
                continue
            if known.known(low) or (known.frequency(low) or 0) > _RARE_WORD + 1:
                continue
            for place in at:
                given = around(article, place).given
                if given is None:
                    continue
                counts = neighbours.surnames_like(given, text, self._archive)
                best = max(counts, key=lambda o: (counts[o], o), default=low)
                uses, mine = counts.get(best, 0), counts.get(low, 0)
                if best == low or uses < self._archive or mine > min(2, uses // 8):
                    continue
                if 8 * neighbours.word_count(text) > uses:
                    continue  # another's name, known without this given name (Michael McFaul beside Michael McCaul)
                other = _like(text, best)
                if _is_plural(text, other) or other in places or fold(text) == fold(other):
                    continue
                if are_cases(text, other, article.language):
                    continue
                yield _report(article, place, text, other, (), uses)
                break


def _capitalised(article: Article) -> tuple[dict[str, list[int]], frozenset[str]]:
    """Return the places of words with a capital, possessive endings off, and all words as they stand."""
    places: dict[str, list[int]] = {}
    texts = tuple(map(_TEXT, article.words))
    for at in compress(count(), map(ne, texts, article.lowered)):
        if form := _form(texts[at]):
            places.setdefault(form, []).append(at)
    return places, frozenset(texts)


def _form(text: str) -> str:
    """Return a word with a capital as names are compared, possessive ending off; any other is empty."""
    if not text[0].isupper():
        return ""
    form = without_possessive(text)
    fits = _SHORTEST <= len(form) <= _LONGEST and form.isalpha() and not form.isupper()
    return form if fits else ""


def _report(
    article: Article,
    at: int,
    text: str,
    other: str,
    places: Sequence[int],
    articles: int = 0,
) -> Finding:
    word = article.words[at]
    related: tuple[Related, ...] = ()
    if places:
        there = article.words[places[0]]
        block = article.block_at(there.start)
        place = Span(there.start, there.start + len(other))
        related = (Related(place, other, "first-use", block=block.index if block else None),)
        reason = f"stands once, “{other}” {len(places)} times"
    else:
        full = f"{article.words[at - 1].text} {other}"
        reason = f"stands where {articles} articles of the archive have “{full}”"
    return Finding(
        Span(word.start, word.start + len(text)),
        measures=(
            ("uses", float(len(places))),
            ("length", float(len(text))),
            ("articles", float(articles)),
        ),
        values=(("other", other), ("suggestion", other), ("reason", reason)),
        suggestions=(other,),
        related=related,
        # How a word of the dictionary is spelt others know too (typo), what else a name is only the article.
        confidence=0.75 if lexicon("en").known(other.lower()) else 0.95,
    )


def _like(text: str, low: str) -> str:
    """Return a name in lower case with the capitals of one that it is near to (McCaul, MacCallum)."""
    prefix = next((p for p in ("mc", "mac") if text[:2] == "Mc" and low.startswith(p)), "")
    return prefix.capitalize() + low[len(prefix) :].capitalize()


def _shortened(text: str) -> set[str]:
    """Return the word and the word with each letter left out: words one slip apart share one of these."""
    return {text, *(text[:i] + text[i + 1 :] for i in range(1, len(text)))}


def _are_two(article: Article, at: int, others: Sequence[int]) -> bool:
    """Whether what stands around the odd form shows that it is another person's name."""
    mine = around(article, at)
    theirs = [around(article, other) for other in others]
    following = {each.following for each in theirs} - {None}
    if mine.following is not None and following and mine.following not in following:
        return True  # two given names, each with a surname of its own
    if mine.given is None:
        return False
    given = {each.given for each in theirs} - {None}
    # Introduced by a full name of its own, after the usual form or beside another full name.
    return mine.given not in given and (bool(given) or at > others[0])


def _is_marked(article: Article, start: int, end: int, others: Sequence[int]) -> bool:
    """Whether the form is meant, as [sic] says, or part of a longer name (Khan al-Assal)."""
    prose = article.prose
    if is_meant(prose, end):
        return True
    if _SPELLED.search(prose, max(0, start - 24), start):
        return True
    hyphened = prose[start - 1 : start] == "-"
    return hyphened and all(prose[article.words[o].start - 1] != "-" for o in others)


def _some(at: int, others: Sequence[int]) -> Sequence[int]:
    """Return the first uses of the usual form and those around the odd one: enough to know it by."""
    near = bisect_left(others, at)
    return sorted({*others[:_LOOKED_AT], *others[max(0, near - 2) : near + 2]})


def _are_listed(article: Article, at: int, others: Sequence[int]) -> bool:
    """Whether both forms stand side by side, as what is meant to differ does.

    Samuelson, not Samuelsen; Orudo (オルド Orudu).
    """
    return any(
        abs(at - other) <= _NEAR
        and all(
            w.text in _LISTING or w.text[0] >= _SCRIPTS
            for w in article.words[min(at, other) + 1 : max(at, other)]
        )
        for other in others
    )


def _is_plural(text: str, other: str) -> bool:
    short, long = sorted((text, other), key=len)
    return (long == short + "s" and not short.endswith("s")) or long == short + "es"


def _is_inflected(article: Article, at: int, text: str, other: str, known: Lexicon) -> bool:
    """Whether two forms are formed of each other: Tarnovs, Iraqi, Korean, Roberta, guinéen."""
    short, long = sorted((text, other), key=len)
    if len(short) == len(long):
        ends = {text[-1], other[-1]}
        if ends == {"n", "s"} and known.known(long.lower()):
            ends = set()  # the two Koreas, a Korean
        if ends == {"m", "t"} and text[-3:-1] == "is":
            ends = set()  # Kemalism, a Kemalist
        return text[:-1] == other[:-1] and ends <= set("aoie")
    if not long.startswith(short) or long[-1] == long[-2]:
        return False
    ending = long[len(short) :]
    if ending == "i":
        place = around(article, at).before in _IN_PLACES
        return place or known.known(long.lower()) or known.known(short.lower())
    if ending == "n":
        return short[-1] == "a" or (short[-1] == "e" and article.language != "en")
    return ending in ("s", "e", "a", "y") or (ending == "r" and short[-1] == "e")
