"""What it takes to be a detector: what it says of itself, its examples, and what it may ask.

A detector is a class with ``info``, made from a rule's options and asked once an article. It reads
the article and its neighbours and yields findings, generously: rules decide later which matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from auditor.document import Article, Span
from auditor.finding import Finding
from auditor.language.house import House

CATEGORIES = (
    "duplication",
    "spelling",
    "topic",
    "quotation",
    "consistency",
    "mechanics",
    "structure",
    "style",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that findings carry and rules may put a threshold on."""

    name: str
    doc: str


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of a detector. ``kind`` says what YAML may hold.

    Kinds: ``int``, ``float``, ``bool``, ``str``, ``list`` (of strings), ``groups`` (list of lists of
    strings), ``map`` (string to string or to list of strings), ``table`` (path of a TSV file beside
    the rule, read to rows of cells by the loader), ``pattern`` and ``patterns`` (regular expressions),
    ``pattern-map`` (regular expression to string or to list of strings).
    ``default`` is what a rule that does not name it gets; ``required`` options have none.
    """

    name: str
    kind: str
    doc: str
    default: Any = None
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what must be found in it: the marked places, or nothing.

    ``«`` and ``»`` mark the spans and are taken out before the detector sees the text; text that holds
    such marks itself doubles them. A text without marks must give no finding. The text is read as a
    plain-text article, or as a page of HTML. ``options`` are what a rule would give. ``others`` are
    articles of the same run, before this one.
    """

    text: str
    options: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    suggestion: str | None = None
    """The first suggestion that the first finding must carry."""
    whole: bool = False
    """Whether one finding about the whole article (no span) is wanted."""
    headline: str | None = None
    """A headline given in a field of its own."""
    page: bool = False
    """Whether the text is a page of HTML."""


@dataclass(frozen=True, slots=True)
class Info:
    """What a detector says of itself; documentation and the rules' loader read it."""

    id: str
    category: str
    summary: str
    """One sentence: what it finds."""
    examples: tuple[Example, ...]
    measures: tuple[Measure, ...] = ()
    values: tuple[str, ...] = ()
    """Names that its findings give to messages, beside measures and ``text``."""
    options: tuple[Option, ...] = ()
    method: str = ""
    """How it decides, what it leaves alone, and the source of the method."""
    languages: tuple[str, ...] = ()
    """Languages it knows; empty means any."""


class Passage(Protocol):
    """A passage that stands in this article and in another."""

    @property
    def span(self) -> Span:
        """Its place in this article."""

    @property
    def other_span(self) -> Span | None:
        """Its place in the other article, in reported code points; None where its text is not kept."""

    @property
    def other_text(self) -> str:
        """The other article's words."""

    @property
    def words(self) -> int:
        """How many words are shared."""

    @property
    def other_block(self) -> int | None:
        """The other article's block at that place."""


class Neighbour(Protocol):
    """Another article that resembles this one or shares passages with it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def headline(self) -> str:
        """Its headline, empty where there is none."""

    @property
    def date(self) -> str | None:
        """When it was published, as its source says."""

    @property
    def source(self) -> str | None:
        """Where it was published."""

    @property
    def verified(self) -> str:
        """How the two were compared: by ``text``, or by ``hashes`` where its text is not kept."""

    @property
    def earlier(self) -> bool:
        """Whether it is the original: of an earlier date or, without dates, earlier in the input."""

    @property
    def relation(self) -> str:
        """How this article stands to it, a word from the contract (``near-duplicate``)."""

    @property
    def jaccard(self) -> float:
        """Shared shingles over all shingles, 0 to 1, exact."""

    @property
    def containment(self) -> float:
        """The share of this article's shingles that stand in the other, 0 to 1, exact."""

    @property
    def other_containment(self) -> float:
        """The share of the other's shingles that stand in this article, 0 to 1, exact."""

    @property
    def passages(self) -> Sequence[Passage]:
        """The passages they share, in the order of this article."""


class SameHeadline(Protocol):
    """Another article that carries this article's headline."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def headline(self) -> str:
        """Its headline as it stands there."""

    @property
    def date(self) -> str | None:
        """When it was published."""

    @property
    def source(self) -> str | None:
        """Where it was published."""

    @property
    def earlier(self) -> bool:
        """Whether it came before."""

    @property
    def uses(self) -> int:
        """How many articles carry the headline, this one among them."""


class Neighbours(Protocol):
    """The other articles: of the run, of an archive, or none."""

    def similar(self, article: Article) -> Sequence[Neighbour]:
        """Return the articles that resemble ``article`` or share a passage with it, likest first."""

    def same_headline(self, article: Article) -> Sequence[SameHeadline]:
        """Return the articles that carry its headline, earliest first."""

    def carried(self, article: Article) -> Mapping[int, int]:
        """Return the blocks that stand in several articles of its source, and in how many."""

    @property
    def house(self) -> House | None:
        """What was learned from an archive, where anything was."""

    @property
    def counts_words(self) -> bool:
        """Whether there is an archive that counts words; the next three know nothing without one."""

    def word_count(self, word: str) -> int:
        """Return how many articles of the archive hold ``word``, in any case; 0 without an archive.

        From some sixty articles up it is not counted on: so many or more hold it.
        """

    def pair_count(self, first: str, second: str) -> int:
        """Return how many articles of the archive hold the two words in a row; 0 without an archive.

        Only pairs with a word of ``language.synonyms`` are counted, up to some 250.
        """

    def surnames_like(self, given: str, surname: str, least: int) -> Mapping[str, int]:
        """Return the surnames, in lower case, that stand after ``given`` in the archive, with how many articles.

        ``surname`` itself, and those one slip from it (the first letter kept) that stand in ``least`` articles or
        more; empty without an archive.
        """


class NoCounts:
    """What is answered where words are not counted: without an archive."""

    counts_words = False

    def word_count(self, word: str) -> int:
        """Return nothing known."""
        del word
        return 0

    def pair_count(self, first: str, second: str) -> int:
        """Return nothing known."""
        del first, second
        return 0

    def surnames_like(self, given: str, surname: str, least: int) -> Mapping[str, int]:
        """Return nothing known."""
        del given, surname, least
        return {}


class NoNeighbours(NoCounts):
    """No other articles."""

    def similar(self, article: Article) -> Sequence[Neighbour]:
        """Return nothing."""
        del article
        return ()

    def same_headline(self, article: Article) -> Sequence[SameHeadline]:
        """Return nothing."""
        del article
        return ()

    def carried(self, article: Article) -> Mapping[int, int]:
        """Return nothing."""
        del article
        return {}

    @property
    def house(self) -> House | None:
        """Nothing."""
        return None


Options = Mapping[str, Any]


class Detector(Protocol):
    """Finds one kind of thing. Made once from a rule's options, asked once an article."""

    info: ClassVar[Info]

    def __init__(self, options: Options) -> None:
        """Take the options: every one that ``info`` names is present, its kind checked, its default filled in.

        Raises:
            ValueError: a value cannot be used; whoever wrote it is told where it stands and what would do.

        """

    def find(self, article: Article, neighbours: Neighbours) -> Iterable[Finding]:
        """Yield what is seen in ``article``, in any order."""
