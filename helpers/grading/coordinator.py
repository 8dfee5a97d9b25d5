"""Grade an assignment of a course: find what is new, hand it to workers, write what comes back."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from helpers.grading import pool, worker
from helpers.grading.assignment import Assignment
from helpers.grading.course import Course, Submission, find_submissions, read_plain
from helpers.grading.errors import GradingError, NoSandbox, Unreadable
from helpers.grading.ledger import Ledger
from helpers.grading.pool import Workers
from helpers.grading.probe import require_sandbox
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

    @property
    def failed(self) -> dict[str, str]:
        """The submissions that could not be graded, with the reason."""
        return {
            student: str(entry["reason"])
            for student, entry in self.students.items()
            if entry["status"] == "failed"
        }

    def to_json(self) -> Json:
        """Return the result file."""
        return {
            "assignment": self.assignment,
            "seconds": round(self.seconds, 3),
            "workers": self.workers,
            "sandbox": self.sandbox,
            "students": dict(sorted(self.students.items())),
        }


@dataclass(frozen=True)
class Order:
    """What to grade, and how."""

    assignment: str
    students: tuple[str, ...] = ()
    force: bool = False
    confined: bool = True
    limits: Limits = field(default_factory=Limits)


Tell = Callable[[int, int, str, Json], None]
"""Called after each submission with: how many are done, of how many, whose, and its entry."""


def grade(course: Course, order: Order, workers: Workers, tell: Tell = lambda *_: None) -> Report:
    """Grade what is new or changed and return a report on every submission asked for.

    The workers are the caller's, to start early and to close.

    Raises NoCourse and NoSandbox when nothing could be done, and GradingError when results cannot
    be kept; a submission that cannot be graded is an entry of the report.
    """
    started = time.monotonic()
    submissions = find_submissions(course.submitted, order.assignment, list(order.students) or None)
    if order.confined:
        require_sandbox()  # before anything is written
    report = Report(order.assignment, workers.count, "full" if order.confined else "none")
    try:
        course.ensure_assignment(order.assignment)
        with Ledger(course.db_url, course.course_id, course.autograded, course.config) as ledger:
            notebooks = ledger.assignment(course.source, order.assignment)
            run = _Run(course, order, notebooks, ledger, report, submissions, tell)
            run.grade(workers)
    except SQLAlchemyError as error:
        why = str(error).splitlines()[0]
        raise GradingError(f"the gradebook cannot be used: {why}") from error
    report.seconds = time.monotonic() - started
    return report


class _Run:
    def __init__(
        self,
        course: Course,
        order: Order,
        notebooks: list[Assignment],
        ledger: Ledger,
        report: Report,
        submissions: list[Submission],
        tell: Tell,
    ) -> None:
        self.course, self.order, self.notebooks = course, order, notebooks
        self.ledger, self.report, self.tell = ledger, report, tell
        self.submissions = {submission.student: submission for submission in submissions}
        self.digests: dict[str, str] = {}
        self.max_score = sum(
            cell.points
            for notebook in notebooks
            for cell in notebook.cells
            if cell.graded or cell.task
        )

    def grade(self, workers: Workers) -> None:
        for student, result in pool.run(self.jobs(), workers):
            if isinstance(result, NoSandbox):
                raise result
            if isinstance(result, BaseException):
                self.fail(student, f"grading it failed: {result}")
            else:
                self.finish(student, json.loads(result))

    def jobs(self) -> Iterator[pool.Job]:
        """Read the submissions one by one, as workers have room for them."""
        for student, submission in self.submissions.items():
            try:
                submitted, files = submission.read(self.notebooks, self.order.limits)
            except (Unreadable, OSError) as reason:
                self.fail(student, f"{reason}.")
                continue
            job = worker.make_job(
                self.notebooks, submitted, files, self.order.limits, confined=self.order.confined
            )
            digest = _digest(submitted, files, submission.folder)
            earlier = self.ledger.graded(self.order.assignment, student, self.notebooks)
            if earlier and self._still_good(earlier, digest):
                self.report.already += 1
                self.enter(student, self._entry("graded", None, earlier["cells"]))
                continue
            self.digests[student] = digest
            yield student, job

    def _still_good(self, earlier: Json, digest: str) -> bool:
        """Say whether an earlier result stands: of the same files, and no less confined."""
        confined = not self.order.confined or earlier.get("sandbox") == "full"
        return confined and earlier.get("digest") == digest and not self.order.force

    def finish(self, student: str, result: Json) -> None:
        if result["status"] == "failed":
            self.fail(student, result["reason"])
            return
        result |= {"digest": self.digests[student], "sandbox": self.report.sandbox}
        try:
            folder = self.submissions[student].folder
            self.ledger.record(self.order.assignment, student, folder, result, self.notebooks)
        except (OSError, SQLAlchemyError) as error:
            self.fail(student, f"its result cannot be written: {str(error).splitlines()[0]}.")
            return
        self.enter(student, self._entry("graded", None, result["cells"]))

    def fail(self, student: str, reason: str) -> None:
        # A reason may quote names of submitted files, which can hold anything but "/".
        reason = "".join(c if c.isprintable() else "�" for c in reason)
        self.enter(student, self._entry("failed", reason, {}))

    def _entry(self, status: str, reason: str | None, cells: Json) -> Json:
        score = sum(cell["score"] or 0.0 for cell in cells.values())
        return {
            "status": status,
            "reason": reason,
            "score": round(score, 2) if status == "graded" else None,
            "max_score": self.max_score,
            "cells": cells,
        }

    def enter(self, student: str, entry: Json) -> None:
        self.report.students[student] = entry
        self.tell(len(self.report.students), len(self.submissions), student, entry)


def _digest(submitted: dict[str, bytes], files: dict[str, bytes], folder: Path) -> str:
    """Fingerprint a submission, to see whether it has changed since it was graded."""
    digest = hashlib.sha256()
    for part in (submitted, files):
        for name, content in sorted(part.items()):
            for piece in (os.fsencode(name), content):
                digest.update(len(piece).to_bytes(8, "big"))
                digest.update(piece)
    with contextlib.suppress(Unreadable, OSError):
        digest.update(read_plain(folder / "timestamp.txt", 100))
    return digest.hexdigest()
