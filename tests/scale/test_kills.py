"""Kill the coordinator or a worker, or stop it, at any moment: nothing is lost or there twice."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from tests.scale import driver
from tests.scale.conftest import NewCourse, run, started, twokernels
from tests.scale.processes import all_gone, below, children
from tests.scale.whole import whole

KILLS = 100
SUBMISSIONS = 24
LONGEST = 0.6
"""Seconds until a kill at the latest; an undisturbed run takes about as long."""


@pytest.fixture
def crowded(new_course: NewCourse) -> Path:
    """A course with many submissions of one assignment, and their gradebook."""
    course = new_course("killed")
    original = course / "submitted" / "blank" / "pooling"
    notebook = (original / "pooling.ipynb").read_bytes()
    shutil.rmtree(course / "submitted")
    for number in range(SUBMISSIONS):
        folder = course / "submitted" / f"s{number:03d}" / "pooling"
        folder.mkdir(parents=True)
        (folder / "pooling.ipynb").write_bytes(notebook)
    return course


def start(course: Path, *scratch: str) -> BaseProcess:
    """Start a coordinator, from a process that has everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.scale.driver"])
    process = context.Process(target=driver.grade, args=(str(course), "pooling", *scratch))
    process.start()
    return process


def forget(course: Path, how_many: int, chosen: random.Random) -> None:
    """Hand some submissions in anew, so that there is always something left to grade."""
    for folder in chosen.sample(sorted((course / "submitted").iterdir()), how_many):
        (folder / "pooling" / "timestamp.txt").write_text(
            f"2026-03-01 10:00:{chosen.randrange(60):02d}.{chosen.randrange(10**6):06d} UTC"
        )


def disturb(process: BaseProcess, kills: Counter[str], chosen: random.Random) -> None:
    """Kill workers at random moments, until the coordinator is killed or has ended."""
    while sum(kills.values()) < KILLS:
        deadline = time.monotonic() + chosen.uniform(0.05, LONGEST)
        while time.monotonic() < deadline and process.is_alive():
            time.sleep(0.005)
        if not process.is_alive():
            break
        victim = chosen.choice(("coordinator", "worker", "worker"))
        targets = [process.pid] if victim == "coordinator" else below(process.pid or 0)
        if targets:
            with contextlib.suppress(ProcessLookupError):
                os.kill(chosen.choice(targets) or 0, signal.SIGKILL)
                kills[victim] += 1
        if victim == "coordinator":
            with contextlib.suppress(ProcessLookupError, TypeError):
                os.killpg(process.pid, signal.SIGKILL)  # type: ignore[arg-type]  # None is suppressed
            process.join()
            return
    process.join(60)
    assert process.exitcode == 0, "the coordinator did not survive a worker's death"


@pytest.mark.timeout(1800)
def test_a_hundred_kills_lose_and_duplicate_nothing(crowded: Path, tmp_path: Path) -> None:
    calm = Path(shutil.copytree(crowded, tmp_path / "calm"))
    chosen = random.Random(4)
    kills: Counter[str] = Counter()
    while sum(kills.values()) < KILLS:
        forget(crowded, 12, chosen)
        disturb(start(crowded), kills, chosen)
    shutil.copytree(crowded / "submitted", calm / "submitted", dirs_exist_ok=True)
    for course in (crowded, calm):
        undisturbed = start(course)
        undisturbed.join(60)
        assert undisturbed.exitcode == 0
    left = whole(crowded)
    assert left == whole(calm)
    assert len(left["submitted_assignment"]) == SUBMISSIONS
    assert min(kills["coordinator"], kills["worker"]) > KILLS // 5, "both kinds were to be killed"


def killed(process: BaseProcess) -> None:
    """Kill a coordinator alone: what it had started ends by itself."""
    started = below(process.pid or 0)
    process.kill()
    process.join()
    assert all_gone(started), "a worker was left over"


def workers_of(process: BaseProcess) -> list[int]:
    """List a coordinator's workers, and what they are forks of; it has a warm Python, too."""
    return [
        pid
        for child in children(process.pid or 0)
        if b"worker_process" in Path(f"/proc/{child}/cmdline").read_bytes()
        for pid in (child, *below(child))
    ]


def test_kills_of_real_grading_leave_what_an_undisturbed_run_leaves(
    new_course: NewCourse, calm: dict[str, Any], tmp_path: Path
) -> None:
    course, scratch = new_course("real"), tmp_path / "scratch"
    scratch.mkdir()
    chosen = random.Random(7)
    for run_of in ({"worker": 0, "coordinator": 1}, {"worker": 2, "coordinator": 3}, {"worker": 4}):
        process = start(course, str(scratch))
        for victim, results in run_of.items():
            while len(list(course.glob("autograded/*/pooling/pooling.ipynb"))) < results:
                assert process.is_alive()
                time.sleep(0.005)
            while not workers_of(process):
                time.sleep(0.005)
            time.sleep(chosen.uniform(0, 0.3))
            if victim == "coordinator":
                killed(process)
            else:
                os.kill(chosen.choice(workers_of(process)), signal.SIGKILL)
    process.join(60)
    assert process.exitcode == 0
    assert whole(course) == calm
    assert list(scratch.iterdir()) == []


def heed_ctrl_c() -> None:
    """Undo what a shell does to a job in the background, should the tests be one."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("results", [0, 2])
def test_the_real_command_pressed_twice(
    new_course: NewCourse, calm: dict[str, Any], results: int
) -> None:
    course = new_course("stopped")
    grade = ("grade", "pooling", "--workers", "2", "--course", course)
    process = subprocess.Popen(
        started(*grade), stderr=subprocess.PIPE, text=True,
        start_new_session=True, preexec_fn=heed_ctrl_c,
    )  # fmt: skip
    while len(list(course.glob("autograded/*/pooling/pooling.ipynb"))) < results or not (
        running := below(process.pid)
    ):
        assert process.poll() is None
        time.sleep(0.005)
    for _ in range(2):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.05)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said.count("\n")) == (130, 1), said
    assert said.startswith(f"Stopped. {results} of 6" if results else "Stopped. Nothing of")
    assert all_gone(running)
    assert run(*twokernels(*grade)).returncode == 0
    assert whole(course) == calm
