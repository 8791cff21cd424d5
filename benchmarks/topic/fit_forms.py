"""Fit the trees that know furniture and captions by their form. Needs scikit-learn; fit.py comes first.

``python -m benchmarks.topic.fit_forms [--data DATA] [--all]``: from the tuning half of the web pages, once as
bare lines and once, for trees of their own, as pages (roles, links and elements known); of the news, whose
paragraphs count as body; and of news into which furniture of our own making is set (``furnish.py``), which weighs
little: real pages ask their readers for things in the body too.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from auditor.detectors.caption_in_body import credit
from auditor.document import Article, Role
from auditor.document.forms import FACTS
from auditor.document.passages import Passage
from auditor.language.furniture import line_of, shipped
from benchmarks.topic.common import (
    REPORT,
    TUNE,
    Row,
    article,
    data_folder,
    hints_of,
    news,
    page,
    pages,
    paragraphs,
    part,
)
from benchmarks.topic.furnish import furnished, without_credit
from benchmarks.topic.trees import Shape, fitted

SHAPE = Shape(trees=75, rate=0.1, leaves=8, smallest=30, penalty=20.0, facts=0.3, bins=63)
NEWS = 400
FURNITURE = ("teaser_or_link", "cta_promo", "author_bio")
CAPTION = ("caption",)
_OUT = Path(__file__).resolve().parents[2] / "auditor" / "language" / "data"
_OF_NEWS = 1.5
_MADE = 0.09
"""How much a line weighs of news, and of news into which furniture was set; one of a page is 1."""
_PLAIN = 40
_ONE_IN = 6
"""Of paragraphs of the body that nobody would take for anything else (as long as that, ending like a sentence, no
link) one in so many is taken, and weighs as much as all."""
_FOLDS = 3
_WORDS, _STOP, _LINKED = (FACTS.index(name) for name in ("words", "stop", "linked"))


class Examples(NamedTuple):
    """Facts of passages; the kind of noise, empty for the body; weights and folds."""

    facts: list[tuple[float, ...]]
    kinds: list[str]
    weights: list[float]
    folds: list[int]
    whose: list[str]
    """The page or article of each."""
    passed: list[int]
    """How many plain paragraphs there were."""

    def add(self, facts: tuple[float, ...] | None, kind: str, weight: float, id: str) -> None:
        """Take a passage, unless it is too long to be asked for its form."""
        if facts is None:
            return
        if not kind and facts[_WORDS] > _PLAIN and facts[_STOP] and facts[_LINKED] < 0.3:
            self.passed[0] += 1
            if self.passed[0] % _ONE_IN:
                return
            weight *= _ONE_IN
        self.facts.append(facts)
        self.kinds.append(kind)
        self.weights.append(weight)
        self.folds.append(part(id, _FOLDS))
        self.whose.append(id)

    def take_page(self, row: Row, hints: dict[tuple[str, str], str], *, bare: bool) -> None:
        """Take the body of a page and the noise in it."""
        read, labels = page(row, bare=bare)
        for passage, values in zip(read.passages, read.forms, strict=True):
            hint = hints.get((row["id"], passage.block.span.of(read.text)))
            label = labels[passage.block.index]
            if label == 1 or hint in FURNITURE + CAPTION:
                self.add(values, "" if label == 1 else str(hint), 1.0, row["id"])

    def take_news(self, row: Row, *, bare: bool) -> None:
        """Take the paragraphs of an article that no table knows, and captions without their credits."""
        read = _shown(article(row), bare)
        for passage, values in zip(read.passages, read.forms, strict=True):
            if passage.block.role is not Role.HEADLINE and not _known(read, passage):
                self.add(values, "", _OF_NEWS, row["id"])
        told = [" ".join(p.split()) for p in paragraphs(row["text"])]
        cut = {}
        for block in read.body:
            text = " ".join(block.span.of(read.text).split())
            if len(text) < 400 and credit(read, block.span) and text in told:
                short = without_credit(text)
                if 6 <= len(short.split()) < 60:
                    cut[told.index(text)] = short
        if cut:
            text = "\n\n".join(cut.get(at, text) for at, text in enumerate(told))
            shown = _shown(article(row | {"text": text}), bare)
            for passage, values in zip(shown.passages, shown.forms, strict=True):
                if passage.text in cut.values():
                    self.add(values, "caption", _MADE, row["id"])

    def take_furnished(
        self, row: Row, chance: random.Random, titles: list[str], *, bare: bool
    ) -> None:
        """Take an article into which furniture was set."""
        body = [" ".join(p.split()) for p in paragraphs(row["text"])]
        if len(body) < 4:
            return
        read, kinds = furnished(chance, row["id"], row["title"], body, titles, bare=bare)
        for passage, values in zip(read.passages, read.forms, strict=True):
            kind = kinds[passage.block.index]
            if kind or not _known(read, passage):
                self.add(values, kind, _MADE, row["id"])


def _shown(read: Article, bare: bool) -> Article:
    """Return the article as it is, or as a page of paragraphs."""
    if bare:
        return read
    return replace(read, blocks=tuple(replace(block, element="p") for block in read.blocks))


def _known(read: Article, passage: Passage) -> bool:
    return bool(shipped().look_up(line_of(passage.text)) or credit(read, passage.span))


def main() -> None:
    """Fit and write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=None)
    parser.add_argument("--all", action="store_true", help="from both halves")
    parser.add_argument("--out", type=Path, default=_OUT)
    args = parser.parse_args()
    folder = data_folder(args.data)
    for bare in (True, False):
        fit(folder, (TUNE, REPORT) if args.all else (TUNE,), args.out, bare=bare)


