"""avg_pool2d_backward."""

from tests.diagnosis.independent import right, unknown, wrong

NAME = "avg_pool2d_backward"

ANSWERS = [
    wrong("avg_pool2d_backward.not-divided", NAME)("""
import numpy as np

def avg_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i*stride:i*stride+size, j*stride:j*stride+size] += dY[i, j]
    return dX
"""),
    wrong("avg_pool2d_backward.not-divided", NAME)("""
import numpy as np

def avg_pool2d_backward(dY, X, size, stride):
    dX = np.zeros(X.shape)
    n, m = dY.shape
    for a in range(size):
        for b in range(size):
            dX[a:a + n*stride:stride, b:b + m*stride:stride][:n, :m] += dY
    return dX
"""),
    wrong("avg_pool2d_backward.assigns", NAME)("""
import numpy as np

def avg_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i*stride:i*stride+size, j*stride:j*stride+size] = dY[i, j] / size**2
    return dX
"""),
    wrong("avg_pool2d_backward.assigns", NAME)("""
import numpy as np

def avg_pool2d_backward(dY, X, size, stride):
    share = dY / (size * size)
    dX = [[0.0] * len(X[0]) for _ in range(len(X))]
    for i in range(len(share)):
        for j in range(len(share[0])):
            for a in range(size):
                for b in range(size):
                    dX[i*stride + a][j*stride + b] = share[i][j]   # 平均分
    return np.array(dX)
"""),
    wrong("avg_pool2d_backward.ignores-upstream", NAME)("""
import numpy as np

def avg_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i*stride:i*stride+size, j*stride:j*stride+size] += 1 / size**2
    return dX
"""),
    wrong("avg_pool2d_backward.ignores-upstream", NAME)("""
import numpy as np

def avg_pool2d_backward(dY, X, size, stride):
    H, W = X.shape
    dX = np.zeros((H, W))
    stamp = np.full((size, size), 1.0 / (size * size))
    for top in range(0, H - size + 1, stride):
        for left in range(0, W - size + 1, stride):
            dX[top:top+size, left:left+size] += stamp
    return dX
"""),
    right(NAME)("""
import numpy as np

def avg_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i*stride:i*stride+size, j*stride:j*stride+size] += dY[i, j] / size**2
    return dX
"""),
    right(NAME)("""
import numpy as np

def avg_pool2d_backward(dY, X, size, stride):
    # pooling is L @ X @ R, so the way back is L.T @ dY @ R.T
    def bands(m, n):
        k, start = np.arange(n), stride * np.arange(m)[:, None]
        return ((k >= start) & (k < start + size)) / size
    L, R = bands(dY.shape[0], X.shape[0]), bands(dY.shape[1], X.shape[1]).T
    return L.T @ dY @ R.T
"""),
    right(NAME)("""
import numpy as np

def avg_pool2d_backward(dY, X, size, stride):
    # 先放大, 再求和
    up = np.zeros((X.shape[0] + size - 1, X.shape[1] + size - 1), dtype=np.float32)
    n, m = dY.shape
    for (i, j), g in np.ndenumerate(dY):
        up[i * stride + size - 1, j * stride + size - 1] = g
    return np.lib.stride_tricks.sliding_window_view(up, (size, size)).mean(axis=(2, 3))
"""),
    unknown(NAME)("""
import numpy as np

def avg_pool2d_backward(dY, X, size, stride):
    return np.full(X.shape, dY.mean())
"""),
    unknown(NAME)("""
import numpy as np

def avg_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            w = X[i*stride:i*stride+size, j*stride:j*stride+size]
            dX[i*stride:i*stride+size, j*stride:j*stride+size] += dY[i, j] * w / size**2
    return dX
"""),
]
