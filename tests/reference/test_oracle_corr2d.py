"""The correlation against torch.nn.functional.conv2d and its autograd, bit for bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reference import (
    corr2d,
    corr2d_backward,
    corr2d_input_gradient,
    l2_loss,
    l2_loss_backward,
    two_kernels_backward,
    two_kernels_forward,
)

pytestmark = pytest.mark.oracle

SEED = st.integers(0, 2**32 - 1)


def pair(low, high):
    return st.tuples(st.integers(low, high), st.integers(low, high))


def integers(rng, shape):
    # Sums of products of small integers are exact, in whichever order they are added.
    return rng.integers(-9, 10, shape).astype(float)


def leaf(torch, array):
    return torch.tensor(array[None, None], requires_grad=True)


@given(pair(1, 4), pair(1, 4), pair(0, 4), pair(1, 3), pair(0, 7), SEED)
def test_forward_and_backward(torch, kernel, stride, padding, dilation, extra, seed):
    rng = np.random.default_rng(seed)
    rows, columns = (
        max(1, d * (k - 1) + 1 - 2 * p) + e
        for d, k, p, e in zip(dilation, kernel, padding, extra, strict=True)
    )
    X, K = integers(rng, (rows, columns)), integers(rng, kernel)
    x, k = leaf(torch, X), leaf(torch, K)
    y = torch.nn.functional.conv2d(x, k, None, stride, padding, dilation)
    Y = corr2d(X, K, stride, padding, dilation)
    assert np.array_equal(Y, y.detach().numpy()[0, 0])
    dY = integers(rng, Y.shape)
    dx, dk = torch.autograd.grad(y, (x, k), torch.tensor(dY[None, None]))
    dX, dK = corr2d_backward(dY, X, K, stride, padding, dilation)
    assert np.array_equal(dX, dx.numpy()[0, 0])
    assert np.array_equal(dK, dk.numpy()[0, 0])


@given(pair(1, 5), pair(1, 6), SEED)
def test_input_gradient_is_the_transposed_convolution(torch, kernel, output, seed):
    rng = np.random.default_rng(seed)
    dY, K = integers(rng, output), integers(rng, kernel)
    dx = torch.nn.functional.conv_transpose2d(
        torch.tensor(dY[None, None]), torch.tensor(K[None, None])
    )
    assert np.array_equal(corr2d_input_gradient(dY, K), dx.numpy()[0, 0])


@given(pair(1, 6), pair(1, 6), pair(1, 3), st.integers(0, 2), pair(1, 3), SEED)
def test_it_refuses_a_kernel_that_pytorch_refuses(
    torch, shape, kernel, stride, padding, dilation, seed
):
    rng = np.random.default_rng(seed)
    X, K = integers(rng, shape), integers(rng, kernel)
    try:
        y = torch.nn.functional.conv2d(
            leaf(torch, X), leaf(torch, K), None, stride, padding, dilation
        )
    except RuntimeError:
        with pytest.raises(ValueError, match="K may be at most"):
            corr2d(X, K, stride, padding, dilation)
    else:
        assert corr2d(X, K, stride, padding, dilation).shape == y.shape[2:]


@given(pair(1, 3), pair(1, 3), pair(0, 4), SEED)
def test_two_kernels_and_the_loss(torch, first, second, extra, seed):
    rng = np.random.default_rng(seed)
    shape = [a + b - 1 + e for a, b, e in zip(first, second, extra, strict=True)]
    X, K1, K2 = integers(rng, shape), integers(rng, first), integers(rng, second)
    reference = integers(rng, [e + 1 for e in extra])
    leaves = x, k1, k2 = [leaf(torch, array) for array in (X, K1, K2)]
    y1 = torch.nn.functional.conv2d(x, k1)
    y2 = torch.nn.functional.conv2d(y1, k2)
    y2.retain_grad()
    loss = torch.nn.functional.mse_loss(y2, torch.tensor(reference[None, None]), reduction="sum")
    loss.backward()
    result1, result2 = two_kernels_forward(X, K1, K2)
    assert np.array_equal(result1, y1.detach().numpy()[0, 0])
    assert np.array_equal(result2, y2.detach().numpy()[0, 0])
    assert l2_loss(result2, reference) == loss.item()
    assert np.array_equal(l2_loss_backward(result2, reference), y2.grad.numpy()[0, 0])
    for mine, leaf_ in zip(two_kernels_backward(X, K1, K2, reference), leaves, strict=True):
        assert np.array_equal(mine, leaf_.grad.numpy()[0, 0])