def fit(folder: Path, halves: Sequence[int], out: Path, *, bare: bool) -> None:
    """Fit and write the files for bare text, or those for pages."""
    hints = hints_of(folder)
    found = Examples([], [], [], [], [], [0])
    for half in halves:
        for row in pages(folder, half):
            found.take_page(row, hints, bare=bare)
        stories = news(folder, half)[:NEWS]
        titles = [" ".join(r["title"].split()) for r in stories]
        titles = [title for title in titles if 5 <= len(title.split()) <= 16]
        chance = random.Random(half)
        for row in stories:
            found.take_news(row, bare=bare)
            found.take_furnished(row, chance, titles, bare=bare)
    x, w, folds = np.array(found.facts), np.array(found.weights), np.array(found.folds)
    kinds, whose = np.array(found.kinds), np.array(found.whose)
    of_pages = np.isin(w, (1, _ONE_IN))
    for name, wanted, other in (("furniture", FURNITURE, CAPTION), ("caption", CAPTION, FURNITURE)):
        fit_to = ~np.isin(kinds, other)
        y = np.isin(kinds, wanted)[fit_to]
        weights = spread(w[fit_to], y & of_pages[fit_to], whose[fit_to])
        made = fitted(SHAPE, FACTS, x[fit_to], y, folds[fit_to], weights=weights, shares=w[fit_to])
        file = out / f"{name}{'' if bare else '-page'}.trees"
        file.write_bytes(made.data)
        print(f"{file.name}: {int(y.sum())} of {len(y)}, {len(made.data)} bytes")
        real = of_pages[fit_to] & (x[fit_to][:, _WORDS] >= 8)
        for least in (0.3, 0.4, 0.5, 0.6, 0.7):
            told = made.probabilities > least
            bodies = np.average(told[real & ~y], weights=w[fit_to][real & ~y])
            print(
                f"  from {least}: {bodies:.2%} of the bodies' passages, "
                f"{told[real & y].mean():.3f} of what is looked for (of those not seen in fitting)"
            )


def spread(weights: Any, wanted: Any, whose: Any) -> Any:
    """Return ``weights`` with those of what is wanted divided by the root of how many of them one page has.

    Twenty buttons of one page are no twenty pages. Their sum stays.
    """
    _, which, counts = np.unique(whose[wanted], return_inverse=True, return_counts=True)
    less = weights.copy()
    less[wanted] /= np.sqrt(counts[which])
    less[wanted] *= weights[wanted].sum() / max(less[wanted].sum(), 1e-9)
    return less


if __name__ == "__main__":
    main()
