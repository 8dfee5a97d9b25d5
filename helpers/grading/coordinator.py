"""Grade an assignment of a course: find what is new, hand it to workers, write what comes back."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from sqlalchemy.exc import SQLAlchemyError

from helpers.grading import history, pool, stopping, worker
from helpers.grading.assignment import Assignment
from helpers.grading.changes import Changes
from helpers.grading.course import Course, Submission, find_submissions, read_plain
from helpers.grading.errors import CutShort, GradingError, NoCourse, NoSandbox, Unreadable
from helpers.grading.failures import remember
from helpers.grading.generated import difference, generated, require_same_cells
from helpers.grading.ledger import Ledger
from helpers.grading.order import Order, Report, so_far
from helpers.grading.personal import numbers_key
from helpers.grading.pool import Workers
from helpers.grading.probe import require_sandbox
from helpers.grading.questions import chosen
from helpers.grading.regrade import begin_again, gradebook_errors, ledger_of, points_of
from helpers.grading.unfinished import Unfinished

Json = dict[str, Any]


Tell = Callable[[int, int, str, Json], None]
"""Called after each submission with: how many are done, of how many, whose, and its entry."""


def grade(course: Course, order: Order, workers: Workers, tell: Tell = lambda *_: None) -> Report:
    """Grade what is new or changed and return a report on every submission asked for.

    The workers are the caller's, to start early and to close.

    Raises NoCourse and NoSandbox when nothing could be done, CutShort when it had to end after
    some were graded, and GradingError when results cannot be kept; a submission that cannot be
    graded is an entry of the report.
    """
    started = time.monotonic()
    submissions = find_submissions(course.submitted, order.assignment, list(order.students) or None)
    if order.confined:
        require_sandbox()  # before anything is written
    report = Report(order.assignment, workers.count, "full" if order.confined else "none")
    with gradebook_errors():
        course.ensure_assignment(order.assignment)
        names = [submission.student for submission in submissions]
        kept = begin_again(course, order, report, names) if order.again else None
        with ledger_of(course) as ledger:
            notebooks = ledger.assignment(course.source, order.assignment)
            run = _Run(course, order, notebooks, ledger, report, submissions, tell)
            run.grade(workers)
    run.end()
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
        self.chosen = chosen(order.assignment, notebooks, order.questions)
        self.unfinished = Unfinished(course.root, order.assignment) if keep else None
        self.left = self.unfinished.left if self.unfinished else {}
        self.bare: NoSandbox | None = None
        """Why nothing can be confined any more, if so."""
        self.taken_up = 0
        """How many submissions a run that was stopped had left."""
        self.cells: dict[str, frozenset[str]] = {}
        """The graded cells to grade again of the submissions that are being graded; empty: all."""
        self.digests: dict[str, str] = {}
        self.earlier: dict[str, Json] = {}
        """What was recorded of the submissions that are being graded."""
        self.points = points_of(notebooks)
        self.max_score = sum(self.points.values())
        self.numbers = numbers_key(course.config, course.root, order.assignment)

    def grade(self, workers: Workers) -> None:
        """Grade them all.  Raises GradingError, and CutShort after some are graded."""
        try:
            with gradebook_errors():
                self._grade(workers)
        except GradingError as error:
            if self.unfinished is None or self.report.graded == self.report.already:
                raise
            raise self._cut_short(error) from error

    def _grade(self, workers: Workers) -> None:
        for student, result in pool.run(self.jobs(), workers):
            if isinstance(result, NoSandbox):
                self.bare = result
            elif isinstance(result, BaseException):
                self.fail(student, f"grading it failed: {result}")
            else:
                with stopping.held():
                    self.finish(student, json.loads(result))
        if self.bare:
            raise self.bare

    def _cut_short(self, why: GradingError) -> CutShort:
        """Report the rest as not graded, for this reason."""
        report, total = self.report, len(self.submissions)
        kept = so_far(report.assignment, report.graded, len(report.failed), total)
        for student in map(_printable, self.submissions):
            failed = self._entry("failed", f"{_printable(str(why))}.", {})
            report.students.setdefault(student, failed)
        if self.bare:
            kept += ". Nobody was graded unprotected"
        return CutShort(why, kept, report)

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
            same = earlier is not None and earlier.get("digest") == digest
            if earlier and same and self._still_good(student, earlier):
                self.report.already += 1
                self.enter(student, self._entry("graded", None, earlier["cells"]))
                continue
            if self.bare:
                continue
            cells = self._cells_again(student)
            if self.chosen and cells and not same:
                why = "what was handed in is new" if earlier else "it is not graded yet"
                self.fail(student, f"{why}; grade all of it first, without --question.")
                continue
            if earlier:
                self.earlier[student] = earlier
            self.cells[student] = cells if same else frozenset()
            self.digests[student] = digest
            self.taken_up += same and not self.order.again and student in self.left
            yield student, job

    def _numbers_of(self, student: str) -> tuple[str, str, str] | None:
        """Return what draws a student's own numbers, where the course wants that."""
        return (self.order.assignment, self.numbers, student) if self.numbers else None

    def _still_good(self, student: str, earlier: Json) -> bool:
        """Say whether an earlier result of the same files stands: it was no less confined."""
        confined = not self.order.confined or earlier.get("sandbox") == "full"
        again = self.order.again or self.unfinished is None or student in self.left
        return confined and not again

    def _cells_again(self, student: str) -> frozenset[str]:
        """Return the graded cells to grade again, where it is not all of them."""
        questions = self.left.get(student, self.order.questions)
        try:
            return chosen(self.order.assignment, self.notebooks, questions)
        except NoCourse:  # one has another name since
            return frozenset()

    def finish(self, student: str, result: Json) -> None:
        earlier = self.earlier.pop(student, None)
        if result["status"] == "failed":
            self.fail(student, result["reason"])
            return
        result |= {"digest": self.digests[student], "sandbox": self.report.sandbox}
        name = self.order.assignment
        cells = self.cells.pop(student)
        try:
            if cells and earlier:
                result = self.ledger.only(name, student, result, earlier, cells)
            if self.unfinished:
                folder = self.submissions[student].folder
                self.ledger.record(name, student, folder, result, self.notebooks, earlier)
                self.unfinished.done(student)
        except (OSError, SQLAlchemyError) as error:
            self.fail(student, f"its result cannot be written: {str(error).splitlines()[0]}.")
            return
        if self.report.changes:
            self.report.changes.enter(student, earlier, result["cells"], self.points)
        self.enter(student, self._entry("graded", None, result["cells"]))

    def end(self) -> None:
        """Let go of what is noted to be done: the run has come to its end."""
        if self.taken_up:
            some = "1 submission" if self.taken_up == 1 else f"{self.taken_up} submissions"
            self.report.notes.append(f"{some} had been left by a run that was stopped")
        if self.unfinished and self.left:
            try:
                self.unfinished.forget(self.submissions if self.order.students else None)
            except OSError as error:
                self.report.notes.append(f"the next run grades them all again: {error}")

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
