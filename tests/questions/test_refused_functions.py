"""Functions that answer with nothing of use: no points, a clear sentence, and no harm done."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.questions import convolution, two_kernels
from helpers.questions.model import Outcome

C = convolution.C.expected


class Mute(Exception):
    def __str__(self):
        raise RuntimeError("no words")


def raises(error):
    def function(*arguments):
        raise error

    return function


def writes_into_X(X, K):
    Y = two_kernels.reference.corr2d(X, K)
    X[0, 0] += 1
    return Y


def reshapes_K(X, K):
    Y = two_kernels.reference.corr2d(X, K)
    K.shape = (-1,)
    return Y


FUNCTIONS = [
    (5, Outcome.WRONG_VALUES, "a function is expected, not this int."),
    (C, Outcome.WRONG_VALUES, "a function is expected, not this ndarray."),
    ("corr2d", Outcome.WRONG_VALUES, "a function is expected, not this str."),
    (lambda: C, Outcome.RAISED, "takes 0 positional arguments but 2 were given"),
    (lambda X: X, Outcome.RAISED, "takes 1 positional argument but 2 were given"),
    (lambda X, K, stride: X, Outcome.RAISED, "missing 1 required positional argument: 'stride'"),
    (lambda *, X, K: X, Outcome.RAISED, "takes 0 positional arguments"),
    (lambda X, K: X @ K @ X, Outcome.RAISED, "your code raised ValueError: matmul"),
    (lambda X, K: undefined, Outcome.RAISED, "NameError: name 'undefined' is not defined"),  # noqa: F821
    (raises(IndexError("index 5\n is out")), Outcome.RAISED,
        "a tall image and a wide kernel: your code raised IndexError: index 5 is out "
        "(called with (7, 5), (2, 3))"),
    (raises(Mute()), Outcome.RAISED, "your code raised Mute (called with (5, 5), (3, 3))"),
    (raises(SystemExit(0)), Outcome.RAISED, "your code raised SystemExit: 0"),
    (raises(StopIteration()), Outcome.RAISED, "your code raised StopIteration"),
    (raises(AssertionError("x" * 10_000)), Outcome.RAISED, "AssertionError: xxx"),
    (raises(NotImplementedError()), Outcome.NOT_ATTEMPTED, "corr2d: not attempted yet."),
    (lambda X, K: None, Outcome.WRONG_VALUES, "the answer is None; perhaps a `return` is missing."),
    (print, Outcome.WRONG_VALUES, "the answer is None"),
    (lambda X, K: (yield X), Outcome.WRONG_VALUES, "the answer is a generator"),
    (lambda X, K: X, Outcome.WRONG_SHAPE, "the shape is (5, 5), expected (3, 3)"),
    (writes_into_X, Outcome.WRONG_VALUES, "changes its own arguments; work on a copy"),
    (reshapes_K, Outcome.WRONG_VALUES, "changes its own arguments; work on a copy"),
]  # fmt: skip


@pytest.mark.parametrize(("function", "outcome", "message"), FUNCTIONS)
def test_functions_that_do_not_answer(function, outcome, message):
    mark = two_kernels.corr2d.mark(function)
    assert (mark, mark.outcome) == (0, outcome)
    assert message in mark.message
    assert len(mark.message) < 1000


def test_a_recursion_without_end():
    def forever(X, K):
        return forever(X, K)

    mark = two_kernels.corr2d.mark(forever)
    assert mark.outcome is Outcome.RAISED
    assert "RecursionError" in mark.message


def test_the_keyboard_still_works():
    with pytest.raises(KeyboardInterrupt):
        two_kernels.corr2d.mark(raises(KeyboardInterrupt()))


def test_a_function_that_remembers_spoils_nothing_for_the_next_student():
    seen = []

    def keeps(X, K):
        seen.extend([X, K])
        return two_kernels.reference.corr2d(X, K)

    assert two_kernels.corr2d.mark(keeps) == two_kernels.corr2d.points
    for array in seen:
        array[:] = 7
    assert two_kernels.corr2d.mark(two_kernels.reference.corr2d) == two_kernels.corr2d.points


def test_floating_point_settings_come_back():
    before = np.geterr()

    def careless(X, K):
        np.seterr(all="raise")
        return two_kernels.reference.corr2d(X, K)

    assert two_kernels.corr2d.mark(careless) == two_kernels.corr2d.points
    assert np.geterr() == before


@pytest.mark.parametrize(
    "result", [C, None, (C,), (C, C, C), {"dX": C, "dK": C}, iter((C, C)), np.stack([C, C])],
    ids=["one array", "None", "one", "three", "dict", "iterator", "stacked"],
)  # fmt: skip
def test_a_function_with_two_results_returns_a_tuple_of_two(result):
    mark = two_kernels.corr2d_backward_dX.mark(lambda dY, X, K: result)
    assert (mark, mark.outcome) == (0, Outcome.WRONG_SHAPE)
    assert "the function must return the 2 results (dX, dK), in that order" in mark.message
