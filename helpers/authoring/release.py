"""The release of an assignment, made in a folder that is thrown away."""

from __future__ import annotations

import json

from helpers.authoring.source import Cell
from helpers.grading.course import Course
from helpers.grading.releasing import released


def release(course: Course, assignment: str) -> dict[str, bytes]:
    """Return the files that students would get, by their path.  Raises NoCourse."""
    with released(course, assignment) as folder:
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
