"""Read an assignment's results: what grading recorded, a person's marks, what still waits."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import (
    BaseCell,
    Grade,
    Gradebook,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import select

from helpers.grading.assignment import Assignment
from helpers.grading.course import Course
from helpers.grading.errors import GradingError, NoCourse, no_assignment
from helpers.grading.failures import failures_file
from helpers.grading.ledger import read_timestamp
from helpers.grading.regrade import gradebook_errors, ledger_of
from helpers.questions.model import Outcome
from helpers.report.known import label
from helpers.report.results import Answer, Question, Results, Submission
from helpers.report.wording import clean

Json = dict[str, Any]


class NothingGraded(GradingError):
    """There is no result to report on."""


class BadResultFile(GradingError):
    """The file named is not the result file of a grading run of this assignment."""


@dataclass
class _Marks:
    """What the gradebook knows beside the grader's own scores, for one student."""

    manual: dict[str, float] = field(default_factory=dict)
    extra: dict[str, float] = field(default_factory=dict)
    handed_in: Any = None
    seconds_late: float = 0.0
    penalty: float = 0.0


def collect(course: Course, assignment: str, result_file: Path | None = None) -> Results:
    """Read an assignment's results, with the submissions that could not be graded.

    Those are in `result_file`; without one they are what grading has kept beside the course.

    Nothing is written.  Raises NoCourse, NothingGraded, BadResultFile, and GradingError when the
    gradebook cannot be used.
    """
    graded = _students(course.autograded, assignment)
    handed_in = _students(course.submitted, assignment)
    if not graded:
        raise _nothing(course, assignment, len(handed_in))
    kept = failures_file(course.root, assignment)
    if result_file is None and kept.is_file():
        result_file = kept
    reasons = read_failures(result_file, assignment) if result_file else {}
    try:
        with gradebook_errors(), ledger_of(course, read_only=True) as ledger:
            notebooks = ledger.assignment(course.source, assignment)
            records = {s: ledger.graded(assignment, s, notebooks) for s in graded}
            marks = _read_marks(ledger.gradebook, assignment)
            due = ledger.gradebook.find_assignment(assignment).duedate
    except MissingEntry:
        raise NothingGraded(
            f"the gradebook has no assignment {assignment}; run `twokernels grade {assignment}`"
        ) from None
    questions = _questions(notebooks)
    submissions = []
    for student in sorted({*graded, *handed_in, *reasons}):
        mark = marks.get(student, _Marks())
        record = records.get(student)
        at, late = mark.handed_in, mark.seconds_late
        if at is None:
            at = read_timestamp(course.submitted / student / assignment)
            late = max((at - due).total_seconds(), 0.0) if at and due else 0.0
        submissions.append(
            Submission(
                student=clean(student),
                answers=None if record is None else _answers(questions, record["cells"], mark),
                reason=reasons.get(student),
                seconds=_number(record.get("seconds")) if record else None,
                handed_in=at,
                seconds_late=late,
                penalty=mark.penalty if record else 0.0,
            )
        )
    results = Results(assignment, questions, tuple(submissions))
    if not results.graded:
        raise NothingGraded(
            f"no result of {assignment} in {course.autograded} is of `twokernels grade`; run it"
        )
    return results


def read_failures(path: Path, assignment: str) -> dict[str, str]:
    """Return the reasons in a grading run's result file, by student.  Raises BadResultFile."""
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
        found = result["assignment"]
        reasons = {
            str(student): clean(str(entry["reason"]))
            for student, entry in result["students"].items()
            if entry["status"] == "failed"
        }
    except OSError as error:
        raise BadResultFile(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadResultFile(
            f"{path} is not a result file; give one that `twokernels grade --json` wrote"
        ) from None
    if found != assignment:
        raise BadResultFile(f"{path} holds results of {found!r}, not of {assignment}")
    return reasons


def _students(folder: Path, assignment: str) -> list[str]:
    if not assignment or Path(assignment).name != assignment:
        raise NoCourse(f"{assignment!r} is no assignment's name; give the name alone, not a path")
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if (path / assignment).is_dir())


def _nothing(course: Course, assignment: str, handed_in: int) -> GradingError:
    if not handed_in and not (course.source / assignment).is_dir():
        return no_assignment(course.source, assignment)
    return NothingGraded(
        f"nothing of {assignment} is graded yet (handed in: {handed_in}); "
        f"run `twokernels grade {assignment}` first"
    )


def _read_marks(gradebook: Gradebook, assignment: str) -> dict[str, _Marks]:
    """Read manual marks, times and penalties, in a few statements however large the class is."""
    marks: dict[str, _Marks] = defaultdict(_Marks)
    entry = gradebook.find_assignment(assignment)
    for submission in entry.submissions:
        mark = marks[submission.student_id]
        mark.handed_in = submission.timestamp
        if entry.duedate is not None and submission.timestamp is not None:
            mark.seconds_late = float(submission.total_seconds_late)
    here = SubmittedAssignment.assignment_id == entry.id
    penalties = (
        select(SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .where(here, SubmittedNotebook.late_submission_penalty.is_not(None))
    )
    for student, penalty in gradebook.db.execute(penalties):
        marks[student].penalty += penalty
    by_hand = (
        select(
            SubmittedAssignment.student_id, BaseCell.name, Grade.manual_score, Grade.extra_credit
        )
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .where(here, Grade.manual_score.is_not(None) | Grade.extra_credit.is_not(None))
    )
    for student, name, manual, extra in gradebook.db.execute(by_hand):
        if manual is not None:
            marks[student].manual[name] = manual
        if extra is not None:
            marks[student].extra[name] = extra
    return marks


def _questions(notebooks: list[Assignment]) -> tuple[Question, ...]:
    return tuple(
        Question(cell.grade_id, label(cell.grade_id), cell.points)
        for notebook in notebooks
        for cell in notebook.cells
        if (cell.graded or cell.task) and cell.points > 0
    )


def _answers(questions: tuple[Question, ...], cells: Json, mark: _Marks) -> dict[str, Answer]:
    """Return an answer to every question; one of a notebook that is not there is not attempted."""
    answers = {}
    for question in questions:
        said = cells.get(question.grade_id)
        name = question.grade_id
        manual = mark.manual.get(name)
        score = manual if manual is not None else said["score"] if said else 0.0
        if score is not None:
            score += mark.extra.get(name, 0.0)
        answers[name] = Answer(
            score=score,
            max_score=question.points,
            outcome=Outcome(said["outcome"]) if said else Outcome.NOT_ATTEMPTED,
            message=clean(str(said["message"])) if said else "",
            misconception=clean(str(said["misconception"]))
            if said and said["misconception"]
            else None,
            by_hand=manual is not None,
        )
    return answers


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
