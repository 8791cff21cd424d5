"""Which language a text is in: by its script, and among Latin scripts by its commonest small words."""

import re
from collections import Counter
from functools import cache

_SCRIPTS = (
    ("ja", "\u3040-\u30ff"),
    ("zh", "\u3400-\u4dbf\u4e00-\u9fff"),
    ("ko", "\uac00-\ud7a3\u1100-\u11ff"),
    ("ar", "\u0600-\u06ff\u0750-\u077f"),
    ("hi", "\u0900-\u097f"),
    ("th", "\u0e00-\u0e7f"),
    ("ru", "\u0400-\u04ff"),
    ("el", "\u0370-\u03ff"),
    ("he", "\u0590-\u05ff"),
)
_RUNS = tuple((language, re.compile(f"[{ranges}]+")) for language, ranges in _SCRIPTS)
_DENSE = frozenset({"ja", "zh", "ko", "th"})  # a character there is worth two or three letters
_LOOK = 2500
_ENOUGH = 0.25

_SMALL_WORDS = {
    "en": "the of and to in is was that for it he on with as his at by this had not are but from or have an "
    "they which you were her she there been their has would will who when more out up said what its about "
    "into than them can only other new some could these two after i we my do did where how why your our be no "
    "said year company inc corp",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden "
    "aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder "
    "aber vor zur bis mehr durch man sein wurde sei ich wir was ihr",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se le ce il sont la "
    "avec son aux ont mais cette ses été comme ou elle nous vous je leur être sa deux fait très même tout où",
    "es": "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este "
    "sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde fue está era son ha han",
    "it": "di e il la che in a per un del non è una le con i si da della dei gli al sono come nel anche ha più "
    "alla ma dal lo delle nella su o se ci questo hanno suo stato tra degli dalla essere io mi era due anni",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem "
    "à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois são",
    "nl": "de van het een en in is dat op te zijn met voor niet die aan er om hij ook als maar bij dan nog uit "
    "naar was door wordt over heeft werd wat worden meer tot had of ze deze kan geen haar zich hebben dit ik je",
    "sv": "och i att det som en på är av för med den till inte har de ett om var men sig så från vi kan nu när "
    "han jag där eller ska hade under vid mot skulle efter också mer blev sin detta ut",
    "da": "og i at det er en til af på for med der den som de ikke har et han var om men sig fra jeg vi kan "
    "skal også havde efter ved nu blev være meget hun mod når eller ud bliver over sin vil mere kun",
    "nb": "og i det er på som en til av for med at den har de ikke et om var fra men han seg vi jeg kan skal "
    "også etter ved ble hadde være mot nå hun når eller ut blir sier år bare mer noe opp",
    "pl": "w i na z się do nie to że jest o jak a po od za przez dla są co oraz czy ale tym tego był jego ze "
    "był była być może lub które który przed również tylko już go ich jej roku przy pod",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi en kadar sonra ne var o ama ise her mi ya değil "
    "ki olduğu göre ben yeni iki oldu olduğunu tarafından diye şey zaman bunu önce etti kendi içinde üzere",
    "fi": "ja on ei se että oli hän joka mutta ovat niin kun myös ole olla sen kuin tai mukaan jo sekä vain "
    "nyt jos mitä sitä vuonna ollut voi hänen olisi tämä kanssa ne en he",
    "cs": "a se v na je že s z do o to i ve jako k za pro by ale po jsou jeho nebo byl podle které aby když "
    "tak který od která však už jen si při bylo také není až před",
    "ro": "de și în a la cu pe din că o un este pentru nu care se mai au fost ca să sau dar după al ale lui "
    "prin fi această sunt fost între cum foarte când până acest",
    "hu": "a az és hogy nem is egy ez meg csak de volt el már ki mint még azt ha vagy lehet kell ezt azonban "
    "szerint majd van után között pedig olyan",
    "id": "yang dan di dengan untuk ini dari dalam tidak pada itu akan adalah ke juga oleh sebagai telah ada "
    "bahwa mereka lebih atau karena saat kata tersebut bisa para",
    "vi": "và của là có được cho trong với không các một người những này đã khi để từ đến về tại năm",
}  # fmt: skip
_SIGNS = {
    "tr": "ğış",
    "de": "ß",
    "pl": "ąęłśżź",
    "cs": "řěů",
    "hu": "ő",
    "es": "ñ",
    "pt": "ãõ",
    "ro": "șț",
}
"""Letters that speak for one language; a word that has one counts a little."""
_KNOWN = frozenset([*_SMALL_WORDS, *dict(_SCRIPTS)])
_TELLING = 400
"""How many signs a text must have to belie what is said of its language."""
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]")
_BEYOND_LATIN = re.compile(r"[\u0370-\u1dff\u3040-\ud7ff]")


@cache
def _index() -> dict[str, tuple[tuple[str, float], ...]]:
    """Each small word with its languages and its weight: less where many languages share it."""
    owners: dict[str, set[str]] = {}
    for language, listed in _SMALL_WORDS.items():
        for word in listed.split():
            owners.setdefault(word, set()).add(language)
    return {
        word: tuple((o, (1 if len(word) > 1 else 0.3) / len(of)) for o in sorted(of))
        for word, of in owners.items()
    }


def identify(text: str) -> str:
    """Return the language as a primary subtag (``en``), or ``und`` where the text does not tell."""
    sample = text[:_LOOK]
    if len(_BEYOND_LATIN.findall(sample)) > len(sample) * 0.1:
        by_script = _by_script(sample)
        if by_script is not None:
            return by_script
    words = _WORD.findall(sample.lower())
    index = _index()
    scores: dict[str, float] = {}
    for word, count in Counter(words).items():
        for language, weight in index.get(word, ()):
            scores[language] = scores.get(language, 0.0) + weight * count
    if not sample.isascii():
        for language, letters in _SIGNS.items():
            if signs := sum(map(sample.count, letters)):
                scores[language] = scores.get(language, 0.0) + 0.3 * signs
    if not scores:
        return "und"
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    best, score = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if score < max(0.4, 0.03 * len(words)) or score < second * 1.15:
        return "und"
    return best


def belies(text: str, declared: str) -> bool:
    """Whether a text is clearly in another language than ``declared`` (a primary subtag) says.

    Only a language that would have been known is doubted, and none by a short text.
    """
    if len(text) < _TELLING or declared not in _KNOWN:
        return False
    return identify(text) not in (declared, "und")


def _by_script(sample: str) -> str | None:
    """Return the language of the script that most letters are of, None where that is Latin."""
    letters = len(_LETTERS.findall(sample)) or 1
    shares = {
        language: sum(map(len, pattern.findall(sample))) / letters for language, pattern in _RUNS
    }
    if shares["ja"] > 0.05 and shares["ja"] + shares["zh"] > _ENOUGH:
        return "ja"
    language = max(shares, key=lambda key: shares[key] * (2.5 if key in _DENSE else 1))
    return language if shares[language] * (2 if language in _DENSE else 1) >= 0.5 else None
