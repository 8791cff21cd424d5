"""``auditor.toml``, or ``[tool.auditor]`` in ``pyproject.toml``, as one frozen value."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.errors import ConfigurationError, Problem
from auditor.text.suggest import did_you_mean

FILES = ("auditor.toml", "pyproject.toml")
_MAX_BYTES = 1 << 20
_STAGES = ("draft", "publish")
_FIELD_NAMES = ("text", "headline", "id", "date", "source", "language")


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """A table ``[rules.NAME]``: what the user changed of one rule, unread; the rules' loader checks it."""

    rule: str
    values: Mapping[str, Any]
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Config:
    """What the project's configuration says; the command line goes before it."""

    path: Path | None = None
    packs: tuple[str, ...] = ("core",)
    stage: str = "publish"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    archive: Path | None = None
    baseline: Path | None = None
    jobs: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    """Names of a row's fields: ``text``, ``headline``, ``id``, ``date``, ``source``, ``language``."""
    rules: tuple[RuleSetting, ...] = ()


def find_config(start: Path | None = None, file: Path | None = None) -> Config:
    """Return the configuration in ``file``, or the nearest one from ``start`` upwards, or the defaults.

    The search ends at the root of the file system or of a repository. In one folder ``auditor.toml``
    goes before ``pyproject.toml``, which counts only where it has ``[tool.auditor]``.

    Raises:
        ConfigurationError: with every mistake, each with its line.

    """
    if file is not None:
        if not file.is_file():
            raise ConfigurationError(f"there is no configuration file {file}")
        config = _read(file)
        return config if config is not None else Config(path=file)
    here = (start or Path.cwd()).absolute()
    for folder in (here, *here.parents):
        for name in FILES:
            candidate = folder / name
            if candidate.is_file() and (config := _read(candidate)) is not None:
                return config
        if (folder / ".git").exists():
            break
    return Config()


