"""The numbers of the two answer sheets, errata corrected."""

import numpy as np
import pytest

from helpers.reference import (
    avg_pool2d,
    corr2d,
    corr2d_backward,
    corr2d_input_gradient,
    l2_loss,
    l2_loss_backward,
    lp_pool2d,
    max_pool2d,
    output_size,
    two_kernels_backward,
    two_kernels_forward,
)

INPUT = np.eye(5)
KERNEL1 = np.array([[1, 0, -1]] * 3)
KERNEL2 = np.array([[1, 0], [0, 1]])
REFERENCE = np.zeros((2, 2))

A = [[4, 5, 2, 2, 1], [3, 3, 2, 2, 4], [4, 3, 4, 1, 1], [5, 1, 4, 1, 2], [5, 1, 3, 1, 4]]
B = [[4, 3, 3], [5, 5, 5], [2, 4, 3]]
C = [[109, 92, 72], [108, 85, 74], [110, 74, 79]]


def test_sdm5013_forward():
    result1, result2 = two_kernels_forward(INPUT, KERNEL1, KERNEL2)
    assert result1.tolist() == [[0, 1, 1], [-1, 0, 1], [-1, -1, 0]]
    assert result2.tolist() == [[0, 2], [-2, 0]]
    assert l2_loss(result2, REFERENCE) == 8


def test_sdm5013_backward():
    result1, result2 = two_kernels_forward(INPUT, KERNEL1, KERNEL2)
    dresult2 = l2_loss_backward(result2, REFERENCE)
    dresult1, _ = corr2d_backward(dresult2, result1, KERNEL2)
    dX, dK1, dK2 = two_kernels_backward(INPUT, KERNEL1, KERNEL2, REFERENCE)
    assert dresult2.tolist() == [[0, 4], [-4, 0]]
    assert dresult1.tolist() == [[0, 4, 0], [-4, 0, 4], [0, -4, 0]]
    assert dK1.tolist() == [[0, -8, 0], [8, 0, -8], [0, 8, 0]]
    assert dK2.tolist() == [[8, 4], [4, 8]]
    assert dX.tolist() == [
        [0, 4, 0, -4, 0],
        [-4, 4, 8, -4, -4],
        [-4, 0, 8, 0, -4],
        [-4, -4, 8, 4, -4],
        [0, -4, 0, 4, 0],
    ]


def test_sdm5013_formulas():
    dY = np.array([[0.0, 4.0], [-4.0, 1.0]])
    X = np.arange(9.0).reshape(3, 3)
    dX, dK = corr2d_backward(dY, X, KERNEL2)
    assert np.array_equal(dK, corr2d(X, dY))
    assert np.array_equal(dX, corr2d(dY, KERNEL2[::-1, ::-1], padding=1))


def test_ds_ga_1008_convolution():
    assert output_size(5, 3) == 3
    assert corr2d(A, B).tolist() == C


def test_ds_ga_1008_input_gradient():
    dA = corr2d_input_gradient(np.ones((3, 3)), B)
    assert dA.tolist() == [
        [4, 7, 10, 6, 3],
        [9, 17, 25, 16, 8],
        [11, 23, 34, 23, 11],  # the sheet prints 35 in the middle; its own equation says 34
        [7, 16, 24, 17, 8],
        [2, 6, 9, 7, 3],
    ]
    assert dA.sum() == 306


def test_ds_ga_1008_pooling():
    assert max_pool2d(C, 2, 1).tolist() == [[109, 92], [110, 85]]
    assert np.array_equal(lp_pool2d(C, 1, 2, 1), avg_pool2d(C, 2, 1))
    assert np.array_equal(lp_pool2d(C, np.inf, 2, 1), max_pool2d(C, 2, 1))


@pytest.mark.parametrize("p", [3000, 1e6, np.inf])
def test_ds_ga_1008_the_limit_is_the_largest_magnitude(p):
    X = [[3.0, -7.0], [2.0, 5.0]]
    assert lp_pool2d(X, p, 2, 1).item() == pytest.approx(7, rel=1e-3)
    assert max_pool2d(X, 2, 1).item() == 5
