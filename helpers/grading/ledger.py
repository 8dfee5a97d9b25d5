"""The gradebook and the autograded/ folder: the one place where results are written."""

from __future__ import annotations

import datetime
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from nbgrader.api import Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from traitlets.config import Config

from helpers.grading.assignment import Assignment
from helpers.grading.course import read_assignment, read_plain

Json = dict[str, Any]


class Ledger:
    """Writes results; open it once for a run, in one process only."""

    def __init__(self, db_url: str, course_id: str, autograded: Path, config: Config) -> None:
        self._gradebook = Gradebook(db_url, course_id)
        self._autograded = autograded
        self._late = AssignLatePenalties(config=config)
        self._late.init_plugin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._gradebook.close()

    def assignment(self, source: Path, name: str) -> list[Assignment]:
        """Return the assignment's notebooks.  Raises nbgrader's MissingEntry."""
        return read_assignment(self._gradebook, source, name)

    def graded(self, assignment: str, student: str, notebooks: list[Assignment]) -> Json | None:
        """Return what an earlier run recorded for a submission, or None."""
        cells: Json = {}
        record: Json | None = None
        for notebook in notebooks:
            try:
                path = self._path(assignment, student, notebook.notebook)
                content = json.loads(path.read_text(encoding="utf-8"))
                record = content["metadata"]["twokernels"]
                for cell in content["cells"]:
                    if "outcome" in cell["metadata"].get("twokernels", {}):
                        grade_id = cell["metadata"]["nbgrader"]["grade_id"]
                        cells[grade_id] = cell["metadata"]["twokernels"]
            except (OSError, ValueError, KeyError, TypeError):
                continue
        return None if record is None else {**record, "cells": cells}

    def record(
        self, assignment: str, student: str, folder: Path, result: Json, notebooks: list[Assignment]
    ) -> None:
        """Write one result: the gradebook first, then the folder, each as a whole."""
        timestamp = read_timestamp(folder)
        gradebook = self._gradebook
        given = {"timestamp": timestamp} if timestamp else {}
        with gradebook.db.no_autoflush:
            gradebook.update_or_create_student(student)
            submission = gradebook.update_or_create_submission(assignment, student, **given)
        for notebook in submission.notebooks:
            _set_grades(notebook, result["cells"], handed_in=notebook.name in result["notebooks"])
        gradebook.db.commit()
        self._late_penalties(student, submission)
        for name, content in result["notebooks"].items():
            content["metadata"]["twokernels"] = {
                key: result[key] for key in ("digest", "seconds", "sandbox")
            }
            write_whole(self._path(assignment, student, name), json.dumps(content, indent=1) + "\n")
        if timestamp:
            path = self._autograded / student / assignment / "timestamp.txt"
            write_whole(path, f"{timestamp.isoformat(sep=' ')} UTC\n")

    def _late_penalties(self, student: str, submission: SubmittedAssignment) -> None:
        seconds = submission.total_seconds_late
        for notebook in submission.notebooks:
            penalty = None
            if seconds > 0:
                late = self._late.plugin_inst
                penalty = late.late_submission_penalty(student, notebook.score, seconds)
            if penalty is not None:
                penalty = self._late._check_late_penalty(notebook, penalty)
            notebook.late_submission_penalty = penalty
        self._gradebook.db.commit()

    def _path(self, assignment: str, student: str, notebook: str) -> Path:
        return self._autograded / student / assignment / f"{notebook}.ipynb"


def _set_grades(notebook: SubmittedNotebook, cells: Mapping[str, Json], *, handed_in: bool) -> None:
    """Set automatic scores as nbgrader does: a person's marks and comments stay."""
    for grade in notebook.grades:
        verdict = cells.get(grade.name) if handed_in else None
        grade.auto_score = verdict["score"] if verdict else 0.0
        by_hand = grade.auto_score is None or grade.manual_score is not None
        grade.needs_manual_grade = by_hand and handed_in
    for comment in notebook.comments:
        verdict = cells.get(comment.name)
        blank = verdict is not None and verdict["outcome"] == "not_attempted"
        comment.auto_comment = "No response." if blank else None


def read_timestamp(folder: Path) -> datetime.datetime | None:
    """Return when a submission was handed in, or None where no file says it legibly."""
    try:
        text = read_plain(folder / "timestamp.txt", 100).decode("utf-8", "replace").strip()
        return parse_utc(text) if text else None
    except (OSError, ValueError, OverflowError):
        return None


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there as a whole or as it was before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
