"""The gradebook and the autograded/ folder: the one place where results are written."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from traitlets import TraitError
from traitlets.config import Config

from helpers.grading.assignment import Assignment
from helpers.grading.course import read_assignment, read_plain
from helpers.grading.errors import NoCourse, Unreadable, Unwritable
from helpers.grading.files import sweep, write_whole
from helpers.grading.gradebook import (
    Mark,
    Skeleton,
    prepare,
    read_marks,
    skeleton,
    unusable,
)
from helpers.grading.questions import answers, untouched
from helpers.grading.record import save
from helpers.grading.verdict import Verdict

Json = dict[str, Any]

SECRET = "submission_secret.txt"
"""Of a submission through nbgrader's exchange; its owner alone can find its feedback by it."""


class Ledger:
    """Writes results; open it once for a run, in one process only.

    `read_only` leaves the gradebook as it is to the byte.
    """

    def __init__(
        self,
        db_url: str,
        course_id: str,
        autograded: Path,
        config: Config,
        *,
        read_only: bool = False,
    ) -> None:
        try:
            self._late = AssignLatePenalties(config=config)
            self._late.init_plugin()
        except (TraitError, ImportError) as error:
            raise NoCourse(f"nbgrader_config.py: c.AssignLatePenalties: {error}") from error
        self._gradebook = Gradebook(db_url, course_id)
        self._autograded = autograded
        self._skeletons: dict[str, Skeleton] = {}
        self._marks: dict[str, dict[str, dict[str, Mark]]] = {}
        """By assignment: the marks there were when the first earlier result was looked up."""
        if not read_only:
            prepare(self._gradebook)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._gradebook.close()

    @property
    def gradebook(self) -> Gradebook:
        """The gradebook, as nbgrader has it."""
        return self._gradebook

    @property
    def engine(self) -> Engine:
        """The gradebook's database."""
        engine: Engine = self._gradebook.engine
        return engine

    def assignment(self, source: Path, name: str) -> list[Assignment]:
        """Return the assignment's notebooks.  Raises nbgrader's MissingEntry, and NoCourse."""
        notebooks = read_assignment(self._gradebook, source, name)
        require_distinct(name, notebooks)
        return notebooks

    def marks(self, assignment: str) -> dict[str, dict[str, Mark]]:
        """Return the marks there are, by student and graded cell."""
        return read_marks(self._gradebook, assignment)

    def graded(self, assignment: str, student: str, notebooks: list[Assignment]) -> Json | None:
        """Return what an earlier run recorded for a submission, or None.

        A result counts when all of it is there: every notebook of one run, and in the gradebook,
        which may be another or an older one by now, the same scores.
        """
        cells: Json = {}
        texts: dict[str, str] = {}
        records: dict[str, Json] = {}
        for notebook in notebooks:
            try:
                path = self._path(assignment, student, notebook.notebook)
                content = json.loads(path.read_text(encoding="utf-8"))
                records[notebook.notebook] = dict(content["metadata"]["twokernels"])
                texts |= answers(content)
                for cell in content["cells"]:
                    said = cell["metadata"].get("twokernels", {})
                    if "outcome" in said:
                        grade_id = cell["metadata"]["nbgrader"]["grade_id"]
                        cells[grade_id] = Verdict.from_json(grade_id, said).to_json()
            except FileNotFoundError:
                continue  # a notebook that was not handed in
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                return None  # damaged: it is made again
        record = next(iter(records.values()), {})
        same = all(one.get("digest") == record.get("digest") for one in records.values())
        if not (same and record.get("notebooks") == sorted(records)):
            return None
        if not self._has(assignment, student, cells):
            return None
        return {**record, "cells": cells, "answers": texts}

    def _has(self, assignment: str, student: str, cells: Json) -> bool:
        """Say whether the gradebook has these scores of a student."""
        if assignment not in self._marks:
            self._marks[assignment] = self.marks(assignment)
        marks = self._marks[assignment].get(student)
        if marks is None:
            return not cells
        scores = {name: cell["score"] for name, cell in cells.items() if name in marks}
        return scores == {name: marks[name].auto for name in scores}

    def only(
        self, assignment: str, student: str, result: Json, earlier: Json, cells: frozenset[str]
    ) -> Json:
        """Return the earlier result of a submission with these graded cells as just graded.

        Raises OSError and ValueError where what was recorded can no longer be read.
        """
        notebooks = {}
        for name, new in result["notebooks"].items():
            kept = json.loads(self._path(assignment, student, name).read_text(encoding="utf-8"))
            again = {grade_id: cell for cell in new["cells"] if (grade_id := _name(cell)) in cells}
            kept["cells"] = [again.get(_name(cell), cell) for cell in kept["cells"]]
            notebooks[name] = kept
        verdicts = {name: said for name, said in result["cells"].items() if name in cells}
        sandbox = "full" if earlier.get("sandbox") == result["sandbox"] == "full" else "none"
        return {
            **result,
            "cells": {**earlier["cells"], **verdicts},
            "notebooks": notebooks,
            "sandbox": sandbox,
        }

    def record(
        self,
        assignment: str,
        student: str,
        folder: Path,
        result: Json,
        notebooks: list[Assignment],
        earlier: Json | None = None,
    ) -> None:
        """Write one result: the gradebook first, then the folder, each as a whole.

        `earlier` is what `graded` returned, to tell which answers are as they were.

        Raises Unwritable and OSError.
        """
        timestamp = read_timestamp(folder)
        if assignment not in self._skeletons:
            self._skeletons[assignment] = skeleton(self._gradebook, assignment)
        bones = self._skeletons[assignment]
        same = untouched(notebooks, earlier, result)
        try:
            save(self._gradebook, self._late, bones, student, timestamp, result, same)
        except SQLAlchemyError as error:
            raise Unwritable(unusable(error)) from error
        # The notebooks come last, for by them the next run sees that all is done.
        graded = self._autograded / student / assignment
        if timestamp:
            write_whole(graded / "timestamp.txt", f"{timestamp.isoformat(sep=' ')} UTC\n")
        if secret := read_secret(folder):
            write_whole(graded / SECRET, secret)
        for notebook in notebooks:
            if notebook.notebook not in result["notebooks"]:
                self._path(assignment, student, notebook.notebook).unlink(missing_ok=True)
        for name, content in result["notebooks"].items():
            content["metadata"]["twokernels"] = {
                **content["metadata"].get("twokernels", {}),
                **{key: result[key] for key in ("digest", "seconds", "sandbox")},
                "notebooks": sorted(result["notebooks"]),
            }
            # Without an indent, for only then does the encoder written in C do it.
            write_whole(self._path(assignment, student, name), json.dumps(content) + "\n")
        sweep(graded)

    def _path(self, assignment: str, student: str, notebook: str) -> Path:
        return self._autograded / student / assignment / f"{notebook}.ipynb"


