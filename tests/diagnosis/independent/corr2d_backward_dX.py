"""corr2d_backward with a mistake in dX."""

from tests.diagnosis.independent import unknown, wrong

ANSWERS = [
    # By full correlation with K as it is, and by scattering K rotated, the numbers are the same.
    wrong("corr2d_backward.dX-unrotated-kernel", "corr2d_backward", "dX", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    dK = corr2d(X, dY)
    dX = corr2d(np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K)
    return dX, dK
"""),
    wrong("corr2d_backward.dX-unrotated-kernel", "corr2d_backward", "dX")("""
import numpy as np

def corr2d_backward(dY, X, K):
    view = np.lib.stride_tricks.sliding_window_view
    dK = np.einsum("abij,ij->ab", view(X, dY.shape), dY)
    r, c = K.shape[0] - 1, K.shape[1] - 1
    padded = np.pad(dY, [(r, r), (c, c)])
    dX = np.einsum("mnab,ab->mn", view(padded, K.shape), K)
    return dX, dK
"""),
    wrong("corr2d_backward.dX-unrotated-kernel", "corr2d_backward", "dX")("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    # dY 四周补零
    big = np.zeros((dY.shape[0] + 2 * h - 2, dY.shape[1] + 2 * w - 2))
    big[h - 1:h - 1 + dY.shape[0], w - 1:w - 1 + dY.shape[1]] = dY
    dX = np.zeros_like(X)
    for m in range(X.shape[0]):
        for n in range(X.shape[1]):
            for a in range(h):
                for b in range(w):
                    dX[m, n] += big[m + a, n + b] * K[a, b]
    dK = np.zeros_like(K)
    for a in range(h):
        for b in range(w):
            dK[a, b] = np.sum(dY * X[a:a + dY.shape[0], b:b + dY.shape[1]])
    return dX, dK
"""),
    # With K.T for the rotated kernel: a student who takes the one for the other.
    wrong("corr2d_backward.dX-transposed-kernel", "corr2d_backward", "dX", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    Kt = K.T
    r, c = Kt.shape[0] - 1, Kt.shape[1] - 1
    dX = corr2d(np.pad(dY, ((r, r), (c, c))), Kt)
    return dX, corr2d(X, dY)
"""),
    wrong("corr2d_backward.dX-transposed-kernel", "corr2d_backward", "dX")("""
import numpy as np

def corr2d_backward(dY, X, K):
    windows = np.lib.stride_tricks.sliding_window_view
    h, w = K.shape
    P = np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    dX = np.tensordot(windows(P, (w, h)), K.T, 2)
    dK = np.tensordot(windows(X, dY.shape), dY, 2)
    return dX, dK
"""),
    # Scattering K.T: the transposed kernel is rotated as well.
    wrong("corr2d_backward.dX-transposed-kernel", "corr2d_backward", "dX")("""
import numpy as np

def corr2d_backward(dY, X, K):
    dX, dK = np.zeros(X.shape), np.zeros(K.shape)
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i:i + h, j:j + w] += dY[i, j] * K.T
            dK += dY[i, j] * X[i:i + h, j:j + w]
    return dX, dK
"""),
    wrong("corr2d_backward.dX-valid", "corr2d_backward", "dX", needs=("corr2d",))("""
def corr2d_backward(dY, X, K):
    return corr2d(dY, K[::-1, ::-1]), corr2d(X, dY)
"""),
    wrong("corr2d_backward.dX-valid", "corr2d_backward", "dX")("""
import numpy as np

def slide(image, kernel):
    h, w = kernel.shape
    rows, cols = image.shape[0] - h + 1, image.shape[1] - w + 1
    return np.array([[np.sum(image[i:i+h, j:j+w] * kernel) for j in range(cols)]
                     for i in range(rows)])

def corr2d_backward(dY, X, K):
    rotated = np.flip(K)
    dX = slide(dY, rotated)
    dK = slide(X, dY)
    return dX, dK
"""),
    wrong("corr2d_backward.dX-assigns", "corr2d_backward", "dX")("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX = np.zeros_like(X)
    dK = np.zeros_like(K)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i:i+h, j:j+w] = dY[i, j] * K
            dK += dY[i, j] * X[i:i+h, j:j+w]
    return dX, dK
"""),
    wrong("corr2d_backward.dX-assigns", "corr2d_backward", "dX")("""
import numpy as np

def corr2d_backward(dY, X, K):
    dX = np.zeros(X.shape)
    dK = np.zeros(K.shape)
    for i in range(len(dY)):
        for j in range(len(dY[0])):
            for a in range(len(K)):
                for b in range(len(K[0])):
                    dX[i + a, j + b] = dY[i, j] * K[a, b]
                    dK[a, b] += dY[i, j] * X[i + a, j + b]
    return (dX, dK)
"""),
    wrong("corr2d_backward.dX-assigns", "corr2d_backward", "dX", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    dX = np.zeros_like(X, dtype=float)
    for (i, j), upstream in np.ndenumerate(dY):
        dX[i:i + K.shape[0], j:j + K.shape[1]] = K * upstream
    return dX, corr2d(X, dY)
"""),
    wrong("corr2d_backward.dX-scatter-rotated", "corr2d_backward", "dX")("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    R = K[::-1, ::-1]
    dX = np.zeros_like(X)
    dK = np.zeros_like(K)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i:i+h, j:j+w] += dY[i, j] * R
            dK += dY[i, j] * X[i:i+h, j:j+w]
    return dX, dK
"""),
    wrong("corr2d_backward.dX-scatter-rotated", "corr2d_backward", "dX", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    stamp = np.rot90(K, k=2)
    oh, ow = dY.shape
    dX = np.zeros(X.shape)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            dX[a:a + oh, b:b + ow] += stamp[a, b] * dY
    return dX, corr2d(X, dY)
"""),
    unknown("corr2d_backward", "dX", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    # flipped upside down only
    h, w = K.shape
    dX = corr2d(np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1])
    return dX, corr2d(X, dY)
"""),
    unknown("corr2d_backward", "dX", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    # the border is repeated, not filled with zeros
    h, w = K.shape
    padded = np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)), mode="edge")
    return corr2d(padded, K[::-1, ::-1]), corr2d(X, dY)
"""),
]
