"""What nbgrader needs to know of the cells: names, points, and a test behind its answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from helpers.authoring.findings import Finding, Kind
from helpers.authoring.source import Cell, Notebook, question_of

NAME = re.compile(r"[a-zA-Z0-9_\-]+")
FLAGS = ("grade", "solution", "locked")


def structure(cells: Notebook) -> Iterator[Finding]:
    """Find what keeps nbgrader from making a release, or from marking what is asked."""
    count = Counter(cell.grade_id for cell in cells if cell.grade_id)
    seen: set[str] = set()
    for cell in cells:
        yield from _metadata(cell)
        if count[cell.grade_id] > 1 and cell.grade_id in seen:
            yield cell.finding(
                Kind.METADATA,
                f"{count[cell.grade_id]} cells have this name",
                "give each its own (nbgrader's sidebar in JupyterLab)",
            )
        seen.add(cell.grade_id)
        if cell.marks.get("grade") or cell.is_task:
            yield from _points(cell)
    yield from _tests(cells)


def _metadata(cell: Cell) -> Iterator[Finding]:
    noted = cell.raw.get("metadata", {}).get("nbgrader")
    if noted is None:
        return
    mend = "set the cell's type anew in nbgrader's sidebar"
    if not isinstance(noted, dict):
        yield cell.finding(Kind.METADATA, "what nbgrader has noted of it cannot be read", mend)
        return
    if not any(noted.get(flag) for flag in (*FLAGS, "task")):
        return
    if not NAME.fullmatch(cell.grade_id):
        yield cell.finding(
            Kind.METADATA,
            f"its name is {cell.grade_id!r}",
            "use letters, digits, _ and - only",
        )
    strange = [flag for flag in FLAGS if not isinstance(noted.get(flag), bool)]
    if strange:
        yield cell.finding(Kind.METADATA, f"`{strange[0]}` is neither true nor false", mend)
    if cell.is_test and cell.kind != "code":
        yield cell.finding(Kind.METADATA, f"tests stand in a {cell.kind} cell", "make it code")


def _points(cell: Cell) -> Iterator[Finding]:
    if cell.points is None:
        says = "it has no points" if "points" not in cell.marks else "its points are no number"
        yield cell.finding(Kind.POINTS, says, "say how many it is worth")
    elif cell.points <= 0:
        yield cell.finding(
            Kind.POINTS,
            f"it is worth {cell.points:g} points",
            "give it points, or make it a read-only cell",
        )


def _tests(cells: Notebook) -> Iterator[Finding]:
    place = {cell.grade_id: cell.number for cell in cells if cell.is_answer}
    marked = set()
    for cell in cells:
        if not cell.is_test:
            continue
        answer = question_of(cell, cells)
        marked.add(answer)
        if not answer:
            yield cell.finding(
                Kind.NO_TEST,
                "its name does not say which answer it marks",
                "call it test_ and the name of an answer cell",
            )
        elif cell.number < place[answer]:
            yield cell.finding(
                Kind.RUN_ORDER,
                f"it stands before {answer}, the answer that it marks",
                "move it below",
            )
    if "" in marked:
        return  # any answer may be the one that it marks
    for cell in cells:
        if cell.is_answer and cell.grade_id not in marked:
            yield cell.finding(
                Kind.NO_TEST,
                "no test marks this answer",
                f"add a test cell test_{cell.grade_id}, or let a person mark it",
            )
