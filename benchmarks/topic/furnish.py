"""Furniture of our own making, to be set into articles: calls to action, teasers, what stands around them."""

import random
import re
from collections.abc import Sequence
from typing import NamedTuple

from auditor.document import Article, Block, Role, Span

_LOOSE = 0.25
"""How often furniture of a page stands in a division, about as real furniture does."""

SLOTS = {
    "thing": (
        "newsletter", "weekly newsletter", "free newsletter", "daily briefing", "morning email", "podcast",
        "mailing list", "email list", "digest", "alerts", "updates", "weekly roundup",
    ),
    "goods": (
        "guide", "checklist", "e-book", "template", "white paper", "report", "toolkit", "workbook", "printable",
        "case study", "buyer’s guide", "cheat sheet", "meal plan", "worksheet", "calculator", "sample chapter",
    ),
    "topic": (
        "politics", "travel", "small business", "gardening", "fitness", "science", "personal finance", "parenting",
        "cooking", "home repair", "marketing", "hiring", "data", "health", "photography", "technology", "cycling",
        "insurance", "real estate", "education", "running shoes", "coffee", "security", "music", "local news",
    ),
    "maker": (
        "Harrow & Pike", "Northlight", "Brightfold", "Oldmere Daily", "Kestrel", "Tallgrass", "Lumen Works", "Skell",
        "Merriday", "Quillstone", "Bluefen", "Copperline", "Vantry", "Foxglove Media", "Aldmoor", "Parcelwise",
    ),
    "service": (
        "team", "platform", "app", "software", "membership", "plans", "online course", "store", "shop", "experts",
        "services", "free trial", "community", "mobile app", "consultants", "free consultation", "workshop",
    ),
    "shop": ("Amazon", "Walmart", "Target", "Etsy", "eBay", "Best Buy", "Wayfair", "our store", "the shop", "REI"),
    "site": ("Facebook", "Twitter", "Instagram", "YouTube", "LinkedIn", "Pinterest", "TikTok", "Telegram", "X"),
    "when": ("today", "now", "this week", "before it’s too late", "here", "right now", "below"),
    "price": ("$12", "$29.99", "$149", "£25", "€40", "$8.50", "$1,299", "$75", "$60"),
    "number": ("3", "5", "7", "10", "12", "15", "30", "50"),
    "who": (
        "Mara Quill", "Ann Poole", "Joe Hart", "Tess Varley", "Ivo Brandt", "Lena Ashcombe", "Omar Redfern",
        "Priya Dell", "Caleb Frost", "Nadia Wren",
    ),
    "month": ("January", "March", "May", "July", "September", "October", "December"),
}  # fmt: skip

