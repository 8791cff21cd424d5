"""YAML to nodes that know their line and column; the one door to the YAML library.

Rule files need little of YAML, and the rest is where its dangers are: anchors, aliases, merge keys,
tags, several documents and duplicate keys are refused with their place, so is depth beyond 64. Plain
scalars follow the core schema of YAML 1.2, where ``NO`` and ``12:30`` are strings.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from auditor.errors import Problem

MAX_CHARACTERS = 1 << 20
MAX_DEPTH = 64

_INT = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?\Z")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # PyYAML built without libyaml: the same events, slowly

    class _Parser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):  # type: ignore[no-redef]
        def __init__(self, stream: str) -> None:
            yaml.reader.Reader.__init__(self, stream)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)


class Refused(Exception):  # noqa: N818 - it becomes a Problem, not an error of its own
    """What cannot be read, with its place."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(slots=True)
class Node:
    """A piece of a document: ``value`` is a scalar, a list of nodes, or a list of pairs of nodes."""

    value: Any
    line: int
    column: int

    @property
    def kind(self) -> str:
        """What the value is, as messages call it."""
        if isinstance(self.value, Entries):
            return "a mapping"
        if isinstance(self.value, list):
            return "a list"
        if self.value is None:
            return "nothing"
        names = {bool: "true or false", int: "a number", float: "a number", str: "text"}
        return names.get(type(self.value), type(self.value).__name__)


class Entries(list[tuple[Node, Node]]):
    """The entries of a mapping, in order, each key once."""


def read_nodes(text: str, path: str) -> Node:
    """Return the document in ``text``.

    Raises:
        Refused: it is not YAML, or holds what rule files may not hold.

    """
    if len(text) > MAX_CHARACTERS:
        raise Refused(Problem("the file is larger than 1 MiB; split it", path, 1, 1))
    events = _events(text, path)
    for event in events:
        if isinstance(event, DocumentStartEvent):
            root = _node(next(events), events, path, 0)
            break
    else:
        raise Refused(Problem("the file is empty", path, 1, 1))
    for event in events:
        if isinstance(event, DocumentStartEvent):
            raise Refused(_problem("a second document; put it in a file of its own", event, path))
    return root


def _events(text: str, path: str) -> Iterator[Any]:
    try:
        parser = _Parser(text)
        while True:
            event = parser.get_event()
            if event is None or isinstance(event, StreamEndEvent):
                return
            yield event
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(part for part in (error.context, error.problem) if part)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Refused(Problem(f"not YAML: {what}", path, line, column)) from None
    except (yaml.YAMLError, UnicodeError) as error:
        reason = str(error).splitlines()[0]
        raise Refused(Problem(f"not YAML: {reason}", path, 1, 1)) from None


def _problem(message: str, event: Any, path: str) -> Problem:
    return Problem(message, path, event.start_mark.line + 1, event.start_mark.column + 1)


def _node(event: Any, events: Iterator[Any], path: str, depth: int) -> Node:
    if isinstance(event, AliasEvent):
        raise Refused(_problem(f"the alias *{event.anchor}: write the value out", event, path))
    if getattr(event, "anchor", None) is not None:
        raise Refused(_problem(f"the anchor &{event.anchor}: rule files have none", event, path))
    if getattr(event, "tag", None) is not None:
        raise Refused(_problem(f"the tag {event.tag}: rule files have none", event, path))
    if depth > MAX_DEPTH:
        raise Refused(_problem(f"nested deeper than {MAX_DEPTH} levels", event, path))
    mark = event.start_mark
    if isinstance(event, ScalarEvent):
        plain = bool(event.implicit[0]) and event.style in (None, "")
        value = _scalar(event.value) if plain else event.value
        return Node(value, mark.line + 1, mark.column + 1)
    if isinstance(event, SequenceStartEvent):
        items = []
        while not isinstance(inner := next(events), SequenceEndEvent):
            items.append(_node(inner, events, path, depth + 1))
        return Node(items, mark.line + 1, mark.column + 1)
    assert isinstance(event, MappingStartEvent)
    entries = Entries()
    seen: dict[str, int] = {}
    while not isinstance(inner := next(events), MappingEndEvent):
        key = _node(inner, events, path, depth + 1)
        if isinstance(inner, ScalarEvent) and not isinstance(key.value, str):
            key.value = inner.value
        if not isinstance(key.value, str):
            raise Refused(_problem("a key must be text", inner, path))
        if key.value == "<<":
            raise Refused(_problem("the merge key <<: write the values out", inner, path))
        if key.value in seen:
            first = seen[key.value]
            raise Refused(
                _problem(f"{key.value!r} stands twice, first in line {first}", inner, path)
            )
        seen[key.value] = key.line
        entries.append((key, _node(next(events), events, path, depth + 1)))
    return Node(entries, mark.line + 1, mark.column + 1)


def _scalar(value: str) -> Any:
    if value in _WORDS:
        return _WORDS[value]
    if value[0] in "+-.0123456789":
        if _INT.match(value):
            return int(value)
        if _FLOAT.match(value):
            return float(value)
    return value


def node_of(value: Any, line: int, column: int = 1) -> Node:
    """Return a node of plain Python values (from TOML), every part at the same place."""
    if isinstance(value, Mapping):
        return Node(
            Entries(
                (Node(str(k), line, column), node_of(v, line, column)) for k, v in value.items()
            ),
            line,
            column,
        )
    if isinstance(value, list | tuple):
        return Node([node_of(item, line, column) for item in value], line, column)
    return Node(value, line, column)
