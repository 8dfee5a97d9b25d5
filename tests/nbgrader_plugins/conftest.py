"""One small class, graded three ways: by nbgrader's command, its Python interface, and ours."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from helpers.grading.course import Course
from tests.grading.courses import (
    GOOD,
    hand_in,
    handed_in,
    nbgrader,
    python,
    small_course,
    twokernels,
)
from tests.nbgrader_plugins.driver import scores

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"
CLASS = {
    "good": handed_in(why=f"Because {SCRIPT}"),
    "half": handed_in(
        double="def double(x):\n    return x", root="def root(x):\n    return x // 2"
    ),
    "loop": handed_in(double="def double(x):\n    while x: pass\n    return x"),
    "blank": handed_in("", "", "YOUR ANSWER HERE"),
    "html": handed_in(
        double=f"from IPython.display import HTML\ndisplay(HTML({SCRIPT!r}))\n{GOOD}"
    ),
    "peek": handed_in(double="def double(x):\n    raise ValueError(f'I was called with {x}')"),
}
BROKEN = "torn"
CLICKED = ("half", BROKEN, "good", "nobody")
"""Whom the formgrader's button is pressed for, one after the other."""


@dataclass(frozen=True)
class Graded:
    """A course after grading, and what the grading said."""

    course: Path
    said: dict[str, str]
    status: int

    def scores(self) -> dict[str, Any]:
        """Return the gradebook's scores."""
        return scores(Course.load(self.course).directory, "quiz")


def drive(course: Path, *steps: str) -> list[Any]:
    """Do steps with nbgrader's Python interface."""
    done = python(course, "-m", "tests.nbgrader_plugins.driver", str(course), *steps)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def new_class(folder: Path) -> Path:
    """Make the course and hand in everything."""
    course = small_course(folder)
    for student, content in CLASS.items():
        hand_in(course, student, content)
    hand_in(course, BROKEN, b"{")
    return course


@pytest.fixture(scope="session")
def by_nbgrader(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Grade with `nbgrader autograde`."""
    course = new_class(tmp_path_factory.mktemp("nbgrader"))
    done = nbgrader(course, "autograde", "quiz")
    return Graded(course, {"": done.stdout + done.stderr}, done.returncode)


@pytest.fixture(scope="session")
def by_command(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Grade with `twokernels grade`."""
    course = new_class(tmp_path_factory.mktemp("command"))
    done = twokernels(course, "grade", "quiz")
    return Graded(course, {"": done.stdout + done.stderr}, done.returncode)


@pytest.fixture(scope="session")
def by_formgrader(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Grade one by one with nbgrader's Python interface, as the formgrader's button does."""
    course = new_class(tmp_path_factory.mktemp("formgrader"))
    replies = drive(course, *(f"autograde:quiz:{student}" for student in CLICKED))
    said = {student: json.dumps(reply) for student, reply in zip(CLICKED, replies, strict=True)}
    return Graded(course, said, sum(not reply["success"] for reply in replies))
