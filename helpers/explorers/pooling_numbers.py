"""What the pooling explorer computes from a state: js/pooling_numbers.js, on the reference."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from helpers.explorers.pooling_state import AVERAGE, LP, MAX, P_STOPS, State, exponent
from helpers.reference import (
    avg_pool2d,
    avg_pool2d_backward,
    lp_pool2d,
    lp_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
)
from helpers.reference.arguments import Matrix

Place = tuple[int, int]


@dataclass(frozen=True)
class Numbers:
    """The matrices of a clamped state, and the windows behind them."""

    s: State

    @cached_property
    def label(self) -> str:
        """The exponent as it is written."""
        return P_STOPS[self.s["p_stop"]]

    @cached_property
    def p(self) -> float:
        """The exponent of LP pooling."""
        return exponent(self.label)

    @cached_property
    def X(self) -> Matrix:
        """The image (H, W)."""
        return np.array(self.s["x_cells"], dtype=np.float64)[: self.s["H"], : self.s["W"]]

    @cached_property
    def dY(self) -> Matrix:
        """The upstream gradient (H', W')."""
        cells = np.array(self.s["dy_cells"], dtype=np.float64)
        return cells[: self.s["rows"], : self.s["columns"]]

    @cached_property
    def reached(self) -> Matrix:
        """dY (H', W'), with 0 where Play has not come to yet: that has paid nothing."""
        n = np.arange(self.dY.size).reshape(self.dY.shape)
        return np.where(n >= (self.s["step"] or self.dY.size), 0.0, self.dY)

    @cached_property
    def Y(self) -> Matrix:
        """The pooled image (H', W')."""
        return self.forward(self.X, self.s["size"], self.s["stride"])

    @cached_property
    def T(self) -> Matrix | None:
        """The pooled image in PyTorch's form (H', W'), where that is shown."""
        if self.s["kind_index"] != LP or not self.s["pytorch"]:
            return None
        return lp_pool2d(self.X, self.p, self.s["size"], self.s["stride"], pytorch=True)

    @cached_property
    def dX(self) -> Matrix:
        """What each entry of X has been paid (H, W)."""
        return self.backward(self.reached, self.X, self.s["size"], self.s["stride"])

    @cached_property
    def dT(self) -> Matrix | None:
        """What PyTorch's form pays (H, W), where that is shown."""
        if self.T is None or not self.s["backward"]:
            return None
        size, stride = self.s["size"], self.s["stride"]
        return lp_pool2d_backward(self.reached, self.X, self.p, size, stride, pytorch=True)

    def forward(self, X: Matrix, size: int, stride: int) -> Matrix:
        """Pool X as chosen: (H, W) -> (H', W')."""
        if self.s["kind_index"] == MAX:
            return max_pool2d(X, size, stride)
        if self.s["kind_index"] == AVERAGE:
            return avg_pool2d(X, size, stride)
        return lp_pool2d(X, self.p, size, stride) * growth(self.s, self.p)

    def backward(self, dY: Matrix, X: Matrix, size: int, stride: int) -> Matrix:
        """Pay dY back: (H', W'), (H, W) -> (H, W)."""
        if self.s["kind_index"] == MAX:
            return max_pool2d_backward(dY, X, size, stride)
        if self.s["kind_index"] == AVERAGE:
            return avg_pool2d_backward(dY, X, size, stride)
        return lp_pool2d_backward(dY, X, self.p, size, stride) * growth(self.s, self.p)

    def window(self, i: int, j: int) -> Matrix:
        """Return the window of Y[i, j]: (k, k)."""
        k, s = self.s["size"], self.s["stride"]
        return self.X[s * i : s * i + k, s * j : s * j + k]

    def shares(self, i: int, j: int) -> Matrix:
        """Return what dY[i, j] pays to its window (k, k)."""
        k = self.s["size"]
        return self.backward(self.dY[i : i + 1, j : j + 1], self.window(i, j), k, k)

    @cached_property
    def wins(self) -> list[list[Place]] | None:
        """Where the winner of each window stands in X, if one entry takes all."""
        if self.s["kind_index"] == AVERAGE or (self.s["kind_index"] == LP and self.p != np.inf):
            return None
        k, s = self.s["size"], self.s["stride"]
        rows, columns = self.Y.shape

        def place(i: int, j: int) -> Place:
            a, b = divmod(int(self.judged(self.window(i, j)).argmax()), k)
            return s * i + a, s * j + b

        return [[place(i, j) for j in range(columns)] for i in range(rows)]

    def judged(self, window: Matrix) -> Matrix:
        """Return what the entries of a window are compared by: themselves, or |x|."""
        return np.abs(window) if self.s["kind_index"] == LP else window

    def holders(self, r: int, outputs: int) -> tuple[int, int]:
        """Return the windows that hold index r of one axis: the first, and how many."""
        k, s = self.s["size"], self.s["stride"]
        first = max(0, -(-(r - k + 1) // s))
        return first, max(0, min(outputs - 1, r // s) - first + 1)

    def windows_at(self, r: int, c: int) -> list[Place]:
        """Return the windows that hold an entry of X, in row-major order."""
        i, down = self.holders(r, self.s["rows"])
        j, across = self.holders(c, self.s["columns"])
        return [(i + a, j + b) for a in range(down) for b in range(across)]


def growth(s: State, p: float) -> float:
    """Return the factor by which LP pooling and its gradient grow without 1/N."""
    return 1.0 if s["mean"] else float((s["size"] ** 2) ** (1 / p))
