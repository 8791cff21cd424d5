"""Breaks planted into whole articles: each function changes one place and says where.

Every function takes an article and a source of chance and returns the broken text below the headline
with the place near which the break must be found, or None where the article gives no occasion.
"""

import random
import re
from collections.abc import Callable
from itertools import pairwise

from auditor.document import Article, Quotation, Span
from auditor.document.attributions import Attribution, Speaker
from auditor.similarity.facts import figures_in, is_year

Plant = tuple[str, int]
Planter = Callable[[Article, random.Random], Plant | None]
_MIN_REPEATED = 10


def _without(article: Article, span: Span, place: int) -> Plant:
    text = article.text[: span.start] + article.text[span.end :]
    gone = span.end - span.start if span.end <= place else 0
    return text[article.body_start :], place - gone - article.body_start


def _long(article: Article) -> list[Quotation]:
    body = article.body_start
    return [
        q
        for q in article.quotations
        if q.closed and q.opened and not q.mixed and q.style != "single" and q.span.start >= body
        if len(article.words_in(q.inner)) >= 6
    ]


def closing_removed(article: Article, random_: random.Random) -> Plant | None:
    """Take a closing mark away."""
    if not (found := _long(article)):
        return None
    q = random_.choice(found)
    return _without(article, Span(q.inner.end, q.span.end), q.span.start)


def opening_removed(article: Article, random_: random.Random) -> Plant | None:
    """Take an opening mark away."""
    if not (found := _long(article)):
        return None
    q = random_.choice(found)
    return _without(article, Span(q.span.start, q.inner.start), q.span.start)


def _single(text: str) -> str:
    """Return the text with single curly marks for double ones, as British papers have them."""
    text = re.sub(r'(^|[\s(\[—–-])"', r"\1“", text, flags=re.MULTILINE).replace('"', "”")
    return text.replace("“", "‘").replace("”", "’")


def _in_single_marks(plant: Planter) -> Planter:
    def planted(article: Article, random_: random.Random) -> Plant | None:
        if any(q.nested or q.style == "single" or not q.closed for q in article.quotations):
            return None
        found = plant(article, random_)
        return None if found is None else (_single(found[0]), found[1])

    planted.__name__ = f"{plant.__name__} (single marks)"
    return planted


def beginning_cut(article: Article, random_: random.Random) -> Plant | None:
    """Take one to four words from the beginning of a quotation that opens a paragraph."""
    found = [
        a.quotation
        for a in article.attributions
        if a.after
        and a.quotation.span.start == article.blocks[a.quotation.block].span.start
        and a.quotation.span.start >= article.body_start
        and len(article.words_in(a.quotation.inner)) >= 12
    ]
    return _cut(article, found, random_)


def beginning_cut_anywhere(article: Article, random_: random.Random) -> Plant | None:
    """Take them from any quotation that opens a sentence and ends like one."""
    starts = {s.start for s in article.sentences}
    found = [
        q
        for q in _long(article)
        if q.span.start in starts
        and len(article.words_in(q.inner)) >= 12
        and article.text[q.inner.end - 1] in ".?!,"
    ]
    return _cut(article, found, random_)


def _cut(article: Article, found: list[Quotation], random_: random.Random) -> Plant | None:
    if not found:
        return None
    q = random_.choice(found)
    word = article.words_in(q.inner)[random_.randint(1, 4)]
    return _without(article, Span(q.inner.start, word.start), q.span.start)


def end_cut(article: Article, random_: random.Random) -> Plant | None:
    """Take one to three words from the end of a quotation that an attribution follows."""
    found = [
        a.quotation
        for a in article.attributions
        if a.after and len(article.words_in(a.quotation.inner)) >= 12
    ]
    if not found:
        return None
    q = random_.choice(found)
    words = article.words_in(q.inner)
    return _without(article, Span(words[-random_.randint(2, 4)].end, words[-1].end), q.span.start)


def _paragraph(article: Article, index: int) -> Span:
    span = article.blocks[index].span
    return Span(span.start, min(len(article.text), span.end + 2))


def introduction_removed(article: Article, random_: random.Random) -> Plant | None:
    """Take away the one paragraph that names a speaker before a surname alone speaks."""
    choices: list[tuple[int, Attribution]] = []
    for a in article.attributions:
        name = a.speaker.of(article.text)
        if a.kind is not Speaker.NAME or not name.isalpha() or len(name) < 4:
            continue
        own = article.blocks[a.quotation.block].span
        holding = [
            b for b in article.body if b.span.end <= own.start and name in b.span.of(article.text)
        ]
        if len(holding) != 1 or name in article.text[own.start : a.speaker.start]:
            continue
        full = (n for n in article.names if n.block == holding[0].index and len(n.words) > 1)
        if name not in article.headline_text and any(name in n.words for n in full):
            choices.append((holding[0].index, a))
    if not choices:
        return None
    block, a = random_.choice(choices)
    return _without(article, _paragraph(article, block), a.speaker.start)


def introduction_removed_mr(article: Article, random_: random.Random) -> Plant | None:
    """Take away the one paragraph that names somebody before Mr or Ms stands with the surname."""
    del random_
    return _mr(article, speaks=False)


