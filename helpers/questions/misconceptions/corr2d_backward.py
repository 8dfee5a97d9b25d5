"""Mistakes in the gradients of a cross-correlation: of the input (dX) and of the kernel (dK)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from helpers.questions.misconceptions.blocks import corr2d, input_gradient, padded, rotated
from helpers.questions.model import Misconception
from helpers.questions.values import Array


def _dX_assigns(dY: Array, K: Array) -> Array:
    (H, W), (h, w) = dY.shape, K.shape
    dX = np.zeros((H + h - 1, W + w - 1))
    for i, j in np.ndindex(H, W):
        dX[i : i + h, j : j + w] = dY[i, j] * K
    return dX


def _dX_scatter_rotated(dY: Array, K: Array) -> Array:
    (H, W), (h, w) = dY.shape, K.shape
    dX = np.zeros((H + h - 1, W + w - 1))
    for i, j in np.ndindex(H, W):
        dX[i : i + h, j : j + w] += dY[i, j] * rotated(K)
    return dX


def _dK_last_window(dY: Array, X: Array) -> Array:
    h, w = (n - m + 1 for n, m in zip(X.shape, dY.shape, strict=True))
    for i, j in np.ndindex(*dY.shape):
        dK = dY[i, j] * X[i : i + h, j : j + w]
    return dK


def _mutates_input(dY: Array, X: Array, K: Array) -> tuple[Array, Array]:
    h, w = K.shape
    dK = np.zeros_like(K)
    for i, j in np.ndindex(*dY.shape):
        X[i : i + h, j : j + w] *= dY[i, j]
        dK += X[i : i + h, j : j + w]
    return input_gradient(dY, K), dK


_IGNORES_UPSTREAM = Misconception(
    "corr2d_backward.ignores-upstream",
    wrong=lambda dY, K: input_gradient(np.ones_like(dY), K),
    says="The upstream gradient plays no part, as if every entry of it were one.",
    ask="If one entry of dY is zero, which pixels should no longer hear from that output?",
)

# wrong(dY, K) -> dX
CORR2D_INPUT_GRADIENT = (
    Misconception(
        "corr2d_backward.dX-unrotated-kernel",
        wrong=lambda dY, K: corr2d(padded(dY, K), K),
        says="The kernel is the wrong way round in dX. Sliding over the padded dY and "
        "scattering from dY need opposite orientations.",
        ask="Which entry of K ties the top left pixel of X to the top left output?",
    ),
    Misconception(
        "corr2d_backward.dX-transposed-kernel",
        wrong=lambda dY, K: corr2d(padded(dY, K), K.T),
        says="The kernel is transposed in dX. That undoes a matrix product; "
        "a correlation needs another move.",
        ask="If the output lies below and to the right of a pixel, where in the kernel is the "
        "weight between them?",
    ),
    Misconception(
        "corr2d_backward.dX-flips-one-axis",
        wrong=lambda dY, K: corr2d(padded(dY, K), K[::-1]),
        says="The kernel is turned over along one axis only.",
        ask="What happens along the rows must also happen along which other axis?",
    ),
    Misconception(
        "corr2d_backward.dX-quarter-turn",
        wrong=lambda dY, K: corr2d(padded(dY, K), np.rot90(K)),
        says="The kernel is rotated by 90°; dX needs another turn than that.",
        ask="How far does `np.rot90` turn a matrix when it is called once?",
    ),
    Misconception(
        "corr2d_backward.dX-valid",
        wrong=lambda dY, K: corr2d(dY, rotated(K)),
        says="dX is too small: the kernel stays inside dY, so the pixels at the edge get nothing.",
        ask="Which shape must dX have, so that it can be subtracted from X?",
    ),
    Misconception(
        "corr2d_backward.dX-assigns",
        wrong=_dX_assigns,
        says="A pixel keeps the gradient of only one of its windows; "
        "where windows overlap, gradients add.",
        ask="Through how many outputs does a pixel in the middle of X reach the loss?",
    ),
    Misconception(
        "corr2d_backward.dX-scatter-rotated",
        wrong=_dX_scatter_rotated,
        says="The kernel is rotated while dY is scattered; in that form it is used as it is.",
        ask="Which entry of K multiplied the top left pixel of a window on the way forward?",
    ),
    _IGNORES_UPSTREAM,
)

# wrong(dY, X) -> dK
_KERNEL_GRADIENT = (
    Misconception(
        "corr2d_backward.dK-rotated",
        wrong=lambda dY, X: rotated(corr2d(X, dY)),
        says="dK is rotated by 180°. It would be right if the forward pass were a true "
        "convolution.",
        ask="Which pixels of X did the top left entry of K meet?",
    ),
    Misconception(
        "corr2d_backward.dK-transposed",
        wrong=lambda dY, X: corr2d(X, dY).T,
        says="dK is transposed.",
        ask="Which shape must dK have, so that it can be subtracted from K?",
    ),
    Misconception(
        "corr2d_backward.dK-last-window",
        wrong=_dK_last_window,
        says="dK holds the share of the last window only; the earlier ones are overwritten.",
        ask="At how many positions is an entry of K used on the way forward?",
    ),
    Misconception(
        "corr2d_backward.dK-mean",
        wrong=lambda dY, X: corr2d(X, dY) / dY.size,
        says="dK is averaged over the positions of the kernel; their shares should add.",
        ask="If the kernel changes a little, does each position change the loss, or only their "
        "mean?",
    ),
    Misconception(
        "corr2d_backward.dK-rotated-upstream",
        wrong=lambda dY, X: corr2d(X, rotated(dY)),
        says="dY is rotated by 180° in dK. That turn belongs to another gradient.",
        ask="Which window of X produced the top left output?",
    ),
    Misconception(
        "corr2d_backward.dK-full",
        wrong=lambda dY, X: corr2d(padded(X, dY), dY),
        says="dK is too large: X was padded, as is done for the other gradient.",
        ask="Which shape must dK have, so that it can be subtracted from K?",
    ),
    replace(
        _IGNORES_UPSTREAM,
        wrong=lambda dY, X: corr2d(X, np.ones_like(dY)),
        ask="If one entry of dY is zero, which window should no longer count in dK?",
    ),
)

# wrong(dY, X, K) -> (dX, dK)
_BOTH = (
    Misconception(
        "corr2d_backward.swaps-results",
        wrong=lambda dY, X, K: (corr2d(X, dY), input_gradient(dY, K)),
        says="The two gradients are returned in the opposite order.",
        ask="Which of your two results has the shape of X?",
    ),
    Misconception(
        "corr2d_backward.mutates-input",
        wrong=_mutates_input,
        says="Your function writes into an array it was given.",
        ask="Is a slice of an array a copy, or a view of the same numbers?",
    ),
)


def _with_right_dK(m: Misconception) -> Misconception:
    return replace(m, wrong=lambda dY, X, K: (m.wrong(dY, K), corr2d(X, dY)))


def _with_right_dX(m: Misconception) -> Misconception:
    return replace(m, wrong=lambda dY, X, K: (input_gradient(dY, K), m.wrong(dY, X)))


CORR2D_BACKWARD_DX = (*map(_with_right_dK, CORR2D_INPUT_GRADIENT), *_BOTH)
CORR2D_BACKWARD_DK = (*map(_with_right_dX, _KERNEL_GRADIENT), *_BOTH)
