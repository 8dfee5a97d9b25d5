"""The demo class, graded by nbgrader, earns what `examples/class/expected.toml` says."""

from __future__ import annotations

from pathlib import Path

import pytest

from examples.build import ASSIGNMENTS, load_class
from examples.expected import expected_shares
from tests.examples.conftest import INSTRUCTOR, GradedClass, MakeCourse, cold_demo, demo, finished

STUDENTS = tuple(load_class())
ROUNDING = 1e-3  # a mark is rounded to four places


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
@pytest.mark.parametrize("student", STUDENTS)
def test_every_question_earns_what_it_should(
    graded_class: GradedClass, student: str, assignment: str
) -> None:
    points = graded_class.points(assignment)
    shares = expected_shares(student, assignment, points)
    expected = {name: float(shares[name]) * points[name] for name in points}
    assert graded_class.scores(student, assignment) == pytest.approx(expected, abs=ROUNDING)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_instructors_own_notebook_earns_every_automatic_mark(
    graded_class: GradedClass, assignment: str
) -> None:
    assert graded_class.scores(INSTRUCTOR, assignment) == graded_class.points(assignment)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_untouched_release_earns_nothing(graded_class: GradedClass, assignment: str) -> None:
    assert set(graded_class.scores("blank", assignment).values()) == {0.0}
    row = graded_class.marks("blank", assignment).rows[0]
    assert row.cells is not None
    assert {cell.state.name for cell in row.cells.values()} == {"BLANK"}
    assert row.score == 0


@pytest.mark.parametrize("student", STUDENTS)
def test_only_the_late_student_is_late(graded_class: GradedClass, student: str) -> None:
    late = {graded_class.marks(student, name).rows[0].seconds_late for name in ASSIGNMENTS}
    assert late == ({27 * 3600.0} if student == "late" else {0.0})


def test_the_late_student_loses_no_points_by_default(graded_class: GradedClass) -> None:
    for assignment in ASSIGNMENTS:
        row = graded_class.marks("late", assignment).rows[0]
        assert row.score == pytest.approx(sum(graded_class.points(assignment).values()))


def test_a_free_answer_waits_for_a_person(graded_class: GradedClass) -> None:
    cells = graded_class.marks("perfect_loops", "two_kernels").rows[0].cells
    assert cells is not None
    assert cells["why_full_correlation"].state.name == "WAITS"


def test_the_sheets_slip_is_named_and_not_corrected(graded_class: GradedClass) -> None:
    notebook = graded_class.autograded("dsga1008_sheet", "convolution")
    cell = next(
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "test_dE_dA"
    )
    said = "".join(output.get("text", "") for output in cell.outputs)
    assert "row 3, column 3" in said
    assert "row 3, column 4" not in said
    assert "34" not in said


def test_running_it_twice_gives_the_same(make_course: MakeCourse) -> None:
    course = make_course("twice")
    options = ("--students", "dsga1008_sheet", "late", "--assignments", "convolution")
    first = finished(demo(course, *options)), contents(course)
    second = finished(cold_demo("--course", course, *options)), contents(course)
    assert first == second


def contents(course: Path) -> dict[str, bytes]:
    """Read what a run leaves for people: the submissions, the pages and the list of grades."""
    submitted = [path for path in (course / "submitted").rglob("*") if path.is_file()]
    pages = list((course / "feedback").rglob("*.html"))
    assert len(submitted) == 4
    assert len(pages) == 2
    found = {str(path.relative_to(course)): path.read_bytes() for path in submitted}
    found["grades.csv"] = (course / "grades.csv").read_bytes()
    return found
