"""Hand jobs to workers, a few at a time, and take back what comes first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Protocol

from helpers.grading.errors import GradingError

Grade = Callable[[bytes], bytes]
Job = tuple[str, bytes]
Done = tuple[str, bytes | BaseException]

WAITING_PER_WORKER = 2
"""Jobs in memory per worker: enough to keep it busy, whatever the size of the class."""

ATTEMPTS = 2
"""How often a job is given to a worker before it is blamed for the worker's death."""

GONE = "the workers are gone, with what they were doing; start the cluster again"


class WorkerDied(GradingError):
    """A worker process ended in the middle of a job."""


class Workers(Protocol):
    """Where jobs run."""

    count: int
    died: tuple[type[BaseException], ...] = (WorkerDied,)
    """What a job ends in whose worker died."""

    def submit(self, job: bytes) -> Future[bytes]:
        """Have a job done."""
        ...

    def wait(self, pending: Collection[Future[bytes]]) -> Collection[Future[bytes]]:
        """Wait until some jobs are done, and return them."""
        return wait(pending, return_when=FIRST_COMPLETED).done

    def close(self) -> None:
        """Let go of everything, in the middle of a job if need be."""
        ...


class ExecutorWorkers(Workers):
    """Any executor of `concurrent.futures`, with `count` jobs done at once."""

    def __init__(self, executor: Executor, count: int, grade: Grade) -> None:
        self.count = count
        self._executor = executor
        self._grade = grade

    def submit(self, job: bytes) -> Future[bytes]:
        """Have a job done by the executor."""
        return self._executor.submit(self._grade, job)

    def close(self) -> None:
        """Leave the executor to its owner."""


def run(jobs: Iterable[Job], workers: Workers) -> Iterator[Done]:
    """Yield each job's key with its result, or with the exception that it ended in.

    A job whose worker dies is tried once more, and then given back as failed; no other is touched,
    also where workers are given jobs to come, as Dask's are.
    Reads ahead only as many jobs as keep the workers busy.
    """
    source = iter(jobs)
    again: list[Job] = []
    attempts: dict[str, int] = {}
    pending: dict[Future[bytes], Job] = {}
    while True:
        while len(pending) < WAITING_PER_WORKER * workers.count:
            # The second time a job has the workers to itself, so that it dies of no other's fault.
            alone = bool(again)
            if alone and pending:
                break
            job = again.pop() if again else next(source, None)
            if job is None:
                break
            pending[workers.submit(job[1])] = job
            if alone:
                break
        if not pending:
            return
        for future in workers.wait(pending):
            job = pending.pop(future)
            key = job[0]
            if future.cancelled():  # by a Dask client whose scheduler is gone
                raise GradingError(GONE)
            problem = future.exception()
            if isinstance(problem, workers.died):
                attempts[key] = attempts.get(key, 0) + 1
                if attempts[key] < ATTEMPTS:
                    again.append(job)
                    continue
                problem = WorkerDied("its worker process died twice")
            yield key, problem or future.result()
