r"""Regular expressions of rules, on RE2: linear time whatever the pattern and the text.

RE2 knows ``\w``, ``\d``, ``\s`` and ``\b`` in ASCII alone. Here they mean what they mean in any script:
the classes are rewritten, and ``\b``, which may stand at the two ends of a pattern, says that no word
character touches the match there. Look-around and back-references, which take a backtracking engine
and so have no bound in time, are refused; there is no way round that, by design.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import re2

from auditor.text.words import WORD_CLASS

if not hasattr(re2, "Set") or not hasattr(
    re2, "_re2"
):  # pyre2 has the same name and falls back to re
    raise ImportError("the module re2 is not google-re2; remove pyre2 and install google-re2")

MAX_LENGTH = 2000
MAX_MATCHES = 1000
WINDOW = 16_384
_OVERLAP = 1024
_MAX_MEM = 8 << 20
_SET_MEM = 1 << 30
_WORD = r"\pL\pM\pN_"
_SPACE = r"\s\x0b\x1c-\x1f\x{85}\pZ"
_NOT_WORD = rf"[^{_WORD}]"
_NOT_ASCII_WORD = "[^0-9A-Za-z_]"
"""Compiles a thousand times quicker; what it lets through is looked at again."""
_OUTSIDE = {
    "w": f"[{_WORD}]",
    "W": _NOT_WORD,
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "s": f"[{_SPACE}]",
    "S": f"[^{_SPACE}]",
    "Z": r"\z",
}
_INSIDE = {"w": _WORD, "d": r"\p{Nd}", "D": r"\P{Nd}", "s": _SPACE}
WORD_CHARACTER = re.compile(WORD_CLASS)
_FLAGS = re.compile(r"\(\?[imsU]+\)")


class PatternError(ValueError):
    """A pattern that cannot run; says why and what to write instead."""


class Match(NamedTuple):
    """One match: its half-open place in code points, and what its groups took (None: nothing)."""

    start: int
    end: int
    groups: tuple[str | None, ...]


class Pattern:
    """A compiled pattern."""

    __slots__ = ("_exact", "_lead", "_quick", "_trail", "ignore_case", "source", "words")

    def __init__(self, source: str, ignore_case: bool, words: bool) -> None:
        self.source = source
        self.ignore_case = ignore_case
        self.words = words
        quick, self._lead, self._trail = _wrapped(source, words)
        self._quick = _compiled(quick, ignore_case)
        self._exact: Any = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the source."""
        return compile_pattern, (self.source, self.ignore_case, self.words)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        r"""Yield the matches in ``text[start:end]``, as if it stood alone; ``^`` and ``$`` are its ends.

        At most 1,000. What is longer than 16 KiB is searched in windows of that size which overlap by
        1 KiB, so that even a pattern without a sensible end stays linear.
        """
        stop = len(text) if end is None else min(end, len(text))
        left = MAX_MATCHES
        reached = start
        while left and start < stop:
            until = min(start + WINDOW, stop)
            for match in self._window(text[start:until], start):
                cut = (until < stop and match.end == until) or (
                    match.start == start and reached > start
                )
                if match.start < reached or cut:
                    continue
                yield match
                reached = max(match.end, reached)
                left -= 1
                if not left:
                    return
            if until >= stop:
                return
            start = until - _OVERLAP
            reached = max(reached, start + 1)

    def _window(self, text: str, base: int) -> Iterator[Match]:
        data = text.encode("utf-8", "replace")
        plain = len(data) == len(text)
        byte, char = 0, 0
        at = 0
        regexp = self._quick
        while at <= len(data):
            found = regexp.search(data, at)
            if found is None:
                return
            low, high = found.span(1)
            if regexp is self._quick and not plain and self._touched(data, low, high):
                # A shorter or longer match may stand free here: only the exact pattern can tell.
                regexp = self._exactly()
                continue
            if plain:
                first, last = low, high
            else:
                first = char + len(data[byte:low].decode()) if low >= byte else char
                last = first + len(data[low:high].decode())
                byte, char = high, last
            groups = tuple(g if g is None else g.decode() for g in found.groups()[1:])
            yield Match(base + first, base + last, groups)
            at = _next(data, low, high, at)

    def _touched(self, data: bytes, low: int, high: int) -> bool:
        """Whether a word character that is not ASCII touches the match where none may."""
        before = data[max(low - 4, 0) : low].decode("utf-8", "ignore")[-1:] if self._lead else ""
        after = data[high : high + 4].decode("utf-8", "ignore")[:1] if self._trail else ""
        return any(
            not char.isascii() and WORD_CHARACTER.match(char) for char in (before, after) if char
        )

    def _exactly(self) -> Any:
        if self._exact is None:
            exact, _, _ = _wrapped(self.source, self.words, _NOT_WORD)
            self._exact = _compiled(exact, self.ignore_case)
        return self._exact


def _next(data: bytes, low: int, high: int, at: int) -> int:
    """Return where to search on: after the match, its last character kept as context where it is no letter."""
    if high > low:
        last = data[high - 1]
        return (
            high - 1
            if last < 128 and not (chr(last).isalnum() or last == 95) and high - 1 > at
            else high
        )
    step = high + 1
    while step < len(data) and data[step] & 0xC0 == 0x80:
        step += 1
    return step


