"""corr2d with a mistake in what is done to the kernel, or with it."""

from tests.diagnosis.independent import unknown, wrong

ANSWERS = [
    wrong("corr2d.flips-kernel", "corr2d")("""
import numpy as np

def corr2d(X, K):
    K = K[::-1, ::-1]
    h, w = K.shape
    rows = X.shape[0] - h + 1
    cols = X.shape[1] - w + 1
    out = np.zeros((rows, cols))
    for i in range(rows):
        for j in range(cols):
            out[i, j] = (X[i:i+h, j:j+w] * K).sum()
    return out
"""),
    wrong("corr2d.flips-kernel", "corr2d")("""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

def corr2d(X, K):
    # 卷积: 先把卷积核旋转180度
    windows = sliding_window_view(X, K.shape)
    return np.einsum("ijab,ab->ij", windows, np.rot90(K, 2))
"""),
    wrong("corr2d.flips-kernel", "corr2d")("""
def corr2d(X, K):
    import numpy as np
    H, W = np.shape(X)
    kh, kw = np.shape(K)
    result = []
    for r in range(H - kh + 1):
        line = []
        for c in range(W - kw + 1):
            s = 0.0
            for u in range(kh):
                for v in range(kw):
                    s += X[r + u][c + v] * K[kh - 1 - u][kw - 1 - v]
            line.append(s)
        result.append(line)
    return np.array(result)
"""),
    wrong("corr2d.flips-kernel", "corr2d")("""
import numpy as np

def corr2d(X, K):
    # theorem: convolution is a product of spectra
    H, W = X.shape
    h, w = K.shape
    spectrum = np.fft.fft2(X) * np.fft.fft2(K, s=(H, W))
    return np.real(np.fft.ifft2(spectrum))[h - 1:, w - 1:]
"""),
    wrong("corr2d.transposes-kernel", "corr2d")("""
import numpy as np

def corr2d(X, K):
    Kt = K.T
    m, n = Kt.shape
    Y = np.zeros((X.shape[0] - m + 1, X.shape[1] - n + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = np.sum(X[i:i + m, j:j + n] * Kt)
    return Y
"""),
    wrong("corr2d.transposes-kernel", "corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    out = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for a in range(h):
        for b in range(w):
            out += K[b, a] * X[a:a + out.shape[0], b:b + out.shape[1]]
    return out
"""),
    wrong("corr2d.transposes-kernel", "corr2d")("""
import numpy as np

def corr2d(X, K):
    w = np.lib.stride_tricks.sliding_window_view(X, K.T.shape)
    return np.tensordot(w, np.transpose(K), axes=([2, 3], [0, 1]))
"""),
    wrong("corr2d.normalises-by-sum", "corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    H, W = X.shape
    Y = np.empty((H - h + 1, W - w + 1))
    total = K.sum()
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = np.sum(X[i:i+h, j:j+w] * K) / total
    return Y
"""),
    wrong("corr2d.normalises-by-sum", "corr2d")("""
import numpy as np

def corr2d(X, K):
    # a weighted mean of the pixels under the kernel
    weights = K / np.sum(K)
    patches = np.lib.stride_tricks.sliding_window_view(X, weights.shape)
    return (patches * weights).sum(axis=(2, 3))
"""),
    wrong("corr2d.averages", "corr2d")("""
import numpy as np

def corr2d(X, K):
    k1, k2 = K.shape
    res = np.zeros((X.shape[0] - k1 + 1, X.shape[1] - k2 + 1))
    for y in range(res.shape[0]):
        for x in range(res.shape[1]):
            res[y, x] = np.mean(K * X[y:y + k1, x:x + k2])
    return res
"""),
    wrong("corr2d.averages", "corr2d")("""
import numpy as np

def corr2d(X, K):
    view = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    Y = np.einsum("ijkl,kl->ij", view, K)
    Y = Y / (K.shape[0] * K.shape[1])   # 归一化
    return Y
"""),
    wrong("corr2d.averages", "corr2d")("""
import numpy as np

def corr2d(X, K):
    (H, W), (h, w) = X.shape, K.shape
    return np.array([[sum(X[i + a, j + b] * K[a, b] for a in range(h) for b in range(w)) / K.size
                      for j in range(W - w + 1)] for i in range(H - h + 1)])
"""),
    wrong("corr2d.matrix-product", "corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i:i + h, j:j + w] @ K).sum()
    return Y
"""),
    wrong("corr2d.matrix-product", "corr2d")("""
import numpy as np

def corr2d(X, K):
    height, width = K.shape
    n = X.shape[0] - height + 1
    m = X.shape[1] - width + 1
    return np.array([[np.sum(np.dot(X[r:r+height, c:c+width], K)) for c in range(m)]
                     for r in range(n)])
"""),
    wrong("corr2d.matrix-product", "corr2d")("""
import numpy as np

def corr2d(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return np.matmul(windows, K).sum(axis=(-1, -2))
"""),
    unknown("corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = np.max(X[i:i+h, j:j+w] * K)
    return Y
"""),
    unknown("corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = np.sum(np.abs(X[i:i+h, j:j+w] - K))
    return Y
"""),
]
