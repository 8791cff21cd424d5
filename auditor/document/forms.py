"""The form of each passage of an article, as facts from which furniture and captions can be told."""

import re
from collections.abc import Iterator, Sequence
from math import log
from typing import TYPE_CHECKING

from auditor.document.belonging import Belonging
from auditor.document.block import Role
from auditor.document.passages import Passage
from auditor.document.surroundings import FACTS as SURROUNDINGS
from auditor.document.surroundings import runs_of, surroundings
from auditor.language.classes import members, number
from auditor.language.forest import forest

if TYPE_CHECKING:
    from auditor.document.article import Article

_ASKING = members("asking")
"""Words that a call to action begins with."""
_PLACES = tuple(
    number(name)
    for name in (
        "offer",
        "picture",
        "second person",
        "first person",
        "past",
        "present",
        "article",
        "calling",
        "commerce",
        "network",
        "verb",
        "house",
        "terms",
        "teasing",
        "preposition",
    )
)
_SHORTEST = 4
"""Words of a passage from which its form is asked for."""
_SPEECH = '"“”'
_LONGEST = 70
"""Words of a passage from which its form is no longer asked for: furniture and captions are shorter."""
_LISTING = frozenset("the top best how why what when where".split())
"""Words that headlines of guides and lists begin with."""
_LEADING = frozenset("here now today more below".split())
"""Words that a link to something else ends with."""
_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_ARROWS = frozenset("→»›▶➜👉>✓✔★☆▼©®•")
_PRICE = re.compile(r"[$£€] ?\d|\b(?:USD|EUR|GBP)\b")
_LABEL = re.compile(r"[\W_]{0,4}(?:[A-Z][\w'’]* ?){1,4}:\s")
_GLUED = re.compile(r"[a-z][A-Z]")

_OWN = (
    "linked", "words", "capitals", "headline form", "stop", "question", "exclamation", "colon", "dots",
    "asking first", "offer", "picture", "bar", "copyright sign", "slash", "second person", "first person",
    "past", "present", "articles", "figures", "quotation marks", "lower start", "symbol start", "heading",
    "list", "sentences", "names", "prices", "date", "arrow", "label", "shouting", "word length", "address",
    "signs", "glued", "listing first", "versus", "byline", "figure first", "leading last", "calling",
    "commerce", "network", "verbs", "house", "terms", "teasing", "prepositions", "participle first", "bracket last",
)  # fmt: skip
_BESIDE = ("linked", "words", "headline form", "stop", "heading", "list", "offer")
_CONTEXT = (
    "run of linked", "run of headlines", "place", "from end", "passages", "mean words", "share linked",
    "share of headlines", "like rest", "like before", "like after", "share with before", "share with after",
    "known words", "lone colon before", "share of list",
)  # fmt: skip
FACTS = (
    *_OWN,
    *(f"{name} before" for name in _BESIDE),
    *(f"{name} after" for name in _BESIDE),
    *_CONTEXT,
    *SURROUNDINGS,
)
"""The facts, in the order in which ``forms`` gives them."""
_LINKED = 0.75
_ENDS = (". ", "? ", "! ")
_OFFER = number("offer")
_NOBODY = (0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)


def forms(passages: Sequence[Passage], belonging: Belonging) -> list[tuple[float, ...] | None]:
    """Return the facts on each passage, None for long ones; linear in their words."""
    beside = [_beside(p) for p in passages]
    linked = runs_of([p.linked > _LINKED for p in passages])
    headlines = runs_of([p.is_headline for p in passages])
    around = surroundings(passages)
    count = max(len(passages), 1)
    article = (
        log(count),
        sum(len(p.words) for p in passages) / count,
        sum(p.linked > _LINKED for p in passages) / count,
        sum(p.is_headline for p in passages) / count,
    )
    lists = sum(p.block.role is Role.LIST_ITEM for p in passages) / count
    found: list[tuple[float, ...] | None] = []
    for i, own in enumerate(passages):
        if len(own.words) > _LONGEST:
            found.append(None)
            continue
        bag = own.bag
        below = i + 1 < count
        found.append(
            (
                *_own(own),
                *(beside[i - 1] if i else _NOBODY),
                *(beside[i + 1] if below else _NOBODY),
                float(linked[i]),
                float(headlines[i]),
                i / count,
                float(min(count - 1 - i, 8)),
                *article,
                belonging.likeness(i),
                belonging.between((i,), (i - 1,)) if i else 0.0,
                belonging.between((i,), (i + 1,)) if below else 0.0,
                _shared(bag, passages[i - 1].bag) if i else 0.0,
                _shared(bag, passages[i + 1].bag) if below else 0.0,
                belonging.known[i] / max(len(bag), 1),
                float(i > 0 and passages[i - 1].text[-1:] == ":"),
                lists,
                *around[i],
            )
        )
    return found