CALLS = (
    "Sign up for our {thing}",
    "Sign up for the {maker} {thing} to get the best of {topic} in your inbox.",
    "Sign up {when} for the {maker} {thing}.",
    "Subscribe to our {thing} and never miss a story about {topic}.",
    "Subscribe to {maker} for more {topic} stories like this one.",
    "Get the latest {topic} news and tips delivered straight to your inbox.",
    "Get our {thing} on {topic}, every morning, free.",
    "Get {topic} stories like this in your inbox every week.",
    "Enter your email to receive our {thing}.",
    "Join {number},000 readers who get the {maker} {thing} every week.",
    "Join our {thing} for the latest on {topic}, and get a free {goods}.",
    "Want more stories about {topic}? Sign up for our {thing}.",
    "Want to know more about {topic}? Download our free {goods}.",
    "Want to learn more? Check out our {goods} on {topic}.",
    "Looking for help with {topic}? Our {service} can help. Contact us {when}.",
    "Ready to get started? Talk to our {service} {when}.",
    "Ready to take your {topic} further? Try {maker} free for {number} days.",
    "Need help with {topic}? Get in touch with {maker} {when}.",
    "Contact {maker} {when} to discuss your {topic} needs.",
    "Contact us to find out how our {service} can help you with {topic}.",
    "Call us {when} to schedule your free consultation with our {service}.",
    "Book a call with our {topic} experts {when}.",
    "Schedule a free demo of our {service} {when}.",
    "Request a demo to see how {maker} works for {topic} teams.",
    "Try {maker} free for {number} days. No credit card required.",
    "Start your free {number}-day trial of {maker} {when}",
    "Start a free trial and see what the {maker} {service} can do.",
    "Download our free {topic} {goods} {when}",
    "Download the {maker} app to read more about {topic}.",
    "Free download: the {maker} {goods} for {topic}",
    "Grab your free {goods} on {topic} {when}!",
    "Get {number} % off your first order at {maker} with our code.",
    "Use code {maker} for {number} % off {when}.",
    "Shop the best {topic} deals at {shop}",
    "Shop {maker} at {shop} {when}",
    "Shop all {topic} gifts at {maker}",
    "Buy {when} at {shop}: {price}",
    "{price} at {shop} {price} at {shop}",
    "{price} {price} at {shop}",
    "Check the latest price at {shop}",
    "See plans and prices on the {maker} site",
    "View more details and buying options at {shop}",
    "Follow us on {site}, {site} and {site} for more about {topic}.",
    "Follow {maker} on {site} for the latest on {topic}",
    "Like us on {site} and follow us on {site}.",
    "Find us on {site}, and tell us what you think.",
    "Follow {who} on {site}",
    "Share this story with your friends on {site} and {site}",
    "Let us know what you think about {topic} in the comments below!",
    "Tell us in the comments: what do you think of {topic}?",
    "Have a story about {topic}? Email us or send a tip to our {service}.",
    "Have questions about {topic}? Ask {who} and our {service}.",
    "Click here to learn more about {topic}",
    "Click here to download the {goods}",
    "Click here to read more {topic} stories",
    "Click here to sign up for our {thing}",
    "Learn more about {topic} with {maker}",
    "Learn how {maker} can help with {topic}",
    "Learn more about our {service} and see how we work with {topic}.",
    "Discover how our {service} helps with {topic}",
    "Discover more {topic} ideas from {maker}",
    "Explore our {topic} {goods} and get started {when}",
    "Find out more about {topic} in our {goods}",
    "Find the best {topic} deals in your area. Enter your zip code.",
    "Compare {topic} quotes from {number} providers {when}",
    "Watch our video on {topic}",
    "Listen to the {maker} podcast on {topic}, wherever you get your podcasts.",
    "Read our full {maker} review",
    "Read our {goods} to {topic} here",
    "Read more stories about {topic} from {maker} here.",
    "See our full guide to {topic} for more.",
    "Check out our {goods} to {topic}",
    "Check out the {maker} {service} for {topic} {when}!",
    "View all {topic} stories from {maker}",
    "Explore more: {topic}, {topic} and {topic}",
    "More on {topic}: {topic}, {topic}",
    "Support our journalism. Become a {maker} member {when}.",
    "Support {maker} by becoming a member, and read {topic} without ads.",
    "Donate {when} to support reporting on {topic}.",
    "If you enjoy reading about {topic}, consider becoming a paid subscriber.",
    "This post is for paying subscribers of {maker}. Upgrade to read on.",
    "{maker} is a reader-supported publication. To receive new posts, become a free or paid subscriber.",
    "Thanks for reading {maker}! Subscribe for free to receive new posts.",
    "Thank you for signing up for our {thing}.",
    "This post may contain affiliate links. We may earn a commission when you buy through them.",
    "We may earn a commission if you buy through links on this page, at no cost to you.",
    "As an affiliate of {shop}, {maker} earns from qualifying purchases.",
    "Products are picked by our editors. If you buy something, we may earn a commission.",
    "By signing up, you agree to our terms of use and privacy policy.",
    "By subscribing, you agree to receive email from {maker} and accept our privacy policy.",
    "You can unsubscribe at any time. See our privacy policy for details.",
    "At {maker}, we help people with {topic}. Our {service} is ready when you are.",
    "The {maker} {service} takes the work out of {topic} so that you can focus on what matters.",
    "With {maker}, you get {topic} tools your whole team will love.",
    "Our {service} has helped more than {number},000 customers with {topic}.",
    "Trusted by {number},000 {topic} teams around the world",
    "{maker} is the all-in-one {service} for {topic}.",
    "Everything you need for {topic}, in one place.",
    "Save time on {topic} with the {maker} {service}",
    "Get a free quote from {maker} in {number} minutes",
    "Get personal advice on {topic} from our {service}",
    "Save {number} % when you book with {maker} {when}",
    "Last chance: save {price} on the {maker} {goods}",
    "Limited offer: get the {topic} {goods} for {price}",
    "Enjoyed this article? Read more about {topic} on our blog.",
    "Don’t miss our next event on {topic}. Register {when}.",
    "Register {when} for our free webinar on {topic}",
    "Join us on {month} {number} for a free webinar on {topic}.",
    "Vote {when} in our {topic} poll",
    "Take our {topic} quiz to find out more",
)  # fmt: skip

LABELS = (
    "Read more:", "Related:", "See also:", "RELATED:", "More:", "Read next:", "Also read:", "READ MORE:", "Watch:",
    "You may also like:", "Don’t miss:", "Further reading:", "Recommended:", "→", "»", "•", "👉", ">>",
    "Check out:", "More from {maker}:", "Listen:", "PHOTOS:", "READ:", "ALSO:", "More on {topic}:", "Up next:",
)  # fmt: skip

