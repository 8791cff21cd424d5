"""Which articles share text with which: clusters, a map of each, and its members over time."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from auditor.render.outline import Outline, Plan, Tie
from auditor.render.safe import one_line
from auditor.text.dates import Moment, parse_date

MOST_CLUSTERS = 6
_MOST_MEMBERS = 12
_MOST_NAMED = 6
_WHOLE = frozenset({"identical", "near-duplicate", "contains", "contained-in"})
_CENTRE, _RADIUS, _DOT = 50.0, 38.0, 6.5


class Member(NamedTuple):
    """An article of a cluster. ``verdict`` is empty for one that is not of this run."""

    title: str
    id: str
    source: str
    date: str
    link: str
    verdict: str
    original: bool
    relation: str
    share: int
    """How much it shares with the one it was likened to, in percent; 0 where that is not known."""


class Dot(NamedTuple):
    """An article in a picture, in hundredths."""

    x: str
    y: str
    kind: str
    original: bool
    says: str


class Line(NamedTuple):
    """Shared text in a picture: thicker where more is shared, dashed where it is a passage."""

    x1: str
    y1: str
    x2: str
    y2: str
    width: str
    passage: bool


class Cluster(NamedTuple):
    """Articles that share text, the original first."""

    number: int
    size: int
    members: tuple[Member, ...]
    more: int
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    times: tuple[Dot, ...]
    undated: int
    says: str


class Sharing(NamedTuple):
    """All clusters, the largest first: the first ones drawn, all of them numbered."""

    clusters: tuple[Cluster, ...]
    total: int
    articles: int
    first: str
    last: str
    """The dates that the pictures over time begin and end with; empty where there are not two."""
    of: Mapping[str, int]
    """The cluster of each article of the run, by id."""


def clusters_of(outlines: Sequence[Outline]) -> list[list[str]]:
    """Return the ids of articles that share text, directly or through others; the largest first."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for outline in outlines:
        for tie in outline.ties:
            parent[root(outline.id)] = root(tie.other)
    groups: dict[str, list[str]] = {}
    for name in parent:
        groups.setdefault(root(name), []).append(name)
    return sorted((g for g in groups.values() if len(g) > 1), key=len, reverse=True)


def sharing(outlines: Sequence[Outline], plan: Plan) -> Sharing:
    """Return the clusters of a run, with the pictures of the largest."""
    found = clusters_of(outlines)
    drawn = [_Drawing(names, plan) for names in found[:MOST_CLUSTERS]]
    dated = [
        (moment.seconds, date)
        for each in drawn
        for moment, date in zip(each.moments, each.dates, strict=True)
        if moment
    ]
    low, high = (min(dated)[0], max(dated)[0]) if dated else (0.0, 0.0)
    several = high > low
    return Sharing(
        clusters=tuple(each.cluster(n, low, high) for n, each in enumerate(drawn, 1)),
        total=len(found),
        articles=sum(map(len, found)),
        first=min(dated)[1] if several else "",
        last=max(dated)[1] if several else "",
        of={name: n for n, names in enumerate(found, 1) for name in names if name in plan.by_id},
    )


