"""Text that was read in the wrong encoding: "donâ€™t", "cafÃ©", "&amp;", replacement characters."""

import html
import re
from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Role, Span
from auditor.finding import Finding

# What the bytes 0x80 to 0xbf of UTF-8 become in Windows-1252 and in Latin-1.
_TAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MISREAD = re.compile(
    rf"(?:[\u00c2-\u00df][{_TAIL}]|[\u00e0-\u00ef][{_TAIL}]{{2}}|[\u00f0-\u00f4][{_TAIL}]{{3}})++"
)
_USUAL = re.compile(
    "[\u00a0-\u024f\u1e00-\u1eff\u2010-\u203a\u20a0-\u22ff\ufb00-\ufb06\ufeff\ufffd\U0001f000-\U0001ffff]"
)
"""What one character read wrongly was: a Latin letter, a mark, a sign. Letters of other scripts come in words."""
_SET_SO = re.compile("[^ÃÂ][\u00a0«»–—…“”‘’„‹›]+")
"""A letter and what may stand behind a word's last one."""
_IN_CAPITALS = re.compile("(?<=[A-ZÀ-Þ])Ã[\u00a0”»]")
"""The end of a word in capitals (AMANHÃ”), where à, Ô or û would have been."""
_REPLACED = re.compile("\ufffd++")
_ENTITY = re.compile(
    r"&(?:amp|nbsp|quot|apos|lt|gt|[lr]dquo|[lr]squo|[mn]dash|hellip|eacute|egrave|uuml|ouml|auml|copy"
    r"|pound|euro|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});"
)
_BYTES_OF = {
    char: byte
    for byte in range(0x80, 0x100)
    for char in (bytes([byte]).decode("cp1252", "ignore"), chr(byte))
    if char
}


def repaired(text: str) -> str | None:
    """Return ``text`` read again as UTF-8, as often as that helps; None where it never was UTF-8."""
    best = None
    for _ in range(3):
        try:
            text = bytes(_BYTES_OF[c] if ord(c) > 0x7F else ord(c) for c in text).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            break
        best = text
        if _MISREAD.fullmatch(text) is None:
            break
    return best


def _read_rightly(misread: re.Match[str]) -> str:
    """Return what a run was, or the run itself where it may be meant: « cassé », »Spaß«, «CAFFÈ»."""
    text = misread.group()
    fixed = repaired(text)
    if fixed is None or (len(fixed) == 1 and not _USUAL.match(fixed)):
        return text
    whole, start, end = misread.string, misread.start(), misread.end()
    if not whole[end : end + 1].isalpha() and (
        _SET_SO.fullmatch(text) or _IN_CAPITALS.fullmatch(whole, start, end)
    ):
        return text
    return fixed


class Mojibake:
    """Finds characters garbled by a wrong encoding, lost characters and HTML entities left in text."""

    info: ClassVar[Info] = Info(
        id="mojibake",
        category="mechanics",
        summary="Characters garbled by a wrong encoding.",
        method=(
            "A run counts only where its characters, as bytes of Windows-1252 or Latin-1, are valid UTF-8;"
            " so SÃO PAULO and “Â” alone are no finding, and one character alone only where that makes a Latin letter,"
            " a mark or a sign (« cassé » makes a Chinese one). The suggestion is the text read rightly."
        ),
        measures=(
            Measure("misread", "1 for UTF-8 read as another encoding"),
            Measure("lost", "1 for a replacement character, whose original is gone"),
            Measure("entity", "1 for an HTML entity left in the text"),
        ),
        values=("problem",),
        examples=(
            Example("The mayor said she «didnâ€™t» know.", suggestion="didn’t"),
            Example("He sat in the «cafÃ©» all day.", suggestion="café"),
            Example("It cost «Â£30» in all.", suggestion="£30"),
            Example("The mayor said she «didn\ufffdt» know."),
            Example("Moss «&amp;» Sons of Corran.", suggestion="&"),
            Example("A morada fica em SÃO PAULO, na Câmara; Ângela e Érica vão à praia. “Voilà”…"),
            Example(
                "Le pont est «« cassé\u00a0»», dit-il à\u00a0««\u00a0Norhaven\u00a0»». "
                "Er hatte „Spaß“, sie »»Spaß««, im ««CAFFÈ»». O jornal “BOM DIA, IRMÃ” disse ««AMANHÃ»»."
            ),
            Example("The sign says «ä¸\u00adæ–‡» in red.", suggestion="中文"),
            Example("It is a «naÃ¯ve» plan.", suggestion="naïve"),
            Example("Research & development at AT&T; the café “à la” Â."),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each garbled word and each entity."""
        del neighbours
        prose = article.prose
        for block in article.blocks:
            if block.role is Role.CODE:
                continue
            piece = block.span.of(prose)
            start = block.span.start
            if not piece.isascii():
                for span in _merged(_MISREAD, piece):
                    fixed = _MISREAD.sub(_read_rightly, span.of(piece))
                    if fixed != span.of(piece):
                        yield _finding(span, start, "misread", "Garbled characters", fixed)
                for span in _merged(_REPLACED, piece):
                    yield _finding(span, start, "lost", "A character was lost", None)
            if "&" in piece:
                for match in _ENTITY.finditer(piece):
                    plain = html.unescape(match.group())
                    span = Span(*match.span())
                    yield _finding(
                        span, start, "entity", "An HTML entity is left in the text", plain
                    )


def _merged(pattern: re.Pattern[str], piece: str) -> list[Span]:
    """Return the words around what the pattern finds, each once."""
    found: list[Span] = []
    for match in pattern.finditer(piece):
        low, high = match.span()
        while low and piece[low - 1].isalnum() and match.start() - low < 30:
            low -= 1
        while high < len(piece) and piece[high].isalnum() and high - match.end() < 30:
            high += 1
        if found and low <= found[-1].end:
            found[-1] = Span(found[-1].start, high)
        else:
            found.append(Span(low, high))
    return found


def _finding(span: Span, offset: int, kind: str, problem: str, fixed: str | None) -> Finding:
    return Finding(
        Span(span.start + offset, span.end + offset),
        measures=tuple((k, float(k == kind)) for k in ("misread", "lost", "entity")),
        values=(("problem", problem),),
        suggestions=(fixed,) if fixed else (),
        confidence=0.9 if kind == "entity" else 0.97,
    )
