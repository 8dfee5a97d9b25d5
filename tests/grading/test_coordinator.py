"""What is new or changed is graded, and nothing else; what cannot be graded fails alone."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from helpers.grading import coordinator
from helpers.grading.coordinator import grade
from helpers.grading.course import Course
from helpers.grading.errors import GradingError, NoCourse, NoSandbox
from helpers.grading.local_workers import LocalWorkers
from helpers.grading.order import Order
from helpers.grading.pool import ExecutorWorkers
from helpers.grading.settings import limits_of
from tests.grading.conftest import Run
from tests.grading.courses import CANARY, GOOD, hand_in, handed_in
from tests.grading.small import notebook
from tests.grading.state import gradebook, marks


def test_everybody_is_graded_and_reported(course: Path, run: Run) -> None:
    for student in ("s2", "s1"):
        hand_in(course, student)
    told: list[tuple[int, int, str]] = []
    report = run(tell=lambda done, total, student, entry: told.append((done, total, student)))
    assert told == [(1, 2, "s1"), (2, 2, "s2")]
    entry = report.to_json()["students"]["s1"]
    assert (entry["status"], entry["score"], entry["max_score"]) == ("graded", 10.0, 12.0)
    outcomes = {name: cell["outcome"] for name, cell in entry["cells"].items()}
    assert outcomes == {
        "test_double": "correct", "test_root": "correct", "why": "needs_manual_grade",
    }  # fmt: skip
    assert report.to_json()["sandbox"] == "full"
    assert (course / "autograded" / "s1" / "quiz" / "quiz.ipynb").is_file()


def counted(run: Run, **order: Any) -> tuple[int, int]:
    """Return how many were graded, and how many had been before."""
    report = run(**order)
    return len(report.students) - report.already, report.already


def test_only_what_is_new_or_changed_is_graded(course: Path, run: Run) -> None:
    hand_in(course, "s1")
    assert counted(run) == (1, 0)
    assert counted(run) == (0, 1)
    hand_in(course, "s2")
    assert counted(run) == (1, 1)
    hand_in(course, "s1", handed_in(double="def double(x):\n    return 3 * x"))
    assert counted(run) == (1, 1)
    assert counted(run, force=True) == (2, 0)
    assert counted(run, force=True, students=("s2",)) == (1, 0)
    assert counted(run, students=("s2",)) == (0, 1)


@pytest.mark.parametrize("change", ["a file", "a timestamp", "a renamed file"])
def test_every_change_of_a_submission_counts(course: Path, run: Run, change: str) -> None:
    folder = hand_in(course, "s1")
    (folder / "data.csv").write_text("1")
    run()
    if change == "a file":
        (folder / "data.csv").write_text("2")
    elif change == "a timestamp":
        (folder / "timestamp.txt").write_text("2026-01-01 00:00:00 UTC")
    else:
        (folder / "data.csv").rename(folder / "other.csv")
    assert counted(run) == (1, 0)


def test_what_was_graded_before_is_reported_as_it_was(course: Path, run: Run) -> None:
    hand_in(course, "s1", handed_in(double="def double(x):\n    return [][1]"))
    assert run().students == run().students


def test_a_result_that_was_lost_is_made_again(course: Path, run: Run) -> None:
    hand_in(course, "s1")
    run()
    path = course / "autograded" / "s1" / "quiz" / "quiz.ipynb"
    for damage in (
        "",
        "{}",
        '{"metadata": {"twokernels": 5}, "cells": []}',
        '{"cells": [5]}',
        '{"metadata": {"twokernels": {}}, "cells": [5]}',
    ):
        path.write_text(damage)
        assert counted(run) == (1, 0)
    path.unlink()
    assert counted(run) == (1, 0)


def test_a_result_that_the_gradebook_does_not_have_is_made_again(course: Path, run: Run) -> None:
    """The gradebook may be a new one, or a backup from before."""
    for student in ("s1", "s2", "s3"):
        hand_in(course, student)
    run()
    before = {student: marks(course, student) for student in ("s1", "s2", "s3")}
    with gradebook(course) as book:
        book.remove_submission("quiz", "s1")
        book.find_grade("test_root", "quiz", "quiz", "s2").auto_score = 3
        book.db.commit()
    assert counted(run) == (2, 1)
    assert {student: marks(course, student) for student in before} == before
    assert counted(run) == (0, 3)


def test_a_result_made_without_a_sandbox_does_not_stand_for_one_made_within(
    course: Path, run: Run
) -> None:
    hand_in(course, "s1")
    assert run(confined=False).to_json()["sandbox"] == "none"
    assert counted(run, confined=False) == (0, 1)
    assert counted(run) == (1, 0)
    assert counted(run) == (0, 1)


BROKEN = {
    "b1": b"",
    "b2": b"{",
    "b3": b"[]",
    "b4": b"\xff\xfe\x00",
    "b5": notebook(metadata=5, cells=7),
    "b6": b"[" * 100_000,
}


def test_what_cannot_be_graded_fails_alone_and_by_name(course: Path, run: Run) -> None:
    for student, content in BROKEN.items():
        hand_in(course, student, content)
    (course / "submitted" / "b7" / "quiz").mkdir(parents=True)
    for student in ("a1", "z9"):
        hand_in(course, student)
    report = run()
    assert set(report.failed) == {*BROKEN, "b7"}
    for student, reason in report.failed.items():
        assert reason.endswith("."), (student, reason)
        assert reason.isprintable()
        assert report.students[student]["score"] is None
        assert not (course / "autograded" / student).exists()
    assert [report.students[s]["score"] for s in ("a1", "z9")] == [10.0, 10.0]


def test_a_notebook_that_can_no_longer_be_read_keeps_its_last_result(
    course: Path, run: Run
) -> None:
    hand_in(course, "s1")
    run()
    hand_in(course, "s1", b"{")
    assert set(run().failed) == {"s1"}
    with Gradebook(Course.load(course).db_url) as gradebook:
        assert gradebook.find_submission("quiz", "s1").score == 10


def test_an_exception_of_the_worker_fails_one_submission(
    course: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    graded = coordinator.worker.grade

    def fragile(job: bytes) -> bytes:
        if b"ZnJhZ2ls" in job or "fragile" in str(job):
            raise RuntimeError("it broke")
        return graded(job)

    monkeypatch.setattr(coordinator.worker, "grade", fragile)
    hand_in(course, "s1")
    folder = hand_in(course, "s2")
    (folder / "fragile").write_text("x")
    report = run()
    assert report.failed == {"s2": "grading it failed: it broke"}
    assert report.students["s1"]["score"] == 10


def test_a_warm_process_that_died_costs_nobody_anything(course: Path) -> None:
    """It takes the students' processes with it; they are forked again from a new one."""
    for student in ("s1", "s2", "s3"):
        hand_in(course, student)
    loaded = Course.load(course)
    order = Order("quiz", limits=limits_of(loaded.config, "quiz"))
    with closing(LocalWorkers(1)) as workers:

        def kill_the_first(done: int, *_: Any) -> None:
            assert workers._warm is not None
            if done == 1:
                workers._warm._process.kill()
                workers._warm._process.wait()

        report = grade(loaded, order, workers, kill_the_first)
    assert {student: entry["score"] for student, entry in report.students.items()} == {
        "s1": 10, "s2": 10, "s3": 10,
    }  # fmt: skip


