"""Run jobs on worker processes, a few at a time, and survive a worker that dies."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

Job = tuple[str, bytes]
Done = tuple[str, bytes | BaseException]

WAITING_PER_WORKER = 2
"""Jobs in memory per worker: enough to keep it busy, whatever the size of the class."""

ATTEMPTS = 2


def local_workers(workers: int) -> Executor:
    """Return a pool of worker processes, each with a single BLAS thread.

    They are spawned, not forked: a fork would inherit the gradebook's connection.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def run(
    grade: Callable[[bytes], bytes], jobs: Iterable[Job], make: Callable[[], Executor], workers: int
) -> Iterator[Done]:
    """Yield each job's key with its result, or with the exception that it ended in.

    When a worker dies, every job then under way is tried again, one by one; the one that kills its
    worker twice is given back as failed, and the others are not.
    """
    source = iter(jobs)
    executor = make()
    pending: dict[Future[bytes], Job] = {}
    suspects: list[Job] = []
    deaths: dict[str, int] = {}
    try:
        while True:
            room = 1 if suspects or deaths else WAITING_PER_WORKER * workers
            while len(pending) < room:
                job = suspects.pop() if suspects else next(source, None)
                if job is None:
                    break
                try:
                    pending[executor.submit(grade, job[1])] = job
                except BrokenProcessPool:  # a worker has died since the last look
                    suspects.append(job)
                    break
            if not pending and suspects:
                executor = make()
                continue
            if not pending:
                return
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            broken = [
                future for future in done if isinstance(future.exception(), BrokenProcessPool)
            ]
            for future in done - set(broken):
                key, _ = pending.pop(future)
                deaths.pop(key, None)
                yield key, future.exception() or future.result()
            if broken:
                executor.shutdown(wait=False, cancel_futures=True)
                executor = make()
                for key, content in pending.values():
                    deaths[key] = deaths.get(key, 0) + 1
                    if deaths[key] >= ATTEMPTS:
                        del deaths[key]
                        yield key, RuntimeError("its worker process died twice")
                    else:
                        suspects.append((key, content))
                pending.clear()
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
