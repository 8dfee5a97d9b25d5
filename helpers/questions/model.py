"""What a question, a case, a misconception and a mark are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

Function = Callable[..., Any]


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
class Misconception:
    """A mistake students make: a wrong answer that has it, what it is, and a question back."""

    id: str
    wrong: Any
    says: str
    ask: str


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


class Mark(float):
    """A score in points that also carries its outcome and message.

    It is a float, so a test cell that ends in one earns that score under any nbgrader.
    """

    max_score: float
    outcome: Outcome
    message: str
    misconception: str | None

    def __new__(
        cls,
        score: float,
        *,
        max_score: float,
        outcome: Outcome,
        message: str = "",
        misconception: str | None = None,
    ) -> Self:
        """Make a mark of `score` out of `max_score` points."""
        mark = super().__new__(cls, score)
        mark.max_score = max_score
        mark.outcome = outcome
        mark.message = message
        mark.misconception = misconception
        return mark


@dataclass(frozen=True, kw_only=True)
class Question:
    """One graded question.  `name` is the answer's name, `part` the piece this mark is for."""

    name: str
    points: float
    part: str = ""
    misconceptions: tuple[Misconception, ...] = ()

    @property
    def grade_id(self) -> str:
        """The id of the test cell that asks this question."""
        return "_".join(filter(None, ("test", self.name, self.part)))

    @property
    def label(self) -> str:
        """What a message calls the answer, such as `corr2d_backward: dX`."""
        return f"{self.name}: {self.part}" if self.part else self.name

    def findings(self, answer: Any) -> list[Finding]:
        """Judge every part of an answer; a subclass says how."""
        raise NotImplementedError

    def mark(self, answer: Any) -> Mark:
        """Mark an answer, print what the student is told, and return the score in points."""
        found = self.findings(answer)
        earned = sum(f.weight for f in found if f.outcome is Outcome.CORRECT)
        total = sum(f.weight for f in found)
        wrong = [f for f in found if f.outcome is not Outcome.CORRECT]
        if not wrong:
            outcome, message = Outcome.CORRECT, f"{self.label}: correct."
        else:
            outcome, message = wrong[0].outcome, _summary(self.label, found, wrong)
        print(message)
        return Mark(
            round(self.points * earned / total, 4),
            max_score=self.points,
            outcome=outcome,
            message=message,
        )


def _summary(label: str, found: list[Finding], wrong: list[Finding]) -> str:
    """Tell each different complaint once, the first three of them, and how much is right."""
    told = list(dict.fromkeys(f.message for f in wrong))
    lines = [f"{label}: {told[0]}", *(f"  also: {message}" for message in told[1:3])]
    right = len(found) - len(wrong)
    if right:
        lines.append(f"  {right} of {len(found)} parts of this question are right.")
    return "\n".join(lines)
