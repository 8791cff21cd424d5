"""One thing written in two forms: US and U.S., airstrike and air strike, March 5 and 5 March."""

import re
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Block, Role, Span
from auditor.finding import Finding, Related
from auditor.language.attribution import OFFICES, TITLES
from auditor.language.forms import FIXED, Form, Forms, Found, axis_of

_US = (("us", "US", "U.S.", "USA"),)
_ENGLISH = (
    ("british/american:centre", "centre(|s)", "center(|s)"),
    ("british/american:colour", "colour(|s|ed)", "color(|s|ed)"),
    ("british/american:organise", "organis(e|ed)", "~organiz(e|ed)"),
)
_PROSE = frozenset({Role.STANDFIRST, Role.PARAGRAPH, Role.LIST_ITEM})
_PASTED = re.compile(
    r"(?:^|[\s(.])[@#]\w|https?:|pic\.twitter|\||\bMORE\b|Getty|REUTERS|AP Photo"
    r"|^\(|^[A-Z][\w.]{0,12}(?: [A-Z][\w.]+){0,2}: "
)
"""What a tweet, a line of links, a caption, a note in brackets or an answer in an interview has in it."""
_OFTEN, _MOST = 3, 0.3
"""In a loose group: how often the article's own form must stand, and the part that the other may have of all uses."""
_FIRST_WORDS = frozenset(
    "the a an in on at but and or for from with to of by as if when while since after before under both former many "
    "most some all no this that these those our their his her its is are was were will how why what every other".split()
)
"""Words that have a capital because a sentence begins with them."""
_SOME_WORDS = 25
"""A block as long as this is prose even without a full stop at its end."""
_BODIES = frozenset(
    "senate house congress army navy marine marines air embassy consulate treasury supreme district circuit court "
    "capitol constitution department central southern northern forces special security council assembly mission "
    "high national foreign federal".split()
)
"""What follows US and its like without making a name whose form is fixed (US Airways)."""


class _Kind(Enum):
    """What a block is to us: the writer's prose, something set into it, or neither."""

    PROSE = 1
    PASTED = 2
    OTHER = 3


