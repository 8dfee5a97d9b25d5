"""Max pooling."""

import numpy as np

from helpers.reference.arguments import Matrix, Size
from helpers.reference.pool import checked, checked_gradient


def max_pool2d(
    X: Matrix, size: Size, stride: Size, padding: Size = 0, ceil_mode: bool = False
) -> Matrix:
    """Return the largest entry of each window; padding never wins.

    Shapes: X (H, W), size (h, w) -> Y (H', W'), H' = (H + 2 * p - h) // s + 1
    Raises: ValueError when an argument is malformed, padding is more than half of size, or size
    does not fit into the padded X.
    Source: DS-GA 1008 Homework 2, 1.2 (b); torch.nn.MaxPool2d.
    """
    X, pool = checked("max_pool2d", X, size, stride, padding, ceil_mode)
    Y: Matrix = pool.windows(X, fill=-np.inf).max(axis=(-2, -1))
    return Y


def max_pool2d_backward(
    dY: Matrix, X: Matrix, size: Size, stride: Size, padding: Size = 0, ceil_mode: bool = False
) -> Matrix:
    """Pay each gradient to the pixel that won the window; a tie pays its first in row-major order.

    Shapes: dY (H', W'), X (H, W), size (h, w) -> dX (H, W), H' = (H + 2 * p - h) // s + 1
    Raises: ValueError as max_pool2d does, or when dY has not the shape of its result.
    Source: the tie rule is torch.nn.MaxPool2d's on the CPU.
    """
    where = "max_pool2d_backward"
    X, pool = checked(where, X, size, stride, padding, ceil_mode)
    dY = checked_gradient(where, dY, pool)
    (h, w), (s, t), (p, q) = pool.size, pool.stride, pool.padding
    a, b = np.divmod(pool.windows(X, fill=-np.inf).reshape(*dY.shape, h * w).argmax(-1), w)
    i, j = np.ogrid[: dY.shape[0], : dY.shape[1]]
    dX = np.zeros_like(X)
    np.add.at(dX, (i * s + a - p, j * t + b - q), dY)  # windows overlap: add, never assign
    return dX
