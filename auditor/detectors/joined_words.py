"""Two words with no space between them: "inwhich", "Presidentthat", "the news.Officials"."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Role, Span
from auditor.finding import Finding
from auditor.language.lexicon import Lexicon, lexicon

_SHORT = frozenset("in on of to at by is as an it he we".split())
_LONG = frozenset(
    "that which with from this they their have been were will would could should when where while what "
    "about after before because against between during under into than then there these those who the "
    "and for was his her has had not but are its".split()
)
_ENDINGS = frozenset(
    "com net org edu gov mil int info biz uk eu de fr io co tv ai js py md pdf txt doc docx html htm php asp "
    "jpg png gif mp csv xls zip exe me ly us ca au".split()
)


_LONGEST = 40


class JoinedWords:
    """Finds an unknown word made of two, one of them a small one, and sentences run together."""

    info: ClassVar[Info] = Info(
        id="joined-words",
        category="spelling",
        summary="Two words, or two sentences, with no space between them.",
        method=(
            "A word that no dictionary has and that parts into a common word and a function word; a "
            "function word with a capital after a lower-case letter (saidThe); a full stop between a "
            "lower-case word and one with a capital. Left alone: addresses, file names, initials, versions."
        ),
        measures=(Measure("stop", "1 where a full stop stands between the two"),),
        values=("suggestion",),
        examples=(
            Example("The way «inwhich» they voted was new.", suggestion="in which"),
            Example("She told the «Presidentthat» he was wrong.", suggestion="President that"),
            Example(
                "They watched the «news.Officials» said nothing.", suggestion="news. Officials"
            ),
            Example("He buys at amazon.com and Node.JS is at version 3.Beta now."),
            Example("McAllister and DeShawn met J.K. Farrow on YouTube within reason."),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each pair of words that lost their space."""
        del neighbours
        known = lexicon("en")
        prose, words = article.prose, article.words
        parts = {text: _parts(text, known) for text in {word.text for word in words}}
        for at, word in enumerate(words):
            text = word.text
            pieces: tuple[str, str] | None = None
            span = Span(word.start, word.end)
            stop = 0.0
            following = words[at + 1] if at + 1 < len(words) else None
            if (
                following is not None
                and following.start == word.end + 1
                and following.text[0].isupper()
                and prose[word.end] in ".?!"
                and _runs_on(prose, word.start, following.end, text, following.text, known)
            ):
                pieces = (text + prose[word.end], following.text)
                span, stop = Span(word.start, following.end), 1.0
            elif parts[text] is not None:
                if (
                    prose[word.start - 1 : word.start] in ("@", "#", "/", ".", "_", "-")
                    and word.start
                ):
                    continue
                if prose[word.end : word.end + 1] in ("@", "/", "_", "-", "["):
                    continue
                if (
                    prose[word.end : word.end + 2][:1] == "."
                    and prose[word.end + 1 : word.end + 2].isalnum()
                ):
                    continue
                pieces = parts[text]
            if pieces is None:
                continue
            block = article.block_at(word.start)
            if block is None or block.role in (Role.CODE, Role.TABLE):
                continue
            suggestion = " ".join(pieces)
            yield Finding(
                span,
                measures=(("stop", stop),),
                values=(("suggestion", suggestion),),
                suggestions=(suggestion,),
                confidence=0.9,
            )


def _runs_on(prose: str, start: int, end: int, left: str, right: str, known: Lexicon) -> bool:
    """Whether a full stop parts the end of a sentence from the beginning of the next."""
    if not left.islower() or len(left) < 3 or right.lower() in _ENDINGS or len(right) < 2:
        return False
    if (start and prose[start - 1] in "@/._-#") or prose[end : end + 1] in ("/", "@", "_", "."):
        return prose[end : end + 1] == "." and not prose[end + 1 : end + 2].isalnum()
    return known.known(left) and (right.isupper() or known.known(right.lower().removesuffix("'s")))


def _parts(text: str, known: Lexicon) -> tuple[str, str] | None:
    """Return the two words that an unknown word is made of, one of them a function word."""
    if not 5 <= len(text) <= _LONGEST or not text.isascii() or not text.isalpha():
        return None
    low = text.lower()
    if not text.islower() and not text[1:].islower():
        for at in range(3, len(text) - 1):  # saidThe
            left, right = text[:at], text[at:]
            if left.islower() and right[0].isupper() and right[1:].islower():
                if right.lower() in _LONG and known.known(left):
                    return left, right
                return None
        return None
    entry = known.entry(low)
    if entry is not None and (entry.kind != "x" or entry.zipf > 2.4):
        return None
    for at in range(2, len(low) - 1):
        left, right = low[:at], low[at:]
        if (
            right in _LONG
            and len(left) >= 3
            and _common(left, known, 4.0 if len(right) > 3 else 4.6)
        ):
            return text[:at], text[at:]
        if text.islower() and left in _LONG and len(right) >= 3 and _common(right, known, 4.6):
            return left, right
        if text.islower() and left in _SHORT and right in _LONG:
            return left, right
        if text.islower() and entry is None and len(low) >= 6:
            if left in _SHORT and _common(right, known, 5.6):
                return left, right
            if right in _SHORT and _common(left, known, 5.6):
                return left, right
    return None


def _common(word: str, known: Lexicon, least: float) -> bool:
    entry = known.entry(word)
    return entry is not None and entry.kind == "w" and entry.zipf >= least
