"""Mistakes in the gradients of max, average and LP pooling."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from helpers.questions.misconceptions.blocks import Share, scatter
from helpers.questions.model import Function, Misconception
from helpers.questions.values import Array

LPShare = Callable[[Array, float, float], Array]  # (window, gradient, p) -> the pixels' shares


def _gradient(share: Share) -> Function:
    """Make dY, X, size, stride -> dX from what one window passes on to its pixels."""
    return lambda dY, X, size, stride: scatter(dY, X, size, stride, share)


def _lp_gradient(share: LPShare) -> Function:
    """Make dY, X, p, size, stride -> dX in the same way."""
    return lambda dY, X, p, size, stride: scatter(
        dY, X, size, stride, lambda window, g: share(window, g, p)
    )


def _first_maximum(window: Array, g: float) -> Array:
    dX = np.zeros_like(window)
    dX[np.unravel_index(window.argmax(), window.shape)] = g
    return dX


def _last_maximum(window: Array, g: float) -> Array:
    return _first_maximum(window[::-1, ::-1], g)[::-1, ::-1]


def _maximum_above_zero(window: Array, g: float) -> Array:
    if window.max() > 0:
        return _first_maximum(window, g)
    dX = np.zeros_like(window)
    dX[0, 0] = g
    return dX


def _average(window: Array, g: float) -> Array:
    return np.full_like(window, g / window.size)


def _lp(window: Array, g: float, p: float) -> Array:
    y = np.mean(np.abs(window) ** p) ** (1 / p)
    if y == 0:
        return np.zeros_like(window)
    return np.asarray(g * np.sign(window) * np.abs(window) ** (p - 1) * y ** (1 - p) / window.size)


def _max_assigns(dY: Array, X: Array, size: int, stride: int) -> Array:
    dX = np.zeros_like(X)
    for i, j in np.ndindex(*dY.shape):
        window = X[i * stride : i * stride + size, j * stride : j * stride + size]
        a, b = np.unravel_index(window.argmax(), window.shape)
        dX[i * stride + a, j * stride + b] = dY[i, j]
    return dX


def _window_coordinates(dY: Array, X: Array, size: int, stride: int) -> Array:
    dX = np.zeros_like(X)
    for i, j in np.ndindex(*dY.shape):
        window = X[i * stride : i * stride + size, j * stride : j * stride + size]
        a, b = np.unravel_index(window.argmax(), window.shape)
        dX[a, b] += dY[i, j]
    return dX


def _assigning(share: Callable[..., Array]) -> Function:
    """Put each window's shares into dX in place of adding them."""

    def gradient(dY: Array, X: Array, *rest: int) -> Array:
        *p, size, stride = rest
        dX = np.zeros_like(X)
        for i, j in np.ndindex(*dY.shape):
            window = np.s_[i * stride : i * stride + size, j * stride : j * stride + size]
            dX[window] = share(X[window], dY[i, j], *p)
        return dX

    return gradient


def _sliding(right: Function) -> tuple[Misconception, ...]:
    """The mistakes in moving the window, whatever it passes on."""
    return (
        Misconception(
            "pool.stride-is-size",
            wrong=lambda dY, X, *rest: right(dY, X, *rest[:-1], rest[-2]),
            says="On the way back the windows move by their own size; the stride plays no part.",
            ask="Which pixels did the second window hold on the way forward?",
        ),
        Misconception(
            "pool.stride-only-in-size",
            wrong=lambda dY, X, *rest: right(dY, X, *rest[:-1], 1),
            says="On the way back the windows move one pixel at a time; the stride plays no part.",
            ask="At which row of the image did the second window begin on the way forward?",
        ),
    )


MAX_POOL2D_BACKWARD = (
    *_sliding(_gradient(_first_maximum)),
    Misconception(
        "max_pool2d_backward.all-ties",
        wrong=_gradient(lambda window, g: g * (window == window.max())),
        says="Where several pixels tie for the maximum, each gets the whole gradient; "
        "only one may.",
        ask="Can a window pass on more gradient than it received?",
    ),
    Misconception(
        "max_pool2d_backward.splits-ties",
        wrong=_gradient(
            lambda window, g: g * (window == window.max()) / (window == window.max()).sum()
        ),
        says="Where several pixels tie for the maximum, the gradient is shared among them. "
        "That is a fair rule, but not the one asked for here.",
        ask="Which of the tied pixels does the question name as the winner?",
    ),
    Misconception(
        "max_pool2d_backward.last-tie",
        wrong=_gradient(_last_maximum),
        says="Where several pixels tie for the maximum, the last of them gets the gradient.",
        ask="If your comparison also lets an equal pixel win, who holds the title at the end?",
    ),
    Misconception(
        "max_pool2d_backward.assigns",
        wrong=_max_assigns,
        says="A pixel that wins in several windows keeps only the last gradient; they should add.",
        ask="When the stride is smaller than the size, how many windows can one pixel win?",
    ),
    Misconception(
        "max_pool2d_backward.window-coordinates",
        wrong=_window_coordinates,
        says="The position inside the window is used as a position in the image.",
        ask="Where in the image does the window itself begin?",
    ),
    Misconception(
        "max_pool2d_backward.ignores-upstream",
        wrong=lambda dY, X, size, stride: scatter(
            np.ones_like(dY), X, size, stride, _first_maximum
        ),
        says="The winners are marked with ones; the upstream gradient plays no part.",
        ask="What should a winner receive if its output has no effect on the loss?",
    ),
    Misconception(
        "max_pool2d_backward.multiplies-by-maximum",
        wrong=_gradient(lambda window, g: _first_maximum(window, g * float(window.max()))),
        says="The gradient is multiplied by the maximum itself.",
        ask="If the largest pixel grows by a little, by how much does the output grow?",
    ),
    Misconception(
        "max_pool2d_backward.largest-magnitude",
        wrong=_gradient(lambda window, g: _first_maximum(np.abs(window), g)),
        says="The gradient goes to the pixel of the largest magnitude, whatever its sign.",
        ask="Which pixel of the window was the output equal to?",
    ),
    Misconception(
        "max_pool2d_backward.starts-at-zero",
        wrong=_gradient(_maximum_above_zero),
        says="Where every pixel of a window is negative, the gradient goes to the wrong one.",
        ask="With which value does your search for the maximum begin?",
    ),
)