class _Setting:
    """An article and the kinds of its blocks, each looked at once however many forms stand in it."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._kinds: dict[int, _Kind] = {}

    def kind_at(self, at: int) -> _Kind:
        """Return the kind of the block at an offset."""
        block = self.article.block_at(at)
        if block is None:
            return _Kind.OTHER
        if block.index not in self._kinds:
            self._kinds[block.index] = _kind_of(block, block.span.of(self.article.prose))
        return self._kinds[block.index]


class FormVariant:
    """Finds the rarer form where an article writes the same thing in several forms."""

    info: ClassVar[Info] = Info(
        id="form-variant",
        category="consistency",
        summary="The same thing written in two forms in one article, or not as the house writes it.",
        method=(
            "Groups of forms as data; percentages and dates by pattern. The form used most (of two equal ones the "
            "first used) is taken for the article's own, unless the house names one; the first place of every other "
            "form is reported, every place where the house names one. British and American spellings choose together "
            "(group british/american:...): one among several of the other side is reported, a form that both write "
            "(organize) counts for neither. Left alone: direct speech, the headline, captions, tables, tweets, "
            "lines of links, brackets, names (USA Today, U.S. Steel), words of lower case that have a capital."
        ),
        measures=(
            Measure("uses", "how often the reported form stands in the article"),
            Measure("other_uses", "how often the article's own form stands in it"),
            Measure("share", "the reported form's part of all uses of the group, 0 to 1"),
            Measure("house", "1 where the house names the form, else 0"),
        ),
        values=("other", "suggestion", "reason"),
        options=(
            Option("table", "table", "Rows: group, then its forms; (s|z) are choices.", default=()),
            Option("exceptions", "list", "Phrases that hold a form and mean a name.", default=()),
            Option("accept", "table", "Rows: more such phrases, the house's own.", default=()),
            Option(
                "loose",
                "list",
                "Groups that good prose mixes now and then: a form is reported where another stands three times or "
                "more and it has no more than three in ten of all uses. So it is with what British and Americans both "
                "write (cancelled).",
                default=(),
            ),
            Option(
                "quiet",
                "list",
                "Groups of which good prose uses several forms: told only where the house names one.",
                default=(),
            ),
            Option(
                "house",
                "map",
                "The form that the house writes, by group: us: U.S., percent: per cent, date: 5 March, "
                "day: March 5, month: Sept. 5, british/american: british.",
                default={},
            ),
        ),
        examples=(
            Example(
                "The US said so. Then the US left with «USA» troops.",
                {"table": _US},
                suggestion="US",
            ),
            Example(
                "Two airstrikes hit the port. The «air strikes» went on. No airstrike hit the town.",
                {"table": (("airstrike", "airstrike(|s)", "air strike(|s)"),)},
                suggestion="airstrikes",
            ),
            Example(
                "Fares rose by 4 percent in May and 5 percent in June, then by «2%» in July.",
                suggestion="2 percent",
            ),
            Example(
                "The bridge shut on March 3. It opened on March 9 and shut again on «4 April».",
                suggestion="April 4",
            ),
            Example(
                "It organised a fair in the centre and coloured the hall. One «center» closed.",
                {"table": _ENGLISH},
                suggestion="centre",
            ),
            Example(
                "It organized a fair in the centre and coloured the hall. One centre closed.",
                {"table": _ENGLISH},
            ),
            Example(
                "The «USA» sent a ship.",
                {"table": _US, "house": {"us": "U.S."}},
                suggestion="U.S.",
            ),
            Example("The US said so. He told us that the US left.", {"table": _US}),
            Example("The US left. “We of the USA stay,” he said.", {"table": _US}),
            Example("The US left, USA Today wrote.", {"table": _US, "exceptions": ("USA Today",)}),
            Example("The US left, and shares of U.S. Steel fell.", {"table": _US}),
            Example("Fares rose by 4 percent, tolls (up 3%) as well."),
            Example(
                "The bridge shut on March 3. It opened on March 9 and shut again on 4 April.",
                {"quiet": ("date",)},
            ),
            Example(
                "The bridge shut on March 3. It opened on March 9 and shut again on «4 April».",
                {"quiet": ("date",), "house": {"date": "March 5"}},
                suggestion="April 4",
            ),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        """Index the table."""
        accepted = [row[0] for row in options["accept"] if row[0]]
        self._loose = frozenset(options["loose"])
        self._quiet = frozenset(options["quiet"]) - set(options["house"])
        self._forms = Forms(options["table"], (*options["exceptions"], *accepted), options["house"])

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield the places of forms that are not the article's own."""
        del neighbours
        groups: dict[str, list[Found]] = {}
        axes: dict[str, list[Found]] = {}
        for found in self._forms.find(article.prose, article.words, article.lowered):
            group = found.form.group
            if group in self._quiet:
                continue
            groups.setdefault(group, []).append(found)
            if (axis := axis_of(group)) != group and not found.form.mute:
                axes.setdefault(axis, []).append(found)
        setting = _Setting(article)
        told: set[tuple[str, int]] = set()
        for group, places in groups.items():
            yield from self._of_group(setting, group, places, told)
        for axis, places in axes.items():
            yield from self._of_axis(setting, axis, places, told)

    def _of_group(
        self, setting: _Setting, group: str, places: list[Found], told: set[tuple[str, int]]
    ) -> Iterator[Finding]:
        house = self._forms.house
        wanted = house.get(group, house.get(axis_of(group)))
        forms = {found.form.form for found in places}
        if len(forms) == 1 and (wanted is None or wanted in forms):
            return
        places = [found for found in places if not _is_other_word(setting, found)]
        ours = [found for found in places if _is_ours(setting, found)]
        counts = Counter(found.form.form for found in places)
        if wanted is not None:
            for found in ours:
                # A house that is British may write organize: what both sides write needs a wish of its own.
                if found.form.form != wanted and (group in house or not found.form.mute):
                    yield from _told(setting.article, found, wanted, counts, None)
            return
        if len(counts) < 2 or not ours:
            return
        own = max(counts, key=lambda form: counts[form])  # of equals the first used
        most = counts[own]
        if group in self._loose or any(found.form.mute for found in ours):
            if most < _OFTEN:
                return
            most = int(_MOST * counts.total())
        first = next(found for found in places if found.form.form == own)
        for found in ours:
            form = found.form.form
            if form != own and counts[form] <= most and (group, form) not in told:
                told.add((group, form))
                yield from _told(setting.article, found, own, counts, first)

    def _of_axis(
        self, setting: _Setting, axis: str, places: list[Found], told: set[tuple[str, int]]
    ) -> Iterator[Finding]:
        """Yield spellings of one side among those of the other, by the words of all groups."""
        if axis in self._forms.house or len({found.form.form for found in places}) == 1:
            return
        ours = [
            found
            for found in places
            if not _is_other_word(setting, found) and _is_ours(setting, found)
        ]
        sides = Counter(found.form.form for found in ours)
        if len(sides) < 2:
            return
        (own, most), (_, least) = sides.most_common(2)
        if most < 2 or (most < 3 * least and least > 1):
            return  # neither side is the article's own
        first = next(found for found in ours if found.form.form == own)
        for found in ours:
            key = (found.form.group, found.form.form)
            if found.form.form != own and key not in told:
                told.add(key)
                yield from _told(setting.article, found, own, sides, first)


