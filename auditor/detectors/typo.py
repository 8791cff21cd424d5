"""Typing slips: "miitias" for "militias"."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Block, Role, Span
from auditor.finding import Finding
from auditor.language.identify import identify
from auditor.language.lexicon import Lexicon, find_lexicon
from auditor.language.spelling import Page, Place, Verdict, judge
from auditor.text.fold import fold
from auditor.text.sic import is_meant
from auditor.text.words import INNER, Word

_INNER_CAPITAL = re.compile("(Mc|Mac|De|Di|Du|Fitz|La|Le|Van)[A-Z][a-z]+")
"""Names with a capital inside; other words with one (BuzzFeed) are brands and the like."""
_VOWEL = re.compile("[aeiouy]")
_LATIN = re.compile(r"[a-z\u00df-\u00f6\u00f8-\u024f]+")
_INNER = re.compile(f"[{INNER}]")
_TIED = frozenset("@#/\\_&=~$%*+<>[]{}|`\u2060\ufffc")
"""What makes a word part of something else where it touches it: an address, a handle, a bracketed edit."""
_ADDRESS = re.compile(r"@|://|www\.|\w\.\w+/|\\")
_OPENERS = " \t\u00a0\"'“‘«([—–-"
_ENDS = ".!?:…\n\r•*;"
_REMEMBERED = 1 << 16
_LONGEST = 30  # longer runs of letters are no words, and looking around them costs
_REACH = 80
"""How far from a word its address is looked for."""
_ABSENT = 0.30
"""The least probability worth telling a rule."""
_SYLLABLE = 4
"""How long the second part of a given name is at most, where it has no capital."""
_SHOUTED = 6
"""How long a word in capitals must be to be no abbreviation, if it is a misspelling known as one."""
_ABBREVIATED = 2.5
"""The Zipf value from which a short word without a vowel is taken for an abbreviation."""
_NAMELIKE = 3.3
"""The Zipf value from which a capitalised word on no list is taken for a name."""
_ENOUGH = 64
"""How many articles of an archive must hold the article's commonest word, for its other words to tell something."""
_STRANGE = 0.08
"""The share of unknown words from which a block may be in another language."""
_SUREST = 0.9999
"""No probability is taken for more."""
_QUOTED = 4
"""How many words a quotation must have for its language to be told apart from the article's."""
_GIBBERISH = 0.4
"""The share of unknown words from which a quotation is in another language."""


