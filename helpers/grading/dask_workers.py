"""The workers of a running Dask cluster, on as many machines as it has."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any

from helpers.grading.errors import GradingError
from helpers.grading.pool import GONE, ExecutorWorkers, Grade

CONNECT_SECONDS = 10
"""How long to look for a scheduler."""

LOOK_SECONDS = 1.0
"""How often to see how many workers there are."""

WORKERLESS_SECONDS = 120.0
"""How long to wait for workers where there are none: those that a nanny starts again take a few."""


class DaskWorkers(ExecutorWorkers):
    """A client of a Dask scheduler; `count` follows the workers that come and go.

    Dask was chosen because SLURM and Kubernetes both start its clusters, and its client is a
    `concurrent.futures.Executor`.  It tries a dead worker's job again by itself, and waits without
    a word, for ever, where there is no worker; here `tell` is told, once, and there is an end.
    """

    def __init__(self, address: str, grade: Grade, tell: Callable[[str], None]) -> None:
        """Connect to a scheduler.  Raises GradingError where none answers, or it has no workers."""
        try:
            from distributed import Client
            from distributed.scheduler import KilledWorker
        except ImportError:
            raise GradingError(
                "--scheduler needs Dask: pip install 'twokernels[cluster]'"
            ) from None
        # It prints a traceback where a scheduler ends, which `run` says in a sentence.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        self.died = (KilledWorker, ConnectionError)  # the worker's own end, or its warm process's
        self._address, self._tell = address, tell
        self._client = _connected(Client, address)
        super().__init__(self._client.get_executor(pure=False), 0, grade)
        self._looked = 0.0
        self._workerless: float | None = None
        """Since when there have been no workers."""
        try:
            self._look()
            while not self.count:
                time.sleep(LOOK_SECONDS)
                self._look()
        except BaseException:
            self._client.close()
            raise

    def wait(self, pending: Collection[Future[bytes]]) -> Collection[Future[bytes]]:
        """Wait until some jobs are done.  Raises GradingError where no worker is left to do any."""
        while True:
            done = wait(pending, LOOK_SECONDS, FIRST_COMPLETED).done
            if done:  # by a worker that may have come and gone between two looks
                self._workerless = None
            if time.monotonic() - self._looked >= LOOK_SECONDS:
                self._look()
            if done:
                return done

    def _look(self) -> None:
        """See how many workers there are; where there are none, say so, and in the end give up."""
        try:
            count = sum(self._client.nthreads().values())
        except OSError as error:  # and with the scheduler every job is gone
            raise GradingError(GONE) from error
        self._looked = time.monotonic()
        if count:
            self.count, self._workerless = count, None
        elif self._workerless is None:
            self._workerless = self._looked
            self._tell(f"Waiting for workers of the Dask cluster at {self._address}: it has none.")
        elif self._looked - self._workerless >= WORKERLESS_SECONDS:
            raise GradingError(
                f"the Dask cluster at {self._address} has had no workers for "
                f"{WORKERLESS_SECONDS:.0f} s; start some and run this again"
            )

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
