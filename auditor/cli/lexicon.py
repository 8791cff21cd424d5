"""``auditor lexicon``: the words that the spelling rules go by, for languages that the package has none of."""

import gzip
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli.exits import CLEAN, WRONG, Complaints
from auditor.cli.options import FIELDS, field_options
from auditor.cli.progress import Progress
from auditor.errors import AuditorError, InputError

if TYPE_CHECKING:
    from auditor.document import Article
    from auditor.language.gather import Gathered

_EPILOG = """\b
Examples:
  auditor lexicon build --language de --frequencies de_full.txt
  auditor lexicon build --language de published/ --words /usr/share/dict/ngerman
  auditor lexicon build --language fr --archive journal.archive
  auditor lexicon list

\b
A lexicon lies in the user's data folder, or in the folder that AUDITOR_LEXICONS names, and is used
for every article of its language; one of English there takes the place of the package's.
"""


@click.group("lexicon", epilog=_EPILOG)
def command() -> None:
    """Make and list the lexicons that the spelling rules go by."""


@command.command("build")
@click.option("--language", required=True, metavar="CODE", help="Two or three letters, as de.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--frequencies",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A list with a word and a count a line (also .gz). Repeatable.",
)
@click.option(
    "--archive",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take the words of this archive's articles; it must keep texts.",
)
@click.option(
    "--words",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A list of right words, one a line, known however rare. Repeatable.",
)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    metavar="N",
    help="How often a word must stand in the sources to be taken for one.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@field_options
@click.option("-q", "--quiet", is_flag=True, help="Only what went wrong.")
@click.pass_context
def build(
    ctx: click.Context,
    /,
    language: str,
    paths: tuple[str, ...],
    frequencies: tuple[Path, ...],
    archive: Path | None,
    words: tuple[Path, ...],
    least: int,
    out: Path | None,
    quiet: bool,
    **fields: str | None,
) -> None:
    """Make the lexicon of a language from frequency lists, from articles, or from an archive."""
    from auditor.language.doubt import doubt
    from auditor.language.gather import Gathered, read_counts, words_of
    from auditor.language.lexicon import user_folder
    from auditor.language.pack import pack
    from auditor.sources import FieldNames, read_articles

    if not re.fullmatch("[a-z]{2,3}", language):
        raise click.UsageError("--language wants a code of two or three letters, as de")
    if not (paths or frequencies or archive):
        raise click.UsageError("give --frequencies FILE, --archive FILE or paths of articles")
    gathered = Gathered()
    for path in frequencies:
        for word, count in read_counts(_lines(path), str(path)):
            gathered.add(word, count)
    complaints = Complaints()
    named = {name: fields.get(f"{name}_field") for name in FIELDS}
    with Progress(enabled=not quiet and sys.stderr.isatty()) as progress:
        sources: list[Iterable[Article | InputError]] = []
        if paths:
            sources.append(read_articles(paths, FieldNames(**named), stdin=sys.stdin.buffer))
        if archive:
            sources.append(_archived(archive))
        done = unreadable = 0
        for source in sources:
            for item in source:
                if isinstance(item, InputError):
                    progress.clear()
                    complaints.add(item)
                    unreadable += 1
                    continue
                _gather(item, language, gathered)
                done += 1
                progress.update("reading", done, None)
    complaints.close()
    listed = {word.strip() for path in words for word in _lines(path) if word.strip().isalpha()}
    made = words_of(gathered, language, listed, least)
    folder = os.environ.get("AUDITOR_LEXICONS")
    place = out or (Path(folder) if folder else user_folder()) / f"{language}.lexicon"
    data = pack(made)
    _write(place, data)
    if less := doubt(made, place):
        data = pack(replace(made, doubt=less))
        _write(place, data)
    if not quiet:
        right = sum(entry.kind in "wn" for entry in made.entries.values())
        click.echo(f"{right:,} words of {language}, {len(data) / 1e6:.1f} MB: {place}")
    ctx.exit(WRONG if unreadable else CLEAN)


@command.command("list")
def list_lexicons() -> None:
    """List the lexicons there are, one a line: language, words, place."""
    from auditor.language.lexicon import Lexicon, folders

    seen: set[str] = set()
    for folder in folders():
        for path in sorted(folder.glob("*.lexicon")):
            if path.stem not in seen:
                seen.add(path.stem)
                click.echo(f"{path.stem}  {len(Lexicon(path)):>9,} words  {path}")


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file, which may be packed."""
    try:
        with path.open("rb") as raw:
            if path.suffix == ".gz":
                with gzip.GzipFile(fileobj=raw) as packed:
                    yield from (line.decode("utf-8") for line in packed)
            else:
                yield from (line.decode("utf-8") for line in raw)
    except (UnicodeDecodeError, OSError, EOFError, zlib.error) as error:
        raise AuditorError(f"{path} is no list of words in UTF-8: {error}") from None


def _archived(path: Path) -> "Iterator[Article]":
    from auditor.archive import Archive

    with Archive(path) as archive:
        if not archive.keeps_text:
            raise AuditorError(
                f"{path} keeps no texts, so its words are not known; give the articles themselves, or make the "
                "archive with --keep-text"
            )
        yield from archive.texts()


def _gather(article: "Article", language: str, gathered: "Gathered") -> None:
    """Count the words of an article, where it is in the language."""
    if article.language not in (language, "und"):
        return
    for sentence in article.sentences:
        gathered.add_sentence(word.text for word in article.words_in(sentence))


def _write(place: Path, data: bytes) -> None:
    """Put the file in its place whole or not at all."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f".{place.name}.{os.getpid()}")
        part.write_bytes(data)
        part.replace(place)
    except OSError as error:
        raise AuditorError(f"cannot write {place}: {error.strerror or error}") from None
