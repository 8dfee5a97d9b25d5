"""The right pieces that the wrong implementations are made of, in plain NumPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.judging.values import Array

Value = Callable[[Array], Any]  # a number
Share = Callable[[Array, float], Array]


def slide(X: Array, size: tuple[int, ...], value: Value, stride: int = 1) -> Array:
    """Put value(window) at every position of a window of `size`."""
    Y = np.zeros([(n - k) // stride + 1 for n, k in zip(X.shape, size, strict=True)])
    for i, j in np.ndindex(*Y.shape):
        Y[i, j] = value(X[i * stride : i * stride + size[0], j * stride : j * stride + size[1]])
    return Y


def scatter(dY: Array, X: Array, size: int, stride: int, share: Share) -> Array:
    """Add share(window, gradient) to the pixels of every pooling window."""
    dX = np.zeros_like(X)
    for i, j in np.ndindex(*dY.shape):
        window = np.s_[i * stride : i * stride + size, j * stride : j * stride + size]
        dX[window] += share(X[window], float(dY[i, j]))
    return dX


def corr2d(X: Array, K: Array) -> Array:
    """Slide K over X: valid cross-correlation."""
    H, W = (n - k + 1 for n, k in zip(X.shape, K.shape, strict=True))
    Y = np.zeros((H, W))
    for (a, b), k in np.ndenumerate(K):
        Y += k * X[a : a + H, b : b + W]
    return Y


def padded(X: Array, K: Array) -> Array:
    """Surround X with enough zeros for K to slide off every edge."""
    h, w = K.shape
    return np.pad(X, ((h - 1, h - 1), (w - 1, w - 1)))


def rotated(K: Array) -> Array:
    """Turn a matrix by 180°."""
    return K[::-1, ::-1]


def unchanged(array: Array, *_: Any) -> Array:
    """Leave a matrix as it is."""
    return array


def input_gradient(dY: Array, K: Array) -> Array:
    """Carry dY back through a correlation with K, to the input."""
    return corr2d(padded(dY, K), rotated(K))
