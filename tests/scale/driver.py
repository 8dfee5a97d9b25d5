"""Coordinators in a fork of a process that has everything imported: for tests that kill them.

All is as in the command but for what takes time and is not at stake.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from contextlib import closing
from pathlib import Path

from sqlalchemy.orm import configure_mappers

import helpers.nbgrader_plugins  # noqa: F401  # as the course's configuration does
from helpers.grading import coordinator
from helpers.grading.course import Course
from helpers.grading.local_workers import GRADE, LocalWorkers
from helpers.grading.order import Order
from tests.scale.canned import CANNED

configure_mappers()  # once, and not in every fork


def grade(course: str, assignment: str, scratch: str | None = None) -> None:
    """Grade an assignment of a course, with canned results; given a scratch folder, really."""
    os.setsid()
    warnings.simplefilter("ignore")
    tempfile.tempdir = scratch
    coordinator.require_sandbox = lambda: None
    with closing(LocalWorkers(2, GRADE if scratch else CANNED)) as workers:
        coordinator.grade(Course.load(Path(course)), Order(assignment), workers)
