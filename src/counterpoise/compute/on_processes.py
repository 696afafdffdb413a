"""Work on several processes, with no more in memory than is being worked on. Knows nothing of what the work is."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
_AHEAD = 3  # tasks a worker that are begun ahead


def run_as_done(function: Callable[[Task], Result], tasks: Iterable[Task], *, workers: int) -> Iterator[Result]:
    """Give the results of `function` on the tasks as they are done; tasks are taken as they are needed.

    With one worker everything runs in this process, in order. `function` and tasks must be picklable otherwise. When
    the caller stops taking results, what has not begun is given up.
    """
    if workers <= 1:
        for task in tasks:
            yield function(task)
        return
    # Fresh processes: a copy of one with threads may hang.
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        running: set[Future[Result]] = set()
        try:
            for task in tasks:
                running.add(pool.submit(function, task))
                if len(running) >= workers * _AHEAD:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield future.result()
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            for future in running:
                future.cancel()
