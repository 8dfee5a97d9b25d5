"""`nbgrader autograde` and the formgrader's Autograde button, on the two-kernel engine."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from nbgrader.converters import Autograde, NbGraderException

from helpers.grading.coordinator import grade
from helpers.grading.course import Course
from helpers.grading.errors import GradingError
from helpers.grading.local_workers import LocalWorkers
from helpers.grading.order import Order
from helpers.grading.settings import language_of, limits_of, workers_of


class TwoKernelAutograde(Autograde):  # type: ignore[misc]  # nbgrader has no types
    """Grades what nbgrader would, with its options, and never runs a submission by itself.

    It stands in for the whole converter, not for single preprocessors: nbgrader reads and copies
    what was submitted before the first of those runs.
    """

    def start(self) -> None:
        """Grade the submissions that nbgrader's command line or web page asks for."""
        directory = self.coursedir
        assignment = str(directory.assignment_id)
        try:
            order = Order(
                assignment=assignment,
                students=self._students(),
                force=bool(self.force),
                limits=limits_of(self.config, assignment),
                language=language_of(self.config),
            )
            with closing(LocalWorkers(workers_of(self.config))) as workers:
                report = grade(Course(directory, self.config), order, workers, self._tell)
        except GradingError as error:
            self.log.error("%s.", error)
            raise NbGraderException(f"{error}.") from error
        for student, reason in report.failed.items():
            self.log.error("%s was not graded: %s", student, reason)
        if report.failed:
            names = ", ".join(report.failed)
            raise NbGraderException(f"{len(report.failed)} not graded ({names}); the log says why")

    def _students(self) -> tuple[str, ...]:
        wanted = str(self.coursedir.student_id)
        return () if wanted == "*" else (wanted,)

    def _tell(self, done: int, total: int, student: str, entry: dict[str, Any]) -> None:
        self.log.info("%d of %d: %s: %s", done, total, student, entry["status"])
