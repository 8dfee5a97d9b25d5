"""What the questions say of a mistake by its id, and what a question is called."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from helpers.questions import convolution, pooling, two_kernels
from helpers.questions.model import Misconception, Question


@dataclass(frozen=True)
class Known:
    """A mistake as a reader meets it; the texts are empty where no question knows the id."""

    id: str
    title: str
    says: str = ""
    ask: str = ""


@functools.cache
def _questions() -> dict[str, Question]:
    known = (*two_kernels.QUESTIONS, *convolution.QUESTIONS, *pooling.QUESTIONS)
    return {question.grade_id: question for question in known}


@functools.cache
def _by_id() -> dict[str, Misconception]:
    found: dict[str, Misconception] = {}
    for question in _questions().values():
        for misconception in question.misconceptions:
            found.setdefault(misconception.id, misconception)
    return found


def label(grade_id: str) -> str:
    """Return what a question is called, such as `corr2d_backward: dX`."""
    question = _questions().get(grade_id)
    return question.label if question else grade_id.removeprefix("test_")


def known(identifier: str) -> Known:
    """Look a mistake up by its id, such as `corr2d.flips-kernel`; any text is a possible id."""
    group, dot, name = identifier.partition(".")
    title = f"{group}: {name.replace('-', ' ')}" if dot and group and name else identifier
    row = _by_id().get(identifier)
    return Known(identifier, title, row.says, row.ask) if row else Known(identifier, title)
