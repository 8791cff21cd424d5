"""A comparison of two articles: for reading on a terminal, and as JSON."""

import json
import textwrap
from itertools import zip_longest
from typing import TextIO

from auditor.comparison import ComparedPassage, Comparison, Side
from auditor.render.safe import one_line

_WIDE = 90
"""Columns from which passages stand side by side."""
_PASSAGES = 10
_FACTS = 12
_LONGEST = 600
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
    longest = sorted(comparison.passages, key=lambda p: (-p.words, p.a.start))[:_PASSAGES]
    for passage in sorted(longest, key=lambda p: p.a.start):
        lines += ["", f"{bold}{passage.words} words in common{plain}"]
        lines += _passage(passage, width)
    if len(comparison.passages) > len(longest):
        more = len(comparison.passages) - len(longest)
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


def _passage(passage: ComparedPassage, width: int) -> list[str]:
    """Return both texts, beside each other where there is room."""
    a, b = _clip(passage.a_text), _clip(passage.b_text)
    places = (f"A {passage.a.start}–{passage.a.end}", f"B {passage.b.start}–{passage.b.end}")
    if width < _WIDE:
        both = [places[0], *_wrap(a, width - 2)]
        return both + ([f"{places[1]}: the same"] if a == b else [places[1], *_wrap(b, width - 2)])
    column = (width - 3) // 2
    rows = zip_longest([places[0], *_wrap(a, column)], [places[1], *_wrap(b, column)], fillvalue="")
    return [f"{left:<{column}} │ {right}" for left, right in rows]


def _clip(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width) or [""]
