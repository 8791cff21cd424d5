"""Decisions: what people said of findings, and the two files that hold them.

A review writes ``auditor.decisions/1``; a baseline, ``auditor.baseline/1``, holds the same and, so that
people can read it and renamed articles are known again, the headline and the words. Both are sorted and
have an entry a line: versions of them merge.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from auditor.checked import Fields
from auditor.errors import ConfigurationError, Problem
from auditor.report import RuleHistory

DECISIONS, BASELINE = "auditor.decisions/1", "auditor.baseline/1"
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST = {"article": 4096, "fingerprint": 128, "rule": 200, "reason": 10_000}
_MOST_BYTES = 1 << 30
_EXCERPT = 120
_DAWN = datetime.min.replace(tzinfo=UTC)

Key = tuple[str, str]
"""An article's id and a finding's fingerprint."""


class Choice(StrEnum):
    """What was said of a finding."""

    ACCEPT = "accept"
    """It is right."""
    DISMISS = "dismiss"
    """It is wrong, or does not matter here."""
    KNOWN = "baseline"
    """It was there when the baseline was made; nobody said more."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was said of one finding, and when (ISO 8601, UTC)."""

    article: str
    fingerprint: str
    rule: str
    choice: Choice
    reason: str | None = None
    at: str | None = None
    headline: str = ""
    text: str = ""

    @property
    def key(self) -> Key:
        """What it is a decision on."""
        return self.article, self.fingerprint

    @property
    def order(self) -> tuple[bool, datetime, str, str, str, str, str, str]:
        """Of two decisions on one finding the greater counts: what somebody decided, the later one."""
        moment = _DAWN if self.at is None else datetime.fromisoformat(self.at)
        judged = self.choice is not Choice.KNOWN
        told = self.reason or "", self.rule, self.headline, self.text, self.at or ""
        return judged, moment, self.choice, *told


Decisions = dict[Key, Decision]


def merged(*many: Mapping[Key, Decision]) -> Decisions:
    """Return all decisions; where two are on one finding, the later one.

    The order of the arguments means nothing, and to merge twice is to merge once.
    """
    found: Decisions = {}
    for decisions in many:
        for key, decision in decisions.items():
            there = found.get(key)
            if there is None or there.order < decision.order:
                found[key] = decision
    return found


def plain(text: str) -> str:
    """Return ``text`` as files can hold it: a lone surrogate becomes U+FFFD, as in reports."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def excerpt(text: str) -> str:
    """Return the beginning of ``text`` on one line, for people to know a finding by."""
    line = " ".join(text[: 4 * _EXCERPT].split())
    return plain(line if len(line) <= _EXCERPT else line[: _EXCERPT - 1].rstrip() + "…")


def read_key(value: Any, name: str) -> Key:
    """Return the key that a JSON object names.

    Raises:
        ValueError: it lacks something.

    """
    told = Fields(value, name)
    return _text(told, "article", name), _text(told, "fingerprint", name)


def read_decision(value: Any, name: str, *, choices: Iterable[Choice] = Choice) -> Decision:
    """Return the decision that a JSON object tells.

    Raises:
        ValueError: it lacks something, or something in it is not what it must be.

    """
    told = Fields(value, name)
    article, fingerprint = read_key(value, name)
    choice = told.one_of("decision", Choice)
    if choice not in tuple(choices):
        raise ValueError(f"{name}.decision is not one of {', '.join(choices)}")
    return Decision(
        article=article,
        fingerprint=fingerprint,
        rule=_text(told, "rule", name),
        choice=choice,
        reason=(_text(told, "reason", name).strip() or None) if told.has("reason") else None,
        at=_moment(told.text("at"), name) if told.has("at") else None,
        headline=plain(told.text_or_none("headline") or ""),
        text=plain(told.text_or_none("text") or ""),
    )


def _text(told: Fields, key: str, name: str) -> str:
    text = plain(told.text(key))
    if len(text) > _LONGEST[key] or (not text and key != "reason"):
        raise ValueError(f"{name}.{key} is empty or longer than {_LONGEST[key]:,} characters")
    return text


def _moment(text: str, name: str) -> str:
    """Check a moment; one that is not of UTC is turned into it."""
    try:
        moment = datetime.fromisoformat(text) if len(text) <= 40 else None
        if moment is None or moment.tzinfo is None:
            raise ValueError
        if not moment.utcoffset():
            return text
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        raise ValueError(f"{name}.at is not a moment like 2026-11-25T22:10:00Z") from None


def now() -> str:
    """Return this moment."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse(data: bytes, schemas: Sequence[str] = (DECISIONS, BASELINE)) -> Decisions:
    """Return the decisions of a file's bytes.

    Raises:
        ValueError: it holds no decisions, or something wrong among them.

    """
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is not valid JSON: {error}") from None
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema not in schemas:
        wanted = " or ".join(map(repr, schemas))
        raise ValueError(
            f"holds {schema!r:.80} and not decisions ({wanted})" if schema else "holds no decisions"
        )
    entries = Fields(document, "document").items("decisions")
    read = (read_decision(entry, f"decisions[{at}]") for at, entry in enumerate(entries))
    return merged(*({decision.key: decision} for decision in read))


def read(path: Path) -> Decisions:
    """Return the decisions of a file.

    Raises:
        ConfigurationError: it cannot be read, or holds something else.

    """
    shown = str(path).encode("utf-8", "replace").decode()
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("is larger than 1 GiB")
        return parse(path.read_bytes())
    except FileNotFoundError:
        raise ConfigurationError(Problem("there is no such file", shown)) from None
    except OSError as error:
        raise ConfigurationError(Problem(f"cannot be read: {error.strerror}", shown)) from None
    except ValueError as error:
        raise ConfigurationError(Problem(str(error), shown)) from None


def entry(decision: Decision) -> dict[str, Any]:
    """Return a decision as the schema has it."""
    return {
        "fingerprint": decision.fingerprint,
        "article": decision.article,
        "rule": decision.rule,
        "decision": decision.choice.value,
        "reason": decision.reason,
        "at": decision.at,
    }


def document(decisions: Mapping[Key, Decision]) -> dict[str, Any]:
    """Return decisions as an object of ``auditor.decisions/1``."""
    return {"schema": DECISIONS, "decisions": [entry(decisions[key]) for key in sorted(decisions)]}


def dumps(decisions: Mapping[Key, Decision], schema: str = DECISIONS) -> str:
    """Return the text of a file: sorted, an entry a line."""
    lines: list[str] = []
    for key in sorted(decisions):
        decision = decisions[key]
        told = entry(decision)
        if schema == BASELINE:
            told |= {"headline": decision.headline, "text": decision.text}
        lines.append(json.dumps(told, ensure_ascii=False))
    return f'{{"schema": "{schema}", "decisions": [\n' + ",\n".join(lines) + "\n]}\n"


def history(decisions: Mapping[Key, Decision]) -> tuple[RuleHistory, ...]:
    """Return how often each rule was right: what was accepted of what was decided."""
    counts: dict[str, list[int]] = {}
    for decision in decisions.values():
        if decision.choice is not Choice.KNOWN:
            counts.setdefault(decision.rule, [0, 0])[decision.choice is Choice.DISMISS] += 1
    return tuple(RuleHistory(rule, *counts[rule]) for rule in sorted(counts))
