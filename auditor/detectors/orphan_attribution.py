"""An attribution to nobody: "he added" after a ministry's statement, "Lund said" of no one."""

import re
from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Block, Role, Span
from auditor.document.attributions import Attribution, Speaker, kind_of
from auditor.document.names import key_of
from auditor.finding import Finding
from auditor.language.attribution import (
    INSTITUTIONS,
    MONONYMS,
    PERSONS,
    SPEECH,
    TITLES,
)
from auditor.language.lexicon import lexicon

_ONE_OF = re.compile(
    r"\b(?:One|Another|Two|Three|Some|Both) of the "
    r"(former|retired|senior|junior|anonymous) (\w+s)\b"
)
_THE = re.compile(
    r"\b[Tt]he (former|retired|anonymous) (?:[a-z]+ ){0,2}?"
    r"(official|officer|employee|executive|staffer|diplomat|agent|soldier|aide|investigator|insider)\b"
)
"""Somebody spoken of as known, who is nobody unless an official was told of before."""


_STOPS = ".!?:;…\"”'’)"
"""What a paragraph ends with, and a line may not."""


class OrphanAttribution:
    """Finds attributions whose speaker the article never brought in."""

    info: ClassVar[Info] = Info(
        id="orphan-attribution",
        category="quotation",
        summary="A quotation is given to somebody whom the article has not introduced.",
        method=(
            "Three kinds. A pronoun: the last to speak was an institution or one of an unknown group "
            "and no person came since; or nobody at all is named before. A surname alone: the "
            "word stands nowhere before in the text below the headline, and what follows does not "
            "introduce its bearer (said Lund, a baker; not: said Lund, 37). One of a group (one of the "
            "former officials, the former official): no such people were spoken of. Places, bodies that "
            "speak and people who have one name only are left alone."
        ),
        measures=(
            Measure("pronoun", "1 where the speaker is he or she"),
            Measure("surname", "1 where the speaker is one name"),
            Measure("group", "1 where the speaker is one of a group"),
            Measure("later", "1 where the full name stands further down"),
            Measure("acts", "1 where the name is that of a person by other signs"),
            Measure("misspelt", "1 where somebody was introduced whose name is one letter off"),
        ),
        values=("speaker",),
        examples=(
            Example(
                "The bridge at Tarn will close, says Ola Lundqvist.\n\n"
                '"It will cost us trade," «Lundquist said».'
            ),
            Example(
                'The bridge at Tarn will close.\n\n"It is not safe," the roads ministry said in a '
                'statement.\n\n"We have no choice," «he added».'
            ),
            Example(
                'The bridge at Tarn will close.\n\n"It is a pity," Anna Quill said.\n\n'
                '"It will cost us trade," «Lundqvist said».'
            ),
            Example('"It is a pity," «he said». "We liked it."\n\nThe bridge at Tarn will close.'),
            Example(
                'The bridge will close.\n\n"It is a pity," «said Lundqvist», 37, who lives beside it.'
            ),
            Example(
                'The bridge will close.\n\nIt is "a pity" for the valley, «Lundqvist said».\n\n'
                '"We liked it," Lundqvist said.'
            ),
            Example(
                'The bridge will close.\n\n«One of the former officials said», "it is old".\n\n'
                '"We knew" it for years, «he said».'
            ),
            Example(
                'The bridge will close.\n\n"It is older than I am," «the former official said».'
            ),
            Example(
                "The bridge will close, said a former official of the ministry.\n\n"
                '"It is older than I am," the former official said.'
            ),
            Example(
                'The bridge at Tarn will close.\n\n"It is a pity," the mayor said.\n\n'
                '"We have no choice," she added.'
            ),
            Example(
                "The bridge at Tarn will close, says Ola Lundqvist, an engineer.\n\n"
                '"It will cost us trade," Lundqvist said.'
            ),
            Example(
                "The bridge at Tarn will close in May.\n\nIt will be built anew.\n\n"
                '"It is old," Lundqvist says\n\nOla Lundqvist built it, and sees that it must go.'
            ),
            Example(
                'The bridge will close.\n\n"It is old," said Lundqvist, an engineer from Tarn.'
            ),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each attribution without a speaker."""
        del neighbours
        found = article.attributions
        if not found:
            return
        scene = _Scene(article)
        previous: Attribution | None = None
        unknown: Attribution | None = None
        seen: set[str] = set()
        for attribution in found:
            if attribution.kind is Speaker.PRONOUN and (attribution.after or attribution.woven):
                if scene.pronoun_is_orphan(attribution, previous, unknown=unknown):
                    yield _finding(article, attribution, pronoun=True)
                    # One break, one finding: who "he" is stays unknown until someone is named.
                    scene.spoken = True
            elif attribution.kind is Speaker.NAME:
                name = attribution.speaker.of(article.prose)
                if name not in seen and scene.name_is_orphan(attribution, name):
                    yield _finding(
                        article,
                        attribution,
                        surname=True,
                        later=scene.named_later(attribution, name),
                        acts=scene.acts(attribution, name),
                        misspelt=scene.misspelt(attribution, name),
                    )
                seen.add(name)
            elif attribution.kind is Speaker.PERSON and scene.group_is_orphan(attribution):
                unknown = attribution
                yield _finding(article, attribution, group=True)
            previous = attribution


def _finding(
    article: Article,
    attribution: Attribution,
    *,
    pronoun: bool = False,
    surname: bool = False,
    group: bool = False,
    later: bool = False,
    acts: bool = False,
    misspelt: bool = False,
) -> Finding:
    return Finding(
        attribution.span,
        measures=(
            ("pronoun", float(pronoun)),
            ("surname", float(surname)),
            ("group", float(group)),
            ("later", float(later)),
            ("acts", float(acts)),
            ("misspelt", float(misspelt)),
        ),
        values=(("speaker", " ".join(attribution.speaker.of(article.text).split())),),
        confidence=0.85 if later or acts else 0.75 if pronoun else 0.65,
    )


class _Scene:
    """Who has come in so far; worked out once an article."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.spoken = False
        self.body = article.blocks[0].span.end if article.headline else 0
        self.opening = int(article.headline is not None) + 1
        """The second block of the body."""

    def pronoun_is_orphan(
        self, attribution: Attribution, previous: Attribution | None, *, unknown: Attribution | None
    ) -> bool:
        """Whether nobody is there whom "he" may mean.

        The last to speak was a body or one of a group that was never spoken of, and no person came
        since; or nobody is named from the beginning on.
        """
        article = self.article
        pronoun = attribution.speaker.of(article.prose)
        if pronoun not in ("he", "she") or (self.spoken and previous is not unknown):
            return False
        start = attribution.span.start
        if previous is None:
            return not self._headline_names() and not self._person_between(
                self.body, start, quoted=True
            )
        if attribution.quotation.block - previous.quotation.block > 2:
            return False
        block = article.blocks[previous.quotation.block].span
        if previous is unknown:
            here = attribution.quotation
            return here.block > previous.quotation.block and not self._person_between(
                previous.span.end, here.span.start
            )
        if previous.kind is not Speaker.BODY:
            return False
        return not self._person_between(block.start, start) and not self._person_spoke(start)

    def _headline_names(self) -> bool:
        """Whether the headline has a word that is no common one, as a person's name is."""
        words = self.article.words_in(Span(0, self.body))
        entries = (lexicon("en").entry(key_of(w.text)) for w in words if w.text[0].isupper())
        return any(entry is None or entry.kind != "w" for entry in entries)

    def _person_between(self, start: int, end: int, *, quoted: bool = False) -> bool:
        """Whether a person is named outside quotations (or inside them too)."""
        article = self.article
        within = (b for b in article.blocks if b.span.start < end and start < b.span.end)
        for name in (name for block in within for name in article.names_in(block)):
            if start <= name.span.start < end and (
                quoted or not article.in_direct_speech(name.span)
            ):
                low = name.text.lower().split()
                the = article.prose[max(0, name.span.start - 4) : name.span.start].lower() == "the "
                if not the and not any(w in INSTITUTIONS for w in low):
                    return True
        return any(
            w.text.lower() in PERSONS
            and not _plural(w.text)
            and (quoted or not article.in_direct_speech(Span(*w[1:])))
            for w in article.words_in(Span(start, end))
        )

    def _person_spoke(self, end: int) -> bool:
        """Whether anyone but a body has a verb of speech before ``end``."""
        article = self.article
        words = article.words_in(Span(0, end))
        for i, word in enumerate(words):
            if word.text not in SPEECH or article.in_direct_speech(Span(word.start, word.end)):
                continue
            before = [w.text for w in words[max(0, i - 3) : i]]
            after = words[i + 1].text if i + 1 < len(words) else ""
            if not before:
                continue
            kind = kind_of(before[-2:]) if len(before) > 1 else kind_of(before)
            if before[-1].lower() in ("he", "she", "who"):
                return True
            if kind is Speaker.BODY or before[-1].lower() in ("it", "which", "they"):
                continue
            if before[-1].lower() in PERSONS and not _plural(before[-1]):
                return True
            if before[-1][0].isupper() or (after and after[0].isupper() and word.text != "told"):
                return True
        return False

    def name_is_orphan(self, attribution: Attribution, name: str) -> bool:
        article = self.article
        parts = name.split()
        low = _bare(name)
        if attribution.described or (len(parts) > 1 and parts[0].lower() not in _PARTICLES):
            return False
        if name.isupper() or len(low) < 3 or low in MONONYMS or low in _SPEAKING_PLACES:
            return False
        if low in _NO_NAMES or (len(parts) == 1 and low.endswith("ees")):
            return False
        if any(c.isdigit() or c == "." for c in name) or not name.replace("-", "").isalpha():
            return False
        if any(c.isupper() for c in parts[-1][1:]) and not parts[-1].startswith(
            ("Mc", "Mac", "De", "O'")
        ):
            return False
        start = attribution.speaker.start
        surname = parts[-1].rpartition("-")[2]
        if not article.introductions.is_fresh(surname, start):
            return False
        block = article.block_at(start)
        if block is None or block.role not in (Role.PARAGRAPH, Role.QUOTATION):
            return False
        if (block.index <= self.opening or self._is_line(attribution, block)) and (
            self.named_later(attribution, name)
        ):
            # A line above the story (a standfirst, a highlight, a caption) that a paragraph explains.
            return False
        the = article.prose[max(0, start - 20) : start].split()
        return not (the and the[-1].lower() in TITLES | PERSONS | {"the"})

    def _is_line(self, attribution: Attribution, block: Block) -> bool:
        """Whether the block is a line, without a full stop, or goes on with who speaks."""
        if self.article.prose[block.span.end - 1] not in _STOPS:
            return True
        surname = attribution.speaker.of(self.article.prose).split()[-1]
        introduced = self.article.introductions.introduced(surname)
        return introduced is not None and introduced < block.span.end

    def named_later(self, attribution: Attribution, name: str) -> bool:
        later = self.article.introductions.introduced(name.split()[-1])
        return later is not None and later > attribution.span.start

    def acts(self, attribution: Attribution, name: str) -> bool:
        """Whether what follows speaks of the name as of a person (Mr Lund, Lund, who)."""
        del attribution
        key = _bare(name.split()[-1])
        return any(n.title and _bare(n.words[-1]) == key for n in self.article.names)

    def misspelt(self, attribution: Attribution, name: str) -> bool:
        surname = name.split()[-1].rpartition("-")[2]
        return self.article.introductions.spelt_otherwise(surname, attribution.speaker.start)

    def group_is_orphan(self, attribution: Attribution) -> bool:
        match = _ONE_OF.search(self.article.prose, *attribution.span)
        if match is None:
            return self.known_is_orphan(attribution)
        quality, noun = match[1], match[2].lower().removesuffix("s")
        words = self.article.words_in(Span(self.body, attribution.span.start))
        near = 0
        for word in words:
            low = word.text.lower()
            if low == quality or (low == "ex" and quality == "former"):
                near = 6
            elif near and low.startswith(noun):
                return False
            near -= near > 0
        return True

    def known_is_orphan(self, attribution: Attribution) -> bool:
        """Whether "the former official" speaks where neither an official nor anything former stands before."""
        match = _THE.search(self.article.prose, *attribution.span)
        if match is None:
            return False
        quality, noun = match[1], match[2]
        before = self.article.words_in(Span(0, attribution.span.start))
        return not any(w.text.lower().startswith((quality, noun, "ex-")) for w in before)


_NO_NAMES = frozenset(
    "who what which you slate salon another others some many several most few none everyone "
    "everybody someone somebody nobody one two three four both neither either all these those "
    "this that experts critics supporters analysts witnesses residents protesters hizzoner dad "
    "mom mum mother father grandma grandpa god".split()
)
_PARTICLES = frozenset("de van von al der da bin del la di".split())
_SPEAKING_PLACES = frozenset(
    "reuters bloomberg politico breitbart newsmax vox axios snopes wikipedia wikileaks google "
    "facebook twitter amazon apple microsoft uber lyft netflix boeing airbus toyota honda "
    "nissan walmart target pfizer moderna exxon chevron shell congress parliament moscow "
    "beijing tehran washington london paris berlin brussels ankara jerusalem riyadh damascus "
    "baghdad kabul islamabad delhi tokyo seoul pyongyang kiev kyiv havana caracas russia china "
    "iran iraq israel turkey syria france germany britain japan ukraine pakistan india egypt "
    "qatar greece spain italy mexico canada cuba venezuela republicans democrats police "
    "authorities officials hamas hezbollah taliban moody fitch nato scripture quinnipiac gallup "
    "rasmussen pew nielsen fox".split()
)


def _bare(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s")


def _plural(word: str) -> bool:
    low = word.lower()
    return low in ("people", "men", "women", "children", "spokesmen", "gunmen", "police") or (
        low.endswith("s") and not low.endswith("ss")
    )
