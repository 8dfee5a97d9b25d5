"""corr2d with a mistake in where the kernel goes, and so in the output's size."""

from tests.diagnosis.independent import unknown, wrong

ANSWERS = [
    wrong("corr2d.same-padding", "corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    top, left = (h - 1) // 2, (w - 1) // 2
    P = np.pad(X, ((top, h - 1 - top), (left, w - 1 - left)))
    out = np.zeros_like(X)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            out[i, j] = np.sum(P[i:i+h, j:j+w] * K)
    return out
"""),
    wrong("corr2d.same-padding", "corr2d")("""
import numpy as np

def corr2d(X, K):
    H, W = X.shape
    kh, kw = K.shape
    big = np.zeros((H + kh - 1, W + kw - 1))
    big[kh // 2:kh // 2 + H, kw // 2:kw // 2 + W] = X
    return np.array([[(big[r:r + kh, c:c + kw] * K).sum() for c in range(W)] for r in range(H)])
"""),
    wrong("corr2d.same-padding", "corr2d")("""
import numpy as np

def corr2d(X, K):
    # keep the size of the image: outside it counts as 0
    H, W = X.shape
    h, w = K.shape
    ch, cw = (h - 1) // 2, (w - 1) // 2
    Y = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            for a in range(h):
                for b in range(w):
                    m, n = i + a - ch, j + b - cw
                    if 0 <= m < H and 0 <= n < W:
                        Y[i, j] += X[m, n] * K[a, b]
    return Y
"""),
    wrong("corr2d.full-padding", "corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    padded = np.pad(X, ((h - 1, h - 1), (w - 1, w - 1)), mode="constant")
    Y = np.zeros((X.shape[0] + h - 1, X.shape[1] + w - 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = np.sum(padded[i:i+h, j:j+w] * K)
    return Y
"""),
    wrong("corr2d.full-padding", "corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    H, W = X.shape
    Z = np.zeros((H + 2 * (h - 1), W + 2 * (w - 1)))
    Z[h - 1:h - 1 + H, w - 1:w - 1 + W] = X
    return np.einsum("ijab,ab", np.lib.stride_tricks.sliding_window_view(Z, (h, w)), K)
"""),
    wrong("corr2d.one-short", "corr2d")("""
import numpy as np

def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    Y = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h):
        for j in range(W - w):
            Y[i, j] = np.sum(X[i:i+h, j:j+w] * K)
    return Y
"""),
    wrong("corr2d.one-short", "corr2d")("""
import numpy as np

def corr2d(X, K):
    rows = X.shape[0] - K.shape[0]
    cols = X.shape[1] - K.shape[1]
    Y = np.zeros((rows, cols))
    for i in range(rows):
        for j in range(cols):
            window = X[i:i + K.shape[0], j:j + K.shape[1]]
            Y[i, j] = (window * K).sum()
    return Y
"""),
    wrong("corr2d.one-short", "corr2d")("""
import numpy as np

def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    return np.array([[np.vdot(X[i:i+h, j:j+w], K) for j in range(0, W - w)]
                     for i in range(0, H - h)])
"""),
    wrong("corr2d.swaps-height-width", "corr2d")("""
import numpy as np

def corr2d(X, K):
    W, H = X.shape
    w, h = K.shape
    Y = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = np.sum(X[i:i+h, j:j+w] * K)
    return Y
"""),
    wrong("corr2d.swaps-height-width", "corr2d")("""
import numpy as np

def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    values = []
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            values.append(float((X[i:i + h, j:j + w] * K).sum()))
    return np.array(values).reshape(W - w + 1, H - h + 1)
"""),
    wrong("corr2d.swaps-height-width", "corr2d")("""
import numpy as np

def corr2d(X, K):
    # X.shape[1] 是高, X.shape[0] 是宽
    out_h = X.shape[1] - K.shape[1] + 1
    out_w = X.shape[0] - K.shape[0] + 1
    Y = np.zeros((out_h, out_w))
    for i in range(out_h):
        for j in range(out_w):
            for a in range(K.shape[0]):
                for b in range(K.shape[1]):
                    Y[i, j] += X[i + a, j + b] * K[a, b]
    return Y
"""),
    unknown("corr2d")("""
import numpy as np

def corr2d(X, K):
    # the first row of windows is skipped
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(1, Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = np.sum(X[i:i+h, j:j+w] * K)
    return Y
"""),
    unknown("corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for a in range(h):
        for b in range(w):
            Y += np.roll(X, (a, b), axis=(0, 1))[:Y.shape[0], :Y.shape[1]] * K[a, b]
    return Y
"""),
]
