"""Text that is hardly prose: lists of links, spam, scraps, one line again and again."""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article
from auditor.finding import Finding

_STOP_WORDS = frozenset("the be to of and that have with in a is for on it was as at by".split())
_ENDS = frozenset(".!?…\"'”’»)。！？।؟۔")
_SYMBOLS = frozenset("#…|•{}<>\\^~=*_")
_ENOUGH = 60  # words; shorter text says too little about itself

# The thresholds of the filters that language models' makers published (Gopher, C4), eased.
_LIMITS = (
    ("repeated_lines", 0.3),
    ("symbols", 0.1),
    ("odd_word_length", 1.0),
    ("no_stop_words", 1.0),
    ("open_lines", 0.88),
    ("capitals", 0.6),
    ("digits", 0.4),
)


class LowQualityText:
    """Measures the whole text by the signs that filters of web text go by."""

    info: ClassVar[Info] = Info(
        id="low-quality-text",
        category="structure",
        summary="The text is hardly prose.",
        method=(
            "Features of Gopher and C4: repeated lines, symbols, word length, common words, lines without"
            " a final stop, capitals, figures. ``signs`` counts those beyond the published bounds."
        ),
        measures=(
            Measure("signs", "how many of the signs are beyond their bounds"),
            Measure("repeated_lines", "share of lines said before"),
            Measure("symbols", "symbols a word"),
            Measure("odd_word_length", "1 where the mean word is under 3 or over 10 letters"),
            Measure(
                "no_stop_words", "1 where fewer than two kinds of common words occur (English)"
            ),
            Measure("open_lines", "share of lines without a final stop"),
            Measure("capitals", "share of words in capitals"),
            Measure("digits", "share of words that are figures"),
        ),
        values=("seen",),
        examples=(
            Example("BUY CHEAP BOATS NOW | CORRAN BOATS | CLICK\n" * 20, whole=True),
            Example("Home | Boats | Nets\nTarn #ferry #pier\n" * 20, whole=True),
            Example(
                "The pier of Corran was shut on Monday after a storm. The harbour board said that it would"
                " open again in spring, when the lamps and the railings were mended. Nobody was hurt.\n"
                "The ferry to Tarn will leave from the fish quay, and it will call at the island once a day"
                " for as long as the pier is shut, the board said in a letter to the families there."
            ),
            Example("Boats | Nets"),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield one finding where any sign is beyond its bounds."""
        del neighbours
        count = len(article.words)
        if count < _ENOUGH:
            return
        measures = _measures(article, count)
        beyond = [name for name, limit in _LIMITS if measures[name] >= limit]
        if not beyond:
            return
        yield Finding(
            None,
            measures=(("signs", float(len(beyond))), *measures.items()),
            values=(("seen", ", ".join(name.replace("_", " ") for name in beyond)),),
            confidence=min(0.5 + 0.15 * len(beyond), 0.95),
        )


def _measures(article: Article, count: int) -> dict[str, float]:
    text = article.prose
    words = [word.text for word in article.words]
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    repeats = len(lines) - len(set(lines))
    mean = sum(map(len, words)) / count
    english = article.language == "en"
    common = len(_STOP_WORDS.intersection(map(str.lower, words))) if english else 2
    characters = Counter(text)
    return {
        "repeated_lines": repeats / len(lines),
        "symbols": sum(characters[c] for c in _SYMBOLS) / count,
        "odd_word_length": float(text.isascii() and not 3 <= mean <= 10),
        "no_stop_words": float(common < 2),
        "open_lines": sum(line[-1] not in _ENDS for line in lines) / len(lines),
        "capitals": sum(len(w) > 1 and w.isupper() for w in words) / count,
        "digits": sum(w[0].isdigit() for w in words) / count,
    }
