"""How a command ends: exit codes, and quiet ends for a closed pipe and for Ctrl-C."""

import os
import sys

import click

from auditor.errors import AuditorError

CLEAN, GATED, WRONG, FAULT = 0, 1, 2, 3
_INTERRUPTED, _CLOSED_PIPE = 130, 141


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
