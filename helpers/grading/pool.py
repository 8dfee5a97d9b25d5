"""Hand jobs to workers, a few at a time, and take back what comes first."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Any, Protocol

from helpers.grading.errors import GradingError

Grade = Callable[[bytes], bytes]
Job = tuple[str, bytes]
Done = tuple[str, bytes | BaseException]

WAITING_PER_WORKER = 2
"""Jobs in memory per worker: enough to keep it busy, whatever the size of the class."""

ATTEMPTS = 2
"""How often a job is given to a worker before it is blamed for the worker's death."""

CONNECT_SECONDS = 10
"""How long to look for a Dask scheduler."""


class WorkerDied(GradingError):
    """A worker process ended in the middle of a job."""


class Workers(Protocol):
    """Where jobs run."""

    count: int

    def submit(self, job: bytes) -> Future[bytes]:
        """Have a job done."""
        ...

    def close(self) -> None:
        """Let go of everything, in the middle of a job if need be."""
        ...


class ExecutorWorkers:
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


class DaskWorkers(ExecutorWorkers):
    """The workers of a running Dask cluster, on as many machines as it has.

    Dask was chosen because SLURM and Kubernetes both start its clusters, and its client is a
    `concurrent.futures.Executor`.  It tries a dead worker's job again by itself.
    """

    def __init__(self, address: str, grade: Grade) -> None:
        """Connect to a scheduler.  Raises GradingError where none answers, or it has no workers."""
        try:
            from distributed import Client
        except ImportError:
            raise GradingError(
                "--scheduler needs Dask: pip install 'twokernels[cluster]'"
            ) from None
        self._client = _connected(Client, address)
        count = sum(self._client.nthreads().values())
        if not count:
            self._client.close()
            raise GradingError(f"the Dask scheduler at {address} has no workers; start some first")
        super().__init__(self._client.get_executor(pure=False), count, grade)

    def close(self) -> None:
        """Leave the cluster; it runs on, without the jobs that were not done."""
        self._client.close()


def _connected(client: Callable[..., Any], address: str) -> Any:
    """Connect to a scheduler; in a thread, for what listens there may be something else.

    Dask's own limit ends before the two have agreed on how to talk.
    """
    outcome: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def connect() -> None:
        try:
            outcome.put(client(address, timeout=CONNECT_SECONDS, set_as_default=False))
        except (OSError, ValueError) as error:
            outcome.put(error)

    threading.Thread(target=connect, daemon=True).start()
    try:
        found = outcome.get(timeout=CONNECT_SECONDS + 5)
    except queue.Empty:
        raise GradingError(
            f"what listens at {address} is no Dask scheduler; check the port"
        ) from None
    if isinstance(found, Exception):
        raise GradingError(
            f"no Dask scheduler answers at {address}: {found or 'timed out'}"
        ) from found
    return found


def run(jobs: Iterable[Job], workers: Workers) -> Iterator[Done]:
    """Yield each job's key with its result, or with the exception that it ended in.

    A job whose worker dies is tried once more, and then given back as failed; no other is touched.
    Reads ahead only as many jobs as keep the workers busy.
    """
    source = iter(jobs)
    again: list[Job] = []
    attempts: dict[str, int] = {}
    pending: dict[Future[bytes], Job] = {}
    while True:
        while len(pending) < WAITING_PER_WORKER * workers.count:
            job = again.pop() if again else next(source, None)
            if job is None:
                break
            pending[workers.submit(job[1])] = job
        if not pending:
            return
        done, _ = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            job = pending.pop(future)
            key = job[0]
            if future.cancelled():  # by a Dask client whose scheduler is gone
                raise GradingError(
                    "the workers are gone, with what they were doing; what was graded stays, and "
                    "the next run does the rest"
                )
            problem = future.exception()
            if isinstance(problem, WorkerDied):
                attempts[key] = attempts.get(key, 0) + 1
                if attempts[key] < ATTEMPTS:
                    again.append(job)
                    continue
                problem = WorkerDied("its worker process died twice")
            yield key, problem or future.result()
