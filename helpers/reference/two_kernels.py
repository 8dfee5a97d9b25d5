"""Two correlations in a row, and the loss at their end."""

from helpers.reference.arguments import Matrix
from helpers.reference.corr2d import corr2d, corr2d_backward
from helpers.reference.loss import l2_loss_backward


def two_kernels_forward(X: Matrix, K1: Matrix, K2: Matrix) -> tuple[Matrix, Matrix]:
    """Return (result1, result2): X correlated with K1, and that with K2.

    Shapes: X (H, W), K1 (h, w), K2 (u, v) -> result1 (H - h + 1, W - w + 1),
        result2 (H - h - u + 2, W - w - v + 2)
    Raises: ValueError when an argument is no matrix or a kernel does not fit.
    Source: SDM5013 Assignment 2, 1.1.
    """
    result1 = corr2d(X, K1)
    return result1, corr2d(result1, K2)


def two_kernels_backward(
    X: Matrix, K1: Matrix, K2: Matrix, reference: Matrix
) -> tuple[Matrix, Matrix, Matrix]:
    """Return (dX, dK1, dK2), the gradients of l2_loss(result2, reference).

    Shapes: X (H, W), K1 (h, w), K2 (u, v), reference (H - h - u + 2, W - w - v + 2)
        -> dX (H, W), dK1 (h, w), dK2 (u, v)
    Raises: ValueError as two_kernels_forward does, or when reference has not result2's shape.
    Source: SDM5013 Assignment 2, 1.2.
    """
    result1, result2 = two_kernels_forward(X, K1, K2)
    dresult2 = l2_loss_backward(result2, reference)
    dresult1, dK2 = corr2d_backward(dresult2, result1, K2)
    dX, dK1 = corr2d_backward(dresult1, X, K1)
    return dX, dK1, dK2
