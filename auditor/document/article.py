"""The article: one untouched text, and blocks, sentences, words, quotations, names as spans into it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from auditor.document import segment
from auditor.document.block import Block, Role
from auditor.document.span import Position, SourceMap, Span, line_starts, position_at
from auditor.similarity.relation import Text
from auditor.similarity.shingle import tokens_of
from auditor.text.fold import Folded, fold_with_map
from auditor.text.words import Word, count_words, words

if TYPE_CHECKING:  # who only compares articles starts without these
    from auditor.document import passages as _passages
    from auditor.document.attributions import Attribution
    from auditor.document.belonging import Belonging
    from auditor.document.names import Introductions, Name, Names
    from auditor.document.quotations import Quotation

_TEXT = itemgetter(0)
_TELLING = 8
"""How many words a block must have for its language to be told apart from the article's."""
_READ_MORE = 4
"""Words of a link that goes on where an excerpt ends."""
TRANSPARENT = "\u2060"
"""Stands in ``Article.prose`` for markup that a reader does not see (``**``)."""
OPAQUE = "\ufffc"
"""Stands in ``Article.prose`` for what a reader sees but does not read as prose (code, a URL)."""


class Note(NamedTuple):
    """Something the reader of the file had to do that the user must know: cut, guess, replace."""

    code: str
    message: str


