"""Paragraphs, lines and sentences of plain text, as spans."""

import re
from collections.abc import Iterator
from itertools import chain, islice, pairwise

from auditor.document.span import Span

# The group is atomic: \r\n is one line end, never a blank line between two.
_BLANK = re.compile(r"(?>\r\n|\n|\r)[^\S\r\n]*+(?>\r\n|\n|\r)\s*+")
_LINE = re.compile(r"[^\r\n]+")
_INDENTED = re.compile(r"(?>\r\n|\n|\r)(?=[^\S\r\n]{2,}+\S)")

_CLOSING = "\"'”’»)\\]\u2060"
_STOP = re.compile(
    rf"(?<![.!?…])(?<![.!?…][ \u00a0])[.!?…]++(?:[ \u00a0]\.++(?!\w))*+[{_CLOSING}]*+(?:[ \u00a0\u202f]»)?+(?=\s)"
    r"|[。！？｡．]++[」』”’）》〉】\"']*+"
    rf"|[।॥؟۔։።။៕‼⁇⁈⁉]++[{_CLOSING}]*+(?=\s)"
)
"""What may end a sentence. Linear: a run is tried from its beginning only."""
_OPENING = "\"'“‘«([{¿¡-–—•*\u2060\ufffc"
_LATIN_STOPS = ".!?…"

