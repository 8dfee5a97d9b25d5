"""Results as they lie in a course directory: graded, marked by hand, late, failed, waiting."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from helpers.grading.course import Course
from helpers.grading.errors import GradingError, NoCourse
from helpers.report.collect import BadResultFile, NothingGraded, collect, read_failures
from helpers.report.results import Kind, Results
from tests.grading.courses import hand_in
from tests.report.conftest import Graded

WRONG = (1.5, 4.0, "wrong_values", "corr2d.flips-kernel", "Not right.")
LATE = (
    "\nfrom nbgrader.plugins import BasePlugin\n"
    "class Late(BasePlugin):\n"
    "    def late_submission_penalty(self, student, score, seconds): return 5\n"
    "c.AssignLatePenalties.plugin_class = Late\n"
)


def read(course: Path, result_file: Path | None = None) -> Results:
    """Collect the results of `quiz`."""
    return collect(Course.load(course), "quiz", result_file)


def gradebook(course: Path) -> Gradebook:
    """Open the course's gradebook."""
    return Gradebook(f"sqlite:///{course}/gradebook.db", "small")


def test_what_grading_recorded_is_read_back(course: Path, graded: Graded) -> None:
    graded("s1", test_double=WRONG)
    results = read(course)
    assert [(q.grade_id, q.label, q.points) for q in results.questions] == [
        ("test_double", "double", 4), ("test_root", "root", 6), ("why", "why", 2),
    ]  # fmt: skip
    (submission,) = results.submissions
    assert submission.answers is not None
    answer = submission.answers["test_double"]
    assert (answer.score, answer.kind, answer.misconception, answer.message) == (
        1.5, Kind.PARTLY, "corr2d.flips-kernel", "Not right.",
    )  # fmt: skip
    assert submission.answers["why"].kind is Kind.WAITING
    assert (submission.score, submission.seconds) == (7.5, 0.25)


def test_a_persons_marks_and_extra_credit_count(course: Path, graded: Graded) -> None:
    graded("s1", test_double=WRONG)
    with gradebook(course) as book:
        for name, fields in {
            "why": {"manual_score": 1.5}, "test_double": {"manual_score": 4.0},
            "test_root": {"extra_credit": 0.5},
        }.items():  # fmt: skip
            grade = book.find_grade(name, "quiz", "quiz", "s1")
            for field, value in fields.items():
                setattr(grade, field, value)
        book.db.commit()
        expected = book.find_submission("quiz", "s1").score
    (submission,) = read(course).submissions
    assert submission.answers is not None
    assert submission.answers["why"].by_hand
    assert submission.answers["test_double"].kind is Kind.CORRECT
    assert not submission.answers["test_root"].by_hand
    assert submission.score == expected == 4 + 6.5 + 1.5


def test_late_submissions_and_their_penalty(course: Path, graded: Graded) -> None:
    with open(course / "nbgrader_config.py", "a") as config:
        config.write(LATE)
    with gradebook(course) as book:
        book.update_or_create_assignment("quiz", duedate="2026-03-06 17:00:00 UTC")
    graded("s1", timestamp="2026-03-06 18:00:00 UTC")
    graded("s2", timestamp="2026-03-06 16:00:00 UTC")
    hand_in(course, "s3", timestamp="2026-03-06 19:00:00 UTC")
    found = {s.student: (s.seconds_late, s.penalty) for s in read(course).submissions}
    assert found == {"s1": (3600, 5), "s2": (0, 0), "s3": (7200, 0)}


def test_what_is_handed_in_and_not_graded_is_there(course: Path, graded: Graded) -> None:
    graded("s1")
    hand_in(course, "s2")
    (waiting,) = read(course).ungraded
    assert waiting.student == "s2"


def test_a_submission_that_is_gone_keeps_its_result(course: Path, graded: Graded) -> None:
    graded("s1")
    shutil.rmtree(course / "submitted")
    assert len(read(course).graded) == 1


def result_file(course: Path, text: str | None = None, **students: dict[str, Any]) -> Path:
    """Write a result file."""
    path = course / "result.json"
    whole = {"assignment": "quiz", "seconds": 1.0, "workers": 1, "students": students}
    path.write_text(json.dumps(whole) if text is None else text)
    return path


def test_failures_come_from_the_result_file(course: Path, graded: Graded) -> None:
    graded("s1")
    hand_in(course, "s2", b"{")
    failed = {"status": "failed", "reason": "not JSON\x1b[2J."}
    path = result_file(course, s1={"status": "graded", "reason": None}, s2=failed)
    results = read(course, path)
    assert [(s.student, s.reason) for s in results.failed] == [
        ("s2", "not JSON\N{REPLACEMENT CHARACTER}[2J.")
    ]
    assert results.ungraded == ()


BAD = {
    "no JSON": "{",
    "a list": "[]",
    "no students": '{"assignment": "quiz"}',
    "a student without a status": '{"assignment": "quiz", "students": {"s1": {}}}',
    "students in a list": '{"assignment": "quiz", "students": []}',
    "nested without end": "[" * 100_000,
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_what_is_no_result_file_is_refused(course: Path, text: str) -> None:
    with pytest.raises(BadResultFile, match="is not a result file; give one that"):
        read_failures(result_file(course, text), "quiz")


def test_a_result_file_of_another_assignment_or_none_is_refused(course: Path) -> None:
    with pytest.raises(BadResultFile, match="holds results of 'quiz', not of other"):
        read_failures(result_file(course), "other")
    with pytest.raises(BadResultFile, match="cannot be read: No such file"):
        read_failures(course / "none.json", "quiz")


def test_nothing_graded_is_told_from_no_such_assignment(course: Path) -> None:
    hand_in(course, "s1")
    with pytest.raises(NothingGraded, match=r"nothing of quiz is graded yet \(handed in: 1\)"):
        read(course)
    with pytest.raises(NoCourse, match=r"there is no assignment quizz .* \(there: quiz\)"):
        collect(Course.load(course), "quizz")
    for path in ("quiz/", "../quiz", ""):
        with pytest.raises(NoCourse, match="is no assignment's name"):
            collect(Course.load(course), path)


def test_results_of_another_grader_are_none(course: Path) -> None:
    folder = course / "autograded" / "s1" / "quiz"
    folder.mkdir(parents=True)
    (folder / "quiz.ipynb").write_text('{"cells": [], "metadata": {}}')
    with pytest.raises(NothingGraded, match="run it"):
        read(course)


def test_a_gradebook_that_is_none_stops_with_a_sentence(course: Path, graded: Graded) -> None:
    graded("s1")
    for path in course.glob("gradebook.db*"):
        path.unlink()
    (course / "gradebook.db").write_text("no database " * 100)
    with pytest.raises(GradingError, match="the gradebook cannot be used"):
        read(course)


def test_a_result_that_is_damaged_waits_to_be_graded_again(course: Path, graded: Graded) -> None:
    graded("s1")
    graded("s2")
    (course / "autograded" / "s2" / "quiz" / "quiz.ipynb").write_text("{")
    results = read(course)
    assert [s.student for s in results.graded] == ["s1"]
    assert [s.student for s in results.ungraded] == ["s2"]


def test_reading_changes_no_score(course: Path, graded: Graded) -> None:
    graded("s1", test_double=WRONG)
    before = {p: p.read_bytes() for p in (course / "autograded").rglob("*") if p.is_file()}
    read(course)
    assert {p: p.read_bytes() for p in before} == before
    with gradebook(course) as book:
        assert book.find_submission("quiz", "s1").score == 7.5
