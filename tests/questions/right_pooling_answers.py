"""Right answers of many styles for the pooling questions."""

from __future__ import annotations

import decimal
import math
import statistics

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tests.questions.right_answers import numerically, right


def windows(X, size, stride):
    return sliding_window_view(X, (size, size))[::stride, ::stride]


def places(X, size, stride):
    """Every window as the output's index and a pair of slices."""
    rows, columns = (range(0, n - size + 1, stride) for n in X.shape)
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            yield (i, j), np.s_[top : top + size, left : left + size]


def averaging(n, size, stride):
    """The matrix that averages along one axis: (n', n)."""
    P = np.zeros(((n - size) // stride + 1, n))
    for i, row in enumerate(P):
        row[i * stride : i * stride + size] = 1 / size
    return P


# ---------------------------------------------------------------------------------------- forward
@right("max_pool2d", "loops and a strict comparison")
def max_loops(X, size, stride):
    Y = np.full([(n - size) // stride + 1 for n in X.shape], -math.inf)
    for i, j in np.ndindex(*Y.shape):
        for a in range(size):
            for b in range(size):
                if X[i * stride + a, j * stride + b] > Y[i, j]:
                    Y[i, j] = X[i * stride + a, j * stride + b]
    return Y


@right("max_pool2d", "windows and max")
def max_windows(X, size, stride):
    return windows(X, size, stride).max((2, 3))


@right("max_pool2d", "shifted images, np.maximum.reduce")
def max_shifts(X, size, stride):
    H, W = ((n - size) // stride * stride + 1 for n in X.shape)
    shifted = [X[a : a + H : stride, b : b + W : stride] for a, b in np.ndindex(size, size)]
    return np.maximum.reduce(shifted)


@right("max_pool2d", "sorted lists, no NumPy")
def max_sorted(X, size, stride):
    X = X.tolist()
    return [
        [
            sorted(x for row in X[i : i + size] for x in row[j : j + size])[-1]
            for j in range(0, len(X[0]) - size + 1, stride)
        ]
        for i in range(0, len(X) - size + 1, stride)
    ]


@right("max_pool2d", "rows first, then columns, in float32")
def max_separable(X, size, stride):
    rows = sliding_window_view(X.astype(np.float32), size, axis=0)[::stride].max(-1)
    return sliding_window_view(rows, size, axis=1)[:, ::stride].max(-1)


@right("avg_pool2d", "cumulative sums")
def avg_integral(X, size, stride):
    S = np.pad(X, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    total = S[size:, size:] - S[:-size, size:] - S[size:, :-size] + S[:-size, :-size]
    return total[::stride, ::stride] / size**2


@right("avg_pool2d", "two matrix products")
def avg_matrices(X, size, stride):
    H, W = X.shape
    return averaging(H, size, stride) @ X @ averaging(W, size, stride).T


@right("avg_pool2d", "statistics.fmean in nested lists")
def avg_statistics(X, size, stride):
    return [[statistics.fmean(w.ravel()) for w in row] for row in windows(X, size, stride)]


@right("avg_pool2d", "correlation with a kernel of ones, by FFT")
def avg_fft(X, size, stride):
    ones = np.fft.rfft2(np.ones((size, size)), X.shape)
    total = np.fft.irfft2(np.fft.rfft2(X) * ones, X.shape)
    return total[size - 1 :: stride, size - 1 :: stride] / size / size


@right("lp_pool2d", "scaled by the largest magnitude")
def lp_scaled(X, p, size, stride):
    W = np.abs(windows(X, size, stride))
    largest = W.max((2, 3))
    scale = np.where(largest == 0, 1, largest)[..., None, None]
    return (
        largest if p == math.inf else scale[..., 0, 0] * ((W / scale) ** p).mean((2, 3)) ** (1 / p)
    )


@right("lp_pool2d", "log-sum-exp")
def lp_logarithms(X, p, size, stride):
    W = windows(np.abs(X), size, stride)
    if np.isinf(p):
        return W.max((2, 3))
    logs = p * np.log(W)  # the log of 0 is -inf, with a warning
    return np.exp(
        (np.logaddexp.reduce(logs.reshape(*logs.shape[:2], -1), -1) - np.log(size**2)) / p
    )


@right("lp_pool2d", "decimals, which do not overflow")
def lp_decimals(X, p, size, stride):
    def norm(window):
        if p == math.inf:
            return max(map(abs, window))
        exponent = decimal.Decimal(p)
        mean = sum(abs(decimal.Decimal(x)) ** exponent for x in window if x) / len(window)
        return float(mean ** (1 / exponent)) if mean else 0.0

    return [[norm(w.ravel().tolist()) for w in row] for row in windows(X, size, stride)]


@right("lp_pool2d", "the norm of the unit vector")
def lp_norm(X, p, size, stride):
    W = windows(X, size, stride).reshape(-1, size**2)
    largest = np.abs(W).max(1, keepdims=True)
    unit = np.divide(W, largest, out=np.zeros_like(W), where=largest > 0)
    Y = largest[:, 0] * np.linalg.norm(unit, p, axis=1) / size ** (2 / p)
    return Y.reshape((X.shape[0] - size) // stride + 1, -1)


# --------------------------------------------------------------------------------------- backward
@right("max_pool2d_backward", "argmax in loops")
def max_argmax(dY, X, size, stride):
    dX = np.zeros_like(X)
    for n, window in places(X, size, stride):
        a, b = divmod(int(X[window].argmax()), size)
        dX[window][a, b] += dY[n]
    return dX


@right("max_pool2d_backward", "np.bincount over flat indices")
def max_bincount(dY, X, size, stride):
    flat = windows(np.arange(X.size).reshape(X.shape), size, stride).reshape(dY.size, -1)
    winners = flat[np.arange(dY.size), X.ravel()[flat].argmax(1)]
    return np.bincount(winners, dY.ravel(), X.size).reshape(X.shape)


@right("max_pool2d_backward", "a writeable view and a mask that takes the first maximum")
def max_mask(dY, X, size, stride):
    W = windows(X, size, stride).reshape(*dY.shape, -1)
    ties = np.equal(W, W.max(-1, keepdims=True))
    first = ties & (ties.cumsum(-1) == 1)
    dX = np.zeros_like(X)
    for n, window in places(X, size, stride):
        dX[window] += dY[n] * first[n].reshape(size, size)
    return dX


@right("max_pool2d_backward", "lists and max with a key")
def max_key(dY, X, size, stride):
    dX = [[0.0] * X.shape[1] for _ in range(X.shape[0])]
    for (i, j), g in np.ndenumerate(dY):
        pixels = [(i * stride + a, j * stride + b) for a in range(size) for b in range(size)]
        u, v = max(pixels, key=lambda pixel: X[pixel])
        dX[u][v] += g
    return dX


@right("avg_pool2d_backward", "loops")
def avg_loops(dY, X, size, stride):
    dX = np.zeros_like(X)
    for n, window in places(X, size, stride):
        dX[window] += dY[n] / size**2
    return dX


@right("avg_pool2d_backward", "two transposed matrices")
def avg_transposed(dY, X, size, stride):
    H, W = X.shape
    return averaging(H, size, stride).T @ dY @ averaging(W, size, stride)


@right("avg_pool2d_backward", "corners first, then cumulative sums")
def avg_corners(dY, X, size, stride):
    D = np.zeros(np.add(X.shape, 1))
    for (i, j), _ in places(X, size, stride):
        top, left, g = i * stride, j * stride, dY[i, j]
        D[top, left] += g
        D[top + size, left] -= g
        D[top, left + size] -= g
        D[top + size, left + size] += g
    return D.cumsum(0).cumsum(1)[:-1, :-1] / (size * size)


@right("avg_pool2d_backward", "upsampling by a Kronecker product, then correlation")
def avg_upsampled(dY, X, size, stride):
    impulse = np.zeros((stride, stride))
    impulse[0, 0] = 1
    spread = np.zeros(np.add(X.shape, 2 * size + stride))
    up = np.kron(dY, impulse)
    spread[size - 1 : size - 1 + len(up), size - 1 : size - 1 + up.shape[1]] = up
    return windows(spread, size, 1).mean((2, 3))[: X.shape[0], : X.shape[1]]


@right("avg_pool2d_backward", "numerical differentiation")
def avg_numerical(dY, X, size, stride):
    return numerically(lambda X: (dY * avg_matrices(X, size, stride)).sum(), X)


@right("lp_pool2d_backward", "loops that skip windows of zeros")
def lp_loops(dY, X, p, size, stride):
    dX = np.zeros_like(X)
    for n, window in places(X, size, stride):
        x = X[window]
        if x.any():
            y = np.mean(abs(x) ** p) ** (1 / p)
            dX[window] += dY[n] / size**2 * np.sign(x) * (abs(x) / y) ** (p - 1)
    return dX


@right("lp_pool2d_backward", "vectorised, nan turned into zero afterwards")
def lp_vectorised(dY, X, p, size, stride):
    W = windows(X, size, stride)
    y = lp_scaled(X, p, size, stride)[..., None, None]
    shares = np.nan_to_num(np.sign(W) * np.abs(W) ** (p - 1) / y ** (p - 1) / size**2)
    dX = np.zeros_like(X)
    for n, window in places(X, size, stride):
        dX[window] += dY[n] * shares[n]
    return dX


@right("lp_pool2d_backward", "numerical differentiation")
def lp_numerical(dY, X, p, size, stride):
    return numerically(lambda X: (dY * lp_scaled(X, p, size, stride)).sum(), X, h=1e-4)


@right("lp_pool2d_backward", "the chain rule in two steps, lists returned")
def lp_two_steps(dY, X, p, size, stride):
    mean = (windows(np.abs(X), size, stride) ** p).mean((2, 3))
    safe = np.where(mean > 0, mean, 1)
    dMean = np.where(mean > 0, dY / p * safe ** (1 / p - 1), 0)
    dPower = avg_transposed(dMean, X, size, stride)
    return (dPower * p * np.sign(X) * np.abs(X) ** (p - 1)).tolist()
