"""A worker that dies fails one job, by name; no class is ever in memory as a whole."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from helpers.grading import pool, stopping
from helpers.grading.errors import GradingError
from helpers.grading.local_workers import LocalWorkers
from tests.grading.jobs import work

WORK = "tests.grading.jobs:work"


def run(jobs: list[tuple[str, bytes]], count: int = 2) -> dict[str, bytes | BaseException]:
    """Run jobs on real worker processes."""
    with closing(LocalWorkers(count, WORK)) as workers:
        done = list(pool.run(jobs, workers))
    assert len(done) == len(dict(done)), "a job was given back twice"
    return dict(done)


def test_every_job_comes_back_with_its_result() -> None:
    done = run([(f"s{i}", b"a%d" % i) for i in range(7)])
    assert done == {f"s{i}": b"A%d" % i for i in range(7)}


def test_an_exception_is_that_jobs_result() -> None:
    done = run([("bad", b"raise"), ("good", b"a")])
    assert str(done["bad"]) == "ValueError: no"
    assert done["good"] == b"A"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_job_that_kills_its_worker_fails_alone(workers: int) -> None:
    jobs = [(f"s{i}", b"a") for i in range(6)]
    jobs.insert(2, ("killer", b"die"))
    done = run(jobs, workers)
    assert isinstance(done.pop("killer"), pool.WorkerDied)
    assert set(done.values()) == {b"A"}
    assert len(done) == 6


def test_a_job_whose_worker_died_once_is_tried_again(tmp_path: Path) -> None:
    done = run([("unlucky", b"die-once " + os.fsencode(tmp_path / "mark")), ("other", b"a")])
    assert done["unlucky"].startswith(b"DIE-ONCE")  # type: ignore[union-attr]
    assert done["other"] == b"A"


def test_two_killers_fail_and_nobody_else() -> None:
    done = run([("k1", b"die"), ("a", b"a"), ("k2", b"die"), ("b", b"b"), ("c", b"c")])
    failed = {key for key, result in done.items() if isinstance(result, BaseException)}
    assert failed == {"k1", "k2"}
    assert len(done) == 5


def test_a_worker_killed_in_the_middle_of_a_long_result_stops_nothing() -> None:
    """Half of a result is in the pipe: concurrent.futures' own pool waits for the rest for ever."""
    done = run([("half", b"die-writing"), *((f"s{i}", b"b") for i in range(5))])
    assert isinstance(done.pop("half"), pool.WorkerDied)
    assert set(done.values()) == {b"B"}


def test_where_no_process_can_be_started_jobs_fail_and_nothing_hangs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(count: int) -> None:
        raise OSError(12, "Cannot allocate memory")

    with closing(LocalWorkers(1, WORK)) as workers:
        monkeypatch.setattr(workers, "_hire", refuse)
        done = dict(pool.run([("killer", b"die"), ("a", b"a"), ("b", b"b")], workers))
    for result in done.values():
        assert str(result) == (
            "no worker process can be started: [Errno 12] Cannot allocate memory"
        )


class Lost(pool.Workers):
    """Workers whose scheduler is gone: Dask's client cancels what it waits for."""

    count = 1

    def submit(self, job: bytes) -> Future[bytes]:
        """Take a job that will never come back."""
        future: Future[bytes] = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future

    def close(self) -> None:
        """There is nothing to let go of."""


def test_workers_that_are_gone_are_one_sentence() -> None:
    with pytest.raises(GradingError, match=r"the workers are gone, with what they were doing"):
        list(pool.run([("a", b"a")], Lost()))


def test_jobs_are_read_only_as_fast_as_they_are_worked_off() -> None:
    """A class of a thousand is not read into memory first."""
    taken = 0

    def jobs() -> Iterator[tuple[str, bytes]]:
        nonlocal taken
        for i in range(50):
            taken += 1
            yield f"s{i}", b"a"

    workers = pool.ExecutorWorkers(ThreadPoolExecutor(2), 2, work)
    for done, _ in enumerate(pool.run(jobs(), workers), start=1):
        assert taken <= done + 2 * pool.WAITING_PER_WORKER + 1