def require_distinct(assignment: str, notebooks: list[Assignment]) -> None:
    """Raise NoCourse where two notebooks have answers or marks of one name: they would be mixed."""
    owner: dict[str, str] = {}
    for notebook in notebooks:
        for cell in notebook.cells:
            if not (cell.graded or cell.solution or cell.task):
                continue
            other = owner.setdefault(cell.grade_id, notebook.notebook)
            if other != notebook.notebook:
                raise NoCourse(
                    f"{assignment}: {other}.ipynb and {notebook.notebook}.ipynb both have a cell "
                    f"{cell.grade_id}; give one of them another name in source/{assignment} and "
                    f"run `nbgrader generate_assignment {assignment}`"
                )


def _name(cell: Json) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def read_timestamp(folder: Path) -> datetime.datetime | None:
    """Return when a submission was handed in, or None where no file says it legibly."""
    try:
        text = read_plain(folder / "timestamp.txt", 100).decode("utf-8", "replace").strip()
        return parse_utc(text) if text else None
    except (Unreadable, OSError, ValueError, OverflowError):
        return None


def read_secret(folder: Path) -> str | None:
    """Return what `nbgrader submit` put there to name the feedback by, or None."""
    try:
        return read_plain(folder / SECRET, 1000).decode("ascii") or None
    except (Unreadable, OSError, ValueError):
        return None
