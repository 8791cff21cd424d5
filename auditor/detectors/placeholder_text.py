"""Text that was to be replaced: lorem ipsum, TK, [insert name], {{headline}}."""

import re
from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Role, Span
from auditor.finding import Finding

_KINDS = tuple(
    (kind, needles, re.compile(pattern))
    for kind, needles, pattern in (
        ("dummy text", ("orem ipsum", "OREM IPSUM"), r"(?i:lorem ipsum(?: dolor sit amet)?)"),
        ("dummy text", ("adipiscing elit",), r"(?i:consectetur adipiscing elit)"),
        (
            "a mark of what is to come",
            ("TK", "tktk"),
            r"\b(?:TKTK(?:TK)*|TKs?|tktk)\b(?!\.\w|[/&-])",
        ),
        ("a gap", ("XXX",), r"(?<![\w.:/#-])XXX+\b"),
        (
            "a gap",
            ("[", "<"),
            r"(?i:[\[<](?:insert|add|tbc|tbd|tk|fill in|placeholder|fixme|todo)(?:[ :][^\[\]()<>\n]{0,60})?[\]>])",
        ),
        (
            "a template's field",
            ("{{", "${", "[[", "%%"),
            r"\{\{[^{}\n]{1,60}\}\}|\$\{[^{}\n]{1,60}\}|\[\[[A-Z][A-Z _-]{2,40}\]\]|%%[A-Z_]{3,40}%%",
        ),
        (
            "a slot",
            (" HERE", "DUMMY "),
            r"\b(?:HEADLINE|CAPTION|STANDFIRST|BYLINE|TEXT|PHOTO|QUOTE|NAME) (?:GOES )?HERE\b"
            r"|\bDUMMY (?:HEADLINE|TEXT)\b",
        ),
        ("a note to self", ("TODO", "FIXME"), r"\b(?:TODO|FIXME)\b"),
        (
            "a form's prompt",
            ("to edit", "text here"),
            r"(?i:\bclick (?:here )?to edit(?: text)?\b|\benter (?:your )?text here\b)",
        ),
        (
            "keys struck at random",
            ("asdf", "asdasd", "sdfsdf", "qwertyuiop"),
            r"\b(?:asdf(?:ghjkl?|jkl)?|qwertyuiop|asdasd|sdfsdf)\b",
        ),
    )
)
"""What each is called, what must stand in a text at all for it to be searched, and its pattern."""
_NAMED = re.compile(r"(?:[A-Z][\w’'-]*|of|No\.)[ \u00a0]\Z")


class PlaceholderText:
    """Finds text that somebody meant to replace before publication."""

    info: ClassVar[Info] = Info(
        id="placeholder-text",
        category="mechanics",
        summary="Text that was to be replaced before publication.",
        method=(
            "TK is left alone as part of a name, and XXX beside a capitalised word (Bowl XXX is a numeral)."
        ),
        measures=(Measure("length", "characters of the placeholder"),),
        values=("kind",),
        examples=(
            Example("«Lorem ipsum dolor sit amet», and so on."),
            Example("The mayor, who is «TK» years old, was born in «TKTK»."),
            Example("Call us at «[insert number]» today."),
            Example("Dear «{{first_name}}», the pier is shut."),
            Example("«HEADLINE HERE»\n\nThe pier is shut."),
            Example("The council spent «XXX» crowns on the pier."),
            Example(
                "They played in Bowl XXX and met J. TK Moss [sic]. He put it [in the bag] there."
            ),
            Example("The TK-5 engine, the T.K. yard and add (as he said) a check."),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each placeholder."""
        del neighbours
        text = article.text
        for kind, needles, pattern in _KINDS:
            if not any(needle in text for needle in needles):
                continue
            for match in pattern.finditer(text):
                block = article.block_at(match.start())
                if block is None or block.role is Role.CODE or _is_name(text, match):
                    continue
                yield Finding(
                    Span(*match.span()),
                    measures=(("length", float(len(match.group()))),),
                    values=(("kind", kind),),
                    confidence=0.9,
                )


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether letters that may mark a gap are part of a name or a numeral: Bowl XXX, TK Moss."""
    if match.group().strip("X") not in ("", "TK", "TKs"):
        return False
    before = text[max(0, match.start() - 24) : match.start()]
    after = text[match.end() : match.end() + 2]
    return (
        before[-1:] in ("-", "/", "&", "$", "*")
        or _NAMED.search(before) is not None
        or after[:1] in ("'", "’", "-")
        or (after[:1] == " " and after[1:].isupper())
    )
