"""Front matter: the few plain values at the top of a Markdown file that tell title, date and the like.

Read by hand: a YAML library takes longer to import than an article to audit, and can be made to hang by
a few lines. Only single values of the top level count; everything else is passed over.
"""

import re
from typing import NamedTuple

from auditor.document import Span

_OPEN = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\n|\r|\Z)")
_VALUE = re.compile(r"""["']?([\w-]+)["']?[ \t]*[:=](?:[ \t]+|(?=["'])|(?=\r|\n|\Z))([^\r\n]*)""")
_LONGEST = 1 << 16


class Value(NamedTuple):
    """One value; ``span`` is where it stands word for word, None where it had to be unescaped."""

    text: str
    span: Span | None


class FrontMatter(NamedTuple):
    """The values of the top level, keys in lower case, and where the front matter ends."""

    values: dict[str, Value]
    end: int


def read_front_matter(text: str) -> FrontMatter | None:
    """Read the front matter of ``text``; None where there is none."""
    opening = _OPEN.match(text)
    if opening is None:
        return None
    closing = ("---", "...") if opening[1] == "---" else ("+++",)
    values: dict[str, Value] = {}
    at = opening.end()
    folded: str | None = None  # the key of a value on the lines below it
    while at < min(len(text), _LONGEST):
        match = _LINE.match(text, at)
        assert match is not None  # it matches the empty line too
        line = match.group()
        if line.rstrip() in closing:
            return FrontMatter(values, match.end()) if values else None
        pair = _VALUE.match(text, at, match.end())
        if pair:
            key = pair[1].lower()
            folded = key if pair[2].strip() in ("", ">", ">-", "|", "|-", ">+", "|+") else None
            value = _value(pair[2], pair.start(2))
            if folded:
                values[key] = Value("", None)
            elif value is not None:
                values[key] = value
        elif folded and line[:1] in " \t":
            part = line.strip()
            if part.startswith("- "):
                folded = None
            else:
                values[folded] = Value(f"{values[folded].text} {part}".strip(), None)
        elif line.strip() and line[:1] not in " \t#-[]{}" and not values:
            return None  # prose under a line of dashes
        at = match.end()
    return None


def _value(raw: str, start: int) -> Value | None:
    lead = len(raw) - len(raw.lstrip())
    value = raw.strip()
    at = start + lead
    if value[:1] in ("[", "{", "&", "*", "!"):
        return None
    if value[:1] in ('"', "'"):
        quote = value[0]
        close = value.find(quote, 1)
        while close > 0 and (
            value[close - 1] == "\\" if quote == '"' else value[close + 1 : close + 2] == "'"
        ):
            close = value.find(quote, close + (1 if quote == '"' else 2))
        if close < 0:
            return None
        inner = value[1:close]
        plain = (
            inner.replace('\\"', '"').replace("\\\\", "\\")
            if quote == '"'
            else inner.replace("''", "'")
        )
        return Value(
            plain, Span(at + 1, at + close) if plain == inner and inner.strip() == inner else None
        )
    value = re.split(r"[ \t]#", value, maxsplit=1)[0].rstrip()
    return Value(value, Span(at, at + len(value)))
