"""corr2d_backward with a mistake in dK."""

from tests.diagnosis.independent import unknown, wrong

ANSWERS = [
    wrong("corr2d_backward.dK-rotated", "corr2d_backward", "dK", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX = corr2d(np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    dK = corr2d(X, dY)[::-1, ::-1]
    return dX, dK
"""),
    wrong("corr2d_backward.dK-rotated", "corr2d_backward", "dK")("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX = np.zeros_like(X)
    dK = np.zeros_like(K)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i:i+h, j:j+w] += dY[i, j] * K
            for a in range(h):
                for b in range(w):
                    dK[h - 1 - a, w - 1 - b] += dY[i, j] * X[i + a, j + b]
    return dX, dK
"""),
    wrong("corr2d_backward.dK-rotated", "corr2d_backward", "dK")("""
import numpy as np

def corr2d_backward(dY, X, K):
    # forward used the flipped kernel for dX, so the gradient is flipped back (I think)
    view = np.lib.stride_tricks.sliding_window_view
    flipped = np.flip(K)
    pad = np.pad(dY, ((K.shape[0] - 1,) * 2, (K.shape[1] - 1,) * 2))
    dX = np.einsum("ijab,ab->ij", view(pad, K.shape), flipped)
    dK = np.einsum("abij,ij->ab", view(X, dY.shape), dY)
    return dX, np.rot90(dK, 2)
"""),
    wrong("corr2d_backward.dK-transposed", "corr2d_backward", "dK", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX = corr2d(np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), np.rot90(K, 2))
    return dX, corr2d(X, dY).T
"""),
    wrong("corr2d_backward.dK-transposed", "corr2d_backward", "dK")("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    oh, ow = dY.shape
    dX = np.zeros(X.shape)
    dK = np.zeros((w, h))
    for a in range(h):
        for b in range(w):
            dX[a:a+oh, b:b+ow] += K[a, b] * dY
            dK[b, a] = (X[a:a+oh, b:b+ow] * dY).sum()
    return dX, dK
"""),
    wrong("corr2d_backward.dK-last-window", "corr2d_backward", "dK")("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX = np.zeros_like(X)
    dK = np.zeros_like(K)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i:i+h, j:j+w] += dY[i, j] * K
            dK = dY[i, j] * X[i:i+h, j:j+w]
    return dX, dK
"""),
    wrong("corr2d_backward.dK-last-window", "corr2d_backward", "dK", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX = corr2d(np.pad(dY, ((h - 1,) * 2, (w - 1,) * 2)), K[::-1, ::-1])
    dK = np.empty((h, w))
    for a in range(h):
        for b in range(w):
            for i in range(dY.shape[0]):
                for j in range(dY.shape[1]):
                    dK[a][b] = X[i + a][j + b] * dY[i][j]
    return dX, dK
"""),
    wrong("corr2d_backward.dK-mean", "corr2d_backward", "dK", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    r, c = K.shape[0] - 1, K.shape[1] - 1
    dX = corr2d(np.pad(dY, ((r, r), (c, c))), np.flipud(np.fliplr(K)))
    dK = corr2d(X, dY) / dY.size
    return dX, dK
"""),
    wrong("corr2d_backward.dK-mean", "corr2d_backward", "dK")("""
import numpy as np

def corr2d_backward(dY, X, K):
    n, m = dY.shape
    dX = np.zeros(X.shape)
    dK = np.zeros(K.shape)
    for (a, b), k in np.ndenumerate(K):
        dX[a:a + n, b:b + m] += k * dY
        dK[a, b] = np.mean(X[a:a + n, b:b + m] * dY)   # 对所有位置取平均
    return dX, dK
"""),
    wrong("corr2d_backward.dK-rotated-upstream", "corr2d_backward", "dK", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX = corr2d(np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    dK = corr2d(X, dY[::-1, ::-1])
    return dX, dK
"""),
    wrong("corr2d_backward.dK-rotated-upstream", "corr2d_backward", "dK")("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    H2, W2 = dY.shape
    flipped = np.rot90(np.rot90(dY))
    dX = np.zeros_like(X)
    for i in range(H2):
        for j in range(W2):
            dX[i:i+h, j:j+w] += dY[i, j] * K
    dK = np.array([[np.sum(X[a:a+H2, b:b+W2] * flipped) for b in range(w)] for a in range(h)])
    return dX, dK
"""),
    unknown("corr2d_backward", "dK", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX = corr2d(np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX, corr2d(X, dY) * K
"""),
    unknown("corr2d_backward", "dK", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX = corr2d(np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX, np.full(K.shape, dY.sum())
"""),
]
