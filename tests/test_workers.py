"""Work spread over processes: in order, and a killed process is an error that says so."""

import os

import pytest

from auditor.errors import AuditorError
from auditor.workers import spread


def begin(*given: object) -> None:
    """Nothing to set up."""
    del given


def double(number: int) -> int:
    """Return twice the number; 99 kills the process."""
    if number == 99:
        os._exit(9)
    return number * 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    assert list(spread(double, range(20), jobs, begin, ())) == list(range(0, 40, 2))


def test_a_killed_process_is_said_to_be_killed() -> None:
    with pytest.raises(AuditorError, match="killed"):
        list(spread(double, [1, 2, 99, 3], 2, begin, ()))
