"""Errors that a user can act on: each says where, what is wrong and what would be right."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, at a place that a person can open. Lines and columns start at 1."""

    message: str
    path: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return ``path:line:column: message``, as compilers write it."""
        where = [str(part) for part in (self.path, self.line, self.column) if part is not None]
        return f"{':'.join(where)}: {self.message}" if where else self.message


class AuditorError(Exception):
    """What the user can mend; the command line prints it and leaves with code 2."""

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(Problem(p) if isinstance(p, str) else p for p in problems)
        super().__init__(*self.problems)

    def __str__(self) -> str:
        """Return every problem on a line of its own."""
        return "\n".join(map(str, self.problems))


class ConfigurationError(AuditorError):
    """A mistake in ``auditor.toml``, in a rule pack or in an option; lists all of them at once."""


class InputError(AuditorError):
    """An input that cannot be read; the other inputs of the run are not touched by it."""
