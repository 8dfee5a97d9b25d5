import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reference import (
    avg_pool2d,
    check_gradient,
    contracted,
    lp_pool2d,
    lp_pool2d_backward,
    max_pool2d,
)

X = np.array([[3, -4, 0], [0, 0, 0], [0, 0, 0]])

FORWARD = {
    "one element": ([[-3]], dict(p=2, size=1, stride=1), [[3]]),
    "overlapping, a window of zeros": (X, dict(p=2, size=2, stride=1), [[2.5, 2], [0, 0]]),
    "p = 1": (X, dict(p=1, size=2, stride=1), [[1.75, 1], [0, 0]]),
    "p = 1/2": ([[4, -16]], dict(p=0.5, size=(1, 2), stride=1), [[9]]),
    "p = inf": (X, dict(p=np.inf, size=2, stride=1), [[4, 4], [0, 0]]),
    "the stride does not divide": (X, dict(p=2, size=2, stride=2), [[2.5]]),
    "non-square": (X, dict(p=1, size=(1, 3), stride=(2, 1)), [[7 / 3], [0]]),
    "ceil mode: N counts pixels in X": (
        [[3, -4, -7]],
        dict(p=1, size=(1, 2), stride=2, ceil_mode=True),
        [[3.5, 7]],
    ),
    "PyTorch has no 1/N": ([[3, -4]], dict(p=2, size=(1, 2), stride=1, pytorch=True), [[5]]),
    "PyTorch keeps the sign": ([[3, -4]], dict(p=1, size=(1, 2), stride=1, pytorch=True), [[-1]]),
    "PyTorch, nan for p = 3 and a negative sum": (
        [[3, -4]],
        dict(p=3, size=(1, 2), stride=1, pytorch=True),
        [[np.nan]],
    ),
    "PyTorch, nan for p = 1/2 and a negative entry": (
        [[3, -4]],
        dict(p=0.5, size=(1, 2), stride=1, pytorch=True),
        [[np.nan]],
    ),
    "PyTorch, p = inf": (X, dict(p=np.inf, size=2, stride=1, pytorch=True), [[4, 4], [0, 0]]),
    "PyTorch, ceil mode: a window hanging over counts for more": (
        [[3, -4, -7]],
        dict(p=1, size=(1, 2), stride=2, ceil_mode=True, pytorch=True),
        [[-1, -14]],
    ),
    "PyTorch overflows": ([[1e200]], dict(p=2, size=1, stride=1, pytorch=True), [[np.inf]]),
}


@pytest.mark.parametrize(("X", "how", "Y"), FORWARD.values(), ids=FORWARD)
def test_forward(X, how, Y):
    np.testing.assert_array_equal(lp_pool2d(X, **how), Y)


BACKWARD = {
    "one element": ([[5]], [[-3]], dict(p=2, size=1, stride=1), [[-5]]),
    "p = 1 is the sign": (
        [[6]],
        [[3, -4, 0]],
        dict(p=1, size=(1, 3), stride=1),
        [[2, -2, 0]],
    ),
    "p = 2 is the share": (
        [[5]],
        [[2, -14]],
        dict(p=2, size=(1, 2), stride=1),
        [[5 * 2 / (2 * 10), 5 * -14 / (2 * 10)]],
    ),
    "a window of zeros": ([[5]], [[0, 0]], dict(p=2, size=(1, 2), stride=1), [[0, 0]]),
    "a window of zeros, p = 1": ([[5]], [[0, 0]], dict(p=1, size=(1, 2), stride=1), [[0, 0]]),
    "a window of zeros, p = 1/2": ([[5]], [[0, 0]], dict(p=0.5, size=(1, 2), stride=1), [[0, 0]]),
    "a window of zeros, p = inf": (
        [[5]],
        [[0, 0]],
        dict(p=np.inf, size=(1, 2), stride=1),
        [[0, 0]],
    ),
    "an entry of 0, p = 1/2": ([[8]], [[0, 4]], dict(p=0.5, size=(1, 2), stride=1), [[0, 2]]),
    "p = inf, the first of the tied, with its sign": (
        [[5]],
        [[2, -4], [4, -4]],
        dict(p=np.inf, size=2, stride=1),
        [[0, -5], [0, 0]],
    ),
    "p = inf, overlapping": (
        [[1, 2]],
        [[3, -9, 4]],
        dict(p=np.inf, size=(1, 2), stride=1),
        [[0, -3, 0]],
    ),
    "p = 1, overlapping": (
        [[2, 4]],
        [[3, -9, 4]],
        dict(p=1, size=(1, 2), stride=1),
        [[1, -3, 2]],
    ),
    "ceil mode": (
        [[2, 4]],
        [[3, -9, -4]],
        dict(p=1, size=(1, 2), stride=2, ceil_mode=True),
        [[1, -1, -4]],
    ),
    "PyTorch, a sum of 0 although no entry is": (
        [[5]],
        [[1, -1]],
        dict(p=1, size=(1, 2), stride=1, pytorch=True),
        [[0, 0]],
    ),
    "PyTorch, a window of zeros": (
        [[5]],
        [[0, 0]],
        dict(p=3, size=(1, 2), stride=1, pytorch=True),
        [[0, 0]],
    ),
    "PyTorch, a window of zeros, p = 1/2": (
        [[5]],
        [[0, 0]],
        dict(p=0.5, size=(1, 2), stride=1, pytorch=True),
        [[np.nan, np.nan]],
    ),
    "PyTorch, no 1/N": (
        [[10]],
        [[3, -4]],
        dict(p=2, size=(1, 2), stride=1, pytorch=True),
        [[6, -8]],
    ),
    "PyTorch, ceil mode": (
        [[2, 4]],
        [[3, -9, -4]],
        dict(p=1, size=(1, 2), stride=2, ceil_mode=True, pytorch=True),
        [[2, 2, 8]],
    ),
}


