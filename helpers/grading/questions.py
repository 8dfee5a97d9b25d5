"""Which question a graded cell belongs to, and which answers are as they were."""

from __future__ import annotations

from typing import Any

from helpers.grading.assignment import Assignment, SourceCell
from helpers.grading.errors import NoCourse

Json = dict[str, Any]


def question_of(cell: SourceCell, notebook: Assignment) -> str:
    """Return the name of the answer that a graded cell is about.

    A test cell `test_<name>…` is about the answer cell `<name>`, the longest that fits; a cell
    that a person marks, and a test cell of no such name, are questions of their own.
    """
    if cell.is_manual:
        return cell.grade_id
    fitting = [
        answer.grade_id
        for answer in notebook.cells
        if answer.solution and f"{cell.grade_id}_".startswith(f"test_{answer.grade_id}_")
    ]
    return max(fitting, key=len, default=cell.grade_id)


def chosen(assignment: str, notebooks: list[Assignment], names: tuple[str, ...]) -> frozenset[str]:
    """Return the graded cells of some questions, each named by its answer or by a graded cell.

    Raises NoCourse, which names the questions there are.
    """
    by_name: dict[str, set[str]] = {}
    cells: set[str] = set()
    for notebook in notebooks:
        for cell in notebook.cells:
            if cell.graded or cell.task:
                by_name.setdefault(question_of(cell, notebook), set()).add(cell.grade_id)
                cells.add(cell.grade_id)
    unknown = [name for name in names if name not in by_name and name not in cells]
    if unknown:
        raise NoCourse(
            f"{assignment} has no question {', '.join(unknown)} (there: {', '.join(by_name)})"
        )
    return frozenset().union(*(by_name.get(name, {name}) for name in names))


def untouched(notebooks: list[Assignment], earlier: Json | None, result: Json) -> frozenset[str]:
    """Return the graded cells whose answers are the same text as at an earlier grading."""
    if earlier is None:
        return frozenset()
    found = set()
    for notebook in notebooks:
        content = result["notebooks"].get(notebook.notebook, {"cells": []})
        now = answers(content)
        answers_of_notebook = [cell.grade_id for cell in notebook.cells if cell.solution]
        for cell in notebook.cells:
            if cell.task:  # its answer is in cells that have no names
                same = earlier.get("digest") == result["digest"]
            elif cell.graded:
                name = question_of(cell, notebook)
                about = [name] if name in answers_of_notebook else answers_of_notebook
                same = all(
                    name in now and earlier["answers"].get(name) == now[name] for name in about
                )
            else:
                continue
            if same:
                found.add(cell.grade_id)
    return frozenset(found)


def answers(content: Json) -> dict[str, str]:
    """Return the text of each cell of a graded notebook that has a name."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell.get("source", "")
        for cell in content["cells"]
        if "nbgrader" in cell["metadata"]
    }
