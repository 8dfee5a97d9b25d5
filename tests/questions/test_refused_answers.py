"""Odd and nasty answers: no points, a clear sentence, and never an exception of our own."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from helpers.questions import convolution, pooling, two_kernels
from helpers.questions.model import Outcome

C = convolution.C.expected


class Lies(np.ndarray):
    def __eq__(self, other):
        return True

    __hash__ = None

    def __array_ufunc__(self, *args, **kwargs):
        return np.True_


class Agrees:
    """Equal to everything, as long as C, and an array when asked."""

    __hash__ = None

    def __eq__(self, other):
        return True

    def __len__(self):
        return 3

    def __array__(self, dtype=None, copy=None):
        return C


class Poses:
    """Not a number, but says that it is."""

    @property
    def __class__(self):
        return float


def matrix():
    with warnings.catch_warnings(action="ignore"):
        return np.matrix(C)


def itself():
    rows = []
    rows.append(rows)
    return rows


def deep():
    rows = [1.0]
    for _ in range(100_000):
        rows = [rows]
    return rows


def many():
    """A thousand million numbers in a few kilobytes."""
    row = [0.0] * 1000
    return [[row] * 1000] * 1000


NOT_NUMBERS = [
    # (the answer, what the student reads)
    ("109, 92", "the answer is a str; a number or an array of numbers is expected"),
    (b"C", "the answer is a bytes; a number or an array of numbers is expected"),
    ((row for row in C), "the answer is a generator; a number or an array"),
    (range(3), "the answer is a range; a number or an array"),
    ({1, 2}, "the answer is a set; a number or an array"),
    ({"C": C}, "the answer is a dict; a number or an array"),
    (print, "the answer is a builtin_function_or_method; a number or an array"),
    (memoryview(b"abc"), "the answer is a memoryview; a number or an array"),
    (Agrees(), "Agrees; a number or an array"),
    (1j, "the answer is a complex; a number or an array"),
    (C + 0j, "the answer's dtype is complex128; real numbers are expected"),
    (C.astype(object), "the answer's dtype is object; real numbers are expected"),
    (C.astype(str), "real numbers are expected"),
    (C.astype("M8[s]"), "the answer's dtype is datetime64[s]; real numbers are expected"),
    (np.zeros(3, [("a", float)]), "real numbers are expected"),
    (np.ma.array(C, mask=C > 100), "MaskedArray; a plain array is expected"),
    (matrix(), "matrix; a plain array is expected"),
    (C.view(Lies), "Lies; a plain array is expected"),
    ([C.view(Lies)], "Lies; a plain array is expected"),
    (Poses(), "Poses cannot be read as a number"),
    ([[10**400]], "the int cannot be read as a number"),
    ([], "the answer is an empty list"),
    ([[], []], "the answer is an empty list"),
    ([[109, 92, 72], [108, 85], [110, 74, 79]], "the rows of the answer have different lengths"),
    ([[109, 92, 72], 108, 85], "the rows of the answer have different lengths"),
    ([[109, 92, None]], "the answer is None; perhaps a `return` is missing"),
    ([[109, 92, "72"]], "the answer is a str; a number"),
    (np.broadcast_to(1.0, (10**7, 10**7)), "100000000000000 entries; at most 100000 are read"),
    (many(), "1000000 entries; at most 100000 are read"),
    (itself(), "the answer's lists are nested more than 8 deep"),
    (deep(), "the answer's lists are nested more than 8 deep"),
    (np.ones((1,) * 30), "the answer has 30 axes; at most 8 are read"),
]  # fmt: skip
WRONG_SHAPES = [
    (5, "the shape is (), expected (3, 3)"),
    (C.ravel(), "the shape is (9,), expected (3, 3)"),
    (C[None], "the shape is (1, 3, 3), expected (3, 3)"),
    (np.zeros((0, 3)), "the shape is (0, 3), expected (3, 3)"),
    (np.zeros((0, 10**9)), "the shape is (0, 1000000000), expected (3, 3)"),
    (C[:, :1], "the shape is (3, 1), expected (3, 3)"),  # broadcasting would compare it
]
NOT_FINITE = [
    np.full((3, 3), np.nan),
    np.full((3, 3), np.inf),
    np.full((3, 3), -np.inf),
    np.full((3, 3), 1.7e308),
    np.full((3, 3), np.longdouble("1e4000")),  # beyond float64
    -C,
    C.astype(np.uint8) + 200,
]


@pytest.mark.parametrize(("answer", "message"), NOT_NUMBERS, ids=[m for _, m in NOT_NUMBERS])
def test_what_is_no_array_of_numbers(answer, message):
    for mark in (
        convolution.C.mark(answer),
        two_kernels.result1.mark(answer),
        two_kernels.corr2d.mark(lambda X, K: answer),
        two_kernels.corr2d_backward_dK.mark(lambda dY, X, K: (X, answer)),
    ):
        assert (mark, mark.outcome) == (0, Outcome.WRONG_VALUES)
        assert message in mark.message
    mark = two_kernels.hand_gradients.mark({"loss": 8, "dX": answer})
    assert mark == 1
    assert message in mark.message


@pytest.mark.parametrize(("answer", "message"), WRONG_SHAPES, ids=[m for _, m in WRONG_SHAPES])
def test_wrong_shapes(answer, message):
    for question in (convolution.C, two_kernels.result1):
        mark = question.mark(answer)
        assert (mark, mark.outcome) == (0, Outcome.WRONG_SHAPE)
        assert message in mark.message


@pytest.mark.parametrize("answer", NOT_FINITE, ids=lambda a: f"{a.dtype} {a[0, 0]}")
def test_wrong_values(answer):
    for question in (convolution.C, two_kernels.result1):
        mark = question.mark(answer)
        assert (mark, mark.outcome) == (0, Outcome.WRONG_VALUES)
        assert "row 1, column 1 (index [0, 0])" in mark.message


@pytest.mark.parametrize(
    "question", [*two_kernels.QUESTIONS, *convolution.QUESTIONS, *pooling.QUESTIONS],
    ids=lambda q: q.label,
)  # fmt: skip
@pytest.mark.parametrize("answer", [None, ...])
def test_nothing_is_not_attempted(question, answer):
    mark = question.mark(answer)
    assert (mark, mark.outcome) == (0, Outcome.NOT_ATTEMPTED)
    assert mark.message.endswith("not attempted yet.")


@pytest.mark.parametrize(
    "question", [*two_kernels.QUESTIONS, *convolution.QUESTIONS, *pooling.QUESTIONS],
    ids=lambda q: q.label,
)  # fmt: skip
@pytest.mark.parametrize(
    "answer",
    [Agrees(), C.view(Lies), np.array(["x", ""]), np.array([1, 2]), object, "", b"", {}, [], 1j,
     [[None]], {"max": np.array([1, 2]), "loss": Agrees()}, itself(), Poses(), float("nan")],
    ids=lambda a: type(a).__name__,
)  # fmt: skip
def test_no_question_falls_over_an_odd_answer(question, answer):
    mark = question.mark(answer)
    assert mark == 0
    assert mark.message


@pytest.mark.parametrize(
    ("answer", "points", "message"),
    [
        ([8], 0, "a dict with loss, dK1, dK2, dX is expected, not a list."),
        ({}, 0, "loss: not attempted yet."),
        ({"Loss": 8}, 0, "loss: not attempted yet."),
        ({"loss": 8}, 1, "dK1: not attempted yet."),
        ({"loss": 8, "dX": ...}, 1, "dX: not attempted yet."),
        ({"loss": [8]}, 0, "loss: the shape is (1,), expected ()."),
        ({"loss": "8"}, 0, "loss: the answer is a str"),
        ({"loss": Agrees()}, 0, "Agrees; a number or an array"),
    ],
)
def test_dicts(answer, points, message):
    mark = two_kernels.hand_gradients.mark(answer)
    assert mark == points
    assert message in "\n".join(f.message for f in two_kernels.hand_gradients.findings(answer))


@pytest.mark.parametrize(
    ("answer", "points", "message"),
    [
        (["MaxPool2d", "AvgPool2d", "LPPool2d"], 0, "a dict is expected, not a list."),
        ({}, 0, "max: not attempted yet."),
        ({"max": "MaxPool2d"}, 1, "lp: not attempted yet."),
        ({"max": " "}, 0, "max: not attempted yet."),
        ({"max": np.array(["MaxPool2d", ""])}, 0, "max: write the name as text."),
        ({"max": Agrees()}, 0, "max: write the name as text."),
        ({"max": "maxpool2d"}, 0, "max: that is not the module."),
        ({"max": "torch.nn.module.MaxPool2d"}, 0, "max: that is not the module."),
    ],
)
def test_choices(answer, points, message):
    assert pooling.modules.mark(answer) == points
    assert message in "\n".join(f.message for f in pooling.modules.findings(answer))
