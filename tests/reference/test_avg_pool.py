import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reference import avg_pool2d, avg_pool2d_backward, contracted, numerical_gradient

X = np.array([[4, 8, 0, 4], [12, 0, 4, -4], [6, 2, -2, 10]])

FORWARD = {
    "one element": ([[-3]], dict(size=1, stride=1), [[-3]]),
    "apart": (X[:2], dict(size=2, stride=2), [[6, 1]]),
    "overlapping": (X, dict(size=2, stride=1), [[6, 3, 1], [5, 1, 2]]),
    "the stride does not divide": (X, dict(size=2, stride=2), [[6, 1]]),
    "the stride skips pixels": (X, dict(size=1, stride=(2, 3)), [[4, 4], [6, 10]]),
    "non-square": (X, dict(size=(1, 2), stride=(2, 1)), [[6, 4, 2], [4, 0, 4]]),
    "padding counts": (X[:1, :2], dict(size=2, stride=2, padding=1), [[1, 2]]),
    "padding does not count": (
        X[:1, :2],
        dict(size=2, stride=2, padding=1, count_include_pad=False),
        [[4, 8]],
    ),
    "ceil mode never counts what hangs over": (
        X,
        dict(size=2, stride=2, ceil_mode=True),
        [[6, 1], [4, 4]],
    ),
    "ceil mode with padding: the padding counts, the rest does not": (
        [[36]],
        dict(size=(4, 4), stride=4, padding=2, ceil_mode=True),
        [[36 / 16]],
    ),
    "ceil mode, a window over padding and more": (
        [[1, 2, 3, 4, 5, 6]],
        dict(size=(1, 3), stride=(1, 3), padding=(0, 1), ceil_mode=True),
        [[1, 4, 3]],  # 6 and one pixel of padding; a third pixel does not exist
    ),
    "ceil mode, the same without the padding": (
        [[1, 2, 3, 4, 5, 6]],
        dict(size=(1, 3), stride=(1, 3), padding=(0, 1), ceil_mode=True, count_include_pad=False),
        [[1.5, 4, 6]],
    ),
}


@pytest.mark.parametrize(("X", "how", "Y"), FORWARD.values(), ids=FORWARD)
def test_forward(X, how, Y):
    assert avg_pool2d(X, **how).tolist() == Y


@pytest.mark.parametrize(("X", "how", "Y"), FORWARD.values(), ids=FORWARD)
def test_the_gradient_is_the_numerical_one(X, how, Y):
    dY = np.random.default_rng(5).integers(-6, 7, np.shape(Y)) * 12.0  # 12 / 3 and 12 / 4 are exact
    slope = numerical_gradient(contracted(lambda x: avg_pool2d(x, **how), dY), X, h=1)
    np.testing.assert_allclose(avg_pool2d_backward(dY, X, **how), slope, rtol=1e-12, atol=1e-12)


def test_backward_adds_where_windows_overlap():
    dX = avg_pool2d_backward([[4, 8], [12, 16]], np.zeros((3, 3)), 2, 1)
    assert dX.tolist() == [[1, 3, 2], [4, 10, 6], [3, 7, 4]]


def test_backward_skips_the_rest():
    dX = avg_pool2d_backward([[4]], np.zeros((3, 3)), 2, 2)
    assert dX.tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 0]]


def test_backward_gives_what_falls_on_the_padding_to_nobody():
    assert avg_pool2d_backward([[4, 8]], [[0, 0]], 2, 2, 1).tolist() == [[1, 2]]
    assert avg_pool2d_backward([[4, 8]], [[0, 0]], 2, 2, 1, False, False).tolist() == [[4, 8]]


PAIR = st.tuples(st.integers(1, 4), st.integers(1, 4))


@given(PAIR, PAIR, PAIR, st.booleans(), st.booleans(), st.booleans(), st.integers(0, 2**32 - 1))
def test_backward_is_the_transpose_of_forward(size, stride, extra, padded, ceil_mode, pad, seed):
    rng = np.random.default_rng(seed)
    how = (size, stride, tuple(k // 2 for k in size) if padded else 0, ceil_mode, pad)
    X = rng.integers(-9, 10, [k + e - 1 for k, e in zip(size, extra, strict=True)]).astype(float)
    Y = avg_pool2d(X, *how)
    dY = rng.integers(-9, 10, Y.shape).astype(float)
    np.testing.assert_allclose(
        (avg_pool2d_backward(dY, X, *how) * X).sum(), (dY * Y).sum(), rtol=1e-9, atol=1e-9
    )


@given(PAIR, PAIR, st.integers(-5, 5), st.integers(0, 2**32 - 1))
def test_without_padding_in_the_count_a_constant_stays(size, stride, c, seed):
    shape = np.random.default_rng(seed).integers(4, 9, 2)
    padding = tuple(k // 2 for k in size)
    Y = avg_pool2d(np.full(shape, c), size, stride, padding, True, False)
    assert np.array_equal(Y, np.full(Y.shape, c))
