"""A course with a new assignment in it, ways to spoil it, and what the check then says."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from helpers.authoring import run
from helpers.authoring.check import Checked, check
from helpers.authoring.scaffold import scaffold
from helpers.grading import worker
from helpers.grading.course import Course
from helpers.grading.pool import ExecutorWorkers
from helpers.grading.warm import Zygote
from tests import warm_commands

Json = dict[str, Any]

CONFIG = """
from helpers.nbgrader_plugins import use_two_kernels

c = get_config()
c.CourseDirectory.course_id = "own"
use_two_kernels(c)
c.TwoKernels.limits = {"notebook_seconds": 20}
"""


@dataclass(frozen=True)
class Own:
    """An assignment `own` of a test's own."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "source" / "own"

    @property
    def answers(self) -> Path:
        return self.root / "answers" / "own.py"

    @property
    def path(self) -> Path:
        return self.folder / "own.ipynb"

    def change(self, how: Callable[[list[Json]], None]) -> None:
        """Change the cells of the notebook."""
        notebook = json.loads(self.path.read_text("utf-8"))
        how(notebook["cells"])
        self.path.write_text(json.dumps(notebook), "utf-8")

    def replace(self, cell_id: str, old: str, new: str) -> None:
        """Replace some text in a cell."""

        def how(cells: list[Json]) -> None:
            cell = by_id(cells, cell_id)
            text = "".join(cell["source"])
            assert old in text
            cell["source"] = text.replace(old, new)

        self.change(how)

    def tests(self, text: str) -> None:
        """Have other hidden tests in the test cell."""

        def how(cells: list[Json]) -> None:
            by_id(cells, "moving-average-graded")["source"] = (
                f"### BEGIN HIDDEN TESTS\n{text}\n### END HIDDEN TESTS"
            )

        self.change(how)

    def add(self, text: str, after: str, **marks: Any) -> None:
        """Add a code cell behind another; `marks` are nbgrader's."""

        def how(cells: list[Json]) -> None:
            plain = {"grade": False, "solution": False, "locked": False, "task": False}
            metadata = {"nbgrader": {"schema_version": 3, **plain, **marks}} if marks else {}
            cells.insert(
                cells.index(by_id(cells, after)) + 1,
                {
                    "cell_type": "code",
                    "id": str(marks.get("grade_id", "added")),
                    "metadata": metadata,
                    "source": text,
                    "execution_count": None,
                    "outputs": [],
                },
            )

        self.change(how)


def by_id(cells: list[Json], cell_id: str) -> Json:
    """Return the cell of this id."""
    return next(cell for cell in cells if cell["id"] == cell_id)


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """Give a course with a new assignment, as `twokernels new own` makes it."""
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    scaffold(Course.load(tmp_path), "own")
    return Own(tmp_path)


@pytest.fixture
def found(zygote: Zygote, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Checked]:
    """Check an assignment, with a thread for its worker and a warm Python for its rehearsal."""
    python = SimpleNamespace(executable=str(warm_commands.folder() / "warm-python"), path=sys.path)
    monkeypatch.setattr(run, "sys", python)
    monkeypatch.setattr(worker, "_zygote", zygote)
    workers = ExecutorWorkers(ThreadPoolExecutor(1), 1, worker.grade)

    def found(root: Path, assignment: str = "own") -> Checked:
        return check(Course.load(root), assignment, workers, lambda what: None)

    return found
