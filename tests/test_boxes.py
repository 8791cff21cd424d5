"""Boxes that pages name: what a name says, which parts of a page are boxes, and how they are told."""

import pickle
import time
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import auditor
from auditor.detector import NoNeighbours
from auditor.detectors.leftover_furniture import LeftoverFurniture
from auditor.document import Article
from auditor.language import boxes
from auditor.language.boxes import LINES, LINKS, LONGEST, NAME, OWN, TEXT, look_up, words_of
from auditor.language.furniture import read_rows
from auditor.sources.html_article import article_from_html

ROWS = read_rows(boxes.TABLE.read_text(encoding="utf-8"))
FARES = (
    "<p>Fares on the Oldmere ferry will rise by a tenth in May, the port board said on Monday.</p>"
)
PIER = "<p>Old pier to be torn down</p>"
WORDS = st.lists(st.text("bcdfgklmnprt", min_size=2, max_size=8), min_size=1, max_size=6)

_PLACES = ("Aldmoor", "Oldmere", "Lunn", "Tarn", "Skell", "Norhaven", "Port Oake", "Riddle", "Marl")


def story(*parts: str) -> Article:
    """Read a page whose article has three paragraphs and ``parts`` between them."""
    body = FARES + FARES.replace("May", "June") + "".join(parts) + FARES.replace("May", "July")
    return article_from_html(f"<article><h1>Fares rise</h1>{body}</article>", id="a")


def boxed(article: Article) -> list[tuple[str, str, str]]:
    """Return kind, name and text of each block that stands in a box."""
    return [
        (b.box.kind, b.box.name, b.span.of(article.text))
        for b in article.blocks
        if b.box is not None
    ]


