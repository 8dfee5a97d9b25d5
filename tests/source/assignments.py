"""What each assignment must ask, and the cells of its notebook by what they are for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.questions.model import Question

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Assignment:
    """What must be asked: the answers' names, the free answers' points, and the total."""

    name: str
    answers: frozenset[str]
    free: dict[str, float]
    total: float

    @property
    def questions(self) -> tuple[Question, ...]:
        questions: tuple[Question, ...] = import_module(f"helpers.questions.{self.name}").QUESTIONS
        return questions

    def read(self) -> NotebookNode:
        path = ROOT / "source" / self.name / f"{self.name}.ipynb"
        return nbformat.read(path, as_version=nbformat.NO_CONVERT)


ASSIGNMENTS = (
    Assignment(
        "two_kernels",
        answers=frozenset({
            "corr2d", "result_shapes", "result1", "result2", "two_kernels_forward", "l2_loss",
            "l2_loss_backward", "corr2d_backward", "two_kernels_backward", "hand_gradients",
        }),
        free={"why_full_correlation": 3},
        total=40,
    ),
    Assignment(
        "convolution",
        answers=frozenset({
            "output_shape", "output_size", "output_size_formula", "C", "dE_dA_formula", "dE_dA",
            "corr2d_input_gradient",
        }),
        free={},
        total=28,
    ),
    Assignment(
        "pooling",
        answers=frozenset({
            "modules", "max_pool2d", "avg_pool2d", "lp_pool2d", "max_pool2d_backward",
            "avg_pool2d_backward", "lp_pool2d_backward", "pooled_C", "p_for_average", "p_for_max",
        }),
        free={"why_lp": 3},
        total=35,
    ),
)  # fmt: skip

SOLUTION = re.compile(r"^[^\n]*BEGIN SOLUTION.*?END SOLUTION[^\n]*$", re.MULTILINE | re.DOTALL)
HIDDEN = re.compile(
    r"^[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*$", re.MULTILINE | re.DOTALL
)


def flags(cell: NotebookNode) -> tuple[bool, bool, bool]:
    """Return nbgrader's grade, solution and locked."""
    meta = cell.metadata.get("nbgrader", {})
    return (meta.get("grade", False), meta.get("solution", False), meta.get("locked", False))


def with_flags(nb: NotebookNode, grade: bool, solution: bool, locked: bool) -> list[NotebookNode]:
    return [cell for cell in nb.cells if flags(cell) == (grade, solution, locked)]


def graded_cells(nb: NotebookNode) -> list[NotebookNode]:
    return with_flags(nb, True, False, True)


def visible(cell: NotebookNode) -> str:
    """Return what a student sees of a cell."""
    return HIDDEN.sub("", SOLUTION.sub("", cell.source))
