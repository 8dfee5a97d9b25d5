"""A course whose results are written by the grader's own ledger, without grading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.grading.course import Course
from helpers.grading.ledger import Ledger
from tests.grading.courses import hand_in, small_course

RIGHT = {
    "test_double": (4.0, 4.0, "correct", None, "Correct."),
    "test_root": (6.0, 6.0, "correct", None, "Correct."),
    "why": (None, 2.0, "needs_manual_grade", None, "A person marks this answer."),
}
FIELDS = ("score", "max_score", "outcome", "misconception", "message")
Graded = Callable[..., None]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Give a course directory of a test's own."""
    return small_course(tmp_path)


@pytest.fixture
def graded(course: Path) -> Graded:
    """Hand in for a student and record a result; keywords replace verdicts."""

    def graded(student: str, timestamp: str | None = None, **cells: tuple[Any, ...]) -> None:
        folder = hand_in(course, student, timestamp=timestamp)
        verdicts = {
            name: dict(zip(FIELDS, said, strict=True)) for name, said in (RIGHT | cells).items()
        }
        notebook = {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {},
            "cells": [
                {"metadata": {"nbgrader": {"grade_id": name}, "twokernels": said}}
                for name, said in verdicts.items()
            ],
        }
        result = {
            "digest": "0" * 64,
            "seconds": 0.25,
            "sandbox": "full",
            "cells": verdicts,
            "blanks": [],
            "notebooks": {"quiz": notebook},
        }
        loaded = Course.load(course)
        with Ledger(loaded.db_url, loaded.course_id, loaded.autograded, loaded.config) as ledger:
            notebooks = ledger.assignment(loaded.source, "quiz")
            ledger.record("quiz", student, folder, result, notebooks)

    return graded
