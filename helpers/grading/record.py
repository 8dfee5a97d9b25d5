"""One result, written into nbgrader's gradebook: one transaction of a few statements.

nbgrader's own calls commit after every step, and load all of an assignment to change one score.
This does what they do, on nbgrader's own tables; a run that is killed leaves every result either in
the gradebook or not.  The statements are SQLAlchemy Core's: with its objects the coordinator wrote
little more than half as many results in the same time (docs/performance.md).
"""

from __future__ import annotations

import datetime
from typing import Any

from nbgrader.api import Gradebook, SubmittedAssignment, new_uuid
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from helpers.grading.gradebook import Skeleton
from helpers.grading.rows import COMMENT, GRADE, HANDED_IN, PART, STUDENT

Json = dict[str, Any]

ATTEMPTS = 3
"""How often to write a result that collides with what another run writes."""

_ROW = bindparam("row")
_SET_GRADE = (
    GRADE.update()
    .where(GRADE.c.id == _ROW)
    .values(auto_score=bindparam("score"), needs_manual_grade=bindparam("needed"))
)
_SET_COMMENT = (
    COMMENT.update().where(COMMENT.c.id == _ROW).values(auto_comment=bindparam("comment"))
)


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
    session: Session,
    late: AssignLatePenalties,
    bones: Skeleton,
    student: str,
    timestamp: datetime.datetime | None,
    result: Json,
    untouched: frozenset[str],
) -> None:
    try:
        book = session.connection()
        found = book.execute(
            select(HANDED_IN.c.id, HANDED_IN.c.timestamp, HANDED_IN.c.extension).where(
                HANDED_IN.c.assignment_id == bones.assignment_id, HANDED_IN.c.student_id == student
            )
        ).first()
        extension = None
        if found is None:
            submission = _enter(book, bones, student, timestamp, result)
        else:
            submission, earlier, extension = found
            timestamp = timestamp or earlier
            _renew(book, bones, submission, timestamp, result, untouched)
        if (seconds := _seconds_late(bones.duedate, extension, timestamp)) > 0:
            _penalize(session, late, student, submission, seconds)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.expunge_all()  # so that memory does not grow with the class


def _enter(
    book: Connection,
    bones: Skeleton,
    student: str,
    timestamp: datetime.datetime | None,
    result: Json,
) -> str:
    """Write a submission that is not in the gradebook, with all its parts; return its id."""
    if book.execute(select(STUDENT.c.id).where(STUDENT.c.id == student)).first() is None:
        book.execute(STUDENT.insert(), {"id": student})
    submission: str = new_uuid()
    book.execute(
        HANDED_IN.insert(),
        {
            "id": submission,
            "assignment_id": bones.assignment_id,
            "student_id": student,
            "timestamp": timestamp,
        },
    )
    parts = {notebook: new_uuid() for notebook in bones.notebooks}
    grades, comments = [], []
    for notebook, part in parts.items():
        for cell in bones.marked[notebook]:
            score, needed = _verdict(bones, notebook, cell, result)
            grades.append(
                {
                    "notebook_id": part,
                    "cell_id": cell,
                    "auto_score": score,
                    "needs_manual_grade": needed,
                }
            )
        for cell in bones.commented[notebook]:
            said = _comment(bones, notebook, cell, result)
            comments.append({"notebook_id": part, "cell_id": cell, "auto_comment": said})
    rows = [
        {"id": part, "notebook_id": notebook, "assignment_id": submission}
        for notebook, part in parts.items()
    ]
    for table, new in ((PART, rows), (GRADE, grades), (COMMENT, comments)):
        if new:
            book.execute(table.insert(), new)
    return submission


def _renew(
    book: Connection,
    bones: Skeleton,
    submission: str,
    timestamp: datetime.datetime | None,
    result: Json,
    untouched: frozenset[str],
) -> None:
    """Write a submission that is in the gradebook anew, without any penalty."""
    book.execute(HANDED_IN.update().where(HANDED_IN.c.id == submission).values(timestamp=timestamp))
    mine = PART.c.assignment_id == submission
    book.execute(PART.update().where(mine).values(late_submission_penalty=None))
    grades = []
    for row, notebook, cell, manual, unmarked in book.execute(
        select(
            GRADE.c.id,
            PART.c.notebook_id,
            GRADE.c.cell_id,
            GRADE.c.manual_score,
            GRADE.c.needs_manual_grade,
        )
        .join(PART, PART.c.id == GRADE.c.notebook_id)
        .where(mine)
    ):
        score, needed = _verdict(bones, notebook, cell, result)
        if manual is not None:
            handed_in = bones.notebooks[notebook] in result["notebooks"]
            same = bones.marked[notebook].get(cell) in untouched
            needed = handed_in and (unmarked or not same)
        grades.append({"row": row, "score": score, "needed": needed})
    comments = [
        {"row": row, "comment": _comment(bones, notebook, cell, result)}
        for row, notebook, cell in book.execute(
            select(COMMENT.c.id, PART.c.notebook_id, COMMENT.c.cell_id)
            .join(PART, PART.c.id == COMMENT.c.notebook_id)
            .where(mine)
        )
    ]
    for statement, changed in ((_SET_GRADE, grades), (_SET_COMMENT, comments)):
        if changed:
            book.execute(statement, changed)


def _verdict(bones: Skeleton, notebook: str, cell: str, result: Json) -> tuple[float | None, bool]:
    """Return a graded cell's score, and whether a person has to mark it."""
    if bones.notebooks[notebook] not in result["notebooks"]:
        return 0.0, False
    verdict = result["cells"].get(bones.marked[notebook].get(cell))
    score = verdict["score"] if verdict else 0.0
    return score, score is None


def _comment(bones: Skeleton, notebook: str, cell: str, result: Json) -> str | None:
    handed_in = bones.notebooks[notebook] in result["notebooks"]
    blank = not handed_in or bones.commented[notebook].get(cell) in result["blanks"]
    return "No response." if blank else None


def _seconds_late(
    duedate: datetime.datetime | None,
    extension: datetime.timedelta | None,
    timestamp: datetime.datetime | None,
) -> float:
    """Return what nbgrader's SubmittedAssignment.total_seconds_late says."""
    if duedate is None or timestamp is None:
        return 0.0
    return (timestamp - duedate - (extension or datetime.timedelta())).total_seconds()


def _penalize(
    session: Session, late: AssignLatePenalties, student: str, submission: str, seconds: float
) -> None:
    """Apply the course's late policy, as nbgrader's AssignLatePenalties does."""
    for notebook in session.get_one(SubmittedAssignment, submission).notebooks:
        penalty = late.plugin_inst.late_submission_penalty(student, notebook.score, seconds)
        if penalty is not None:
            penalty = late._check_late_penalty(notebook, penalty)
        notebook.late_submission_penalty = penalty
