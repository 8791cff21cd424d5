"""The form of each passage of an article, as facts from which furniture and captions can be told."""

import re
from collections.abc import Sequence
from math import log

from auditor.document.belonging import Belonging
from auditor.document.block import Role
from auditor.document.passages import Passage
from auditor.language.vectors import likeness

_ASKING = frozenset(
    "read see learn click get join sign shop download watch subscribe try compare discover check explore "
    "find start follow listen visit browse buy book call contact donate enter register share tweet pin "
    "support become take request schedule save submit view want looking ready need love enjoy keep".split()
)
"""Words that a call to action begins with."""
_OFFER = frozenset(
    "newsletter newsletters inbox subscribe subscriber subscribers subscription affiliate commission free "
    "trial discount coupon link links click here email emails cookies privacy policy terms sign signup "
    "updates offers deals account login download app podcast advertisement sponsored donate membership "
    "unsubscribe delivered weekly daily signing subscribing promo disclosure purchase".split()
)
_PICTURE = frozenset(
    "photo photos photograph photography photographer image images credit courtesy source via getty "
    "screenshot illustration figure pictured picture copyright shown seen above below shutterstock "
    "reuters ap afp wikimedia unsplash flickr graphic chart infographic".split()
)
_SECOND = frozenset("you your you're you'll you've yours".split())
_FIRST = frozenset("we our us i my me we're we've i'm i've".split())
_PAST = frozenset("was were had said did told went came made".split())
_PRESENT = frozenset("is are has have does says can will".split())
_ARTICLES = frozenset("the a an of to and that which".split())
_SPEECH = '"“”'
_CALLING = frozenset(
    "click subscribe sign newsletter download follow inbox join check learn more read started contact try "
    "shop buy free".split()
)
"""Words of calls to the reader, wherever they stand."""
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
)
"""The facts, in the order in which ``forms`` gives them."""
_PICKED = tuple(_OWN.index(name) for name in _BESIDE)
_NOBODY = (0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)


def forms(passages: Sequence[Passage], belonging: Belonging) -> list[tuple[float, ...]]:
    """Return the facts on each passage; linear in their words."""
    own = [_own(p) for p in passages]
    each = belonging.each
    linked = _runs([facts[0] > 0.75 for facts in own])
    headlines = _runs([facts[3] > 0 for facts in own])
    count = max(len(passages), 1)
    mean = sum(len(p.words) for p in passages) / count
    shares = (
        sum(facts[0] > 0.75 for facts in own) / count,
        sum(facts[3] for facts in own) / count,
    )
    lists = sum(p.block.role is Role.LIST_ITEM for p in passages) / count
    found = []
    for i, facts in enumerate(own):
        before = own[i - 1] if i else None
        after = own[i + 1] if i + 1 < len(own) else None
        bag = passages[i].bag
        found.append(
            (
                *facts,
                *([before[k] for k in _PICKED] if before else _NOBODY),
                *([after[k] for k in _PICKED] if after else _NOBODY),
                float(linked[i]),
                float(headlines[i]),
                i / count,
                float(min(count - 1 - i, 8)),
                log(count),
                mean,
                *shares,
                belonging.likeness(i),
                likeness(each[i], each[i - 1]) if i else 0.0,
                likeness(each[i], each[i + 1]) if i + 1 < count else 0.0,
                _shared(bag, passages[i - 1].bag) if i else 0.0,
                _shared(bag, passages[i + 1].bag) if i + 1 < count else 0.0,
                belonging.sums[i].rows / max(len(bag), 1),
                float(i > 0 and passages[i - 1].text[-1:] == ":"),
                lists,
            )
        )
    return found


def _own(p: Passage) -> tuple[float, ...]:
    text, low = p.text, p.low
    count = max(len(low), 1)
    linked = sum(s.end - s.start for s in p.block.links if s.overlaps(p.span))
    last = text.rstrip("\"”’')]")[-1:]
    figures = sum(word[0].isdigit() for word in low)
    asking = bool(low) and (low[0] in _ASKING or (len(low) > 1 and low[1] in _ASKING))
    return (
        min(1.0, linked / max(len(text), 1)),
        float(len(low)),
        p.capitals,
        float(p.is_headline),
        float(last in ".!?"),
        float("?" in text),
        float("!" in text),
        float(":" in text),
        float(text.endswith(("…", "...", "→", "»", ">"))),
        float(asking),
        float(sum(map(_OFFER.__contains__, low))),
        float(sum(map(_PICTURE.__contains__, low))),
        float("|" in text or " – " in text[:60] or " — " in text[:60]),
        float("©" in text),
        float("/" in text),
        sum(map(_SECOND.__contains__, low)) / count,
        sum(map(_FIRST.__contains__, low)) / count,
        sum(map(_PAST.__contains__, low)) / count,
        sum(map(_PRESENT.__contains__, low)) / count,
        sum(map(_ARTICLES.__contains__, low)) / count,
        float(figures),
        float(sum(text.count(mark) for mark in _SPEECH)),
        float(text[:1].islower()),
        float(not (text[:1].isalnum() or text[:1] in "\"“'‘")),
        float(p.block.role is Role.SUBHEADING),
        float(p.block.role is Role.LIST_ITEM),
        float(text.count(". ") + text.count("? ") + text.count("! ")),
        len(p.names) / count,
        float(len(_PRICE.findall(text))),
        float(figures > 0 and not _MONTHS.isdisjoint(low)),
        float(not _ARROWS.isdisjoint(text)),
        float(_LABEL.match(text) is not None),
        sum(word.text.isupper() for word in p.words if word.end - word.start > 1) / count,
        len(text) / count,
        float("@" in text or "http" in text or ".com" in text),
        (len(text) - sum(map(len, low)) - text.count(" ")) / max(len(text), 1),
        float(_GLUED.search(text) is not None),
        float(bool(low) and (low[0] in _LISTING or low[0].isdigit())),
        float("vs" in low),
        float(bool(low) and (low[0] == "by" or ("min" in low and "read" in low))),
        float(text[:1].isdigit()),
        float(bool(low) and low[-1] in _LEADING),
        float(sum(map(_CALLING.__contains__, low))),
    )


def _runs(flags: Sequence[bool]) -> list[int]:
    """Return for each place how long the run of set flags is that it stands in, 0 where it is not set."""
    found = [0] * len(flags)
    start = 0
    for at in range(len(flags) + 1):
        if at == len(flags) or not flags[at]:
            found[start:at] = [at - start] * (at - start)
            start = at + 1
    return found


def _shared(one: dict[str, float], other: dict[str, float]) -> float:
    total = sum(one.values())
    return sum(w for term, w in one.items() if term in other) / total if total else 0.0
