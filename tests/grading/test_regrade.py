"""An instructor changes a test or points after grading: who changes, what a person gave stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.grading import coordinator
from helpers.grading.course import Course
from helpers.grading.errors import NoCourse
from helpers.grading.order import Order, Report
from helpers.grading.pool import ExecutorWorkers
from helpers.grading.settings import limits_of
from tests.grading.conftest import Run
from tests.grading.courses import hand_in, handed_in
from tests.grading.state import (
    TRIPLE,
    cells_of_source,
    change_source,
    files,
    gradebook,
    mark_by_hand,
    marks,
    state,
)

WRONG = "def double(x):\n    return 3 * x"
HALF_ROOT = "def root(x):\n    return x // 2"


@pytest.fixture
def preview(course: Path, here: ExecutorWorkers) -> Run:
    """Compare `quiz` in the course; keywords are those of an Order."""

    def preview(**order: Any) -> Report:
        loaded = Course.load(course)
        limits = limits_of(loaded.config, "quiz")
        return coordinator.preview(loaded, Order("quiz", limits=limits, **order), here)

    return preview


def moved(report: Report) -> dict[str, tuple[float, float]]:
    """Return the students whose points change: before, after."""
    assert report.changes is not None
    return {name: (t.before, t.after) for name, t in report.changes.moved.items()}


def test_a_preview_writes_nothing_and_says_what_grading_again_does(
    course: Path, run: Run, preview: Run
) -> None:
    hand_in(course, "s1")
    hand_in(course, "s2", handed_in(double=WRONG, root=HALF_ROOT))
    run()
    change_source(course, "test_double", source=TRIPLE)
    before = files(course)
    seen = preview()
    assert files(course) == before
    assert moved(seen) == {"s1": (10, 6), "s2": (3, 7)}
    assert str(seen.source) == "test_double (text)"
    done = run(force=True, renew=True)
    assert done.changes is not None
    assert seen.changes is not None
    assert done.changes.to_json() == seen.changes.to_json()
    assert marks(course, "s1")["test_double"] == (0, None, False)
    assert moved(preview()) == {}


def test_points_are_changed_without_touching_the_test(course: Path, run: Run, preview: Run) -> None:
    hand_in(course, "s1")
    run()
    change_source(course, "test_double", points=5)
    report = preview()
    assert str(report.source) == "test_double (4 → 5 points)"
    assert report.changes is not None
    (row,) = report.changes.rows
    assert (row.before.max_score, row.after.max_score, row.points) == (4, 5, 1)
    run(force=True, renew=True)
    with gradebook(course) as book:
        assert book.find_submission("quiz", "s1").score == 11
        assert book.find_assignment("quiz").max_score == 13


def test_an_unchanged_source_is_the_same_as_the_gradebooks_copy(
    course: Path, run: Run, preview: Run
) -> None:
    hand_in(course, "s1")
    run()
    report = preview()
    assert not report.source
    assert moved(report) == {}
    assert not run(force=True, renew=True).source


def test_only_an_order_to_renew_brings_the_copy_up_to_date(course: Path, run: Run) -> None:
    """nbgrader's own autograde, and the formgrader's button, keep to nbgrader's copy."""
    hand_in(course, "s1")
    run()
    change_source(course, "test_double", source=TRIPLE)
    assert not run(force=True).source
    assert marks(course, "s1")["test_double"] == (4, None, False)


CELLS: dict[str, tuple[Callable[[list[Any]], Any], str]] = {
    "removed": (lambda cells: cells.pop(2), "gone: test_double"),
    "renamed": (
        lambda cells: cells[2]["metadata"]["nbgrader"].update(grade_id="test_twice"),
        "new: test_twice; gone: test_double",
    ),
    "added": (
        lambda cells: cells.append(
            json.loads(json.dumps(cells[2]).replace("test_double", "test_more"))
        ),
        "new: test_more",
    ),
    "of another kind": (
        lambda cells: cells[0]["metadata"]["nbgrader"].update(grade=True, points=1),
        "new: setup",
    ),
}


@pytest.mark.parametrize(("edit", "named"), CELLS.values(), ids=CELLS)
def test_other_cells_are_refused_with_the_way_out_and_nothing_is_changed(
    course: Path, run: Run, preview: Run, edit: Callable[[list[Any]], Any], named: str
) -> None:
    hand_in(course, "s1")
    run()
    cells_of_source(course, edit)
    before = state(course)
    for again in (preview, lambda: run(force=True, renew=True)):
        with pytest.raises(NoCourse, match="set its points to 0") as error:
            again()
        assert f"({named})" in str(error.value)
    assert state(course) == before


