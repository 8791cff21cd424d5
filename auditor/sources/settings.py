"""What a user may say about inputs: the names of a row's fields, and how much is read at most."""

from dataclasses import dataclass, fields

_DEFAULTS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "maintext"),
    "headline": ("headline", "title"),
    "id": ("id", "url"),
    "date": ("date", "published", "date_publish"),
    "source": ("source",),
    "language": ("language",),
}

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The names of a row's fields; ``None`` stands for the usual ones (``text``, ``body`` ...)."""

    text: str | None = None
    headline: str | None = None
    id: str | None = None
    date: str | None = None
    source: str | None = None
    language: str | None = None

    def names(self, field: str) -> tuple[str, ...]:
        """Return the names to look for, the first one that a row has being the one that counts."""
        chosen = getattr(self, field)
        return (chosen,) if chosen else _DEFAULTS[field]

    def every(self) -> tuple[str, ...]:
        """Return every name that could matter, so that other columns need not be read."""
        return tuple(name for field in fields(self) for name in self.names(field.name))


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most, in bytes where nothing else is said; beyond it stands an error or a note."""

    file: int = 256 * MIB
    """One article, or one JSON document."""
    row: int = 32 * MIB
    """One row of JSONL, CSV or Parquet."""
    unpacked: int = 1024 * MIB
    """What a compressed file may unpack to, where it shrank more than ``ratio`` times."""
    ratio: int = 100
    depth: int = 512
    """HTML elements inside each other (what browsers allow); deeper tags are read as text without them."""
    attributes: int = 1000
    """Attributes looked at in one HTML tag."""
