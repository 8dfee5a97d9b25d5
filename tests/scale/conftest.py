"""Courses for tests of scale: built once, copied for each test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from examples.build import build_class, choose, load_class
from tests import warm_commands
from tests.scale.whole import whole

ROOT = Path(__file__).resolve().parents[2]
STUDENTS = ("blank", "dsga1008_sheet", "flips_kernel", "half_done", "perfect_loops", "raises")

NewCourse = Callable[[str], Path]
Scores = dict[tuple[str, str, str], tuple[float | None, bool]]


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command of this project's environment."""
    environment = os.environ | {"PATH": warm_commands.path()}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def twokernels(*arguments: str | Path) -> tuple[str, ...]:
    """Return the command line of `twokernels`."""
    return (str(warm_commands.folder() / "twokernels"), *map(str, arguments))


def started(*arguments: str | Path) -> tuple[str, ...]:
    """Return the command line of a `twokernels` in a Python of its own, which can be killed."""
    return (sys.executable, "-m", "helpers.cli", *map(str, arguments))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with three assignments and six students, not graded yet."""
    course = tmp_path_factory.mktemp("template")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(ROOT / "source", course / "source")
    shutil.copytree(ROOT / "release", course / "release")
    build_class(course, students=choose(load_class(), STUDENTS))
    for assignment in ("convolution", "pooling"):
        made = run("nbgrader", "generate_assignment", assignment, "--force", cwd=course)
        assert made.returncode == 0, made.stderr
    return course


@pytest.fixture
def new_course(template: Path, tmp_path: Path) -> Iterator[NewCourse]:
    """Make a course of its own for a test."""

    def make(name: str) -> Path:
        return Path(shutil.copytree(template, tmp_path / name))

    yield make
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture(scope="session")
def calm(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All that an undisturbed run on `pooling` leaves."""
    course = tmp_path_factory.mktemp("calm") / "course"
    shutil.copytree(template, course)
    done = run(*twokernels("grade", "pooling", "--workers", "2", "--course", course))
    assert done.returncode == 0, done.stderr
    return whole(course)


def scores(db_url: str) -> Scores:
    """Read from a gradebook every automatic score, and whether a person is to mark the cell."""
    found: Scores = {}
    with Gradebook(db_url) as gradebook:
        for assignment in gradebook.assignments:
            for submission in gradebook.assignment_submissions(assignment.name):
                for notebook in submission.notebooks:
                    for grade in notebook.grades:
                        key = (assignment.name, submission.student.id, grade.name)
                        assert key not in found, f"{key} is in the gradebook twice"
                        found[key] = grade.auto_score, grade.needs_manual_grade
    return found


def of_course(course: Path) -> Scores:
    """Read the gradebook of a course on SQLite."""
    return scores(f"sqlite:///{course / 'gradebook.db'}")


def result(path: Path) -> dict[str, Any]:
    """Read a result file, without what differs from run to run."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    del data["seconds"], data["workers"]
    return data
