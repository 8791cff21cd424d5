"""One thing written in two forms: US and U.S., airstrike and air strike."""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Role, Span
from auditor.finding import Finding, Related
from auditor.language.phrases import Hit, Phrases, expand

_US = (("us", "US", "U.S.", "USA"),)


class _Form(NamedTuple):
    """A form of a group (-1: an exception, such as USA Today) and its inflection's number."""

    group: str
    form: int
    inflection: int
    any_case: bool = False


class FormVariant:
    """Finds the rarer form where an article writes the same thing in several forms."""

    info: ClassVar[Info] = Info(
        id="form-variant",
        category="consistency",
        summary="The same thing written in two forms in one article.",
        method=(
            "Groups of forms as data. The form used most (of two equal ones the first used) is taken for "
            "the article's own; the first place of every other form outside direct speech and the headline "
            "is reported. Exceptions (USA Today) are forms of no group."
        ),
        measures=(
            Measure("uses", "how often the reported form stands in the article"),
            Measure("other_uses", "how often the article's own form stands in it"),
        ),
        values=("other", "suggestion"),
        options=(
            Option("table", "table", "Rows: group, then its forms; (s|z) are choices.", default=()),
            Option("exceptions", "list", "Phrases that hold a form and mean a name.", default=()),
        ),
        examples=(
            Example(
                "The US said so. Then the US left with «USA» troops.",
                {"table": _US},
                suggestion="US",
            ),
            Example(
                "Two airstrikes hit the port. The «air strikes» went on. No airstrike hit the town.",
                {"table": (("airstrike", "airstrike(|s)", "air strike(|s)"),)},
                suggestion="airstrikes",
            ),
            Example("The US said so. He told us that the US left.", {"table": _US}),
            Example("The US left. “We of the USA stay,” he said.", {"table": _US}),
            Example("The US left, USA Today wrote.", {"table": _US, "exceptions": ("USA Today",)}),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        """Index the table."""
        self._forms: dict[str, tuple[tuple[str, ...], ...]] = {}
        listed: list[tuple[str, _Form]] = [(e, _Form("", -1, 0)) for e in options["exceptions"]]
        for group, *forms in options["table"]:
            spelt = tuple(expand(form) for form in forms if form)
            self._forms[group] = spelt
            for number, inflections in enumerate(spelt):
                listed += [
                    (text, _Form(group, number, i, text.islower()))
                    for i, text in enumerate(inflections)
                ]
        self._phrases = Phrases(listed)

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield the first place of each form that is not the article's own."""
        del neighbours
        groups: dict[str, list[Hit[_Form]]] = {}
        for hit in self._phrases.find(article.prose, article.words):
            if hit.payload.form >= 0 and not _is_other_word(article, hit):
                groups.setdefault(hit.payload.group, []).append(hit)
        for group, hits in groups.items():
            if len({hit.payload.form for hit in hits}) > 1:
                yield from self._of_group(article, group, hits)

    def _of_group(self, article: Article, group: str, hits: list[Hit[_Form]]) -> Iterator[Finding]:
        counts: dict[int, int] = {}
        for hit in hits:
            counts[hit.payload.form] = counts.get(hit.payload.form, 0) + 1
        own = max(counts, key=lambda form: counts[form])  # of equals the first used
        first = next(hit for hit in hits if hit.payload.form == own)
        told = {own}
        for hit in hits:
            form = hit.payload.form
            span = Span(hit.start, hit.end)
            if form in told or not _is_ours(article, span):
                continue
            told.add(form)
            forms = self._forms[group][own]
            suggestion = forms[min(hit.payload.inflection, len(forms) - 1)]
            there = Span(first.start, first.end)
            block = article.block_at(first.start)
            yield Finding(
                span,
                measures=(("uses", float(counts[form])), ("other_uses", float(counts[own]))),
                values=(("other", there.of(article.text)), ("suggestion", suggestion)),
                suggestions=(suggestion,),
                related=(
                    Related(
                        there,
                        there.of(article.text),
                        "first-use",
                        block=block.index if block else None,
                    ),
                ),
                confidence=0.85,
            )


def _is_ours(article: Article, span: Span) -> bool:
    """Whether the words are the article's own: not direct speech, not the headline."""
    block = article.block_at(span.start)
    if block is None or block.role in (Role.HEADLINE, Role.CODE, Role.TABLE, Role.QUOTATION):
        return False
    return not article.in_direct_speech(span)


def _follows_name(article: Article, at: int) -> bool:
    """Whether a word with a capital, itself no sentence's first, stands right before (Amnesty USA)."""
    before = article.prose[max(0, at - 40) : at]
    if not before.endswith(" ") or before.endswith(". "):
        return False
    words = before.split(" ")
    last = words[-2] if len(words) > 1 else ""
    return last[:1].isupper() and last.isalpha() and len(words) > 2 and words[-3][-1:].isalpha()


def _is_other_word(article: Article, hit: Hit[_Form]) -> bool:
    """Whether the hit is part of a longer token (U.S.A, US-led is fine) or a line set in capitals."""
    prose = article.prose
    forms = hit.payload
    if forms.any_case and prose[hit.start].isupper():
        return True  # part of a name (Council of Economic Advisers) or the first word of a sentence
    if not forms.any_case and _follows_name(article, hit.start):
        return True
    if prose[hit.start - 1 : hit.start] in ("@", "#", "/", ".", "_", "$") and hit.start:
        return True
    after = prose[hit.end : hit.end + 2]
    if after[:1] in ("@", "/", "_", "$") or (after[:1] == "." and after[1:].isalnum()):
        return True
    text = prose[hit.start : hit.end]
    if text == "US":
        line = prose[max(0, hit.start - 12) : hit.end + 12]
        letters = [c for c in line if c.isalpha()]
        return after[:1] == "$" or sum(map(str.isupper, letters)) > 0.7 * len(letters)
    return False
