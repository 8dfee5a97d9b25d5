"""Run jobs on worker processes, a few at a time, and survive a worker that dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from helpers.grading import worker
from helpers.grading.errors import GradingError, NoSandbox
from helpers.kernel.confine import die_with_parent

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

    def start(self) -> Executor:
        """Return an executor for jobs."""
        ...

    def close(self) -> None:
        """Let go of everything, in the middle of a job if need be."""
        ...


class LocalWorkers:
    """Processes of this machine: each has a connection of its own and a single BLAS thread.

    concurrent.futures' process pool shares one result pipe among its workers, and waits on it for
    ever when one is killed while it writes.  Here a death is the end of one connection, and costs
    the one job that ran there.  Workers are spawned: a fork would inherit the gradebook.
    """

    def __init__(self, count: int, start_method: str = "spawn") -> None:
        self.count = count
        self._context: Any = multiprocessing.get_context(start_method)
        self._mine = threading.local()
        self._hiring = threading.Lock()
        self._processes: list[BaseProcess] = []
        self._threads: ThreadPoolExecutor | None = None

    def start(self) -> Executor:
        """Return an executor with one thread per worker process, which waits for it."""
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(name, "1")
        self._threads = _Delegating(self.count, self._delegate)
        return self._threads

    def close(self) -> None:
        """End the processes."""
        for process in self._processes:
            process.kill()
        if self._threads:
            self._threads.shutdown(wait=False, cancel_futures=True)

    def _delegate(self, grade: Grade, job: bytes) -> bytes:
        """Have this thread's process do a job.  Raises WorkerDied, or what the job raised."""
        connection: Connection = getattr(self._mine, "connection", None) or self._hire(grade)
        try:
            connection.send_bytes(job)
            reply = connection.recv_bytes()
        except (EOFError, OSError):
            self._mine.connection = None
            connection.close()
            raise WorkerDied("its worker process died") from None
        kind, content = reply[:1], reply[1:]
        if kind == _RESULT:
            return content
        reason = content.decode("utf-8", "replace")
        raise NoSandbox(reason) if kind == _NO_SANDBOX else GradingError(reason)

    def _hire(self, grade: Grade) -> Connection:
        with self._hiring:  # or a fork would inherit the end of another's connection
            ours: Connection
            ours, theirs = self._context.Pipe()
            process = self._context.Process(target=serve, args=(theirs, grade))
            process.start()
            theirs.close()
        self._processes.append(process)
        self._mine.connection = ours
        return ours


class _Delegating(ThreadPoolExecutor):
    """Threads that hand each call on."""

    def __init__(self, count: int, delegate: Callable[[Grade, bytes], bytes]) -> None:
        super().__init__(count, thread_name_prefix="worker")
        self._delegate = delegate

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Schedule a call on a worker process."""
        return super().submit(self._delegate, fn, *args, **kwargs)


_RESULT, _NO_SANDBOX, _FAILED = b"r", b"s", b"f"


def serve(connection: Connection, grade: Grade) -> None:
    """Be a worker process: answer each job, until the coordinator is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the coordinator's
    if sys.platform == "linux":
        die_with_parent()
    if grade is worker.grade:
        worker.warm_up()
    while True:
        try:
            job = connection.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            reply = _RESULT + grade(job)
        except NoSandbox as error:
            reply = _NO_SANDBOX + str(error.args[0] if error.args else error).encode()
        except Exception as error:
            reply = _FAILED + f"{type(error).__name__}: {error}".encode()
        connection.send_bytes(reply)


class DaskWorkers:
    """The workers of a running Dask cluster, on as many machines as it has.

    Dask was chosen because SLURM and Kubernetes both start its clusters, and its client is a
    `concurrent.futures.Executor`.
    """

    def __init__(self, address: str) -> None:
        """Connect to a scheduler.  Raises GradingError where none answers, or it has no workers."""
        try:
            from distributed import Client
        except ImportError:
            raise GradingError(
                "--scheduler needs Dask: pip install 'twokernels[cluster]'"
            ) from None
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise GradingError(
                f"no Dask scheduler answers at {address}: {error or 'timed out'}"
            ) from error
        self.count = sum(self._client.nthreads().values())
        if not self.count:
            self._client.close()
            raise GradingError(f"the Dask scheduler at {address} has no workers; start some first")

    def start(self) -> Executor:
        """Return the cluster as an executor; Dask itself tries a dead worker's job again."""
        executor: Executor = self._client.get_executor(pure=False)
        return executor

    def close(self) -> None:
        """Leave the cluster; it runs on, without the jobs that were not done."""
        self._client.close()


def run(grade: Grade, jobs: Iterable[Job], workers: Workers) -> Iterator[Done]:
    """Yield each job's key with its result, or with the exception that it ended in.

    A job whose worker dies is tried once more, and then given back as failed; no other is touched.
    Reads ahead only as many jobs as keep the workers busy.
    """
    source = iter(jobs)
    again: list[Job] = []
    attempts: dict[str, int] = {}
    pending: dict[Future[bytes], Job] = {}
    executor = workers.start()
    while True:
        while len(pending) < WAITING_PER_WORKER * workers.count:
            job = again.pop() if again else next(source, None)
            if job is None:
                break
            pending[executor.submit(grade, job[1])] = job
        if not pending:
            return
        done, _ = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            job = pending.pop(future)
            key = job[0]
            problem = future.exception()
            if isinstance(problem, WorkerDied):
                attempts[key] = attempts.get(key, 0) + 1
                if attempts[key] < ATTEMPTS:
                    again.append(job)
                    continue
                problem = WorkerDied("its worker process died twice")
            yield key, problem or future.result()
