"""HTML: which part of a page is the article, in which blocks, and where each character stands."""

import html
import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.document import Article, Role
from auditor.sources import Limits, read_text
from auditor.sources.html_tokens import unescape
from tests.test_sources import check_blocks


def page(source: str, **more: str) -> Article:
    article = read_text(source, format="html", **more)  # type: ignore[arg-type]  # fields of one row
    check_blocks(article)
    return article


def blocks(source: str) -> list[tuple[str, str]]:
    article = page(source)
    return [(str(b.role), b.span.of(article.text)) for b in article.blocks]


NEWS = """<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>Harbour ferry delayed again | The Elmsby Post</title>
<meta property="og:site_name" content="The Elmsby Post">
<meta property="article:published_time" content="2026-03-02T09:00:00Z">
<style>p { color: red }</style>
<body>
<!-- top -->
<header><a href="/">The Elmsby Post</a><nav><ul><li>News<li>Sport</ul></nav></header>
<main>
<article>
  <header><span class="kicker">Transport</span>
  <h1>Harbour   ferry
      delayed again</h1>
  <p class="article-standfirst">The boat &amp; its crew wait.</p>
  <div class="meta">By <a rel="author" href="/ann">Ann Dell</a>
  <time datetime="2026-03-02">2 March 2026</time></div></header>
  <p>The ferry to <b>Port</b> Li&eacute;ge &#8220;will not sail&#8221; to<em>day</em>&nbsp;&mdash; again.
  <figure><img src="q.jpg" alt="Quay">
  <figcaption>The quay. <span class="credit">Photo: L. Ott</span></figcaption></figure>
  <aside><p>Read more: <a href="/z">Bridge shut</a></p></aside>
  <h2>What next</h2>
  <blockquote><p>We are sorry.</p></blockquote>
  <ul><li>Monday: none<li>Tuesday: one</ul>
  <p>First line<br>second line.<br><br>A new paragraph.</p>
  <pre>a   b
c</pre>
  <table><tr><td>12<td>15</table>
  <form>Sign up <input></form><script>document.write("<p>no</p>")</script>
  <div hidden>Not shown</div>
</article>
</main>
<footer>All rights reserved</footer>
</body></html>"""


def test_a_news_page() -> None:
    assert blocks(NEWS) == [
        ("headline", "Harbour ferry delayed again"),
        ("subheading", "Transport"),
        ("standfirst", "The boat & its crew wait."),
        ("byline", "By Ann Dell 2 March 2026"),
        ("paragraph", "The ferry to Port Liége “will not sail” today\xa0— again."),
        ("caption", "The quay. Photo: L. Ott"),
        ("paragraph", "Read more: Bridge shut"),
        ("subheading", "What next"),
        ("quotation", "We are sorry."),
        ("list-item", "Monday: none"),
        ("list-item", "Tuesday: one"),
        ("paragraph", "First line\nsecond line."),
        ("paragraph", "A new paragraph."),
        ("code", "a   b\nc"),
        ("table", "12"),
        ("table", "15"),
    ]
    article = page(NEWS)
    assert (article.date, article.source, article.declared_language) == (
        "2026-03-02T09:00:00Z",
        "The Elmsby Post",
        "en-GB",
    )
    assert [link.of(article.text) for b in article.blocks for link in b.links] == [
        "Ann Dell",
        "Bridge shut",
    ]
    assert article.text.startswith("Harbour ferry delayed again\n\nTransport\n\nThe boat")


def test_the_element_that_each_block_is_set_in() -> None:
    read = page(
        "<article><h1>Dam opens</h1><p>It <b>did</b> so.</p><div>Also: <a href=x>the ferry</a></div>"
        "<section><span>Words in a part of the page</span></section><h3><a href=y>Next</a></h3>"
        "<ul><li><p>An item</p></ul>The end</article>"
    )

    elements = ["h1", "p", "div", "section", "h3", "p", "article"]
    assert [b.element for b in read.blocks] == elements
    assert [b.element for b in read.blocks if b.is_loose] == ["div", "section", "article"]
    assert [b.heading_level for b in read.blocks] == [1, 0, 0, 0, 3, 0, 0]
    assert pickle.loads(pickle.dumps(read.blocks)) == read.blocks
    assert read.is_page


