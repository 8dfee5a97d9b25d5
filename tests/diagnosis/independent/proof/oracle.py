"""What is right, written down once more and slowly, and the cases the answers are tried on."""

import itertools
import math

import numpy as np


def _corr2d(X, K):
    (H, W), (h, w) = X.shape, K.shape
    Y = np.zeros((H - h + 1, W - w + 1))
    for i, j, a, b in np.ndindex(*Y.shape, h, w):
        Y[i, j] += X[i + a, j + b] * K[a, b]
    return Y


def _corr2d_input_gradient(dY, K):
    dX = np.zeros((dY.shape[0] + K.shape[0] - 1, dY.shape[1] + K.shape[1] - 1))
    for i, j, a, b in np.ndindex(*dY.shape, *K.shape):
        dX[i + a, j + b] += dY[i, j] * K[a, b]
    return dX


def _corr2d_backward(dY, X, K):
    return _corr2d_input_gradient(dY, K), _corr2d(X, dY)


def _two_kernels_forward(X, K1, K2):
    return _corr2d(X, K1), _corr2d(_corr2d(X, K1), K2)


def _l2_loss_backward(result, reference):
    return 2 * (result - reference)


def _two_kernels_backward(X, K1, K2, reference):
    R1, R2 = _two_kernels_forward(X, K1, K2)
    dR1, dK2 = _corr2d_backward(_l2_loss_backward(R2, reference), R1, K2)
    return *_corr2d_backward(dR1, X, K1), dK2


def _windows(X, size, stride):
    for i in range((X.shape[0] - size) // stride + 1):
        for j in range((X.shape[1] - size) // stride + 1):
            place = np.s_[i * stride : i * stride + size, j * stride : j * stride + size]
            yield (i, j), place, X[place]


def _pool(one):
    def pooled(X, *arguments):
        *p, size, stride = arguments
        Y = np.zeros(((X.shape[0] - size) // stride + 1, (X.shape[1] - size) // stride + 1))
        for index, _, window in _windows(X, size, stride):
            Y[index] = one(window, *p)
        return Y

    return pooled


def _pool_backward(slope):
    def backward(dY, X, *arguments):
        *p, size, stride = arguments
        dX = np.zeros(X.shape)
        for index, place, window in _windows(X, size, stride):
            dX[place] += dY[index] * slope(window, *p)
        return dX

    return backward


def _power_mean(window, p):
    a = np.abs(window)
    if math.isinf(p) or not a.any():
        return a.max()
    return a.max() * np.mean((a / a.max()) ** p) ** (1 / p)


def _power_mean_slope(window, p):
    y = _power_mean(window, p)
    return np.sign(window) * (np.abs(window) / (y or 1)) ** (p - 1) / window.size


def _first_maximum(window):
    return (np.arange(window.size) == window.argmax()).reshape(window.shape)


B = np.array([[4.0, 3, 3], [5, 5, 5], [2, 4, 3]])
_INPUT, _K1, _K2, _ZERO = np.eye(5), np.outer(np.ones(3), [1.0, 0, -1]), np.eye(2), np.zeros((2, 2))
_dX, _dK1, _dK2 = _two_kernels_backward(_INPUT, _K1, _K2, _ZERO)

RIGHT = {
    "corr2d": _corr2d,
    "corr2d_backward": _corr2d_backward,
    "corr2d_input_gradient": _corr2d_input_gradient,
    "two_kernels_forward": _two_kernels_forward,
    "two_kernels_backward": _two_kernels_backward,
    "l2_loss": lambda result, reference: ((result - reference) ** 2).sum(),
    "l2_loss_backward": _l2_loss_backward,
    "output_size": lambda i, k, p, s: len(range(0, i + 2 * p - k + 1, s)),
    "max_pool2d": _pool(np.max),
    "avg_pool2d": _pool(np.mean),
    "lp_pool2d": _pool(_power_mean),
    "max_pool2d_backward": _pool_backward(_first_maximum),
    "avg_pool2d_backward": _pool_backward(lambda window: 1 / window.size),
    "lp_pool2d_backward": _pool_backward(_power_mean_slope),
    "result_shapes": ((3, 3), (2, 2)),
    "result1": _two_kernels_forward(_INPUT, _K1, _K2)[0],
    "result2": _two_kernels_forward(_INPUT, _K1, _K2)[1],
    "hand_gradients": {"dK1": _dK1, "dK2": _dK2, "dX": _dX, "loss": 8},
    "output_shape": (3, 3),
    "C": np.array([[109, 92, 72], [108, 85, 74], [110, 74, 79]]),
    "dE_dA": _corr2d_input_gradient(np.ones((3, 3)), B),
    "pooled_C": np.array([[109, 92], [110, 85]]),
    "p_for_average": 1,
    "p_for_max": math.inf,
}

PARTS = {
    "corr2d_backward": ("dX", "dK"),
    "two_kernels_forward": ("result1", "result2"),
    "two_kernels_backward": ("dX", "dK1", "dK2"),
    "hand_gradients": ("dK1", "dK2", "dX", "loss"),
}


def cases(name):
    """Arguments for the function `name`: rectangular, square, overlapping, ragged, tied."""
    rng = np.random.default_rng(7)
    M = rng.standard_normal
    sizes = [
        ((6, 9), (2, 3)),
        ((9, 6), (3, 2)),
        ((7, 8), (3, 3)),
        ((6, 6), (3, 3)),
        ((5, 5), (2, 2)),
    ]
    fits = [(X, K, tuple(np.subtract(X, K) + 1)) for X, K in sizes]
    images = [M((6, 9)), -np.abs(M((7, 5))), rng.integers(-2, 3, (8, 7)) * 1.0]
    images.append(np.where(np.arange(9) < 4, 0.0, rng.integers(-120, 121, (7, 9))))
    pools = list(itertools.product(images, [(2, 2), (3, 1), (2, 3), (3, 2), (1, 1)]))

    def upstream(X, size, stride):
        return M(((X.shape[0] - size) // stride + 1, (X.shape[1] - size) // stride + 1))

    match name:
        case "corr2d":
            return [(M(X), M(K)) for X, K, _ in fits]
        case "corr2d_backward":
            return [(M(Y), M(X), M(K)) for X, K, Y in fits]
        case "corr2d_input_gradient":
            return [(M(Y), M(K)) for _, K, Y in fits]
        case "two_kernels_forward":
            return [(M(X), M(K), M((2, 3))) for X, K, _ in fits]
        case "two_kernels_backward":
            return [(M(X), M(K), M((2, 3)), M(np.subtract(Y, (1, 2)))) for X, K, Y in fits]
        case "l2_loss" | "l2_loss_backward":
            return [(M(shape), M(shape)) for shape in ((2, 3), (4, 4), (3, 1))]
        case "output_size" | "output_size_formula":
            return [
                (i, k, p, s)
                for i, k, p, s in itertools.product(
                    range(3, 13), range(1, 6), range(4), range(1, 5)
                )
                if i + 2 * p >= k
            ]
        case "max_pool2d" | "avg_pool2d":
            return [(X, *window) for X, window in pools]
        case "lp_pool2d":
            powers = (1, 2, 2.5, 3, 10, 500, math.inf)
            return [(X, p, *window) for X, window in pools for p in powers]
        case "max_pool2d_backward" | "avg_pool2d_backward":
            return [(upstream(X, *window), X, *window) for X, window in pools]
        case "lp_pool2d_backward":
            powers = (1, 2, 2.5, 3, 10)
            return [(upstream(X, *window), X, p, *window) for X, window in pools for p in powers]
    raise KeyError(name)
