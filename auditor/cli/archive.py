"""``auditor archive``: the index of what was published."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.cli.exits import CLEAN, WRONG, Complaints
from auditor.cli.options import FIELDS, archive_option, config_option, field_options, talk_options
from auditor.cli.progress import Progress
from auditor.errors import InputError

if TYPE_CHECKING:
    from auditor.archive import Archive
    from auditor.config import Config

_EPILOG = """\b
Examples:
  auditor archive add published.jsonl --archive news.archive
  auditor archive find draft.md --archive news.archive
  auditor check draft.md --archive news.archive
  auditor archive remove story-1187 --archive news.archive

\b
The archive may be named once for all: archive = "news.archive" in auditor.toml.
"""


@click.group("archive", epilog=_EPILOG)
def command() -> None:
    """Keep an index of what was published, and ask it what a text resembles."""


@command.command("add")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@archive_option
@config_option
@click.option(
    "--keep-text/--no-keep-text",
    default=None,
    help="For a new archive: keep texts, to show and compare passages word by word, or only the "
    "hashes of their five-word shingles. [no]",
)
@click.option(
    "--count-words/--no-count-words",
    default=None,
    help="For a new archive: count its words and full names, so that what the house writes is no news to "
    "the spelling rules. [yes]",
)
@field_options
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes. [one a core]")
@talk_options
@click.pass_context
def add(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    archive_path: Path | None,
    config_path: Path | None,
    keep_text: bool | None,
    count_words: bool | None,
    jobs: int | None,
    quiet: bool,
    **fields: str | None,
) -> None:
    """Add articles; those that are there already stay, or are replaced where they have changed.

    The archive is made where there is none. Stopped at any moment, the same command goes on.
    """
    from auditor.archive import Archive
    from auditor.sources import FieldNames, read_articles

    config = _config(config_path)
    named = {name: fields.get(f"{name}_field") or config.fields.get(name) for name in FIELDS}
    complaints = Complaints()
    with (
        Archive(
            _path(archive_path, config), keep_text=keep_text, count_words=count_words
        ) as archive,
        Progress(enabled=not quiet and sys.stderr.isatty()) as progress,
    ):

        def refused(error: InputError) -> None:
            progress.clear()
            complaints.add(error)

        done = archive.add(
            read_articles(paths, FieldNames(**named), stdin=sys.stdin.buffer),
            jobs=jobs or config.jobs or os.cpu_count() or 1,
            refused=refused,
            progress=progress.update,
        )
        progress.clear()
        complaints.close()
        if not quiet:
            click.echo(
                f"{done.added:,} added, {done.updated:,} replaced, {done.unchanged:,} were there; "
                f"{_articles(len(archive))} in {archive.path}"
            )
    ctx.exit(WRONG if done.refused else CLEAN)


@command.command("remove")
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option(
    "--from-file",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="Take ids from a file, one a line; - is standard input.",
)
@archive_option
@config_option
@talk_options
@click.pass_context
def remove(
    ctx: click.Context,
    /,
    ids: tuple[str, ...],
    from_file: Any,
    archive_path: Path | None,
    config_path: Path | None,
    quiet: bool,
    **_: bool,
) -> None:
    """Remove articles, with every trace of their text."""
    wanted = [*ids, *(line.rstrip("\n") for line in from_file or () if line.strip())]
    if not wanted:
        raise click.UsageError("name the articles to remove: ID..., or --from-file FILE")
    with _existing(archive_path, _config(config_path)) as archive:
        missing = archive.remove(wanted)
        for id_ in missing:
            click.echo(f"auditor: {_safe(id_)}: not in the archive", err=True)
        if not quiet:
            click.echo(
                f"{_articles(len(dict.fromkeys(wanted)) - len(missing))} removed; "
                f"{_articles(len(archive))} in {archive.path}"
            )
    ctx.exit(WRONG if missing else CLEAN)


@command.command("find")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@archive_option
@config_option
@click.option(
    "-f",
    "--format",
    "output",
    type=click.Choice(["terminal", "json", "jsonl"]),
    default="terminal",
    show_default=True,
    help="How to show what was found.",
)
@field_options
@talk_options
@click.pass_context
def find(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    archive_path: Path | None,
    config_path: Path | None,
    output: str,
    quiet: bool,
    **fields: Any,
) -> None:
    """Show what a text resembles or shares a passage with (- is standard input)."""
    del quiet
    import shutil

    from auditor.render.found import found_in, render_found
    from auditor.sources import FieldNames, read_articles

    config = _config(config_path)
    named = {name: fields.get(f"{name}_field") or config.fields.get(name) for name in FIELDS}
    complaints = Complaints()
    refused = False
    results: list[dict[str, Any]] = []
    with _existing(archive_path, config) as archive:
        for article in read_articles(paths, FieldNames(**named), stdin=sys.stdin.buffer):
            if isinstance(article, InputError):
                refused = True
                complaints.add(article)
                continue
            found = found_in(
                article,
                archive.similar(article),
                archive.same_headline(article),
                itself=article.id in archive,
            )
            if output == "json":
                results.append(found)
            elif output == "jsonl":
                click.echo(json.dumps(found, ensure_ascii=False))
            else:
                render_found(found, sys.stdout, shutil.get_terminal_size((100, 24)).columns)
        if output == "json":
            whole = {"schema": "auditor.found/1", "archive": str(archive.path), "articles": results}
            click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        for count, what in sorted((n, k) for k, n in archive.lookup.counts.items()):
            click.echo(f"auditor: {count:,} {what}", err=True)
    complaints.close()
    ctx.exit(WRONG if refused else CLEAN)


@command.command("stats")
@archive_option
@config_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@talk_options
def stats(archive_path: Path | None, config_path: Path | None, as_json: bool, **_: bool) -> None:
    """Show what the archive holds and what it weighs."""
    with _existing(archive_path, _config(config_path)) as archive:
        counted = archive.stats()
        if as_json:
            values = counted._asdict() | {"sizes": dict(counted.sizes)}
            click.echo(json.dumps({"schema": "auditor.archive/1"} | values, ensure_ascii=False))
            return
        span = f", {counted.earliest} to {counted.latest}" if counted.earliest else ""
        click.echo(f"{archive.path}: {_articles(counted.articles)}{_safe(span)}")
        click.echo(f"  {counted.words:,} words, {counted.sources:,} sources")
        click.echo(f"  texts {'kept' if counted.texts else 'not kept, shingle hashes instead'}")
        if counted.headlines_shared:
            click.echo(f"  {counted.headlines_shared:,} headlines stand over several articles")
        click.echo(f"  {counted.size / 1e6:,.1f} MB", nl=not counted.articles)
        if counted.articles:
            click.echo(f", {counted.size / counted.articles:,.0f} bytes an article:")
            for name, size in counted.sizes:
                click.echo(f"    {name:<11}{size / counted.articles:>8,.0f}")
        click.echo(f"  {counted.segments} segments of fingerprints")
        if counted.capped:
            click.echo(
                f"  {counted.capped:,} places of very common fingerprints are not named (boilerplate)"
            )


@command.command("verify")
@archive_option
@config_option
@talk_options
@click.pass_context
def verify(
    ctx: click.Context,
    /,
    archive_path: Path | None,
    config_path: Path | None,
    quiet: bool,
    **_: bool,
) -> None:
    """Check that the file is whole and that fingerprints are those of the texts."""
    with (
        _existing(archive_path, _config(config_path)) as archive,
        Progress(enabled=not quiet and sys.stderr.isatty()) as progress,
    ):
        wrong = archive.verify(progress.update)
        progress.clear()
        for line in wrong:
            click.echo(_safe(line))
        if not wrong and not quiet:
            known = "every text gives its fingerprints" if archive.keeps_text else "no texts kept"
            click.echo(f"{archive.path}: whole; {_articles(len(archive))}, {known}")
    ctx.exit(WRONG if wrong else CLEAN)


@command.command("compact")
@archive_option
@config_option
@talk_options
def compact(archive_path: Path | None, config_path: Path | None, quiet: bool, **_: bool) -> None:
    """Merge what was added bit by bit: quicker to ask, smaller on the disk."""
    with _existing(archive_path, _config(config_path)) as archive:
        before = archive.stats().size
        archive.compact()
        if not quiet:
            after = archive.stats().size
            click.echo(f"{archive.path}: {before / 1e6:,.1f} MB, now {after / 1e6:,.1f} MB")


@command.command("learn")
@archive_option
@config_option
@talk_options
def learn(archive_path: Path | None, config_path: Path | None, quiet: bool, **_: bool) -> None:
    """Learn the house's subjects and furniture from the kept texts.

    What is learned stands beside the archive (FILE.learned) and is used wherever the archive is given:
    off-topic-insertion knows the house's subjects, leftover-furniture the lines that many articles of a
    source share. Says how much the first gains, on articles that it was not learned from. Learn again
    when the archive has grown, or after removing articles; delete the file to go back.
    """
    from auditor.learning import FEWEST, learn_archive

    with (
        _existing(archive_path, _config(config_path)) as archive,
        Progress(enabled=not quiet and sys.stderr.isatty()) as progress,
    ):
        gain = learn_archive(archive, progress.update)
        progress.clear()
        if quiet:
            return
        click.echo(f"{gain.lines:,} lines that several articles of a source share")
        if not gain.articles:
            click.echo(f"subjects: as shipped; {FEWEST} English articles are needed to learn them")
        else:
            click.echo(
                f"subjects: {gain.words:,} words from {_articles(gain.articles)}; of passages put into "
                f"other articles, {gain.before:.0%} were found as shipped, {gain.after:.0%} as learned "
                "(cross-validated, with 2 % of untouched articles flagged)"
            )
            if not gain.kept:
                click.echo("no gain: what ships stays in use")
        click.echo(f"kept in {_safe(gain.path)}")


def _config(file: Path | None) -> "Config":
    from auditor.config import find_config

    return find_config(file=file)


def _path(path: Path | None, config: "Config") -> Path:
    chosen = path or config.archive
    if chosen is None:
        raise click.UsageError('which archive? --archive FILE, or archive = "FILE" in auditor.toml')
    return chosen


def _existing(path: Path | None, config: "Config") -> "Archive":
    from auditor.archive import Archive

    return Archive(_path(path, config))


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"


def _safe(text: str) -> str:
    from auditor.render.safe import safe

    return safe(text)
