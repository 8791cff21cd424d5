"""What the general detectors share: literal phrases by their words, patterns on RE2, exceptions around."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple, Protocol

from auditor.text.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditor.text.patterns import Pattern
    from auditor.text.words import Word


class _Block(Protocol):
    @property
    def span(self) -> tuple[int, int]: ...


class Text(Protocol):
    """What is searched: an article, seen from below."""

    @property
    def prose(self) -> str: ...  # noqa: D102

    @property
    def words(self) -> Sequence[Word]: ...  # noqa: D102

    @property
    def blocks(self) -> Sequence[_Block]: ...  # noqa: D102


class Place(NamedTuple):
    """A place found: its half-open range, what asked for it, and what the pattern's groups took."""

    start: int
    end: int
    source: str
    groups: tuple[str | None, ...] = ()


class Lookup:
    """Finds phrases and patterns. ``anchors`` and ``probe`` say without what there is nothing to find."""

    def __init__(
        self,
        phrases: Sequence[str],
        patterns: Sequence[str] = (),
        unless: Sequence[str] = (),
        ignore_case: bool = True,
    ) -> None:
        self._phrases = Phrases(phrases, ignore_case)
        self._patterns: list[tuple[str, Pattern]] = []
        self._unless: list[Pattern] = []
        literal = self._phrases.wordless
        if patterns or literal or unless:
            from auditor.text.patterns import compile_pattern  # 13 ms that few articles need

            self._patterns = [(p, compile_pattern(p, ignore_case)) for p in patterns]
            self._patterns += [(p, compile_pattern(_quoted(p))) for p in literal]
            self._unless = [compile_pattern(p, ignore_case) for p in unless]
        flags = "(?i)" if ignore_case else ""
        # A probe sees the whole text, where ^ and $ mean other places than in a block: then there is none.
        sources = [*patterns, *map(_quoted, literal)]
        anchored = any(mark in source for source in sources for mark in ("^", "$", r"\A", r"\z"))
        self.anchors: frozenset[str] | None = None
        self.probe: str | None = None
        if not anchored:
            self.anchors = self._phrases.anchors or None
            joined = "|".join(f"(?:{_unbounded(source)})" for source in sources)
            self.probe = f"{flags}(?:{joined})" if 0 < len(joined) < 1500 else None
            if joined and self.probe is None:
                self.anchors = None

    def find(self, text: Text) -> list[Place]:
        """Return the places in order, not overlapping, exceptions left out."""
        found = [Place(h.start, h.end, h.key) for h in self._phrases.find(text.prose, text.words)]
        for block in text.blocks if self._patterns else ():
            for source, pattern in self._patterns:
                found += (
                    Place(match.start, match.end, source, match.groups)
                    for match in pattern.finditer(text.prose, *block.span)
                    if match.start < match.end
                )
        if not found:
            return found
        found.sort(key=lambda place: (place.start, -place.end))
        kept: list[Place] = []
        exceptions = self._exceptions(text, found) if self._unless else ()
        for place in found:
            overlaps = kept and place.start < kept[-1].end
            if not overlaps and not _inside(place, exceptions):
                kept.append(place)
        return kept

    def _exceptions(self, text: Text, found: Sequence[Place]) -> Sequence[tuple[int, int]]:
        """Return where exceptions stand, in the blocks that hold something found, merged."""
        starts = [place.start for place in found]
        spans: list[tuple[int, int]] = []
        for block in text.blocks:
            low, high = block.span
            at = bisect_right(starts, high - 1)
            if at and starts[at - 1] >= low:
                spans += [
                    (m.start, m.end)
                    for p in self._unless
                    for m in p.finditer(text.prose, low, high)
                ]
        return sorted(spans)


def _inside(place: Place, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the place lies in one of ``spans``."""
    at = bisect_right(spans, (place.start, 1 << 62))
    return any(end >= place.end for _, end in spans[max(at - 16, 0) : at])


def _quoted(phrase: str) -> str:
    return "".join(
        char if char.isalnum() or char == " " else f"\\x{{{ord(char):x}}}" for char in phrase
    )


def _unbounded(source: str) -> str:
    r"""Return the pattern without ``\b`` at its ends, for a probe that need not be exact."""
    return source.replace(r"\b", "") if r"\\b" not in source else source
