"""Whatever is right earns every point, however it is written."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from helpers.questions import convolution, pooling, two_kernels
from helpers.questions.function_question import FunctionQuestion
from tests.questions import right_backward_answers, right_pooling_answers  # noqa: F401  they add
from tests.questions.right_answers import RIGHT

QUESTIONS = (*two_kernels.QUESTIONS, *convolution.QUESTIONS, *pooling.QUESTIONS)
FUNCTIONS = [question for question in QUESTIONS if isinstance(question, FunctionQuestion)]


def earns_every_point(question, answer):
    mark = question.mark(answer)
    assert (mark, mark.message) == (question.points, f"{question.label}: correct.")
    assert (mark.misconception, mark.says) == (None, "")


@pytest.mark.parametrize(
    ("question", "function"),
    [
        pytest.param(question, function, id=f"{question.label}-{style}")
        for name, style, function in RIGHT
        for question in FUNCTIONS
        if question.name == name
    ],
)
def test_functions(question, function):
    earns_every_point(question, function)


def test_every_function_is_written_in_more_than_one_way():
    written = [name for name, _, _ in RIGHT]
    assert {name for name in written if written.count(name) > 1} == {q.name for q in FUNCTIONS}


SIZES = """
floor((I-K+2P)/S)+1
(I - K + 2*P)//S + 1
(I-K+2*P+S)//S
ceil((I-K+2*P+1)/S)
1 + floor((I + 2P - K)/S)
⌊(I−K+2P)/S⌋ + 1
⌈(I − K + 2·P + 1) ÷ S⌉
int((I-K+2*P)/S)+1
O = floor((I - K + 2 P) / S) + 1
O_w=(I-K+P+P)//S+1
math.floor((I - K + 2*P)/S + 1)
np.floor((I - K + 2×P) / S) + 1
$floor((I - K + 2P)/S) + 1$
(I-K+2P-(I-K+2P)%S)/S+1
-(-(I - K + 2*P + 1) // S)
floor(I/S - K/S + 2(P/S)) + 1
floor(((I - K) + 2.0*P)/S) + 1.0
((I - K + 2P)/S)//1 + 1
Floor((I - K + 2P)/S) + 1
FLOOR((I-K+2P)/S)+1
math.trunc((I - K + 2P) / S) + 1
（I－K＋2P）／／S＋1
floor((I‐K+2∗P)∕S)+1
floor((I**2 - K**2 + 2P*(I + K)) / (S*(I + K))) + 1
""".strip().splitlines()


@pytest.mark.parametrize("formula", SIZES)
def test_output_size_formula(formula):
    earns_every_point(convolution.output_size_formula, formula)


def every_entry(rewrite):
    return [[rewrite(entry) for entry in row] for row in convolution.dE_dA_formula.expected]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(every_entry(str), id="as in the sheet"),
        pytest.param(every_entry(lambda e: "+".join(reversed(e.split(" + ")))), id="reversed"),
        pytest.param(every_entry(lambda e: e.replace("B", "1*B")), id="times one"),
        pytest.param(every_entry(lambda e: e.replace("B", "1B")), id="one next to B"),
        pytest.param(every_entry(lambda e: f"-(-({e}))"), id="a doubled minus"),
        pytest.param(every_entry(lambda e: f"{e} - -0"), id="minus minus zero"),
        pytest.param(
            every_entry(lambda e: f"2*({e}) - {e.replace('+', '-')}"), id="twice less once"
        ),
        pytest.param(every_entry(lambda e: f"({e})**2 / ({e})"), id="a square divided"),
        pytest.param(every_entry(lambda e: f"0.5*({e}) + ({e})/2"), id="two halves"),
        pytest.param(every_entry(lambda e: e.replace("B", "B_")), id="B_12"),
        pytest.param(
            every_entry(lambda e: " + ".join(f"B_{{{t[1:]}}}" for t in e.split(" + "))),
            id="B_{12}",
        ),
        pytest.param(
            every_entry(lambda e: " + ".join(f"B_{{{t[1]},{t[2]}}}" for t in e.split(" + "))),
            id="B_{1,2}",
        ),
        pytest.param(
            every_entry(lambda e: " + ".join(f"B_{t[1]}_{t[2]}" for t in e.split(" + "))),
            id="B_1_2",
        ),
        pytest.param(every_entry(lambda e: e.replace("+", "＋")), id="full width"),
        pytest.param(every_entry(lambda e: e.translate(str.maketrans("123", "₁₂₃"))), id="B₁₂"),
        pytest.param(every_entry(lambda e: "  " + e.replace(" ", "\n")), id="on several lines"),
        pytest.param(tuple(map(tuple, every_entry(str))), id="tuples"),
        pytest.param(every_entry(np.str_), id="NumPy's text"),
    ],
)
def test_dE_dA_formula(table):
    earns_every_point(convolution.dE_dA_formula, table)


MATRICES = [
    question
    for question in (*two_kernels.QUESTIONS, *convolution.QUESTIONS, *pooling.QUESTIONS)
    if question.name in {"result1", "result2", "C", "dE_dA", "pooled_C"}
]
FORMS = {
    "array": np.array,
    "whole numbers": lambda M: M.astype(int),
    "small integers": lambda M: M.astype(np.int8),
    "float32": lambda M: M.astype(np.float32),
    "lists": lambda M: M.tolist(),
    "lists of whole numbers": lambda M: M.astype(int).tolist(),
    "tuples": lambda M: tuple(map(tuple, M.tolist())),
    "a list of arrays": list,
    "a list of NumPy's scalars": lambda M: [
        list(row) for row in M.astype(np.int8 if abs(M).max() < 128 else int)
    ],
    "fractions": lambda M: [[Fraction(x) for x in row] for row in M.tolist()],
    "Fortran order": np.asfortranarray,
    "read-only view": lambda M: np.broadcast_to(M, M.shape),
    "nearly": lambda M: M + 1e-9,
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("question", MATRICES, ids=lambda q: q.label)
def test_matrices(question, form):
    earns_every_point(question, form(question.expected))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (two_kernels.result_shapes, ((3, 3), (2, 2))),
        (two_kernels.result_shapes, [[3, 3], [2, 2]]),
        (two_kernels.result_shapes, (np.zeros((3, 3)).shape, np.zeros((2, 2)).shape)),
        (two_kernels.result_shapes, np.array([[3, 3], [2, 2]])),
        (two_kernels.result_shapes, [(3.0, 3.0), [np.int64(2), 2]]),
        (convolution.output_shape, (3, 3)),
        (convolution.output_shape, [3, 3]),
        (convolution.output_shape, np.array([3.0, 3.0])),
        (pooling.p_for_average, 1),
        (pooling.p_for_average, 1.0),
        (pooling.p_for_average, np.float32(1)),
        (pooling.p_for_average, np.array(1)),
        (pooling.p_for_average, True),
        (pooling.p_for_max, float("inf")),
        (pooling.p_for_max, np.inf),
        (pooling.p_for_max, np.float32("inf")),
        (pooling.p_for_max, np.array(np.inf)),
        (pooling.modules, {"max": "torch.nn.MaxPool2d", "average": "torch.nn.AvgPool2d",
                           "lp": "torch.nn.LPPool2d"}),
        (pooling.modules, {"max": "nn.MaxPool2d", "average": " AvgPool2d ", "lp": "LPPool2d()"}),
        (pooling.modules, {"max": "torch.nn.modules.pooling.MaxPool2d",
                           "average": "torch.nn.modules.AvgPool2d",
                           "lp": np.str_("torch.nn.LPPool2d"), "note": "more than was asked"}),
        (pooling.modules, {"max": "nn.modules.MaxPool2d", "average": "modules.pooling.AvgPool2d",
                           "lp": "torch.nn.LPPool2d(norm_type=2, kernel_size=(2, 2))"}),
    ],
)  # fmt: skip
def test_short_answers(question, answer):
    earns_every_point(question, answer)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_hand_gradients(form):
    expected = dict(two_kernels.hand_gradients.expected)
    gradients = {key: form(expected[key]) for key in ("dK1", "dK2", "dX")}
    earns_every_point(two_kernels.hand_gradients, {"loss": 8, **gradients})