class _Drawing:
    """One cluster on its way to its pictures."""

    def __init__(self, names: Iterable[str], plan: Plan) -> None:
        self._plan = plan
        inside = set(names)
        here = [plan.by_id[name] for name in inside if name in plan.by_id]
        self._ties = {(o.id, tie.other): tie for o in here for tie in o.ties if tie.other in inside}
        self._from = {tie.other: tie for tie in self._ties.values()}
        self._order = sorted(inside, key=self._age)
        self.moments = [self._age_of(name) for name in self._order]
        self.dates = [_day(self._date(name)) for name in self._order]

    def _date(self, name: str) -> str | None:
        known = self._plan.by_id.get(name)
        return known.date if known else self._from[name].date

    def _age_of(self, name: str) -> Moment | None:
        return parse_date(self._date(name))

    def _age(self, name: str) -> tuple[float, int, str]:
        """Order by date; what has none was there before, as archives hold what was published."""
        moment, number = self._age_of(name), self._plan.number(name)
        seconds = moment.seconds if moment else -math.inf if number is None else math.inf
        return seconds, -1 if number is None else number, name

    def _member(self, name: str, original: bool) -> Member:
        known, tie = self._plan.by_id.get(name), self._from.get(name)
        if known is None:
            assert tie is not None, "an article from elsewhere is known by its tie"
            return Member(
                title=one_line(tie.title),
                id=one_line(name),
                source=one_line(tie.source or ""),
                date=_moment(tie.date),
                link="",
                verdict="",
                original=original,
                relation="",
                share=0,
            )
        best = max(
            (t for (a, _), t in self._ties.items() if a == name),
            key=lambda t: t.share,
            default=None,
        )
        return Member(
            title=known.title,
            id=one_line(name),
            source=one_line(known.source or ""),
            date=_moment(known.date),
            link=self._plan.address(known.anchor),
            verdict=known.verdict,
            original=original,
            relation=one_line(best.relation).replace("-", " ") if best and not original else "",
            share=round(100 * best.share) if best and not original else 0,
        )

    def cluster(self, number: int, low: float, high: float) -> Cluster:
        """Return the cluster with its pictures; time runs from ``low`` to ``high``."""
        members = [self._member(name, at == 0) for at, name in enumerate(self._order)]
        places = self._places(min(len(self._order), _MOST_MEMBERS))
        at = dict(zip(self._order, places, strict=False))
        lines = [
            _line(at[a], at[b], tie)
            for (a, b), tie in sorted(self._ties.items())
            if a in at and b in at
        ]
        dots = [
            Dot(f"{x:.1f}", f"{y:.1f}", m.verdict or "elsewhere", m.original, _says(m))
            for (x, y), m in zip(places, members, strict=False)
        ]
        times = [
            Dot(f"{2 + 96 * (moment.seconds - low) / (high - low):.2f}", "50",
                m.verdict or "elsewhere", m.original, _says(m))
            for moment, m in zip(self.moments, members, strict=True)
            if moment and high > low
        ]  # fmt: skip
        size = len(members)
        copies = size - 1
        return Cluster(
            number=number,
            size=size,
            members=tuple(members[:_MOST_NAMED]),
            more=max(size - _MOST_NAMED, 0),
            lines=tuple(lines),
            dots=tuple(dots),
            times=tuple(times[:200]),
            undated=sum(moment is None for moment in self.moments),
            says=f"{copies} article{'' if copies == 1 else 's'} around the original, "
            f"{members[0].title or members[0].id}",
        )

    @staticmethod
    def _places(count: int) -> list[tuple[float, float]]:
        """Put the original in the middle, the others around it; of two, side by side."""
        if count == 2:
            return [(_CENTRE - _RADIUS * 0.7, _CENTRE), (_CENTRE + _RADIUS * 0.7, _CENTRE)]
        turns = [2 * math.pi * n / (count - 1) - math.pi / 2 for n in range(count - 1)]
        around = [(_CENTRE + _RADIUS * math.cos(t), _CENTRE + _RADIUS * math.sin(t)) for t in turns]
        return [(_CENTRE, _CENTRE), *around]


def _moment(date: str | None) -> str:
    """Return a date as people can compare it, or as it was given."""
    moment = parse_date(date)
    if moment is None:
        return one_line(date or "")
    try:
        when = datetime.fromtimestamp(moment.seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return one_line(date or "")
    return f"{when:%Y-%m-%d}" if moment.day_only else f"{when:%Y-%m-%d %H:%M}"


def _day(date: str | None) -> str:
    return _moment(date).partition(" ")[0] if parse_date(date) else one_line(date or "")


def _line(start: tuple[float, float], end: tuple[float, float], tie: Tie) -> Line:
    x1, y1, x2, y2 = (f"{value:.1f}" for value in (*start, *end))
    return Line(x1, y1, x2, y2, f"{1 + 3 * tie.share:.1f}", tie.relation not in _WHOLE)


def _says(member: Member) -> str:
    facts = [member.title or member.id, member.source, member.date]
    return ", ".join(fact for fact in facts if fact)
