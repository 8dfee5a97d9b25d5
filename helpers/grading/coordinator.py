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

from nbgrader.api import MissingEntry
from sqlalchemy.exc import SQLAlchemyError

from helpers.grading import history, pool, worker
from helpers.grading.assignment import Assignment
from helpers.grading.changes import Changes
from helpers.grading.course import Course, Submission, find_submissions, read_plain
from helpers.grading.errors import NoCourse, NoSandbox, Unreadable
from helpers.grading.failures import remember
from helpers.grading.generated import Difference, difference, generated, require_same_cells
from helpers.grading.ledger import Ledger
from helpers.grading.personal import numbers_key
from helpers.grading.pool import Workers
from helpers.grading.probe import require_sandbox
from helpers.grading.questions import chosen
from helpers.grading.regrade import begin_again, gradebook_errors, ledger_of, points_of
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
    with gradebook_errors():
        course.ensure_assignment(order.assignment)
        kept = begin_again(course, order, report) if order.again else None
        with ledger_of(course) as ledger:
            notebooks = ledger.assignment(course.source, order.assignment)
            run = _Run(course, order, notebooks, ledger, report, submissions, tell)
            run.grade(workers)
    if kept and not (report.source or (report.changes and report.changes.differs)):
        history.discard(kept)
        report.undo = None
    history.prune(course, order.assignment)
    try:
        remember(course.root, order.assignment, report.students)
    except OSError as error:
        report.notes.append(f"what could not be graded is not kept for reports: {error}")
    report.seconds = time.monotonic() - started
    return report


def preview(course: Course, order: Order, workers: Workers, tell: Tell = lambda *_: None) -> Report:
    """Grade with what source/ says now and write nothing; the report's changes say what would.

    Raises NoCourse, also where nothing is graded yet, NoSandbox and GradingError.
    """
    started = time.monotonic()
    submissions = find_submissions(course.submitted, order.assignment, list(order.students) or None)
    if order.confined:
        require_sandbox()
    report = Report(order.assignment, workers.count, "full" if order.confined else "none")
    nothing = NoCourse(
        f"nothing of {order.assignment} is graded yet, so there is nothing to compare with; "
        f"run `twokernels grade {order.assignment}` first"
    )
    if not course.has_gradebook:
        raise nothing
    with gradebook_errors(), ledger_of(course, read_only=True) as ledger:
        try:
            copy = ledger.assignment(course.source, order.assignment)
        except MissingEntry:
            raise nothing from None
        now = generated(course, order.assignment)
        marks = ledger.marks(order.assignment)
        report.source = difference(copy, now)
        if not marks:
            raise nothing
        require_same_cells(course, order.assignment, report.source)
        report.changes = Changes(marks, points_of(copy))
        _Run(course, order, now, ledger, report, submissions, tell, keep=False).grade(workers)
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
        *,
        keep: bool = True,
    ) -> None:
        self.course, self.order, self.notebooks = course, order, notebooks
        self.ledger, self.report, self.tell = ledger, report, tell
        self.submissions = {submission.student: submission for submission in submissions}
        self.keep = keep
        self.chosen = chosen(order.assignment, notebooks, order.questions)
        self.digests: dict[str, str] = {}
        self.earlier: dict[str, Json] = {}
        """What was recorded of the submissions that are being graded."""
        self.points = points_of(notebooks)
        self.max_score = sum(self.points.values())
        self.numbers = numbers_key(course.config, course.root, order.assignment)

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
                self.notebooks, submitted, files, self.order.limits,
                confined=self.order.confined, language=self.order.language,
                numbers=self._numbers_of(student),
            )  # fmt: skip
            digest = _digest(submitted, files, submission.folder)
            earlier = self.ledger.graded(self.order.assignment, student, self.notebooks)
            if earlier and self._still_good(earlier, digest):
                self.report.already += 1
                self.enter(student, self._entry("graded", None, earlier["cells"]))
                continue
            if self.chosen and not (earlier and earlier.get("digest") == digest):
                why = "what was handed in is new" if earlier else "it is not graded yet"
                self.fail(student, f"{why}; grade all of it first, without --question.")
                continue
            if earlier:
                self.earlier[student] = earlier
            self.digests[student] = digest
            yield student, job

    def _numbers_of(self, student: str) -> tuple[str, str, str] | None:
        """Return what draws a student's own numbers, where the course wants that."""
        return (self.order.assignment, self.numbers, student) if self.numbers else None

    def _still_good(self, earlier: Json, digest: str) -> bool:
        """Say whether an earlier result stands: of the same files, and no less confined."""
        confined = not self.order.confined or earlier.get("sandbox") == "full"
        again = self.order.again or not self.keep
        return confined and earlier.get("digest") == digest and not again

    def finish(self, student: str, result: Json) -> None:
        earlier = self.earlier.pop(student, None)
        if result["status"] == "failed":
            self.fail(student, result["reason"])
            return
        result |= {"digest": self.digests[student], "sandbox": self.report.sandbox}
        name = self.order.assignment
        try:
            if self.chosen and earlier:
                result = self.ledger.only(name, student, result, earlier, self.chosen)
            if self.keep:
                folder = self.submissions[student].folder
                self.ledger.record(name, student, folder, result, self.notebooks, earlier)
        except (OSError, SQLAlchemyError) as error:
            self.fail(student, f"its result cannot be written: {str(error).splitlines()[0]}.")
            return
        if self.report.changes:
            self.report.changes.enter(student, earlier, result["cells"], self.points)
        self.enter(student, self._entry("graded", None, result["cells"]))

    def fail(self, student: str, reason: str) -> None:
        # Names of folders, and of the files that a reason quotes, can hold anything but "/".
        student, reason = _printable(student), _printable(reason)
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


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text)


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
