"""The three poolings against PyTorch's and their autograd."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reference import (
    avg_pool2d,
    avg_pool2d_backward,
    lp_pool2d,
    lp_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
)

pytestmark = pytest.mark.oracle

PAIR = st.tuples(st.integers(1, 4), st.integers(1, 4))
SEED = st.integers(0, 2**32 - 1)
CLOSE = dict(rtol=1e-12, atol=1e-12)  # PyTorch adds and divides in another order


@st.composite
def poolings(draw, padded=True):
    """Draw the shape of X, and size, stride, padding and ceil_mode such that there is a window."""
    size, stride, ceil_mode = draw(PAIR), draw(PAIR), draw(st.booleans())
    padding = tuple(draw(st.integers(0, k // 2 if padded else 0)) for k in size)
    least = (
        max(1, k - 2 * p - (s - 1 if ceil_mode else 0))
        for k, s, p in zip(size, stride, padding, strict=True)
    )
    shape = tuple(n + draw(st.integers(0, 6)) for n in least)
    return shape, size, stride, padding, ceil_mode


def run(torch, pool, X, rng):
    """Return PyTorch's output, a random upstream gradient and PyTorch's gradient for it."""
    x = torch.tensor(X[None, None], requires_grad=True)
    y = pool(x)
    dY = rng.integers(-9, 10, y.shape[2:]).astype(float)
    (dx,) = torch.autograd.grad(y, x, torch.tensor(dY[None, None]))
    return y.detach().numpy()[0, 0], dY, dx.numpy()[0, 0]


@given(poolings(), SEED)
def test_max(torch, pooling, seed):
    shape, *how = pooling
    size, stride, padding, ceil_mode = how
    rng = np.random.default_rng(seed)
    X = rng.integers(-2, 3, shape).astype(float)  # few values, many ties

    def pool(x):
        return torch.nn.functional.max_pool2d(x, size, stride, padding, ceil_mode=ceil_mode)

    Y, dY, dX = run(torch, pool, X, rng)
    assert np.array_equal(max_pool2d(X, *how), Y)
    assert np.array_equal(max_pool2d_backward(dY, X, *how), dX)


@given(poolings(), st.booleans(), SEED)
def test_average(torch, pooling, count_include_pad, seed):
    shape, *how = pooling
    how.append(count_include_pad)
    rng = np.random.default_rng(seed)
    X = rng.integers(-9, 10, shape).astype(float)
    Y, dY, dX = run(torch, lambda x: torch.nn.functional.avg_pool2d(x, *how), X, rng)
    np.testing.assert_allclose(avg_pool2d(X, *how), Y, **CLOSE)
    np.testing.assert_allclose(avg_pool2d_backward(dY, X, *how), dX, **CLOSE)


@given(
    poolings(padded=False),
    st.sampled_from((0.5, 1, 1.5, 2, 3, 4, 7, np.inf)),
    st.integers(-2, 0),
    SEED,
)
def test_lp_as_pytorch(torch, pooling, p, low, seed):
    shape, size, stride, _, ceil_mode = pooling
    rng = np.random.default_rng(seed)
    # Small integers: sums of 0, windows of zeros and, below 0, nan.
    X = rng.integers(low, 3, shape).astype(float)

    def pool(x):
        return torch.nn.functional.lp_pool2d(x, p, size, stride, ceil_mode)

    Y, dY, dX = run(torch, pool, X, rng)
    how = (p, size, stride, ceil_mode, True)
    np.testing.assert_allclose(lp_pool2d(X, *how), Y, **CLOSE)
    np.testing.assert_allclose(lp_pool2d_backward(dY, X, *how), dX, **CLOSE)


@given(poolings(padded=False), st.sampled_from((1, 1.5, 2, 3, 10)), SEED)
def test_lp_as_the_sheet_is_autograd_of_the_formula(torch, pooling, p, seed):
    shape, size, stride, _, ceil_mode = pooling
    rng = np.random.default_rng(seed)
    X = rng.uniform(0.2, 2, shape) * rng.choice((-1, 1), shape)

    def pool(x):
        mean = torch.nn.functional.avg_pool2d(x.abs().pow(p), size, stride, 0, ceil_mode)
        return mean.pow(1 / p)

    Y, dY, dX = run(torch, pool, X, rng)
    np.testing.assert_allclose(lp_pool2d(X, p, size, stride, ceil_mode), Y, **CLOSE)
    gradient = lp_pool2d_backward(dY, X, p, size, stride, ceil_mode)
    np.testing.assert_allclose(gradient, dX, rtol=1e-11, atol=1e-11)


@given(PAIR, PAIR, PAIR, st.integers(0, 2), st.booleans())
def test_they_refuse_what_pytorch_refuses(torch, shape, size, stride, padding, ceil_mode):
    X = np.arange(float(shape[0] * shape[1])).reshape(shape)
    x = torch.tensor(X[None, None])
    for mine, name in ((max_pool2d, "max_pool2d"), (avg_pool2d, "avg_pool2d")):
        theirs = getattr(torch.nn.functional, name)
        try:
            y = theirs(x, size, stride, padding, ceil_mode=ceil_mode)
        except RuntimeError:
            with pytest.raises(ValueError, match="may be at most"):
                mine(X, size, stride, padding, ceil_mode)
        else:
            assert mine(X, size, stride, padding, ceil_mode).shape == y.shape[2:]
