"""What the three poolings share: checked arguments, and windows that may hang over the edge."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.reference.arguments import Matrix, Size, as_flag, as_matrix, as_pair, as_shaped
from helpers.reference.sizes import output_shape
from helpers.reference.windows import Pair, Windows, add_windows, pad, windows


@dataclass(frozen=True)
class Pool:
    """The sizes of one pooling, in pixels: its input, its windows and its output."""

    shape: Pair
    size: Pair
    stride: Pair
    padding: Pair
    output: Pair

    def windows(self, X: Matrix, fill: float) -> Windows:
        """Return the windows of X, with fill outside of it: X (H, W) -> (H', W', h, w)."""
        return windows(pad(X, self.padding, self._after(), fill), self.size, self.stride)

    def add(self, V: Windows) -> Matrix:
        """Add windows up to a matrix like X, and drop what is outside: (H', W', h, w) -> (H, W)."""
        (H, W), (p, q), (bottom, right) = self.shape, self.padding, self._after()
        padded = add_windows(V, (p + H + bottom, q + W + right), self.stride)
        return padded[p : p + H, q : q + W]

    def count(self, include_pad: bool = False) -> Matrix:
        """Count the pixels of each window that are in X, or in X and its padding: (H', W').

        What ceil mode hangs over beyond the padding is never counted.
        """
        rows, columns = (
            _overlap(*axis, include_pad)
            for axis in zip(
                self.shape, self.size, self.stride, self.padding, self.output, strict=True
            )
        )
        return rows[:, None] * columns

    def _after(self) -> Pair:
        (H, W), (h, w), (s, t), (p, q) = self.shape, self.size, self.stride, self.padding
        bottom, right = (self.output[0] - 1) * s + h - p - H, (self.output[1] - 1) * t + w - q - W
        return max(bottom, 0), max(right, 0)  # below 0 when the last rows are in no window


def checked(
    where: str, X: Matrix, size: Size, stride: Size, padding: Size = 0, ceil_mode: bool = False
) -> tuple[Matrix, Pool]:
    """Return X as a matrix, and the windows over it.

    Raises: ValueError when an argument is malformed, padding is more than half of size (a window
    might then see no pixel of X), or size does not fit.
    Source: torch.nn.MaxPool2d.
    """
    X = as_matrix(where, "X", X)
    h_w = as_pair(where, "size", size, 1)
    s, p = as_pair(where, "stride", stride, 1), as_pair(where, "padding", padding, 0)
    most = (h_w[0] // 2, h_w[1] // 2)
    if p[0] > most[0] or p[1] > most[1]:
        raise ValueError(
            f"{where}: padding is {p}, which is more than half of size {h_w}; "
            f"padding may be at most {most}"
        )
    ceil_mode = as_flag(where, "ceil_mode", ceil_mode)
    output = output_shape(where, "size", X.shape, h_w, s, p, ceil_mode=ceil_mode)
    return X, Pool(X.shape, h_w, s, p, output)


def checked_gradient(where: str, dY: Matrix, pool: Pool) -> Matrix:
    """Return dY as a matrix, or raise ValueError when it has not the output's shape."""
    forward = where.removesuffix("_backward")
    return as_shaped(where, "dY", dY, pool.output, f"{forward}'s result")


def _overlap(H: int, h: int, s: int, p: int, o: int, include_pad: bool) -> NDArray[np.float64]:
    first = np.arange(o) * s - p
    low, high = (-p, H + p) if include_pad else (0, H)
    return (np.minimum(first + h, high) - np.maximum(first, low)).astype(np.float64)
