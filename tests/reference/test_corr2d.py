import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reference import (
    check_gradient,
    contracted,
    corr2d,
    corr2d_backward,
    corr2d_input_gradient,
    numerical_gradient,
)

# name: (shape of X, shape of K, stride, padding, dilation)
CASES = {
    "one element": ((1, 1), (1, 1), 1, 0, 1),
    "K as large as X": ((4, 3), (4, 3), 1, 0, 1),
    "non-square": ((5, 7), (2, 3), 1, 0, 1),
    "a row and a column": ((1, 6), (1, 2), 1, 0, 1),
    "padded": ((4, 5), (3, 2), 1, (2, 1), 1),
    "padded beyond K": ((3, 3), (1, 2), 1, 3, 1),
    "K larger than X": ((2, 2), (4, 3), 1, 1, 1),
    "the stride divides": ((7, 5), (3, 3), 2, 0, 1),
    "the stride does not divide": ((6, 5), (3, 3), 2, 1, 1),
    "the stride skips pixels": ((8, 9), (2, 1), (3, 4), 0, 1),
    "dilated": ((7, 8), (3, 2), 1, 0, (2, 3)),
    "the rest is as large as the dilation": ((9, 8), (2, 2), (4, 3), 0, 2),
    "everything": ((8, 9), (2, 3), (3, 2), (1, 2), (2, 1)),
}
each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def integers(rng, shape):
    return rng.integers(-5, 6, shape).astype(float)


def slow_corr2d(X, K, stride, padding, dilation):
    """The specification: four loops."""
    (s, t), (p, q), (d, e) = (
        n if isinstance(n, tuple) else (n, n) for n in (stride, padding, dilation)
    )
    X = np.pad(X, ((p, p), (q, q)))
    (H, W), (h, w) = X.shape, K.shape
    Y = np.zeros(((H - d * (h - 1) - 1) // s + 1, (W - e * (w - 1) - 1) // t + 1))
    for i, j in np.ndindex(Y.shape):
        for a, b in np.ndindex(K.shape):
            Y[i, j] += X[s * i + d * a, t * j + e * b] * K[a, b]
    return Y


@each_case
def test_it_is_the_four_loops(case):
    rng = np.random.default_rng(0)
    X, K = integers(rng, case[0]), integers(rng, case[1])
    assert np.array_equal(corr2d(X, K, *case[2:]), slow_corr2d(X, K, *case[2:]))


@each_case
def test_the_gradients_equal_the_exact_numerical_ones(case):
    rng = np.random.default_rng(1)
    X, K, how = integers(rng, case[0]), integers(rng, case[1]), case[2:]
    dY = integers(rng, corr2d(X, K, *how).shape)
    dX, dK = corr2d_backward(dY, X, K, *how)
    by_X = numerical_gradient(contracted(lambda x: corr2d(x, K, *how), dY), X, h=1)
    by_K = numerical_gradient(contracted(lambda k: corr2d(X, k, *how), dY), K, h=1)
    assert np.array_equal(dX, by_X)
    assert np.array_equal(dK, by_K)


def test_the_kernel_is_not_turned():
    assert corr2d([[1, 2, 3]], [[1, 0]]).tolist() == [[1, 2]]
    assert corr2d([[1], [2], [3]], [[1], [0]]).tolist() == [[1], [2]]


def test_rows_that_no_window_reads_get_no_gradient():
    dX, _ = corr2d_backward(np.ones((1, 2)), np.ones((4, 5)), np.ones((2, 2)), stride=3)
    assert dX.tolist() == [[1, 1, 0, 1, 1], [1, 1, 0, 1, 1], [0] * 5, [0] * 5]


def test_the_gradients_may_be_written_to():
    dX, dK = corr2d_backward(np.ones((2, 2)), np.ones((3, 3)), np.ones((2, 2)))
    dX += 1
    dK += 1


SHAPE = st.tuples(st.integers(1, 6), st.integers(1, 6))


@given(SHAPE, SHAPE, st.integers(0, 2**32 - 1))
def test_input_gradient_needs_no_X(shape, extra, seed):
    rng = np.random.default_rng(seed)
    K = integers(rng, shape)
    X = integers(rng, (shape[0] + extra[0] - 1, shape[1] + extra[1] - 1))
    dY = integers(rng, extra)
    assert np.array_equal(corr2d_input_gradient(dY, K), corr2d_backward(dY, X, K)[0])


PAIR = st.tuples(st.integers(1, 3), st.integers(1, 3))


@given(PAIR, PAIR, PAIR, SHAPE, st.integers(0, 2**32 - 1))
def test_backward_is_the_transpose_of_forward(kernel, stride, dilation, extra, seed):
    rng = np.random.default_rng(seed)
    K = integers(rng, kernel)
    X = integers(rng, [d * (k - 1) + e for d, k, e in zip(dilation, kernel, extra, strict=True)])
    Y = corr2d(X, K, stride, (1, 2), dilation)
    dY = integers(rng, Y.shape)
    dX, dK = corr2d_backward(dY, X, K, stride, (1, 2), dilation)
    # Y is linear in X and in K, so all three are the same number, exactly.
    assert (dY * Y).sum() == (dX * X).sum() == (dK * K).sum()
    assert np.array_equal(Y, slow_corr2d(X, K, stride, (1, 2), dilation))


def test_on_real_numbers_along_a_random_direction():
    rng = np.random.default_rng(2)
    X, K = rng.normal(size=(30, 20)), rng.normal(size=(5, 4))
    dY = rng.normal(size=corr2d(X, K, 2, 1).shape)
    dX, dK = corr2d_backward(dY, X, K, 2, 1)
    check_gradient(contracted(lambda x: corr2d(x, K, 2, 1), dY), X, dX, rng=rng)
    check_gradient(contracted(lambda k: corr2d(X, k, 2, 1), dY), K, dK)
