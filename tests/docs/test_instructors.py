"""docs/instructors.md, followed to the letter in a fresh clone, ends with marks for Canvas."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from examples.build import load_class
from tests.docs.pages import commands, must, page
from tests.docs.people import clone

TYPED = commands(page("instructors"))
DONE_BEFORE = ("make setup", "source .venv/bin/activate")
"""What every run of the tests has behind it."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clone what is tracked here, and type every command of the page."""
    folder = clone(tmp_path_factory.mktemp("clone"))
    assert TYPED[:2] == list(DONE_BEFORE)
    for line in TYPED[2:]:
        # Free answers wait for a person: `marks` names them and ends with 1.
        must(line, folder, *((0, 1) if line.startswith("twokernels marks") else (0,)))
    return folder


def test_every_student_is_in_the_canvas_file_with_a_mark(course: Path) -> None:
    with (course / "canvas.csv").open(encoding="utf-8-sig", newline="") as file:
        header, points, *rows = csv.reader(file)
    assert header[:2] == ["Student", "ID"]
    assert points[0].strip() == "Points Possible"
    column = next(i for i, name in enumerate(header) if name.startswith("two_kernels"))
    marks = {row[header.index("SIS Login ID")]: float(row[column]) for row in rows}
    assert set(marks) == set(load_class())
    assert marks["perfect_loops"] > marks["flips_kernel"] > marks["blank"] == 0


def test_what_the_page_promises_is_there(course: Path) -> None:
    assert (course / "two_kernels-student.zip").is_file()
    assert (course / "two_kernels-report.html").is_file()
    for student in load_class():
        assert (course / "feedback" / student / "two_kernels" / "two_kernels.html").is_file()