AVG_POOL2D_BACKWARD = (
    *_sliding(_gradient(_average)),
    Misconception(
        "avg_pool2d_backward.not-divided",
        wrong=_gradient(np.full_like),
        says="Every pixel of a window gets the whole gradient, as if the pooling were a sum.",
        ask="If one pixel grows by a little, by how much does the average grow?",
    ),
    Misconception(
        "avg_pool2d_backward.divides-by-size",
        wrong=_gradient(lambda window, g: np.full_like(window, g / len(window))),
        says="The gradient is divided by the side of the window; it holds more pixels than that.",
        ask="Into how many shares does a window divide its gradient?",
    ),
    Misconception(
        "avg_pool2d_backward.assigns",
        wrong=_assigning(_average),
        says="A pixel that lies in several windows keeps only the last share; they should add.",
        ask="When the stride is smaller than the size, how many windows hold one pixel?",
    ),
    Misconception(
        "avg_pool2d_backward.ignores-upstream",
        wrong=lambda dY, X, size, stride: scatter(np.ones_like(dY), X, size, stride, _average),
        says="The shares are right for an upstream gradient of ones; yours plays no part.",
        ask="What should a window pass on if its output has no effect on the loss?",
    ),
    Misconception(
        "avg_pool2d_backward.multiplies-by-input",
        wrong=_gradient(lambda window, g: g * window / window.size),
        says="The gradient is multiplied by the pixel's own value.",
        ask="Does the slope of an average depend on how bright a pixel is?",
    ),
)

LP_POOL2D_BACKWARD = (
    *_sliding(_lp_gradient(_lp)),
    Misconception(
        "lp_pool2d_backward.drops-sign",
        wrong=_lp_gradient(lambda window, g, p: _lp(np.abs(window), g, p)),
        says="Negative pixels get a gradient of the wrong sign.",
        ask="If a negative pixel grows towards zero, does its magnitude grow or shrink?",
    ),
    Misconception(
        "lp_pool2d_backward.drops-norm",
        wrong=_lp_gradient(
            lambda window, g, p: g * np.sign(window) * np.abs(window) ** (p - 1) / window.size
        ),
        says="The derivative of the root is missing: the output itself should appear in it.",
        ask="What does the chain rule say about a root around a mean?",
    ),
    Misconception(
        "lp_pool2d_backward.drops-mean",
        wrong=_lp_gradient(lambda window, g, p: _lp(window, g, p) * window.size),
        says="Every share is too large by one factor: the mean over the window was forgotten.",
        ask="How does the number of pixels enter the forward formula?",
    ),
    Misconception(
        "lp_pool2d_backward.keeps-p",
        wrong=_lp_gradient(lambda window, g, p: _lp(window, g, p) * p),
        says="The exponent p is left as a factor.",
        ask="The inner power and the outer root both bring a factor down; what is their product?",
    ),
    Misconception(
        "lp_pool2d_backward.nan-at-zero",
        wrong=_lp_gradient(
            lambda window, g, p: (
                g
                * np.sign(window)
                * np.abs(window) ** (p - 1)
                / window.size
                * np.mean(np.abs(window) ** p) ** ((1 - p) / p)
            )
        ),
        says="A window of zeros divides zero by zero, and nan spreads from there.",
        ask="What does the question say about the gradient of a window that is all zero?",
    ),
    Misconception(
        "lp_pool2d_backward.assigns",
        wrong=_assigning(_lp),
        says="A pixel that lies in several windows keeps only the last share; they should add.",
        ask="When the stride is smaller than the size, how many windows hold one pixel?",
    ),
    Misconception(
        "lp_pool2d_backward.ignores-upstream",
        wrong=lambda dY, X, p, size, stride: scatter(
            np.ones_like(dY), X, size, stride, lambda window, g: _lp(window, g, p)
        ),
        says="The shares are right for an upstream gradient of ones; yours plays no part.",
        ask="What should a window pass on if its output has no effect on the loss?",
    ),
)