class Typo:
    """Finds a word that no dictionary has, one slip away from a word that was likely meant."""

    info: ClassVar[Info] = Info(
        id="typo",
        category="spelling",
        summary="A word that is one slip away from another and no word itself.",
        method=(
            "A word that stands in no word list (American or British). The words near it, by letters and by "
            "sound, are found in an index (symmetric deletion) and ranked; then a forest of decision trees "
            "weighs how near the best is by hand and ear, how common both are, how usual the letters, what stands "
            "around them, what else stands in the article and, where there is an archive, in it. The sum is "
            "calibrated to a probability. Left alone: names, coinages, foreign passages, dialect (livin'), [sic], "
            "bracketed edits, addresses, code, words with digits. Another language needs a lexicon "
            "(auditor lexicon build); without one the rule is quiet."
        ),
        measures=(
            Measure("probability", "that the word is a slip, 0 to 1"),
            Measure("length", "letters of the word"),
            Measure(
                "capital", "1 where the word has a capital that no sentence's beginning explains"
            ),
        ),
        values=("suggestion",),
        examples=(
            Example("The harbour was held by two «miitias» that week.", suggestion="militias"),
            Example("Voters asked the «goverment» of Norhaven to wait.", suggestion="government"),
            Example("It was «teh» third flood of the spring.", suggestion="the"),
            Example("It was Senator «McConell» who spoke.", suggestion="McConnell"),
            Example("The colour of the labor hall in Norhaven was grey, or gray."),
            Example("“We was just livin' and workin',” the miner of Brackwell said."),
            Example("The note said he would “recieve [sic] the money” on a “holliday” (sic)."),
            Example("“Was just sittin there,” he said. “Wie immer ein ganz normaler Dienstag.”"),
            Example("Mr Kadhimra and Ms Awliyan met in Sarayvo before the talks began."),
            Example("The rezoning foes of the pro-busway plan unfriended the councilwoman."),
            Example("Minister Kang Kyung-wha said that the vote was pre-empted."),
            Example("The (mis)information that Shinzō spread was soon put right."),
        ),
        options=(
            Option("accept", "table", "words that are right, one a row, in any case", default=()),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._accepted = frozenset(row[0].lower() for row in options.get("accept") or () if row)

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each word that is likelier a slip than not to be dismissed."""
        memory: dict[tuple[str, Place], Verdict | None] = {}
        for word, place, page in self.suspects(article, neighbours):
            key = (base(word.text), place)
            if key not in memory:
                memory[key] = judge(*key, page)
            verdict = memory[key]
            if verdict is None:
                continue
            probability = _less_sure(verdict.probability, page.words)
            if probability < _ABSENT:
                continue
            suggestions = tuple(_like(word.text, s) for s in verdict.suggestions)
            yield Finding(
                Span(word.start, word.start + len(_bare(word.text))),
                measures=(
                    ("probability", round(probability, 3)),
                    ("length", float(len(word.text))),
                    ("capital", float(place.capital)),
                ),
                values=(("suggestion", suggestions[0]),),
                suggestions=suggestions,
                confidence=round(probability, 2),
            )

    def suspects(
        self, article: Article, neighbours: Neighbours
    ) -> Iterator[tuple[Word, Place, Page]]:
        """Yield every unknown word that is not to be left alone; the training script reads them too.

        A block in another language is held against the lexicon of that, if there is one.
        """
        archive = neighbours.word_count
        main = find_lexicon(article.language)
        foreign: dict[str, list[Block]] = {}
        if main is not None:
            yield from self._unknown(article, article.words, main, archive, foreign)
        else:
            for block in article.blocks:
                self._note_foreign(article, block, foreign)
        for language, blocks in sorted(foreign.items()):
            other = find_lexicon(language)
            if other is not None:
                words = tuple(word for block in blocks for word in article.words_in(block.span))
                yield from self._unknown(article, words, other, archive, None)

    def _unknown(
        self,
        article: Article,
        words: Sequence[Word],
        known: Lexicon,
        archive: Callable[[str], int],
        foreign: dict[str, list[Block]] | None,
    ) -> Iterator[tuple[Word, Place, Page]]:
        """Yield the suspects among ``words``; blocks that turn out to be in another language go to ``foreign``."""
        texts = [word.text for word in words]
        lows: dict[str, str] = {}
        here: defaultdict[str, int] = defaultdict(int)
        capitals: defaultdict[str, int] = defaultdict(int)
        odd: set[str] = set()
        strange: set[str] = set()
        looked_up = _looked_up(known)
        for text, count in Counter(texts).items():
            low, upper, unknown = looked_up[text]
            lows[text] = low
            here[low] += count
            if upper:
                capitals[low] += count
            if unknown and low not in self._accepted:
                odd.add(low)
                strange.add(text)
        if not odd:
            return
        counted = archive if archive(max(here, key=here.__getitem__)) >= _ENOUGH else None
        line = f" {' '.join([lows[text] for text in texts])} "
        page = Page(known, here, capitals, line, sorted(odd), counted)
        own: dict[int, bool] = {}
        for at, text in enumerate(texts):
            if text not in strange:
                continue
            word, low = words[at], lows[text]
            entry = known.entry(low)
            if here[low] > 3 and (entry is None or entry.kind != "m"):
                continue
            capital = word.text[0].isupper()
            if capital and entry is not None and entry.kind in "xp" and entry.zipf >= _NAMELIKE:
                continue
            if not _may_be_slip(article, words, at, known):
                continue
            if _in_foreign_speech(article, word, known.language, strange):
                continue
            block = article.block_at(word.start)
            if block is None:
                continue
            if foreign is not None:
                if block.index not in own:
                    own[block.index] = not self._is_foreign(article, block, strange, foreign)
                if not own[block.index]:
                    continue
            yield word, self._place(article, words, at, block, here[low], strange), page

    def _is_foreign(
        self, article: Article, block: Block, strange: set[str], foreign: dict[str, list[Block]]
    ) -> bool:
        """Whether so much of a block is unknown that its language is asked for, and it is another."""
        inside = article.words_in(block.span)
        unknown = sum(word.text in strange for word in inside)
        return unknown >= max(2, _STRANGE * len(inside)) and self._note_foreign(
            article, block, foreign
        )

    def _note_foreign(
        self, article: Article, block: Block, foreign: dict[str, list[Block]]
    ) -> bool:
        """Whether a block is in another language than its article; then it is noted under that."""
        language = article.language_of(block)
        if language == article.language:
            return False
        foreign.setdefault(language, []).append(block)
        return True

    def _place(
        self,
        article: Article,
        words: Sequence[Word],
        at: int,
        block: Block,
        count: int,
        strange: set[str],
    ) -> Place:
        prose, word = article.prose, words[at]
        upper = word.text[0].isupper() and not word.text.isupper()
        initial = upper and _begins(prose, word.start)
        around = (*words[max(0, at - 2) : at], *words[at + 1 : at + 3])
        before = words[at - 1] if at and words[at - 1].start >= block.span.start else None
        after = words[at + 1] if at + 1 < len(words) else None
        if before is not None and not prose[before.end : word.start].isspace():
            before = None
        if after is not None and prose[word.end : after.start].strip(" "):
            after = None
        return Place(
            uses=count,
            capital=upper and not initial,
            initial=initial,
            titled=block.role in (Role.HEADLINE, Role.SUBHEADING) or word.text.isupper(),
            hyphen=prose[word.start - 1 : word.start] in _HYPHENS
            or prose[word.end : word.end + 1] in _HYPHENS,
            quoted=article.in_direct_speech(Span(word.start, word.end)),
            odd=sum(w.text in strange for w in around if w.text[0].islower()),
            before=base(before.text) if before else "",
            after=base(after.text) if after else "",
            before_capital=upper and before is not None and before.text[0].isupper(),
            after_capital=upper and after is not None and after.text[0].isupper(),
        )


_HYPHENS = ("-", "‑")


def _less_sure(probability: float, known: Lexicon) -> float:
    """Return a probability as a lexicon that lacks many words lets it stand."""
    if not known.doubt:
        return probability
    sure = min(probability, _SUREST)
    return 1 / (1 + (1 - sure) / sure * math.exp(known.doubt))


def _bare(text: str) -> str:
    """Return a word without a possessive ending."""
    return text[:-2] if text.endswith(("'s", "’s", "'S", "’S")) else text


def base(text: str) -> str:
    """Return a word in lower case without a possessive ending, apostrophes straight, soft hyphens gone."""
    if not text.isascii():
        text = _INNER.sub("", text.replace("’", "'"))
    return _bare(text).lower()


class _LookedUp(dict[str, tuple[str, bool, bool]]):
    """Words as they are looked up, whether they have a capital, and whether they may be slips; kept across articles."""

    def __init__(self, known: Lexicon) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, text: str) -> tuple[str, bool, bool]:
        if len(self) >= _REMEMBERED:
            self.clear()
        low = base(text)
        self[text] = low, text[0].isupper(), _is_odd(low, self._known)
        return self[text]


_looked_up = cache(_LookedUp)


def _is_odd(low: str, known: Lexicon) -> bool:
    """Whether no dictionary has the word, and it is one that a dictionary could have."""
    if known.sure(low) or not 3 <= len(low) <= _LONGEST or _LATIN.fullmatch(low) is None:
        return False
    if low.isascii():
        if len(low) > 4 or _VOWEL.search(low):
            return True
        entry = known.entry(low)  # an abbreviation in use (mln, hrs)?
        return entry is None or entry.kind == "m" or entry.zipf < _ABBREVIATED
    # Swiss German, and what has been folded for counting, write ss for ß.
    plain = known.entry(fold(low))
    if plain is not None and plain.kind in "wrnp":
        return False
    return not ("ß" in low and known.sure(low.replace("ß", "ss")))


def _begins(prose: str, at: int) -> bool:
    """Whether a sentence, a line or a quotation begins at ``at``."""
    while at > 0 and prose[at - 1] in _OPENERS:
        at -= 1
        if prose[at] in '"“‘':
            return True
    return at == 0 or prose[at - 1] in _ENDS


def _may_be_slip(article: Article, words: Sequence[Word], at: int, known: Lexicon) -> bool:
    """Whether the word's surroundings leave it a plain word of the article's own."""
    prose, word = article.prose, words[at]
    plain = _bare(word.text)
    if plain.isupper() and len(plain) >= _SHOUTED:
        entry = known.entry(base(plain))
        if (entry is None or entry.kind != "m") and not _is_shouted(words, at):
            return False  # an abbreviation, as likely as not
    elif not (
        plain.islower()
        or (plain[0].isupper() and plain[1:].islower())
        or _INNER_CAPITAL.fullmatch(plain)
    ):
        return False
    before = prose[word.start - 1 : word.start] if word.start else " "
    after = prose[word.end : word.end + 2].ljust(2)
    if before in _TIED or after[0] in _TIED or before in ("'", "’"):
        return False
    if before == "." and prose[word.start - 2 : word.start - 1].isalnum():
        return False
    if after[0] == "." and after[1].isalnum():
        return False
    if before == "(" and after[0] == ")" and after[1].isalnum():
        return False  # (mis)information
    if plain.endswith("in") and known.known(base(plain) + "g"):
        quoted = article.in_direct_speech(Span(word.start, word.end))
        if after[0] in "'’" or quoted:
            return False  # livin', or "we was just livin"
    if after[0] in _HYPHENS and after[1].isspace():
        return False  # a word parted at a line's end, or one of two (pre- and postwar)
    if before in _HYPHENS and prose[word.start - 2 : word.start - 1].isspace():
        return False
    if (before in _HYPHENS or after[0] in _HYPHENS) and _is_part(words, at, known):
        return False
    if before == "\n" and prose[max(0, word.start - 4) : word.start].rstrip().endswith(_HYPHENS):
        return False
    if is_meant(prose, word.end):
        return False
    if _ADDRESS.search(_run_around(prose, word)):
        return False
    block = article.block_at(word.start)
    return block is not None and block.role not in (Role.CODE, Role.TABLE, Role.BYLINE, Role.CREDIT)


def _in_foreign_speech(article: Article, word: Word, language: str, strange: set[str]) -> bool:
    """Whether a word stands in a quotation that is in another language, or in none that is known."""
    quotation = article.quotation_at(Span(word.start, word.end))
    if quotation is None:
        return False
    inside = article.words_in(quotation.inner)
    if len(inside) < _QUOTED:
        return False
    if sum(w.text in strange for w in inside) >= max(3, _GIBBERISH * len(inside)):
        return True
    return identify(quotation.inner.of(article.prose)) not in ("und", language)


def _is_part(words: Sequence[Word], at: int, known: Lexicon) -> bool:
    """Whether a word with a hyphen is known without one (pre-empted), or is a name in syllables (Kyung-wha)."""
    word = words[at]
    for other in words[max(0, at - 1) : at]:
        if other.end == word.start - 1:
            if other.text[0].isupper() and word.text.islower() and len(word.text) <= _SYLLABLE:
                return True
            if known.known(base(other.text + word.text)):
                return True
    return any(
        other.start == word.end + 1 and known.known(base(word.text + other.text))
        for other in words[at + 1 : at + 2]
    )


def _is_shouted(words: Sequence[Word], at: int) -> bool:
    """Whether the words around are in capitals too, long ones among them."""
    around = [word.text for word in (*words[max(0, at - 2) : at], *words[at + 1 : at + 3])]
    return len(around) > 1 and all(map(str.isupper, around)) and max(map(len, around)) >= _SHOUTED


def _run_around(prose: str, word: Word) -> str:
    """Return the characters around ``word`` that no white space parts from it."""
    left = prose[max(0, word.start - _REACH) : word.start]
    right = prose[word.end : word.end + _REACH]
    before = left.split()[-1] if left and not left[-1].isspace() else ""
    after = right.split()[0] if right and not right[0].isspace() else ""
    return before + word.text + after


def _like(pattern: str, word: str) -> str:
    """Return ``word`` with the capitals of ``pattern`` (McConell: McConnell)."""
    if pattern.isupper():
        return word.upper()
    if not pattern[0].isupper():
        return word
    if inner := _INNER_CAPITAL.match(pattern):
        prefix: str = inner[1]
        for start in ("mac", "mc") if prefix in ("Mc", "Mac") else (prefix.lower(),):
            if word.startswith(start) and word != start:
                return start.capitalize() + word[len(start) :].capitalize()
    return word[0].upper() + word[1:]