def introduction_removed_mr_speaks(article: Article, random_: random.Random) -> Plant | None:
    """Take it away before Mr or Ms so-and-so speaks beside a quotation."""
    del random_
    return _mr(article, speaks=True)


def _mr(article: Article, *, speaks: bool) -> Plant | None:
    speaking = {a.speaker.end for a in article.attributions} if speaks else set()
    for n in article.names:
        if not n.has_courtesy or len(n.words) > 1 or len(n.text) < 4 or n.block == 0:
            continue
        if speaks and n.span.end not in speaking:
            continue
        own = article.text[article.blocks[n.block].span.start : n.span.start]
        holding = [
            b for b in article.body if b.index < n.block and n.text in b.span.of(article.text)
        ]
        if (
            (not speaks or n.text not in own)
            and len(holding) == 1
            and any(
                n.text in m.words and len(m.words) > 1 and m.block == holding[0].index
                for m in article.names
            )
        ):
            return _without(article, _paragraph(article, holding[0].index), n.span.start)
    return None


def antecedent_removed(article: Article, random_: random.Random) -> Plant | None:
    """Take away the paragraph before "he said" or "she said", which names a speaker."""
    found = article.attributions
    choices = [
        (one, two)
        for one, two in pairwise(found)
        if two.kind is Speaker.PRONOUN
        and two.speaker.of(article.text) in ("he", "she")
        and one.kind in (Speaker.NAME, Speaker.PERSON)
        and two.quotation.block == one.quotation.block + 1
    ]
    if not choices:
        return None
    one, two = random_.choice(choices)
    return _without(article, _paragraph(article, one.quotation.block), two.speaker.start)


def told_twice(article: Article, random_: random.Random) -> Plant | None:
    """Put the words of a quotation into a paragraph of their own at the end."""
    found = [
        q
        for q in _long(article)
        if len(article.words_in(q.inner)) >= _MIN_REPEATED
        and article.words_in(q.inner)[0].text[0].isupper()
    ]
    if not found:
        return None
    q = random_.choice(found)
    body = article.text[article.body_start :].rstrip()
    return f"{body}\n\n{q.span.of(article.text)} one of them said.", len(body) + 2


def _statement(article: Article, random_: random.Random) -> tuple[str, str] | None:
    """Return a sentence with one of its figures changed, and the new figure."""
    found = []
    for block in article.body:
        for span in article.sentences_in(block) if block.is_prose else ():
            text = span.of(article.text)
            if "\n" in text or not text.endswith(".") or any(c in text for c in '"“”'):
                continue
            figures = list(figures_in(article.prose, *span))
            plain = [
                f
                for f in figures
                if f.text.isdigit() and int(f.text) > 2 and not is_year(f.text) and not f.is_date
            ]
            if plain and len(figures) <= 3 and 9 <= len(article.words_in(span)) <= 40:
                found.append((span, plain))
    if not found:
        return None
    span, plain = random_.choice(found)
    figure = random_.choice(plain)
    value = int(figure.text)
    new = str(value + max(1, int(value * random_.choice((0.1, 0.2, 0.4)))))
    return article.text[span.start : figure.start] + new + article.text[figure.end : span.end], new


def figure_changed(article: Article, random_: random.Random) -> Plant | None:
    """Tell a statement again at the end, officials said, with another figure."""
    if (found := _statement(article, random_)) is None:
        return None
    body = article.text[article.body_start :].rstrip()
    return f"{body}\n\n{found[0][:-1]}, officials said.", len(body) + 2


def figure_changed_in_part(article: Article, random_: random.Random) -> Plant | None:
    """Tell its beginning or its end again, up to a comma or from one, with another figure."""
    if (found := _statement(article, random_)) is None:
        return None
    text, new = found
    first, comma, rest = text.partition(", ")
    part = f"{first}." if new in first else rest[:1].upper() + rest[1:]
    if not comma or len(part.split()) < 8:
        return None
    body = article.text[article.body_start :].rstrip()
    return f"{body}\n\n{part}", len(body) + 2


BROKEN_QUOTATIONS: tuple[Planter, ...] = (
    closing_removed,
    opening_removed,
    beginning_cut,
    introduction_removed,
)
"""What the target for planted broken quotations is held against."""

PLANTS: tuple[tuple[Planter, str], ...] = (
    (closing_removed, "unbalanced-quote"),
    (opening_removed, "unbalanced-quote"),
    (_in_single_marks(closing_removed), "unbalanced-quote"),
    (_in_single_marks(opening_removed), "unbalanced-quote"),
    (beginning_cut, "truncated-quote"),
    (beginning_cut_anywhere, "truncated-quote"),
    (end_cut, "truncated-quote"),
    (introduction_removed, "orphan-attribution"),
    (introduction_removed_mr, "unintroduced-name"),
    (introduction_removed_mr_speaks, "unintroduced-name"),
    (antecedent_removed, "orphan-attribution"),
    (told_twice, "repeated-quote"),
    (figure_changed, "number-conflict"),
    (figure_changed_in_part, "number-conflict"),
)
