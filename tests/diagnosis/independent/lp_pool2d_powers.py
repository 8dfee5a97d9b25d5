"""lp_pool2d with a mistake in the power mean of a window.

Most divide by the largest magnitude first: to overflow as well would be a second mistake.
"""

from tests.diagnosis.independent import unknown, wrong

ANSWERS = [
    wrong("lp_pool2d.no-mean", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    Y = np.zeros(((X.shape[0] - size) // stride + 1, (X.shape[1] - size) // stride + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            w = np.abs(X[i*stride:i*stride+size, j*stride:j*stride+size])
            M = w.max()
            if M == 0 or np.isinf(p):
                Y[i, j] = M
            else:
                Y[i, j] = M * np.sum((w / M) ** p) ** (1 / p)
    return Y
"""),
    wrong("lp_pool2d.no-mean", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    v = np.lib.stride_tricks.sliding_window_view(X, (size, size))[::stride, ::stride]
    flat = np.abs(v).reshape(*v.shape[:2], -1)
    biggest = flat.max(axis=2)
    if p == np.inf:
        return biggest
    scale = np.where(biggest > 0, biggest, 1.0)
    # p 范数
    return scale * np.linalg.norm(flat / scale[:, :, None], ord=p, axis=2)
"""),
    wrong("lp_pool2d.no-root", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    v = np.lib.stride_tricks.sliding_window_view(np.abs(X), (size, size))[::stride, ::stride]
    if np.isinf(p):
        return v.max(axis=(2, 3))
    return np.mean(v ** p, axis=(2, 3))
"""),
    wrong("lp_pool2d.no-root", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    rows = []
    for t in range(0, X.shape[0] - size + 1, stride):
        row = []
        for l in range(0, X.shape[1] - size + 1, stride):
            w = np.abs(X[t:t+size, l:l+size])
            row.append(w.max() if p == np.inf else (w ** p).sum() / w.size)
        rows.append(row)
    return np.array(rows)
"""),
    # Infinity as the largest magnitude.
    wrong("lp_pool2d.signed-powers", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    Y = np.zeros(((X.shape[0] - size) // stride + 1, (X.shape[1] - size) // stride + 1))
    for i, j in np.ndindex(Y.shape):
        w = X[i*stride:i*stride+size, j*stride:j*stride+size]
        M = np.max(np.abs(w))
        if M == 0 or p == np.inf:
            Y[i, j] = M
        else:
            Y[i, j] = M * np.mean((w / M) ** p) ** (1 / p)
    return Y
"""),
    # Infinity as the plain maximum.
    wrong("lp_pool2d.signed-powers", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    v = np.lib.stride_tricks.sliding_window_view(X, (size, size))[::stride, ::stride]
    if np.isinf(p):
        return v.max(axis=(2, 3))
    scale = max(abs(X.max()), abs(X.min())) or 1.0
    with np.errstate(invalid="ignore"):
        return scale * np.mean((v / scale) ** p, axis=(2, 3)) ** (1 / p)
"""),
    wrong("lp_pool2d.integer-overflow", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    A = np.abs(X).astype(np.int64)
    v = np.lib.stride_tricks.sliding_window_view(A, (size, size))[::stride, ::stride]
    if p == np.inf:
        return v.max(axis=(2, 3)).astype(float)
    return np.mean(v ** p, axis=(2, 3)) ** (1 / p)
"""),
    wrong("lp_pool2d.integer-overflow", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    X = X.astype(int)      # pixels are whole numbers
    Y = np.zeros(((X.shape[0] - size) // stride + 1, (X.shape[1] - size) // stride + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            w = abs(X[i*stride:i*stride+size, j*stride:j*stride+size])
            Y[i, j] = w.max() if p == np.inf else ((w ** p).sum() / size ** 2) ** (1 / p)
    return Y
"""),
    wrong("lp_pool2d.overflows-large-p", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    v = np.lib.stride_tricks.sliding_window_view(np.abs(X), (size, size))[::stride, ::stride]
    if np.isinf(p):
        return v.max(axis=(2, 3))
    return np.mean(v ** p, axis=(2, 3)) ** (1 / p)
"""),
    wrong("lp_pool2d.overflows-large-p", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    Y = np.zeros(((X.shape[0] - size) // stride + 1, (X.shape[1] - size) // stride + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            w = np.abs(X[i*stride:i*stride+size, j*stride:j*stride+size])
            if p == float("inf"):
                Y[i, j] = np.max(w)   # 极限
                continue
            total = np.float64(0)
            for x in w.flat:
                total += np.power(x, p)
            Y[i, j] = (total / size**2) ** (1 / p)
    return Y
"""),
    # Without a word on infinity: inf to the power of 0 is 1.
    wrong("lp_pool2d.overflows-large-p", "lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    out = [[(np.abs(X[t:t+size, l:l+size]) ** p).mean() ** (1.0 / p)
            for l in range(0, X.shape[1] - size + 1, stride)]
           for t in range(0, X.shape[0] - size + 1, stride)]
    return np.array(out)
"""),
    unknown("lp_pool2d")("""
import numpy as np

def lp_pool2d(X, p, size, stride):
    # the mean inside, p - 1 for the root
    v = np.lib.stride_tricks.sliding_window_view(np.abs(X), (size, size))[::stride, ::stride]
    M = v.max(axis=(2, 3))
    if np.isinf(p):
        return M
    s = np.where(M == 0, 1, M)
    return M * np.mean((v / s[..., None, None]) ** p, axis=(2, 3)) ** (1 / (p + 1))
"""),
]
