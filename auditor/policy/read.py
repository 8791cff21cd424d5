"""Reads typed values out of nodes, and notes every mistake with its place instead of stopping at one."""

import math
from collections.abc import Iterable, Sequence

from auditor.errors import Problem
from auditor.policy.nodes import Entries, Node
from auditor.text.suggest import did_you_mean


class Reader:
    """Reads one file; ``problems`` holds what is wrong in it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def problem(self, node: Node, message: str) -> None:
        """Note that something is wrong at ``node``."""
        self.problems.append(Problem(message, self.path, node.line, node.column))

    def entries(self, node: Node, what: str, known: Sequence[str]) -> dict[str, Node]:
        """Return the entries of a mapping by key; keys that are not ``known`` are mistakes."""
        found = {}
        for key, value in self.pairs(node, what):
            if key.value in known:
                found[key.value] = value
            else:
                hint = did_you_mean(key.value, known)
                self.problem(key, f"{what} has no key {key.value!r}{hint}")
        return found

    def pairs(self, node: Node, what: str) -> Iterable[tuple[Node, Node]]:
        """Return the entries of a mapping."""
        if isinstance(node.value, Entries):
            return node.value
        self.problem(node, f"{what} must be a mapping, not {node.kind}")
        return ()

    def items(self, node: Node, what: str) -> Iterable[Node]:
        """Return the items of a list."""
        if isinstance(node.value, list) and not isinstance(node.value, Entries):
            return node.value
        self.problem(node, f"{what} must be a list, not {node.kind}")
        return ()

    def text(self, node: Node, what: str, *, empty: bool = False) -> str | None:
        """Return text; a number that YAML read is taken as it is shown."""
        value = node.value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            self.problem(node, f"{what} must be text, not {node.kind}")
            return None
        if not value.strip() and not empty:
            self.problem(node, f"{what} is empty")
            return None
        return value

    def texts(self, node: Node, what: str) -> tuple[str, ...]:
        """Return a list of texts; one text alone stands for a list of one."""
        if isinstance(node.value, str):
            return (node.value,)
        read = (self.text(item, f"each of {what}") for item in self.items(node, what))
        return tuple(text for text in read if text is not None)

    def flag(self, node: Node, what: str) -> bool | None:
        """Return true or false."""
        if isinstance(node.value, bool):
            return node.value
        self.problem(node, f"{what} must be true or false, not {node.value!r}")
        return None

    def number(self, node: Node, what: str) -> float | None:
        """Return a finite number."""
        value = node.value
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
        self.problem(node, f"{what} must be a number, not {node.kind}")
        return None

    def whole(self, node: Node, what: str, minimum: int | None = None) -> int | None:
        """Return a whole number."""
        value = node.value
        if not isinstance(value, int) or isinstance(value, bool):
            self.problem(node, f"{what} must be a whole number, not {node.kind}")
            return None
        if minimum is not None and value < minimum:
            self.problem(node, f"{what} must be {minimum} or more, not {value}")
            return None
        return value

    def choice(self, node: Node, what: str, known: Sequence[str]) -> str | None:
        """Return one of the words that are ``known``."""
        if isinstance(node.value, str) and node.value in known:
            return node.value
        if isinstance(node.value, str):
            hint = did_you_mean(node.value, known)
            self.problem(node, f"{what} cannot be {node.value!r}{hint}")
        else:
            self.problem(node, f"{what} must be one of {', '.join(known)}, not {node.kind}")
        return None

    def choices(self, node: Node, what: str, known: Sequence[str]) -> tuple[str, ...]:
        """Return a list of words that are ``known``; one word alone stands for a list of one."""
        items = [node] if isinstance(node.value, str) else self.items(node, what)
        read = [self.choice(item, what, known) for item in items]
        return tuple(word for word in read if word is not None)
