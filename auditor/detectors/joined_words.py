"""Two words with no space between them: "inwhich", "Presidentthat", "the news.Officials"."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import compress, count
from operator import attrgetter, itemgetter
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Role, Span
from auditor.finding import Finding, Related
from auditor.language.lexicon import Lexicon, lexicon
from auditor.text.memo import Memo
from auditor.text.posts import is_post
from auditor.text.words import Word

_SHORT = frozenset("in on of to at by is as an it he we or if my no so us".split())
_LONG = frozenset(
    "that which with from this they their have been were will would could should when where while what "
    "about after before because against between during under into than then there these those who the "
    "and for was his her has had not but are its".split()
)
_ENDINGS = frozenset(
    "com net org edu gov mil int info biz uk eu de fr io co tv ai js py md pdf txt doc docx html htm php asp "
    "jpg png gif mp csv xls zip exe me ly us ca au".split()
)


_TEXT, _END = itemgetter(0), attrgetter("end")
_STOP = re.compile(r"[.?!][\"”“]?(?=[^\W\d_a-z])")
_SMALL = _SHORT | _LONG
_COINED = frozenset({"thisclose", "parentis", "honoris", "incharge"})
"""Written so on purpose, or Latin."""
_MANY = 4
"""From so many sentences run together up, an article gets one finding for all of them."""
_LONGEST = 40
_PARTICLES = frozenset("in on by up over under through down off out about after".split())
"""Words that make nouns of verbs."""
_COMMON = 4.0
_PREFIXES = frozenset("never anti pro non post pre mac mega micro mini super ultra".split())
"""Coinages begin with them."""
_LEAST = 2.6
"""The Zipf value that two words side by side must have, one of them a small one."""


class JoinedWords:
    """Finds an unknown word made of two, one of them a small one, and sentences run together."""

    info: ClassVar[Info] = Info(
        id="joined-words",
        category="spelling",
        summary="Two words, or two sentences, with no space between them.",
        method=(
            "A word that no dictionary has and that parts into two that often stand side by side, one of them a "
            "function word; a function word with a capital after a lower-case "
            "letter (saidThe), or two common words so; a full stop, with a quotation mark or without, "
            "between a lower-case word and one with a capital. Where that happens all "
            "over an article it is one finding. Left alone: addresses, file names, initials, versions, posts set into "
            "the text."
        ),
        measures=(
            Measure("stop", "1 where a full stop stands between the two"),
            Measure(
                "places",
                "in how many places sentences run together, where it is one finding for all",
            ),
        ),
        values=("suggestion", "elsewhere"),
        examples=(
            Example("The way «inwhich» they voted was new.", suggestion="in which"),
            Example("She told the «Presidentthat» he was wrong.", suggestion="President that"),
            Example(
                "They watched the «news.Officials» said nothing.", suggestion="news. Officials"
            ),
            Example("Nobody was «hurt.“We» were lucky,” he said.", suggestion="hurt. “We"),
            Example(
                "“It is «over.”Officials» said nothing. Ms Quarn «facesDeath» threats.",
                suggestion="over.” Officials",
            ),
            Example("They wrote: @norhaven it is over.Officials said nothing."),
            Example(
                "The sign on the wall was in Spanish and said this to all who passed by it:\n\n"
                "Las personas que representan a la ciudad no pueden entrar por esta puerta en muchas horas."
            ),
            Example(
                "It came thisclose to an end; the school, a doctor honoris causa, acts in loco parentis."
            ),
            Example("The body is read by formData() or by arrayBuffer()."),
            Example("He buys at amazon.com and Node.JS is at version 3.Beta now."),
            Example("McAllister and DeShawn met J.K. Farrow on YouTube within reason."),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each pair of words that lost their space; sentences run together all over as one."""
        del neighbours
        found = list(self._found(article))
        run_on = [finding for finding in found if dict(finding.measures)["stop"]]
        if len(run_on) < _MANY:
            yield from found
            return
        yield from (finding for finding in found if finding not in run_on)
        first, *others = run_on
        more = len(others)
        elsewhere = f"; so do {more} other places"
        yield replace(
            first,
            measures=(*first.measures[:1], ("places", float(len(run_on)))),
            values=(*first.values[:1], ("elsewhere", elsewhere)),
            related=tuple(
                Related(place, place.of(article.text), "run-together", block=block.index)
                for place in (other.span for other in others)
                if place and (block := article.block_at(place.start))
            ),
        )

    def _found(self, article: Article) -> Iterator[Finding]:
        known = lexicon("en")
        prose, words = article.prose, article.words
        found: dict[int, Finding] = {}
        texts: Counter[str] = Counter()
        for at in _stops(article):
            word, following = words[at], words[at + 1]
            if not _runs_on(prose, word.start, following.end, word.text, following.text, known):
                continue
            if not _is_capital_word(following.text, known):
                texts = texts or Counter(map(_TEXT, words))
                if texts[following.text] < 2:
                    continue  # a name only where it stands elsewhere too
            cut = word.end + 1
            if cut < following.start and not _opens(article, cut):
                cut += 1
            both = prose[word.start : cut], prose[cut : following.end]
            found[at] = _finding(Span(word.start, following.end), both, stop=1.0)
        parted = _parted()
        for at in compress(count(), map(parted.__getitem__, map(_TEXT, words))):
            word = words[at]
            pieces = parted[word.text]
            if pieces is not None and at not in found and not _is_tied(prose, word):
                found[at] = _finding(Span(word.start, word.end), pieces, stop=0.0)
        for at in sorted(found):
            block = article.block_at(words[at].start)
            if block is None or block.role in (Role.CODE, Role.TABLE):
                continue
            if is_post(block.span.of(prose)):
                continue
            if dict(found[at].measures)["stop"] or article.language_of(block) == article.language:
                yield found[at]


