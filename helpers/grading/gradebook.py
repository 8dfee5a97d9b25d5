"""nbgrader's gradebook, written one result at a time: each is one transaction.

nbgrader's own calls commit after every step, and load all of an assignment to change one score.
This does what they do, on nbgrader's own tables, in one commit of a few statements; a run that is
killed leaves every result either in the gradebook or not.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

Json = dict[str, Any]

BUSY_SECONDS = 60
"""How long to wait for another process that writes the same SQLite gradebook."""


ATTEMPTS = 3
"""How often to write a result that collides with what another run writes."""


@dataclass(frozen=True)
class Skeleton:
    """What a submission of an assignment consists of: the ids of its notebooks and cells."""

    assignment_id: str
    duedate: datetime.datetime | None
    notebooks: dict[str, str]
    """Notebook id: name."""
    marked: dict[str, dict[str, str]]
    """Notebook id: the cells with marks, cell id: name."""
    commented: dict[str, dict[str, str]]
    """Notebook id: the cells with comments, cell id: name."""


def prepare(gradebook: Gradebook) -> None:
    """Have readers and a writer not wait for each other, where the gradebook is a SQLite file."""
    session = gradebook.db()
    session.expire_on_commit = False
    if gradebook.engine.dialect.name == "sqlite":
        session.execute(text(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}"))
        session.execute(text("PRAGMA journal_mode = WAL"))
        session.commit()
        # Whoever is writing is waited for once, here, and not once for every result.
        session.execute(text("BEGIN IMMEDIATE"))
        session.rollback()


_ADVICE = {
    r"locked|busy": "another program is writing it; close that, or wait, and run this again",
    r"disk is full|no space|disk I/O": "make room on its disk and run this again",
    r"readonly|read-only|unable to open|permission": (
        "give yourself the right to write it and the folder it is in"
    ),
    r"not a database|malformed": (
        "it is damaged: put a backup in its place, for marks given by hand are nowhere else"
    ),
    r"no such (table|column)|does not exist|has no column": (
        "another version of nbgrader made it: run `nbgrader db upgrade` in the course folder"
    ),
    r"connect|resolve|translate host|timeout|URL|plugin": (
        "check c.CourseDirectory.db_url in nbgrader_config.py, and that its server runs"
    ),
    r"": "check c.CourseDirectory.db_url in nbgrader_config.py",
}
"""What to do about an error of a database, by what it says."""


def unusable(error: SQLAlchemyError, where: str = "the gradebook") -> str:
    """Say in one sentence what is wrong with the gradebook, and what to do."""
    said = str(getattr(error, "orig", None) or error).strip().splitlines()[0].rstrip(".")
    advice = next(what for words, what in _ADVICE.items() if re.search(words, said, re.IGNORECASE))
    return f"{where} cannot be used: {said}; {advice}"


def skeleton(gradebook: Gradebook, assignment: str) -> Skeleton:
    """Read an assignment's structure.  Raises nbgrader's MissingEntry."""
    entry = gradebook.find_assignment(assignment)
    notebooks = list(entry.notebooks)
    return Skeleton(
        entry.id,
        entry.duedate,
        {notebook.id: notebook.name for notebook in notebooks},
        {
            notebook.id: {
                cell.id: cell.name for cell in (*notebook.grade_cells, *notebook.task_cells)
            }
            for notebook in notebooks
        },
        {
            notebook.id: {
                cell.id: cell.name for cell in (*notebook.solution_cells, *notebook.task_cells)
            }
            for notebook in notebooks
        },
    )


@dataclass(frozen=True)
class Mark:
    """What the gradebook has for one graded cell of one student."""

    auto: float | None
    manual: float | None = None
    extra: float | None = None

    @property
    def score(self) -> float | None:
        """The points it counts for, or None while a person has to mark it."""
        earned = self.auto if self.manual is None else self.manual
        return None if earned is None else earned + (self.extra or 0.0)


def read_marks(gradebook: Gradebook, assignment: str) -> dict[str, dict[str, Mark]]:
    """Return the marks of an assignment by student and graded cell, in one statement."""
    rows = gradebook.db.execute(
        select(
            SubmittedAssignment.student_id,
            BaseCell.name,
            Grade.auto_score,
            Grade.manual_score,
            Grade.extra_credit,
        )
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.name == assignment)
    )
    marks: dict[str, dict[str, Mark]] = {}
    for student, name, *scores in rows:
        marks.setdefault(student, {})[name] = Mark(*scores)
    return marks


def save(
    gradebook: Gradebook,
    late: AssignLatePenalties,
    bones: Skeleton,
    student: str,
    timestamp: datetime.datetime | None,
    result: Json,
    untouched: frozenset[str] = frozenset(),
) -> None:
    """Write one result.  A person's marks and comments stay; everything else is as just graded.

    What a person has marked needs no second look where it is `untouched`: the answer is as it was.
    """
    for attempt in range(ATTEMPTS):
        try:
            _save(gradebook.db(), late, bones, student, timestamp, result, untouched)
            return
        except IntegrityError:  # another run has just entered the same student
            if attempt == ATTEMPTS - 1:
                raise


def _save(
    session: Any,
    late: AssignLatePenalties,
    bones: Skeleton,
    student: str,
    timestamp: datetime.datetime | None,
    result: Json,
    untouched: frozenset[str],
) -> None:
    try:
        with session.no_autoflush:
            submission = _submission(session, bones, student)
            if timestamp:
                submission.timestamp = timestamp
            for notebook in submission.notebooks:
                _set_scores(notebook, bones, result, untouched)
        session.flush()
        _set_penalties(session, late, bones, student, submission)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.expunge_all()  # so that memory does not grow with the class


def _submission(session: Any, bones: Skeleton, student: str) -> SubmittedAssignment:
    """Find a student's submission, or make it with all its parts."""
    found = session.scalar(
        select(SubmittedAssignment).filter_by(assignment_id=bones.assignment_id, student_id=student)
    )
    if found is not None:
        return found
    if session.get(Student, student) is None:
        session.add(Student(id=student))
        session.flush()
    made = SubmittedAssignment(assignment_id=bones.assignment_id, student_id=student)
    for notebook_id in bones.notebooks:
        notebook = SubmittedNotebook(notebook_id=notebook_id, assignment=made)
        for cell_id in bones.marked[notebook_id]:
            Grade(cell_id=cell_id, notebook=notebook)
        for cell_id in bones.commented[notebook_id]:
            Comment(cell_id=cell_id, notebook=notebook)
    session.add(made)
    return made


