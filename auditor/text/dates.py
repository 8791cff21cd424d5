"""Dates as sources write them, to be put in order; what cannot be read has no place in it."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: at for at, name in enumerate(_NAMES.split(), 1)}
_NAMED = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(?:(?P<day>\d{1,2})[\s-]+(?P<month>[a-z]{3,9})|(?P<month2>[a-z]{3,9})\.?\s+(?P<day2>\d{1,2}))"
    r"(?:st|nd|rd|th)?[.,]?[\s-]+(?P<year>\d{4})"
    r"(?:[\sT,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"(?:\s*(?P<zone>[+-]\d{2}:?\d{2}|z|gmt|utc))?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d:\d")


class Moment(NamedTuple):
    """Seconds since 1970 (UTC where no zone is given), and whether only the day is known."""

    seconds: float
    day_only: bool

    def before(self, other: "Moment") -> bool:
        """Whether this comes before ``other``; within one day only when both know the hour."""
        if self.day_only or other.day_only:
            return self.seconds // 86_400 < other.seconds // 86_400
        return self.seconds < other.seconds


@lru_cache(maxsize=4096)
def parse_date(text: str | None) -> Moment | None:
    """Read ISO 8601, RFC 2822, ``26-FEB-1987 15:01:01.79``, ``March 5, 2020`` or Unix seconds."""
    text = (text or "").strip()[:80]
    if not text:
        return None
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return Moment(int(text[:10]), False)
    try:
        return _moment(datetime.fromisoformat(text), not _CLOCK.search(text))
    except ValueError:
        pass
    match = _NAMED.match(text)
    if not match:
        return None
    month = _MONTHS.get((match["month"] or match["month2"])[:3].lower())
    if not month:
        return None
    zone = (match["zone"] or "+0000").upper().replace(":", "")
    zone = "+0000" if zone in ("Z", "GMT", "UTC") else zone
    clock = f"{match['hour'] or 0}:{match['minute'] or 0}:{match['second'] or 0}"
    day = match["day"] or match["day2"]
    try:
        read = datetime.strptime(
            f"{match['year']} {month} {day} {clock} {zone}", "%Y %m %d %H:%M:%S %z"
        )
    except ValueError:
        return None
    return _moment(read, match["hour"] is None)


def _moment(when: datetime, day_only: bool) -> Moment | None:
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    try:
        return Moment(when.timestamp(), day_only)
    except (OverflowError, ValueError):
        return None
