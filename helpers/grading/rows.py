"""The gradebook's rows of one assignment: kept in a file, and put back as they were.

The file is a SQLite gradebook of its own, with nbgrader's tables, whatever database the course has.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import ColumnElement, Connection, Engine, Table, create_engine, delete, select

from helpers.grading.errors import GradingError
from helpers.grading.gradebook import BUSY_SECONDS

STUDENT, ASSIGNMENT, NOTEBOOK, CELL = (
    table.__table__ for table in (Student, Assignment, Notebook, BaseCell)
)
HANDED_IN, PART, GRADE, COMMENT = (
    table.__table__ for table in (SubmittedAssignment, SubmittedNotebook, Grade, Comment)
)
AT_ONCE = 2000
"""Rows to hold in memory."""

Students = Sequence[str] | None
"""Whose rows: everyone's where it is None."""
Chosen = list[tuple[Table, ColumnElement[bool]]]
"""Tables, each with the condition for its rows; a row comes after those that it refers to."""


def save_rows(engine: Engine, file: Path, assignment: str, students: Students) -> int:
    """Write an assignment's rows into a new file; return how many submissions they are of."""
    kept = create_engine(f"sqlite:///{file}")
    copy, marks = _copy(assignment), _marks(assignment, students)
    try:
        with engine.connect() as book, kept.begin() as into:
            for table, condition in (*copy, *marks):
                table.create(into)
                found = book.execution_options(yield_per=AT_ONCE).execute(
                    select(table).where(condition)
                )
                for rows in found.mappings().partitions():
                    into.execute(table.insert(), [dict(row) for row in rows])
            return len(into.execute(select(HANDED_IN.c.id)).all())
    finally:
        kept.dispose()


def restore_rows(engine: Engine, file: Path, assignment: str, students: Students) -> None:
    """Put an assignment's rows back, in one transaction.

    Raises GradingError where the assignment was made anew meanwhile, and others have marks in it.
    """
    kept = create_engine(f"sqlite:///{file}")
    try:
        with kept.connect() as origin, engine.begin() as book:
            if engine.dialect.name == "sqlite":
                book.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
            people, *marks = _marks(assignment, students)
            for table, condition in reversed(marks):
                book.execute(delete(table).where(condition))
            _restore_copy(origin, book, assignment)
            there = set(book.scalars(select(STUDENT.c.id)))
            _insert(origin, book, people[0], leave_out=there)
            for table, _ in marks:
                _insert(origin, book, table)
    finally:
        kept.dispose()


def marked_by_hand(engine: Engine, assignment: str, students: Students) -> dict[str, object]:
    """Return what people have entered, by the row's id."""
    _, _, _, grades, comments = _marks(assignment, students)
    with engine.connect() as book:
        entered: dict[str, object] = {}
        for (table, condition), names in (
            (grades, ("manual_score", "extra_credit")),
            (comments, ("manual_comment",)),
        ):
            columns = [table.c[name] for name in names]
            for identifier, *values in book.execute(select(table.c.id, *columns).where(condition)):
                if any(value is not None for value in values):
                    entered[identifier] = tuple(values)
        return entered


def _restore_copy(origin: Connection, book: Connection, assignment: str) -> None:
    """Put the gradebook's copy of the assignment back.

    Marks of students who are not part of this refer to its rows, which are therefore changed in
    place; only where nobody has marks can they be other rows.
    """
    copy = _copy(assignment)
    ids = {
        table: set(book.scalars(select(table.c.id).where(condition))) for table, condition in copy
    }
    if all(ids[table] == set(origin.scalars(select(table.c.id))) for table, _ in copy):
        for table, _ in copy:
            for row in origin.execute(select(table)).mappings():
                book.execute(table.update().where(table.c.id == row["id"]).values(**row))
        return
    if book.execute(select(HANDED_IN.c.id).where(_marks(assignment, None)[1][1])).first():
        raise GradingError(
            f"{assignment} was made anew in the gradebook since, and other students have marks in "
            "it; undo a regrade of everyone instead (--list shows which there are)"
        )
    for table, condition in reversed(copy):
        book.execute(delete(table).where(condition))
    for table, _ in copy:
        _insert(origin, book, table)


def _insert(
    origin: Connection, book: Connection, table: Table, leave_out: set[str] | None = None
) -> None:
    found = origin.execution_options(yield_per=AT_ONCE).execute(select(table))
    for rows in found.mappings().partitions():
        new = [dict(row) for row in rows if row["id"] not in (leave_out or ())]
        if new:
            book.execute(table.insert(), new)


def _copy(assignment: str) -> Chosen:
    """Choose the gradebook's copy of an assignment."""
    here = select(ASSIGNMENT.c.id).where(ASSIGNMENT.c.name == assignment)
    notebooks = select(NOTEBOOK.c.id).where(NOTEBOOK.c.assignment_id.in_(here))
    cells = select(CELL.c.id).where(CELL.c.notebook_id.in_(notebooks))
    kinds = [kind.__table__ for kind in (GradeCell, SolutionCell, TaskCell)]
    source = SourceCell.__table__
    return [
        (ASSIGNMENT, ASSIGNMENT.c.name == assignment),
        (NOTEBOOK, NOTEBOOK.c.assignment_id.in_(here)),
        (CELL, CELL.c.notebook_id.in_(notebooks)),
        *((kind, kind.c.id.in_(cells)) for kind in kinds),
        (source, source.c.notebook_id.in_(notebooks)),
    ]


def _marks(assignment: str, students: Students) -> Chosen:
    """Choose students, and their marks in an assignment."""
    here = select(ASSIGNMENT.c.id).where(ASSIGNMENT.c.name == assignment)
    whose = HANDED_IN.c.assignment_id.in_(here)
    if students is not None:
        whose &= HANDED_IN.c.student_id.in_(students)
    handed_in = select(HANDED_IN.c.id).where(whose)
    parts = select(PART.c.id).where(PART.c.assignment_id.in_(handed_in))
    return [
        (STUDENT, STUDENT.c.id.in_(select(HANDED_IN.c.student_id).where(whose))),
        (HANDED_IN, whose),
        (PART, PART.c.assignment_id.in_(handed_in)),
        (GRADE, GRADE.c.notebook_id.in_(parts)),
        (COMMENT, COMMENT.c.notebook_id.in_(parts)),
    ]
