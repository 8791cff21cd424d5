"""``auditor dedup``: duplicate clusters over a corpus."""

import gc
import os
import sys
from pathlib import Path

import click

from auditor.cli.exits import CLEAN, WRONG, Complaints
from auditor.cli.nouns import counted
from auditor.cli.options import FIELDS, field_options, talk_options
from auditor.cli.progress import Progress
from auditor.errors import AuditorError, InputError

_UNFINISHED = ".unfinished"
"""Holds what a run has done, in the folder of its results, until it is done."""
_EPILOG = """\b
Examples:
  auditor dedup corpus.jsonl.gz --out duplicates/
  auditor dedup stories/ --out duplicates/ --keep longest --threshold 0.8
  grep -vxFf duplicates/keep.txt all-ids.txt      what can go
"""


@click.command("dedup", epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder for clusters.parquet, pairs.parquet, keep.txt and run.json.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0.2, 1.0),
    default=0.5,
    show_default=True,
    metavar="J",
    help="The least Jaccard of word 5-grams that makes duplicates; of a part, the least containment.",
)
@click.option(
    "--keep",
    type=click.Choice(["earliest", "latest", "longest", "first"]),
    default="earliest",
    show_default=True,
    help="Who stands for a cluster: by date, by words, or by the order of input.",
)
@click.option(
    "--engine",
    type=click.Choice(["local"]),
    default="local",
    show_default=True,
    help="Where the work is done.",
)
@field_options
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes. [one a core]")
@talk_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    out: Path,
    threshold: float,
    keep: str,
    engine: str,
    jobs: int | None,
    quiet: bool,
    verbose: bool,
    no_color: bool,
    **fields: str | None,
) -> None:
    """Find the duplicates in a corpus and who should stand for each cluster of them.

    Every pair is verified word by word: reports made from one form with other figures are told apart,
    and a reported likeness is never an estimate. A run that was stopped goes on where it was when the
    same command is given again.
    """
    del verbose, no_color
    gc.disable()  # what modules are made of stays
    from auditor.corpus.dedup import dedup
    from auditor.corpus.memory import keep_freed
    from auditor.corpus.write import write
    from auditor.similarity.backend import WORTH, can_compile
    from auditor.sources import FieldNames, read_batches, stamps

    inputs = stamps(paths)
    size = sum(bytes_ for _, bytes_, _ in inputs)
    named = {name: fields.get(f"{name}_field") for name in FIELDS}
    complaints = Complaints()
    compiled = size >= WORTH and can_compile(alone=True)
    gc.freeze()
    gc.enable()
    keep_freed()
    with Progress(enabled=not quiet and sys.stderr.isatty()) as progress:

        def refused(error: InputError) -> None:
            progress.clear()
            complaints.add(error)

        try:
            found = dedup(
                read_batches(paths, FieldNames(**named), stdin=sys.stdin.buffer),
                threshold=threshold,
                keep=keep,
                jobs=jobs or os.cpu_count() or 1,
                compiled=compiled,
                refused=refused,
                progress=progress.update,
                folder=None if "-" in paths else out / _UNFINISHED,
                about={"inputs": inputs, "fields": named},
            )
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise AuditorError(f"cannot keep what is found in {out}: {reason}") from problem
        progress.clear()
    complaints.close()
    write(found, out, {"threshold": threshold, "keep": keep, "engine": engine})
    if not quiet:
        gone = len(found.ids) - len(found.keep)
        click.echo(
            f"{counted(len(found.ids), 'article')}, {gone:,} of them duplicates in "
            f"{counted(found.clusters, 'cluster')}; {len(found.keep):,} to keep: {out / 'keep.txt'}"
        )
        if found.left_out:
            click.echo(
                f"auditor: up to {found.left_out:,} pairs in crowded buckets were not looked at (run.json)",
                err=True,
            )
    ctx.exit(WRONG if found.refused else CLEAN)
