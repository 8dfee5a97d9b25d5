import numpy as np
import pytest

from helpers.reference import (
    l2_loss,
    numerical_gradient,
    two_kernels_backward,
    two_kernels_forward,
)


@pytest.mark.parametrize(
    ("X", "K1", "K2"),
    [((1, 1), (1, 1), (1, 1)), ((6, 8), (3, 2), (2, 4)), ((7, 5), (1, 3), (4, 1))],
)
def test_the_gradients_equal_the_exact_numerical_ones(X, K1, K2):
    rng = np.random.default_rng(3)
    X, K1, K2 = (rng.integers(-4, 5, shape).astype(float) for shape in (X, K1, K2))
    reference = rng.integers(-9, 10, two_kernels_forward(X, K1, K2)[1].shape).astype(float)

    def loss(X, K1, K2):
        return l2_loss(two_kernels_forward(X, K1, K2)[1], reference)

    dX, dK1, dK2 = two_kernels_backward(X, K1, K2, reference)
    assert np.array_equal(dX, numerical_gradient(lambda x: loss(x, K1, K2), X, h=1))
    assert np.array_equal(dK1, numerical_gradient(lambda k: loss(X, k, K2), K1, h=1))
    assert np.array_equal(dK2, numerical_gradient(lambda k: loss(X, K1, k), K2, h=1))
