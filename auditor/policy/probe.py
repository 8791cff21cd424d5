"""Tells cheaply which detectors cannot find anything, so that thousands of rules cost little.

A detector may have ``anchors``, words (in the form of ``phrases.plain``) of which one must stand in the text, and
``probe``, an RE2 pattern of which a match must; with neither it always runs.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.detector import Detector
from auditor.document import Article
from auditor.text.phrases import plain

if TYPE_CHECKING:
    from auditor.text.patterns import PatternSet

_FEW = 8
"""So few patterns are not worth a set."""


class Probes:
    """Which of some detectors must run on an article."""

    def __init__(self, detectors: Sequence[Detector]) -> None:
        self._always: list[int] = []
        self._anchored: dict[str, list[int]] = {}
        self._patterns: list[tuple[int, str]] = []
        for index, detector in enumerate(detectors):
            anchors: frozenset[str] | None = getattr(detector, "anchors", None)
            probe: str | None = getattr(detector, "probe", None)
            if anchors is None and probe is None:
                self._always.append(index)
                continue
            for word in anchors or ():
                self._anchored.setdefault(word, []).append(index)
            if probe is not None:
                self._patterns.append((index, probe))
        if len(self._patterns) < _FEW:
            self._always += [index for index, _ in self._patterns]
            self._patterns = []
        self._set: PatternSet | None = None

    def hits(self, article: Article) -> list[int]:
        """Return the detectors that may find something, in their order."""
        if not self._anchored and not self._patterns:
            return self._always
        found = set(self._always)
        if self._anchored:
            for word in {plain(w.text) for w in article.words} & self._anchored.keys():
                found.update(self._anchored[word])
        if self._patterns:
            if self._set is None:
                from auditor.text.patterns import PatternSet

                self._set = PatternSet([probe for _, probe in self._patterns])
            found.update(self._patterns[at][0] for at in self._set.hits(article.prose))
        return sorted(found)
