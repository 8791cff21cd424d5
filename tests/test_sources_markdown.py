"""Markdown: the file is the text; marks and what is no prose are blanked in its prose."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.document import Article
from auditor.document.article import OPAQUE, TRANSPARENT
from auditor.sources import read_text
from tests.test_sources import check_blocks


def read(text: str) -> Article:
    article = read_text(text, format="markdown")
    assert article.text[article.body_start :] == text
    check_blocks(article)
    return article


def seen(text: str) -> list[tuple[str, str]]:
    """Return what a reader sees of each block: marks gone, ``#`` for what is no prose."""
    article = read(text)
    return [
        (str(b.role), b.span.of(article.prose).replace(TRANSPARENT, "").replace(OPAQUE, "#"))
        for b in article.blocks
    ]


def prose(text: str) -> str:
    """Return what a reader sees of one paragraph."""
    ((_, shown),) = seen(f"{text}\n")
    return shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The *ferry* to **Port __Elm__** left.", "The ferry to Port Elm left."),
        ("A ***strong*** word, ~~struck~~ out.", "A strong word, struck out."),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("**open and *closed*", "**open and closed"),
        ("\\*not\\* marked", "*not* marked"),
        ("See [the report](http://a.b/c_d_e 'Title').", "See the report."),
        ("See [a *b*](<x y>), [c][d] and [e].", "See a b, [c][d] and [e]."),
        ("An [image ![alt](a.png) linked](b).", "An image ############# linked."),
        ("Run `a  *b*` now", "Run ######## now"),
        ("Mail <me@a.org> or <http://x.y>", "Mail ########## or ############"),
        ("A <b>bold</b> claim <!-- hidden --> here", "A bold claim  here"),
        ("Marks & Elm, AT&amp;T", "Marks & Elm, AT&T"),
        ("Known.[^1] Then", "Known. Then"),
        ("http://a.b/c_d_e and _f_", "http://a.b/c_d_e and f"),
        ("a [b", "a [b"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ],
)
def test_inside_a_paragraph(text: str, shown: str) -> None:
    assert prose(f"{text}.") == f"{shown}."


def test_blocks() -> None:
    text = """# Ferry delayed #

Setext
------

Two lines
of one paragraph.
> We are **sorry**,
> said the crew.
lazily
>> Deeper.

- One
- [x] Two
  goes on

  second part
1. Three

***

```python
x = 1
```

    indented

| a | b |
|---|:-:|
| 1 | 2 |

<div class="x">
In a div
</div>

<!-- gone

still gone -->

![alone](x.png)

[ref]: http://a.b "T"
[^1]: A note.
[^2]: See [ref], [it][ref].
"""
    assert seen(text) == [
        ("headline", "Ferry delayed"),
        ("subheading", "Setext"),
        ("paragraph", "Two lines\nof one paragraph."),
        ("quotation", "We are sorry,\nsaid the crew.\nlazily"),
        ("quotation", "Deeper."),
        ("list-item", "One"),
        ("list-item", "Two\n  goes on"),
        ("list-item", "second part"),
        ("list-item", "Three"),
        ("code", "#####"),
        ("code", "########"),
        ("table", "# a # b #\n#########\n# 1 # 2 #"),
        ("paragraph", "\nIn a div\n"),
        ("paragraph", "A note."),
        ("paragraph", "See ref, it."),
    ]


FRONT = """---
title: "Ferry delayed again"   # working title
date: 2026-03-02
lang: en-GB
tags: [a, b]
authors:
  - Ann Dell
---
The ferry is late.
"""


def test_elements_are_those_of_a_page() -> None:
    page = read_text("# Dam\n\nIt opened.\n\n### Next\n\n* one\n\n> said\n", format="markdown")

    assert [b.element for b in page.blocks] == ["h1", "p", "h3", "li", "blockquote"]
    assert not any(b.is_loose for b in page.blocks)


def test_front_matter() -> None:
    article = read(FRONT)
    assert (article.headline_text, article.date, article.declared_language) == (
        "Ferry delayed again",
        "2026-03-02",
        "en-GB",
    )
    assert article.position(article.blocks[0].span.start) == (2, 9)
    assert article.prose.replace(OPAQUE, "").strip() == "Ferry delayed againThe ferry is late."
    toml = read('+++\ntitle = "Boat\\" out"\n+++\nThe boat left.\n')
    assert toml.headline_text == 'Boat" out'
    assert toml.body_start == len('Boat" out') + 2
    assert toml.position(toml.blocks[1].span.start) == (4, 1)


def test_a_title_that_the_text_says_again_is_one_headline() -> None:
    article = read("---\ntitle: Ferry late\n---\n# Ferry late\n\nIt is late.\n")
    assert [str(b.role) for b in article.blocks] == ["headline", "paragraph"]
    assert article.position(article.blocks[0].span.start) == (4, 3)


def test_dashes_that_are_no_front_matter() -> None:
    assert [text for _, text in seen("---\n\nThe ferry: late.\n\n---\n\nThe end.\n")] == [
        "The ferry: late.",
        "The end.",
    ]


def test_a_headline_without_a_mark() -> None:
    assert seen("Ferry late again\n\nIt *is* late.\n")[0] == ("headline", "Ferry late again")
    assert seen("Ferry late again\n\n# What\n\nIt *is* late.\n")[0][0] == "paragraph"


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="ab *_`[]()!<>#-+=|~\\&;:/\"'1. \t\n\r>^", max_size=120) | st.text(max_size=80)
)
def test_any_markdown_is_read(text: str) -> None:
    article = read_text(text, format="markdown")
    check_blocks(article)
    for spans in (article.markup, article.hidden):
        assert all(a.end <= b.start for a, b in pairwise(spans))
    blank = {i for span in (*article.markup, *article.hidden) for i in range(*span)}
    assert all(
        article.prose[i] == article.text[i] for i in range(len(article.text)) if i not in blank
    )


N = 20_000
HANGS = {
    "brackets": "[" * N * 3,
    "half links": "[a](" * N,
    "half images": "![" * N,
    "stars": "*a " * N,
    "two stars": "*a **a " * N,
    "runs": "a**b" + "c* " * N,
    "long runs": "*" * N + "a" + "*" * N,
    "ticks": "".join("e" + "`" * i for i in range(1, 500)),
    "quotes": ">" * N * 3,
    "deep quotes": ("> " * 1000 + "a\n") * 20,
    "deep lists": "".join("  " * i + "* a\n" for i in range(300)),
    "tags": "<a " * N,
    "tags with quotes": '<a "' * N,
    "comments": "a <!-- " * N,
    "definitions": "[a]: u\n" * N + "[a]" * N,
    "table": "|a|b|\n|-|-|\n" + "|x|y|\n" * N,
    "half rule": "- " * N + "x",
    "backslashes": "\\" * N * 3,
    "titles": '[a](b "c ' * N,
    "brackets in brackets": "[" * N + "a" + "]" * N,
    "heading": "#" + " #" * N + " x",
    "footnotes": "[^" * N,
    "lazy": "> a\n" + "b\n" * N,
    "front matter": "---\n" + "a: b\n" * N,
    "front matter quotes": "---\na: '" + "''" * N + "\n---\nx",
    "links in links": "[" * N + "](a)" * N,
}


@pytest.mark.parametrize("name", HANGS)
def test_texts_made_to_hang_a_parser(name: str) -> None:
    begin = time.process_time()
    read(HANGS[name])
    assert time.process_time() - begin < 1.5