def _stops(article: Article) -> Iterator[int]:
    """Yield the numbers of the words that a stop alone, or with a quotation mark, parts from one with a capital."""
    words = article.words
    for match in _STOP.finditer(article.prose):
        stop = match.start()
        at = bisect_left(words, stop, key=_END)
        if (
            at + 1 < len(words)
            and words[at].end == stop
            and words[at + 1].start == match.end()
            and words[at + 1].text[0].isupper()
        ):
            yield at


@cache
def _parted() -> Memo[tuple[str, str] | None]:
    """Return the parts of a word that is two without a space, None for any other."""
    known = lexicon("en")
    return Memo(lambda text: _parts(text, known))


def _finding(span: Span, pieces: tuple[str, str], stop: float) -> Finding:
    suggestion = " ".join(pieces)
    return Finding(
        span,
        measures=(("stop", stop), ("places", 1.0)),
        values=(("suggestion", suggestion), ("elsewhere", "")),
        suggestions=(suggestion,),
        confidence=0.9,
    )


def _is_tied(prose: str, word: Word) -> bool:
    """Whether a word is part of an address, a tag, a compound or a bracketed edit, or names a function: formData()."""
    after = prose[word.end : word.end + 2]
    return (
        (word.start > 0 and prose[word.start - 1] in "@#/._-]")
        or after[:1] in ("@", "/", "_", "-", "[", "(")
        or (after[:1] == "." and after[1:].isalnum())
    )


def _runs_on(prose: str, start: int, end: int, left: str, right: str, known: Lexicon) -> bool:
    """Whether a full stop parts the end of a sentence from the beginning of the next."""
    if not left.islower() or len(left) < 3 or right.lower() in _ENDINGS or len(right) < 2:
        return False
    if (start and prose[start - 1] in "@/._-#") or prose[end : end + 1] in ("/", "@", "_", "."):
        return prose[end : end + 1] == "." and not prose[end + 1 : end + 2].isalnum()
    return known.known(left)


def _is_capital_word(text: str, known: Lexicon) -> bool:
    return text.isupper() or known.known(text.lower().removesuffix("'s"))


def _opens(article: Article, at: int) -> bool:
    """Whether the quotation mark at ``at`` opens a quotation."""
    quotation = article.quotation_at(Span(at, at + 1))
    return quotation is not None and quotation.opened and quotation.span.start == at


def _parts(text: str, known: Lexicon) -> tuple[str, str] | None:
    """Return the two words that an unknown word is made of, if it is likelier that they lost their space."""
    if not 4 <= len(text) <= _LONGEST or not text.isascii() or not text.isalpha():
        return None
    low = text.lower()
    if not text.islower() and not text[1:].islower():
        for at in range(3, len(text) - 1):  # saidThe
            left, right = text[:at], text[at:]
            if left.islower() and right[0].isupper() and right[1:].islower():
                small = right.lower() in _LONG and known.known(left)
                return (left, right) if small or _are_common(left, right, known) else None
        return None
    if known.known(low) or low in _COINED:
        return None
    best: tuple[float, int] | None = None
    for at in range(2, len(low) - 1):
        if low[:at] not in _SMALL and low[at:] not in _SMALL:
            continue  # a compound (paywall) as likely as not
        score = _score(low[:at], low[at:], known, capital=not text.islower())
        if score is not None and (best is None or score > best[0]):
            best = score, at
    return (text[: best[1]], text[best[1] :]) if best else None


def _are_common(left: str, right: str, known: Lexicon) -> bool:
    """Whether both are common words, so that a capital between them is no brand's."""
    entries = known.entry(left), known.entry(right.lower())
    if left in _PREFIXES or (len(left) < 4 and left not in _SMALL):
        return False  # neverTrump, comScore
    return all(
        entry is not None and entry.kind in "wn" and entry.zipf >= _COMMON for entry in entries
    )


def _score(left: str, right: str, known: Lexicon, *, capital: bool) -> float | None:
    """Return how often two words stand side by side, as a Zipf value; None where that is not often enough."""
    for part in (left, right):
        if len(part) < 3 and part not in _SHORT and not (right == "be" and left in _SMALL):
            return None
    if capital and (right not in _LONG or len(left) < 4):
        return None  # a name (Asthan) as likely as not
    first, second = known.entry(left), known.entry(right)
    if first is None or second is None or first.kind not in "wn" or second.kind != "w":
        return None
    if right in _PARTICLES and not (left in _SMALL or left.endswith(("ed", "ing", "s"))):
        return None  # a breakin, a walkthrough
    score = first.zipf + second.zipf - 9 + max(known.together(left, right), 0.0)
    size = len(left) + len(right)
    least = _LEAST if size >= 7 else _LEAST + (8 - size) / 2
    return score if score >= least and min(first.zipf, second.zipf) >= 3.0 else None
