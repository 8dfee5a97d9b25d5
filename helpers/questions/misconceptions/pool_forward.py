"""Mistakes in max, average and LP pooling."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from helpers.questions.misconceptions.blocks import slide
from helpers.questions.model import Function, Misconception
from helpers.questions.values import Array

Window = Callable[..., float]  # (window) or, for LP pooling, (window, p)


def pooling(value: Window) -> Function:
    """Make X, [p,] size, stride -> Y from what happens in one window."""

    def pool(X: Array, *rest: float) -> Array:
        *p, size, stride = rest
        return slide(X, (int(size), int(size)), lambda window: value(window, *p), int(stride))

    return pool


def _stride_is_size(value: Window) -> Function:
    def pool(X: Array, *rest: int) -> Array:
        *p, size, _ = rest
        return slide(X, (size, size), lambda window: value(window, *p), stride=size)

    return pool


def _stride_only_in_size(value: Window) -> Function:
    def pool(X: Array, *rest: int) -> Array:
        *p, size, stride = rest
        Y = np.zeros([(n - size) // stride + 1 for n in X.shape])
        for i, j in np.ndindex(*Y.shape):
            Y[i, j] = value(X[i : i + size, j : j + size], *p)
        return Y

    return pool


def _stride_down_only(value: Window) -> Function:
    def pool(X: Array, *rest: int) -> Array:
        *p, size, stride = rest
        Y = np.zeros([(n - size) // stride + 1 for n in X.shape])
        for i, j in np.ndindex(*Y.shape):
            Y[i, j] = value(X[i * stride : i * stride + size, j : j + size], *p)
        return Y

    return pool


def _keeps_partial_window(value: Window) -> Function:
    def pool(X: Array, *rest: int) -> Array:
        *p, size, stride = rest
        rows, columns = (range(0, n, stride) for n in X.shape)
        return np.array([[value(X[i : i + size, j : j + size], *p) for j in columns] for i in rows])

    return pool


def _sliding(value: Window) -> tuple[Misconception, ...]:
    """The mistakes in moving the window, whatever is done inside it."""
    return (
        Misconception(
            "pool.stride-is-size",
            wrong=_stride_is_size(value),
            says="The window moves by its own size; the stride you were given plays no part.",
            ask="How far apart are two neighbouring windows when the stride is one?",
        ),
        Misconception(
            "pool.stride-only-in-size",
            wrong=_stride_only_in_size(value),
            says="The output has the size that the stride demands, but the windows themselves "
            "move one pixel at a time.",
            ask="At which row of the image does the second window begin?",
        ),
        Misconception(
            "pool.stride-down-only",
            wrong=_stride_down_only(value),
            says="The stride counts on the way down but not to the right.",
            ask="At which column of the image does the second window begin?",
        ),
        Misconception(
            "pool.keeps-partial-window",
            wrong=_keeps_partial_window(value),
            says="A last window that hangs over the edge is counted; here it is dropped.",
            ask="Does the last window of your output hold as many pixels as the first?",
        ),
    )


MAX_POOL2D = (
    *_sliding(np.max),
    Misconception(
        "max_pool2d.starts-at-zero",
        wrong=pooling(lambda window: max(0.0, float(window.max()))),
        says="The search for the largest entry starts at zero, so a window of negative numbers "
        "yields zero.",
        ask="What is the largest of a few negative numbers?",
    ),
    Misconception(
        "max_pool2d.absolute",
        wrong=pooling(lambda window: np.abs(window).max()),
        says="The largest magnitude is taken; the sign is lost.",
        ask="Which is larger, a big negative number or a small positive one?",
    ),
    Misconception(
        "max_pool2d.last-element",
        wrong=pooling(lambda window: window[-1, -1]),
        says="Each entry is the last pixel of its window, not the largest.",
        ask="What does your loop do when a pixel is smaller than the best so far?",
    ),
    Misconception(
        "max_pool2d.position",
        wrong=pooling(np.argmax),
        says="Each entry says where the largest pixel is, not how large it is.",
        ask="What is the difference between `max` and `argmax`?",
    ),
)

AVG_POOL2D = (
    *_sliding(np.mean),
    Misconception(
        "avg_pool2d.sums",
        wrong=pooling(np.sum),
        says="The entries of each window are summed, but not yet averaged.",
        ask="Should the average be larger than the largest pixel of the window?",
    ),
    Misconception(
        "avg_pool2d.divides-by-size",
        wrong=pooling(lambda window: window.sum() / len(window)),
        says="The sum is divided by the side of the window; a window holds more pixels than that.",
        ask="How many pixels does a window of size two hold?",
    ),
    Misconception(
        "avg_pool2d.integer",
        wrong=pooling(lambda window: window.sum() // window.size),
        says="The digits after the decimal point are lost: the division, or the array for the "
        "result, is one of integers.",
        ask="What is the average of one and two, and what does your code say?",
    ),
    Misconception(
        "avg_pool2d.median",
        wrong=pooling(np.median),
        says="This is the median of each window; the average weighs every pixel the same.",
        ask="If the largest pixel of a window doubles, does your result change?",
    ),
)


def _lp(window: Array, p: float) -> float:
    largest = float(np.abs(window).max())
    if largest == 0 or p == math.inf:
        return largest
    return largest * float(np.mean((np.abs(window) / largest) ** p) ** (1 / p))


def _except_at_infinity(value: Window) -> Function:
    """Treat p = inf apart, as most students do once the question names it."""
    return pooling(lambda window, p: np.abs(window).max() if p == math.inf else value(window, p))


LP_POOL2D = (
    *_sliding(_lp),
    Misconception(
        "lp_pool2d.no-mean",
        wrong=_except_at_infinity(lambda window, p: np.sum(np.abs(window) ** p) ** (1 / p)),
        says="The powers are summed. PyTorch does the same; "
        "here they are averaged over the window.",
        ask="Which p should turn LP pooling into the average, and does yours?",
    ),
    Misconception(
        "lp_pool2d.no-root",
        wrong=_except_at_infinity(lambda window, p: np.mean(np.abs(window) ** p)),
        says="The mean of the powers is right, but the root at the end is missing.",
        ask="If every pixel doubles, by how much should the result grow?",
    ),
    Misconception(
        "lp_pool2d.signed-powers",
        wrong=pooling(
            lambda window, p: window.max() if p == math.inf else np.mean(window**p) ** (1 / p)
        ),
        says="The powers are taken of the signed entries, so negative ones cancel or have no root.",
        ask="What is the square root of the mean if one power is negative?",
    ),
    Misconception(
        "lp_pool2d.integer-overflow",
        wrong=_except_at_infinity(
            lambda window, p: np.mean(np.abs(window.astype(np.int64)) ** p) ** (1 / p)
        ),
        says="The powers are taken of integers. An integer array wraps around, without a word, "
        "when a number gets too large for it.",
        ask="Which dtype holds your powers, and what is the largest number it can hold?",
    ),
    Misconception(
        "lp_pool2d.overflows-large-p",
        wrong=pooling(lambda window, p: np.mean(np.abs(window) ** p) ** (1 / p)),
        says="The formula is right, but for a large p the powers are too large for a float and "
        "become infinite.",
        ask="What could you divide the window by first, and multiply back at the end?",
    ),
)
