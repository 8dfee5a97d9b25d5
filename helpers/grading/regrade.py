"""What comes before grading again: what is there is kept, and the gradebook's copy renewed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from sqlalchemy.exc import SQLAlchemyError

from helpers.grading import history
from helpers.grading.assignment import Assignment
from helpers.grading.changes import Changes
from helpers.grading.course import Course
from helpers.grading.errors import GradingError
from helpers.grading.generated import Difference, difference, generated, require_same_cells
from helpers.grading.ledger import Ledger
from helpers.grading.order import Order, Report
from helpers.grading.questions import chosen
from helpers.grading.unfinished import Unfinished


def begin_again(
    course: Course, order: Order, report: Report, students: Iterable[str]
) -> history.Kept | None:
    """Keep what is there, and only then renew the gradebook's copy.

    Until they are done, the earlier results of the students do not stand.

    Returns what is kept, or None where nothing is graded yet.  Raises NoCourse and GradingError.
    """
    now = generated(course, order.assignment) if order.renew else None
    with ledger_of(course) as ledger:
        copy = ledger.assignment(course.source, order.assignment)
        chosen(order.assignment, copy, order.questions)
        marks = ledger.marks(order.assignment)
        report.changes = Changes(marks, points_of(copy))
        found = Difference() if now is None else difference(copy, now)
        kept = None
        if marks:
            require_same_cells(course, order.assignment, found)
            before = f"grading again: {order.what}"
            kept = history.keep(
                course, ledger.engine, order.assignment, order.students or None, before
            )
            report.undo = kept.name
    try:
        Unfinished(course.root, order.assignment).add(students, order.questions)
    except OSError as error:
        raise GradingError(
            f"what is to be graded again cannot be written down ({error}), so nothing was changed"
        ) from error
    if found:
        course.enter_assignment(order.assignment)
        report.source = found
        if kept and (order.students or order.questions):
            report.notes.append(
                "all other marks are of the tests as they were; "
                f"`twokernels grade {order.assignment} --force` gives them anew"
            )
    return kept


def ledger_of(course: Course, *, read_only: bool = False) -> Ledger:
    """Open a course's gradebook."""
    return Ledger(
        course.db_url, course.course_id, course.autograded, course.config, read_only=read_only
    )


@contextlib.contextmanager
def gradebook_errors() -> Iterator[None]:
    """Turn an error of the database into one sentence."""
    try:
        yield
    except SQLAlchemyError as error:
        why = str(error).splitlines()[0]
        raise GradingError(f"the gradebook cannot be used: {why}") from error


def points_of(notebooks: list[Assignment]) -> dict[str, float]:
    """Return what each graded cell is worth."""
    return {
        cell.grade_id: cell.points
        for notebook in notebooks
        for cell in notebook.cells
        if cell.graded or cell.task
    }
