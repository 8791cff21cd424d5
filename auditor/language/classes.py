"""Classes of English words that form is told by, all counted in one pass over a passage's words."""

import struct
from collections.abc import Sequence
from itertools import repeat

_CLASSES = {
    "pronoun": "he she they it him her them his its their he's she's they're it's",
    "pointing": (
        "this that these those such another others both each then there here also too so similarly "
        "likewise same former latter said"
    ),
    "joining": (
        "but and or yet still however meanwhile instead nor because although though while moreover "
        "furthermore therefore thus otherwise nevertheless besides indeed earlier later"
    ),
    "saying": "said says told added tweeted wrote asked argued according noted called announced",
    "first person": "i we my our me us i'm we're i've we've",
    "second person": "you your you're you'll you've yours",
    "present": "is are has have does says say do can will",
    "past": "was were had did said told went came made",
    "article": "the a an of to and that which",
    "asking": (
        "read see learn click get join sign shop download watch subscribe try compare discover check "
        "explore find start follow listen visit browse buy book call contact donate enter register share "
        "tweet pin support become take request schedule save submit view want looking ready need love "
        "enjoy keep"
    ),
    "offer": (
        "newsletter newsletters inbox subscribe subscriber subscribers subscription affiliate commission "
        "free trial discount coupon link links click here email emails cookies privacy policy terms sign "
        "signup updates offers deals account login download app podcast advertisement sponsored donate "
        "membership unsubscribe delivered weekly daily signing subscribing promo disclosure purchase"
    ),
    "picture": (
        "photo photos photograph photography photographer image images credit courtesy source via getty "
        "screenshot illustration figure pictured picture copyright shown seen above below shutterstock "
        "reuters ap afp wikimedia unsplash flickr graphic chart infographic"
    ),
    "calling": (
        "click subscribe sign newsletter download follow inbox join check learn more read started contact "
        "try shop buy free"
    ),
    "commerce": (
        "shop buy price prices amazon walmart target wayfair etsy ebay order cart deal deals off sale discount "
        "discounts save coupon code checkout store stores retailer shipping offer offers quote quotes pricing "
        "plans plan demo trial free purchase compare"
    ),
    "network": (
        "facebook twitter instagram youtube linkedin pinterest tiktok telegram x whatsapp threads bluesky reddit "
        "newsletter podcast channel follow followers social rss feed app"
    ),
    "verb": (
        "is are was were has have had will would can could may might must should do does did be been being am "
        "isn't aren't wasn't don't doesn't didn't won't can't it's that's there's they're we're you're i'm he's "
        "she's i've we've you've i'll you'll makes make made get gets got said says went came gave took found"
    ),
    "house": "our we us we're we've ours",
    "terms": (
        "agree terms privacy policy cookies consent disclosure affiliate commission commissions rights reserved "
        "license advertising sponsored disclaimer recaptcha"
    ),
    "teasing": (
        "best top guide tips review reviews ways things vs versus ultimate how why what here's need know"
    ),
    "preposition": "in at on of from with near during by to for over under into through",
}
NAMES = tuple(_CLASSES)
_LANE = 32
_LAYOUT = struct.Struct(f"<{len(NAMES)}I")
_LANES: dict[str, int] = {}
for _at, _words in enumerate(_CLASSES.values()):
    for _word in _words.split():
        _LANES[_word] = _LANES.get(_word, 0) | 1 << _LANE * _at


def count(words: Sequence[str]) -> tuple[int, ...]:
    """Return how many of ``words`` (in lower case, straight apostrophes) are of each class, as ``NAMES`` has them."""
    total = sum(map(_LANES.get, words, repeat(0)))
    return _LAYOUT.unpack(total.to_bytes(_LAYOUT.size, "little"))


def number(name: str) -> int:
    """Return where a class stands in ``count``."""
    return NAMES.index(name)


def members(name: str) -> frozenset[str]:
    """Return the words of a class."""
    return frozenset(_CLASSES[name].split())
