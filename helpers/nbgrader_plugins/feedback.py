"""`nbgrader generate_feedback`: a page of the work and the verdicts, and no hidden test."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

from helpers.grading.assignment import without_hidden


class ReadGradebook(GetGrades):  # type: ignore[misc]  # nbgrader has no types
    """Reads what nbgrader reads, and whether a person has marked a cell or still has to.

    Comments are those of persons; nbgrader's own "No response." is what the verdict says better.
    """

    def _get_comment(self, cell: Any, resources: Any) -> None:
        name = cell.metadata.nbgrader["grade_id"]
        place = (self.notebook_id, self.assignment_id, self.student_id)
        cell.metadata.nbgrader["comment"] = self.gradebook.find_comment(name, *place).manual_comment

    def _get_score(self, cell: Any, resources: Any) -> None:
        marks = cell.metadata.nbgrader
        place = (self.notebook_id, self.assignment_id, self.student_id)
        grade = self.gradebook.find_grade(marks["grade_id"], *place)
        marks["score"] = grade.score
        marks["points"] = grade.max_score
        marks["extra"] = grade.extra_credit
        marks["by_hand"] = grade.manual_score is not None
        marks["waiting"] = grade.needs_manual_grade


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


class FeedbackExporter(Exporter):  # type: ignore[misc]  # nbconvert is not followed
    """Makes the page; nbgrader's own loads scripts from the network and shows no message."""

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: Any, resources: Any = None, **keywords: Any
    ) -> tuple[str, Any]:
        """Run the preprocessors, and return the page."""
        # Every command of nbgrader loads this module, and one of them makes pages.
        from helpers.nbgrader_plugins.feedback_page import to_html

        nb, resources = super().from_notebook_node(nb, resources, **keywords)
        return to_html(nb, resources), resources
