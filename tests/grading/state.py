"""The whole state of a small course: every row of its gradebook, every byte of its results."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from nbgrader.api import Gradebook

from helpers.grading.course import Course
from tests.grading.small import Json

Rows = dict[str, list[str]]


def rows(course: Path) -> Rows:
    """Return every row of every table but the students, whom undoing leaves enrolled."""
    with closing(sqlite3.connect(course / "gradebook.db")) as book:
        tables = [
            name for (name,) in book.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return {
            table: sorted(map(repr, book.execute(f'SELECT * FROM "{table}"')))
            for table in tables
            if table != "student"
        }


def files(folder: Path) -> dict[Path, bytes]:
    """Return the content of every file below a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def state(course: Path) -> tuple[Rows, dict[Path, bytes]]:
    """Return the gradebook's rows and the graded notebooks."""
    return rows(course), files(course / "autograded")


@contextmanager
def gradebook(course: Path) -> Iterator[Gradebook]:
    """Open the gradebook."""
    with Gradebook(Course.load(course).db_url, "small") as opened:
        yield opened


def mark_by_hand(course: Path, student: str, cell: str, score: float, comment: str = "") -> None:
    """Give a mark as the formgrader does."""
    with gradebook(course) as book:
        grade = book.find_grade(cell, "quiz", "quiz", student)
        grade.manual_score = score
        grade.needs_manual_grade = False
        if comment:
            book.find_comment(cell, "quiz", "quiz", student).manual_comment = comment
        book.db.commit()


def marks(course: Path, student: str) -> dict[str, tuple[float | None, float | None, bool]]:
    """Return each cell's automatic mark, mark by hand, and whether a person has to look at it."""
    with gradebook(course) as book:
        found = book.find_submission_notebook("quiz", "quiz", student).grades
        return {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in found}


def change_source(course: Path, grade_id: str, **fields: object) -> None:
    """Change a cell of the instructor's notebook: its `source`, or a field of its metadata."""
    path = course / "source" / "quiz" / "quiz.ipynb"
    content: Json = json.loads(path.read_text())
    for cell in content["cells"]:
        if cell["metadata"]["nbgrader"]["grade_id"] == grade_id:
            if "source" in fields:
                cell["source"] = fields["source"]
            known = {name: value for name, value in fields.items() if name != "source"}
            cell["metadata"]["nbgrader"].update(known)
    path.write_text(json.dumps(content))


def cells_of_source(course: Path, edit: object) -> None:
    """Edit the list of cells of the instructor's notebook with a function."""
    path = course / "source" / "quiz" / "quiz.ipynb"
    content: Json = json.loads(path.read_text())
    assert callable(edit)
    edit(content["cells"])
    path.write_text(json.dumps(content))


TRIPLE = "# Graded.\n### BEGIN HIDDEN TESTS\nassert double(3) == 9\n### END HIDDEN TESTS"
"""A test of `double` that has changed its mind."""
