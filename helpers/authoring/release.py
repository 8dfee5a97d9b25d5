"""The release of an assignment, made in a folder that is thrown away."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from nbgrader.apps.api import capture_log
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import SaveCells

from helpers.authoring.source import Cell
from helpers.grading.course import Course, reason_in
from helpers.grading.errors import NoCourse


def release(course: Course, assignment: str) -> dict[str, bytes]:
    """Return the files that students would get, by their path.  Raises NoCourse."""
    with tempfile.TemporaryDirectory() as scratch:
        directory, config = course.releasing_into(scratch)
        directory.assignment_id = assignment
        converter = GenerateAssignment(coursedir=directory, config=config)
        converter.no_database = converter.force = True
        converter.preprocessors = [
            step for step in converter.preprocessors if step is not SaveCells
        ]
        result = capture_log(converter)
        if not result["success"]:
            reason = reason_in(result["log"])
            raise NoCourse(f"no release can be made of {course.source / assignment}: {reason}")
        folder = Path(scratch) / assignment
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }


def cells_of(notebook: str, content: bytes) -> list[Cell]:
    """Return the cells of a released notebook, and its metadata as one more."""
    data = json.loads(content)
    about = {"id": "(the notebook itself)", "metadata": data["metadata"]}
    return [Cell(notebook, number, cell) for number, cell in enumerate([*data["cells"], about], 1)]


def cell_of(file: str, content: bytes) -> Cell:
    """Return a file beside the notebooks as if it were a cell."""
    return Cell(file, 1, {"id": file, "source": content.decode("utf-8", "replace")})
