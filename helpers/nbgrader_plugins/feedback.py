"""Feedback that shows the student's work and the verdicts, and no hidden test."""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

from helpers.grading.assignment import without_hidden


class HideHiddenTests(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Cut hidden tests and mark schemes out of a notebook on its way to a feedback page."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Leave out the cells that are for markers, then go through the others."""
        nb.cells = [
            cell for cell in nb.cells if not cell.metadata.get("twokernels", {}).get("for_markers")
        ]
        return super().preprocess(nb, resources)  # type: ignore[no-any-return]  # nbgrader has no types

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Leave of a test cell what the student had, and of its outputs the examiner's."""
        if is_grade(cell) and not is_solution(cell):
            cell.source = without_hidden(cell.source)
        return cell, resources
