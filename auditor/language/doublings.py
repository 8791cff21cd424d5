"""Words that a language doubles as a matter of course: die die, nous nous, very very."""

_SOUNDS = frozenset(
    "ha haha blah tut hey boo wow whoa pow la da na wa ta bang beep tick tock chop hush quack choo dum cha rah hip "
    "pom knock ho bla haa hihi".split()
)
"""Whatever the language."""
_WORDS = {
    "en": "had that very really so no now bye far many more again there hear yeah yes in on is it her you who do what "
    "long much too big great bad good never well please why oh go ever old high deep two one first autoplay",
    "de": "die der das den dem denen sie ihr ihnen was wer so sehr viel nein ja ach",
    "nl": "die dat het er je ze we u zijn haar hun was is in heel veel ja nee",
    "fr": "nous vous en si non oui très bon bien faire tout lui tant",
    "es": "muy no sí si ya casi así luego poco nada bueno claro tanto mucho",
    "it": "piano via mano così quasi no sì poco subito ora ben bello bella buono buona zitto zitta quatto lemme appena "
    "molto tanto",
    "pt": "muito não sim já logo quase bem tanto",
    "sv": "det de den som i på är var om ja nej mycket",
    "da": "det de den der er var i på om for ja nej meget",
    "nb": "det de den er var i på om for ja nei veldig",
    "fi": "on ei se niin ihan hyvin kyllä",
    "hu": "az ki már nagyon nem igen",
    "pl": "co bardzo tak nie już dawno długo",
    "cs": "se je moc ano ne velmi",
    "sk": "so veľmi áno nie",
    "sl": "se da je zelo",
    "hr": "da je se vrlo jako",
    "ro": "foarte da nu tot așa încet",
    "el": "που του της τους μου σου μας σας πολύ σιγά λίγο γύρω ναι όχι",
    "ru": "очень да нет ну вот чуть едва так что еле давно далеко дуже ні ледь",
    "uk": "дуже так ні ну ось ледь що давно далеко",
}  # fmt: skip
_LISTED = {language: _SOUNDS.union(words.split()) for language, words in _WORDS.items()}


def doublings(language: str) -> frozenset[str] | None:
    """Return the words in lower case that may stand twice in a row; None where any may, for all that is known.

    Turkish, Indonesian or Vietnamese double words of every kind (göre göre). A text whose language is
    not known (``und``) is read as English.
    """
    return _LISTED.get("en" if language == "und" else "nb" if language == "no" else language)