def gone(pid: int) -> bool:
    """Say whether a process has ended, and its sockets with it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def begun(folder: Path, workers: LocalWorkers, count: int) -> set[int]:
    """Have jobs that take long begun; return the processes that do them, and their parents."""
    marks = [folder / f"mark{i}" for i in range(count)]
    for mark in marks:
        workers.submit(b"sleep " + os.fsencode(mark))
    for mark in marks:
        while not (mark.exists() and mark.read_text()):
            time.sleep(0.01)
    return {int(pid) for mark in marks for pid in mark.read_text().split()} - {os.getpid()}


@pytest.mark.parametrize("count", [1, 3])
def test_a_caller_that_stops_listening_leaves_no_process(count: int, tmp_path: Path) -> None:
    """All are gone when `close` returns, also those that have something to do."""
    workers = LocalWorkers(count, WORK)
    pids = begun(tmp_path, workers, count)
    assert len(pids) == (1 if count == 1 else count + 1)
    workers.close()
    assert all(map(gone, pids))


@pytest.mark.parametrize("busy", [0, 1, 3])
def test_the_death_of_the_process_that_workers_are_forks_of_costs_no_attempt(
    busy: int, tmp_path: Path
) -> None:
    """They die with it: what they were doing is done again, and no job is held to blame."""
    with closing(LocalWorkers(3, WORK)) as workers:
        parent = int(workers.submit(b"parent").result())
        assert parent != os.getpid()
        marks = [tmp_path / f"mark{i}" for i in range(busy)]
        jobs = [workers.submit(b"sleep " + os.fsencode(mark)) for mark in marks]
        while not all(mark.exists() for mark in marks):
            time.sleep(0.01)
        os.kill(parent, signal.SIGKILL)
        jobs += [workers.submit(b"a") for _ in range(3)]
        assert all(job.result() for job in jobs)


@pytest.mark.parametrize("count", [1, 2])
def test_the_death_of_a_process_that_has_nothing_to_do_costs_no_attempt(count: int) -> None:
    with closing(LocalWorkers(count, WORK)) as workers:
        pid = int(workers.submit(b"pid").result())
        os.kill(pid, signal.SIGKILL)
        while not gone(pid):
            time.sleep(0.01)
        jobs = [workers.submit(b"a") for _ in range(2 * count)]
        assert {job.result() for job in jobs} == {b"A"}


@pytest.mark.parametrize("dies", [True, False])
@pytest.mark.parametrize("starts", ["the warm process", "the workers"])
def test_stopped_while_it_starts_it_leaves_nothing(
    starts: str, dies: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By Ctrl-C, which ends a new process too until that has a group of its own."""
    started: list[subprocess.Popen[bytes]] = []

    class Popen(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **keywords: Any) -> None:
            super().__init__(*arguments, **keywords)
            started.append(self)
            if len(started) == 1 + (starts == "the workers"):
                if dies:
                    self.send_signal(signal.SIGINT)
                    self.wait()
                os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(subprocess, "Popen", Popen)
    monkeypatch.setattr(stopping._Pressed, "at", -stopping.AGAIN_SECONDS)
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    stopping.once()
    try:
        with pytest.raises(KeyboardInterrupt):
            LocalWorkers(2)
    finally:
        signal.signal(signal.SIGINT, before)
    assert list(tmp_path.iterdir()) == []
    assert len(started) == (1 if dies and starts == "the warm process" else 2)
    assert all(process.poll() is not None for process in started)


def test_where_no_process_can_be_started_it_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: Any, **keywords: Any) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(BlockingIOError):
        LocalWorkers(2)
    assert list(tmp_path.iterdir()) == []


def test_forks_do_not_draw_the_same_numbers() -> None:
    done = run([(str(i), b"random") for i in range(8)], count=3)
    assert len(set(done.values())) == 8


def test_no_jobs_start_nothing() -> None:
    assert run([]) == {}


def test_a_local_worker_has_one_thread_for_its_matrices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    workers = LocalWorkers(1, WORK)
    ((_, result),) = pool.run([("a", b"threads")], workers)
    workers.close()
    assert result == b"1"
