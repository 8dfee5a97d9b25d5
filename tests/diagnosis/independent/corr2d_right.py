"""corr2d, right, in many styles."""

from tests.diagnosis.independent import right

ANSWERS = [
    right("corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = np.sum(X[i:i + h, j:j + w] * K)
    return Y
"""),
    right("corr2d")("""
import numpy as np

def corr2d(X, K):
    # FFT: correlation is a product with the conjugate spectrum
    F = np.fft.fft2(X) * np.conj(np.fft.fft2(K, s=X.shape))
    full = np.fft.ifft2(F).real
    return full[:X.shape[0] - K.shape[0] + 1, :X.shape[1] - K.shape[1] + 1]
"""),
    right("corr2d")("""
import numpy as np

def corr2d(X, K):
    # im2col, then one matrix multiplication
    H, W = X.shape
    h, w = K.shape
    oh, ow = H - h + 1, W - w + 1
    columns = np.array([X[i:i+h, j:j+w].ravel() for i in range(oh) for j in range(ow)])
    return (columns @ K.reshape(-1, 1)).reshape(oh, ow)
"""),
    right("corr2d")("""
import numpy as np

def corr2d(X, K):
    X = np.ascontiguousarray(X)
    h, w = K.shape
    shape = (X.shape[0] - h + 1, X.shape[1] - w + 1, h, w)
    view = np.lib.stride_tricks.as_strided(X, shape, X.strides * 2, writeable=False)
    return np.einsum("ijab,ab->ij", view, K)
"""),
    right("corr2d")("""
def corr2d(X, K):
    # plain lists, 不用 numpy
    H, W, h, w = len(X), len(X[0]), len(K), len(K[0])
    return [
        [sum(float(X[i + a][j + b]) * float(K[a][b]) for a in range(h) for b in range(w))
         for j in range(W - w + 1)]
        for i in range(H - h + 1)
    ]
"""),
    right("corr2d")("""
import numpy as np

def corr2d(X, K):
    # names exchanged all the way through: still right
    W, H = X.shape
    w, h = K.shape
    out = np.zeros((W - w + 1, H - h + 1))
    for x in range(W - w + 1):
        for y in range(H - h + 1):
            out[x, y] = np.vdot(X[x:x + w, y:y + h], K)
    return out
"""),
    right("corr2d")("""
import numpy as np

def corr2d(X, K):
    def rows(i):
        return [] if i > X.shape[0] - K.shape[0] else [columns(i, 0)] + rows(i + 1)

    def columns(i, j):
        if j > X.shape[1] - K.shape[1]:
            return []
        window = X[i:i + K.shape[0], j:j + K.shape[1]]
        return [np.trace(window @ K.T)] + columns(i, j + 1)

    return np.array(rows(0))
"""),
    right("corr2d")("""
import numpy as np

def corr2d(X, K):
    X, K = np.float32(X), np.float32(K)
    Y = np.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1), np.float32)
    for (a, b), k in np.ndenumerate(K):
        Y += k * X[a:a + Y.shape[0], b:b + Y.shape[1]]
    return Y
"""),
    right("corr2d")("""
import numpy as np

def corr2d(X, K):
    h, w = K.shape
    total = np.zeros_like(X, dtype=float)
    for a in range(h):
        for b in range(w):
            total = total + np.roll(X, shift=(-a, -b), axis=(0, 1)) * K[a, b]
    return total[:X.shape[0] - h + 1, :X.shape[1] - w + 1]
"""),
    right("corr2d")("""
import numpy as np

def corr2d(X, K):
    # every row is a 1-D problem, and numpy has that one
    h = K.shape[0]
    return np.stack([
        sum(np.correlate(X[i + a], K[a], mode="valid") for a in range(h))
        for i in range(X.shape[0] - h + 1)
    ])
"""),
]
