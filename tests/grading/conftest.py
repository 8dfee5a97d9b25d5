"""Ways to grade a notebook, and a course, in the session's warm process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from helpers.grading import coordinator, worker
from helpers.grading.assignment import SourceCell
from helpers.grading.course import Course
from helpers.grading.notebook import grade_notebook
from helpers.grading.order import Order, Report
from helpers.grading.pool import ExecutorWorkers
from helpers.grading.settings import limits_of
from helpers.grading.verdict import Verdict
from helpers.grading.warm import Zygote
from helpers.kernel.limits import Limits
from tests.grading.courses import small_course
from tests.grading.small import Json, answer, cell, made_of, notebook, test_of

Grade = Callable[..., dict[str, Verdict]]


@pytest.fixture
def grade(zygote: Zygote) -> Grade:
    """Grade a submission's cells by an assignment's; return the verdicts by test."""

    def grade(known: list[SourceCell], cells: list[Json], **limits: Any) -> dict[str, Verdict]:
        verdicts, *_ = grade_notebook(
            notebook(*cells), {}, made_of(*known), Limits(**limits), zygote
        )
        return {verdict.grade_id: verdict for verdict in verdicts}

    return grade


@pytest.fixture
def judge(grade: Grade) -> Callable[..., Verdict]:
    """Judge one answer cell by one test cell."""

    def judge(
        written: str, test: str, name: str = "f", points: float = 4.0, **limits: Any
    ) -> Verdict:
        known = [answer(name), test_of(name, test, points)]
        cells = [cell(written, name), cell("tampered with", f"test_{name}")]
        return grade(known, cells, **limits)[f"test_{name}"]

    return judge


@pytest.fixture
def here(zygote: Zygote, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExecutorWorkers]:
    """Workers that are a thread of the test process: quick, with the session's warm process."""
    monkeypatch.setattr(worker, "_zygote", zygote)
    with ThreadPoolExecutor(1) as thread:
        yield ExecutorWorkers(thread, 1, lambda job: worker.grade(job))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Give a course directory of a test's own."""
    return small_course(tmp_path)


@pytest.fixture(scope="module")
def kept_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the course of a module is kept, once it is made."""
    return tmp_path_factory.mktemp("kept") / "course"


Run = Callable[..., Report]


@pytest.fixture
def run(course: Path, here: ExecutorWorkers) -> Run:
    """Grade `quiz` in the course; keywords are those of an Order."""

    def run(tell: Any = lambda *_: None, **order: Any) -> Report:
        loaded = Course.load(course)
        limits = limits_of(loaded.config, "quiz")
        return coordinator.grade(loaded, Order("quiz", limits=limits, **order), here, tell)

    return run
