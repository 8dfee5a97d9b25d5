"""What an outcome, a case and a finding are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """How an answer ended, in one word that tools and people share."""

    CORRECT = "correct"
    NOT_ATTEMPTED = "not_attempted"
    RAISED = "raised"
    WRONG_SHAPE = "wrong_shape"
    WRONG_VALUES = "wrong_values"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    FORBIDDEN = "forbidden"
    NEEDS_MANUAL_GRADE = "needs_manual_grade"


@dataclass(frozen=True)
class Case:
    """One call of the student's function: a name a student may read, and the arguments."""

    name: str
    arguments: tuple[Any, ...]
    weight: int = 1


@dataclass(frozen=True)
class Finding:
    """What became of one part of an answer: a case, an entry of a matrix, a key of a dict."""

    outcome: Outcome
    message: str = ""
    weight: float = 1.0


class AnswerError(Exception):
    """What an answer did when it was used, where that is known better than by its exception.

    A test may catch it, or leave it to whoever runs the test; the text is for the student.
    """

    outcome = Outcome.RAISED
