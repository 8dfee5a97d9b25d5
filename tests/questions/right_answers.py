"""Right answers of many styles: what an honest student may hand in, none of it the reference.

`RIGHT` lists (question's name, style, function); right_backward_answers.py and
right_pooling_answers.py add to it.
"""

from __future__ import annotations

import functools
import itertools
import math
import warnings
from collections import namedtuple
from fractions import Fraction

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

RIGHT = []


def right(name, style):
    def keep(function):
        RIGHT.append((name, style, function))
        return function

    return keep


# ---------------------------------------------------------------------------------------- corr2d
@right("corr2d", "four loops")
def four_loops(X, K):
    H, W = X.shape
    h, w = K.shape
    Y = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            for a in range(h):
                for b in range(w):
                    Y[i, j] += X[i + a, j + b] * K[a, b]
    return Y


@right("corr2d", "nested lists without NumPy, one comprehension")
def comprehension(X, K):
    X, K = X.tolist(), K.tolist()
    return [
        [
            sum(X[i + a][j + b] * k for a, row in enumerate(K) for b, k in enumerate(row))
            for j in range(len(X[0]) - len(K[0]) + 1)
        ]
        for i in range(len(X) - len(K) + 1)
    ]


@right("corr2d", "fractions in nested tuples")
def fractions(X, K):
    exact = np.vectorize(Fraction, otypes=[object])
    return tuple(map(tuple, comprehension(exact(X), exact(K))))


@right("corr2d", "sliding_window_view and einsum")
def einsum(X, K):
    return np.einsum("ijab,ab->ij", sliding_window_view(X, K.shape), K)


@right("corr2d", "as_strided and tensordot")
def strided(X, K):
    (H, W), (h, w) = X.shape, K.shape
    return np.tensordot(as_strided(X, (H - h + 1, W - w + 1, h, w), X.strides * 2), K)


@right("corr2d", "FFT")
def fft(X, K):
    (H, W), (h, w) = X.shape, K.shape
    full = np.fft.irfft2(np.fft.rfft2(X) * np.fft.rfft2(K[::-1, ::-1], X.shape), X.shape)
    return full[h - 1 : H, w - 1 : W]


@right("corr2d", "im2col and a matrix product")
def im2col(X, K):
    (H, W), (h, w) = X.shape, K.shape
    places = itertools.product(range(H - h + 1), range(W - w + 1))
    columns = np.stack([X[i : i + h, j : j + w].ravel() for i, j in places])
    return (columns @ K.ravel()).reshape(H - h + 1, W - w + 1)


def toeplitz(K, shape):
    (H, W), (h, w) = shape, K.shape
    T = np.zeros((H - h + 1, W - w + 1, H, W))
    for i, j in np.ndindex(H - h + 1, W - w + 1):
        T[i, j, i : i + h, j : j + w] = K
    return T.reshape((H - h + 1) * (W - w + 1), H * W)


@right("corr2d", "the Toeplitz matrix of the kernel")
def as_matrix(X, K):
    return (toeplitz(K, X.shape) @ X.ravel()).reshape(np.subtract(X.shape, K.shape) + 1)


@right("corr2d", "shifted images, one for each kernel entry")
def shifts(X, K):
    H, W = np.subtract(X.shape, K.shape) + 1
    return sum(k * X[a : a + H, b : b + W] for (a, b), k in np.ndenumerate(K))


@right("corr2d", "recursion, one row at a time")
def recursion(X, K):
    if len(X) < len(K):
        return []
    row = [float((X[: len(K), j : j + K.shape[1]] * K).sum()) for j in range(
        X.shape[1] - K.shape[1] + 1
    )]  # fmt: skip
    return [row, *recursion(X[1:], K)]


def strided_layer(X, K, stride):
    return einsum(X, K)[::stride, ::stride]


class Layer:
    def __init__(self, stride):
        self.stride = stride

    def __call__(self, X, K):
        return strided_layer(X, K, self.stride)


