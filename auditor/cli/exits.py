"""How a command ends: exit codes, and quiet ends for a closed pipe and for Ctrl-C."""

import os
import sys
from collections import Counter

import click

from auditor.errors import AuditorError, Problem

CLEAN, GATED, WRONG, FAULT = 0, 1, 2, 3
_INTERRUPTED, _CLOSED_PIPE = 130, 141
_LINES_AN_INPUT = 10


def run(command: click.Command) -> int:
    """Run ``command`` and return its exit code; what the user can mend is said in one line each."""
    try:
        code = command.main(prog_name="auditor", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else CLEAN
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return WRONG
    except (click.Abort, KeyboardInterrupt):
        click.echo("auditor: interrupted", err=True)
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader has gone: give what is still buffered to nobody, without a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED_PIPE
    except AuditorError as error:
        complain(error)
        return WRONG
    except Exception:
        import traceback

        traceback.print_exc()
        click.echo(
            "auditor: this is a fault of the program; please report it with the lines above",
            err=True,
        )
        return FAULT


def complain(error: AuditorError) -> None:
    """Print each problem of an error on a line of standard error, control characters made visible."""
    from auditor.render.safe import safe

    for problem in error.problems:
        click.echo(f"auditor: {safe(str(problem))}", err=True)


class Complaints:
    """Prints what could not be read; of one input's troubles the first few, and how many more there are."""

    def __init__(self) -> None:
        self._counts: Counter[str | None] = Counter()

    def add(self, error: AuditorError) -> None:
        """Print ``error``, unless its input has had its share of lines."""
        for problem in error.problems:
            self._counts[problem.path] += 1
            if self._counts[problem.path] <= _LINES_AN_INPUT:
                complain(type(error)(problem))

    def close(self) -> None:
        """Say how much was left unsaid."""
        for path, count in self._counts.items():
            if path is not None and count > _LINES_AN_INPUT:
                more = count - _LINES_AN_INPUT
                complain(AuditorError(Problem(f"{more:,} more of its parts cannot be read", path)))
