"""nbgrader's gradebook: made ready for a run, read, and what to do where it cannot be used."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

BUSY_SECONDS = 60
"""How long to wait for another process that writes the same SQLite gradebook."""


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
