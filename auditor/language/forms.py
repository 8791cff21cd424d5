"""Forms: the ways in which one thing is written, US and U.S., 5 percent and 5%, March 5 and 5 March.

Words come from a table, figures and dates from patterns here. A group holds the forms that one text should not mix.
Groups of one axis (``british/american:colour``) choose together: who writes colour writes centre.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from auditor.language.phrases import Phrases, expand
from auditor.text.suggest import did_you_mean
from auditor.text.words import Word

_MONTHS = (
    ("January", "Jan."), ("February", "Feb."), ("March", ""), ("April", ""), ("May", ""), ("June", ""), ("July", ""),
    ("August", "Aug."), ("September", "Sept."), ("October", "Oct."), ("November", "Nov."), ("December", "Dec."),
)  # fmt: skip
_SHORT = {full: short for full, short in _MONTHS if short}
_FULL = {short.rstrip("."): full for full, short in _SHORT.items()} | {"Sep": "September"}
_MONTH = "|".join([full for full, _ in _MONTHS] + [rf"{short}\b\.?" for short in _FULL])
_DATE = re.compile(  # no \b before it: without one Python skips to the next capital at once
    rf"(?P<month>{_MONTH})(?: (?P<day>\d\d?)(?P<nth>st|nd|rd|th)?)?(?![\w/:%]|[.,-]\d| ?per)"
)
_DAY_BEFORE = re.compile(r"(?<![\w$£€.,/:-])(\d\d?)(st|nd|rd|th)? $")
_EVENTS = frozenset(
    {("September", 11), ("July", 4), ("January", 6), ("November", 5), ("October", 7)}
)
"""Days that are names: their form is fixed."""
_PERCENT = re.compile(r"%(?!\w)|(?:percent|per cent|pct)\b")
_SIGNS = ("%", "percent", "per cent", "pct")
_TABLE_AFTER = re.compile(r"\s+[+-]?\d")
_FIGURE_BEFORE = re.compile(r"(?<![\w.,$])\d[\d,.]*$")
FIXED = {
    "percent": ("percent", "per cent", "pct"),
    "percent sign": ("5 percent", "5%"),
    "date": ("March 5", "5 March"),
    "day": ("March 5", "March 5th"),
    "month": ("September 5", "Sept. 5"),
}
"""The groups that need no table, with their forms as a configuration names them."""


class Form(NamedTuple):
    """A form at its place.

    ``form`` is its number in the group, -1 for an exception (USA Today); ``written`` has the text in every form, empty
    where it cannot be put so. ``mute`` forms say nothing of the axis (organize, which Oxford writes too).
    """

    group: str
    form: int
    written: tuple[str, ...]
    mute: bool = False
    any_case: bool = False


class Found(NamedTuple):
    """A form and its half-open place."""

    start: int
    end: int
    form: Form


class Forms:
    """Groups of forms, ready to be looked for."""

    def __init__(
        self, table: Iterable[Sequence[str]], exceptions: Iterable[str], house: Mapping[str, str]
    ) -> None:
        """Index the groups.

        Args:
            table: rows of a group's name and its forms; ``(s|z)`` are choices, in the same order in every form,
                ``~`` before a form makes it mute.
            exceptions: phrases that hold a form and mean a name.
            house: the form that the house wants, by group or axis.

        Raises:
            ValueError: the house wants a form that there is not.

        """
        named = dict(FIXED)
        listed = [(text, Form("", -1, ())) for text in exceptions]
        for group, *cells in table:
            forms = [cell for cell in cells if cell]
            spelt = [expand(form.lstrip("~")) for form in forms]
            named[group] = tuple(texts[0] for texts in spelt)
            axis = axis_of(group)
            if axis != group:
                named[axis] = tuple(axis.split("/"))
            for number, inflections in enumerate(spelt):
                mute = forms[number].startswith("~")
                for at, text in enumerate(inflections):
                    written = tuple(texts[min(at, len(texts) - 1)] for texts in spelt)
                    listed.append((text, Form(group, number, written, mute, text.islower())))
        self._phrases = Phrases(listed)
        self.house = {group: _number(group, wanted, named) for group, wanted in house.items()}

    def find(self, prose: str, words: Sequence[Word], lowered: Sequence[str]) -> Iterator[Found]:
        """Yield every form in ``prose``; of figures and dates those after those of words.

        ``lowered`` has the texts of ``words`` in lower case.
        """
        for hit in self._phrases.find(prose, words, lowered):
            if hit.payload.form >= 0:
                yield Found(*hit)
        yield from _percents(prose)
        yield from _dates(prose)


def axis_of(group: str) -> str:
    """Return what the group chooses by: its axis, or itself."""
    return group.partition(":")[0]


def _number(group: str, wanted: str, named: Mapping[str, Sequence[str]]) -> int:
    if group not in named:
        raise ValueError(f"house: there is no group {group!r}{did_you_mean(group, sorted(named))}")
    if wanted not in named[group]:
        raise ValueError(f"house: {group} is {' or '.join(named[group])}, not {wanted!r}")
    return named[group].index(wanted)


def _percents(prose: str) -> Iterator[Found]:
    if not any(map(prose.__contains__, _SIGNS)):
        return
    matches = [m for m in _PERCENT.finditer(prose) if m.group() == "%" or _begins(prose, m.start())]
    spelt = Counter(match.group() for match in matches if match.group() != "%")
    usual = spelt.most_common(1)[0][0] if spelt else "percent"
    for match in matches:
        text = match.group()
        gap = match.start() - (prose[match.start() - 1 : match.start()] in (" ", "-"))
        figure = _FIGURE_BEFORE.search(prose, max(0, gap - 12), gap)
        amount = figure.group() if figure else ""
        place = (figure.start() if figure else match.start(), match.end())
        if text != "%":
            words = tuple(f"{amount} {word}".lstrip() for word in FIXED["percent"])
            yield Found(*place, Form("percent", FIXED["percent"].index(text), words))
        if figure and not _in_table(prose, figure.start(), match.end()):
            signs = (f"{amount} {usual}", f"{amount}%")
            yield Found(*place, Form("percent sign", int(text == "%"), signs))


def _begins(prose: str, at: int) -> bool:
    """Whether a word begins at ``at``, no letter, digit or low line before it."""
    before = prose[at - 1 : at]
    return not (before.isalnum() or before == "_")


def _in_table(prose: str, start: int, end: int) -> bool:
    """Whether another figure stands right before or after, as in a row of a table."""
    before = prose[max(0, start - 3) : start].rstrip()
    return before[-1:].isdigit() or before.endswith("%") or bool(_TABLE_AFTER.match(prose, end))


def _dates(prose: str) -> Iterator[Found]:
    for match in _DATE.finditer(prose):
        shown, day, nth = match.groups()
        start = match.start()
        if not _begins(prose, start):
            continue
        before = None if day else _DAY_BEFORE.search(prose, max(0, start - 6), start)
        if before:
            day, nth = before.groups()
            start = before.start()
        name = shown.rstrip(".")
        month = _FULL.get(name, name)
        if not day or not 1 <= int(day) <= 31 or (month, int(day)) in _EVENTS:
            continue
        yield Found(
            start,
            match.end(),
            Form("date", int(before is not None), (f"{shown} {day}", f"{day} {shown}")),
        )
        if before:
            continue
        bare = f"{shown} {day}"
        yield Found(
            start, match.end(), Form("day", int(bool(nth)), (bare, bare + _ordinal(int(day))))
        )
        if short := _SHORT.get(month):
            texts = (f"{month} {day}{nth or ''}", f"{short} {day}{nth or ''}")
            yield Found(start, match.end(), Form("month", int(name != month), texts))


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