def _read(path: Path) -> Config | None:
    """Read one file; None for a ``pyproject.toml`` that says nothing of us."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ConfigurationError(Problem("the file is larger than 1 MiB", str(path)))
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise ConfigurationError(Problem(f"cannot be read: {error.strerror}", str(path))) from None
    except UnicodeDecodeError:
        raise ConfigurationError(Problem("is not UTF-8", str(path))) from None
    shared = path.name == "pyproject.toml"
    if shared and "auditor" not in text:
        return None
    import tomllib  # few runs have such a file

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(_syntax(error, path)) from None
    prefix: tuple[str, ...] = ()
    if shared:
        prefix = ("tool", "auditor")
        tool = table.get("tool")
        if not isinstance(tool, dict) or "auditor" not in tool:
            return None
        table = tool["auditor"]
    if not isinstance(table, dict):
        raise ConfigurationError(Problem("tool.auditor must be a table", str(path), 1, 1))
    return _Settings(path, table, _key_lines(text), prefix).config()


def _syntax(error: Exception, path: Path) -> Problem:
    message = str(error) or "nested too deeply"
    place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if place is None:
        return Problem(f"not TOML: {message}", str(path))
    return Problem(f"not TOML: {message[: place.start()]}", str(path), int(place[1]), int(place[2]))


class _Settings:
    """Reads the table; notes every mistake."""

    def __init__(
        self,
        path: Path,
        table: Mapping[str, Any],
        lines: Mapping[tuple[str, ...], int],
        prefix: tuple[str, ...],
    ) -> None:
        self.path = path
        self.table = table
        self.lines = lines
        self.prefix = prefix
        self.problems: list[Problem] = []

    def config(self) -> Config:
        known = (
            "packs",
            "stage",
            "select",
            "ignore",
            "archive",
            "baseline",
            "jobs",
            "fields",
            "rules",
        )
        self._unknown((), self.table, known)
        config = Config(
            path=self.path,
            packs=self._packs(),
            stage=self._stage(),
            select=self._texts("select"),
            ignore=self._texts("ignore"),
            archive=self._file("archive"),
            baseline=self._file("baseline"),
            jobs=self._jobs(),
            fields=self._fields(),
            rules=tuple(self._rules()),
        )
        if self.problems:
            raise ConfigurationError(*self.problems)
        return config

    def _line(self, *keys: str) -> int:
        """Return the line of a key, or of the nearest table around it."""
        for length in range(len(keys), -1, -1):
            line = self.lines.get((*self.prefix, *keys[:length]))
            if line is not None:
                return line
        return 1

    def _problem(self, keys: tuple[str, ...], message: str) -> None:
        self.problems.append(Problem(message, str(self.path), self._line(*keys), 1))

    def _unknown(
        self, keys: tuple[str, ...], table: Mapping[str, Any], known: tuple[str, ...]
    ) -> None:
        for key in table:
            if key not in known:
                hint = did_you_mean(key, known)
                self._problem((*keys, key), f"unknown setting {'.'.join((*keys, key))!r}{hint}")

    def _texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self.table.get(key)
        if value is None:
            return default
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self._problem((key,), f"{key} must be a list of strings")
        return default

    def _packs(self) -> tuple[str, ...]:
        """Paths count from the file's folder."""
        packs = self._texts("packs", ("core",))
        folder = self.path.parent
        return tuple(
            str(folder / p) if "/" in p or p.endswith((".yaml", ".yml")) else p for p in packs
        )

    def _stage(self) -> str:
        stage = self.table.get("stage", "publish")
        if stage not in _STAGES:
            self._problem(("stage",), f"stage cannot be {stage!r}; there is {', '.join(_STAGES)}")
            return "publish"
        return str(stage)

    def _file(self, key: str) -> Path | None:
        value = self.table.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value:
            self._problem((key,), f"{key} must be the path of a file")
            return None
        return self.path.parent / value

    def _jobs(self) -> int | None:
        jobs = self.table.get("jobs")
        if jobs is None or (isinstance(jobs, int) and not isinstance(jobs, bool) and jobs > 0):
            return jobs
        self._problem(("jobs",), "jobs must be a whole number above 0")
        return None

    def _fields(self) -> Mapping[str, str]:
        table = self.table.get("fields", {})
        if not isinstance(table, dict):
            self._problem(("fields",), "fields must be a table")
            return {}
        self._unknown(("fields",), table, _FIELD_NAMES)
        for key, value in table.items():
            if not isinstance(value, str) or not value:
                self._problem(("fields", key), f"fields.{key} must be the name of a field")
        return {k: v for k, v in table.items() if isinstance(v, str)}

    def _rules(self) -> Iterator[RuleSetting]:
        table = self.table.get("rules", {})
        if not isinstance(table, dict):
            self._problem(("rules",), "rules must hold a table for each rule, as [rules.typo]")
            return
        for name, values in table.items():
            if isinstance(values, dict):
                yield RuleSetting(name, values, str(self.path), self._line("rules", name))
            else:
                self._problem(("rules", name), f"rules.{name} must be a table, as [rules.{name}]")


_BARE = r"[A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*'"
_KEY = rf"(?:{_BARE})(?:[ \t]*\.[ \t]*(?:{_BARE}))*"
_TABLE = re.compile(rf"[ \t]*\[\[?[ \t]*({_KEY})[ \t]*\]")
_ENTRY = re.compile(rf"[ \t]*({_KEY})[ \t]*=")
_PART = re.compile(_BARE)


def _key_lines(text: str) -> dict[tuple[str, ...], int]:
    """Return the line of each key, which the standard library's reader does not tell.

    Good enough for messages: a line that looks like a key inside a multi-line string may be taken for
    one, where no true key of that name came before.
    """
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        if match := _TABLE.match(line):
            table = _parts(match[1])
            for length in range(1, len(table) + 1):
                lines.setdefault(table[:length], number)
        elif match := _ENTRY.match(line):
            key = (*table, *_parts(match[1]))
            for length in range(len(table) + 1, len(key) + 1):
                lines.setdefault(key[:length], number)
    return lines


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(key))
