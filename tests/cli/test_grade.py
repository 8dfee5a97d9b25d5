"""`twokernels grade`, to the letter of what tools and people rely on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from helpers.cli import main
from helpers.grading import coordinator
from helpers.questions.model import Outcome
from tests.cli.conftest import Command
from tests.grading.courses import GOOD, hand_in, handed_in

OUTCOMES = {
    "correct", "not_attempted", "raised", "wrong_shape", "wrong_values", "timed_out",
    "out_of_memory", "forbidden", "needs_manual_grade",
}  # fmt: skip


def check_schema(result: dict[str, Any]) -> None:
    """Check a result file: every field is there, of its type, and no other."""
    assert set(result) == {"assignment", "seconds", "workers", "sandbox", "students"}
    assert isinstance(result["assignment"], str)
    assert isinstance(result["seconds"], float)
    assert isinstance(result["workers"], int)
    assert result["sandbox"] in ("full", "none")
    for entry in result["students"].values():
        assert set(entry) == {"status", "reason", "score", "max_score", "cells"}
        assert entry["status"] in ("graded", "failed")
        failed = entry["status"] == "failed"
        assert isinstance(entry["reason"], str) == failed
        assert (entry["score"] is None) == failed
        assert isinstance(entry["max_score"], float)
        assert bool(entry["cells"]) != failed
        for cell in entry["cells"].values():
            assert set(cell) == {"score", "max_score", "outcome", "misconception", "message"}
            assert cell["outcome"] in OUTCOMES
            assert (cell["score"] is None) == (cell["outcome"] == "needs_manual_grade")
            assert cell["score"] is None or 0 <= cell["score"] <= cell["max_score"]
            assert cell["misconception"] is None or isinstance(cell["misconception"], str)
            assert isinstance(cell["message"], str)


def test_the_outcomes_are_those_that_were_agreed() -> None:
    assert {str(outcome) for outcome in Outcome} == OUTCOMES


ANSWERS = {
    "correct": GOOD,
    "not_attempted": "def double(x):\n    raise NotImplementedError()",
    "raised": "def double(x):\n    return undefined",
    "wrong_values": "def double(x):\n    return x",
    "timed_out": "def double(x):\n    while True: pass",
    "out_of_memory": "def double(x):\n    return bytearray(1 << 42)",
    "forbidden": "from scipy import signal\ndef double(x):\n    return 2 * x",
}


def test_everything_is_graded_status_0_and_the_file_is_as_agreed(
    course: Path, command: Command
) -> None:
    for outcome, double in ANSWERS.items():
        hand_in(course, outcome, handed_in(double=double))
    done = command("grade", "quiz")
    assert done.status == 0
    assert done.result is not None
    check_schema(done.result)
    assert (done.result["assignment"], done.result["workers"]) == ("quiz", 1)
    assert done.result["sandbox"] == "full"
    for outcome, entry in done.students.items():
        cells = entry["cells"]
        assert cells["test_double"]["outcome"] == outcome
        assert cells["test_double"]["score"] == (4 if outcome == "correct" else 0)
        assert cells["why"]["outcome"] == "needs_manual_grade"
        assert entry["score"] == sum(cell["score"] or 0 for cell in cells.values())
        assert entry["max_score"] == 12
    assert done.said[-1].startswith(f"quiz: {len(ANSWERS)} graded in ")


def test_some_fail_status_1_each_on_one_line_with_its_reason(
    course: Path, command: Command
) -> None:
    """However narrow the terminal, and whatever the name of what was handed in."""
    hand_in(course, "s1")
    hand_in(course, "s2", b"{")
    hand_in(course, "s3", b"[" * 100_000)
    folder = course / "submitted" / "s4" / "quiz"
    folder.mkdir(parents=True)
    (folder / f"{'long name ' * 15}.ipynb").write_text("{}")
    (folder / "[red]b[red].ipynb").write_text("{}")
    done = command("grade", "quiz")
    assert done.status == 1
    assert done.result is not None
    check_schema(done.result)
    assert {s: e["status"] for s, e in done.students.items()} == {
        "s1": "graded", "s2": "failed", "s3": "failed", "s4": "failed",
    }  # fmt: skip
    for student in ("s2", "s3", "s4"):
        reason = done.students[student]["reason"]
        assert f"{student}: not graded: {reason}" in done.said
    assert "[red]b[red].ipynb" in done.students["s4"]["reason"]
    assert done.said[-1].endswith("; 3 could not be graded, named above.")


NOTHING_DONE = {
    "no such assignment": (["quizz"], "holds no submission of quizz"),
    "a path for an assignment": (["quiz/"], "is no assignment's name"),
    "no such student": (["quiz", "--student", "s9"], "s9 handed in nothing for quiz"),
    "one of two students": (["quiz", "--student", "s1", "--student", "s9"], "s9 handed in nothing"),
    "no course": (["quiz", "--course", "/nowhere"], "/nowhere is not a folder"),
    "a folder that is no course": (["quiz", "--course", "/usr"], "/usr is no course directory"),
    "no assignment named": ([], "the following arguments are required: ASSIGNMENT"),
    "workers: 0": (["quiz", "--workers", "0"], "'0' is not a number of processes, 1 or more"),
    "workers: -1": (["quiz", "--workers", "-1"], "'-1' is not a number of processes"),
    "workers: many": (["quiz", "--workers", "many"], "'many' is not a number of processes"),
    "an option nobody knows": (["quiz", "--fast"], "unrecognized arguments: --fast"),
    "two assignments": (["quiz", "other"], "unrecognized arguments: other"),
}


@pytest.mark.parametrize(("arguments", "reason"), NOTHING_DONE.values(), ids=NOTHING_DONE)
def test_nothing_is_done_status_2_in_one_clear_sentence(
    course: Path, command: Command, arguments: list[str], reason: str
) -> None:
    hand_in(course, "s1")
    done = command("grade", *arguments)
    assert done.status == 2
    assert reason in done.said[-1]
    assert "Traceback" not in done.err
    assert done.said[-1].startswith(("twokernels grade: ", "twokernels: error: "))
    assert done.result is None
    assert not (course / "autograded").exists()


def test_an_assignment_that_was_collected_but_never_made_is_named(
    course: Path, command: Command
) -> None:
    (course / "submitted" / "s1" / "other").mkdir(parents=True)
    done = command("grade", "other")
    assert done.status == 2
    assert "there is no assignment other in" in done.said[-1]
    assert "(there: quiz)" in done.said[-1]


BROKEN = {
    "a syntax error": ("c = get_config(", "cannot be read: SyntaxError"),
    "an exception": ("1 / 0", "cannot be read: ZeroDivisionError"),
    "a limit nobody knows": (
        "c = get_config()\nc.TwoKernels.limits = {'call_second': 1}", "call_second is no limit",
    ),
    "a limit that is no number": (
        "c = get_config()\nc.TwoKernels.limits = {'call_seconds': 'long'}", "not 'long'",
    ),
    "limits that are none": ("c = get_config()\nc.TwoKernels.limits = 5", "expected a dict"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_configuration_is_status_2(
    course: Path, command: Command, text: str, reason: str
) -> None:
    hand_in(course, "s1")
    (course / "nbgrader_config.py").write_text(text)
    done = command("grade", "quiz")
    assert done.status == 2
    assert "nbgrader_config.py" in done.said[-1]
    assert reason in done.said[-1]


@pytest.mark.parametrize("where", ["a file/result.json", "submitted", "/proc/result.json"])
def test_a_result_file_that_cannot_be_written_is_known_before_grading(
    course: Path, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_in(course, "s1")
    (course / "a file").write_text("x")
    assert main(["grade", "quiz", "--json", where]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"twokernels grade: {where} cannot be written: ")
    assert not (course / "autograded").exists()


def test_one_student_or_some_are_graded(course: Path, command: Command) -> None:
    for student in ("s1", "s2", "s3"):
        hand_in(course, student)
    done = command("grade", "quiz", "--student", "s3", "--student", "s1", "--student", "s3")
    assert done.status == 0
    assert sorted(done.students) == ["s1", "s3"]
    assert sorted(path.name for path in (course / "autograded").iterdir()) == ["s1", "s3"]


def test_what_is_graded_is_graded_again_only_by_force(course: Path, command: Command) -> None:
    hand_in(course, "s1")
    first = command("grade", "quiz")
    again = command("grade", "quiz")
    assert len(again.said) == 1
    assert "1 had been graded before (--force grades them again)" in again.said[0]
    assert again.students == first.students
    forced = command("grade", "quiz", "--force")
    assert "1 graded in" in forced.said[-1]
    assert "before" not in forced.said[-1]


def test_without_a_sandbox_the_file_and_the_screen_say_so(course: Path, command: Command) -> None:
    hand_in(course, "s1", handed_in(double=f"open('/etc/passwd').read()\n{GOOD}"))
    done = command("grade", "quiz", "--unsafe-no-sandbox")
    assert done.status == 0
    assert done.result is not None
    check_schema(done.result)
    assert done.result["sandbox"] == "none"
    assert done.said[0] == "Not confined: submissions run with all your rights."
    assert done.students["s1"]["score"] == 10
    confined = command("grade", "quiz")
    assert confined.result is not None
    assert confined.result["sandbox"] == "full"
    assert confined.students["s1"]["score"] == 6


def test_the_file_holds_names_as_they_are_written(course: Path, command: Command) -> None:
    hand_in(course, "Åsa Öström")
    done = command("grade", "quiz")
    assert list(done.students) == ["Åsa Öström"]


def test_stopping_it_is_status_130(
    course: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "s1")

    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(coordinator, "grade", stopped)
    done = command("grade", "quiz")
    assert done.status == 130
    assert done.said[-1] == "Stopped. Nothing of quiz was graded."


def test_the_course_may_be_elsewhere(
    course: Path, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "s1")
    monkeypatch.chdir(tmp_path)
    assert command("grade", "quiz", "--course", "course").status == 0
    assert json.loads((tmp_path / "result.json").read_text())["students"]["s1"]["score"] == 10