def test_files_of_any_name_are_graded(course: Path, run: Run) -> None:
    folder = hand_in(course, "s1")
    for name in (b"caf\xe9.txt", b"new\nline", b"esc\x1b[31m", b"a b", "中文".encode()):
        (Path(os.fsdecode(os.fsencode(folder) + b"/" + name))).write_bytes(b"x")
    assert not run().failed
    assert counted(run) == (0, 1)


def test_a_reason_quotes_file_names_harmlessly(course: Path, run: Run) -> None:
    """A terminal would obey an escape sequence, and a file of UTF-8 cannot hold every byte."""
    folder = course / "submitted" / "s1" / "quiz"
    folder.mkdir(parents=True)
    for name in (b"\x1b]0;x\x07.ipynb", b"caf\xe9.ipynb", b"a\nb.ipynb"):
        (Path(os.fsdecode(os.fsencode(folder) + b"/" + name))).write_bytes(b"{}")
    report = run()
    assert report.failed["s1"].isprintable()
    json.dumps(report.to_json(), ensure_ascii=False).encode()


@pytest.mark.parametrize("name", [b"s\xe9", b"a\nb", b"\x1b[31m"])
def test_a_folder_whose_name_is_no_students_id_fails_alone(
    course: Path, run: Run, name: bytes
) -> None:
    os.makedirs(os.fsencode(course / "submitted") + b"/" + name + b"/quiz")
    hand_in(course, "s1")
    report = run()
    (odd,) = report.failed
    assert odd.isprintable()
    assert "no student's id; rename it" in report.failed[odd]
    assert report.students["s1"]["score"] == 10


