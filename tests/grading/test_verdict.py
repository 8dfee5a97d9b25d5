"""A score is finite and within the cell's points; no verdict is nothing."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from helpers.grading.verdict import Verdict, from_value, zero
from helpers.questions.model import Mark, Outcome


@pytest.mark.parametrize(
    ("value", "score"),
    [
        (None, 4), ("text", 4), ([], 4), (np.zeros(3), 4), (object(), 4),
        (True, 4), (False, 0), (np.True_, 4), (np.False_, 0), (np.array(True), 1),
        (0, 0), (1, 1), (4, 4), (3.5, 3.5), (9, 4), (-1, 0), (1e-9, 1e-9),
        (math.nan, 0), (math.inf, 0), (-math.inf, 0), (10**400, 0), (np.float64(2), 2),
        (np.int8(2), 2), (np.float64("nan"), 0), (np.array(2.5), 2.5), (np.datetime64("NaT"), 0),
    ],
    ids=lambda v: repr(v).partition(" at 0x")[0],
)  # fmt: skip
def test_what_a_test_cell_ends_in_is_worth(value: Any, score: float) -> None:
    verdict = from_value("test_f", 4.0, value)
    assert verdict.score == score
    assert verdict.max_score == 4
    assert (verdict.outcome is Outcome.CORRECT) == (score == 4)


@pytest.mark.parametrize("value", [math.nan, math.inf, -5, 99])
def test_a_mark_out_of_bounds_is_brought_within_them(value: float) -> None:
    mark = Mark(value, max_score=4, outcome=Outcome.WRONG_SHAPE, message="m", misconception="a.b")
    verdict = from_value("test_f", 4.0, mark)
    assert verdict.score in (0.0, 4.0)
    assert (verdict.outcome, verdict.message, verdict.misconception) == (
        Outcome.WRONG_SHAPE, "m", "a.b",
    )  # fmt: skip


def test_a_cell_of_no_points_is_correct_or_not_all_the_same() -> None:
    assert from_value("t", 0.0, None).outcome is Outcome.CORRECT
    assert from_value("t", 0.0, False).score == 0


def test_a_verdict_goes_to_the_result_file_and_back() -> None:
    verdict = Verdict("t", None, 3.0, Outcome.NEEDS_MANUAL_GRADE, "A person marks this answer.")
    assert Verdict.from_json("t", verdict.to_json()) == verdict
    assert set(verdict.to_json()) == {"score", "max_score", "outcome", "misconception", "message"}
    assert zero("t", 3.0, Outcome.RAISED, "m").score == 0
