"""Letters of another alphabet inside a word: a Cyrillic "а" in "bаnk"."""

import re
from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Span
from auditor.finding import Finding

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_LATIN_OF = str.maketrans(
    "аеорсухіјѕԁһԛԝвкмнтгАВЕКМНОРСТУХІЈЅԚԜαβγικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhqwBkMHTrABEKMHOPCTYXIJSQWaßyikvoptuxABEZHIKMNOPTYX",
)
_LOOKALIKE = frozenset("аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅԚԜοιναρνΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
_CYRILLIC_OF = str.maketrans("aeopcyxijskmtABEKMHOPCTYXIJS", "аеорсухіјѕкмтАВЕКМНОРСТУХІЈЅ")
_UNITS = frozenset("µμΩΔδσπλθγαβ")


class MixedScriptWord:
    """Finds words made of Latin and of Cyrillic or Greek letters."""

    info: ClassVar[Info] = Info(
        id="mixed-script-word",
        category="mechanics",
        summary="A word with letters of another alphabet that look alike.",
        method=(
            "Only Latin with Cyrillic or Greek, and only where the foreign letters have twins in the"
            " alphabet of the others; units and science (µm, kΩ, Δt) are left alone."
        ),
        measures=(
            Measure("foreign", "how many letters are of the rarer alphabet"),
            Measure("lookalike", "1 where every foreign letter has a twin"),
        ),
        values=("letters",),
        examples=(
            Example("The «b\u0430nk» was shut.", suggestion="bank"),
            Example("Большой «тeатр» закрыт."),
            Example("A layer of 5 µm, 10 kΩ, a Δt of 3 and β-carotene."),
            Example("Москва and London signed; IT-компания too."),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each word of two alphabets."""
        del neighbours
        if not _OTHER.search(article.prose):
            return
        for word in article.words:
            if word.text.isascii():
                continue
            other = _OTHER.findall(word.text)
            latin = _LATIN.findall(word.text)
            if not other or not latin or (len(other) == 1 and other[0] in _UNITS):
                continue
            if len(other) <= len(latin):
                foreign, fixed = other, word.text.translate(_LATIN_OF)
                alike = all(c in _LOOKALIKE for c in other)
            else:
                foreign, fixed = latin, word.text.translate(_CYRILLIC_OF)
                alike = not _LATIN.search(fixed)
            yield Finding(
                Span(word.start, word.end),
                measures=(("foreign", float(len(foreign))), ("lookalike", float(alike))),
                values=(
                    ("letters", ", ".join(f"{c} (U+{ord(c):04X})" for c in dict.fromkeys(foreign))),
                ),
                suggestions=(fixed,) if alike else (),
                confidence=0.95 if alike else 0.6,
            )
