"""What hidden cases hand to a student's function is the answer to no other question."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pytest

from helpers.judging.values import Array, as_numbers
from helpers.questions import convolution, pooling, two_kernels
from helpers.questions.data import B, C
from helpers.questions.function_question import FunctionQuestion
from helpers.questions.value_question import DictQuestion, EntriesQuestion, ValueQuestion


def answers(assignment: ModuleType) -> Iterator[tuple[str, Array]]:
    """Yield every array that is an answer worked out by hand."""
    for question in assignment.QUESTIONS:
        if isinstance(question, ValueQuestion | EntriesQuestion) and question.name[:2] != "p_":
            if question.name != "result_shapes":
                yield question.name, as_numbers(question.expected)
        elif isinstance(question, DictQuestion):
            for key, value in question.expected.items():
                yield f"{question.name}: {key}", as_numbers(value)


def shown(assignment: ModuleType) -> Iterator[tuple[str, Array]]:
    """Yield every array that a student's function is called with."""
    for question in assignment.QUESTIONS:
        if isinstance(question, FunctionQuestion):
            for case in question.cases:
                for argument in case.arguments:
                    if isinstance(argument, np.ndarray):
                        yield f"{question.label}: {case.name}", argument


@pytest.mark.parametrize("assignment", [two_kernels, convolution, pooling])
def test_no_argument_is_an_answer_or_a_multiple_of_one(assignment: ModuleType) -> None:
    for name, answer in answers(assignment):
        for where, argument in shown(assignment):
            if answer.shape != argument.shape or answer.ndim == 0:
                continue
            (scale,), *_ = np.linalg.lstsq(argument.reshape(-1, 1), answer.ravel())
            multiple = np.allclose(scale * argument, answer) and bool(argument.any())
            assert not multiple, f"{where} shows the answer of {name}"


def test_the_search_finds_an_answer_that_is_shown() -> None:
    """The sheet's C is data in the pooling notebook and an answer in the convolution notebook."""
    assert any(np.array_equal(argument, C) for _, argument in shown(pooling))
    assert any(np.array_equal(answer, C) for _, answer in answers(convolution))
    assert any(np.array_equal(argument, B) for _, argument in shown(convolution))
