"""The release of an assignment, made by nbgrader in a folder that is thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.apps.api import capture_log
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import SaveCells

from helpers.grading.course import Course
from helpers.grading.errors import NoCourse, reason_in

Step = Callable[[NotebookNode, Any], tuple[NotebookNode, Any]]


@contextmanager
def released(course: Course, assignment: str, enter: Step | None = None) -> Iterator[Path]:
    """Give the folder of what students would get, with no gradebook opened.

    `enter` sees each notebook where nbgrader would enter it into the gradebook.  All other steps
    run, for the last ones find what is wrong with a source as well.  Raises NoCourse.
    """
    with tempfile.TemporaryDirectory() as scratch:
        directory, config = course.releasing_into(scratch)
        directory.assignment_id = assignment
        converter = GenerateAssignment(coursedir=directory, config=config)
        converter.no_database = converter.force = True
        steps = (enter if step is SaveCells else step for step in converter.preprocessors)
        converter.preprocessors = [step for step in steps if step is not None]
        result = capture_log(converter)
        if not result["success"]:
            reason = reason_in(result["log"])
            raise NoCourse(f"no release can be made of {course.source / assignment}: {reason}")
        yield Path(scratch, assignment)
