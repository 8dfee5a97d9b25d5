"""A run that ends before its end says how many are graded and kept, to the letter."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from helpers.grading import coordinator, worker
from helpers.grading.errors import NoSandbox
from tests.cli.conftest import Command
from tests.grading.courses import hand_in

WHY = (
    "submissions cannot be confined here: no namespaces are left. It takes Linux 6.12 or newer "
    "with Landlock and unprivileged user namespaces, on x86_64 or aarch64; docs/security.md "
    "says how to enable them."
)
UNSAFE = "--unsafe-no-sandbox grades without, with all your rights."


@pytest.fixture
def handed_in(course: Path) -> Path:
    """Five submissions, the second of which cannot be read."""
    for number in range(1, 6):
        hand_in(course, f"s{number}", b"{" if number == 2 else None)
    return course


def until(monkeypatch: pytest.MonkeyPatch, done: int) -> None:
    """Have the sandbox work for so many submissions and no more; s2 is one."""
    grade, left = worker.grade, done

    def while_it_works(job: bytes) -> bytes:
        nonlocal left
        left -= 1
        if left < 0:
            raise NoSandbox("no namespaces are left")
        return grade(job)

    monkeypatch.setattr(worker, "grade", while_it_works)


def test_a_sandbox_that_stops_working_in_the_middle(
    handed_in: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        until(patched, 3)
        done = command("grade", "quiz")
    assert done.status == 1, "something was done"
    assert done.said[-1] == (
        f"twokernels grade: {WHY} {UNSAFE} 2 of 5 submissions of quiz are graded and kept, 1 could "
        "not be graded, 2 are left; the next run does the rest. Nobody was graded unprotected."
    )
    assert len(done.said) == 2, "s2 is named when it fails, the others by the sentence"
    assert {student: entry["status"] for student, entry in done.students.items()} == {
        "s1": "graded", "s2": "failed", "s3": "graded", "s4": "failed", "s5": "failed",
    }  # fmt: skip
    assert done.students["s5"]["reason"] == WHY
    assert sorted(path.name for path in (handed_in / "autograded").iterdir()) == ["s1", "s3"]
    again = command("grade", "quiz")
    assert again.said[-1].startswith("quiz: 2 graded in")
    assert "2 had been graded before" in again.said[-1]


def test_a_sandbox_that_does_not_work_for_anybody(
    handed_in: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(monkeypatch, 0)
    done = command("grade", "quiz")
    assert done.status == 2, "nothing was done"
    assert done.said[-1] == f"twokernels grade: {WHY} {UNSAFE}"
    assert done.result is None
    assert not (handed_in / "autograded").exists()


def test_a_comparison_has_written_nothing_and_is_refused_as_a_whole(
    handed_in: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("grade", "quiz").status == 1
    until(monkeypatch, 1)
    done = command("diff", "quiz")
    assert (done.status, done.said[-1]) == (2, f"twokernels diff: {WHY} {UNSAFE}")


def test_ctrl_c_counts_who_is_graded_and_not_who_could_not_be(
    handed_in: Path,
    command: Command,
    grader: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finish = coordinator._Run.finish

    def finish_and_press(run: coordinator._Run, student: str, result: dict[str, object]) -> None:
        if student == "s3":
            grader.submit(int).result()  # it comes to its end, so that what is said is heard
            signal.raise_signal(signal.SIGINT)  # in the middle: it is written all the same
        finish(run, student, result)

    with monkeypatch.context() as patched:
        patched.setattr(coordinator._Run, "finish", finish_and_press)
        done = command("grade", "quiz")
    assert done.status == 130
    assert done.said[-1] == (
        "Stopped. 2 of 5 submissions of quiz are graded and kept, 1 could not be graded, "
        "2 are left; the next run does the rest."
    )
    again = command("grade", "quiz")
    assert again.said[-1].startswith("quiz: 2 graded in")
    assert "2 had been graded before" in again.said[-1]


def test_ctrl_c_at_the_very_end_leaves_no_rest(
    handed_in: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coordinator, "remember", lambda *_: signal.raise_signal(signal.SIGINT))
    done = command("grade", "quiz")
    assert done.status == 130
    assert done.said[-1] == (
        "Stopped. 4 of 5 submissions of quiz are graded and kept, 1 could not be graded."
    )
