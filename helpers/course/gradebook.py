"""A course's gradebook, opened with one clear reason where that fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from nbgrader.api import Gradebook
from sqlalchemy.exc import SQLAlchemyError

from helpers.grading.course import Course
from helpers.grading.errors import NoCourse


@contextmanager
def open_gradebook(course: Course) -> Iterator[Gradebook]:
    """Open the gradebook, made where there is none.  Raises NoCourse."""
    # nbgrader starts `alembic` by name for a new gradebook.  It lies beside this Python, which
    # need not be on the PATH.
    beside = str(os.path.dirname(sys.executable))
    os.environ["PATH"] = os.pathsep.join((beside, os.environ.get("PATH", "")))
    where = course.db_url if course.db_url.startswith("sqlite") else "the course's gradebook"
    try:
        with Gradebook(course.db_url, course.course_id) as gradebook:
            yield gradebook
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise NoCourse(f"{where} cannot be read or written: {reason}") from error
