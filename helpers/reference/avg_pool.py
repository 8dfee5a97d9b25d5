"""Average pooling."""

import numpy as np

from helpers.reference.arguments import Matrix, Size, as_flag
from helpers.reference.pool import checked, checked_gradient


def avg_pool2d(
    X: Matrix,
    size: Size,
    stride: Size,
    padding: Size = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Matrix:
    """Return the mean of each window; padding is zeros, which count unless told otherwise.

    What ceil mode hangs over beyond the padding is never counted.

    Shapes: X (H, W), size (h, w) -> Y (H', W'), H' = (H + 2 * p - h) // s + 1
    Raises: ValueError when an argument is malformed, padding is more than half of size, or size
    does not fit into the padded X.
    Source: DS-GA 1008 Homework 2, 1.2 (b); torch.nn.AvgPool2d.
    """
    where = "avg_pool2d"
    X, pool = checked(where, X, size, stride, padding, ceil_mode)
    N = pool.count(as_flag(where, "count_include_pad", count_include_pad))
    Y: Matrix = pool.windows(X, fill=0.0).sum(axis=(-2, -1)) / N
    return Y


def avg_pool2d_backward(
    dY: Matrix,
    X: Matrix,
    size: Size,
    stride: Size,
    padding: Size = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Matrix:
    """Share each gradient evenly among the pixels counted in the window; only X's shape matters.

    Shapes: dY (H', W'), X (H, W), size (h, w) -> dX (H, W), H' = (H + 2 * p - h) // s + 1
    Raises: ValueError as avg_pool2d does, or when dY has not the shape of its result.
    Source: torch.nn.AvgPool2d.
    """
    where = "avg_pool2d_backward"
    X, pool = checked(where, X, size, stride, padding, ceil_mode)
    share = checked_gradient(where, dY, pool) / pool.count(
        as_flag(where, "count_include_pad", count_include_pad)
    )
    return pool.add(np.broadcast_to(share[:, :, None, None], pool.output + pool.size))