def _set_scores(
    notebook: SubmittedNotebook, bones: Skeleton, result: Json, untouched: frozenset[str]
) -> None:
    handed_in = bones.notebooks[notebook.notebook_id] in result["notebooks"]
    names = bones.marked[notebook.notebook_id]
    for grade in notebook.grades:
        verdict = result["cells"].get(names.get(grade.cell_id)) if handed_in else None
        grade.auto_score = verdict["score"] if verdict else 0.0
        needed = grade.auto_score is None
        if grade.manual_score is not None:
            needed = grade.needs_manual_grade or names.get(grade.cell_id) not in untouched
        grade.needs_manual_grade = needed and handed_in
    names = bones.commented[notebook.notebook_id]
    for comment in notebook.comments:
        blank = not handed_in or names.get(comment.cell_id) in result["blanks"]
        comment.auto_comment = "No response." if blank else None


def _set_penalties(
    session: Any,
    late: AssignLatePenalties,
    bones: Skeleton,
    student: str,
    submission: SubmittedAssignment,
) -> None:
    """Apply the course's late policy, as nbgrader's AssignLatePenalties does."""
    seconds = 0.0
    if bones.duedate is not None and submission.timestamp is not None:
        seconds = submission.total_seconds_late
    for notebook in submission.notebooks:
        penalty = None
        if seconds > 0:
            session.refresh(notebook)
            penalty = late.plugin_inst.late_submission_penalty(student, notebook.score, seconds)
        if penalty is not None:
            penalty = late._check_late_penalty(notebook, penalty)
        notebook.late_submission_penalty = penalty
