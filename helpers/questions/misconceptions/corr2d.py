"""Mistakes in cross-correlation."""

from __future__ import annotations

import numpy as np

from helpers.questions.misconceptions.blocks import corr2d, padded, rotated, slide
from helpers.questions.model import Misconception
from helpers.questions.values import Array


def _same_padding(X: Array, K: Array) -> Array:
    h, w = K.shape
    return corr2d(np.pad(X, (((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2))), K)


def _leaves_last_zero(X: Array, K: Array) -> Array:
    Y = corr2d(X, K)
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


CORR2D = (
    Misconception(
        "corr2d.flips-kernel",
        wrong=lambda X, K: corr2d(X, rotated(K)),
        says="Your result is a true convolution: the kernel was rotated by 180° before sliding. "
        "Cross-correlation uses the kernel as it is.",
        ask="Which entry of K should meet the top left entry of a window?",
    ),
    Misconception(
        "corr2d.flips-one-axis",
        wrong=lambda X, K: corr2d(X, K[::-1]),
        says="The kernel seems to be turned upside down before it slides.",
        ask="When the kernel lies on a window, should its first row meet the window's first row?",
    ),
    Misconception(
        "corr2d.transposes-kernel",
        wrong=lambda X, K: corr2d(X, K.T),
        says="The kernel seems to be transposed: its rows play the part of its columns.",
        ask="If K is wide and flat, what shape must the window under it have?",
    ),
    Misconception(
        "corr2d.transposes-result",
        wrong=lambda X, K: corr2d(X, K).T,
        says="Each number is right but sits in the wrong place: rows and columns of the result "
        "are exchanged.",
        ask="When the kernel moves one step down, which index of the result should grow?",
    ),
    Misconception(
        "corr2d.forgets-kernel",
        wrong=lambda X, K: slide(X, K.shape, np.sum),
        says="Each entry is the sum of its window; the kernel gives the size but not the weights.",
        ask="Would your result change if every entry of K were doubled?",
    ),
    Misconception(
        "corr2d.normalises-by-sum",
        wrong=lambda X, K: corr2d(X, K) / K.sum(),
        says="The result is divided by the sum of the kernel. That is a habit from image filters; "
        "cross-correlation does not normalise.",
        ask="What happens with an edge kernel, whose entries add up to nothing?",
    ),
    Misconception(
        "corr2d.averages",
        wrong=lambda X, K: corr2d(X, K) / K.size,
        says="The products are averaged; they should only be added.",
        ask="Does a kernel of ones compute the sum of a window or its mean?",
    ),
    Misconception(
        "corr2d.same-padding",
        wrong=_same_padding,
        says="The image was padded with zeros so that the output keeps its size. "
        "Here the kernel stays inside the image.",
        ask="At how many places does the kernel fit entirely inside the image, along one axis?",
    ),
    Misconception(
        "corr2d.full-padding",
        wrong=lambda X, K: corr2d(padded(X, K), K),
        says="The kernel slides past the edges, so the output is larger than the image. "
        "Here it stays inside.",
        ask="Should a window that hangs over the edge of the image count?",
    ),
    Misconception(
        "corr2d.one-short",
        wrong=lambda X, K: corr2d(X, K)[:-1, :-1],
        says="The last row and the last column of the output are missing.",
        ask="If the kernel is as large as the image, at how many places does it fit?",
    ),
    Misconception(
        "corr2d.leaves-last-zero",
        wrong=_leaves_last_zero,
        says="The output has the right size, but its last row and column were never filled in.",
        ask="What is the last value that your loop variable takes?",
    ),
    Misconception(
        "corr2d.swaps-height-width",
        wrong=_swaps_height_width,
        says="This works for square images and kernels only: height and width are exchanged.",
        ask="What does `X.shape` hold first, the number of rows or of columns?",
    ),
    Misconception(
        "corr2d.matrix-product",
        wrong=lambda X, K: slide(X, K.shape, lambda window: (window @ K).sum()),
        says="The window and the kernel are multiplied as matrices. "
        "Cross-correlation multiplies entry by entry.",
        ask="What is the difference between `@` and `*` for two arrays of the same shape?",
    ),
    Misconception(
        "corr2d.overwrites-sum",
        wrong=lambda X, K: slide(X, K.shape, lambda window: (window * K)[-1, -1]),
        says="Only the last product of each window is kept; the earlier ones are overwritten.",
        ask="What happens to the first product when the loop reaches the second?",
    ),
    Misconception(
        "corr2d.integer-output",
        wrong=lambda X, K: corr2d(X, K).astype(int),
        says="The digits after the decimal point are lost: the result is kept in an integer array.",
        ask="Which dtype does the array have into which you write the sums?",
    ),
    Misconception(
        "corr2d.mutates-input",
        wrong=_mutates_input,
        says="Your function writes into the image or the kernel it was given.",
        ask="Is a slice of an array a copy, or a view of the same numbers?",
    ),
)