HEADS = (
    "Related articles", "You may also like", "More from {maker}", "Read these next", "Recommended reading",
    "Latest stories", "More {topic}", "Trending now", "Most read", "Continue reading", "Related posts",
    "Popular on {maker}", "In this section", "From our partners", "Further reading", "Blog", "Latest news",
    "Editor’s picks", "Recommended for you", "More like this", "Keep reading", "Top stories",
)  # fmt: skip

BETWEEN = (
    "By {who}", "{month} {number}, 2024", "{number} min read", "{topic}", "{who}", "Read more", "{month} {number}",
    "Sponsored", "Opinion", "{number} hours ago", "{who} | {month} {number}, 2025", "{number} comments", "Learn more",
)  # fmt: skip


class Line(NamedTuple):
    """A line of furniture: its words, whether it is linked, whether it is a heading."""

    text: str
    linked: float
    heading: bool


def filled(chance: random.Random, pattern: str) -> str:
    """Return ``pattern`` with each slot filled by chance."""
    while "{" in pattern:
        start = pattern.index("{")
        end = pattern.index("}", start)
        pattern = (
            pattern[:start] + chance.choice(SLOTS[pattern[start + 1 : end]]) + pattern[end + 1 :]
        )
    return pattern[:1].upper() + pattern[1:]


def call(chance: random.Random) -> list[Line]:
    """Return a call to action: one to three lines."""
    linked = 1.0 if chance.random() < 0.4 else chance.choice((0.0, 0.0, 0.2, 0.4))
    count = chance.choice((1, 1, 1, 2, 3))
    texts = [filled(chance, p) for p in chance.sample(CALLS, count)]
    if chance.random() < 0.15:
        texts = [t.rstrip(".") for t in texts]
    return [Line(t, linked, chance.random() < 0.1) for t in texts]


def teasers(chance: random.Random, titles: Sequence[str]) -> list[Line]:
    """Return one or more teasers of other stories, of which ``titles`` are the headlines."""
    linked = 1.0 if chance.random() < 0.8 else 0.0
    if chance.random() < 0.45:
        label = filled(chance, chance.choice(LABELS)) + " " if chance.random() < 0.6 else ""
        return [Line(label + chance.choice(titles), 1 - len(label) / 80 if linked else 0.0, False)]
    made = []
    if chance.random() < 0.6:
        made.append(Line(filled(chance, chance.choice(HEADS)), 0.0, chance.random() < 0.6))
    heading = chance.random() < 0.4
    between = chance.sample(BETWEEN, chance.choice((0, 0, 1, 2)))
    for title in chance.sample(titles, chance.choice((1, 2, 3, 3, 4, 5))):
        made.append(Line(title, linked, heading))
        made.extend(Line(filled(chance, p), chance.choice((0.0, 1.0)), False) for p in between)
    return made


class Furnished(NamedTuple):
    """An article with furniture set into it, and what each block is: empty, or a kind of noise."""

    article: Article
    kinds: list[str]


def furnished(
    chance: random.Random,
    id: str,
    headline: str,
    body: Sequence[str],
    titles: Sequence[str],
    *,
    bare: bool,
) -> Furnished:
    """Return an article with one to three pieces of furniture between or after its paragraphs.

    Args:
        chance: what is chosen, and where it goes.
        id: of the article.
        headline: of the article; may be empty.
        body: its paragraphs.
        titles: headlines of other articles, for teasers.
        bare: as plain text gives them; else headings, links and elements are known, as in a page.

    """
    lines = [(Line(text, 0.0, False), "") for text in body]
    for _ in range(chance.choice((1, 2, 3))):
        at = chance.choice((chance.randrange(1, len(lines) + 1), len(lines)))
        if chance.random() < 0.5:
            piece, kind = call(chance), "cta_promo"
        else:
            piece, kind = teasers(chance, titles), "teaser_or_link"
        lines[at:at] = [(line, kind) for line in piece]
    text = f"{headline}\n\n" if headline else ""
    blocks = [Block(0, Role.HEADLINE, Span(0, len(headline)))] if headline else []
    kinds = [""] * len(blocks)
    for line, kind in lines:
        span = Span(len(text), len(text) + len(line.text))
        linked = 0 if bare else round(len(line.text) * line.linked)
        role = Role.SUBHEADING if line.heading and not bare else Role.PARAGRAPH
        links = (Span(span.start, span.start + linked),) if linked else ()
        element = "h3" if line.heading else "div" if kind and chance.random() < _LOOSE else "p"
        blocks.append(Block(len(blocks), role, span, links, True, "" if bare else element))
        kinds.append(kind)
        text += line.text + "\n\n"
    read = Article(id=id, path="", text=text, blocks=tuple(blocks), declared_language="en")
    return Furnished(read, kinds)


def without_credit(text: str) -> str:
    """Return a caption without the credit at its end."""
    return re.split(
        r"\s*(?:\(|/|\b(?:AP|AFP|EPA|REUTERS|Reuters|Getty|Photo|Credit|Image)\b)", text
    )[0]
