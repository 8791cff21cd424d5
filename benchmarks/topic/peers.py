"""What other programs and simple scorers find on the same passages. Needs scikit-learn, trafilatura, justext.

``python -m benchmarks.topic.peers [--data DATA]``, on the half that nothing was tuned on. A scorer's threshold flags
2 % of the articles of the tuning half. The extractors get each page's inside as HTML, links and headings
as they were; what they leave out of the text counts as flagged.
"""

import argparse
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import justext
import numpy as np
import trafilatura
from sklearn.feature_extraction.text import TfidfVectorizer

from auditor.document import Article
from benchmarks.topic.common import (
    REPORT,
    TUNE,
    Row,
    article,
    data_folder,
    hints_of,
    news,
    pages,
    paragraphs,
    part,
    plantings,
)
from benchmarks.topic.measure import NOISE

ARTICLES = 400
Scorer = Callable[[Any], Any]
"""Rows of TF-IDF, a paragraph each, to how little each belongs."""


def outlier(rows: Any) -> Any:
    """One minus the cosine of each paragraph and the sum of the others."""
    rest = rows.sum(axis=0) - rows
    return 1 - _cosine(rows, rest)


def tiling(rows: Any) -> Any:
    """One minus the cosine of each paragraph and the two before and after it (TextTiling's blocks)."""
    near = np.array(
        [
            rows[max(0, i - 2) : i].sum(axis=0) + rows[i + 1 : i + 3].sum(axis=0)
            for i in range(len(rows))
        ]
    )
    return 1 - _cosine(rows, near)


def _cosine(a: Any, b: Any) -> Any:
    size = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    return (a * b).sum(axis=1) / np.maximum(size, 1e-9)


def scored(read: Article, vectorizer: Any, scorer: Scorer) -> list[tuple[Any, float]]:
    """Return the spans of the paragraphs of 12 words, 6 of them telling, and how little each belongs."""
    blocks = [b for b in read.body if len(read.words_in(b.span)) >= 12]
    if len(blocks) < 4:
        return []
    rows = vectorizer.transform([b.span.of(read.text) for b in blocks]).toarray()
    told = (rows > 0).sum(axis=1) >= 6
    blocks, rows = [b for b, t in zip(blocks, told, strict=True) if t], rows[told]
    if len(blocks) < 4:
        return []
    return [(b.span, float(s)) for b, s in zip(blocks, scorer(rows), strict=True)][1:]


def scorers(folder: Path) -> None:
    """Print what the simple scorers find of planted passages."""
    tune = news(folder, TUNE)
    report = [row for row in news(folder, REPORT) if part(row["id"], 2) == 1]
    vectorizer = TfidfVectorizer(sublinear_tf=True, min_df=3, stop_words="english")
    vectorizer.fit([p for row in tune for p in paragraphs(row["text"])])
    for name, scorer in (("TF-IDF outlier", outlier), ("TextTiling", tiling)):
        most = [
            max((s for _, s in scored(article(row), vectorizer, scorer)), default=0.0)
            for row in tune[:ARTICLES]
        ]
        least = float(np.quantile(most, 0.98))
        false = np.mean(
            [
                any(s > least for _, s in scored(article(row), vectorizer, scorer))
                for row in report[:ARTICLES]
            ]
        )
        print(f"{name}: threshold {least:.3f}, {false:.2%} of untouched articles flagged")
        for same in (False, True):
            hits = stray = count = 0
            for planted in plantings(report, ARTICLES, seed=11, same=same):
                spans = [s for s, v in scored(planted.article, vectorizer, scorer) if v > least]
                hits += any(s.overlaps(planted.span) for s in spans)
                stray += sum(not s.overlaps(planted.span) for s in spans)
                count += 1
            precision = hits / max(float(hits + stray + false * count), 1.0)
            recall = hits / count
            f1 = 2 * precision * recall / max(precision + recall, 1e-9)
            print(
                f"  {'the same' if same else 'another'} subject: recall {recall:.3f}, F1 {f1:.3f}"
            )


def as_html(row: Row) -> str:
    """Return the inside of a page as HTML."""
    parts = []
    for block in row["blocks"]:
        text = " ".join(block["text"].split())
        if block["zone"] != "inside" or not text:
            continue
        cut = round(len(text) * block["link"])
        inner = f'<a href="/x">{escape(text[:cut])}</a>' if cut else ""
        parts.append(f"<{block['tag']}>{inner}{escape(text[cut:])}</{block['tag']}>")
    return f"<html><body><article>{''.join(parts)}</article></body></html>"


def by_trafilatura(page: str) -> str:
    """Return the text that it keeps."""
    return trafilatura.extract(page, include_comments=False) or ""


def by_justext(page: str) -> str:
    """Return the text that it keeps."""
    found: Sequence[Any] = justext.justext(page, justext.get_stoplist("English"))
    return "\n".join(p.text for p in found if not p.is_boilerplate)


def extractors(folder: Path) -> None:
    """Print which noise the extractors leave out of the text, and which of the body's paragraphs."""
    hints = hints_of(folder)
    for name, keep in (("trafilatura", by_trafilatura), ("jusText", by_justext)):
        body = lost = noise = caught = 0
        for row in pages(folder, REPORT):
            kept = "".join(keep(as_html(row)).split())
            for block in row["blocks"]:
                text = " ".join(block["text"].split())
                if block["zone"] != "inside" or not text:
                    continue
                out = "".join(text.split()) not in kept
                if block["label"] == 1 and block["tag"] == "p" and len(text.split()) >= 8:
                    body += 1
                    lost += out
                elif block["label"] == 0 and hints.get((row["id"], text)) in NOISE:
                    noise += 1
                    caught += out
        print(
            f"{name}: {caught / noise:.3f} of {noise} teasers, captions, calls left out; "
            f"{lost / body:.2%} of {body} body paragraphs too"
        )


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=None)
    folder = data_folder(parser.parse_args().data)
    extractors(folder)
    scorers(folder)


if __name__ == "__main__":
    main()
