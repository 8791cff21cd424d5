"""What an archive found: as JSON values, and for the terminal."""

from collections.abc import Sequence
from typing import Any, TextIO

from auditor.document import Article
from auditor.render.excerpt import cut
from auditor.render.safe import one_line
from auditor.similar import HeadlineTwin, SimilarArticle

_SHOWN = 3


def found_in(
    article: Article,
    similar: Sequence[SimilarArticle],
    twins: Sequence[HeadlineTwin],
    *,
    itself: bool,
) -> dict[str, Any]:
    """Return what was found for one article. Spans count in what was read of each text.

    ``itself`` says whether the archive has an article of that id, which is not told of.
    """
    return {
        "id": article.id,
        "itself": itself,
        "headline": article.headline_text,
        "found": [_similar(article, other) for other in similar],
        "same_headline": [
            {"id": t.id, "headline": t.headline, "date": t.date, "source": t.source}
            for t in twins
        ],
    }  # fmt: skip


def _similar(article: Article, other: SimilarArticle) -> dict[str, Any]:
    return {
        "id": other.id,
        "headline": other.headline,
        "date": other.date,
        "source": other.source,
        "earlier": other.earlier,
        "relation": other.relation,
        "jaccard": round(other.jaccard, 4),
        "containment": round(other.containment, 4),
        "other_containment": round(other.other_containment, 4),
        "verified": other.verified,
        "passages": [
            {
                "words": passage.words,
                "a": {
                    "start": passage.span.start - article.body_start,
                    "end": passage.span.end - article.body_start,
                },
                "b": passage.other_span and passage.other_span._asdict(),
                "text": passage.span.of(article.text),
            }
            for passage in other.passages
        ],
    }


def render_found(found: dict[str, Any], out: TextIO, width: int = 100) -> None:
    """Write what ``found_in`` returned for a reader, in lines of at most ``width`` columns."""
    out.write(f"{one_line(found['id'])}\n")
    if not found["found"] and not found["same_headline"]:
        else_ = "; it stands there itself" if found["itself"] else ""
        out.write(f"  nothing like it in the archive{else_}\n")
    for other in found["found"]:
        out.write(
            f"  {other['relation']} {_name(other)}  Jaccard {other['jaccard']:.2f}, containment "
            f"{other['containment']:.2f} / {other['other_containment']:.2f}"
            f"{', by hashes' if other['verified'] == 'hashes' else ''}\n"
        )
        if other["headline"]:
            out.write(f"    {cut(other['headline'], width - 4)}\n")
        for passage in sorted(other["passages"], key=lambda p: -p["words"])[:_SHOWN]:
            head = f"    {passage['words']} words: "
            out.write(f"{head}“{cut(passage['text'], max(width - len(head) - 2, 20))}”\n")
    told = {other["id"] for other in found["found"]}
    for twin in found["same_headline"]:
        if twin["id"] not in told:
            out.write(f"  same headline: {_name(twin)}\n")


def _name(other: dict[str, Any]) -> str:
    about = ", ".join(one_line(part) for part in (other["date"], other["source"]) if part)
    return one_line(other["id"]) + (f" ({about})" if about else "")