@pytest.mark.parametrize(("dY", "X", "how", "dX"), BACKWARD.values(), ids=BACKWARD)
def test_backward(dY, X, how, dX):
    np.testing.assert_allclose(lp_pool2d_backward(dY, X, **how), dX, rtol=1e-14)


@pytest.mark.parametrize("p", [0.25, 1, 1.5, 2, 99, 101, 1000, 1e6, 1e300, np.inf])
@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_no_exponent_overflows_or_vanishes(p, scale):
    X = scale * np.array([[1.0, -2.0, 0.5], [0.0, 1.5, 2.0]])
    Y = lp_pool2d(X, p, 2, 1)
    assert np.isfinite(Y).all()
    assert (Y > 0).all()
    assert (Y / max_pool2d(np.abs(X), 2, 1) <= 1 + 1e-15).all()
    np.testing.assert_allclose(Y / scale, lp_pool2d(X / scale, p, 2, 1), rtol=1e-12)
    dX = lp_pool2d_backward(np.ones((1, 2)), X, p, 2, 1)
    assert np.isfinite(dX).all()
    # Pooling is homogeneous: Y is what dX says about going along X itself (Euler).
    assert (dX * (X / scale)).sum() == pytest.approx((Y / scale).sum(), rel=1e-12)


def test_a_window_that_spans_more_than_float64_does():
    X = [[1e-200, 1e200]]
    assert lp_pool2d(X, 2, (1, 2), 1).item() == pytest.approx(1e200 / 2**0.5)
    assert lp_pool2d_backward([[1]], X, 0.5, (1, 2), 1).tolist() == [[0, 0.25]]


@pytest.mark.parametrize("pytorch", [False, True])
@pytest.mark.parametrize("p", [0.5, 1, 2, 2.5, 3, 7])
@pytest.mark.parametrize("ceil_mode", [False, True])
def test_against_the_slope(p, ceil_mode, pytorch):
    rng = np.random.default_rng(6)
    X = rng.uniform(0.5, 2.0, (5, 6))
    if not pytorch:
        X *= rng.choice((-1, 1), X.shape)
    how = (p, (2, 3), (2, 2), ceil_mode, pytorch)
    dY = rng.normal(size=lp_pool2d(X, *how).shape)
    dX = lp_pool2d_backward(dY, X, *how)
    check_gradient(contracted(lambda x: lp_pool2d(x, *how), dY), X, dX)


SEED = st.integers(0, 2**32 - 1)
SIZE = st.tuples(st.integers(1, 3), st.integers(1, 3))


@given(SIZE, SIZE, st.booleans(), SEED)
def test_p_1_is_the_average_and_inf_the_maximum_of_magnitudes(size, stride, ceil_mode, seed):
    X = np.random.default_rng(seed).integers(-9, 10, (5, 4)).astype(float)
    average = avg_pool2d(np.abs(X), size, stride, 0, ceil_mode)
    largest = max_pool2d(np.abs(X), size, stride, 0, ceil_mode)
    assert np.array_equal(lp_pool2d(X, 1, size, stride, ceil_mode), average)
    assert np.array_equal(lp_pool2d(X, np.inf, size, stride, ceil_mode), largest)


@given(st.floats(0.1, 300), st.floats(0.1, 300), SEED)
def test_it_grows_with_p(p, q, seed):
    X = np.random.default_rng(seed).normal(size=(4, 4))
    low, high = sorted((p, q))
    assert (lp_pool2d(X, low, 3, 1) <= lp_pool2d(X, high, 3, 1) * (1 + 1e-12)).all()


@given(st.sampled_from((1, 2, 3.5, 150.0)), SEED)
def test_the_two_definitions_differ_by_1_over_n(p, seed):
    X = np.random.default_rng(seed).uniform(0.1, 2, (4, 5))
    ratio = lp_pool2d(X, p, (2, 3), 1) / lp_pool2d(X, p, (2, 3), 1, pytorch=True)
    np.testing.assert_allclose(ratio, 6 ** (-1 / p), rtol=1e-12)
