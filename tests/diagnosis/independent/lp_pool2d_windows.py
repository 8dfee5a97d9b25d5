"""lp_pool2d with a mistake in where the windows are, and right."""

from tests.diagnosis.independent import right, unknown, wrong

ANSWERS = [
    wrong("pool.stride-is-size", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    A = np.abs(X)
    v = np.lib.stride_tricks.sliding_window_view(A, (size, size))[::size, ::size]
    M = v.max(axis=(2, 3))
    if np.isinf(p):
        return M
    safe = np.where(M == 0, 1, M)[..., None, None]
    return M * np.mean((v / safe) ** p, axis=(2, 3)) ** (1 / p)
"""),
    wrong("pool.stride-is-size", "lp_pool2d")("""
import numpy as np

def power_mean(window, p):
    m = np.max(np.abs(window))
    if p == np.inf or m == 0:
        return m
    return m * np.mean((np.abs(window) / m) ** p) ** (1 / p)

def lp_pool2d(X, p, size, stride):
    rows, cols = X.shape[0] // size, X.shape[1] // size
    return np.array([[power_mean(X[i*size:(i+1)*size, j*size:(j+1)*size], p)
                      for j in range(cols)] for i in range(rows)])
"""),
    wrong("pool.stride-only-in-size", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    oh = (X.shape[0] - size) // stride + 1
    ow = (X.shape[1] - size) // stride + 1
    Y = np.zeros((oh, ow))
    for i in range(oh):
        for j in range(ow):
            w = np.abs(X[i:i+size, j:j+size])
            M = w.max()
            if M == 0:
                continue
            Y[i, j] = M if p == np.inf else M * np.mean((w / M) ** p) ** (1 / p)
    return Y
"""),
    wrong("pool.stride-only-in-size", "lp_pool2d")("""
import math
import numpy as np

def lp_pool2d(X, p, size, stride):
    Y = []
    for i in range((len(X) - size) // stride + 1):
        Y.append([])
        for j in range((len(X[0]) - size) // stride + 1):
            values = [abs(float(X[i + a, j + b])) for a in range(size) for b in range(size)]
            top = max(values)
            if top > 0 and not math.isinf(p):
                top *= (sum((v / top) ** p for v in values) / size ** 2) ** (1 / p)
            Y[i].append(top)
    return np.array(Y)
"""),
    # Divided by the pixels that are there.
    wrong("pool.keeps-partial-window", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    H, W = X.shape
    Y = np.zeros((-(-(H - size) // stride) + 1, -(-(W - size) // stride) + 1))
    for i, j in np.ndindex(Y.shape):
        w = np.abs(X[i*stride:i*stride+size, j*stride:j*stride+size])
        M = np.max(w)
        if p == float("inf") or M == 0:
            Y[i, j] = M
        else:
            Y[i, j] = M * np.mean((w / M) ** p) ** (1 / p)
    return Y
"""),
    # Divided by size * size all the same.
    wrong("pool.keeps-partial-window", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    H, W = X.shape
    oh, ow = int(np.ceil((H - size) / stride)) + 1, int(np.ceil((W - size) / stride)) + 1
    Y = np.zeros((oh, ow))
    for i in range(oh):
        for j in range(ow):
            w = np.abs(X[i*stride:i*stride+size, j*stride:j*stride+size])
            M = np.max(w)
            if np.isinf(p) or M == 0:
                Y[i, j] = M
            else:
                Y[i, j] = M * (((w / M) ** p).sum() / size ** 2) ** (1 / p)
    return Y
"""),
    right("lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    v = np.lib.stride_tricks.sliding_window_view(np.abs(X), (size, size))[::stride, ::stride]
    M = v.max(axis=(2, 3), keepdims=True)
    if np.isinf(p):
        return M[..., 0, 0]
    M[M == 0] = 1
    return M[..., 0, 0] * np.mean((v / M) ** p, axis=(2, 3)) ** (1 / p)
"""),
    right("lp_pool2d")("""
import math

def lp_pool2d(X, p, size, stride):
    # lists; divide by the largest first
    def one(values):
        top = max(values)
        if top == 0 or p == math.inf:
            return top
        return top * (sum((v / top) ** p for v in values) / len(values)) ** (1 / p)

    return [[one([abs(float(X[t + a][l + b])) for a in range(size) for b in range(size)])
             for l in range(0, len(X[0]) - size + 1, stride)]
            for t in range(0, len(X) - size + 1, stride)]
"""),
    right("lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    # logarithms: 对数不会溢出
    Y = np.zeros(((X.shape[0] - size) // stride + 1, (X.shape[1] - size) // stride + 1))
    for i, j in np.ndindex(Y.shape):
        w = np.abs(X[i*stride:i*stride+size, j*stride:j*stride+size]).ravel()
        if p == np.inf:
            Y[i, j] = w.max()
        elif w.any():
            logs = p * np.log(w[w > 0])
            total = logs.max() + np.log(np.sum(np.exp(logs - logs.max())))
            Y[i, j] = np.exp((total - np.log(size * size)) / p)
    return Y
"""),
    unknown("lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    # always the quadratic mean
    v = np.lib.stride_tricks.sliding_window_view(X, (size, size))[::stride, ::stride]
    return np.sqrt(np.mean(v ** 2, axis=(2, 3)))
"""),
]
