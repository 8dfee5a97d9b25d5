"""A course's gradebook, opened with one clear reason where that fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nbgrader.api import Gradebook
from sqlalchemy.exc import SQLAlchemyError

from helpers.grading import alembic
from helpers.grading.course import Course
from helpers.grading.errors import NoCourse


@contextmanager
def open_gradebook(course: Course) -> Iterator[Gradebook]:
    """Open the gradebook, made where there is none.  Raises NoCourse."""
    alembic.put_on_path()
    where = course.db_url if course.db_url.startswith("sqlite") else "the course's gradebook"
    try:
        with Gradebook(course.db_url, course.course_id) as gradebook:
            yield gradebook
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise NoCourse(f"{where} cannot be read or written: {reason}") from error
