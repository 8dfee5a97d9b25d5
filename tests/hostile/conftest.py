"""The hostile class, graded once by each of the two ways for all tests of this folder.

The ways take it in different orders, each with one warm process for everyone: what one student may
leave behind meets other students in the second.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.attack import ASSIGNMENT
from tests.hostile.attacks import ATTACKS
from tests.hostile.place import (
    HONEST,
    Place,
    hand_in,
    make_course,
    open_gradebook,
    open_place,
    snapshot,
)

Json = dict[str, Any]
STUDENTS = sorted({attack.student for attack in ATTACKS} | set(HONEST))
SHUFFLED = random.Random(4).sample(STUDENTS, len(STUDENTS))
WRITTEN = ("autograded", "feedback", "gradebook.db", ".twokernels")


@dataclass(frozen=True)
class Graded:
    """What grading the hostile class did."""

    place: Place
    course: Path
    log: str
    status: int
    before: Json
    after: Json
    left_over: tuple[str, ...]
    result: Json
    """The result file; where nbgrader has graded, that of a run which finds it done."""
    without_pages: list[str] = field(default_factory=list)
    """The logs of `nbgrader generate_feedback` where it failed."""

    def entry(self, student: str) -> Json:
        """Return a student's entry of the result file."""
        found: Json = self.result["students"][student]
        return found

    def scores(self) -> dict[str, dict[str, float | None]]:
        """Return the gradebook's scores, by student and question."""
        with open_gradebook(self.course) as gradebook:
            return {
                submission.student.id: {
                    grade.name: grade.auto_score
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                }
                for submission in gradebook.assignment_submissions(ASSIGNMENT)
            }

    def autograded(self, student: str) -> Json | None:
        """Return a graded notebook, or None where there is none."""
        path = self.course / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def _grade(place: Place, course: Path, *command: str) -> Graded:
    hand_in(place, course, ATTACKS)
    watched = (course, place.outside, place.home)
    before = snapshot(*watched, but=WRITTEN)
    done = place.run(*command)
    after = snapshot(*watched, but=WRITTEN)
    left_over = tuple(place.left_over())
    return Graded(place, course, done.stdout, done.returncode, before, after, left_over, {})


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Where the class lives."""
    with open_place(tmp_path_factory.mktemp("hostile")) as made:
        yield made


@pytest.fixture(scope="session")
def template(place: Place) -> Path:
    """The course, before anything hostile is handed in."""
    return make_course(place, "template")


@pytest.fixture(scope="session")
def graded(place: Place, template: Path) -> Graded:
    """The class in a shuffled order, graded by `twokernels grade`."""
    course, file = place.root / "cli", place.root / "cli.json"
    shutil.copytree(template, course)
    options = ("--course", str(course), "--workers", "2", "--json", str(file))
    students = [word for name in SHUFFLED for word in ("--student", name)]
    done = _grade(place, course, "twokernels", "grade", ASSIGNMENT, *options, *students)
    return replace(done, result=json.loads(file.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def by_nbgrader(place: Place, template: Path) -> Graded:
    """The same class by the alphabet, graded by `nbgrader autograde`, with pages of some."""
    course, file = place.root / "nbgrader", place.root / "nbgrader.json"
    shutil.copytree(template, course)
    done = _grade(place, course, "nbgrader", "autograde", ASSIGNMENT, f"--course-dir={course}")
    for students in ("h_page_*", "[am]_honest"):
        options = (ASSIGNMENT, f"--course-dir={course}", f"--student={students}")
        pages = place.run("nbgrader", "generate_feedback", *options)
        if pages.returncode:
            done.without_pages.append(pages.stdout)
    # This grades nothing that nbgrader has graded, and says what that has recorded.
    scores = done.scores()
    place.run("twokernels", "grade", ASSIGNMENT, "--course", str(course), "--json", str(file))
    assert done.scores() == scores
    return replace(done, result=json.loads(file.read_text(encoding="utf-8")))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the first test of this folder the time that grading the class takes."""
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.timeout(900))
