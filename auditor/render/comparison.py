"""A comparison of two articles: for reading on a terminal, and as JSON."""

import json
from typing import NamedTuple, TextIO

from auditor.comparison import Comparison, Side
from auditor.document import Span
from auditor.render.columns import WIDE, beside
from auditor.render.safe import one_line

_PASSAGES = 10
_FACTS = 12
_GAP = 240
"""Passages as many characters apart, and fewer, are shown as one, with what differs between."""
_WHOLE = ("identical", "near-duplicate")
_SAYS = {
    "identical": "the same text",
    "near-duplicate": "the same text, lightly edited",
    "contains": "A holds the text of B and more",
    "contained-in": "A is a part of B",
    "rewrite": "the same story, partly in the same words",
    "template": "the same form with other facts",
    "shared-boilerplate": "only standing passages in common",
    "unrelated": "nothing in common to speak of",
}


def render_comparison(
    comparison: Comparison, out: TextIO, *, as_json: bool, color: bool = False, width: int = 100
) -> None:
    """Write a comparison to ``out``."""
    if as_json:
        text = json.dumps(comparison_object(comparison), ensure_ascii=False)
        # A lone surrogate (a strange file name) has no UTF-8.
        out.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
        return
    for line in _lines(comparison, color, max(40, min(width, 160))):
        out.write(line.rstrip() + "\n")


def comparison_object(comparison: Comparison) -> dict[str, object]:
    """Return the comparison as ``auditor.comparison/1``."""
    return {
        "schema": "auditor.comparison/1",
        "a": _side(comparison.a),
        "b": _side(comparison.b),
        "relation": comparison.relation,
        "jaccard": round(comparison.jaccard, 4),
        "containment_a": round(comparison.containment_a, 4),
        "containment_b": round(comparison.containment_b, 4),
        "shared_words": comparison.shared_words,
        "passages": [
            {
                "a": {"start": p.a.start, "end": p.a.end},
                "b": {"start": p.b.start, "end": p.b.end},
                "words": p.words,
            }
            for p in comparison.passages
        ],
        "facts_differ": [
            {"kind": fact.kind, "a": fact.a, "b": fact.b} for fact in comparison.facts_differ
        ],
    }


def _side(side: Side) -> dict[str, object]:
    return {
        "id": side.id,
        "headline": side.headline,
        "date": side.date,
        "source": side.source,
        "words": side.words,
    }


class _Stretch(NamedTuple):
    """A passage of both texts, and how many words of it they share."""

    a: Span
    b: Span
    words: int


def _lines(comparison: Comparison, color: bool, width: int) -> list[str]:
    bold, plain = ("\x1b[1m", "\x1b[0m") if color else ("", "")
    lines = [_name("A", comparison.a), _name("B", comparison.b), ""]
    lines.append(f"{bold}{comparison.relation}{plain}: {_SAYS[comparison.relation]}")
    lines.append(
        f"jaccard {_share(comparison.jaccard)} · {_share(comparison.containment_a)} of A stands "
        f"in B · {_share(comparison.containment_b)} of B stands in A · "
        f"{comparison.shared_words} words shared"
    )
    if comparison.facts_differ:
        facts = [f"{one_line(f.a)} / {one_line(f.b)}" for f in comparison.facts_differ[:_FACTS]]
        more = len(comparison.facts_differ) - len(facts)
        rest = f", and {more} more" if more else ""
        lines += ["", f"{bold}Facts that differ (A / B){plain}: {', '.join(facts)}{rest}"]
    passages = _stretches(comparison)
    longest = sorted(passages, key=lambda p: (-p.words, p.a.start))[:_PASSAGES]
    for passage in sorted(longest, key=lambda p: p.a.start):
        lines += ["", f"{bold}{passage.words} words in common{plain}"]
        lines += _passage(comparison, passage, width, color)
    if len(passages) > len(longest):
        more = len(passages) - len(longest)
        lines += [
            "",
            f"{more} shorter {'passage' if more == 1 else 'passages'} not shown; -f json has all",
        ]
    return lines


def _name(letter: str, side: Side) -> str:
    headline = f"  {one_line(side.headline)}" if side.headline else ""
    about = ", ".join(one_line(part) for part in (side.source, side.date) if part)
    where = f" ({about})" if about else ""
    return f"{letter}  {one_line(side.id)}{headline}{where}, {side.words} words"


def _share(value: float) -> str:
    return f"{value:.0%}" if value in (0, 1) or 0.005 <= value < 0.995 else f"{value:.1%}"


def _stretches(comparison: Comparison) -> list[_Stretch]:
    """Join passages that follow each other in both texts with few other words between.

    Of two versions of one text all is shown.
    """
    if comparison.relation in _WHOLE:
        a, b = (Span(0, len(side.text)) for side in (comparison.a, comparison.b))
        return [_Stretch(a, b, comparison.shared_words)]
    joined: list[_Stretch] = []
    for passage in comparison.passages:
        last = joined[-1] if joined else None
        if last and all(
            0 <= here.start - before.end <= _GAP
            for here, before in ((passage.a, last.a), (passage.b, last.b))
        ):
            joined[-1] = _Stretch(
                Span(last.a.start, passage.a.end),
                Span(last.b.start, passage.b.end),
                last.words + passage.words,
            )
        else:
            joined.append(_Stretch(passage.a, passage.b, passage.words))
    return joined


def _passage(comparison: Comparison, passage: _Stretch, width: int, color: bool) -> list[str]:
    """Return both texts, beside each other where there is room."""
    places = (f"A {passage.a.start}–{passage.a.end}", f"B {passage.b.start}–{passage.b.end}")
    column = (width - 3) // 2
    head = f"{places[0]:<{column}} │ {places[1]}" if width >= WIDE else ", ".join(places)
    a, b = passage.a.of(comparison.a.text), passage.b.of(comparison.b.text)
    return [head, *beside(one_line(a), one_line(b), width, color=color)]