@dataclass(frozen=True)
class Article:
    """An article as detectors see it. Every place is a ``Span`` into ``text``.

    ``text`` is what was read. A headline that came in a field of its own stands before it, parted by
    a blank line; ``body_start`` says where the read text begins (0 where there is no such field), and
    reports count from there. Facts about the text are worked out once, when first asked for.
    """

    id: str
    path: str
    text: str
    blocks: tuple[Block, ...]
    body_start: int = 0
    date: str | None = None
    source: str | None = None
    declared_language: str | None = None
    markup: tuple[Span, ...] = ()
    """Marks that a reader does not see (emphasis, link brackets), in order, not overlapping."""
    hidden: tuple[Span, ...] = ()
    """What is not prose (link targets, code, comments), in order, not overlapping."""
    notes: tuple[Note, ...] = ()
    source_map: SourceMap | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the fields alone; what is worked out is worked out again."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def prose(self) -> str:
        """The text with markup and hidden spans blanked, as long as ``text``; what detectors scan."""
        if not self.markup and not self.hidden:
            return self.text
        pieces: list[str] = []
        at = 0
        blanks = [(s, TRANSPARENT) for s in self.markup] + [(s, OPAQUE) for s in self.hidden]
        for span, stand_in in sorted(blanks):
            if span.start < at:
                continue
            pieces.append(self.text[at : span.start])
            pieces.append(stand_in * (span.end - span.start))
            at = span.end
        pieces.append(self.text[at:])
        return "".join(pieces)

    @cached_property
    def headline(self) -> Block | None:
        """The headline's block: the first block, where it has that role."""
        return self.blocks[0] if self.blocks and self.blocks[0].role is Role.HEADLINE else None

    @property
    def headline_text(self) -> str:
        """The words of the headline, white space as single spaces; empty where there is none."""
        return " ".join(self.headline.span.of(self.text).split()) if self.headline else ""

    @cached_property
    def body(self) -> tuple[Block, ...]:
        """Every block but the headline."""
        return tuple(b for b in self.blocks if b is not self.headline)

    @cached_property
    def story(self) -> tuple[Block, ...]:
        """The blocks of the body that are the story's own.

        Pages set lists of other stories twice, and say the story's words again in share dialogs and comments.
        """
        around = zip((None, *self.body), self.body, (*self.body[1:], None), strict=False)
        return tuple(
            block
            for before, block, after in around
            if block.is_story and not self._is_teaser(before, after)
        )

    def _is_teaser(self, before: Block | None, after: Block | None) -> bool:
        """Whether what stands around a block makes it another story's: its headline, linked, or “Read more”."""
        if before is not None and before.heading_level and not before.is_story:
            return True
        if after is None or after.linked < 0.5:
            return False
        return len(self.words_in(after.span)) <= _READ_MORE

    @cached_property
    def is_page(self) -> bool:
        """Whether the source is a page, of which each block's element is known."""
        return any(block.element for block in self.blocks)

    @cached_property
    def digest(self) -> str:
        """What names the text: equal digests are of equal texts."""
        from hashlib import blake2b

        return blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    @cached_property
    def language(self) -> str:
        """The declared language (primary subtag), else the one that the words look like, else ``und``."""
        if self.declared_language:
            return self.declared_language.replace("_", "-").split("-")[0].lower()
        from auditor.language.identify import identify

        return identify(self.prose)

    def language_of(self, block: Block) -> str:
        """Return the language that a block of some length looks to be in, else the article's."""
        told = self._languages.get(block.index)
        if told is None:
            told = self._languages[block.index] = self._language_of(block)
        return told

    @cached_property
    def _languages(self) -> dict[int, str]:
        """The language of each block that was asked for."""
        return {}

    def _language_of(self, block: Block) -> str:
        if len(self.words_in(block.span)) < _TELLING:
            return self.language
        from auditor.language.identify import identify

        found = identify(block.span.of(self.prose))
        return self.language if found == "und" else found

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word of every block but code, in order."""
        return tuple(
            word
            for block in self.blocks
            if block.role is not Role.CODE
            for word in words(self.prose, *block.span)
        )

    @cached_property
    def lowered(self) -> tuple[str, ...]:
        """The texts of ``words`` in lower case, one for one: what lists of words are asked for."""
        return tuple(map(str.lower, map(_TEXT, self.words)))

    @cached_property
    def _word_starts(self) -> list[int]:
        return [word.start for word in self.words]

    def words_in(self, span: Span) -> tuple[Word, ...]:
        """Return the words that begin inside ``span``; logarithmic in the length of the article."""
        low = bisect_right(self._word_starts, span.start - 1)
        high = bisect_right(self._word_starts, span.end - 1)
        return self.words[low:high]

    @cached_property
    def word_count(self) -> int:
        """How many words there are, headline included."""
        return sum(
            count_words(b.span.of(self.prose)) for b in self.blocks if b.role is not Role.CODE
        )

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Every sentence of the blocks made of sentences (and of the headline, as one), in order."""
        return tuple(s for block in self.blocks for s in self.sentences_in(block))

    def sentences_in(self, block: Block) -> tuple[Span, ...]:
        """Return the sentences of one block, without white space around them."""
        return self._sentences[block.index]

    @cached_property
    def _sentences(self) -> tuple[tuple[Span, ...], ...]:
        return tuple(
            tuple(segment.sentences(self.prose, block.span))
            if block.is_prose or block.role is Role.CAPTION
            else ((block.span,) if block.role not in (Role.CODE, Role.TABLE) else ())
            for block in self.blocks
        )

    def lines_in(self, block: Block) -> tuple[Span, ...]:
        """Return the lines of one block, without white space around them."""
        return tuple(segment.lines(self.text, block.span))

    @cached_property
    def quotations(self) -> "tuple[Quotation, ...]":
        """Direct speech and other quoted passages, in order."""
        from auditor.document import quotations

        return quotations.parse(self.prose, self.blocks)

    @cached_property
    def attributions(self) -> "tuple[Attribution, ...]":
        """The words that say whose a quotation is, beside its marks, in order."""
        from auditor.document import attributions

        return attributions.find(self)

    @cached_property
    def names(self) -> "tuple[Name, ...]":
        """Names of people, places and bodies, each mention in order."""
        return self._names.all()

    def names_in(self, block: Block) -> "tuple[Name, ...]":
        """Return the names in one block, each mention in order."""
        return self._names.of(block.index)

    @cached_property
    def _names(self) -> "Names":
        from auditor.document.names import Names

        return Names(self.prose, self.blocks, self._sentences)

    @cached_property
    def introductions(self) -> "Introductions":
        """Who has been introduced, and where."""
        from auditor.document.names import Introductions

        return Introductions(self._names, self.words, self.lowered)

    @cached_property
    def passages(self) -> "tuple[_passages.Passage, ...]":
        """The headline, and the lines and blocks of the body, with their telling words (English)."""
        from auditor.document import passages

        return passages.find(self)

    @cached_property
    def belonging(self) -> "Belonging":
        """How well each passage belongs, by the vectors that ship."""
        from auditor.document.belonging import Belonging
        from auditor.language.vectors import vectors

        return Belonging(self.passages, vectors())

    @cached_property
    def forms(self) -> tuple[tuple[float, ...] | None, ...]:
        """The facts on the form of each passage, as ``document.forms`` names them; None of long ones."""
        from auditor.document.forms import forms

        return tuple(forms(self.passages, self.belonging))

    @cached_property
    def folded(self) -> Folded:
        """The prose folded (case, accents, quotation marks, spaces), with the way back."""
        return fold_with_map(self.prose)

    @cached_property
    def compared(self) -> Text:
        """The words below the headline, folded and hashed, as comparisons with other texts take them.

        An article that is nothing but a headline is compared by it.
        """
        start = self.headline.span.end if self.headline and len(self.blocks) > 1 else 0
        low = bisect_right(self._word_starts, start - 1)
        return Text(self.prose, tokens_of(self.words[low:]))

    @property
    def compared_blocks(self) -> tuple[Block, ...]:
        """The blocks whose words ``compared`` holds."""
        alone = len(self.blocks) == 1
        return tuple(
            b for b in self.blocks if b.role is not Role.CODE and (b is not self.headline or alone)
        )

    @property
    def compared_text(self) -> str:
        """The words that ``compared`` holds, as a text of its own, a blank line between blocks."""
        return "\n\n".join(block.span.of(self.prose) for block in self.compared_blocks)

    def block_at(self, offset: int) -> Block | None:
        """Return the block at ``offset``, if any."""
        at = bisect_right(self._block_starts, offset) - 1
        if at < 0:
            return None
        block = self.blocks[at]
        return block if offset < block.span.end or offset == block.span.start else None

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    @cached_property
    def _line_starts(self) -> Sequence[int]:
        return line_starts(self.text[self.body_start :])

    def position(self, offset: int) -> Position:
        """Return line and column of ``offset``: in the file for HTML, else in the text that was read.

        A place in a headline that came in a field of its own is line 1.
        """
        if offset < self.body_start:
            return Position(1, offset + 1)
        if self.source_map is not None:
            return self.source_map.position(offset - self.body_start)
        return position_at(self._line_starts, offset - self.body_start)

    def in_direct_speech(self, span: Span) -> bool:
        """Whether ``span`` lies wholly inside a quotation."""
        return self.quotation_at(span) is not None

    def quotation_at(self, span: Span) -> "Quotation | None":
        """Return the quotation that ``span`` lies wholly inside, if there is one."""
        at = bisect_right(self._quotation_starts, span.start) - 1
        if at >= 0 and span.end <= self.quotations[at].span.end:
            return self.quotations[at]
        return None

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [q.span.start for q in self.quotations]
