"""A coordinator whose workers take a moment and give a canned result: for tests that kill it.

The coordinator, its pool of processes, the gradebook and the folders are the real ones.
"""

from __future__ import annotations

import os
import warnings
from contextlib import closing
from pathlib import Path

from sqlalchemy.orm import configure_mappers

import helpers.nbgrader_plugins  # noqa: F401  # as the course's configuration does
from helpers.grading import coordinator
from helpers.grading.course import Course
from helpers.grading.local_workers import LocalWorkers
from helpers.grading.order import Order
from tests.scale.canned import canned

configure_mappers()  # once, and not in every fork


def grade(course: str, assignment: str) -> None:
    """Grade an assignment of a course; what it prints goes nowhere."""
    os.setsid()
    warnings.simplefilter("ignore")
    coordinator.require_sandbox = lambda: None
    with closing(LocalWorkers(2, canned)) as workers:
        coordinator.grade(Course.load(Path(course)), Order(assignment), workers)
