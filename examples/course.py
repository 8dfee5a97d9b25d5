"""The nbgrader course the demo class is graded in: one step at a time, by nbgrader's own API."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import CsvExportPlugin
from traitlets.config.loader import PyFileConfigLoader

from examples.build import DUE, Student, timestamp
from helpers.grading import alembic
from helpers.grading.coordinator import Tell, grade
from helpers.grading.course import Course as GradedCourse
from helpers.grading.errors import GradingError
from helpers.grading.local_workers import LocalWorkers
from helpers.grading.order import Order
from helpers.grading.settings import language_of, limits_of

CONFIG = "nbgrader_config.py"
STDERR = 2  # the file descriptor a kernel inherits
QUIET_KERNELS = {
    "OMP_NUM_THREADS": "1",  # matrices here are tiny; threads only get in each other's way
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # a debugger's warning at the start of every kernel
}


class StepFailed(RuntimeError):
    """nbgrader could not do one step; the message is the last line of its reason."""


class Course:
    """A course directory and its gradebook, `gradebook.db` unless its configuration differs."""

    def __init__(self, root: Path) -> None:
        """Read the course's configuration; raise FileNotFoundError when there is none."""
        if not (root / CONFIG).is_file():
            raise FileNotFoundError(f"{root} is not a course directory: it has no {CONFIG}")
        self.root = root.resolve()
        config = PyFileConfigLoader(CONFIG, str(self.root)).load_config()
        config.CourseDirectory.root = str(self.root)
        self._directory = CourseDirectory(config=config)
        self._api = NbGraderAPI(self._directory, config=config)
        self._config = config

    @contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """Open the gradebook for a moment."""
        with Gradebook(self._directory.db_url, self._directory.course_id) as gradebook:
            yield gradebook

    def forget(self, assignments: Iterable[str], students: Iterable[Student]) -> None:
        """Take these students' earlier submissions out of the gradebook; nobody else's."""
        pairs = [(assignment, student.id) for assignment in assignments for student in students]
        with self.gradebook() as gradebook:
            for pair in pairs:
                try:
                    gradebook.remove_submission(*pair)
                except MissingEntry:
                    continue

    def generate(self, assignment: str) -> None:
        """Make the release from the source, and tell the gradebook what is asked."""
        try:
            self._done(self._api.generate_assignment(assignment, force=True))
        except StepFailed as error:
            if "submissions associated" not in str(error):
                raise
            raise StepFailed(
                f"{error}: the notebook's questions changed since other students were graded here. "
                "Run the demo for all its students, or in a copy of the course with --course"
            ) from None

    def due(self, assignments: Iterable[str]) -> Mapping[str, datetime]:
        """Set the assignments' due dates where there is none, and give them."""
        found = {}
        with self.gradebook() as gradebook:
            for name in assignments:
                date = gradebook.find_assignment(name).duedate
                if date is None:
                    date = DUE[name]
                    gradebook.update_or_create_assignment(name, duedate=timestamp(date))
                found[name] = date
        return found

    def enrol(self, students: Iterable[Student]) -> None:
        """Put the students' names into the gradebook."""
        with self.gradebook() as gradebook:
            for student in students:
                gradebook.update_or_create_student(
                    student.id, first_name=student.first_name, last_name=student.last_name
                )

    def grade(
        self, assignment: str, students: Iterable[Student], workers: int, tell: Tell
    ) -> Mapping[str, str]:
        """Grade submissions, and give the reason for each that could not be graded, by student."""
        order = Order(
            assignment,
            students=tuple(student.id for student in students),
            force=True,
            limits=limits_of(self._config, assignment),
            language=language_of(self._config),
        )
        try:
            with closing(LocalWorkers(workers)) as started:
                course = GradedCourse(self._directory, self._config)
                return grade(course, order, started, tell).failed
        except GradingError as error:
            raise StepFailed(f"{error}") from error

    def feedback(self, assignment: str, student: str) -> Path:
        """Write one student's feedback page, and give its path."""
        self._done(self._api.generate_feedback(assignment, student, force=True))
        return self.root / "feedback" / student / assignment / f"{assignment}.html"

    def export(self) -> Path:
        """Write the whole gradebook to `grades.csv`, and give its path."""
        path = self.root / "grades.csv"
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        with self.gradebook() as gradebook:
            CsvExportPlugin(config=self._config, to=str(draft)).export(gradebook)
        draft.replace(path)
        return path

    def _done(self, result: Mapping[str, Any]) -> None:
        if result["success"]:
            return
        last = str(result.get("error", "")).strip().splitlines()[-1:] or ["no reason given"]
        if last[0].startswith("KeyboardInterrupt"):  # nbgrader turns it into an ordinary failure
            raise KeyboardInterrupt
        raise StepFailed(_reason(str(result.get("log", ""))) or last[0])


def _reason(log: str) -> str:
    """Find in nbgrader's log why it failed: the exception its last traceback ends with."""
    _, found, rest = log.rpartition("Traceback (most recent call last):\n")
    traceback = re.split(r"^\[[A-Z]", rest, maxsplit=1, flags=re.MULTILINE)[0]
    # nbgrader indents all lines of a message after its first by four, an exception's stack by six
    lines = [line.strip() for line in traceback.splitlines() if re.match(r" {,4}\w", line)]
    return lines[0] if found and lines else ""


@contextmanager
def logged_to(path: Path, append: bool = False) -> Iterator[None]:
    """Send what nbgrader, the kernels and Python's warnings say to a file, not to the screen."""
    if not append:
        path.write_text("")
    handler = logging.FileHandler(path, encoding="utf-8")  # appends, as others do beside it
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s"))
    root, nbgrader = logging.getLogger(), logging.getLogger("traitlets")
    level, nbgrader_level = root.level, nbgrader.level
    alembic.put_on_path()
    environment = {name: os.environ.get(name) for name in QUIET_KERNELS}
    os.environ.update(QUIET_KERNELS)
    logging.captureWarnings(True)
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    screen = os.dup(STDERR)
    os.dup2(handler.stream.fileno(), STDERR)
    try:
        yield
    finally:
        os.dup2(screen, STDERR)
        os.close(screen)
        root.removeHandler(handler)
        root.setLevel(level)
        nbgrader.setLevel(nbgrader_level)
        logging.captureWarnings(False)
        handler.close()
        for name, value in environment.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
