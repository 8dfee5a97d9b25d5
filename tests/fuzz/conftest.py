"""The three assignments, as grading has them from the gradebook."""

from __future__ import annotations

import shutil

import pytest

from helpers.grading.assignment import Assignment
from helpers.grading.course import Course
from helpers.grading.ledger import Ledger
from tests.fuzz.spoil import ASSIGNMENTS, ROOT
from tests.nbgrader_plugins.conftest import drive


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Make a course with the repository's sources, and enter its assignments."""
    folder = tmp_path_factory.mktemp("fuzz")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "source", folder / "source")
    drive(folder, *(f"generate:{assignment}" for assignment in ASSIGNMENTS))
    return Course.load(folder)


@pytest.fixture(scope="session")
def assignments(course: Course) -> dict[str, Assignment]:
    """Read the assignments."""
    found = {}
    with Ledger(course.db_url, course.course_id, course.autograded, course.config) as ledger:
        for name in ASSIGNMENTS:
            (found[name],) = ledger.assignment(course.source, name)
    return found
