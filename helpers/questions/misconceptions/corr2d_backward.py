"""Mistakes in the gradients of a cross-correlation: of the input (dX) and of the kernel (dK)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from helpers.judging.values import Array
from helpers.questions.misconceptions.blocks import (
    corr2d,
    input_gradient,
    padded,
    rotated,
    unchanged,
)
from helpers.questions.misconceptions.corr2d import CORR2D
from helpers.questions.model import Misconception
from helpers.questions.recipe import Recipe


def _dX(
    dY: Array,
    K: Array,
    *,
    upstream: Any = unchanged,
    kernel: Any = rotated,
    pad: Any = padded,
    scatter: Any = None,
) -> Array:
    """Slide kernel(K) over pad(upstream(dY), K), or scatter instead."""
    dY = upstream(dY)
    if scatter is not None:
        return np.asarray(scatter(dY, kernel(rotated(K))))
    return corr2d(pad(dY, K), kernel(K))


def _dK(
    dY: Array,
    X: Array,
    *,
    upstream: Any = unchanged,
    image: Any = unchanged,
    scale: Any = unchanged,
    finish: Any = unchanged,
    gather: Any = corr2d,
) -> Array:
    """Slide upstream(dY) over image(X, dY)."""
    return np.asarray(finish(scale(gather(image(X, dY), upstream(dY)), dY)))


def _last_window_wins(dY: Array, K: Array) -> Array:
    (H, W), (h, w) = dY.shape, K.shape
    dX = np.zeros((H + h - 1, W + w - 1))
    for i, j in np.ndindex(H, W):
        dX[i : i + h, j : j + w] = dY[i, j] * K
    return dX


def _last_kernel_entry_wins(dY: Array, K: Array) -> Array:
    (H, W), (h, w) = dY.shape, K.shape
    dX = np.zeros((H + h - 1, W + w - 1))
    for a, b in np.ndindex(h, w):
        dX[a : a + H, b : b + W] = dY * K[a, b]
    return dX


def _add_transposed(dY: Array, K: Array) -> Array:
    (H, W), (h, w) = dY.shape, K.shape
    dX = np.zeros((H + h - 1, W + w - 1))
    for i, j in np.ndindex(H, W):
        dX[i : i + h, j : j + w] += dY[i, j] * K.T
    return dX


def _last_window(X: Array, dY: Array) -> Array:
    H, W = dY.shape
    return np.asarray(dY[-1, -1] * X[H - 1 :, W - 1 :])


def _padded_for_K_transposed(dY: Array, K: Array) -> Array:
    return padded(dY, K.T)


def _with_dX(**steps: Any) -> Recipe:
    return Recipe(_dX, steps)


def _with_dK(**steps: Any) -> Recipe:
    return Recipe(_dK, steps)


# wrong(dY, K) -> dX
CORR2D_INPUT_GRADIENT = (
    Misconception("corr2d_backward.dX-unrotated-kernel", _with_dX(kernel=unchanged)),
    Misconception("corr2d_backward.dX-transposed-kernel", _with_dX(kernel=lambda K: K.T)),
    Misconception(
        "corr2d_backward.dX-transposed-kernel",
        _with_dX(kernel=lambda K: K.T, pad=_padded_for_K_transposed),
    ),
    Misconception(
        "corr2d_backward.dX-transposed-kernel",
        _with_dX(kernel=lambda K: rotated(K).T, pad=_padded_for_K_transposed),
    ),
    Misconception("corr2d_backward.dX-transposed-kernel", _with_dX(scatter=_add_transposed)),
    Misconception("corr2d_backward.dX-flips-one-axis", _with_dX(kernel=lambda K: K[::-1])),
    Misconception("corr2d_backward.dX-flips-one-axis", _with_dX(kernel=lambda K: K[:, ::-1])),
    Misconception("corr2d_backward.dX-quarter-turn", _with_dX(kernel=np.rot90)),
    Misconception("corr2d_backward.dX-valid", _with_dX(pad=unchanged)),
    Misconception("corr2d_backward.dX-assigns", _with_dX(scatter=_last_window_wins)),
    Misconception("corr2d_backward.dX-assigns", _with_dX(scatter=_last_kernel_entry_wins)),
    Misconception(
        "corr2d_backward.dX-scatter-rotated",
        _with_dX(kernel=unchanged),
        same_as="corr2d_backward.dX-unrotated-kernel",
    ),
    Misconception("corr2d_backward.ignores-upstream", _with_dX(upstream=np.ones_like)),
)

# wrong(dY, X) -> dK
_KERNEL_GRADIENT = (
    Misconception("corr2d_backward.dK-rotated", _with_dK(finish=rotated)),
    Misconception("corr2d_backward.dK-transposed", _with_dK(finish=lambda dK: dK.T)),
    Misconception("corr2d_backward.dK-last-window", _with_dK(gather=_last_window)),
    Misconception("corr2d_backward.dK-mean", _with_dK(scale=lambda dK, dY: dK / dY.size)),
    Misconception("corr2d_backward.dK-rotated-upstream", _with_dK(upstream=rotated)),
    Misconception("corr2d_backward.dK-full", _with_dK(image=padded)),
    Misconception("corr2d_backward.ignores-upstream", _with_dK(upstream=np.ones_like), text="dK"),
)


def _swaps_results(dY: Array, X: Array, K: Array) -> tuple[Array, Array]:
    return corr2d(X, dY), input_gradient(dY, K)


def _mutates_input(dY: Array, X: Array, K: Array) -> tuple[Array, Array]:
    h, w = K.shape
    dK = np.zeros_like(K)
    for i, j in np.ndindex(*dY.shape):
        X[i : i + h, j : j + w] *= dY[i, j]
        dK += X[i : i + h, j : j + w]
    return input_gradient(dY, K), dK


# wrong(dY, X, K) -> (dX, dK)
_BOTH = (
    Misconception("corr2d_backward.swaps-results", _swaps_results, whole=True),
    Misconception("corr2d_backward.mutates-input", _mutates_input, sign="changes-arguments"),
)


def _of_dX(dY: Array, X: Array, K: Array, **steps: Any) -> tuple[Array, Array]:
    return _dX(dY, K, **steps), corr2d(X, dY)


def _of_dK(dY: Array, X: Array, K: Array, **steps: Any) -> tuple[Array, Array]:
    return input_gradient(dY, K), _dK(dY, X, **steps)


def _among_two(make: Any, rows: Iterable[Misconception]) -> tuple[Misconception, ...]:
    return tuple(replace(m, wrong=Recipe(make, m.wrong.steps)) for m in rows)


CORR2D_BACKWARD_DX = (*_among_two(_of_dX, CORR2D_INPUT_GRADIENT), *_BOTH)
CORR2D_BACKWARD_DK = (*_among_two(_of_dK, _KERNEL_GRADIENT), *_BOTH)


def _calls(m: Misconception) -> Misconception:
    def wrong(dY: Array, X: Array, K: Array) -> tuple[Array, Array]:
        return m.wrong(padded(dY, K), rotated(K)), m.wrong(X, dY)

    return replace(m, wrong=wrong, inner="corr2d", whole=True, sign="")


# Both gradients are a call of the student's own corr2d, and take its mistakes over.
_ROWS = tuple(m for m in CORR2D if m.sign != "changes-arguments")
CORR2D_BACKWARD_CALLS = tuple(map(_calls, _ROWS))
