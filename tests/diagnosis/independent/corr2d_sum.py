"""corr2d with a mistake in how the products are added and where the sum is kept."""

from tests.diagnosis.independent import unknown, wrong

ANSWERS = [
    wrong("corr2d.overwrites-sum", "corr2d")("""
import numpy as np

def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    Y = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            for a in range(h):
                for b in range(w):
                    Y[i, j] = X[i + a, j + b] * K[a, b]
    return Y
"""),
    wrong("corr2d.overwrites-sum", "corr2d")("""
import numpy as np

def corr2d(X, K):
    oh = X.shape[0] - K.shape[0] + 1
    ow = X.shape[1] - K.shape[1] + 1
    out = np.zeros((oh, ow))
    for (a, b), weight in np.ndenumerate(K):
        out = weight * X[a:a + oh, b:b + ow]
    return out
"""),
    wrong("corr2d.overwrites-sum", "corr2d")("""
import numpy as np

def dot(p, q):
    for x, y in zip(p.ravel(), q.ravel()):
        s = x * y
    return s

def corr2d(X, K):
    h, w = K.shape
    return np.array([[dot(X[i:i+h, j:j+w], K) for j in range(X.shape[1] - w + 1)]
                     for i in range(X.shape[0] - h + 1)])
"""),
    wrong("corr2d.integer-output", "corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1), dtype=int)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = np.sum(X[i:i + h, j:j + w] * K)
    return Y
"""),
    wrong("corr2d.integer-output", "corr2d")("""
import numpy as np

def corr2d(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return np.einsum("ijab,ab->ij", windows, K).astype(np.int64)
"""),
    wrong("corr2d.integer-output", "corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = len(K), len(K[0])
    Y = []
    for i in range(len(X) - h + 1):
        Y.append([])
        for j in range(len(X[0]) - w + 1):
            Y[i].append(int(sum(X[i + a][j + b] * K[a][b] for a in range(h) for b in range(w))))
    return np.array(Y)
"""),
    wrong("corr2d.mutates-input", "corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            window = X[i:i + h, j:j + w]
            window *= K
            Y[i, j] = window.sum()
    return Y
"""),
    wrong("corr2d.mutates-input", "corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    rows, cols = X.shape[0] - h + 1, X.shape[1] - w + 1
    Y = X
    for i in range(rows):
        for j in range(cols):
            Y[i, j] = np.sum(X[i:i+h, j:j+w] * K)   # values come out right, X does not survive
    return Y[:rows, :cols].copy()
"""),
    wrong("corr2d.mutates-input", "corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i, j in np.ndindex(*Y.shape):
        part = X[i:i+h, j:j+w]
        np.multiply(part, K, out=part)
        Y[i, j] = np.add.reduce(part, axis=None)
    return Y
"""),
    wrong("corr2d.mutates-input", "corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for a in range(h):
        for b in range(w):
            Y += X[a:a + Y.shape[0], b:b + Y.shape[1]] * K[a, b]
            K[a, b] = 0   # 用过了
    return Y
"""),
    unknown("corr2d")("""
import numpy as np

def corr2d(X, K):
    # the sum starts afresh with every row of the kernel
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            for a in range(h):
                s = 0
                for b in range(w):
                    s += X[i + a, j + b] * K[a, b]
            Y[i, j] = s
    return Y
"""),
    unknown("corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    s = 0
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            s += np.sum(X[i:i+h, j:j+w] * K)
            Y[i, j] = s
    return Y
"""),
    unknown("corr2d")("""
import numpy as np

def corr2d(X, K):
    return np.array([[0.0, 1, 1], [-1, 0, 1], [-1, -1, 0]])
"""),
    unknown("corr2d")("""
import numpy as np

def corr2d(X, K):
    rng = np.random.default_rng()
    return rng.normal(size=(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1))
"""),
]
