"""What to grade, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from helpers.grading.changes import Changes
from helpers.grading.generated import Difference
from helpers.kernel.limits import Limits

Json = dict[str, Any]


@dataclass
class Report:
    """What a run of grading did: the result file, as data."""

    assignment: str
    workers: int
    sandbox: str
    seconds: float = 0.0
    students: dict[str, Json] = field(default_factory=dict)
    already: int = 0
    changes: Changes | None = None
    """What grading again has changed, or would; None where nobody asked for that."""
    source: Difference = field(default_factory=Difference)
    """How source/ differed from what the gradebook had, where that was looked at."""
    undo: str | None = None
    """The name of what is kept to be put back."""
    notes: list[str] = field(default_factory=list)
    """What else somebody should know."""

    @property
    def failed(self) -> dict[str, str]:
        """The submissions that could not be graded, with the reason."""
        return {
            student: str(entry["reason"])
            for student, entry in self.students.items()
            if entry["status"] == "failed"
        }

    @property
    def graded(self) -> int:
        """How many are graded, by this run or before."""
        return len(self.students) - len(self.failed)

    def to_json(self) -> Json:
        """Return the result file."""
        return {
            "assignment": self.assignment,
            "seconds": round(self.seconds, 3),
            "workers": self.workers,
            "sandbox": self.sandbox,
            "students": dict(sorted(self.students.items())),
        }


def so_far(assignment: str, graded: int, failed: int, total: int) -> str:
    """Say how far a run came that ended early."""
    text = f"{graded} of {total} submissions of {assignment} are graded and kept"
    if failed:
        text += f", {failed} could not be graded"
    if left := total - graded - failed:
        text += f", {left} {'is' if left == 1 else 'are'} left; the next run does the rest"
    return text


@dataclass(frozen=True)
class Order:
    """What to grade, and how."""

    assignment: str
    students: tuple[str, ...] = ()
    force: bool = False
    questions: tuple[str, ...] = ()
    """Grade only these again; empty: all."""
    renew: bool = False
    """Whether to grade again with what source/ says now, not with the gradebook's copy."""
    confined: bool = True
    language: str = "en"
    limits: Limits = field(default_factory=Limits)

    @property
    def again(self) -> bool:
        """Whether what is graded already is graded again."""
        return self.force or bool(self.questions)

    @property
    def what(self) -> str:
        """What is graded again, in words."""
        parts = [f"question {name}" for name in self.questions]
        return ", ".join((*parts, *(self.students or ("everyone",))))