def test_code_inside_a_paragraph_is_no_prose_unless_it_is_most_of_it() -> None:
    article = page(
        "<article><p>Type  <code>teh <b>--al</b></code> and press <kbd>Entr</kbd> now, all of you.</p>"
        "<p><tt>A paragraph set in typewriter letters.</tt></p></article>"
    )

    assert [span.of(article.text) for span in article.hidden] == ["teh --al", "Entr"]
    assert "typewriter letters" in article.prose
    assert "teh" not in article.prose


def test_every_character_of_a_news_page_has_its_place() -> None:
    article = page(NEWS)
    lines = NEWS.split("\n")
    for token in (
        "delayed",
        "&eacute;",
        "&#8220;",
        "day<",
        "&mdash;",
        "Photo",
        "Tuesday",
        "second",
    ):
        shown = unescape(token.rstrip("<"))
        at = article.text.index(shown)
        line, column = article.position(at)
        assert lines[line - 1][column - 1 :].startswith(token)


def test_an_old_page_of_breaks() -> None:
    story = "The council of Elmsby met on Tuesday to talk about the old bridge over the river, which is shut. "
    source = f"""<title>Council meets over bridge - Elmsby Weekly</title><body><table><tr>
    <td><a href=1>Home</a><br><a href=2>Sport</a></td><td><div><font size=2>{story}<br><br>{story}It will open.
    <br><BR>{story}</font></div></td></tr></table><div id=footer>Copyright</div>"""
    article = page(source)
    assert article.headline_text == "Council meets over bridge"
    assert article.body_start == len("Council meets over bridge") + 2
    assert [b.span.of(article.text)[:11] for b in article.body] == ["The council"] * 3
    assert article.position(article.blocks[1].span.start).line == 2


def test_a_headline_in_bold_type() -> None:
    source = "<title>Storm shuts port :: Elmsby Online</title><p><b>Storm shuts port</b><p>It blew.<hr>A line."
    assert blocks(source) == [
        ("headline", "Storm shuts port"),
        ("paragraph", "It blew."),
        ("paragraph", "A line."),
    ]


def test_the_language_that_a_template_says() -> None:
    german = "<p>Die Fähre nach Elmsby fährt nicht, weil der Sturm noch nicht vorbei ist. " * 8
    assert page(f'<html lang="en-US"><h1>Fähre</h1>{german}').language == "de"
    assert page(f'<html lang="de-AT"><h1>Fähre</h1>{german}').declared_language == "de-AT"
    assert page(f'<html lang="gsw"><h1>Fähre</h1>{german}').language == "gsw"
    assert page(f'<html lang="en"><h1>Fähre</h1>{german[:90]}').language == "en"
    assert page(f'<html lang="en"><h1>Fähre</h1>{german}', language="en").language == "en"


def test_a_headline_that_is_a_heading_of_a_lower_level() -> None:
    title = "<title>Ferry fares rise by a tenth » Local » The Elmsby Post</title>"
    fares = "<p>" + "The council of Elmsby asks for more. " * 10 + "</p>"
    made = "<div><h2>Ferry fares rise by a tenth</h2>" + fares + "<h2>Local</h2><p>More.</p></div>"
    assert page(title + made).headline_text == "Ferry fares rise by a tenth"
    latest = "<div><h1>Latest articles</h1><h2>Ferry fares rise by a tenth</h2>" + fares + "</div>"
    assert page(title + latest).headline_text == "Ferry fares rise by a tenth"
    below = "<div>" + fares + "<h2>Ferry fares rise by a tenth</h2></div>"
    assert page(title + below).headline_text == "Ferry fares rise by a tenth » Local"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('<a href="/f">Facebook</a><a href="/t">Twitter</a>', "Facebook Twitter"),
        ('<a href="#">Mail</a><a href="#">Print</a>', "Mail Print"),
        ("On <time>2 March</time><time>3 March</time>", "On 2 March 3 March"),
        ('<span class="author">Ann Dell</span><span class="post-date">May</span>', "Ann Dell May"),
        ('It sails.<span class="credit">Photo: L. Ott</span>', "It sails. Photo: L. Ott"),
        ("Will it sail?<time>2 March</time>", "Will it sail? 2 March"),
        ('<a href="/f">Fer</a><a href="/f">ry</a>', "Ferry"),
        ('The <a href="/f">ferr</a>y, <b>S</b>unday', "The ferry, Sunday"),
        ('<a href="/a">渡轮</a><a href="/b">停航</a>', "渡轮停航"),
        ('Ferry fares rise<span class="sr-only">Share this</span> again', "Ferry fares rise again"),
    ],
)
def test_things_that_only_the_style_sets_apart(line: str, shown: str) -> None:
    assert blocks(f"<p>{line}</p>")[0][1] == shown


