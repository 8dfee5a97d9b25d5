"""A class hands out, hands in, collects, grades and hands back through nbgrader's exchange."""

from __future__ import annotations

import json
import re
import shlex

import pytest

from examples.expected import expected_shares
from tests.docs.pages import commands, inline, page
from tests.exchange.cycle import (
    ASSIGNMENTS,
    BETTERS,
    BY_HAND,
    EVERYTHING,
    HANDED_IN,
    LATE,
    MALLORY,
    NEW_NAME,
    RENAMES,
    SOME,
    Cycle,
)
from tests.exchange.people import ROOT

PAGE = page("exchange")
ANSWERS = {name: name for name in HANDED_IN} | {BETTERS: EVERYTHING, MALLORY: "blank"}
"""Whose answers in the demo class everybody has handed in last."""

GRADED = [
    (assignment, student)
    for student, assignments in (HANDED_IN | {MALLORY: ("two_kernels",)}).items()
    for assignment in assignments
    if (student, assignment) != (RENAMES, "convolution")
]


def expected(student: str, assignment: str) -> dict[str, float]:
    """Give the points of each automatic question that a student should have in the end."""
    path = ROOT / "source" / assignment / f"{assignment}.ipynb"
    marks = [cell["metadata"].get("nbgrader", {}) for cell in json.loads(path.read_text())["cells"]]
    points = {
        mark["grade_id"]: mark["points"]
        for mark in marks
        if mark.get("grade") and not mark["solution"]
    }
    shares = expected_shares(ANSWERS[student], assignment, points)
    return {name: float(shares[name]) * points[name] for name in points}


@pytest.mark.parametrize("line", [*commands(PAGE), *inline(PAGE)])
def test_every_command_of_the_page_is_one_of_this_cycle(cycle: Cycle, line: str) -> None:
    assert shlex.join(shlex.split(line)) in cycle.typed


def test_a_student_sees_what_is_released(cycle: Cycle) -> None:
    listed = re.findall("two-kernels (.*)", cycle.said["list"].said)
    assert sorted(listed) == sorted(ASSIGNMENTS)


@pytest.mark.parametrize(("assignment", "student"), GRADED)
def test_everybody_has_the_marks_they_should(cycle: Cycle, student: str, assignment: str) -> None:
    found = cycle.cells[assignment][student]
    scores = {name: score for name, (score, _) in found.items() if name.startswith("test_")}
    assert scores == pytest.approx(expected(student, assignment), abs=1e-3)


def test_the_exported_grades_are_the_sum_of_all_marks(cycle: Cycle) -> None:
    for assignment, student in GRADED:
        row = cycle.marks[assignment][student]
        by_hand = BY_HAND if (student, assignment) == (SOME, "two_kernels") else 0
        raw = sum(expected(student, assignment).values()) + by_hand
        assert float(row["raw_score"]) == pytest.approx(raw, abs=1e-3)
        score = float(row["raw_score"]) - float(row["late_submission_penalty"])
        assert float(row["score"]) == pytest.approx(score)


def test_only_what_came_after_the_due_date_is_penalised(cycle: Cycle) -> None:
    """Who hands in again after it is late too."""
    late = {
        student: float(row["score"])
        for student, row in cycle.marks["two_kernels"].items()
        if float(row["late_submission_penalty"])
    }
    assert late == {LATE: 0, BETTERS: 0}
    due = cycle.marks["two_kernels"][LATE]["duedate"]
    assert cycle.marks["two_kernels"][LATE]["timestamp"] > due
    assert cycle.marks["two_kernels"][EVERYTHING]["timestamp"] < due


def test_collecting_again_changes_nothing_before_it_is_asked_to(cycle: Cycle) -> None:
    """And what was handed in again before the first collection had counted already."""
    flips = b"K[h - 1 - a, w - 1 - b]"
    assert flips in cycle.collected["before"]
    assert cycle.collected["again"] == cycle.collected["before"]
    assert f"{BETTERS} was collected before" in cycle.said["collect again"].said
    assert flips not in cycle.collected["updated"]
    assert "1 graded" in cycle.said["grade again"].said


def test_a_folder_without_its_notebook_is_named_and_stops_nobody(cycle: Cycle) -> None:
    said = cycle.said["grade convolution"]
    assert said.status == 1
    assert f"{RENAMES}: not graded: convolution.ipynb was not handed in" in said.said
    assert "2 graded" in said.said
    row = cycle.marks["convolution"][RENAMES]
    assert (row["timestamp"], float(row["score"])) == ("", 0)


def test_a_renamed_notebook_is_graded_and_its_student_finds_the_feedback(cycle: Cycle) -> None:
    (path,) = cycle.pages(RENAMES, "two_kernels")
    assert path.endswith(f"/{NEW_NAME}.html")


def test_feedback_comes_to_everybody_who_handed_in(cycle: Cycle) -> None:
    for assignment in ASSIGNMENTS:
        for student in (EVERYTHING, SOME):
            (page,) = cycle.pages(student, assignment).values()
            assert "4 / 4" in plain(page)


def test_each_hand_in_has_feedback_of_its_own(cycle: Cycle) -> None:
    """The one never collected has none; the two others stay beside each other."""
    first, second = cycle.pages(BETTERS, "two_kernels").values()
    assert "0 / 4" in plain(first)
    assert "0 / 4" not in plain(second)


def test_feedback_marked_again_takes_the_place_of_the_old(cycle: Cycle) -> None:
    (page,) = cycle.pages(SOME, "two_kernels").values()
    assert f"{BY_HAND:g} / 3" not in plain(cycle.before_marking)
    assert f"{BY_HAND:g} / 3" in plain(page)


def plain(page: str) -> str:
    """Give a page's text on one line."""
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", page))
