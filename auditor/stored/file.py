"""The file of a stored run: what kind it is, and its reports one after the other."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BufferedReader
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn, Self

from auditor.checked import Fields
from auditor.errors import InputError, Problem
from auditor.report import ArchiveSummary, Report, RunInfo
from auditor.sources.discover import STDIN, failed, reason
from auditor.sources.opening import buffered, read_whole
from auditor.sources.settings import MIB, Limits
from auditor.stored.report import read_report, run_info
from auditor.stored.texts import Texts

REPORT, RUN = "auditor.report/1", "auditor.run/1"
_LIMITS = Limits(row=256 * MIB)
_OURS = re.compile(r"auditor\.[a-z]+/\d+")
_LAYOUT = b'{"schema": "auditor.run/1",\n"run": '
_ENDINGS = (".jsonl", ".json")
_PACKED = ("", ".gz", ".zst")
_DECISIONS = ".decisions.json"
_HEAD = 300
_AGAIN = "make one: auditor audit PATH... -f jsonl=run.jsonl --with-text"
_UNTOLD = RunInfo(version="", packs=(), rules_digest="", stage="publish")


class _Told(NamedTuple):
    """An article's report as an object, and the line it stands in."""

    line: int | None
    value: Any


class StoredRun:
    """A run in a file, to be read once, from its beginning to its end.

    Args:
        path: the file; ``-`` is standard input.

    Raises:
        InputError: there is no such file, it is no stored run, or one of another schema.

    """

    def __init__(self, path: str, stdin: BinaryIO | None = None) -> None:
        self.label = path
        self.info = _UNTOLD
        self.unreadable: tuple[str, ...] = ()
        """What the run could not read; told by ``-f json`` alone, and at its end."""
        self.skipped: tuple[str, ...] = ()
        self.archive: ArchiveSummary | None = None
        self._texts = Texts()
        self._close = ExitStack()
        try:
            stream: BinaryIO = (
                (stdin or sys.stdin.buffer)
                if path == STDIN
                else self._close.enter_context(Path(path).open("rb"))  # noqa: SIM115 - it is one
            )
            self._told = self._open(buffered(stream, path, _LIMITS))
        except OSError as error:
            raise failed(path, reason(error)) from None
        except BaseException:
            self._close.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close.close()

    def reports(self, refused: Callable[[InputError], None]) -> Iterator[Report]:
        """Yield the reports in order; ``refused`` is told of each that cannot be read."""
        try:
            for item in self._told:
                if isinstance(item, InputError):
                    refused(item)
                    continue
                try:
                    schema = item.value.get("schema") if isinstance(item.value, dict) else None
                    if schema != REPORT:
                        raise ValueError(f"the schema is {schema!r:.80}, not {REPORT!r}")
                    yield read_report(item.value, self._texts.find)
                except ValueError as error:
                    refused(failed(self.label, f"is no report: {error}", item.line))
        except InputError as error:  # damaged in its midst
            refused(error)
        except OSError as error:
            refused(failed(self.label, reason(error)))

    def _open(self, reader: BufferedReader) -> Iterator[_Told | InputError]:
        if reader.peek(1).startswith(_LAYOUT):
            return self._streamed(reader)
        first = reader.readline(_LIMITS.row)
        if not first:
            self._refuse("is empty")
        value = _parsed(first)
        if value is None and first.strip() == b"{":  # one document, set over many lines
            value = _parsed(first + read_whole(reader, self.label, _LIMITS))
        if isinstance(value, dict) and value.get("schema") == RUN:
            return self._document(value)
        return self._lines(chain((first,), iter(lambda: reader.readline(_LIMITS.row), b"")), value)

    def _lines(self, lines: Iterator[bytes], first: Any) -> Iterator[_Told | InputError]:
        """Return the reports of JSONL; the first that can be read says how the run was made."""
        if isinstance(first, dict) and first.get("schema") != REPORT:
            self._refuse_schema(first.get("schema"))
        told = self._each_line(lines)
        before: list[_Told | InputError] = []
        for item in told:
            before.append(item)
            if isinstance(item, _Told):
                self._made(item.value)
                return chain(before, told)
        return self._refuse("is not a stored run")

    def _each_line(self, lines: Iterator[bytes]) -> Iterator[_Told | InputError]:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            value = _parsed(line)
            if value is None:
                yield failed(self.label, "the line is not valid JSON", number)
            else:
                yield _Told(number, value)

    def _streamed(self, reader: BufferedReader) -> Iterator[_Told | InputError]:
        """Return the reports of ``-f json`` as we write it: an article a line, then the summary."""
        reader.readline()
        made = _parsed(reader.readline(_LIMITS.row).rstrip().removeprefix(b'"run": ').rstrip(b","))
        if reader.readline(MIB).strip() != b'"articles": [':
            self._refuse("was rewritten by hand: put it on one line with jq -c .")
        self._made({"run": made})
        return self._until_summary(reader)

    def _until_summary(self, reader: BufferedReader) -> Iterator[_Told | InputError]:
        for number, line in enumerate(iter(lambda: reader.readline(_LIMITS.row), b""), 4):
            text = line.strip()
            if text.startswith(b'"summary": '):
                self._summary(_parsed(text.removeprefix(b'"summary": ').removesuffix(b"}")))
                return
            if text in (b"", b"],"):
                continue
            value = _parsed(text.removesuffix(b","))
            yield (
                failed(self.label, "the line is not valid JSON", number)
                if value is None
                else _Told(number, value)
            )
        yield failed(self.label, "ends before its summary; what came after is lost")

    def _document(self, value: dict[str, Any]) -> Iterator[_Told | InputError]:
        self._made(value)
        self._summary(value.get("summary"))
        articles = value.get("articles")
        if not isinstance(articles, list):
            self._refuse("lacks its articles")
        return (_Told(None, article) for article in articles)

    def _made(self, value: Any) -> None:
        """Note how the run was made, where it says so."""
        try:
            made = Fields(value, "report").object("run")
            self.info = run_info(made)
        except ValueError:
            return

    def _summary(self, value: Any) -> None:
        try:
            told = Fields(value, "summary")
            self.unreadable, self.skipped = told.texts("unreadable"), told.texts("skipped")
            if isinstance(value, dict) and value.get("archive") is not None:
                archive = told.object("archive")
                self.archive = ArchiveSummary(
                    archive.text("path"), archive.count("articles"), archive.text("verified")
                )
        except ValueError:
            return

    def _refuse_schema(self, schema: object) -> NoReturn:
        version = _OURS.fullmatch(schema) if isinstance(schema, str) else None
        if version is None:
            self._refuse("is not a stored run")
        raise InputError(
            Problem(
                f"holds {schema}, which this version does not read (it reads {REPORT}); "
                "audit again, or use the version of auditor that wrote it",
                self.label,
            )
        )

    def _refuse(self, why: str) -> NoReturn:
        raise failed(self.label, f"{why}; {_AGAIN}")