@pytest.mark.parametrize(
    ("caption", "pictured"),
    [
        ('<figure><figcaption class="caption">The quay.</figcaption></figure>', True),
        ('<div><div><img src="q.jpg"></div><figcaption>The quay.</figcaption></div>', True),
        ("<figcaption>The quay.</figcaption>", False),
    ],
)
def test_a_caption_and_its_picture(caption: str, pictured: bool) -> None:
    story = "<p>" + "The ferry to Port Oake sails again. " * 30
    article = page(f"<article><h1>Ferry</h1>{story}{caption}{story}<img src='r.jpg'></article>")
    assert [b.pictured for b in article.blocks if b.role is Role.CAPTION] == [pictured]


def test_a_block_of_nothing_that_is_seen_is_none() -> None:
    assert blocks("<h1>Ferry</h1><p>It sails.</p><p>\ufeff</p><p>&#8203; &shy;</p>") == [
        ("headline", "Ferry"),
        ("paragraph", "It sails."),
    ]


def test_paragraphs_in_the_cells_of_a_table_and_of_a_layout() -> None:
    story = "The ferry to Port Oake sails again, the council of Elmsby said. " * 3
    rows = f"<tr><td><p>12.4</p><td><p>{story}</p>"
    found = blocks(f"<h1>Ferry</h1><p>{story}</p><table>{rows}</table>")
    assert [role for role, _ in found] == ["headline", "paragraph", "table", "paragraph"]


def test_a_headline_outside_the_article_and_cards_of_other_stories() -> None:
    text = (
        "<p>The mill at Marsh End will open to visitors in May, its owners said on Friday.</p>" * 5
    )
    card = "<article><h3>Other story</h3><p>A teaser about a dog.</p></article>"
    source = f"""<title>Mill to open in May – Elmsby Post</title><body><h1>Elmsby Post</h1><main>
    <h1>Mill to open in May</h1><p class="dek">A new life.</p><p>Share</p>
    <div itemprop="articleBody">{text}</div></main>{card * 3}"""
    found = blocks(source)
    assert found[:2] == [("headline", "Mill to open in May"), ("standfirst", "A new life.")]
    assert [role for role, _ in found[2:]] == ["paragraph"] * 5


def test_a_form_around_the_page_and_a_body_not_yet_shown() -> None:
    story = "<p>The mill at Marsh End will open to visitors in May, its owners said on Friday.</p>"
    assert (
        len(
            blocks(
                f"<body style='display: none'><form id=aspnet><h1>Mill opens</h1>{story * 3}</form>"
            )
        )
        == 4
    )
    assert len(blocks(f"<nav><a href=/>Home</a><div><h1>Mill opens</h1>{story * 3}")) >= 3


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("&amp;lt;", "&lt;"),
        ("&notit;", "¬it;"),
        ("&copy2026", "©2026"),
        ("AT&T R&D &", "AT&T R&D &"),
        ("&#x80;&#150;&#0;&#xD800;&#x110000;&#99999999999;", "€–\ufffd\ufffd\ufffd\ufffd"),
        ("&nosuch; &#; &#x;", "&nosuch; &#; &#x;"),
        ("a &lt;b&gt; c", "a <b> c"),
    ],
)
def test_entities(source: str, shown: str) -> None:
    assert unescape(source) == shown
    assert page(f"<p>{source}</p>").text == shown


