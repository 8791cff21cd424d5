"""Words that a language doubles as a matter of course: die die, nous nous, very very."""

_SOUNDS = frozenset(
    "ha haha blah tut hey boo wow whoa pow la da na wa ta bang beep tick tock chop hush quack choo dum cha rah hip "
    "pom knock ho bla haa hihi".split()
)
"""Whatever the language."""
_WORDS = {
    "en": "had that very really so no now bye far many more again there hear yeah yes in on is it her you who do what "
    "long much too big great bad good never well please why oh go ever old high deep two one first autoplay",
    "de": "die der das den dem denen sie ihr ihnen was wer so sehr viel nein ja ach es ich er wir an ganz weit lange "
    "immer nie viele bitte",
    "nl": "die dat het er je ze we u zijn haar hun was is in heel veel ja nee om op aan uit over door voor af toe wie "
    "wat lang doen",
    "fr": "nous vous en si non oui très bon bien faire tout lui tant son fait vite loin rien jamais beaucoup trop "
    "petit longtemps",
    "es": "muy no sí si ya casi así luego poco nada bueno claro tanto mucho sobre vino cerca bajo este tarde todo más "
    "lejos",
    "it": "piano via mano così quasi no sì poco subito ora ben lemme mai poi giù qui qua già",
    "pt": "muito não sim já logo quase bem tanto se mais longe devagar nunca só todo tudo grande",
    "sv": "det de den som i på är var om ja nej mycket till med för har långt länge så",
    "da": "det de den der er var i på om for ja nej meget til med har langt længe så",
    "nb": "det de den er var i på om for ja nei veldig til med har langt lenge så",
    "fi": "on ei se niin ihan hyvin kyllä joka voi no joo kauan tosi pitkä",
    "hu": "az ki már nagyon nem igen ez azok ezek azt meg sok soha hogy",
    "pl": "co bardzo tak nie już dawno długo to no daleko ledwo",
    "cs": "se je moc ano ne velmi to už tak co jen daleko dlouho dávno",
    "sk": "so veľmi áno nie to už tak čo je len ďaleko dlho dávno",
    "sl": "se da je zelo sem to ne",
    "hr": "da je se vrlo jako sam to ne polako",
    "ro": "foarte da nu tot așa încet abia mai gata mult departe bine repede",
    "el": "που του της τους μου σου μας σας ναι όχι ένα δύο μία μια ίσα όλο εδώ",
    "ru": "очень да нет ну вот чуть едва так что еле давно далеко их долго много тихо совсем все всё",
    "uk": "дуже так ні ну ось ледь що давно далеко довго багато тихо зовсім їх все",
}  # fmt: skip
_LISTED = {language: _SOUNDS.union(words.split()) for language, words in _WORDS.items()}
# A text whose language is not known is of any; what English never doubles is told all the same.
_LISTED["und"] = _SOUNDS.union(*_LISTED.values()) - set("to for an was at".split())
_LISTED["no"] = _LISTED["nb"]
# Ukrainian that does not say what it is is taken for Russian, by its script, and Slovak for Czech.
_LISTED["ru"] |= _LISTED["uk"]
_LISTED["cs"] |= _LISTED["sk"]
_EMPHATIC = frozenset({"el", "it"})
"""Languages that double nouns, adverbs and adjectives as they like (πρωί πρωί, caldo caldo)."""
_SMALL = 3
"""Letters of the longest word that they do not."""


def may_stand_twice(word: str, language: str) -> bool:
    """Whether ``word``, in lower case, may stand twice in a row in ``language``.

    Any may in a language that is not listed; Turkish, Indonesian or Vietnamese double words of every
    kind (göre göre).
    """
    listed = _LISTED.get(language)
    if listed is None or word in listed:
        return True
    return language in _EMPHATIC and len(word) > _SMALL
