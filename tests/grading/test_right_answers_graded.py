"""Every right answer, in whatever style, earns its marks through the whole engine too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.grading import worker
from helpers.grading.assignment import Assignment, SourceCell
from helpers.kernel.limits import Limits
from helpers.questions import convolution, pooling, two_kernels
from helpers.questions.model import Question
from tests.questions import right_backward_answers, right_pooling_answers
from tests.questions.right_answers import RIGHT

HERE = Path(right_backward_answers.__file__).parent
MODULES = ("right_answers", Path(right_backward_answers.__file__).stem,
           Path(right_pooling_answers.__file__).stem)  # fmt: skip


def questions_of(name: str) -> list[tuple[str, str, Question]]:
    """List the questions a name answers, as (module, attribute, question)."""
    return [
        (module.__name__.rpartition(".")[2], question.grade_id.removeprefix("test_"), question)
        for module in (two_kernels, convolution, pooling)
        for question in module.QUESTIONS
        if question.name == name
    ]


@pytest.fixture(scope="module")
def verdicts() -> dict[str, dict[str, object]]:
    """Put all the answers into one notebook, each followed by its test cells, and grade it."""
    imported = "from tests.questions.right"
    sources = [
        "\n".join(_without_own_imports((HERE / f"{module}.py").read_text(), imported))
        for module in MODULES
    ]
    submitted = [{"cell_type": "code", "metadata": {}, "source": text} for text in sources]
    cells: list[SourceCell] = []
    for index, (name, _, _) in enumerate(RIGHT):
        answer = f"{name} = RIGHT[{index}][2]"
        submitted.append(
            {
                "cell_type": "code",
                "metadata": {"nbgrader": {"grade_id": f"answer{index}"}},
                "source": answer,
            }
        )
        cells.append(_cell(f"answer{index}", "", 0.0, solution=True))
        for module, attribute, question in questions_of(name):
            test = f"from helpers.questions import {module}\n{module}.{attribute}.mark({name})"
            cells.append(_cell(f"{attribute}-{index}", test, question.points, graded=True))
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": submitted}
    job = worker.make_job(
        [Assignment("all", tuple(cells), ())],
        {"all": json.dumps(notebook).encode()},
        {},
        Limits(notebook_seconds=300, call_seconds=30),
    )
    result = json.loads(worker.grade(job))
    assert result["status"] == "graded", result["reason"]
    found: dict[str, dict[str, object]] = result["cells"]
    return found


def _without_own_imports(text: str, prefix: str) -> list[str]:
    """Leave out a module's imports from its neighbours, which are cells of the same notebook."""
    kept, skipping = [], False
    for line in text.splitlines():
        if line.startswith(prefix):
            skipping = line.endswith("(")
        elif skipping:
            skipping = not line.startswith(")")
        elif not line.startswith("from __future__"):
            kept.append(line)
    return kept


def _cell(
    grade_id: str, source: str, points: float, *, graded: bool = False, solution: bool = False
) -> SourceCell:
    return SourceCell(
        grade_id,
        "code",
        source,
        points,
        graded=graded,
        solution=solution,
        task=False,
        locked=graded,
    )


@pytest.mark.parametrize("index", range(len(RIGHT)), ids=[f"{n}-{s}" for n, s, _ in RIGHT])
def test_it_earns_every_mark(index: int, verdicts: dict[str, dict[str, object]]) -> None:
    name = RIGHT[index][0]
    for _, attribute, question in questions_of(name):
        verdict = verdicts[f"{attribute}-{index}"]
        assert verdict["outcome"] == "correct", verdict["message"]
        assert verdict["score"] == question.points