@given(st.text(alphabet="&#xX;0129aAltgpqnoteuc ", max_size=30))
def test_entities_resolve_as_the_standard_library_has_them(text: str) -> None:
    ours, theirs = unescape(text), html.unescape(text)
    # The library drops some numbers that browsers show as U+FFFD or as control characters.
    if "&#" not in text:
        assert ours == theirs


TEXTS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="<&\r\0"), min_size=1, max_size=12
)
PARTS = st.recursive(
    TEXTS | st.sampled_from(["&amp;", "&eacute;", "&#8217;", "&lt;", "\n  ", "<br>", "<!-- x -->"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag} class='a>b'>{''.join(parts)}</{tag}>",
        st.sampled_from(["p", "b", "div", "span", "i", "li", "blockquote", "section"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=6))
def test_every_extracted_character_points_at_its_place(parts: list[str]) -> None:
    source = "<!doctype html>\n<article>" + "".join(parts) + "</article>"
    article = page(source)
    starts = [0]
    for line in source.split("\n")[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    for block in article.blocks:
        for offset in range(*block.span):
            place = article.position(offset)
            there = source[starts[place.line - 1] + place.column - 1 :]
            char = article.text[offset]
            if char == there[0]:
                continue
            if there[0] == "&":
                assert html.unescape(there[: there.index(";") + 1]) == char
            elif char == " ":
                assert there[0] in " \t\n\f"
            else:
                assert char == "\n"
                assert there.startswith("<br")


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>/!-='\"& apdivscrtx\n", max_size=120))
def test_any_soup_is_read(text: str) -> None:
    page(text)


N = 30_000
HANGS = {
    "depth": "<div>" * N + "<p>deep</p>",
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(N)) + ">text</p>",
    "options": "<p>text</p><select>" + "<option>x" * N,
    "ampersands": "<p>" + "&" * N * 5,
    "open tags": "text" + "<a" * N * 3,
    "open comments": "text" + "<!--" * N * 3,
    "declarations": "text" + "<!" * N * 3,
    "marked section": "text<![%%0 more",
    "quotes": "text" + '<a x="' * N,
    "quoted ends": "text" + '<a x=">" ' * (N // 3),
    "equals": "text<a " + "=" * N * 5,
    "spaces": "<p>text" + " " * N * 20,
    "end tags": "text" + "</x>" * N,
    "misnested": "text" + "<b><p></b>" * N,
    "scripts": "text" + "<script>" * N,
    "titles": "text" + "<title>" * N,
    "lists": "text" + "<ul><li>" * (N // 2),
    "tables": "<table><tr><td>" * (N // 2) + "text",
    "digits": "<p>text &#" + "9" * N * 5 + ";",
    "links": "<a href=x>t " * (N // 3),
}


@pytest.mark.parametrize("name", HANGS)
def test_pages_made_to_hang_a_parser(name: str) -> None:
    begin = time.process_time()
    article = page(HANGS[name])
    assert time.process_time() - begin < 2
    assert article.blocks


def test_what_an_open_mark_swallows_is_told() -> None:
    article = page("<p>Kept.</p><!-- The rest <p>is gone.</p>")
    assert article.text == "Kept."
    assert article.notes[0].code == "input-cut"
    assert (
        page(
            "<p>Kept.</p><script>x",
        )
        .notes[0]
        .code
        == "input-cut"
    )
    assert not page("<p>Kept.</p><!-- fine -->").notes


def test_text_deeper_than_the_limit_is_kept() -> None:
    article = read_text(
        "<div>" * 60 + "<p>One.</p><p>Two.</p>", format="html", limits=Limits(depth=20)
    )
    assert article.text == "One.\n\nTwo."


def test_a_given_headline_stands_before_the_text() -> None:
    article = page("<article><p>It left.</p></article>", headline="Ferry leaves")
    assert article.blocks[0].role is Role.HEADLINE
    assert article.text == "Ferry leaves\n\nIt left."
    assert article.position(article.body_start) == (1, 13)
