"""Whole notebooks handed in on trial, and graded as a student's would be.

The blank, your solution, one that returns None everywhere, and each of the author's own answers.
The first three go in twice: a test that rolls dice may say two things.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.authoring.answers import Answer
from helpers.authoring.findings import Finding, Kind
from helpers.authoring.source import Cell, Notebook, question_of

Json = dict[str, Any]


@dataclass(frozen=True)
class Trial:
    """A submission to grade: its notebooks by name."""

    key: str
    notebooks: Mapping[str, bytes]
    answer: Answer | None = None
    """The one answer in it that is not the instructor's own."""


def trials(
    blank: Mapping[str, bytes], source: Mapping[str, Notebook], answers: Sequence[Answer]
) -> list[Trial]:
    """Return all submissions to try."""
    solution = {name: _notebook(cells, {}) for name, cells in source.items()}
    nothing = {
        name: _notebook(cells, {cell.grade_id: _none(cell) for cell in cells if cell.is_answer})
        for name, cells in source.items()
    }
    thrice = {"blank": blank, "solution": solution, "none": nothing}
    return [
        *(Trial(f"{key}:{n}", notebooks) for key, notebooks in thrice.items() for n in (1, 2)),
        *(
            Trial(
                f"answer:{number}",
                {
                    name: _notebook(cells, {answer.name: answer.code})
                    for name, cells in source.items()
                },
                answer,
            )
            for number, answer in enumerate(answers)
        ),
    ]


def _none(cell: Cell) -> str:
    """Write an answer that is None, or a function that returns it."""
    if f"def {cell.grade_id}(" in cell.text:
        return f"def {cell.grade_id}(*arguments, **more):\n    return None"
    return f"{cell.grade_id} = None"


def _notebook(cells: Notebook, instead: Mapping[str, str]) -> bytes:
    """Make a submission of the solution, with other answers in some cells."""
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {},
            "cells": [
                {
                    "cell_type": cell.kind,
                    "metadata": {"nbgrader": cell.marks} if cell.marks else {},
                    "source": instead.get(cell.grade_id, cell.text),
                }
                for cell in cells
            ],
        }
    ).encode()


def judge(
    results: Mapping[str, Json],
    tried: Sequence[Trial],
    source: Iterable[Notebook],
    told: frozenset[str],
) -> Iterator[Finding]:
    """Say what is wrong with the tests; of the cells in `told`, enough has been said."""
    graded = [(cell, cells) for cells in source for cell in cells if cell.is_test]
    done = set(told)
    for cell, _ in graded:
        if cell.name not in told:
            verdicts = {key: result[cell.grade_id] for key, result in results.items()}
            for found in _judge_test(cell, verdicts):
                done.add(cell.name)
                yield found
    for trial in tried:
        if (answer := trial.answer) is not None:
            about = [cell for cell, cells in graded if question_of(cell, cells) == answer.name]
            if about and not done.intersection(cell.name for cell in about):
                yield from _judge_answer(answer, about, results[trial.key])


def _judge_test(cell: Cell, verdicts: Mapping[str, Json]) -> Iterator[Finding]:
    for key, what in (("blank", "an empty answer"), ("none", "an answer that is None")):
        score = max(verdicts[f"{key}:{n}"]["score"] for n in (1, 2))
        if score > 0:
            kind = Kind.BLANK_PASSES if key == "blank" else Kind.WRONG_PASSES
            yield cell.finding(
                kind,
                f"{what} earns {score:g} of {cell.points:g} points",
                "test what the answer returns, with at least one right value",
            )
            break  # what passes a blank passes None too
    for key in ("blank", "solution", "none"):
        one, two = (verdicts[f"{key}:{n}"] for n in (1, 2))
        if one["score"] != two["score"]:
            yield cell.finding(
                Kind.RANDOMNESS,
                f"the same answer earned {one['score']:g} points, and then {two['score']:g}",
                "seed what is random in this cell, or write the numbers down",
            )
            return
    verdict = verdicts["solution:1"]
    if verdict["score"] < (cell.points or 0):
        yield cell.finding(
            Kind.SOLUTION_FAILS,
            f"graded, your own solution earns {verdict['score']:g} of {cell.points:g} points: "
            f"“{' '.join(verdict['message'].split())}”",
            "compare test and solution; between the student's code and a test only numbers, text, "
            "lists, dicts and plain arrays cross, and of the notebook's imports only those outside "
            "solutions are there that a test names",
        )


def _judge_answer(
    answer: Answer, about: Sequence[Cell], cells: Mapping[str, Json]
) -> Iterator[Finding]:
    short = [cell for cell in about if cells[cell.grade_id]["score"] < (cell.points or 0)]
    if answer.right and short:
        message = " ".join(cells[short[0].grade_id]["message"].split())
        yield short[0].finding(
            Kind.RIGHT_FAILS,
            f"the right answer “{answer.title}” loses points: “{message}”",
            "let the test accept it, or correct answers/",
        )
    elif not answer.right and not short:
        yield about[-1].finding(
            Kind.WRONG_PASSES,
            f"the wrong answer “{answer.title}” earns all points",
            "add a case on which it is wrong, or correct answers/",
        )
