"""Lay a submission's cells beside the assignment's: what to run where, and what to restore.

The student's cells run in the student's order.  Cells the assignment locks have the assignment's
text, whatever the submission made of them.  A test cell stays where it is as long as its answer
comes before it; one that was deleted, or moved before its answer, goes back behind the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from helpers.grading.assignment import Assignment, SourceCell
from helpers.grading.reading import Cell


@dataclass
class Step:
    """One cell of the notebook that is graded."""

    kind: str
    source: str
    known: SourceCell | None = None
    pictures: dict[str, dict[str, str]] = field(default_factory=dict)
    was_missing: bool = False

    @property
    def runs_at_student(self) -> bool:
        """Whether the student's process runs this cell."""
        return self.kind == "code" and not (self.known and self.known.is_test)


def plan(cells: list[Cell], assignment: Assignment) -> list[Step]:
    """Return the notebook to grade, cell by cell."""
    steps = [
        _step(cell, known) for cell, known in zip(cells, _known(cells, assignment), strict=True)
    ]
    present = {step.known.grade_id for step in steps if step.known}
    for source in assignment.cells:
        kept = source.is_manual or (source.locked and not source.is_test)
        if kept and source.grade_id not in present:
            at = _end_of_answer(steps, source, assignment)
            steps.insert(at, _restored(source, missing=True))
    for source in assignment.cells:
        if source.is_test:
            _place_test(steps, source, assignment)
    return steps


def _known(cells: list[Cell], assignment: Assignment) -> list[SourceCell | None]:
    """Say which cell of the assignment each cell is.

    A cell is known by its grade id, of which the last claim is believed, as nbgrader does.  Tools
    that drop metadata keep text and often cell ids, so what is left is known by its cell id, by
    text that only the assignment writes, by the name it defines, or by the cell before it.
    """
    claimed: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if cell.grade_id in assignment.by_id:
            claimed[str(cell.grade_id)] = index
    for matches in (_same_cell_id, _same_text, _defines, _same_place):
        for source in assignment.cells:
            if source.grade_id in claimed:
                continue
            taken = set(claimed.values())
            for index, cell in enumerate(cells):
                if index not in taken and matches(
                    source, cell, cells[index - 1] if index else None
                ):
                    claimed[source.grade_id] = index
                    break
    at = {index: assignment.by_id[grade_id] for grade_id, index in claimed.items()}
    return [at.get(index) for index in range(len(cells))]


def _same_cell_id(source: SourceCell, cell: Cell, before: Cell | None) -> bool:
    return source.cell_id is not None and source.cell_id == cell.cell_id


def _same_text(source: SourceCell, cell: Cell, before: Cell | None) -> bool:
    text = source.released.strip()
    return bool(text) and source.kind == cell.kind and text == cell.source.strip()


def _defines(source: SourceCell, cell: Cell, before: Cell | None) -> bool:
    if not source.solution or source.kind != "code" or cell.kind != "code":
        return False
    name = re.escape(source.grade_id)
    return (
        re.search(rf"^(def {name}\(|class {name}\b|{name} *=[^=])", cell.source, re.MULTILINE)
        is not None
    )


def _same_place(source: SourceCell, cell: Cell, before: Cell | None) -> bool:
    return (
        source.solution
        and source.kind == cell.kind
        and bool(source.before)
        and before is not None
        and before.source.strip() == source.before
    )


def _step(cell: Cell, known: SourceCell | None) -> Step:
    if known is None:
        return Step(cell.kind, cell.source, None, cell.pictures)
    if known.locked or known.is_test:
        return _restored(known, missing=False)
    return Step(known.kind, cell.source, known, cell.pictures)


def _restored(source: SourceCell, missing: bool) -> Step:
    return Step(source.kind, source.released, source, was_missing=missing)


def _end_of_answer(steps: list[Step], source: SourceCell, assignment: Assignment) -> int:
    """Return where a cell belongs: behind the nearest earlier cell of the assignment that is here,
    and behind the student's own cells that follow that one.
    """
    order = {cell.grade_id: index for index, cell in enumerate(assignment.cells)}
    at = {step.known.grade_id: index for index, step in enumerate(steps) if step.known}
    earlier = [
        cell
        for cell in assignment.cells[: order[source.grade_id]]
        if cell.grade_id in at and (not source.is_test or cell.solution or cell.is_test)
    ]
    if not earlier:
        return len(steps) if source.is_test else 0
    index = at[earlier[-1].grade_id] + 1
    if source.is_test:
        answers = [at[cell.grade_id] for cell in earlier if cell.solution]
        index = max(index, max(answers[-1:], default=0) + 1)
    while index < len(steps) and steps[index].known is None and steps[index].kind == "code":
        index += 1
    return index


def _place_test(steps: list[Step], source: SourceCell, assignment: Assignment) -> None:
    here = [
        i for i, step in enumerate(steps) if step.known and step.known.grade_id == source.grade_id
    ]
    answer = _answer_index(steps, source, assignment)
    if here and (answer is None or here[0] > answer):
        return
    for index in reversed(here):
        del steps[index]
    steps.insert(_end_of_answer(steps, source, assignment), _restored(source, missing=not here))


def _answer_index(steps: list[Step], source: SourceCell, assignment: Assignment) -> int | None:
    """Return where the answer that a test cell is about stands: the solution before it."""
    order = {cell.grade_id: index for index, cell in enumerate(assignment.cells)}
    for cell in reversed(assignment.cells[: order[source.grade_id]]):
        if cell.solution and not cell.graded:
            for index, step in enumerate(steps):
                if step.known is cell:
                    return index
            return None
    return None
