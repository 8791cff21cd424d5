"""Names of people, places and bodies: where they stand and who has been introduced.

A name is a run of capitalised words, initials and the particles between them. Nothing here knows
whether it is a person's; titles before it are kept, and a capital that only begins a sentence is
told from one that makes a name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from operator import itemgetter, ne
from typing import NamedTuple

from auditor.document.block import Block, Role
from auditor.document.span import Span
from auditor.language.attribution import OFFICES, TITLES
from auditor.similarity.fuzzy import osa_distance
from auditor.text.words import WORD, Word

_PARTICLES = frozenset(
    "al el ul ur ud ad as ash at bin ibn bint abu ben de del della di da do dos das du van von "
    "der den ter ten te la le las los y e af av zu zum st".split()
)
_JOINING = frozenset("al el ul ur ad as ash an at ez abu ibn ben".split())
"""Particles that a hyphen ties to the next word (al-Dam)."""
_LEADING = frozenset("al el bin ibn abu ben de del della di da dos van von der den du ter".split())
"""Particles that may begin a second reference (de Vries, al-Dam)."""
_TIES = _PARTICLES | {"of"}
"""Words in lower case that may stand inside a name or a title."""
_NOT_NAMES = frozenset(
    "a an the this that these those i i'm i'd i've i'll he she it we you they his her its our "
    "your their my mine who whom whose what which when where why how and or but nor so yet if "
    "as at by for from in into of off on onto out over to up with without after before since "
    "until while because although though there here then than thus now not no yes one two three "
    "four five six seven eight nine ten some any many much more most few several all both each "
    "every another other such only just even also still again once is are was were be been "
    "being am do does did done has have had having can could will would shall should may might "
    "must let it's he's she's that's there's what's who's we're they're you're i’m i’d i’ve "
    "i’ll it’s he’s she’s that’s there’s what’s who’s we’re they’re you’re don't don’t didn't "
    "didn’t can't can’t won't won’t isn't isn’t meanwhile however moreover according despite "
    "during under between among against about above below through across near like unlike today "
    "yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday "
    "january february march april june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec later earlier last next perhaps maybe indeed "
    "instead yet first second third finally well oh okay ok read see look get got make take "
    "come go going why too very me him them us photo image video related advertisement "
    "copyright".split()
)
_STRAY_DOT = frozenset(
    "jr sr st gen col lt capt sgt maj cmdr adm rep sen gov dr mr mrs ms prof rev hon fr".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """One mention of a name: a run of capitalised words, without a title before it.

    ``words`` are its parts in order, possessive endings off (``('Qassem', 'Soleimani')``).
    ``initial`` is true where it begins a sentence, so that its capital proves nothing.
    ``title`` holds what stands before it (``Mr``, ``President``), or is empty.
    """

    text: str
    words: tuple[str, ...]
    span: Span
    block: int
    initial: bool = False
    title: str = ""

    @property
    def surname(self) -> str:
        """The last word, generation (Jr) left out: what a second reference uses."""
        last = len(self.words) - 1
        if last and self.words[last].lower() in _GENERATIONS:
            last -= 1
        return self.words[last]

    @property
    def has_courtesy(self) -> bool:
        """Whether Mr, Ms or the like stands before it, which do not say who its bearer is."""
        return self.title.lower().rstrip(".") in _COURTESY

    @property
    def is_surname(self) -> bool:
        """Whether it is one word, particles before it aside (de Vries)."""
        return all(w.islower() and w in _PARTICLES for w in self.words[:-1])


_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_COURTESY = frozenset({"mr", "mrs", "ms", "mx"})
_STANDING = frozenset(
    {Role.HEADLINE, Role.STANDFIRST, Role.SUBHEADING, Role.BYLINE, Role.CREDIT, Role.CAPTION}
)
"""Blocks that stand beside the running text: they introduce nobody."""


_SHORTEST = 4
"""Two names of fewer letters that differ by one are two names (Lee, Ley)."""


def key_of(word: str) -> str:
    """Return what two mentions of one word of a name have in common (Lund, LUND, Lund's)."""
    low = word.lower()
    return low if low.isalnum() else low.replace("’", "'").removesuffix("'s").removesuffix("'")


class Introductions:
    """Who has come in, and where: the one notion of it that the rules share.

    A word of a name (mostly a surname) is *mentioned* where it stands with a capital in the running
    text, whatever it means there. It is *introduced* where it stands in a full name, two words or
    more, or behind a title that says who its bearer is (Senator Lund; not Mr Lund). Headline,
    standfirst, subheadings, captions and bylines do neither. Places count code points.
    """

    def __init__(self, names: "Names", words: Sequence[Word], lowered: Sequence[str]) -> None:
        """Take the words, as they stand and in lower case, and the names, which may not be asked for."""
        self._names = names
        self._words = words
        self._lowered = lowered
        self._blocks = names.blocks

    @cached_property
    def _seen(self) -> tuple[dict[str, int], frozenset[str]]:
        """Where each word first stands with a capital in the running text, and those of the headline."""
        beside = [b.span for b in self._blocks if b.role in _STANDING]
        mentioned: dict[str, int] = {}
        headed: set[str] = set()
        at = 0
        cased = map(ne, map(itemgetter(0), self._words), self._lowered)
        for text, start, _ in compress(self._words, cased):
            if not text[0].isupper():
                continue
            while at < len(beside) and beside[at].end <= start:
                at += 1
            if at == len(beside) or start < beside[at].start:
                mentioned.setdefault(key_of(text), start)
            elif self._blocks[0].role is Role.HEADLINE and start < self._blocks[0].span.end:
                headed.add(key_of(text))
        return mentioned, frozenset(headed)

    @cached_property
    def _introduced(self) -> dict[str, int]:
        """Where each word first stands in a full name, or behind a title that tells."""
        introduced: dict[str, int] = {}
        for name in self._names.all():
            if self._blocks[name.block].role in _STANDING:
                continue
            if not name.is_surname or (name.title and not name.has_courtesy):
                for word in name.words:
                    for part in word.split("-"):
                        introduced.setdefault(key_of(part), name.span.start)
        return introduced

    def mentioned(self, word: str) -> int | None:
        """Return where ``word`` first stands with a capital, or None."""
        return self._seen[0].get(key_of(word))

    def introduced(self, word: str) -> int | None:
        """Return where the bearer of ``word`` is introduced, or None."""
        return self._introduced.get(key_of(word))

    def is_fresh(self, word: str, at: int) -> bool:
        """Whether ``word`` stands nowhere before ``at``."""
        first = self.mentioned(word)
        return first is None or first >= at

    def spelt_otherwise(self, word: str, at: int) -> bool:
        """Whether somebody was introduced before ``at`` whose name is one letter off ``word`` (Lund, Lunt)."""
        key = key_of(word)
        if len(key) < _SHORTEST:
            return False
        distance = osa_distance()
        return any(
            place < at
            and abs(len(known) - len(key)) <= 1
            and distance(key, known, score_cutoff=1) == 1
            for known, place in self._introduced.items()
            if known[0] == key[0]
        )

    def in_headline(self, word: str) -> bool:
        """Whether the headline has the word."""
        return key_of(word) in self._seen[1]


class _Token(NamedTuple):
    text: str
    start: int
    end: int
    ends: bool
    """Whether a possessive ending stood here, so that the name ends."""


class Names:
    """The names of an article, found block by block when first asked for; linear in its length."""

    def __init__(
        self, prose: str, blocks: tuple[Block, ...], sentences: Sequence[Sequence[Span]]
    ) -> None:
        """Take the text, its blocks, and the sentences of each."""
        self.blocks = blocks
        self._prose = prose
        self._sentences = sentences
        self._found: dict[int, tuple[Name, ...]] = {}

    def all(self) -> tuple[Name, ...]:
        """Return every mention of a name, in order."""
        return tuple(name for index in range(len(self.blocks)) for name in self.of(index))

    def of(self, index: int) -> tuple[Name, ...]:
        """Return the mentions of names in the block of that number, in order."""
        found = self._found.get(index)
        if found is None:
            block = self.blocks[index]
            starts = {s.start for s in self._sentences[index]}
            runs = _runs(self._prose, block.span) if block.role is not Role.CODE else ()
            names = (_name(self._prose, run, index, starts) for run in runs)
            found = self._found[index] = tuple(name for name in names if name is not None)
        return found


def _token(text: str, start: int, end: int) -> _Token:
    if len(text) > 2 and text[-1] in "sS" and text[-2] in "'’":
        return _Token(text[:-2], start, end - 2, True)
    return _Token(text, start, end, False)


def _runs(prose: str, span: Span) -> Iterator[list[_Token]]:
    """Yield runs of tokens that may make a name, particles between them taken in."""
    run: list[_Token] = []
    waiting: list[_Token] = []
    for match in WORD.finditer(prose, *span):
        text = match.group()
        capital = text[0].isupper()
        if not capital and text.isalpha() and text not in _TIES:
            if run:
                yield run
            if run or waiting:
                run, waiting = [], []
            continue
        token = _token(text, match.start(), match.end())
        low = token.text.lower()
        capital = capital and low not in _NOT_NAMES
        if not capital and low not in _PARTICLES and (low != "of" or not _of_office(run, waiting)):
            if run:
                yield run
            if run or waiting:
                run, waiting = [], []
            continue
        last = waiting[-1] if waiting else run[-1] if run else None
        gap = prose[last.end : token.start] if last else ""
        joined = last is not None and not last.ends and _joins(gap, last)
        if capital:
            if not joined:
                if run:
                    yield run
                run, waiting = [], []
            elif waiting:
                run.extend(waiting)
                waiting = []
            run.append(token)
            continue
        if joined or low in _LEADING:
            if not joined:
                if run:
                    yield run
                run, waiting = [], []
            waiting.append(token)
            continue
        if run:
            yield run
        run, waiting = [], []
    if run:
        yield run


def _of_office(run: list[_Token], waiting: list[_Token]) -> bool:
    return bool(run) and not waiting and run[-1].text.lower() in TITLES


def _joins(gap: str, last: _Token) -> bool:
    if gap in (" ", "\n", "\u00a0", "-", "‑", "\u2060"):
        return True
    if gap in (". ", ".", ".\n", ".\u00a0"):
        return len(last.text) <= 2 or last.text.lower() in _STRAY_DOT
    return gap == " “" or gap == ' "'


def _name(prose: str, run: list[_Token], block: int, starts: set[int]) -> Name | None:
    # A leading particle stays only where a capitalised word follows it at once.
    title_end = _title(run)
    named = run[title_end:]
    if not named:
        return None
    words = _words(prose, named)
    if not words:
        return None
    span = Span(named[0].start, named[-1].end)
    first = run[0].start
    initial = title_end == 0 and (first in starts or _after_mark(prose, first, starts))
    title = prose[first : run[title_end - 1].end] if title_end else _title_before(prose, first)
    return Name(span.of(prose), words, span, block, initial, " ".join(title.split()))


def _title(run: list[_Token]) -> int:
    """Return how many tokens at the head of the run are its title."""
    end = 0
    for at, token in enumerate(run[:-1]):
        low = token.text.lower()
        if low in TITLES or (at and run[at - 1].text.lower() == "of" and low in OFFICES):
            end = at + 1
    if end == 0 and len(run) == 1:
        return 0
    # "Chief of Staff" with no name after it.
    return end


def _title_before(prose: str, start: int) -> str:
    """Return the lower-case title before a name (the analyst Marta Quill), or nothing."""
    at = start
    while at > 0 and prose[at - 1].isspace() and start - at < 2:
        at -= 1
    if at == start or at == 0 or prose[at - 1] in ".,;:!?":
        return ""
    begin = at
    while begin > 0 and at - begin < 20 and prose[begin - 1].isalpha():
        begin -= 1
    word = prose[begin:at]
    return word if word.islower() and word in TITLES else ""


def _after_mark(prose: str, start: int, starts: set[int]) -> bool:
    """Whether only opening marks stand between the beginning of a sentence and ``start``."""
    at = start
    while at > 0 and start - at < 6 and prose[at - 1] in "\"'“‘«([*_-–—• \u2060":
        at -= 1
        if at in starts:
            return True
    return at > 0 and start - at < 6 and prose[at] in '"“‘«'


def _words(prose: str, tokens: list[_Token]) -> tuple[str, ...]:
    """Join what a hyphen joins: ``('al-Dam',)``, ``('Anne-Marie',)``."""
    words: list[str] = []
    last = -1
    for token in tokens:
        if words and token.start - last == 1 and prose[last] in "-‑":
            words[-1] = f"{words[-1]}-{token.text}"
        else:
            words.append(token.text)
        last = token.end
    return tuple(words)
