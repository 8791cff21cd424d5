"""The fields of a rule: how each is read from a file, from a pack's overrides and from the configuration."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from auditor.detector import CATEGORIES, Info, Option
from auditor.document import Role
from auditor.policy.nodes import Entries, Node
from auditor.policy.read import Reader
from auditor.policy.rule import SPEECH, STAGES, RuleExample, Scope, Threshold
from auditor.report import Severity, Verdict
from auditor.text.suggest import did_you_mean

RULE_KEYS = (
    "id",
    "detector",
    "category",
    "summary",
    "severity",
    "message",
    "why",
    "enabled",
    "note",
    "when",
    "info-when",
    "options",
    "weight",
    "gate",
    "scope",
    "languages",
    "yields-to",
    "examples",
)
OVERRIDE_KEYS = (
    "severity",
    "enabled",
    "message",
    "note",
    "when",
    "info-when",
    "options",
    "weight",
    "gate",
    "scope",
    "languages",
)
EXAMPLE_KEYS = ("hit", "pass", "headline", "others", "whole")
SCOPE_KEYS = ("in", "out", "direct-speech")
PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\w*)(?::([^{}]*))?\}|[{}]")
FORMATS = re.compile(r"%|\.[0-9]%|d|\.[0-9]f|,")
_ROLES = tuple(role.value for role in Role)
_MAX_WEIGHT = 100
_MAX_TABLE = 16 << 20


class FieldReader:
    """Reads the fields of one rule, given what its detector says of itself."""

    def __init__(self, reader: Reader, info: Info | None, folder: Path) -> None:
        self.reader = reader
        self.info = info
        self.folder = folder

    def read(self, entries: Mapping[str, Node]) -> dict[str, Any]:
        """Return the attributes of ``Rule`` that ``entries`` set; mistakes go to the reader."""
        found: dict[str, Any] = {}
        for key, node in entries.items():
            if key in _FIELDS:
                name, method = _FIELDS[key]
                value = method(self, node)
                if value is not None:
                    found[name] = value
        return found

    def _category(self, node: Node) -> str | None:
        return self.reader.choice(node, "category", CATEGORIES)

    def _severity(self, node: Node) -> Severity | None:
        word = self.reader.choice(node, "severity", [s.value for s in Severity])
        return None if word is None else Severity(word)

    def _text(self, node: Node) -> str | None:
        text = self.reader.text(node, "this")
        return None if text is None else " ".join(text.split())

    def _enabled(self, node: Node) -> bool | None:
        return self.reader.flag(node, "enabled")

    def _weight(self, node: Node) -> int | None:
        points = self.reader.whole(node, "weight", 0)
        if points is not None and points > _MAX_WEIGHT:
            self.reader.problem(
                node, f"weight is taken off a score of {_MAX_WEIGHT}; {points} is more"
            )
        return points

    def _gate(self, node: Node) -> tuple[tuple[str, Verdict], ...]:
        verdicts = [v.value for v in Verdict]
        read = (
            (stage, self.reader.choice(value, f"gate at {stage}", verdicts))
            for stage, value in self.reader.entries(node, "gate", STAGES).items()
        )
        return tuple((stage, Verdict(word)) for stage, word in read if word is not None)

    def _scope(self, node: Node) -> Scope:
        entries = self.reader.entries(node, "scope", SCOPE_KEYS)
        inside = self.reader.choices(entries["in"], "scope.in", _ROLES) if "in" in entries else ()
        outside = (
            self.reader.choices(entries["out"], "scope.out", _ROLES) if "out" in entries else ()
        )
        speech = "in"
        if "direct-speech" in entries:
            named = self.reader.choice(entries["direct-speech"], "scope.direct-speech", SPEECH)
            speech = named or speech
        return Scope(frozenset(map(Role, inside)), frozenset(map(Role, outside)), speech)

    def _languages(self, node: Node) -> tuple[str, ...]:
        return tuple(code.lower() for code in self.reader.texts(node, "languages"))

    def _yields(self, node: Node) -> tuple[str, ...]:
        return self.reader.texts(node, "yields-to")

    def _when(self, node: Node) -> tuple[tuple[str, Threshold], ...]:
        return self._thresholds(node, "when")

    def _info_when(self, node: Node) -> tuple[tuple[str, Threshold], ...]:
        return self._thresholds(node, "info-when")

    def _thresholds(self, node: Node, name: str) -> tuple[tuple[str, Threshold], ...]:
        known = [m.name for m in self.info.measures] if self.info else []
        found = []
        for key, value in self.reader.pairs(node, name):
            if self.info and key.value not in known:
                hint = did_you_mean(key.value, known) or "; it has none"
                self.reader.problem(key, f"{self.info.id} measures no {key.value!r}{hint}")
                continue
            limits = self.reader.entries(value, f"{name}.{key.value}", ("min", "max"))
            numbers = {k: self.reader.number(v, f"{key.value}.{k}") for k, v in limits.items()}
            low, high = numbers.get("min"), numbers.get("max")
            if not limits:
                self.reader.problem(value, f"{name}.{key.value} needs min or max")
            elif low is not None and high is not None and low > high:
                self.reader.problem(
                    value, f"{name}.{key.value}: min is above max, so nothing can match"
                )
            found.append((key.value, Threshold(low, high)))
        return tuple(found)

    def _message(self, node: Node) -> str | None:
        text = self.reader.text(node, "message")
        if text is None:
            return None
        measures = {m.name for m in self.info.measures} if self.info else set()
        known = {
            "text",
            "suggestion",
            "related",
            *measures,
            *(self.info.values if self.info else ()),
        }
        for match in PLACEHOLDER.finditer(text):
            if match[0] in ("{{", "}}"):
                continue
            if match[0] in "{}":
                self.reader.problem(node, f"message: write {match[0] * 2} for {match[0]}")
            elif self.info and match[1] not in known:
                hint = did_you_mean(match[1], known)
                self.reader.problem(node, f"message: nothing fills {match[0]}{hint}")
            elif match[2] is not None and match[1] not in measures:
                self.reader.problem(node, f"message: only a measure takes a format: {match[0]}")
            elif match[2] is not None and not FORMATS.fullmatch(match[2]):
                self.reader.problem(
                    node, f"message: {match[0]}: a format is one of %, .1%, d, .2f and ,"
                )
        return " ".join(text.split())

    def _examples(self, node: Node) -> tuple[RuleExample, ...]:
        found = []
        for item in self.reader.items(node, "examples"):
            entries = self.reader.entries(item, "an example", EXAMPLE_KEYS)
            kinds = [kind for kind in ("hit", "pass") if kind in entries]
            if len(kinds) != 1:
                self.reader.problem(item, "an example has either hit or pass")
                continue
            kind = kinds[0]
            text = self.reader.text(entries[kind], kind, empty=True)
            whole = "whole" in entries and self.reader.flag(entries["whole"], "whole") is True
            if text is None:
                continue
            if kind == "hit" and not whole and "«" not in text:
                self.reader.problem(entries[kind], "hit: mark what must be found, as in «the the»")
            headline = entries.get("headline")
            others = entries.get("others")
            found.append(
                RuleExample(
                    text=text,
                    hit=kind == "hit",
                    headline=self.reader.text(headline, "headline") if headline else None,
                    others=self.reader.texts(others, "others") if others else (),
                    whole=whole,
                    line=item.line,
                )
            )
        return tuple(found)

    def _options(self, node: Node) -> dict[str, Any]:
        known = {option.name: option for option in self.info.options} if self.info else {}
        found = {}
        for key, value in self.reader.pairs(node, "options"):
            if self.info is None:
                continue
            option = known.get(key.value.replace("-", "_")) or known.get(key.value)
            if option is None:
                hint = did_you_mean(key.value, known) or "; it has none"
                self.reader.problem(key, f"{self.info.id} has no option {key.value!r}{hint}")
                continue
            read = self._option(option, value)
            if read is not None:
                found[option.name] = read
        return found

    def _option(self, option: Option, node: Node) -> Any:
        name = f"options.{option.name}"
        reader = self.reader
        match option.kind:
            case "int":
                return reader.whole(node, name)
            case "float":
                return reader.number(node, name)
            case "bool":
                return reader.flag(node, name)
            case "str" if option.choices:
                return reader.choice(node, name, option.choices)
            case "str":
                return reader.text(node, name)
            case "list" if option.choices:
                return reader.choices(node, name, option.choices)
            case "list":
                return reader.texts(node, name)
            case "groups":
                return tuple(reader.texts(item, name) for item in reader.items(node, name))
            case "map":
                return self._map(node, name)
            case "pattern-map":
                for key, _ in reader.pairs(node, name):
                    self._check_pattern(key, key.value)
                return self._map(node, name)
            case "table":
                return self._table(node, name)
            case "pattern":
                source = reader.text(node, name)
                return source if source is not None and self._check_pattern(node, source) else None
            case "patterns":
                nodes = [node] if isinstance(node.value, str) else reader.items(node, name)
                read = [(item, reader.text(item, f"each of {name}")) for item in nodes]
                return tuple(
                    s for item, s in read if s is not None and self._check_pattern(item, s)
                )
            case _:
                raise AssertionError(f"{option.name} has an unknown kind {option.kind!r}")

    def _check_pattern(self, node: Node, source: str) -> bool:
        from auditor.text.patterns import PatternError, compile_pattern

        try:
            compile_pattern(source)
        except PatternError as error:
            self.reader.problem(node, f"the pattern {source!r}: {error}")
            return False
        return True

    def _map(self, node: Node, name: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in self.reader.pairs(node, name):
            if isinstance(value.value, list) and not isinstance(value.value, Entries):
                found[key.value] = self.reader.texts(value, f"{name}.{key.value}")
            else:
                found[key.value] = self.reader.text(value, f"{name}.{key.value}", empty=True) or ""
        return found

    def _table(self, node: Node, name: str) -> tuple[tuple[str, ...], ...] | None:
        file = self.reader.text(node, name)
        if file is None:
            return None
        path = self.folder / file
        try:
            if path.stat().st_size > _MAX_TABLE:
                self.reader.problem(node, f"{name}: {path} is larger than 16 MiB")
                return None
            lines = path.read_text("utf-8-sig").split("\n")
        except FileNotFoundError:
            near = did_you_mean(path.name, [p.name for p in path.parent.glob("*.tsv")])
            self.reader.problem(node, f"{name}: there is no file {path}{near}")
            return None
        except (OSError, UnicodeDecodeError) as error:
            self.reader.problem(node, f"{name}: {path} cannot be read: {error}")
            return None
        rows = (line.rstrip("\r") for line in lines if line.strip() and not line.startswith("#"))
        return tuple(tuple(cell.strip() for cell in row.split("\t")) for row in rows)


_FIELDS: dict[str, tuple[str, Callable[[FieldReader, Node], Any]]] = {
    "category": ("category", FieldReader._category),
    "summary": ("summary", FieldReader._text),
    "severity": ("severity", FieldReader._severity),
    "message": ("message", FieldReader._message),
    "why": ("why", FieldReader._text),
    "enabled": ("enabled", FieldReader._enabled),
    "note": ("note", FieldReader._text),
    "when": ("when", FieldReader._when),
    "info-when": ("info_when", FieldReader._info_when),
    "options": ("options", FieldReader._options),
    "weight": ("points", FieldReader._weight),
    "gate": ("gates", FieldReader._gate),
    "scope": ("scope", FieldReader._scope),
    "languages": ("languages", FieldReader._languages),
    "yields-to": ("yields_to", FieldReader._yields),
    "examples": ("examples", FieldReader._examples),
}
