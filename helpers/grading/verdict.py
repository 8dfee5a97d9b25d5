"""What the examiner says of one graded cell: outcome, score, message."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.judging.messages import tell
from helpers.questions.model import Mark, Outcome


@dataclass(frozen=True)
class Verdict:
    """The examiner's word on one graded cell; `score` is None where a person has to mark it.

    `says`, `ask` and `details` are a Mark's; `pictures` are those of helpers.grading.pictures.
    """

    grade_id: str
    score: float | None
    max_score: float
    outcome: Outcome
    message: str
    misconception: str | None = None
    says: str = ""
    ask: str = ""
    details: tuple[str, ...] = ()
    pictures: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as the result file has it."""
        return {
            "score": self.score,
            "max_score": self.max_score,
            "outcome": str(self.outcome),
            "misconception": self.misconception,
            "message": self.message,
        }

    def to_metadata(self) -> dict[str, Any]:
        """Return the verdict as a graded notebook has it: with all that a page can show of it."""
        more = {"says": self.says, "ask": self.ask, "details": list(self.details)}
        return self.to_json() | more | {"pictures": list(self.pictures)}

    @classmethod
    def from_json(cls, grade_id: str, data: dict[str, Any]) -> Verdict:
        """Read a verdict back."""
        return cls(
            grade_id,
            data["score"],
            data["max_score"],
            Outcome(data["outcome"]),
            data["message"],
            data["misconception"],
        )


def zero(grade_id: str, points: float, outcome: Outcome, message: str) -> Verdict:
    """Return a verdict of no points."""
    return Verdict(grade_id, 0.0, points, outcome, message)


def from_value(grade_id: str, points: float, value: Any) -> Verdict:
    """Turn what a test cell ended in into a verdict.

    A Mark says it all; a number is partial credit, clamped to the cell's points; anything else
    means that every check of the cell has passed, for one that had not would have raised.
    """
    if isinstance(value, Mark):
        return Verdict(
            grade_id,
            _clamped(value, points),
            points,
            value.outcome,
            value.message,
            value.misconception,
            says=value.says,
            ask=value.ask,
            details=value.details,
        )
    score = points
    if isinstance(value, bool | np.bool):
        score = points if value else 0.0
    elif isinstance(value, int | float) or (
        hasattr(value, "dtype") and getattr(value, "ndim", 1) == 0
    ):
        score = _clamped(value, points)
    if score >= points:
        return Verdict(grade_id, points, points, Outcome.CORRECT, tell("grading.correct"))
    partly = tell("grading.partly", score=f"{score:g}", points=f"{points:g}")
    message = partly if score else tell("grading.wrong")
    return Verdict(grade_id, score, points, Outcome.WRONG_VALUES, message)


def _clamped(value: Any, points: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return min(max(number, 0.0), points) if math.isfinite(number) else 0.0
