"""DS-GA 1008, Homework 2, section 1.1: one convolution by hand, its size and its gradient."""

from __future__ import annotations

import itertools
import random

from helpers import reference
from helpers.judging.values import Array, as_numbers
from helpers.questions import examples
from helpers.questions import misconceptions as known
from helpers.questions.data import A, B, integers, quarters
from helpers.questions.formula_question import FormulaQuestion, FormulaTableQuestion
from helpers.questions.function_question import FunctionQuestion
from helpers.questions.model import Case
from helpers.questions.value_question import EntriesQuestion, ValueQuestion

output_shape = ValueQuestion(
    name="output_shape",
    points=1,
    expected=(3, 3),
)
output_size = FunctionQuestion(
    name="output_size",
    points=4,
    reference=reference.output_size,
    misconceptions=known.OUTPUT_SIZE,
    visible=examples.OUTPUT_SIZE,
    cases=(
        Case("no padding, stride 1", (5, 3, 0, 1)),
        Case("padding 2, stride 1", (7, 4, 2, 1)),
        Case("a kernel as wide as the image", (5, 5, 0, 3)),
        Case("padding and a stride that divides evenly", (13, 5, 2, 2)),
        Case("a stride of 2 that leaves a remainder", (7, 4, 0, 2)),
        Case("padding and a stride of 2 that leaves a remainder", (8, 5, 2, 2)),
        Case("a stride of 3 that leaves a third", (12, 3, 2, 3)),
        Case("a stride longer than the kernel", (8, 2, 1, 5)),
        Case("a stride of 5 that leaves three fifths", (14, 5, 2, 5)),
        Case("a photograph of 224 pixels", (224, 7, 3, 2)),
    ),
)
output_size_formula = FormulaQuestion(
    name="output_size_formula",
    points=2.5,
    expected="floor((I - K + 2*P) / S) + 1",
    letters=("I", "K", "P", "S"),
    misconceptions=known.OUTPUT_SIZE_FORMULA,
    pairs=known.OUTPUT_SIZE_FORMULA_PAIRS,
    points_to_try=tuple(
        {"I": i, "K": k, "P": p, "S": s}
        for i, k, p, s in itertools.product((1, 4, 7, 10), (1, 2, 3, 5), (0, 1, 2), (1, 2, 3, 4))
        if k <= i + 2 * p
    ),
)
C = EntriesQuestion(
    name="C",
    points=4.5,
    expected=reference.corr2d(A, B),
    misconceptions=known.mistakes_in_C(A, B),
    drawn=lambda n: dict(
        expected=reference.corr2d(n["A"], n["B"]),
        misconceptions=known.mistakes_in_C(n["A"], n["B"]),
    ),
)


def _sum_of_B(i: int, j: int) -> str:
    """Return dE/dA at 0-based (i, j): B[u, v] for every output (i - u, j - v) that exists."""
    terms = [
        f"B{u + 1}{v + 1}"
        for u, v in itertools.product(range(3), range(3))
        if 0 <= i - u < 3 and 0 <= j - v < 3
    ]
    return " + ".join(terms)


_LETTERS = tuple(f"B{u}{v}" for u in (1, 2, 3) for v in (1, 2, 3))
_random = random.Random(1)

dE_dA_formula = FormulaTableQuestion(
    name="dE_dA_formula",
    points=5,
    expected=tuple(tuple(_sum_of_B(i, j) for j in range(5)) for i in range(5)),
    letters=_LETTERS,
    misconceptions=known.DE_DA_FORMULA,
    points_to_try=tuple(
        {letter: _random.randint(-(10**6), 10**6) for letter in _LETTERS} for _ in range(4)
    ),
)


def _input_gradient(kernel: Array) -> Array:
    """The gradient of the sum of all outputs."""
    gradient: Array = reference.corr2d_input_gradient(as_numbers([[1] * 3] * 3), kernel)
    return gradient


dE_dA = EntriesQuestion(
    name="dE_dA",
    points=5,
    expected=_input_gradient(B),
    misconceptions=(*known.mistakes_in_dE_dA(A, B), known.CENTRE_35),
    total=9 * float(B.sum()),
    drawn=lambda n: dict(
        expected=_input_gradient(n["B"]),
        misconceptions=known.mistakes_in_dE_dA(n["A"], n["B"]),
        total=9 * float(n["B"].sum()),
    ),
)
corr2d_input_gradient = FunctionQuestion(
    name="corr2d_input_gradient",
    points=6,
    reference=reference.corr2d_input_gradient,
    misconceptions=known.CORR2D_INPUT_GRADIENT,
    visible=examples.CORR2D_INPUT_GRADIENT,
    cases=(
        Case("the sheet's kernel, an upstream of ones", (as_numbers([[1] * 3] * 3), B)),
        Case("a 3 × 4 upstream, a 3 × 3 kernel", (integers(40, 3, 4), integers(41, 3, 3))),
        Case("a 4 × 2 upstream, a 2 × 3 kernel", (integers(42, 4, 2), integers(43, 2, 3))),
        Case(
            "a 2 × 5 upstream of quarters, a 3 × 1 kernel",
            (quarters(44, 2, 5), quarters(45, 3, 1)),
        ),
    ),
)

QUESTIONS = (
    output_shape, output_size, output_size_formula, C, dE_dA_formula, dE_dA, corr2d_input_gradient,
)  # fmt: skip
