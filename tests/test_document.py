"""What holds for every article, whatever stands in it."""

import pickle
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from auditor.document import Article, Span
from auditor.document.span import Position, line_starts, position_at
from tests.strategies import articles, texts


@given(articles())
def test_blocks_are_ordered_apart_and_begin_and_end_with_ink(article: Article) -> None:
    end = 0
    for number, block in enumerate(article.blocks):
        assert block.index == number
        assert end <= block.span.start < block.span.end <= len(article.text)
        assert block.span.of(article.text) == block.span.of(article.text).strip()
        end = block.span.end


@given(articles())
def test_blocks_hold_all_the_ink(article: Article) -> None:
    held = "".join(block.span.of(article.text) for block in article.blocks)

    assert "".join(held.split()) == "".join(article.text.split())


@given(articles())
def test_sentences_lie_in_their_block_in_order_and_hold_its_ink(article: Article) -> None:
    for block in article.blocks:
        found = article.sentences_in(block)
        assert all(block.span.contains(s) and s.start < s.end for s in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
        held = "".join(s.of(article.text) for s in found)
        assert "".join(held.split()) == "".join(block.span.of(article.text).split())


@given(articles())
def test_words_lie_in_blocks_in_order(article: Article) -> None:
    end = 0
    for word in article.words:
        assert end <= word.start < word.end
        assert article.text[word.start : word.end] == word.text
        block = article.block_at(word.start)
        assert block is not None
        assert block.span.contains(Span(word.start, word.end))
        end = word.end


@given(articles(), st.data())
def test_words_in_a_span_are_those_that_begin_there(article: Article, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(article.text)))
    end = data.draw(st.integers(start, len(article.text)))

    wanted = tuple(w for w in article.words if start <= w.start < end)
    assert article.words_in(Span(start, end)) == wanted


@given(articles())
def test_a_pickled_article_is_equal(article: Article) -> None:
    _ = article.words, article.sentences

    again = pickle.loads(pickle.dumps(article))
    assert again == article
    assert again.words == article.words


@given(articles(), st.data())
def test_prose_is_as_long_as_the_text(article: Article, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(article.text)), max_size=6)))
    spans = tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    marked = Article("a", "", article.text, article.blocks, markup=spans[::2], hidden=spans[1::2])

    assert len(marked.prose) == len(marked.text)


@given(texts(), st.data())
def test_line_and_column_agree_with_a_plain_count(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))

    before = re.split(
        r"\r\n|\n|\r(?!\n)",
        text[:offset] + ("\n" if text[offset - 1 : offset + 1] == "\r\n" else ""),
    )
    inside = text[offset - 1 : offset + 1] == "\r\n" and offset > 0
    if not inside:
        assert position_at(line_starts(text), offset) == Position(len(before), len(before[-1]) + 1)


def test_line_ends_of_three_kinds() -> None:
    starts = line_starts("a\nb\r\nc\rd\u2028e")

    assert list(starts) == [0, 2, 5, 7]
    assert position_at(starts, 9) == Position(4, 3)
