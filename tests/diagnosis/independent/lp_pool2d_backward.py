"""lp_pool2d_backward."""

from tests.diagnosis.independent import right, unknown, wrong

NAME = "lp_pool2d_backward"

ANSWERS = [
    wrong("lp_pool2d_backward.drops-sign", NAME)("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    dX = np.zeros_like(X)
    N = size * size
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            t, l = i * stride, j * stride
            a = np.abs(X[t:t+size, l:l+size])
            M = a.max()
            if M == 0:
                continue
            y = M * np.mean((a / M) ** p) ** (1 / p)
            # for p = 1 a pixel of 0 has no slope
            dX[t:t+size, l:l+size] += dY[i, j] * (a / y) ** (p - 1) * (a > 0) / N
    return dX
"""),
    wrong("lp_pool2d_backward.drops-sign", NAME, needs=("lp_pool2d",))("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    Y = lp_pool2d(X, p, size, stride)
    dX = np.zeros(X.shape)
    for i, j in np.ndindex(dY.shape):
        if Y[i, j] > 0:
            for m in range(i*stride, i*stride + size):
                for n in range(j*stride, j*stride + size):
                    if X[m, n] != 0:
                        dX[m, n] += dY[i, j] / size**2 * (abs(X[m, n]) / Y[i, j]) ** (p - 1)
    return dX
"""),
    # Without sign(x), a pixel of 0 pays at p = 1, where 0 ** 0 is 1.
    wrong("lp_pool2d_backward.drops-sign", NAME, needs=("lp_pool2d",))("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    Y = lp_pool2d(X, p, size, stride)
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            if Y[i, j] == 0:
                continue
            w = np.abs(X[i*stride:i*stride+size, j*stride:j*stride+size])
            g = dY[i, j] * (w / Y[i, j]) ** (p - 1) / w.size
            dX[i*stride:i*stride+size, j*stride:j*stride+size] += g
    return dX
"""),
    wrong("lp_pool2d_backward.drops-norm", NAME)("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    slope = np.abs(X) ** (p - 1) * np.sign(X) / size**2
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            part = np.s_[i*stride:i*stride+size, j*stride:j*stride+size]
            dX[part] += dY[i, j] * slope[part]
    return dX
"""),
    wrong("lp_pool2d_backward.drops-norm", NAME)("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    dX = np.zeros(X.shape)
    for (i, j), g in np.ndenumerate(dY):
        for a in range(size):
            for b in range(size):
                x = X[i*stride + a, j*stride + b]
                # 1/N * |x|^(p-1) * sign(x)
                dX[i*stride + a, j*stride + b] += g / size**2 * abs(x) ** (p - 1) * np.sign(x)
    return dX
"""),
    wrong("lp_pool2d_backward.drops-mean", NAME, needs=("lp_pool2d",))("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    Y = lp_pool2d(X, p, size, stride)
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            w = X[i*stride:i*stride+size, j*stride:j*stride+size]
            if Y[i, j] != 0:
                dX[i*stride:i*stride+size, j*stride:j*stride+size] += (
                    dY[i, j] * (np.abs(w) / Y[i, j]) ** (p - 1) * np.sign(w))
    return dX
"""),
    wrong("lp_pool2d_backward.drops-mean", NAME)("""
import numpy as np

def slope(w, p):
    top = np.abs(w).max()
    if top == 0:
        return np.zeros(w.shape)
    u = w / top
    y = np.mean(np.abs(u) ** p) ** (1 / p)
    return np.sign(u) * (np.abs(u) / y) ** (p - 1)

def lp_pool2d_backward(dY, X, p, size, stride):
    dX = np.zeros(X.shape)
    for index, g in np.ndenumerate(dY):
        top, left = (stride * k for k in index)
        dX[top:top+size, left:left+size] += g * slope(X[top:top+size, left:left+size], p)
    return dX
"""),
    # PyTorch's form: neither the sum nor its slope is divided by N.
    wrong("lp_pool2d_backward.drops-mean", NAME)("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            w = X[i*stride:i*stride+size, j*stride:j*stride+size]
            M = np.abs(w).max()
            if M > 0:
                y = M * np.sum((np.abs(w) / M) ** p) ** (1 / p)
                grad = (np.abs(w) / y) ** (p - 1) * np.sign(w)
                dX[i*stride:i*stride+size, j*stride:j*stride+size] += dY[i, j] * grad
    return dX
"""),
    wrong("lp_pool2d_backward.nan-at-zero", NAME, needs=("lp_pool2d",))("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    Y = lp_pool2d(X, p, size, stride)
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            w = X[i*stride:i*stride+size, j*stride:j*stride+size]
            dX[i*stride:i*stride+size, j*stride:j*stride+size] += (
                dY[i, j] / size**2 * (np.abs(w) / Y[i, j]) ** (p - 1) * np.sign(w))
    return dX
"""),
    wrong("lp_pool2d_backward.nan-at-zero", NAME)("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    dX = np.zeros(X.shape)
    with np.errstate(all="ignore"):   # 不显示警告
        for i, j in np.ndindex(dY.shape):
            rows = slice(i * stride, i * stride + size)
            cols = slice(j * stride, j * stride + size)
            u = np.abs(X[rows, cols]) / np.abs(X[rows, cols]).max()
            mean = np.mean(u ** p) ** (1 / p)
            dX[rows, cols] += dY[i, j] * (u / mean) ** (p - 1) * np.sign(X[rows, cols]) / u.size
    return dX
"""),
    wrong("lp_pool2d_backward.assigns", NAME, needs=("lp_pool2d",))("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    Y = lp_pool2d(X, p, size, stride)
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            w = X[i*stride:i*stride+size, j*stride:j*stride+size]
            y = Y[i, j] if Y[i, j] > 0 else 1.0
            dX[i*stride:i*stride+size, j*stride:j*stride+size] = (
                dY[i, j] / size**2 * (np.abs(w) / y) ** (p - 1) * np.sign(w))
    return dX
"""),
    wrong("lp_pool2d_backward.assigns", NAME)("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    n = size * size
    dX = np.zeros(X.shape)
    for i in range(len(dY)):
        for j in range(len(dY[0])):
            cells = [(i*stride + a, j*stride + b) for a in range(size) for b in range(size)]
            big = max(abs(X[c]) for c in cells)
            if big == 0:
                for c in cells:
                    dX[c] = 0
                continue
            y = big * (sum((abs(X[c]) / big) ** p for c in cells) / n) ** (1 / p)
            for c in cells:
                dX[c] = dY[i, j] / n * (abs(X[c]) / y) ** (p - 1) * np.sign(X[c])
    return dX
"""),
    right(NAME, needs=("lp_pool2d",))("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    Y = lp_pool2d(X, p, size, stride)
    dX = np.zeros_like(X)
    for i, j in np.argwhere(Y > 0):
        part = np.s_[i*stride:i*stride+size, j*stride:j*stride+size]
        w = X[part]
        dX[part] += dY[i, j] / size**2 * (np.abs(w) / Y[i, j]) ** (p - 1) * np.sign(w)
    return dX
"""),
    right(NAME)("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    # all windows at once
    view = np.lib.stride_tricks.sliding_window_view(X, (size, size))[::stride, ::stride]
    M = np.abs(view).max(axis=(2, 3), keepdims=True)
    u = view / np.where(M == 0, 1, M)
    y = np.mean(np.abs(u) ** p, axis=(2, 3), keepdims=True) ** (1 / p)
    g = dY[..., None, None] / size**2 * np.sign(u) * (np.abs(u) / np.where(y == 0, 1, y)) ** (p - 1)
    dX = np.zeros(X.shape)
    i, j, a, b = np.indices(g.shape)
    np.add.at(dX, (i * stride + a, j * stride + b), g)
    return dX
"""),
    unknown(NAME)("""
import numpy as np

def lp_pool2d_backward(dY, X, p, size, stride):
    # the gradient of the mean of |x|^p, with p for p - 1
    dX = np.zeros_like(X)
    for (i, j), g in np.ndenumerate(dY):
        part = np.s_[i*stride:i*stride+size, j*stride:j*stride+size]
        dX[part] += g * p * np.tanh(X[part])
    return dX
"""),
]