def test_without_a_sandbox_nothing_is_done_or_changed(
    course: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "s1")
    before = {path: path.stat().st_mtime_ns for path in course.rglob("*")}

    def refuse() -> None:
        raise NoSandbox("user namespaces are not available here")

    monkeypatch.setattr(coordinator, "require_sandbox", refuse)
    with pytest.raises(NoSandbox, match=r"not available here\. It takes Linux 6\.12 or newer"):
        run()
    assert {path: path.stat().st_mtime_ns for path in course.rglob("*")} == before


def test_a_gradebook_that_is_none_is_a_reason(course: Path, run: Run) -> None:
    hand_in(course, "s1")
    (course / "gradebook.db").write_bytes(b"this is no database at all" * 99)
    with pytest.raises(GradingError, match=r"the gradebook cannot be used: .*not a database"):
        run()


def test_a_result_that_cannot_be_written_is_a_reason(course: Path, run: Run) -> None:
    hand_in(course, "s1")
    (course / "autograded").mkdir(exist_ok=True)
    (course / "autograded" / "s1").write_text("a file, where a folder should be")
    entry = run().students["s1"]
    assert entry["status"] == "failed"
    assert entry["reason"].startswith("its result cannot be written: ")


def test_nowhere_to_write_is_known_before_anybody_is_graded(course: Path, run: Run) -> None:
    hand_in(course, "s1")
    (course / "autograded").write_text("a file, where a folder should be")
    with pytest.raises(NoCourse, match="autograded cannot be written"):
        run()


def test_a_new_course_is_entered_into_a_new_gradebook(course: Path, run: Run) -> None:
    for path in course.glob("gradebook.db*"):
        path.unlink()
    hand_in(course, "s1")
    before = (course / "source" / "quiz" / "quiz.ipynb").read_bytes()
    assert run().students["s1"]["score"] == 10
    assert (course / "source" / "quiz" / "quiz.ipynb").read_bytes() == before


def test_a_source_that_cannot_be_entered_is_a_reason(course: Path, run: Run) -> None:
    for path in course.glob("gradebook.db*"):
        path.unlink()
    (course / "source" / "quiz" / "quiz.ipynb").write_text("{")
    hand_in(course, "s1")
    with pytest.raises(NoCourse, match="quiz cannot be entered into the gradebook"):
        run()


def test_nothing_hidden_is_in_a_report_or_a_message(course: Path, run: Run) -> None:
    for i, double in enumerate(("", "def double(x):\n    return 1 / 0", "double = 1j", GOOD)):
        hand_in(course, f"s{i}", handed_in(double=double))
    report = json.dumps(run().to_json())
    assert CANARY not in report
    assert "HIDDEN" not in report
    assert "Traceback" not in report


def test_an_order_has_sensible_defaults() -> None:
    order = Order("quiz")
    assert (order.students, order.force, order.confined) == ((), False, True)


def test_no_submissions_are_a_reason(course: Path, here: ExecutorWorkers) -> None:
    with pytest.raises(NoCourse, match="does not exist: collect the students' work there first"):
        grade(Course.load(course), Order("quiz"), here)