RIGHT += [
    ("corr2d", "an object with __call__", Layer(stride=1)),
    ("corr2d", "functools.partial", functools.partial(strided_layer, stride=1)),
    ("corr2d", "a lambda in float32", lambda X, K: einsum(X.astype("f4"), K.astype("f4"))),
]


@right("corr2d", "a generator and np.fromiter")
def generator(X, K):
    H, W = np.subtract(X.shape, K.shape) + 1

    def entries():
        for i in range(H):
            for j in range(W):
                yield np.vdot(X[i : i + len(K), j : j + K.shape[1]], K)

    return np.fromiter(entries(), float).reshape(H, W)


@right("corr2d", "np.vectorize over the positions")
def vectorized(X, K):
    h, w = K.shape
    at = np.vectorize(lambda i, j: (X[int(i) : int(i) + h, int(j) : int(j) + w] * K).sum())
    return at(*np.indices((X.shape[0] - h + 1, X.shape[1] - w + 1)))


@right("corr2d", "one-dimensional correlations of rows, summed")
def rows(X, K):
    return np.array(
        [
            sum(np.correlate(X[i + a], K[a], "valid") for a in range(len(K)))
            for i in range(len(X) - len(K) + 1)
        ]
    )


@right("corr2d", "prints and warns a lot, and divides by zero on the way")
def talkative(X, K):
    for _ in range(100):
        print("window", X, K)
        warnings.warn("be careful", stacklevel=1)
    return shifts(X, K) + (np.ones(1) / 0 < 0)


# --------------------------------------------------------------------------- two_kernels_forward
@right("two_kernels_forward", "itertools.accumulate, results in a list")
def accumulate(X, K1, K2):
    return list(itertools.accumulate((X, K1, K2), einsum))[1:]


@right("two_kernels_forward", "a namedtuple")
def named(X, K1, K2):
    result1 = shifts(X, K1)
    return namedtuple("Results", "result1 result2")(result1, shifts(result1, K2))


@right("two_kernels_forward", "both kernels merged into one")
def merged(X, K1, K2):
    (h, w), (u, v) = K1.shape, K2.shape
    K = np.zeros((h + u - 1, w + v - 1))
    for (a, b), k in np.ndenumerate(K2):
        K[a : a + h, b : b + w] += k * K1
    return rows(X, K1), rows(X, K)


# ------------------------------------------------------------------------------------------- loss
@right("l2_loss", "a loop")
def loss_loop(result, reference):
    loss = 0
    for row, wanted in zip(result, reference, strict=True):
        for a, b in zip(row, wanted, strict=True):
            loss += (a - b) ** 2
    return loss


@right("l2_loss", "the norm, squared")
def loss_norm(result, reference):
    return np.linalg.norm(result - reference) ** 2


@right("l2_loss", "a trace, as a float32")
def loss_trace(result, reference):
    return np.float32(np.trace((result - reference).T @ (result - reference)))


@right("l2_loss", "math.dist, in a zero-dimensional array")
def loss_dist(result, reference):
    return np.array(math.dist(result.ravel(), reference.ravel()) ** 2)


@right("l2_loss_backward", "multiplied out, in nested lists")
def gradient_lists(result, reference):
    return [
        [a + a - b - b for a, b in zip(*pair, strict=True)]
        for pair in zip(result.tolist(), reference.tolist(), strict=True)
    ]


def numerically(f, X, h=1.0):
    """Central differences of a scalar f; exact for quadratic f and these numbers when h is 1."""
    dX = np.zeros_like(X)
    for index in np.ndindex(*X.shape):
        step = np.zeros_like(X)
        step[index] = h
        dX[index] = (f(X + step) - f(X - step)) / (2 * h)
    return dX


@right("l2_loss_backward", "numerical differentiation")
def gradient_numerical(result, reference):
    return numerically(lambda Y: loss_loop(Y, reference), result)
