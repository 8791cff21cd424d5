"""Work spread over processes, its results in the order of the tasks."""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from types import ModuleType
from typing import Any, Self, TypeVar

from auditor.errors import AuditorError

T = TypeVar("T")
R = TypeVar("R")


def spread(
    function: Callable[[T], R],
    tasks: Iterable[T],
    jobs: int,
    start: Callable[..., None],
    with_: tuple[Any, ...],
) -> Iterator[R]:
    """Yield ``function`` of each task, in order; few tasks wait at a time, so few results are held.

    Args:
        function: of a module, as are its arguments and results: they are pickled.
        tasks: taken as they are needed.
        jobs: processes; 1 does all of it in this one.
        start: called once in each process, with ``with_``.
        with_: what ``start`` is given.

    Raises:
        AuditorError: a process was killed, for instance for lack of memory.

    """
    with Workers(jobs, start, with_) as workers:
        yield from workers.spread(function, tasks)


class Workers:
    """Processes that stay for several kinds of tasks; a single job is done in this process.

    Threads of this process instead, where most of the work is compiled and lets other threads run.
    """

    def __init__(
        self,
        jobs: int,
        start: Callable[..., None],
        with_: tuple[Any, ...],
        *,
        threads: bool = False,
    ) -> None:
        self._jobs = jobs
        self._pool: Executor | None = None
        if jobs > 1 and threads:
            start(*with_)
            self._pool = ThreadPoolExecutor(jobs)
        elif jobs > 1:
            self._pool = ProcessPoolExecutor(
                jobs, mp_context=get_context("spawn"), initializer=start, initargs=with_
            )
        else:
            start(*with_)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def spread(self, function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
        """Yield ``function`` of each task, in order, as ``spread`` does."""
        if not self._pool:
            yield from map(function, tasks)
            return
        pending: deque[Future[R]] = deque()
        try:
            for task in tasks:
                with _without_main():
                    pending.append(self._pool.submit(function, task))
                if len(pending) > self._jobs * 2:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        except BrokenProcessPool:
            raise AuditorError(
                "a worker process was killed, perhaps for lack of memory; --jobs 1 needs the least"
            ) from None


@contextmanager
def _without_main() -> Iterator[None]:
    """Start workers without the user's script: they need none of it, and run it again if it has no guard."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
