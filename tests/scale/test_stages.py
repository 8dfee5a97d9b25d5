"""Ctrl-C or the end of the machine at any stage, and the next run does the rest.

Ctrl-C gives one clean line, whose numbers are true.
"""

from __future__ import annotations

import multiprocessing
import random
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.grading.courses import hand_in, small_course
from tests.scale import stages
from tests.scale.processes import all_gone, session
from tests.scale.whole import whole

STUDENTS = 8
"""The first of whom has handed in nothing that can be graded."""
STOPPED = re.compile(
    r"Stopped\. (?:Nothing of quiz was graded|(\d+) of 8 submissions of quiz are graded and kept"
    r"(, 1 could not be graded)?(?:, (\d+) (?:is|are) left; the next run does the rest)?)\.\n"
)
chosen = random.Random(11)


def any_of(calls: int) -> int:
    return chosen.randint(1, calls)


COURSE, COORDINATOR, LEDGER = (
    f"helpers.grading.{name}:" for name in ("course", "coordinator", "ledger")
)
WORKERS = "helpers.grading.local_workers:LocalWorkers."
STAGES: dict[str, list[stages.Press]] = {
    "the workers start": [(f"{WORKERS}_hire", 1, "after")],
    "the course is read": [(f"{COURSE}Course.load", 1, "before")],
    "the sandbox is tried": [(f"{COORDINATOR}require_sandbox", 1, "before")],
    "the assignment is entered": [(f"{COURSE}NbGraderAPI.generate_assignment", 1, "before")],
    "the gradebook is made ready": [(f"{LEDGER}prepare", 1, "after")],
    "a submission is read": [(f"{COURSE}Submission.read", any_of(8), "before")],
    "a job is handed out": [("helpers.grading.worker:make_job", any_of(7), "after")],
    "a result comes": [(f"{COORDINATOR}_Run.finish", any_of(7), "before")],
    "the gradebook is written": [("helpers.grading.record:_save", any_of(7), "before")],
    "the gradebook is just written": [("helpers.grading.record:_save", any_of(7), "after")],
    "a notebook is written": [(f"{LEDGER}write_whole", any_of(7), "before")],
    "a notebook is just written": [(f"{LEDGER}write_whole", any_of(7), "after")],
    "a result is told": [(f"{COORDINATOR}_Run.enter", any_of(7), "after")],
    "all is done": [(f"{COORDINATOR}remember", 1, "after")],
    "the workers are ended": [(f"{WORKERS}close", 1, "before")],
    "twice: while a notebook is written, while the workers are ended": [
        (f"{LEDGER}write_whole", any_of(6), "before"), (f"{WORKERS}close", 1, "before"),
    ],
    "twice: while the workers start, while it says so": [
        (f"{WORKERS}_hire", 1, "after"), ("helpers.cli.grade:say", 1, "before"),
    ],
}  # fmt: skip


def made(folder: Path) -> Path:
    """Make a course with a class that is not graded."""
    course = small_course(folder)
    for number in range(STUDENTS):
        hand_in(course, f"s{number}")
    (course / "submitted" / "s0" / "quiz" / "quiz.ipynb").unlink()
    return course


def graded(
    course: Path, scratch: Path, *presses: stages.Press, what: signal.Signals = signal.SIGINT
) -> tuple[int | None, str]:
    """Grade in a process of its own; return its status, and what it said."""
    said = scratch.with_name("said")
    scratch.mkdir(exist_ok=True)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.scale.stages"])
    process = context.Process(
        target=stages.grade, args=(str(course), str(said), str(scratch), presses, what)
    )
    process.start()
    process.join(60)
    assert all_gone(session(process.pid or 0)), "a process was left over"
    if what != signal.SIGKILL:
        assert list(scratch.iterdir()) == [], "a temporary file was left over"
    return process.exitcode, said.read_text()


@pytest.fixture(scope="module")
def calm_quiz(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What an undisturbed run leaves."""
    folder = tmp_path_factory.mktemp("calm")
    course = made(folder)
    assert graded(course, folder / "scratch")[0] == 1
    return whole(course)


@pytest.mark.parametrize("presses", STAGES.values(), ids=STAGES)
def test_ctrl_c_at_any_stage(
    tmp_path: Path, calm_quiz: dict[str, Any], presses: list[stages.Press]
) -> None:
    course, scratch = made(tmp_path), tmp_path / "scratch"
    if "NbGraderAPI" in presses[0][0]:
        (course / "gradebook.db").unlink()
    status, said = graded(course, scratch, *presses)
    assert status == 130, said
    *named, line = said.splitlines(keepends=True)
    assert all(each.startswith("s0: not graded: ") for each in named), said
    match = STOPPED.fullmatch(line)
    assert match, said
    done, failed, left = int(match[1] or 0), len(named), int(match[3] or 0)
    assert failed == bool(match[2])
    assert done + failed + left == (STUDENTS if match[1] else 0)
    status, said = graded(course, scratch)
    assert status == 1
    assert f"quiz: {STUDENTS - 1 - done} graded in" in said
    assert not done or f"{done} had been graded before" in said
    assert whole(course) == calm_quiz


REPLACE = "helpers.grading.files:os.replace"
KILLS: dict[str, stages.Press] = {
    "the assignment is half entered": (
        "nbgrader.api:Gradebook.update_or_create_source_cell",
        2,
        "before",
    ),
    "the gradebook is written": ("helpers.grading.record:_save", any_of(7), "before"),
    "the gradebook is just written": ("helpers.grading.record:_save", any_of(7), "after"),
    "a notebook has no name yet": (REPLACE, any_of(7), "before"),
    "a notebook has its name": (REPLACE, any_of(7), "after"),
    "the first file beside the course has no name yet": (REPLACE, 8, "before"),
    "the failures have no name yet": (REPLACE, 9, "before"),
}


@pytest.mark.parametrize("kill", KILLS.values(), ids=KILLS)
def test_sigkill_at_any_stage(
    tmp_path: Path, calm_quiz: dict[str, Any], kill: stages.Press
) -> None:
    course, scratch = made(tmp_path), tmp_path / "scratch"
    if kill[0].startswith("nbgrader"):
        (course / "gradebook.db").unlink()
    status, _ = graded(course, scratch, kill, what=signal.SIGKILL)
    assert status == -signal.SIGKILL
    status, said = graded(course, tmp_path / "another")
    assert status == 1, said
    assert whole(course) == calm_quiz
