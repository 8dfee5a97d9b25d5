"""The demo class, graded once for all the tests of this folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from examples.build import ASSIGNMENTS
from examples.course import Course
from examples.table import Marks, read_marks
from tests import warm_commands

ROOT = Path(__file__).resolve().parents[2]
INSTRUCTOR = "instructor"

MakeCourse = Callable[[str], Path]


def started(*command: str | Path) -> subprocess.Popen[str]:
    """Start a command at the repository root.

    nbgrader runs in processes of its own: SQLAlchemy warns inside it on every submission, which
    the test process would turn into errors.
    """
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "PYTHONWARNINGS")}
    return subprocess.Popen(
        [*map(str, command)],
        cwd=ROOT,
        env=environment,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def demo(course: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    """Start the demo in a course directory."""
    return started(warm_commands.folder() / "demo", "--course", course, *arguments)


def cold_demo(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start the demo in a Python of its own, as `make demo` does."""
    return started(sys.executable, "-m", "examples.demo", *arguments)


def finished(process: subprocess.Popen[str]) -> str:
    """Wait until a process ends well, and give what it printed."""
    output, _ = process.communicate()
    assert process.returncode == 0, output
    return output


@pytest.fixture(scope="session")
def make_course(tmp_path_factory: pytest.TempPathFactory) -> MakeCourse:
    """Make a course directory of its own, with the repository's sources and configuration."""

    def make(name: str) -> Path:
        course = tmp_path_factory.mktemp(name)
        shutil.copy(ROOT / "nbgrader_config.py", course)
        shutil.copytree(ROOT / "source", course / "source")
        return course

    return make


@dataclass(frozen=True)
class GradedClass:
    """What nbgrader made of the class."""

    course: Path

    def marks(self, student: str, assignment: str) -> Marks:
        """Give one student's marks on one assignment, in `rows[0]`."""
        with Course(self.course).gradebook() as gradebook:
            return read_marks(gradebook, assignment, [student], self.course)

    def scores(self, student: str, assignment: str) -> dict[str, float]:
        """Give the points earned on each question that is marked automatically."""
        cells = self.marks(student, assignment).rows[0].cells
        assert cells is not None
        return {name: cell.score for name, cell in cells.items() if name.startswith("test_")}

    def points(self, assignment: str) -> dict[str, float]:
        """Give the points of each question that is marked automatically."""
        points = self.marks(INSTRUCTOR, assignment).points
        return {name: value for name, value in points.items() if name.startswith("test_")}

    def autograded(self, student: str, assignment: str) -> nbformat.NotebookNode:
        """Give a submission as it is after grading."""
        path = self.course / "autograded" / student / assignment / f"{assignment}.ipynb"
        return nbformat.read(path, as_version=4)


@pytest.fixture(scope="session")
def graded_class(make_course: MakeCourse) -> GradedClass:
    """Build and grade the whole class once, and the instructor's own notebooks like a student's."""
    course = make_course("class")
    finished(demo(course, "--no-feedback"))
    for assignment in ASSIGNMENTS:
        target = course / "submitted" / INSTRUCTOR / assignment
        shutil.copytree(course / "source" / assignment, target)
        command = (warm_commands.folder() / "twokernels", "grade", assignment, "--course", course)
        finished(started(*command, "--student", INSTRUCTOR))
    return GradedClass(course)
