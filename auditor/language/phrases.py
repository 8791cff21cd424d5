"""Fixed phrases found in a text by their first word, so that thousands cost one look-up a word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count
from typing import Generic, NamedTuple, TypeVar

from auditor.text.words import WORD, Word

Payload = TypeVar("Payload")
_CHOICE = re.compile(r"\(([^()]*)\)")
_SEEN = 3
"""So many characters behind the first word tell which phrases to compare."""


def expand(pattern: str) -> tuple[str, ...]:
    """Return every string that a pattern with choices stands for: ``organi(s|z)ed``, ``visit(|s)``."""
    match = _CHOICE.search(pattern)
    if match is None:
        return (pattern,)
    head, tail = pattern[: match.start()], pattern[match.end() :]
    rest = expand(tail)
    return tuple(head + choice + end for choice in match.group(1).split("|") for end in rest)


class Hit(NamedTuple, Generic[Payload]):
    """A phrase at its place."""

    start: int
    end: int
    payload: Payload


class Phrases(Generic[Payload]):
    """Phrases with what they stand for. A phrase in lower case is found in any case, others as written."""

    def __init__(self, listed: Iterable[tuple[str, Payload]]) -> None:
        """Index the phrases by their first word and what follows it; longer ones win."""
        self._by_first: dict[str, dict[str, list[tuple[str, bool, Payload]]]] = {}
        for phrase, payload in listed:
            match = WORD.match(phrase)
            if match is None:
                continue
            following = phrase[match.end() : match.end() + _SEEN].lower()
            key = following if len(following) == _SEEN else ""
            entries = self._by_first.setdefault(match.group().lower(), {})
            entries.setdefault(key, []).append((phrase, phrase.islower(), payload))
        for entries in self._by_first.values():
            for alike in entries.values():
                alike.sort(key=lambda e: -len(e[0]))

    def find(
        self, prose: str, words: Sequence[Word], lowered: Sequence[str]
    ) -> Iterator[Hit[Payload]]:
        """Yield the phrases that stand in ``prose`` as whole words, left to right, not overlapping.

        ``lowered`` has the texts of ``words`` in lower case.
        """
        done = 0
        first = self._by_first
        for at in compress(count(), map(first.__contains__, lowered)):
            _, start, after = words[at]
            if start < done:
                continue
            entries = first[lowered[at]]
            key = prose[after : after + _SEEN].lower().replace("\n", " ")
            for phrase, any_case, payload in (*entries.get(key, ()), *entries.get("", ())):
                end = start + len(phrase)
                there = prose[start:end]
                if (there.lower() if any_case else there).replace("\n", " ") != phrase:
                    continue
                if prose[end : end + 1].isalnum():
                    continue
                yield Hit(start, end, payload)
                done = end
                break
