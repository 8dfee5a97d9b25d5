"""What could not be graded is kept for reports until it is graded."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from helpers.grading.course import Course
from helpers.report.collect import collect, read_failures
from tests.grading.conftest import Run
from tests.grading.courses import hand_in


def kept(course: Path) -> list[str]:
    """Return who could not be graded."""
    return sorted(read_failures(course / ".twokernels" / "quiz.json", "quiz"))


def test_failures_are_kept_merged_and_forgotten(course: Path, run: Run) -> None:
    hand_in(course, "s1")
    hand_in(course, "s2", b"{")
    hand_in(course, "s3", b"{")
    run()
    assert kept(course) == ["s2", "s3"]
    hand_in(course, "s2")
    run(students=("s2",))
    assert kept(course) == ["s3"]
    (failed,) = collect(Course.load(course), "quiz").failed
    assert failed.student == "s3"
    assert failed.reason is not None
    assert "not valid JSON" in failed.reason


@pytest.mark.parametrize("damage", ["", "[]", '{"students": 5}', "[" * 100_000])
def test_a_damaged_file_is_made_anew(course: Path, run: Run, damage: str) -> None:
    hand_in(course, "s1", b"{")
    run()
    (course / ".twokernels" / "quiz.json").write_text(damage)
    run()
    assert kept(course) == ["s1"]


def test_the_result_file_that_is_named_comes_first(course: Path, run: Run) -> None:
    hand_in(course, "s1")
    hand_in(course, "s2", b"{")
    run()
    named = course / "named.json"
    named.write_text(json.dumps({"assignment": "quiz", "students": {}}))
    assert collect(Course.load(course), "quiz", named).failed == ()


def test_grading_does_not_fail_where_they_cannot_be_kept(course: Path, run: Run) -> None:
    hand_in(course, "s1")
    os.symlink("/nowhere/at/all", course / ".twokernels")
    report = run()
    assert report.students["s1"]["status"] == "graded"
    assert report.notes[0].startswith("what could not be graded is not kept for reports: ")