def test_what_a_person_gave_survives_and_needs_no_second_look(course: Path, run: Run) -> None:
    """Marks, a mark over the tests', comments and extra credit, while a test changes."""
    hand_in(course, "s1")
    run()
    mark_by_hand(course, "s1", "why", 1.5, "Nearly.")
    mark_by_hand(course, "s1", "test_double", 3)
    with gradebook(course) as book:
        book.find_grade("test_root", "quiz", "quiz", "s1").extra_credit = 0.5
        book.db.commit()
    change_source(course, "test_double", source=TRIPLE)
    report = run(force=True, renew=True)
    assert marks(course, "s1") == {
        "test_double": (0, 3, False), "test_root": (6, None, False), "why": (None, 1.5, False),
    }  # fmt: skip
    assert moved(report) == {}
    assert report.changes is not None
    assert [(row.grade_id, row.by_hand) for row in report.changes.rows] == [("test_double", True)]
    with gradebook(course) as book:
        assert book.find_comment("why", "quiz", "quiz", "s1").manual_comment == "Nearly."
        assert book.find_submission("quiz", "s1").score == 3 + 6 + 0.5 + 1.5


@pytest.mark.parametrize(
    ("changed", "looked_at_again"),
    [({"why": "Another reason."}, {"why"}), ({"double": WRONG}, {"test_double"}), ({}, set())],
)
def test_a_person_looks_again_where_the_answer_is_another(
    course: Path, run: Run, changed: dict[str, str], looked_at_again: set[str]
) -> None:
    hand_in(course, "s1")
    run()
    for cell in ("why", "test_double", "test_root"):
        mark_by_hand(course, "s1", cell, 1)
    hand_in(course, "s1", handed_in(**changed))
    run(force=True)
    assert {name for name, (*_, look) in marks(course, "s1").items() if look} == looked_at_again
    run(force=True)  # still: nobody has looked
    assert {name for name, (*_, look) in marks(course, "s1").items() if look} == looked_at_again


def test_an_answer_that_nobody_has_marked_still_waits(course: Path, run: Run) -> None:
    hand_in(course, "s1")
    run()
    run(force=True)
    assert marks(course, "s1")["why"] == (None, None, True)


# -- one question ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["double", "test_double"])
def test_one_question_is_graded_again_and_the_others_keep_their_verdicts(
    course: Path, run: Run, preview: Run, name: str
) -> None:
    hand_in(course, "s1", handed_in(root=HALF_ROOT))
    run()
    change_source(course, "test_double", source=TRIPLE)
    change_source(course, "test_root", source="assert False")
    assert moved(preview(questions=(name,))) == {"s1": (7, 3)}
    report = run(questions=(name,), renew=True)
    assert moved(report) == {"s1": (7, 3)}
    assert [score for score, *_ in marks(course, "s1").values()] == [0, 3, None]
    assert report.students["s1"]["cells"]["test_root"]["score"] == 3
    recorded = run().students["s1"]["cells"]
    assert (recorded["test_double"]["score"], recorded["test_root"]["score"]) == (0, 3)
    (note,) = report.notes
    assert "`twokernels grade quiz --force` gives them anew" in note


def test_one_question_of_what_is_not_graded_yet_is_refused_by_name(course: Path, run: Run) -> None:
    """Half a submission's verdicts would otherwise be of other files than the other half."""
    hand_in(course, "s1")
    run()
    hand_in(course, "s1", handed_in(root=HALF_ROOT))
    hand_in(course, "s2")
    assert run(questions=("double",)).failed == {
        "s1": "what was handed in is new; grade all of it first, without --question.",
        "s2": "it is not graded yet; grade all of it first, without --question.",
    }


def test_a_question_that_is_none_is_refused_with_those_there_are(course: Path, run: Run) -> None:
    hand_in(course, "s1")
    run()
    with pytest.raises(NoCourse, match=r"quiz has no question doubel \(there: double, root, why\)"):
        run(questions=("doubel",))


def test_nothing_graded_is_nothing_to_compare_with(course: Path, preview: Run) -> None:
    hand_in(course, "s1")
    with pytest.raises(NoCourse, match="nothing of quiz is graded yet"):
        preview()
    for path in course.glob("gradebook.db*"):
        path.unlink()
    with pytest.raises(NoCourse, match="nothing of quiz is graded yet"):
        preview()
    assert not (course / "gradebook.db").exists()


def test_a_source_that_is_broken_is_a_reason(course: Path, run: Run, preview: Run) -> None:
    hand_in(course, "s1")
    run()
    change_source(course, "test_double", source="### BEGIN HIDDEN TESTS\n1")
    with pytest.raises(NoCourse, match=r"made of .*source/quiz: \w+Error: "):
        preview()
