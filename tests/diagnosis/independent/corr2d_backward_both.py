"""corr2d_backward with a mistake that reaches both results, and right."""

from tests.diagnosis.independent import right, wrong

ANSWERS = [
    wrong("corr2d_backward.ignores-upstream", "corr2d_backward")("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX = np.zeros_like(X)
    dK = np.zeros_like(K)
    for i in range(X.shape[0] - h + 1):
        for j in range(X.shape[1] - w + 1):
            dX[i:i+h, j:j+w] += K
            dK += X[i:i+h, j:j+w]
    return dX, dK
"""),
    wrong("corr2d_backward.ignores-upstream", "corr2d_backward", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    ones = np.ones_like(dY)
    dX = corr2d(np.pad(ones, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX, corr2d(X, ones)
"""),
    wrong("corr2d_backward.ignores-upstream", "corr2d_backward")("""
import numpy as np

def corr2d_backward(dY, X, K):
    dX, dK = np.zeros(X.shape), np.zeros(K.shape)
    for i, j in np.ndindex(dY.shape):
        for a, b in np.ndindex(K.shape):
            dX[i + a, j + b] += K[a, b]
            dK[a, b] += X[i + a, j + b]
    return dX, dK
"""),
    wrong("corr2d_backward.swaps-results", "corr2d_backward", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX = corr2d(np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    dK = corr2d(X, dY)
    return dK, dX
"""),
    wrong("corr2d_backward.swaps-results", "corr2d_backward")("""
import numpy as np

def corr2d_backward(dY, X, K):
    kernel_grad = np.zeros(K.shape)
    image_grad = np.zeros(X.shape)
    oh, ow = dY.shape
    for (a, b), value in np.ndenumerate(K):
        kernel_grad[a, b] = np.vdot(X[a:a+oh, b:b+ow], dY)
        image_grad[a:a+oh, b:b+ow] += value * dY
    return [kernel_grad, image_grad]
"""),
    right("corr2d_backward", needs=("corr2d",))("""
import numpy as np

def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX = corr2d(np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX, corr2d(X, dY)
"""),
    right("corr2d_backward")("""
import numpy as np

def corr2d_backward(dY, X, K):
    # the layer as a matrix M: y = M x, so dx = M.T dy
    H, W = X.shape
    h, w = K.shape
    oh, ow = dY.shape
    M = np.zeros((oh * ow, H * W))
    patches = np.zeros((oh * ow, h * w))
    for i in range(oh):
        for j in range(ow):
            row = np.zeros((H, W))
            row[i:i+h, j:j+w] = K
            M[i * ow + j] = row.ravel()
            patches[i * ow + j] = X[i:i+h, j:j+w].ravel()
    dX = (M.T @ dY.ravel()).reshape(H, W)
    dK = (patches.T @ dY.ravel()).reshape(h, w)
    return dX, dK
"""),
    right("corr2d_backward")("""
import numpy as np

def corr2d_backward(dY, X, K):
    # gather, index by index, 列表
    H, W = X.shape
    h, w = K.shape
    oh, ow = dY.shape
    dX = [[sum(dY[i, j] * K[m - i, n - j]
               for i in range(max(0, m - h + 1), min(oh, m + 1))
               for j in range(max(0, n - w + 1), min(ow, n + 1)))
           for n in range(W)] for m in range(H)]
    dK = [[sum(dY[i, j] * X[i + a, j + b] for i in range(oh) for j in range(ow))
           for b in range(w)] for a in range(h)]
    return np.array(dX), np.array(dK)
"""),
    right("corr2d_backward")("""
import numpy as np

def corr2d_backward(dY, X, K):
    # rot180 of (K correlated in full with the rotated dY): the same thing, the other way round
    oh, ow = dY.shape
    view = np.lib.stride_tricks.sliding_window_view
    big = np.pad(K, ((oh - 1, oh - 1), (ow - 1, ow - 1)))
    dX = np.einsum("mnij,ij->mn", view(big, dY.shape), dY[::-1, ::-1])
    dK = np.einsum("abij,ij->ab", view(X, dY.shape), dY)
    return [dX, dK]
"""),
]
