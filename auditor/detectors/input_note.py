"""What the reader of the file had to cut, replace or guess, said in the report."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article
from auditor.finding import Finding


class InputNote:
    """Reports each note that the reading of the file left: text cut, bytes replaced, encoding guessed."""

    info: ClassVar[Info] = Info(
        id="input-note",
        category="structure",
        summary="A part of the input could not be read as it stands.",
        method="It passes on what the sources said; nothing is judged anew.",
        measures=(
            Measure("cut", "1 where text was cut"),
            Measure("replaced", "1 where bytes or characters were replaced"),
        ),
        values=("note",),
        examples=(
            Example("The pier is shut."),
            Example("A cut in the budget.\n\nThe pier is shut."),
            Example("The bytes were replaced, said the clerk."),
            Example(""),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield one finding a note."""
        del neighbours
        for note in article.notes:
            yield Finding(
                None,
                measures=(
                    ("cut", float("cut" in note.code or "skipped" in note.code)),
                    ("replaced", float("replaced" in note.code)),
                ),
                values=(("note", note.message),),
            )
