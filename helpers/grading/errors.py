"""The few ways in which grading itself can fail, as one tree of exceptions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.grading.order import Report


class GradingError(Exception):
    """A reason, in one sentence a person can act on."""


class NoSandbox(GradingError):
    """This machine cannot confine a submission; `why` is what failed."""

    def __str__(self) -> str:
        """Say what failed, and what confining needs."""
        why = str(self.args[0]).rstrip(".") if self.args else "for no known reason"
        why = why.removeprefix("PermissionError: ")
        return (
            f"submissions cannot be confined here: {why}. It takes Linux 6.12 or newer with "
            "Landlock and unprivileged user namespaces, on x86_64 or aarch64; docs/security.md "
            "says how to enable them"
        )


class CutShort(GradingError):
    """A run that ended, for a reason of its own, after some were graded; `kept` says how many."""

    def __init__(self, why: GradingError, kept: str, report: Report) -> None:
        super().__init__(f"{why}. {kept}")
        self.why, self.kept, self.report = why, kept, report


class Unwritable(GradingError, OSError):
    """A result that cannot be kept; the submission is graded again by the next run."""


class Unreadable(GradingError):
    """A submitted file that cannot be read as a notebook; the student can act on the reason."""


class NoCourse(GradingError):
    """There is nothing to grade here; the reason says what is missing."""


def no_assignment(source: Path, assignment: str) -> NoCourse:
    """Say that source/ has no such assignment, and which it has."""
    there = ", ".join(sorted(path.name for path in source.glob("*/"))) or "none"
    return NoCourse(f"there is no assignment {assignment} in {source} (there: {there})")


def reason_in(log: str) -> str:
    """Return what nbgrader's log says went wrong: its first exception, or else its last error."""
    lines = [line.strip() for line in log.splitlines()]
    raised = [line for line in lines if re.match(r"[\w.]+(Error|Exception|Invalid\w*): ", line)]
    said = raised[0] if raised else " ".join(log.rpartition("[ERROR]")[2].split())
    return said.rstrip(" .")