def _parsed(line: bytes) -> Any:
    """Return what a line of JSON holds, or None where it holds none."""
    try:
        return json.loads(line, parse_constant=_not_json)
    except (ValueError, RecursionError):
        return None


def _not_json(constant: str) -> NoReturn:
    raise ValueError(constant)


def decisions_of(run: Path) -> Path:
    """Return where the decisions on a run are kept: beside it, ``run.decisions.json``."""
    name = run.name
    for ending in (".gz", ".zst", *_ENDINGS):
        name = name.removesuffix(ending)
    return run.with_name((name or run.name) + _DECISIONS)


def beside(decisions: Path) -> Path | None:
    """Return the run beside which decisions lie, if one does."""
    if not decisions.name.endswith(_DECISIONS):
        return None
    stem = decisions.name.removesuffix(_DECISIONS)
    for ending in (ending + packed for ending in _ENDINGS for packed in _PACKED):
        run = decisions.with_name(stem + ending)
        if run.is_file():
            return run
    return None


def is_run(path: Path) -> bool:
    """Whether a file begins as a stored run does."""
    try:
        with path.open("rb") as stream:
            head = buffered(stream, str(path), _LIMITS).peek(_HEAD)[:_HEAD]
    except (OSError, InputError):
        return False
    return re.search(rb'"schema": ?"auditor\.(?:run|report)/', head) is not None
