"""Mistakes in cross-correlation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.judging.values import Array
from helpers.questions.misconceptions.blocks import corr2d, padded, slide, unchanged
from helpers.questions.model import Misconception
from helpers.questions.recipe import Recipe


def _make(
    X: Array,
    K: Array,
    *,
    image: Any = unchanged,
    kernel: Any = unchanged,
    window: Any = None,
    scale: Any = unchanged,
    finish: Any = unchanged,
) -> Array:
    """Slide kernel(K) over image(X, K); window(piece, K) is one entry of the result."""
    turned = kernel(K)
    X = image(X, K)
    if window is None:
        Y = corr2d(X, turned)
    else:
        Y = slide(X, turned.shape, lambda piece: window(piece, turned))
    return np.asarray(finish(scale(Y, K)))


def _with(**steps: Any) -> Recipe:
    return Recipe(_make, steps)


def _padded(before: Callable[[int], int], after: Callable[[int], int]) -> Any:
    """Pad each axis before and after by what these make of the kernel's side."""
    return lambda X, K: np.pad(X, [(before(n), after(n)) for n in K.shape])


def _half(n: int) -> int:
    return n // 2


def _smaller_half(n: int) -> int:
    return (n - 1) // 2


def _last_zero(Y: Array) -> Array:
    Y[-1, :] = Y[:, -1] = 0
    return Y


def _swaps_height_width(X: Array, K: Array) -> Array:
    W, H = X.shape
    w, h = K.shape
    Y = np.zeros((H - h + 1, W - w + 1))
    for i, j in np.ndindex(*Y.shape):
        Y[i, j] = sum(X[i + a, j + b] * K[a, b] for a in range(h) for b in range(w))
    return Y


def _mutates_input(X: Array, K: Array) -> Array:
    def value(window: Array) -> float:
        window *= K  # the window is a view: this writes into X
        return float(window.sum())

    return slide(X, K.shape, value)


def _matrix_product(window: Array, K: Array) -> float:
    return float((window @ K).sum())


def _sum_where_there_is_one(Y: Array, K: Array) -> Array:
    return Y / K.sum() if K.sum() else Y


CORR2D = (
    Misconception("corr2d.flips-kernel", _with(kernel=lambda K: K[::-1, ::-1])),
    Misconception("corr2d.flips-one-axis", _with(kernel=lambda K: K[::-1])),
    Misconception("corr2d.flips-one-axis", _with(kernel=lambda K: K[:, ::-1]), text="mirrored"),
    Misconception("corr2d.transposes-kernel", _with(kernel=lambda K: K.T)),
    Misconception("corr2d.transposes-kernel", _with(window=lambda window, K: (window * K.T).sum())),
    Misconception("corr2d.transposes-result", _with(finish=lambda Y: Y.T)),
    Misconception("corr2d.forgets-kernel", _with(window=lambda window, K: window.sum())),
    Misconception("corr2d.normalises-by-sum", _with(scale=lambda Y, K: Y / K.sum())),
    Misconception("corr2d.normalises-by-sum", _with(scale=_sum_where_there_is_one)),
    Misconception("corr2d.normalises-by-sum", _with(scale=lambda Y, K: Y / np.abs(K).sum())),
    Misconception("corr2d.averages", _with(scale=lambda Y, K: Y / K.size)),
    Misconception("corr2d.same-padding", _with(image=_padded(_smaller_half, _half))),
    Misconception("corr2d.same-padding", _with(image=_padded(_half, _smaller_half))),
    Misconception("corr2d.same-padding", _with(image=_padded(_half, _half))),
    Misconception("corr2d.same-padding", _with(image=_padded(_smaller_half, _smaller_half))),
    Misconception("corr2d.same-padding", _with(image=_padded(lambda n: 0, lambda n: n - 1))),
    Misconception("corr2d.full-padding", _with(image=padded)),
    Misconception("corr2d.one-short", _with(finish=lambda Y: Y[:-1, :-1])),
    Misconception("corr2d.one-short", _with(finish=_last_zero), text="last-zero"),
    Misconception("corr2d.swaps-height-width", _swaps_height_width, sign="noticed.square"),
    Misconception("corr2d.matrix-product", _with(window=_matrix_product)),
    Misconception("corr2d.matrix-product", _with(window=lambda window, K: (window @ K.T).sum())),
    Misconception("corr2d.overwrites-sum", _with(window=lambda piece, K: (piece * K)[-1, -1])),
    Misconception(
        "corr2d.integer-output", _with(finish=lambda Y: Y.astype(int)), sign="noticed.integer"
    ),
    Misconception("corr2d.mutates-input", _mutates_input, sign="changes-arguments"),
)
