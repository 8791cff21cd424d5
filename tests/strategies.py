"""Hypothesis strategies: text of any script, and articles made of it."""

from hypothesis import strategies as st

from auditor.document import Article
from auditor.sources.plain import article_from_text

_AWKWARD = (
    "\r\n", "\n", "\r", "\n\n", "\r\n\r\n", " ", "\t", "\u00a0", "\u2028", "\x0b", "\x1c", "\x00", "\x85",
    "\u0301", "\u0316\u0301", "e\u0301", "é", "ﬁ", "ß", "İ", "ŉ", "\u1ffd", "…", "“", "”", "«", "»", "‘", "’",
    '"', "'", "U.S. ", "p.m. ", "Mr. ", ". ", "! ", "? ", ". . .", "。", "」", "「", "।", "؟", "ab", "The ",
    "שלום", "مرحبا", "हिन्दी", "ไทย", "中文", "\u200b", "\u200d", "\u202e", "\ufeff", "\u2060", "\U0001f468",
    "(", ")", "- ", "• ", "    ",
)  # fmt: skip


def texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Text without lone surrogates: words, marks, line ends and controls in any order."""
    any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=max_size)
    pieces = st.lists(
        st.one_of(
            st.sampled_from(_AWKWARD),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
        ),
        max_size=max_size,
    ).map("".join)
    return st.one_of(any_text, pieces)


def articles() -> st.SearchStrategy[Article]:
    """Plain-text articles, some with a headline in a field of its own."""
    return st.builds(
        lambda text, headline: article_from_text(text, id="a", headline=headline),
        texts(),
        st.one_of(st.none(), texts(8).map(lambda t: " ".join(t.split()))),
    )
