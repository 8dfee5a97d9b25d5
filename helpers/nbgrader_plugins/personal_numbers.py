"""A release in which every student has numbers of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat.v4 import new_code_cell
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from helpers.grading.personal import numbers_key
from helpers.judging.personal import draw

GIVEN = "given"
"""The grade id of the locked cell that gives an assignment's matrices."""

ENTER = """# Your id, as your course knows it. Your numbers follow from it.
student_id = \"\""""

DRAWN = """from helpers.student import my_numbers

{names} = my_numbers("{assignment}", "{key}", student_id)"""


class PersonalNumbers(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Has the given matrices drawn from the student's id, where c.TwoKernels says so."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Replace the cell that gives the sheet's numbers."""
        root = Path(str(CourseDirectory(config=self.config).root))
        assignment = str(resources["nbgrader"]["assignment"])
        key = numbers_key(self.config, root, assignment)
        if key is None:
            return nb, resources
        cells = []
        for cell in nb.cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") == GIVEN:
                names = ", ".join(draw(assignment, key, ""))
                if names.isidentifier():
                    names += ","  # the tuple of one
                cells.append(new_code_cell(ENTER, id="student-id"))
                cell.source = DRAWN.format(names=names, assignment=assignment, key=key)
            cells.append(cell)
        nb.cells = cells
        return nb, resources