@lru_cache(maxsize=32_768)
def compile_pattern(source: str, ignore_case: bool = False, words: bool = False) -> Pattern:
    r"""Compile ``source``; ``words`` asks that no word character touches a match (``\b`` at both ends).

    Raises:
        PatternError: RE2 cannot take it, or it is longer than 2,000 characters.

    """
    return Pattern(source, ignore_case, words)


class PatternSet:
    """Many patterns at once: which of them match somewhere in a text."""

    def __init__(self, sources: Sequence[str]) -> None:
        options = re2.Options()
        options.max_mem = _SET_MEM
        options.log_errors = False
        self._set = re2.Set.SearchSet(options)
        for source in sources:
            self._set.Add(_wrapped(source, False)[0])
        try:
            self._set.Compile()
        except re2.error:
            raise PatternError("the patterns take too much memory together") from None

    def hits(self, text: str) -> list[int]:
        """Return the numbers of the patterns that match in ``text``, in order."""
        return sorted(self._set.Match(text.encode("utf-8", "replace")) or ())


def _compiled(source: str, ignore_case: bool) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not ignore_case
    options.max_mem = _MAX_MEM
    try:
        return re2.compile(source, options)
    except re2.error as error:
        reason = error.args[0] if error.args else "it is not a pattern"
        message = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise PatternError(_explained(message)) from None


def _explained(reason: str) -> str:
    if "(?" in reason and any(mark in reason for mark in ("(?=", "(?!", "(?<")):
        return f"{reason}: there is no look-around (RE2); say what to leave alone with `unless`"
    if "invalid escape sequence" in reason and re.search(r"\\[1-9]", reason):
        return f"{reason}: there are no back-references (RE2)"
    return f"{reason} (RE2 syntax)"


def _wrapped(source: str, words: bool, context: str = _NOT_ASCII_WORD) -> tuple[str, bool, bool]:
    """Return the RE2 pattern: classes rewritten, the match in group 1, context around it if asked.

    And whether there is context before the match, and after it.
    """
    if len(source) > MAX_LENGTH:
        raise PatternError(f"longer than {MAX_LENGTH} characters; make it several")
    if not source:
        raise PatternError("it is empty")
    flags = _FLAGS.match(source)
    head = flags[0] if flags else ""
    pieces, lead, trail = _translated(source, len(head))
    lead, trail = lead or words, trail or words
    before = f"(?-m:^|{context})" if lead else ""
    after = f"(?-m:$|{context})" if trail else ""
    return f"{head}{before}({pieces}){after}", lead, trail


def _translated(source: str, at: int) -> tuple[str, bool, bool]:
    r"""Return the pattern from ``at`` with Unicode classes, and whether ``\b`` stood at its two ends."""
    alternatives: list[tuple[bool, bool]] = []
    out: list[str] = []
    depth = 0
    in_class = False
    lead = trail = False
    begun = False  # whether this top-level alternative holds anything yet

    def misplaced(place: int) -> PatternError:
        return PatternError(
            rf"at {place + 1}: \b may stand only at the two ends of the whole pattern; "
            r"write \b(?:one|two)\b, or ask for what parts the words"
        )

    while at < len(source):
        char = source[at]
        if trail and not in_class and not (char == "|" and depth == 0):
            raise misplaced(at - 2)
        if char == "\\" and at + 1 < len(source):
            following = source[at + 1]
            if following == "Q" and not in_class:
                close = source.find(r"\E", at)
                close = len(source) if close < 0 else close + 2
                out.append(source[at:close])
                at, begun = close, True
                continue
            if following in "bB" and not in_class:
                if following == "B" or depth:
                    raise misplaced(at)
                if begun:
                    trail = True
                else:
                    lead = True
                at += 2
                continue
            if in_class and following in "WS":
                raise PatternError(
                    rf"at {at + 1}: \{following} inside [...]: name the characters instead, as \pP; "
                    r"for any character at all write (?s:.)"
                )
            table = _INSIDE if in_class else _OUTSIDE
            out.append(table.get(following, source[at : at + 2]))
            at += 2
            begun = True
            continue
        if in_class:
            if char == "[" and source.startswith("[:", at) and (close := source.find(":]", at)) > 0:
                out.append(source[at : close + 2])
                at = close + 2
                continue
            in_class = char != "]"
        elif char == "[":
            in_class = True
            out.append(char)
            at += 1
            for literal in ("^", "]"):
                if source.startswith(literal, at):
                    out.append(literal)
                    at += 1
            begun = True
            continue
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth < 0:
                raise PatternError(f"at {at + 1}: a ) without its (")
        elif char == "|" and depth == 0:
            alternatives.append((lead, trail))
            lead = trail = begun = False
            out.append(char)
            at += 1
            continue
        begun = True
        out.append(char)
        at += 1
    alternatives.append((lead, trail))
    if len(set(alternatives)) > 1:
        raise PatternError(
            r"\b holds for one alternative only; write \b(?:one|two)\b, or \b at the ends of each"
        )
    return "".join(out), *alternatives[0]