def told(article: Article, kinds: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return what is told and how it is called."""
    found = LeftoverFurniture({"table": (), "kinds": kinds}).find(article, NoNeighbours())
    return [(f.span.of(article.text), dict(f.values)["kind"]) for f in found if f.span]


@given(WORDS, st.sampled_from(["-", "_", "__", ".", ":", "--"]))
def test_a_name_is_cut_at_signs_and_capitals(words: list[str], sign: str) -> None:
    assume(len(sign.join(words)) <= LONGEST)

    assert words_of(sign.join(words)) == tuple(words)
    assert words_of(words[0] + "".join(word.title() for word in words[1:])) == tuple(words)
    assert words_of(f"{sign.join(words)}3")[:-1] == tuple(words[:-1])


@given(
    st.text("abcdefghijklmnopqrstuvwxyz", max_size=6),
    st.text("abcdefghijklmnopqrstuvwxyz", max_size=6),
)
def test_a_word_inside_a_longer_one_says_nothing(before: str, after: str) -> None:
    known = {word for row in ROWS for word in row[3].split()}
    for word in ("ad", "share", "related", "promo", "newsletter", "comments", "social"):
        longer = before + word + after
        if longer not in known:
            assert look_up(longer) is None
            assert look_up(f"story-{longer}-top") is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("inlineRecirc_2", ("inline", "recirc")),
        ("ADSlot", ("ad", "slot")),
        ("OUTBRAIN", ("outbrain",)),
        ("ad300x250", ("ad",)),
        ("view-dom-id-8e2ad78e0a0b", ("view", "dom", "id")),  # a number to the base of 16
        ("shareholder", ("shareholder",)),
        ("a" * (LONGEST + 1), ()),
        ("related\u202estories", ()),
        ("", ()),
    ],
)
def test_words_of_names(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


def test_the_table_is_sound() -> None:
    assert len({tuple(row[1:]) for row in ROWS}) == len(ROWS)
    for kind, where, needs, name in ROWS:
        assert where in ("in", "is", "plain", "never", "own")
        if where in ("plain", "never"):
            continue
        assert needs in ((OWN,) if where == "own" else (NAME, LINES, LINKS, TEXT))
        said = look_up(name.replace(" ", "-"))
        assert said is not None, name
        assert said.kind == kind


@pytest.mark.parametrize(
    "name",
    [
        "shareholder-letter",
        "add-on",
        "has-share",
        "no-ads",
        "category-newsletter",
        "pullquote-share",
        "share-price",
        "related-media-caption",
        "paywall",
        "unrelated-stories",
        "market-share",
        "social-media-post",
        "entry-comments-off",
    ],
)
def test_names_of_the_storys_own(name: str) -> None:
    said = look_up(name)
    assert said is None or said.kind == OWN


@pytest.mark.parametrize("name", ["more-on-the-ferry", "tags-and-prices", "what-donation-buys"])
def test_an_id_made_of_a_headings_words_names_no_box(name: str) -> None:
    section = f'<section id="{name}"><h2>The ferry</h2><p>It has two decks.</p></section>'

    assert not boxed(story(section))
    assert boxed(story(section.replace("id=", "class=")))
    assert boxed(story(section.replace(name, "share")))


def test_a_post_of_a_social_medium_is_the_storys_own() -> None:
    assert not boxed(story('<blockquote class="x-media social-media"><p>We sail</p></blockquote>'))


@pytest.mark.parametrize(
    ("opening", "kind", "name"),
    [
        ('<div class="related-stories">', "related links", "related-stories"),
        ('<div class="col-3 newsletterSignup">', "sign-up", "newsletterSignup"),
        (
            '<div class="wp-block-jetpack-subscriptions">',
            "sign-up",
            "wp-block-jetpack-subscriptions",
        ),
        ('<div id="mc_embed_signup">', "sign-up", "mc_embed_signup"),
        ('<section id="comments">', "reader comments", "comments"),
        ('<div data-component="ad-slot">', "advertisement", "ad-slot"),
        ("<share-bar>", "share prompt", "share-bar"),
        ('<div class="author-bio">', "author note", "author-bio"),
    ],
)
def test_parts_that_are_named(opening: str, kind: str, name: str) -> None:
    closing = f"</{opening[1:].split()[0].rstrip('>')}>"
    assert boxed(story(opening, PIER, closing)) == [(kind, name, "Old pier to be torn down")]


@pytest.mark.parametrize(
    "part",
    [
        "<aside><p>The board meets in the old customs house.</p></aside>",
        '<aside class="fact-box"><a href="/a">Old pier</a></aside>',
        '<h2 id="comments">What they said</h2>',
        '<p class="paywall">The board meets in the old customs house.</p>',
        '<div class="teaser"><p>The board meets in the old customs house.</p></div>',
        '<div class="author-info">Ann Poole</div>',
        '<p>Read <a class="more-on-this" href="/a">more on the pier</a>, the board said.</p>',
    ],
)
def test_parts_that_are_none(part: str) -> None:
    assert boxed(story(part)) == []


def test_an_aside_of_links_is_a_box() -> None:
    article = story('<aside><a href="/a">Old pier to be torn down</a></aside>')
    assert boxed(article) == [("links", "aside", "Old pier to be torn down")]


@pytest.mark.parametrize("name", ["related-stories", "newsletter", "share-tools"])
def test_what_holds_the_story_is_no_box(name: str) -> None:
    around = f'<article><div class="{name}">{FARES * 3}</div>{FARES}</article>'
    assert boxed(article_from_html(around, id="a")) == []
    each = FARES.replace("<p>", f'<p class="{name}">') * 4
    assert boxed(article_from_html(f"<article>{each}{FARES}</article>", id="a")) == []


def test_comments_may_be_longer_than_the_story() -> None:
    article = story('<div id="comments">', FARES * 9, "</div>")
    assert len(boxed(article)) == 9


def test_a_box_is_told_once() -> None:
    promo = '<div class="promo"><p>Read more: Old pier</p></div>'
    article = story('<div class="related-stories"><h3>Related articles</h3>', promo, "</div>")
    assert told(article) == [
        (
            "Related articles\n\nRead more: Old pier",
            "related links, in a box that the page calls “related-stories”",
        )
    ]
    assert told(article, kinds=["sign-up"]) == []


def test_a_row_of_boxes_is_one() -> None:
    row = "".join(f'<li class="share-{site}">{site}</li>' for site in ("red", "blue", "green"))
    article = story(f"<ul>{row}</ul>")
    assert told(article) == [
        ("red\n\nblue\n\ngreen", "share prompt, in a box that the page calls “share-red”")
    ]


def test_boxes_survive_pickling() -> None:
    article = story('<div class="related-stories">', PIER, "</div>")
    assert boxed(pickle.loads(pickle.dumps(article))) == boxed(article) != []


N = 40_000
HOSTILE = {
    "a class of a megabyte": f'<div class="{"related-stories " * (N * 2)}">{PIER}</div>',
    "one name of a megabyte": f'<div class="{"share-" * (N * 4)}">{PIER}</div>',
    "names in each other": '<div class="related-stories">' * N + PIER,
    "one after the other": f'<div class="share-bar">a</div><div class="ad-slot">{PIER}</div>'
    * (N // 20),
    "names that nearly say something": "".join(
        f'<div class="{"more-share-" * 6}{n}">a</div>' for n in range(N // 10)
    ),
    "headlines before the article": "</article>" + "<h1>Old pier</h1>" * (N // 10),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_names_made_to_cost(name: str) -> None:
    begin = time.process_time()
    article = story(HOSTILE[name])
    told(article)
    assert time.process_time() - begin < 6


def _words(what: str) -> str:
    """Return a text of which nothing stands elsewhere."""
    return " ".join(f"The {what} {number} of {what}{number} waits." for number in range(60))


def test_the_menu_of_a_site_is_no_reused_passage() -> None:
    menu = "".join(f"<li>Hotels and inns of {name}</li>" for name in _PLACES)
    passage = (
        "<p>The dam above Skell was built in 1931 for a paper mill that never opened, and engineers warned "
        "of its cracks four times in the last decade, but the money went to other works.</p>"
    )
    pages = [
        f"<article><h1>The {what} of Elmsby</h1><ul>{menu}</ul><p>{_words(what)}</p>{shared}</article>"
        for what, shared in (("ferry", passage), ("mill", ""), ("dam", passage))
    ]
    articles = [article_from_html(text, id=str(at)) for at, text in enumerate(pages)]
    told = {
        report.article.id: [f.text for f in report.findings if f.rule == "reused-passage"]
        for report in auditor.audit(articles)
    }
    assert [len(told[id]) for id in "012"] == [0, 0, 1]
    assert told["2"][0].startswith("The dam above Skell")