def likely(article: "Article", kind: str, least: float) -> Iterator[tuple[Passage, float]]:
    """Yield the passages of the body that trees take for ``kind`` by their form, and how surely, from ``least`` on.

    Pages have trees of their own, which know links, headings and the elements that text is set in. English alone.
    """
    if article.language != "en":
        return
    trees = forest(f"{kind}-page" if article.is_page else kind)
    for passage, facts in zip(article.passages, article.forms, strict=True):
        if facts is None or passage.block is article.headline or len(passage.words) < _SHORTEST:
            continue
        probability = trees.probability(facts)
        if probability >= least:
            yield passage, probability


def _beside(p: Passage) -> tuple[float, ...]:
    return (
        p.linked,
        float(len(p.words)),
        float(p.is_headline),
        float(p.stops),
        float(p.block.role is Role.SUBHEADING),
        float(p.block.role is Role.LIST_ITEM),
        float(p.counts[_OFFER]),
    )


def _own(p: Passage) -> tuple[float, ...]:
    text, low = p.text, p.low
    count = max(len(low), 1)
    size = max(len(text), 1)
    first = low[0] if low else ""
    figures = sum([word[0].isdigit() for word in low])
    (
        offer, picture, second, me, past, present, articles, calling,
        commerce, network, verbs, house, terms, teasing, prepositions,
    ) = (p.counts[at] for at in _PLACES)  # fmt: skip
    return (
        p.linked,
        float(len(low)),
        p.capitals,
        float(p.is_headline),
        float(p.stops),
        float("?" in text),
        float("!" in text),
        float(":" in text),
        float(text.endswith(("…", "...", "→", "»", ">"))),
        float(not _ASKING.isdisjoint(low[:2])),
        float(offer),
        float(picture),
        float("|" in text or " – " in text[:60] or " — " in text[:60]),
        float("©" in text),
        float("/" in text),
        second / count,
        me / count,
        past / count,
        present / count,
        articles / count,
        float(figures),
        float(sum(map(text.count, _SPEECH))),
        float(text[:1].islower()),
        float(not (text[:1].isalnum() or text[:1] in "\"“'‘")),
        float(p.block.role is Role.SUBHEADING),
        float(p.block.role is Role.LIST_ITEM),
        float(sum(map(text.count, _ENDS))),
        len(p.names) / count,
        float(len(_PRICE.findall(text))),
        float(figures > 0 and not _MONTHS.isdisjoint(low)),
        float(not _ARROWS.isdisjoint(text)),
        float(_LABEL.match(text) is not None),
        sum([word.text.isupper() for word in p.words if word.end - word.start > 1]) / count,
        len(text) / count,
        float("@" in text or "http" in text or ".com" in text),
        (len(text) - sum(map(len, low)) - text.count(" ")) / size,
        float(_GLUED.search(text) is not None),
        float(first in _LISTING or first.isdigit()),
        float("vs" in low),
        float(first == "by" or ("min" in low and "read" in low)),
        float(text[:1].isdigit()),
        float(bool(low) and low[-1] in _LEADING),
        float(calling),
        float(commerce),
        float(network),
        float(verbs),
        float(house),
        float(terms),
        float(teasing),
        prepositions / count,
        float(first.endswith("ing")),
        float(text.endswith(")")),
    )


def _shared(one: dict[str, float], other: dict[str, float]) -> float:
    total = sum(one.values())
    return sum(w for term, w in one.items() if term in other) / total if total else 0.0
