"""General: the same word again and again within a few lines."""

from collections import deque
from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Span
from auditor.finding import Finding, Related
from auditor.text.phrases import plain


class Repetition:
    """Finds a word, or several words in a row, that comes again too soon and too often."""

    info: ClassVar[Info] = Info(
        id="repetition",
        category="style",
        summary="The same word several times within a short passage.",
        method=(
            "A window goes over the words. Short words, words with a capital (names) and those of "
            "`ignore` are not counted; phrases of several words do not cross a block."
        ),
        measures=(
            Measure("times", "how often it stands in the passage"),
            Measure("within", "how many words the passage has"),
        ),
        options=(
            Option("times", "int", "how often is too often", default=3),
            Option("within", "int", "how many words the passage has at most", default=60),
            Option("length", "int", "how many words in a row are compared", default=1),
            Option("min_letters", "int", "words with fewer letters are not counted", default=6),
            Option("ignore", "list", "words that may come again", default=()),
        ),
        examples=(
            Example(
                "The harbour shut. A harbour wall fell. Every «harbour» suffers.", {"within": 20}
            ),
            Example("The harbour shut. A harbour wall fell. The port suffers.", {"within": 20}),
            Example(
                "The Harbour Board met. The Harbour Board left. The Harbour Board slept.",
                {"within": 20},
            ),
            Example(
                "That came as a surprise to us, and it «came as a surprise» to them.",
                {"length": 4, "times": 2, "within": 30},
            ),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._times = max(options["times"], 2)
        self._within = options["within"]
        self._length = max(options["length"], 1)
        self._letters: int = options["min_letters"]
        self._ignore = frozenset(map(plain, options["ignore"]))

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield the place where a word comes once too often, then count it afresh."""
        del neighbours
        last: dict[tuple[str, ...], deque[int]] = {}
        words = article.words
        forms = [plain(word.text) for word in words]
        reached = -1
        for at in range(len(words) - self._length + 1):
            key = tuple(forms[at : at + self._length])
            if at <= reached or not self._counts(key, words[at].text):
                continue
            end = at + self._length - 1
            if self._length > 1 and article.block_at(words[at].start) is not article.block_at(
                words[end].start
            ):
                continue
            places = last.setdefault(key, deque(maxlen=self._times))
            places.append(at)
            span = at - places[0] + self._length
            if len(places) == self._times and span <= self._within:
                earlier = [Span(words[p].start, words[p + self._length - 1].end) for p in places][
                    :-1
                ]
                yield Finding(
                    Span(words[at].start, words[end].end),
                    measures=(("times", float(self._times)), ("within", float(span))),
                    related=tuple(Related(s, s.of(article.text), "earlier-use") for s in earlier),
                    confidence=0.6,
                )
                places.clear()
                reached = end

    def _counts(self, key: tuple[str, ...], first: str) -> bool:
        if self._length > 1:
            return sum(map(len, key)) >= self._letters
        word = key[0]
        return not (len(word) < self._letters or word in self._ignore or first[0].isupper())
