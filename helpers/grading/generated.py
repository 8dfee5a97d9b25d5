"""What source/ says now, beside the gradebook's copy of it, which is what grading uses.

nbgrader lets an assignment that has submissions change what its cells say and their points, and
refuses other cells: none may be added, removed or renamed.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils

from helpers.grading.assignment import Assignment, SourceCell
from helpers.grading.course import Course, placed
from helpers.grading.errors import NoCourse
from helpers.grading.releasing import released


def generated(course: Course, assignment: str) -> list[Assignment]:
    """Return the notebooks that `nbgrader generate_assignment` would enter into the gradebook.

    nbgrader's own steps make them, in a folder that is thrown away.  Raises NoCourse.
    """
    entered: dict[str, NotebookNode] = {}

    def enter(notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        entered[resources["nbgrader"]["notebook"]] = copy.deepcopy(notebook)
        return notebook, resources

    with released(course, assignment, enter):
        pass
    return [
        placed(name, _cells(notebook), course.source / assignment / f"{name}.ipynb")
        for name, notebook in sorted(entered.items())
    ]


def _cells(notebook: NotebookNode) -> list[SourceCell]:
    """Choose the cells that nbgrader's SaveCells would enter."""
    cells = []
    for cell in notebook.cells:
        graded, solution, task = utils.is_grade(cell), utils.is_solution(cell), utils.is_task(cell)
        locked = bool(utils.is_locked(cell))
        if not (graded or solution or task or locked):
            continue
        marks = cell.metadata.nbgrader
        cells.append(
            SourceCell(
                grade_id=marks["grade_id"],
                kind=cell.cell_type,
                source=cell.source,
                points=float(marks["points"]) if graded or task else 0.0,
                graded=graded,
                solution=solution,
                task=task,
                locked=locked,
                checksum=marks.get("checksum"),
            )
        )
    return cells


@dataclass(frozen=True)
class Difference:
    """How what source/ says differs from the gradebook's copy; false where it does not."""

    changed: tuple[str, ...] = ()
    """Cells whose text has changed."""
    points: tuple[tuple[str, float, float], ...] = ()
    """Cells with other points: before, after."""
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.changed or self.points or self.added or self.gone)

    def __str__(self) -> str:
        """Say it in a few words: `test_double (text), test_root (6 → 8 points)`."""
        said = {name: ["text"] for name in self.changed}
        for name, before, after in self.points:
            said.setdefault(name, []).append(f"{before:g} → {after:g} points")
        said |= {name: ["new"] for name in self.added} | {name: ["gone"] for name in self.gone}
        return ", ".join(f"{name} ({', '.join(how)})" for name, how in said.items())


def difference(known: list[Assignment], now: list[Assignment]) -> Difference:
    """Compare the gradebook's copy of an assignment with what source/ says now."""
    before, after = _by_name(known), _by_name(now)
    roles_before, roles_after = _roles(known), _roles(now)
    both = [name for name in after if name in before]
    return Difference(
        changed=tuple(
            name
            for name in both
            if before[name]
            != replace(after[name], points=before[name].points, checksum=before[name].checksum)
        ),
        points=tuple(
            (name, before[name].points, after[name].points)
            for name in both
            if before[name].points != after[name].points
        ),
        added=_names(roles_after - roles_before),
        gone=_names(roles_before - roles_after),
    )


def _by_name(notebooks: list[Assignment]) -> dict[str, SourceCell]:
    return {cell.grade_id: cell for notebook in notebooks for cell in notebook.cells}


def _roles(notebooks: list[Assignment]) -> set[tuple[str, str, str]]:
    """List what must stay: every notebook, every cell in it, and what each cell is."""
    return {(notebook.notebook, "", "") for notebook in notebooks} | {
        (notebook.notebook, cell.grade_id, role)
        for notebook in notebooks
        for cell in notebook.cells
        for role in ("cell", *(r for r in ("graded", "solution", "task") if getattr(cell, r)))
    }


def _names(roles: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    return tuple(sorted({name or f"{notebook}.ipynb" for notebook, name, _ in roles}))


def require_same_cells(course: Course, assignment: str, found: Difference) -> None:
    """Refuse what nbgrader cannot change in an assignment with submissions.  Raises NoCourse."""
    if found.added or found.gone:
        parts = [("new", found.added), ("gone", found.gone)]
        which = "; ".join(f"{word}: {', '.join(names)}" for word, names in parts if names)
        raise NoCourse(
            f"{course.source / assignment} has other cells than its submissions were graded with "
            f"({which}), and nbgrader keeps the cells of an assignment that has submissions; give "
            "each its old name and kind again. To drop a question, set its points to 0; to add a "
            "test, write it into a test cell that is there"
        )
