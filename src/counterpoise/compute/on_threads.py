"""Independent tasks on threads, their results in the order of the tasks: one worker and many give the same."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. `seconds_left` is None until a task is done."""

    n_done: int
    n_tasks: int
    seconds_so_far: float
    seconds_left: float | None


def run_in_order(
    function: Callable[[Task], Result], tasks: Sequence[Task], *, workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[Result]:  # fmt: skip
    """Give the results of `function` on every task, in order; no more than two tasks a worker are begun ahead.

    Threads pay where the function releases the interpreter lock, as compiled code does. When the caller stops taking
    results, or is interrupted, tasks not yet begun are dropped.
    """
    start = time.monotonic()

    def tell(n_done: int) -> None:
        if progress is not None:
            so_far = time.monotonic() - start
            left = so_far / n_done * (len(tasks) - n_done) if n_done else None
            progress(Progress(n_done, len(tasks), so_far, left))

    tell(0)
    if workers <= 1:
        for n_done, task in enumerate(tasks, start=1):
            result = function(task)
            tell(n_done)
            yield result
        return
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="counterpoise")
    try:
        ahead = 2 * workers
        waiting = [pool.submit(function, task) for task in tasks[:ahead]]
        for n_done in range(1, len(tasks) + 1):
            result = waiting.pop(0).result()
            if n_done - 1 + ahead < len(tasks):
                waiting.append(pool.submit(function, tasks[n_done - 1 + ahead]))
            tell(n_done)
            yield result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
