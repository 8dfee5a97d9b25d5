import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reference import (
    check_gradient,
    contracted,
    max_pool2d,
    max_pool2d_backward,
    output_size,
)

X = np.array([[1, 9, 2, 4], [3, 8, 7, 0], [5, 6, -1, -2]])

FORWARD = {
    "one element": ([[-3]], dict(size=1, stride=1), [[-3]]),
    "apart": (X[:2], dict(size=2, stride=2), [[9, 7]]),
    "overlapping": (X, dict(size=2, stride=1), [[9, 9, 7], [8, 8, 7]]),
    "the stride does not divide": (X, dict(size=2, stride=2), [[9, 7]]),
    "the stride skips pixels": (X, dict(size=1, stride=(2, 3)), [[1, 4], [5, -2]]),
    "non-square": (X, dict(size=(3, 2), stride=(1, 2)), [[9, 7]]),
    "ceil mode": (X, dict(size=2, stride=2, ceil_mode=True), [[9, 7], [6, -1]]),
    "ceil mode, size larger than X": ([[-5]], dict(size=3, stride=3, ceil_mode=True), [[-5]]),
    "padding never wins": (-X, dict(size=2, stride=2, padding=1), [[-1, -2, -4], [-3, 1, 2]]),
    "ceil mode, no window starts in the padding": (
        X[:, :3],
        dict(size=2, stride=2, padding=1, ceil_mode=True),
        [[1, 9], [5, 8]],
    ),
}


@pytest.mark.parametrize(("X", "how", "Y"), FORWARD.values(), ids=FORWARD)
def test_forward(X, how, Y):
    assert max_pool2d(X, **how).tolist() == Y


BACKWARD = {
    "one element": ([[5]], [[-3]], dict(size=1, stride=1), [[5]]),
    "overlapping: a pixel that wins twice is paid twice": (
        [[1, 2], [3, 4]],
        [[0, 0, 0], [0, 9, 0], [0, 0, 0]],
        dict(size=2, stride=1),
        [[0, 0, 0], [0, 10, 0], [0, 0, 0]],
    ),
    "tied and overlapping, as PyTorch": (
        [[1, 2], [3, 4]],
        [[2, 2, -1], [0, 2, -3], [-5, -5, -5]],
        dict(size=2, stride=1),
        [[1, 2, 0], [0, 7, 0], [0, 0, 0]],
    ),
    "tied: the row comes before the column": (
        [[3]],
        [[0, 7], [7, 7]],
        dict(size=2, stride=1),
        [[0, 3], [0, 0]],
    ),
    "all tied": ([[3]], [[0, 0], [0, 0]], dict(size=2, stride=1), [[3, 0], [0, 0]]),
    "the stride does not divide": (
        [[3]],
        [[1, 2, 9], [4, 3, 9], [9, 9, 9]],
        dict(size=2, stride=2),
        [[0, 0, 0], [3, 0, 0], [0, 0, 0]],
    ),
    "non-square": (
        [[1, 2]],
        [[1, 4, 2, 5], [3, 0, 6, 0]],
        dict(size=(2, 2), stride=(1, 2)),
        [[0, 1, 0, 0], [0, 0, 2, 0]],
    ),
    "padded": (
        [[1, 2], [3, 4]],
        [[-1, -2], [-3, -4]],
        dict(size=2, stride=2, padding=1),
        [[1, 2], [3, 4]],
    ),
    "ceil mode": (
        [[1, 2], [3, 4]],
        [[1, 2, 3], [4, 5, 6], [7, 9, 8]],
        dict(size=2, stride=2, ceil_mode=True),
        [[0, 0, 0], [0, 1, 2], [0, 3, 4]],
    ),
}


@pytest.mark.parametrize(("dY", "X", "how", "dX"), BACKWARD.values(), ids=BACKWARD)
def test_backward(dY, X, how, dX):
    assert max_pool2d_backward(dY, X, **how).tolist() == dX


def slow_max_pool2d_backward(dY, X, size, stride, padding):
    """The specification: visit the pixels of each window in row-major order."""
    dX = np.zeros(X.shape)
    for i, j in np.ndindex(dY.shape):
        best = None
        for a, b in np.ndindex(size):
            r, c = stride[0] * i + a - padding[0], stride[1] * j + b - padding[1]
            inside = 0 <= r < X.shape[0] and 0 <= c < X.shape[1]
            if inside and (best is None or X[r, c] > X[best]):
                best = r, c
        dX[best] += dY[i, j]
    return dX


PAIR = st.tuples(st.integers(1, 4), st.integers(1, 4))


@given(PAIR, PAIR, PAIR, st.data(), st.booleans(), st.integers(0, 2**32 - 1))
def test_backward_is_the_slow_one(size, stride, extra, data, ceil_mode, seed):
    padding = tuple(data.draw(st.integers(0, k // 2)) for k in size)
    rng = np.random.default_rng(seed)
    shape = tuple(max(1, k - 2 * p) + e for k, p, e in zip(size, padding, extra, strict=True))
    X = rng.integers(-2, 3, shape).astype(float)  # few values, many ties
    Y = max_pool2d(X, size, stride, padding, ceil_mode)
    for axis in (0, 1):
        arguments = shape[axis], size[axis], padding[axis], stride[axis], 1, ceil_mode
        assert Y.shape[axis] == output_size(*arguments)
    dY = rng.integers(-9, 10, Y.shape).astype(float)
    dX = max_pool2d_backward(dY, X, size, stride, padding, ceil_mode)
    assert np.array_equal(dX, slow_max_pool2d_backward(dY, X, size, stride, padding))
    assert dX.sum() == dY.sum()
    assert (dX * X).sum() == (dY * Y).sum()  # each gradient lies where its maximum came from


def test_against_the_slope_where_nothing_ties():
    rng = np.random.default_rng(4)
    X = rng.permutation(np.arange(63.0)).reshape(7, 9)
    dY = rng.normal(size=max_pool2d(X, 3, 2, 1, True).shape)
    dX = max_pool2d_backward(dY, X, 3, 2, 1, True)
    check_gradient(contracted(lambda x: max_pool2d(x, 3, 2, 1, True), dY), X, dX)
