"""The command line as tests call it."""

from collections.abc import Callable

Auditor = Callable[..., tuple[int, str, str]]
"""What the fixture ``auditor`` gives: arguments in, exit code, standard output and standard error out."""
