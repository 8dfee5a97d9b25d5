"""Kill the coordinator or a worker at any moment: nothing is lost, and nothing is there twice."""

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

import pytest

from tests.scale import driver
from tests.scale.conftest import STUDENTS, NewCourse, of_course, run, started, twokernels

KILLS = 100
SUBMISSIONS = 24
LONGEST = 0.6
"""Seconds until a kill at the latest; an undisturbed run takes about as long."""


def children(pid: int) -> list[int]:
    """List the processes a process has started."""
    with contextlib.suppress(OSError):
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    return []


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


def start(course: Path) -> BaseProcess:
    """Start a coordinator, from a process that has everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.scale.driver"])
    process = context.Process(target=driver.grade, args=(str(course), "pooling"))
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
        targets = [process.pid] if victim == "coordinator" else children(process.pid or 0)
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
    for course in (crowded, calm):
        undisturbed = start(course)
        undisturbed.join(60)
        assert undisturbed.exitcode == 0
    killed = of_course(crowded)
    assert killed == of_course(calm)
    assert len({student for _, student, _ in killed}) == SUBMISSIONS
    assert min(kills["coordinator"], kills["worker"]) > KILLS // 5, "both kinds were to be killed"


def test_the_real_command_goes_on_where_it_was_killed(new_course: NewCourse) -> None:
    course = new_course("real")
    whole = new_course("whole")
    grade = ("grade", "pooling", "--workers", "2", "--course")
    command = started(*grade)
    assert run(*twokernels(*grade, whole)).returncode == 0
    chosen = random.Random(7)
    for _ in range(3):
        process = subprocess.Popen([*command, str(course)], stderr=subprocess.DEVNULL)
        time.sleep(chosen.uniform(1.5, 5.0))
        below = children(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        deadline = time.monotonic() + 20
        while any(Path(f"/proc/{pid}").exists() for pid in below) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(Path(f"/proc/{pid}").exists() for pid in below), "a worker was left over"
    assert run(*twokernels(*grade, course)).returncode == 0
    assert of_course(course) == of_course(whole)


def heed_ctrl_c() -> None:
    """Undo what a shell does to a job in the background, should the tests be one."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_stops_cleanly_and_says_what_is_done(new_course: NewCourse) -> None:
    course = new_course("stopped")
    grade = ("grade", "pooling", "--workers", "1", "--course", course)
    process = subprocess.Popen(
        started(*grade), stderr=subprocess.PIPE, text=True,
        start_new_session=True, preexec_fn=heed_ctrl_c,
    )  # fmt: skip
    while len(list((course / "autograded").glob("*/pooling/pooling.ipynb"))) < 2:
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert f"of {len(STUDENTS)} submissions of pooling are graded" in " ".join(said.split())
    assert run(*twokernels(*grade)).returncode == 0
    assert len({student for _, student, _ in of_course(course)}) == len(STUDENTS)
