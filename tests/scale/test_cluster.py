"""A Dask cluster in trouble: a worker or the scheduler that is killed, and one without workers."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from helpers.cli import main
from helpers.grading import dask_workers, pool, worker
from helpers.grading.dask_workers import DaskWorkers
from helpers.grading.unfinished import Unfinished
from tests import warm_commands
from tests.grading.courses import GOOD, ROOT, hand_in, handed_in, small_course, twokernels
from tests.grading.jobs import work
from tests.scale.canned import canned
from tests.scale.cluster import Cluster, cluster, wait_for_workers
from tests.scale.whole import whole

pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's client warns of its own loop and ports

STUDENTS = 8
TAKES_A_MOMENT = f"import time\ntime.sleep(0.4)\n{GOOD}"
OURS = {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
"""The workers find the jobs of these tests; the scheduler leaves a dead worker's to us."""


@pytest.fixture(scope="module")
def dask() -> Iterator[Cluster]:
    """A cluster that has no workers yet."""
    with cluster(**OURS) as started:
        yield started


def made(folder: Path) -> Path:
    """Make a course with a class that is not graded."""
    course = small_course(folder)
    for number in range(STUDENTS):
        double = TAKES_A_MOMENT if number % 3 else TAKES_A_MOMENT.replace("2", "3")
        hand_in(course, f"s{number}", handed_in(double=double))
    return course


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return made(tmp_path)


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What an undisturbed run on this machine leaves of it."""
    course = made(tmp_path_factory.mktemp("calm"))
    assert twokernels(course, "grade", "quiz", "--workers", "2").returncode == 0
    return whole(course)


def graded(course: Path) -> int:
    return len(list(course.glob("autograded/*/quiz/quiz.ipynb")))


def begun(course: Path, address: str) -> subprocess.Popen[str]:
    """Start grading on a cluster, and wait until the first result is there."""
    process = subprocess.Popen(
        [warm_commands.folder() / "twokernels", "grade", "quiz", "--scheduler", address],
        cwd=course, env=os.environ | {"PATH": warm_commands.path()},
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while graded(course) < 1:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return process


def test_a_job_that_kills_every_worker_fails_by_name_and_no_other(dask: Cluster) -> None:
    """Not the one either that waits its turn at the same worker.

    That there are no workers is said, and when there is one again it goes on.
    """
    dask.have("one", "two")
    told: list[str] = []
    missed, over = threading.Event(), threading.Event()

    def tell(line: str) -> None:
        told.append(line)
        missed.set()

    def start_again() -> None:
        missed.wait()
        while not over.wait(0.2):
            dask.start("one")

    workers = DaskWorkers(dask.address, work, tell)
    dask.kill("two")
    nanny = threading.Thread(target=start_again)
    nanny.start()
    try:
        jobs = [("s1", b"a"), ("killer", b"die"), *((f"s{i}", b"a") for i in range(2, 6))]
        done = dict(pool.run(jobs, workers))
    finally:
        over.set()
        missed.set()
        nanny.join()
        workers.close()
    assert str(done.pop("killer")) == "its worker process died twice"
    assert done == {f"s{i}": b"A" for i in range(1, 6)}
    line = f"Waiting for workers of the Dask cluster at {dask.address}: it has none."
    assert set(told) == {line}


def test_a_job_that_is_done_has_had_a_worker(dask: Cluster) -> None:
    """Also one that lived for less than the time between two looks: nothing is given up."""
    dask.have("one")
    told: list[str] = []
    workers = DaskWorkers(dask.address, work, told.append)
    try:
        dask.kill_all()
        wait_for_workers(dask.address, 0)
        workers._looked = workers._workerless = time.monotonic() - 1000
        done: Future[bytes] = Future()
        done.set_result(b"A")
        assert workers.wait([done]) == {done}
    finally:
        workers.close()
    assert len(told) == 1, "since then there are none"


def test_without_workers_it_gives_up_in_the_end_and_keeps_what_is_graded(
    dask: Cluster, course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course)
    monkeypatch.setattr(dask_workers, "WORKERLESS_SECONDS", 1)
    monkeypatch.setattr(worker, "grade", canned)
    none = (
        f"the Dask cluster at {dask.address} has had no workers for 1 s; start some and run this "
        "again."
    )

    def kill_at_two(*_: Any) -> None:
        if graded(course) == 2:
            dask.kill_all()

    monkeypatch.setattr(Unfinished, "done", kill_at_two)
    dask.have("one")
    grade = ["grade", "quiz", "--scheduler", dask.address, "--json", "result.json"]
    assert main(grade) == 1
    waiting, problem = capsys.readouterr().err.splitlines()
    assert waiting.startswith("Waiting for workers of ")
    count = graded(course)
    assert problem == (
        f"twokernels grade: {none} {count} of {STUDENTS} submissions of quiz are graded and kept, "
        f"{STUDENTS - count} are left; the next run does the rest."
    )
    students = json.loads(Path("result.json").read_text())["students"].values()
    reasons = [entry["reason"] for entry in students]
    assert (reasons.count(None), reasons.count(none)) == (count, STUDENTS - count)
    # Now there are none from the start.
    assert main(grade) == 2
    waiting, problem = capsys.readouterr().err.splitlines()
    assert (waiting[:7], problem) == ("Waiting", f"twokernels grade: {none}")
    dask.have("two")
    assert main(grade) == 0
    assert f"{STUDENTS - count} graded in " in capsys.readouterr().err


def test_a_worker_that_is_killed_while_it_grades_costs_nothing(
    dask: Cluster, course: Path, calm: dict[str, Any]
) -> None:
    dask.have("one", "two")
    process = begun(course, dask.address)
    dask.kill("one")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert said.startswith(f"quiz: {STUDENTS} graded in")
    assert whole(course) == calm


def test_a_scheduler_that_is_killed_is_one_sentence_and_the_next_run_does_the_rest(
    dask: Cluster, course: Path, calm: dict[str, Any]
) -> None:
    """The last of these tests, for its end is the cluster's."""
    dask.have("two")
    process = begun(course, dask.address)
    dask.scheduler.kill()
    _, said = process.communicate(timeout=60)
    count = graded(course)
    assert process.returncode == 1
    assert said == (
        "twokernels grade: the workers are gone, with what they were doing; start the cluster "
        f"again. {count} of {STUDENTS} submissions of quiz are graded and kept, {STUDENTS - count} "
        "are left; the next run does the rest.\n"
    )
    done = twokernels(course, "grade", "quiz", "--workers", "2")
    assert done.returncode == 0, done.stderr
    assert f"quiz: {STUDENTS - count} graded in" in done.stderr
    assert whole(course) == calm
