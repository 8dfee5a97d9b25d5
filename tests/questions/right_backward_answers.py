"""Right answers of many styles for the gradients of correlations, and for sizes."""

from __future__ import annotations

import itertools
import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tests.questions.right_answers import (
    RIGHT,
    accumulate,
    as_matrix,
    einsum,
    fft,
    loss_loop,
    numerically,
    right,
    rows,
    shifts,
    toeplitz,
)


# -------------------------------------------------------------------------------- corr2d_backward
@right("corr2d_backward", "scatter loops")
def scatter(dY, X, K):
    h, w = K.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i, j in np.ndindex(*dY.shape):
        dX[i : i + h, j : j + w] += dY[i, j] * K
        dK += dY[i, j] * X[i : i + h, j : j + w]
    return dX, dK


@right("corr2d_backward", "gather: each pixel asks its outputs")
def gather(dY, X, K):
    def pixel(i, j):
        outputs = (((i - a, j - b), k) for (a, b), k in np.ndenumerate(K))
        return sum(dY[n] * k for n, k in outputs if all(0 <= m < s for m, s in zip(n, dY.shape)))  # noqa: B905

    dX = [[pixel(i, j) for j in range(X.shape[1])] for i in range(X.shape[0])]
    return dX, [
        [(dY * X[a : a + len(dY), b : b + dY.shape[1]]).sum() for b in range(K.shape[1])]
        for a in range(K.shape[0])
    ]


@right("corr2d_backward", "pad, rotate, correlate")
def pad_and_correlate(dY, X, K):
    h, w = K.shape
    return einsum(np.pad(dY, [(h - 1,), (w - 1,)]), np.rot90(K, 2)), einsum(X, dY)


@right("corr2d_backward", "np.add.at")
def add_at(dY, X, K):
    i, j, a, b = np.indices(dY.shape + K.shape)
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    np.add.at(dX, (i + a, j + b), np.multiply.outer(dY, K))
    np.add.at(dK, (a, b), X[i + a, j + b] * dY[i, j])
    return [dX, dK]


@right("corr2d_backward", "the transposed Toeplitz matrix")
def transposed(dY, X, K):
    dX = toeplitz(K, X.shape).T @ dY.ravel()
    return dX.reshape(X.shape), as_matrix(X, dY)


@right("corr2d_backward", "FFT")
def fft_backward(dY, X, K):
    dX = np.fft.irfft2(np.fft.rfft2(dY, X.shape) * np.fft.rfft2(K, X.shape), X.shape)
    return dX, fft(X, dY)


@right("corr2d_backward", "numerical differentiation")
def numerical_backward(dY, X, K):
    return (
        numerically(lambda X: (dY * einsum(X, K)).sum(), X),
        numerically(lambda K: (dY * einsum(X, K)).sum(), K),
    )


@right("corr2d_backward", "a sum of outer products, in float32")
def outer(dY, X, K):
    dY, X, K = (np.asarray(a, np.float32) for a in (dY, X, K))
    (H, W), (h, w) = dY.shape, K.shape
    dX = np.zeros_like(X)
    for (a, b), k in np.ndenumerate(K):
        dX[a : a + H, b : b + W] += k * dY
    dK = [np.tensordot(dY, X[a : a + H, b : b + W]) for a, b in np.ndindex(h, w)]
    return dX, np.reshape(dK, (h, w))


# --------------------------------------------------------------------------- two_kernels_backward
@right("two_kernels_backward", "layer by layer")
def layers(X, K1, K2, reference):
    result1, result2 = accumulate(X, K1, K2)
    dResult1, dK2 = scatter(2 * (result2 - reference), result1, K2)
    dX, dK1 = scatter(dResult1, X, K1)
    return dX, dK1, dK2


@right("two_kernels_backward", "numerical differentiation of the whole chain")
def chain_numerical(X, K1, K2, reference):
    def loss(X, K1, K2):
        return loss_loop(accumulate(X, K1, K2)[1], reference)

    return (
        numerically(lambda X: loss(X, K1, K2), X),
        numerically(lambda K1: loss(X, K1, K2), K1),
        numerically(lambda K2: loss(X, K1, K2), K2),
    )


@right("two_kernels_backward", "the matrices of both layers")
def chain_matrices(X, K1, K2, reference):
    result1 = shifts(X, K1)
    first, second = toeplitz(K1, X.shape), toeplitz(K2, result1.shape)
    upstream = 2 * (second @ first @ X.ravel() - reference.ravel())
    dK1 = fft(X, (second.T @ upstream).reshape(result1.shape))
    dK2 = rows(result1, upstream.reshape(reference.shape))
    return (first.T @ second.T @ upstream).reshape(X.shape), dK1, dK2


# -------------------------------------------------------------- output_size, corr2d_input_gradient
RIGHT += [
    ("output_size", "floor division", lambda i, k, p, s: (i - k + 2 * p) // s + 1),
    ("output_size", "math.floor", lambda i, k, p, s: math.floor((i - k + 2 * p) / s + 1)),
    ("output_size", "np.floor, a float", lambda i, k, p, s: np.floor((i - k + 2 * p) / s) + 1),
    ("output_size", "ceil", lambda i, k, p, s: math.ceil((i - k + 2 * p + 1) / s)),
    ("output_size", "divmod", lambda i, k, p, s: divmod(i - k + 2 * p + s, s)[0]),
    ("output_size", "the length of a range", lambda i, k, p, s: len(range(k, i + 2 * p + 1, s))),
    ("output_size", "counting windows",
        lambda i, k, p, s: sliding_window_view(np.zeros(i + 2 * p), k)[::s].shape[0]),
    ("corr2d_input_gradient", "the gradient of a random image's correlation",
        lambda dY, K: scatter(dY, np.ones(np.add(dY.shape, K.shape) - 1), K)[0]),
    ("corr2d_input_gradient", "polynomial product",
        lambda dY, K: fft_backward(dY, np.zeros(np.add(dY.shape, K.shape) - 1), K)[0].round(9)),
]  # fmt: skip


@right("output_size", "a while loop")
def walk(i, k, p, s):
    count, left = 0, -p
    while left + k <= i + p:
        count, left = count + 1, left + s
    return count


@right("output_size", "recursion")
def recursive_size(i, k, p, s):
    return 0 if k > i + 2 * p else 1 + recursive_size(i - s, k, p, s)


@right("corr2d_input_gradient", "a Kronecker product, then blocks moved into place")
def kronecker(dY, K):
    (H, W), (h, w) = dY.shape, K.shape
    blocks = np.kron(dY, K).reshape(H, h, W, w)
    dX = np.zeros((H + h - 1, W + w - 1))
    for i, a, j, b in np.ndindex(*blocks.shape):
        dX[i + a, j + b] += blocks[i, a, j, b]
    return dX


@right("corr2d_input_gradient", "lists only")
def lists_only(dY, K):
    dY, K = dY.tolist(), K.tolist()
    dX = [[0.0] * (len(dY[0]) + len(K[0]) - 1) for _ in range(len(dY) + len(K) - 1)]
    for i, j in itertools.product(range(len(dY)), range(len(dY[0]))):
        for a, b in itertools.product(range(len(K)), range(len(K[0]))):
            dX[i + a][j + b] += dY[i][j] * K[a][b]
    return dX
