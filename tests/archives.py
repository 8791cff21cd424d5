"""What the tests of archives share: a few articles, and the command."""

from pathlib import Path

from click.testing import CliRunner

from auditor.cli import cli
from auditor.document import Article
from auditor.errors import AuditorError
from auditor.sources import read_text

TRAIN = (
    "The night train between Lindmar and Ostrava Bay will run again in June, the railway said on "
    "Monday, nine years after the last sleeping car was sold for scrap."
)
FARES = (
    "Tickets cost 48 marks, and the first train leaves at 22:10 on 3 June. The old carriages will be "
    "painted blue and fitted with new beds, and breakfast will be served in the dining car."
)
PIER = (
    "Hotels in Ostrava Bay are hiring again, and the town has mended the long pier that the storm of "
    "March broke in two places. A beach cafe opens in May."
)


def article(text: str, id: str, headline: str | None = None, date: str | None = None) -> Article:
    return read_text(text, id=id, headline=headline, date=date, source="The Lindmar Post")


def story(number: int) -> Article:
    """Return one of many articles that have nothing in common."""
    words = " ".join(f"w{number}x{n}" for n in range(60))
    return article(words, f"story-{number}", f"Headline {number} of many", "2026-05-01")


NIGHT = article(
    f"{TRAIN}\n\n{FARES}", "night-train", "Night train returns to Lindmar", "2026-05-04"
)


def ask(*args: str | Path, exit_code: int = 0) -> str:
    result = CliRunner().invoke(cli, [str(a) for a in args], standalone_mode=False)
    if result.exception and not isinstance(result.exception, AuditorError):
        raise result.exception
    code = 2 if result.exception else result.return_value
    assert (code if isinstance(code, int) else 0) == exit_code, result.output
    return f"{result.output}{result.exception or ''}"
