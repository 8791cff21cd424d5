"""Reads rule packs. Every mistake is told at once, each with its file, line and column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.assets import asset
from auditor.config import Config
from auditor.detector import Detector, Info
from auditor.errors import ConfigurationError, Problem
from auditor.policy.fields import OVERRIDE_KEYS, RULE_KEYS, FieldReader
from auditor.policy.nodes import MAX_CHARACTERS, Entries, Node, Refused, node_of, read_nodes
from auditor.policy.read import Reader
from auditor.policy.rule import Pack, Rule
from auditor.policy.ruleset import RuleSet, ships
from auditor.text.suggest import did_you_mean

__all__ = ["RuleSet", "load", "pack_names"]

_PACK_KEYS = ("pack", "version", "summary", "extends", "override")
REQUIRED = ("id", "detector", "category", "summary", "severity", "message", "why", "examples")
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def pack_names() -> tuple[str, ...]:
    """Return the names of the packs that ship."""
    return tuple(sorted(p.parent.name for p in asset("rules").glob("*/pack.yaml")))


def load(
    packs: Sequence[str], catalogue: Sequence[type[Detector]], *, config: Config | None = None
) -> RuleSet:
    """Return the rules of ``packs``: names of packs that ship, or paths of a pack's folder or a rule file.

    ``config`` gives what the user changed of single rules.

    Raises:
        ConfigurationError: with every mistake found.

    """
    loading = _Loading({detector.info.id: detector for detector in catalogue})
    for name in packs:
        loading.add(name, Path())
    if config is not None:
        for setting in config.rules:
            if setting.rule not in loading.rules and ships(setting.rule):
                continue  # of a pack that this run does without
            reader = Reader(setting.path)
            key = Node(setting.rule, setting.line, 1)
            loading.override(
                key, node_of(setting.values, setting.line), reader, Path(setting.path).parent
            )
            loading.problems += reader.problems
    loading.check_references()
    if loading.problems:
        raise ConfigurationError(*loading.problems)
    return RuleSet(
        tuple(sorted(loading.rules.values(), key=lambda rule: rule.id)),
        tuple(f"{p.name}@{p.version}" if p.version else p.name for p in loading.packs.values()),
    )


class _Loading:
    """The rules read so far, and what was wrong."""

    def __init__(self, detectors: Mapping[str, type[Detector]]) -> None:
        self.detectors = detectors
        self.infos = {name: detector.info for name, detector in detectors.items()}
        self.rules: dict[str, Rule] = {}
        self.packs: dict[str, Pack] = {}
        self.problems: list[Problem] = []
        self._seen: set[Path] = set()
        self._wrong: set[str] = set()

    def add(self, name: str, folder: Path, at: Problem | None = None) -> str | None:
        """Read the pack ``name``, those it extends first; return its name."""
        path = self._find(name, folder, at)
        if path is None:
            return None
        if path.resolve() in self._seen:
            return name
        self._seen.add(path.resolve())
        if not path.is_dir():
            return self._add_file(path)
        pack, overrides, reader = self._pack(path)
        files = [
            p
            for p in sorted(path.rglob("*.y*ml"))
            if p.suffix in (".yaml", ".yml")
            and p.name != "pack.yaml"
            and not p.name.startswith(".")
        ]
        for file in files:
            self._rules_in(file, pack)
        for key, node in overrides:
            self.override(key, node, reader, path)
        self.problems += reader.problems
        return pack.name

    def _find(self, name: str, folder: Path, at: Problem | None) -> Path | None:
        shipped = asset("rules") / name
        if name and Path(name).name == name and (shipped / "pack.yaml").is_file():
            return shipped
        path = folder / name
        if name and path.exists():
            return path
        hint = did_you_mean(name, pack_names())
        place = at or Problem("")
        message = f"there is no rule pack or rule file {name!r}{hint}"
        self.problems.append(Problem(message, place.path, place.line, place.column))
        return None

    def _read(self, path: Path) -> Node | None:
        try:
            if path.stat().st_size > MAX_CHARACTERS * 4:
                raise Refused(Problem("the file is larger than 1 MiB; split it", str(path), 1, 1))
            return read_nodes(path.read_text("utf-8-sig"), str(path))
        except Refused as refused:
            self.problems.append(refused.problem)
        except (OSError, UnicodeDecodeError) as error:
            self.problems.append(Problem(f"cannot be read: {error}", str(path)))
        return None

    def _pack(self, path: Path) -> tuple[Pack, Entries, Reader]:
        file = path / "pack.yaml"
        reader = Reader(str(file))
        if not file.is_file():
            return self._enter(Pack(path.name)), Entries(), reader
        root = self._read(file)
        entries = reader.entries(root, "a pack", _PACK_KEYS) if root else {}
        return *self._header(entries, path.name, reader, path), reader

    def _header(
        self, entries: Mapping[str, Node], name: str, reader: Reader, folder: Path
    ) -> tuple[Pack, Entries]:
        """Read what a pack says of itself, and the packs that it extends."""

        def text(key: str) -> str:
            return (reader.text(entries[key], key) or "") if key in entries else ""

        extends = []
        if "extends" in entries:
            node = entries["extends"]
            for item in reader.texts(node, "extends"):
                place = Problem("", reader.path, node.line, node.column)
                if base := self.add(item, folder, place):
                    extends.append(base)
        overrides = Entries()
        if "override" in entries:
            overrides = Entries(reader.pairs(entries["override"], "override"))
        pack = Pack(text("pack") or name, text("version"), text("summary"), tuple(extends))
        return self._enter(pack), overrides

    def _enter(self, pack: Pack) -> Pack:
        self.packs[pack.name] = pack
        return pack

    def _add_file(self, path: Path) -> str:
        """Read one file of rules: a rule, or a small pack with its rules in a list."""
        root = self._read(path)
        name = path.stem
        if root is None:
            return name
        keys = [key.value for key, _ in root.value] if isinstance(root.value, Entries) else []
        if "rules" not in keys and "override" not in keys and "extends" not in keys:
            self._rules_of(root, self._enter(Pack(name)), path)
            return name
        reader = Reader(str(path))
        entries = reader.entries(root, "a file of rules", (*_PACK_KEYS, "rules"))
        pack, overrides = self._header(entries, name, reader, path.parent)
        if "rules" in entries:
            for item in reader.items(entries["rules"], "rules"):
                self._rule(item, pack, reader, path)
        for key, node in overrides:
            self.override(key, node, reader, path.parent)
        self.problems += reader.problems
        return pack.name

    def _rules_in(self, path: Path, pack: Pack) -> None:
        root = self._read(path)
        if root is not None:
            self._rules_of(root, pack, path)

    def _rules_of(self, root: Node, pack: Pack, path: Path) -> None:
        reader = Reader(str(path))
        for node in _rule_nodes(root):
            self._rule(node, pack, reader, path)
        self.problems += reader.problems

    def _rule(self, node: Node, pack: Pack, reader: Reader, path: Path) -> None:
        before = len(reader.problems)
        entries = reader.entries(node, "a rule", RULE_KEYS)
        name = reader.text(entries["id"], "id") if "id" in entries else None
        if name is not None and not set(name) <= _ID_CHARACTERS:
            reader.problem(entries["id"], "id: small letters, digits and hyphens only")
        missing = [key for key in REQUIRED if key not in entries]
        if missing and isinstance(node.value, Entries):
            reader.problem(node, f"the rule lacks {', '.join(missing)}")
        info = self._info(entries, reader)
        fields = FieldReader(reader, info, path.parent).read(entries)
        self._check(entries, fields, info, reader)
        if name is None or info is None or len(reader.problems) > before:
            self._wrong.add(name or "")
            return
        self._clash(name, entries["id"], pack, reader)
        options = {option.name: option.default for option in info.options} | fields.get(
            "options", {}
        )
        # Those that ship have their examples for tests: a detector made now is one made twice.
        if not path.is_relative_to(asset("rules")):
            self._try(info.id, options, entries.get("options") or node, reader)
        self.rules[name] = Rule(
            id=name,
            detector=info.id,
            pack=pack.name,
            path=str(path),
            line=node.line,
            **(fields | {"options": options}),
        )

    def _info(self, entries: Mapping[str, Node], reader: Reader) -> Info | None:
        if "detector" not in entries:
            return None
        name = reader.text(entries["detector"], "detector")
        if name is not None and name not in self.infos:
            reader.problem(
                entries["detector"],
                f"there is no detector {name!r}{did_you_mean(name, self.infos)}",
            )
        return self.infos.get(name or "")

    def _check(
        self,
        entries: Mapping[str, Node],
        fields: Mapping[str, Any],
        info: Info | None,
        reader: Reader,
    ) -> None:
        """Note what no single field shows to be wrong."""
        if "examples" in fields:
            kinds = {example.hit for example in fields["examples"]}
            # What no plain text can show (an input's faults) needs no hit.
            shown = info is None or any(e.whole or "«" in e.text for e in info.examples)
            for hit, word in ((True, "hit"), (False, "pass")):
                if hit not in kinds and (shown or not hit):
                    reader.problem(
                        entries["examples"], f"examples: a rule needs at least one {word}"
                    )
        if fields.get("enabled") is False and not fields.get("note"):
            reader.problem(entries["enabled"], "a rule that ships off needs a note: that says why")
        if info is not None:
            given = fields.get("options", {})
            lacking = [o.name for o in info.options if o.required and o.name not in given]
            if lacking and not any(p.message.startswith("options.") for p in reader.problems):
                place = entries.get("options") or entries["detector"]
                reader.problem(place, f"{info.id} needs the option {', '.join(lacking)}")

    def _clash(self, name: str, node: Node, pack: Pack, reader: Reader) -> None:
        """Note a rule of that name outside of the packs that this one extends."""
        first = self.rules.get(name)
        if first is None or first.pack in pack.extends:
            return
        where = f"{first.path}:{first.line}"
        if first.pack == pack.name:
            reader.problem(node, f"the rule {name!r} stands twice, first in {where}")
        else:
            reader.problem(
                node,
                f"the rule {name!r} is in the pack {first.pack!r} ({where}); to replace it, "
                f"say `extends: [{first.pack}]`; to change it, use `override`",
            )

    def override(self, key: Node, node: Node, reader: Reader, folder: Path) -> None:
        """Change what ``node`` says of the rule that ``key`` names."""
        rule = self.rules.get(key.value)
        if rule is None:
            if key.value not in self._wrong:
                reader.problem(
                    key, f"there is no rule {key.value!r}{did_you_mean(key.value, self.rules)}"
                )
            return
        entries = reader.entries(node, f"the override of {rule.id}", OVERRIDE_KEYS)
        before = len(reader.problems)
        fields = FieldReader(reader, self.infos[rule.detector], folder).read(entries)
        if len(reader.problems) > before:
            return
        if "options" in fields:
            fields["options"] = {**rule.options, **fields["options"]}
            self._try(rule.detector, fields["options"], entries["options"], reader)
        if "when" in fields:
            fields["when"] = tuple((dict(rule.when) | dict(fields["when"])).items())
        if "gates" in fields:
            fields["gates"] = tuple((dict(rule.gates) | dict(fields["gates"])).items())
        elif "severity" in fields and fields["severity"] is not rule.severity:
            fields["gates"] = ()
            fields.setdefault("points", None)
        self.rules[rule.id] = replace(rule, **fields)

    def _try(self, detector: str, options: Mapping[str, Any], node: Node, reader: Reader) -> None:
        """Note what the detector itself finds wrong with its options."""
        try:
            self.detectors[detector](options)
        except ValueError as error:
            reader.problem(node, f"options: {error}")

    def check_references(self) -> None:
        """Note rules that yield to rules which do not exist."""
        for rule in self.rules.values():
            for other in rule.yields_to:
                if other not in self.rules and other not in self._wrong and not ships(other):
                    hint = did_you_mean(other, self.rules)
                    message = f"yields-to: there is no rule {other!r}{hint}"
                    self.problems.append(Problem(message, rule.path, rule.line, 1))


def _rule_nodes(root: Node) -> Iterator[Node]:
    """Yield the rules of a file in a pack: the file itself, or its list under ``rules``."""
    if (
        isinstance(root.value, Entries)
        and len(root.value) == 1
        and root.value[0][0].value == "rules"
    ):
        listed = root.value[0][1].value
        if isinstance(listed, list) and not isinstance(listed, Entries):
            yield from listed
            return
    yield root
