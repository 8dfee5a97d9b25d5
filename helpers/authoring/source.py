"""An instructor's notebooks, cell by cell, as they are written: nothing is put right on the way."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.authoring.findings import Finding, Kind
from helpers.grading.course import Course
from helpers.grading.errors import NoCourse, no_assignment

Json = dict[str, Any]

SOLUTION = re.compile(
    r"^[^\n]*### BEGIN SOLUTION[^\n]*\n.*?^[^\n]*### END SOLUTION[^\n]*$", re.M | re.S
)
HIDDEN = re.compile(
    r"^[^\n]*### BEGIN HIDDEN TESTS[^\n]*\n.*?^[^\n]*### END HIDDEN TESTS[^\n]*$", re.M | re.S
)


@dataclass(frozen=True)
class Cell:
    """One cell of a source notebook; `number` counts from 1."""

    notebook: str
    number: int
    raw: Json

    @property
    def kind(self) -> str:
        """`code`, `markdown` or `raw`."""
        return str(self.raw.get("cell_type", ""))

    @property
    def text(self) -> str:
        """What is written in it."""
        source = self.raw.get("source", "")
        return "".join(source) if isinstance(source, list) else str(source)

    @property
    def marks(self) -> Json:
        """What nbgrader has noted of it."""
        marks = self.raw.get("metadata", {}).get("nbgrader", {})
        return marks if isinstance(marks, dict) else {}

    @property
    def grade_id(self) -> str:
        """Its name, or ""."""
        return str(self.marks.get("grade_id") or "")

    @property
    def name(self) -> str:
        """What a finding calls it."""
        return self.grade_id or str(self.raw.get("id") or f"cell {self.number}")

    @property
    def is_test(self) -> bool:
        """Whether it holds tests."""
        return bool(self.marks.get("grade")) and not self.marks.get("solution")

    @property
    def is_answer(self) -> bool:
        """Whether students write in it and tests mark it."""
        return bool(self.marks.get("solution")) and not self.marks.get("grade")

    @property
    def is_manual(self) -> bool:
        """Whether a person marks it."""
        return bool(self.marks.get("grade") and self.marks.get("solution")) or self.is_task

    @property
    def is_task(self) -> bool:
        """Whether it is nbgrader's manually graded task."""
        return bool(self.marks.get("task"))

    @property
    def points(self) -> float | None:
        """What it is worth, or None where that is no number."""
        points = self.marks.get("points")
        if isinstance(points, bool) or not isinstance(points, int | float):
            return None
        return float(points)

    @property
    def is_shown(self) -> bool:
        """Whether students get this cell's text, apart from what is hidden in it."""
        return not (self.is_answer or self.is_manual) or bool(SOLUTION.search(self.text))

    @property
    def shown(self) -> str:
        """What students see of its text."""
        return HIDDEN.sub("", SOLUTION.sub("", self.text)) if self.is_shown else ""

    def finding(self, kind: Kind, says: str, do: str) -> Finding:
        """Find something wrong with this cell."""
        return Finding(kind, self.notebook, self.name, says, do)


Notebook = list[Cell]


def read_source(course: Course, assignment: str) -> dict[str, Notebook]:
    """Return the notebooks of an assignment's source folder, by name.  Raises NoCourse."""
    if Path(assignment).name != assignment:
        raise NoCourse(f"{assignment!r} is no assignment's name; give the name alone, not a path")
    paths = sorted((course.source / assignment).glob("*.ipynb"))
    if not paths:
        raise no_assignment(course.source, assignment)
    return {path.stem: _read(path) for path in paths}


def _read(path: Path) -> Notebook:
    try:
        cells = json.loads(path.read_bytes())["cells"]
        return [Cell(path.stem, number, dict(cell)) for number, cell in enumerate(cells, 1)]
    except OSError as error:
        raise NoCourse(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise NoCourse(f"{path} is no notebook that can be read; open it in Jupyter") from error


def question_of(test: Cell, cells: Notebook) -> str:
    """Return the name of the answer that a test cell is about, the longest that fits, or ""."""
    fitting = [
        cell.grade_id
        for cell in cells
        if cell.is_answer and f"{test.grade_id}_".startswith(f"test_{cell.grade_id}_")
    ]
    return max(fitting, key=len, default="")