_TITLES = frozenset(
    "mr mrs ms mx dr prof rev hon gov sen rep sens reps gen lt col maj capt messrs st ste sgt cmdr adm "
    "supt det insp cpl pvt mt ft pres amb atty fr msgr mme mlle sr sra pte brig dep".split()
)
"""Short forms that stand before a name: no sentence ends there."""
_BEFORE_FIGURES = frozenset(
    "no nos vol vols fig figs p pp art arts sec secs ch chs para paras approx c b d ca nr op ver "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
"""Short forms before a figure (No. 5, Jan. 20); before anything else they are words."""
_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_SHORT = frozenset(
    "jr sr inc ltd co corp cos bros assn univ dept est ave blvd rd ed eds etc al vs cf viz "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev "
    "okla ore pa penn tenn tex va vt wash wis wyo ont que "
    "mon tue tues wed thu thur thurs fri sat plc llc dist hwy".split()
)
"""Short forms that may end a sentence: what follows decides."""
_STARTERS = frozenset(
    "the a an it he she they we you i in on at but and this that these those there when while "
    "after before if as his her its their our my for from with by to what who why how all one some many "
    "both each so then now not still yet or nor since although though however also just another such "
    "according during until under over last".split()
)
"""Words that begin sentences; written with a capital after a short form they show that one begins."""
_CLOCK = frozenset(("a.m", "p.m"))
_AFTER_CLOCK = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december eastern pacific central mountain local est edt et cst "
    "cdt ct mst mdt mt pst pdt pt gmt utc bst cet hkt ist jst aest".split()
)
_DAY_MONTHS = frozenset(
    "januar februar märz april mai juni juli august september oktober november dezember "
    "january february march may june july october december jahrhundert".split()
)
"""What follows the day of a month that is written with a stop (Am 5. Mai)."""
_EXCLAIMING = frozenset(("yahoo", "e", "jeopardy", "oklahoma", "mamma"))
"""Names that end in an exclamation mark."""
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}\Z")
_NUMBER = re.compile(r"\(?(?:\d{1,3}|[ivxIVX]{1,4}|[a-zA-Z])\Z")
_FIRST_WORD = re.compile(r"\w+")
_SAID = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,3}(?:said|says|asked|asks|wrote|writes|added|replied|shouted|cried"
    r"|tweeted|wondered|told|yelled|exclaimed)\b"
)
_CONTEXT = 24  # no abbreviation is longer than this


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def is_hard_wrapped(text: str) -> bool:
    """Whether lines were broken to a width: most end mid-sentence, none is long, all much alike."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    if len(lines) < 3:
        return False
    inner = lines[:-1]
    longest = max(map(len, lines))
    if longest > 100:
        return False
    runs_on = sum(1 for a, b in zip(inner, lines[1:], strict=True) if _runs_on(a, b))
    wide = sum(len(line) > longest * 0.6 for line in inner)
    return runs_on >= len(inner) * 0.4 and wide >= len(inner) * 0.6


def _runs_on(line: str, following: str) -> bool:
    return line[-1] not in '.!?…:"”' and not following.startswith("  ")


def paragraphs(text: str, start: int = 0) -> Iterator[Span]:
    """Yield the paragraphs of plain text: a blank line parts them.

    Where there is no blank line at all, each line is one. Text broken to a width (wire copy, mail) is
    the exception to both: there a line break parts nothing, and an indented line begins a paragraph.
    """
    chunks = _split(text, _BLANK, start)
    opening = list(islice(chunks, 2))
    if len(opening) == 1 and not is_hard_wrapped(opening[0].of(text)):
        yield from lines(text, opening[0])
        return
    for chunk in chain(opening, chunks):
        if is_hard_wrapped(chunk.of(text)):
            yield from _split(text, _INDENTED, chunk.start, chunk.end)
        else:
            yield chunk


def _split(
    text: str, boundary: re.Pattern[str], start: int, end: int | None = None
) -> Iterator[Span]:
    stop = len(text) if end is None else end
    at = start
    for match in boundary.finditer(text, start, stop):
        if span := _trim(text, at, match.start()):
            yield span
        at = match.end()
    if span := _trim(text, at, stop):
        yield span


def lines(text: str, span: Span) -> Iterator[Span]:
    """Yield the lines of ``span`` that hold ink, without white space around them."""
    for match in _LINE.finditer(text, *span):
        if line := _trim(text, match.start(), match.end()):
            yield line


def sentences(text: str, span: Span) -> Iterator[Span]:
    """Yield the sentences of ``span``. A line break ends one, unless the text is broken to a width.

    What is broken to a width may hang: an item of a list, its further lines set in alike.
    """
    pieces = list(lines(text, span))
    if len(pieces) > 1 and (
        is_hard_wrapped(_set_out(text, span, pieces)) or _one_flow(text, pieces)
    ):
        pieces = [span]
    for piece in pieces:
        yield from _sentences(text, piece)


def _set_out(text: str, span: Span, pieces: list[Span]) -> str:
    """Return the text of ``span``; where all lines but the first are set in, without that."""
    told = span.of(text)
    if all(text[piece.start - 1] in " \t" for piece in pieces[1:]):
        return "\n".join(piece.of(text) for piece in pieces)
    return told


def _one_flow(text: str, pieces: list[Span]) -> bool:
    """Whether a few short lines are one sentence broken in two: the next begins in lower case."""
    return all(text[b.start].islower() or text[a.end - 1] in ",;" for a, b in pairwise(pieces))


def _sentences(text: str, span: Span) -> Iterator[Span]:
    at = span.start
    for match in _STOP.finditer(text, *span):
        if match.end() >= span.end or not _ends(text, at, match, span.end):
            continue
        if sentence := _trim(text, at, match.end()):
            yield sentence
        at = match.end()
    if sentence := _trim(text, at, span.end):
        yield sentence


def _ends(text: str, start: int, match: re.Match[str], stop: int) -> bool:
    """Whether the mark ends a sentence: not after a short form, nor before a small letter."""
    mark = match.group()
    after = match.end()
    if mark[0] not in _LATIN_STOPS:
        # A particle that follows a Japanese quotation goes on with the sentence around it.
        return not (mark[-1] in "」』" and text.startswith(("と", "って", "、"), after))
    while after < stop and (text[after].isspace() or text[after] in _OPENING):
        after += 1
    if after >= stop:
        return True
    if text[after].islower() or text[after] in ",;":
        return False
    before = text[max(start, match.start() - _CONTEXT) : match.start()]
    token = before[-1:].strip() and before.split()[-1].lstrip(_OPENING)
    following = _FIRST_WORD.match(text, after, stop)
    word = following.group() if following else ""
    if mark[0] != "." or mark[1:2] in (".", " "):
        return _ends_strongly(text, mark, token, word, after, stop)
    if not token:
        return True
    dashed = any(dash in text[match.end() : after] for dash in "-–—")
    return _ends_after(token, mark, "" if dashed else word, before)


def _ends_strongly(text: str, mark: str, token: str, word: str, after: int, stop: int) -> bool:
    """Whether ``!``, ``?`` or an ellipsis ends a sentence."""
    begins = word.lower() in _STARTERS
    if mark[0] in ".…" and not token and "!" not in mark and "?" not in mark:
        return begins  # words left out in the middle of a quotation
    if mark == "!" and token.lower() in _EXCLAIMING:
        return begins
    return mark[-1] not in "\"'”’" or _SAID.match(text, after, stop) is None


def _ends_after(token: str, mark: str, word: str, before: str) -> bool:
    """Whether a full stop after ``token`` and before ``word`` ends a sentence."""
    low = token.lower()
    begins = word.lower() in _STARTERS
    if low in _CLOCK:
        return word.lower() not in _AFTER_CLOCK
    if len(mark) > 1 and mark[1] in "\"'”’»":
        return True
    short = token[0].isupper()
    if low in _TITLES and short:
        return False
    if low in _BEFORE_FIGURES and (len(low) > 1 if short else low not in _MONTHS):
        return not (word[:1].isdigit() or word[:1] in "IVX") or len(mark) > 1
    if _NUMBER.match(token) and not before[: -len(token)].strip(" " + _OPENING):
        return False  # the number of an item in a list
    if len(token) == 1 and token.isupper():
        return begins and word != "I"
    if token.isdigit() and len(token) <= 2 and word.lower() in _DAY_MONTHS:
        return False
    if (low in _SHORT and (short or low in ("etc", "al", "vs", "cf", "viz"))) or _DOTTED.match(
        token
    ):
        return begins
    return True
