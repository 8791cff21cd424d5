"""Values of a JSON object, each asked for by name and kind; what is wrong is said with its name."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from auditor.document import Span

E = TypeVar("E", bound=StrEnum)
_MOST = 1 << 40


class Fields:
    """One object that was read from a file or sent by a page.

    Raises:
        ValueError: what is asked for is missing, or is of another kind.

    """

    def __init__(self, value: Any, name: str) -> None:
        if not isinstance(value, dict):
            raise ValueError(f"{name} is not an object")
        self._values: Mapping[str, Any] = value
        self._name = name

    def has(self, key: str) -> bool:
        """Whether there is such a value and it is not null."""
        return self._values.get(key) is not None

    def text(self, key: str) -> str:
        """Return a string."""
        value = self._values.get(key)
        return value if isinstance(value, str) else self._wrong(key, "a string")

    def text_or_none(self, key: str) -> str | None:
        """Return a string, or None where it is null or missing."""
        return self.text(key) if self.has(key) else None

    def count(self, key: str) -> int:
        """Return a whole number from 0."""
        return self._count(self._values.get(key), key)

    def count_or_none(self, key: str) -> int | None:
        """Return a whole number from 0, or None where it is null or missing."""
        return self.count(key) if self.has(key) else None

    def number(self, key: str) -> float:
        """Return a number."""
        value = self._values.get(key)
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not -_MOST < value < _MOST
        ):
            self._wrong(key, "a number")
        return float(value)

    def one_of(self, key: str, kind: type[E]) -> E:
        """Return a member of an enumeration by its value."""
        try:
            return kind(self.text(key))
        except ValueError:
            self._wrong(key, f"one of {', '.join(kind)}")

    def items(self, key: str) -> Sequence[Any]:
        """Return a list; an empty one where it is missing."""
        value = self._values.get(key, [])
        return value if isinstance(value, list) else self._wrong(key, "a list")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings."""
        values = self.items(key)
        if not all(isinstance(value, str) for value in values):
            self._wrong(key, "a list of strings")
        return tuple(values)

    def objects(self, key: str) -> list["Fields"]:
        """Return a list of objects."""
        return [
            Fields(value, f"{self._name}.{key}[{at}]") for at, value in enumerate(self.items(key))
        ]

    def object(self, key: str) -> "Fields":
        """Return an object."""
        return Fields(self._values.get(key), f"{self._name}.{key}")

    def numbers(self, key: str) -> tuple[tuple[str, float], ...]:
        """Return an object of numbers; null stands for what is no number."""
        value = self._values.get(key)
        if not isinstance(value, dict):
            self._wrong(key, "an object")
        inner = Fields(value, f"{self._name}.{key}")
        return tuple((k, float("nan") if v is None else inner.number(k)) for k, v in value.items())

    def names(self) -> list[str]:
        """Return the keys, in order."""
        return list(self._values)

    def span(self, key: str) -> Span | None:
        """Return a place, or None."""
        if not self.has(key):
            return None
        place = self.object(key)
        span = Span(place.count("start"), place.count("end"))
        return span if span.start <= span.end else self._wrong(key, "a place: start to end")

    def rows(self, key: str) -> list[Sequence[Any]]:
        """Return a list of lists."""
        rows = self.items(key)
        if not all(isinstance(row, list) for row in rows):
            self._wrong(key, "a list of lists")
        return list(rows)

    def _count(self, value: Any, key: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST:
            self._wrong(key, "a whole number from 0")
        return int(value)

    def _wrong(self, key: str, wanted: str) -> NoReturn:
        if key not in self._values:
            raise ValueError(f"{self._name} lacks {key!r}")
        raise ValueError(f"{self._name}.{key} is not {wanted}")
