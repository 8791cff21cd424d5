"""A paragraph that says again, in nearly the same words, what an earlier one says."""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Block, Role
from auditor.finding import Finding, Related
from auditor.similarity import fuzzy
from auditor.similarity.align import in_order, runs
from auditor.similarity.relation import Text, differences
from auditor.similarity.shingle import WIDTH, Overlap, overlap

_SKIPPED = frozenset({Role.CODE, Role.TABLE, Role.BYLINE, Role.DATELINE, Role.CREDIT})
_HOT = 8
"""Paragraphs that one shingle may lead to; the earliest are kept."""
_TRIED = 3
"""Earlier paragraphs that one is compared with."""


class _Seen(NamedTuple):
    block: Block
    text: Text


class NearDuplicateParagraph:
    """Finds blocks that share most of their words, in order, with an earlier block."""

    info: ClassVar[Info] = Info(
        id="near-duplicate-paragraph",
        category="duplication",
        summary="A paragraph that repeats an earlier one in nearly the same words.",
        method=(
            "Paragraphs that share word 5-grams (found by an inverted index) are compared exactly. "
            "Paragraphs of a form, which differ in a number, a date or a name, carry "
            "`differences`; "
            "those of the same words are the matter of repeated-paragraph."
        ),
        measures=(
            Measure("jaccard", "shared 5-grams over all, 0 to 1"),
            Measure("containment", "the share of the shorter one that stands in the other, 0 to 1"),
            Measure(
                "likeness",
                "likeness of the two word by word, or by 5-grams where that is more, 0 to 1",
            ),
            Measure("words", "words of this paragraph"),
            Measure("distance", "blocks from the first to this one"),
            Measure("differences", "numbers, dates and names that one puts in another's place"),
        ),
        values=("other",),
        options=(
            Option("min_words", "int", "shorter paragraphs are left alone", 12),
            Option("jaccard", "float", "least share of 5-grams in common, or else ...", 0.2),
            Option("containment", "float", "... least share of the shorter in the longer", 0.5),
        ),
        examples=(
            Example(
                "The harbour board said on Friday that the old lighthouse at Skell would be sold "
                "to "
                "a company that plans a hotel.\n\nResidents have until June to object.\n\n"
                "«The harbour board said on Friday that the old lighthouse at Skell would be "
                "sold to "
                "a firm that plans a hotel.»"
            ),
            Example(
                "The storm tore the roof off the school at Brenn, broke windows along the main "
                "street and left four villages without power for a night. Nobody was hurt.\n\n"
                "«The storm tore the roof off the school at Brenn, broke windows along the main "
                "street and left four villages without power for a night.»"
            ),
            Example(
                "Team Skell beat Team Brenn by 3 goals to 1 on Saturday before a crowd of "
                "4,000 in the rain.\n\n"
                "Team Tarn beat Team Aldmoor by 2 goals to 0 on Saturday before a crowd of "
                "1,200 in the rain."
            ),
            Example(
                "The harbour board will sell the lighthouse to a company that plans a hotel "
                "there.\n\n"
                "The board has owned the lighthouse since it was built for the herring fleet in "
                "1871."
            ),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._min_words = options["min_words"]
        self._jaccard = options["jaccard"]
        self._containment = options["containment"]

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each block that nearly repeats one before it."""
        del neighbours
        seen: list[_Seen] = []
        index: dict[int, list[int]] = {}
        whole = article.compared
        again = {value for value, count in Counter(whole.shingles).items() if count > 1}
        if not again:
            return
        for block in article.story:
            if block.role in _SKIPPED:
                continue
            low, high = whole.token_range(*block.span)
            if high - low < self._min_words:
                continue
            # Few paragraphs hold a 5-gram that stands twice; the others are not looked at again.
            if again.isdisjoint(whole.shingles[low : high - WIDTH + 1]):
                continue
            text = whole.part(*block.span)
            shared: Counter[int] = Counter()
            for value in text.shingle_set & again:
                known = index.setdefault(value, [])
                shared.update(known)
                if len(known) < _HOT:
                    known.append(len(seen))
            seen.append(_Seen(block, text))
            if shared and (best := self._best(text, seen, shared)):
                if text.tokens.hashes == best[0].text.tokens.hashes:
                    continue
                yield self._finding(article, seen[-1], *best)

    def _best(
        self, text: Text, seen: list[_Seen], shared: Counter[int]
    ) -> tuple[_Seen, Overlap] | None:
        """Return the likest earlier block, if any is like enough."""
        best: tuple[_Seen, Overlap] | None = None
        ranked = sorted((-count, at) for at, count in shared.items())
        for count, at in ranked[:_TRIED]:
            other = seen[at]
            shorter = min(len(text.shingle_set), len(other.text.shingle_set))
            if -count * 2 < shorter * self._jaccard:
                break
            measured = overlap(text.shingle_set, other.text.shingle_set)
            most = max(measured.containment_a, measured.containment_b)
            like = measured.jaccard >= self._jaccard or most >= self._containment
            if like and (best is None or measured.jaccard > best[1].jaccard):
                best = other, measured
        return best

    def _finding(self, article: Article, this: _Seen, other: _Seen, measured: Overlap) -> Finding:
        mine, its = this.text, other.text
        chain = in_order(runs(mine.tokens.hashes, its.tokens.hashes, mine.shingles, its.shingles))
        changed = differences(mine, its, chain)
        # Edits scattered over a paragraph break most 5-grams and few words; a change of order the reverse.
        by_word = fuzzy.likeness(mine.tokens.hashes, its.tokens.hashes)
        likeness = max(by_word, measured.jaccard)
        return Finding(
            this.block.span,
            measures=(
                ("jaccard", round(measured.jaccard, 4)),
                ("containment", round(max(measured.containment_a, measured.containment_b), 4)),
                ("likeness", round(likeness, 4)),
                ("words", float(len(mine.tokens))),
                ("distance", float(this.block.index - other.block.index)),
                ("differences", float(len(changed))),
            ),
            values=(("other", f"paragraph {other.block.index + (article.headline is None)}"),),
            related=(
                Related(
                    other.block.span,
                    other.block.span.of(article.text),
                    "near-duplicate",
                    block=other.block.index,
                ),
            ),
            confidence=0.55 if changed else 0.9,
        )
