"""The windows of a matrix; all arguments here are checked already."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from helpers.reference.arguments import Matrix

Pair = tuple[int, int]
Windows = NDArray[np.float64]  # 4-D: where the window is, then where in the window


def windows(
    X: Matrix, size: Pair, stride: Pair = (1, 1), dilation: Pair = (1, 1), writeable: bool = False
) -> Windows:
    """View the windows of X: [i, j, a, b] is X[s * i + d * a, s * j + d * b], nothing is copied.

    Shapes: X (H, W), size (h, w) -> V (H', W', h, w), H' = (H - d * (h - 1) - 1) // s + 1
    Source: im2col, without the copy.
    """
    (h, w), (s, t), (d, e) = size, stride, dilation
    span = (d * (h - 1) + 1, e * (w - 1) + 1)
    return sliding_window_view(X, span, writeable=writeable)[::s, ::t, ::d, ::e]


def add_windows(V: Windows, shape: Pair, stride: Pair = (1, 1)) -> Matrix:
    """Add every window's entries to the pixels they came from: the transpose of windows.

    Shapes: V (H', W', h, w), shape (H, W) -> X (H, W), H' = (H - h) // s + 1
    Source: col2im.
    """
    X = np.zeros(shape)
    size = V.shape[2:]
    seen = windows(X, size, stride, writeable=True)
    for a, b in np.ndindex(size):  # one place in the window at a time, so no pixel is met twice
        seen[:, :, a, b] += V[:, :, a, b]
    return X


def pad(X: Matrix, before: Pair, after: Pair, fill: float = 0.0) -> Matrix:
    """Put pixels of one value around X; before is above and left, after is below and right.

    Shapes: X (H, W), before (t, l), after (b, r) -> Y (t + H + b, l + W + r)
    """
    if not any(before + after):
        return X
    (H, W), (top, left), (bottom, right) = X.shape, before, after
    padded = np.full((top + H + bottom, left + W + right), fill)
    padded[top : top + H, left : left + W] = X
    return padded


def spread(Y: Matrix, stride: Pair) -> Matrix:
    """Put stride - 1 zeros between neighbouring entries.

    Shapes: Y (H, W), stride (s, t) -> Z (s * (H - 1) + 1, t * (W - 1) + 1)
    """
    (H, W), (s, t) = Y.shape, stride
    result = np.zeros((s * (H - 1) + 1, t * (W - 1) + 1))
    result[::s, ::t] = Y
    return result