def _told(
    article: Article, found: Found, own: int, counts: Counter[int], first: Found | None
) -> Iterator[Finding]:
    suggestion = found.form.written[own]
    if not suggestion:
        return
    uses, others = counts[found.form.form], counts[own]
    related: tuple[Related, ...] = ()
    other, reason = suggestion, "is not how the house writes it"
    if first is not None:
        there = Span(first.start, first.end)
        other = there.of(article.text)
        reason = f"stands beside “{other}” ({others})"
        if first.form.group != found.form.group:
            sides = axis_of(found.form.group).split("/")
            own_side, its_side = (sides[n].capitalize() for n in (own, found.form.form))
            reason = f"is {its_side} spelling; the article’s is {own_side} (“{other}”)"
        block = article.block_at(first.start)
        related = (Related(there, other, "first-use", block=block.index if block else None),)
    yield Finding(
        Span(found.start, found.end),
        measures=(
            ("uses", float(uses)),
            ("other_uses", float(others)),
            ("share", round(uses / max(counts.total(), 1), 3)),
            ("house", float(first is None)),
        ),
        values=(("other", other), ("suggestion", suggestion), ("reason", reason)),
        suggestions=(suggestion,),
        related=related,
        confidence=0.85,
    )


def _kind_of(block: Block, text: str) -> _Kind:
    if _PASTED.search(text):
        return _Kind.PASTED
    if block.role not in _PROSE or 8 * sum(map(str.isdigit, text)) > len(text):
        return _Kind.OTHER  # prices and scores among them
    ends = text.rstrip("\"'”’)]*_ \u2060")[-1:] in (".", "!", "?", ":", ";", "…")
    return _Kind.PROSE if ends or text.count(" ") >= _SOME_WORDS else _Kind.OTHER


def _is_ours(setting: _Setting, found: Found) -> bool:
    """Whether the writer chose the form: prose, not direct speech."""
    return setting.kind_at(found.start) is _Kind.PROSE and not setting.article.in_direct_speech(
        Span(found.start, found.end)
    )


def _is_other_word(setting: _Setting, found: Found) -> bool:
    """Whether the form is part of a name or a longer token, pasted, in brackets, or in a line of capitals."""
    prose, form = setting.article.prose, found.form
    if form.any_case and prose[found.start].isupper():
        return True  # part of a name (Council of Economic Advisers) or the first word of a sentence
    before, after = prose[max(0, found.start - 40) : found.start], prose[found.end : found.end + 40]
    if before.rfind("(") > before.rfind(")"):
        return True
    if before[-1:] in ("@", "#", "/", ".", "_", "$", "[") or after[:1] in ("@", "/", "_", "$"):
        return True
    if after[:1] in (".", ":") and after[1:2].isalnum():
        return True
    if setting.kind_at(found.start) is _Kind.PASTED:
        return True
    if form.any_case or form.group in FIXED:
        return False
    return _is_name(prose, found, before, after) if _is_short(form) else _follows_name(before)


def _is_short(form: Form) -> bool:
    """Whether the form is an abbreviation in capitals, which names are made with."""
    return form.written[0].isupper() and len(form.written[0]) < 5


def _is_name(prose: str, found: Found, before: str, after: str) -> bool:
    whole = found.form.written[found.form.form] == "USA"
    if _follows_name(before, anywhere=whole) or re.match(r" v\.| \$|\$|-[A-Z]\w+ [A-Z]", after):
        return True
    following = re.match(r"(?:['’]s)? ([^\W\d_]+)", after)
    if following and following[1][0].isupper():
        low = following[1].lower()
        if low not in TITLES and low not in OFFICES and low not in _BODIES:
            return True
    line = prose[max(0, found.start - 12) : found.end + 12]
    letters = [c for c in line if c.isalpha()]
    return sum(map(str.isupper, letters)) > 0.7 * len(letters)


def _follows_name(before: str, anywhere: bool = False) -> bool:
    """Whether a word with a capital, itself no sentence's first unless ``anywhere``, stands right before."""
    words = before.split()
    if not before.endswith(" ") or not words or not words[-1].isalpha() or words[-1].islower():
        return False
    if words[-1].lower() in _FIRST_WORDS:
        return False
    return anywhere or (len(words) > 1 and words[-2][-1].isalpha())
