"""max_pool2d_backward."""

from tests.diagnosis.independent import right, unknown, wrong

NAME = "max_pool2d_backward"

ANSWERS = [
    wrong("max_pool2d_backward.all-ties", NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            t, l = i * stride, j * stride
            window = X[t:t+size, l:l+size]
            dX[t:t+size, l:l+size] += (window == window.max()) * dY[i, j]
    return dX
"""),
    wrong("max_pool2d_backward.all-ties", NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros(X.shape)
    for i, j in np.ndindex(dY.shape):
        best = -np.inf
        for a in range(size):
            for b in range(size):
                best = max(best, X[i*stride+a, j*stride+b])
        for a in range(size):
            for b in range(size):
                if X[i*stride+a, j*stride+b] == best:
                    dX[i*stride+a, j*stride+b] += dY[i, j]
    return dX
"""),
    wrong("max_pool2d_backward.splits-ties", NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            rows, cols = slice(i*stride, i*stride+size), slice(j*stride, j*stride+size)
            mask = X[rows, cols] == X[rows, cols].max()
            dX[rows, cols] += dY[i, j] * mask / mask.sum()   # 平分
    return dX
"""),
    wrong("max_pool2d_backward.splits-ties", NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    dX = [[0.0] * X.shape[1] for _ in range(X.shape[0])]
    for (i, j), g in np.ndenumerate(dY):
        cells = [(i*stride + a, j*stride + b) for a in range(size) for b in range(size)]
        top = max(X[c] for c in cells)
        winners = [c for c in cells if X[c] == top]
        for m, n in winners:
            dX[m][n] += g / len(winners)
    return np.array(dX)
"""),
    wrong("max_pool2d_backward.last-tie", NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            best = -float("inf")
            for m in range(i*stride, i*stride + size):
                for n in range(j*stride, j*stride + size):
                    if X[m, n] >= best:
                        best, r, c = X[m, n], m, n
            dX[r, c] += dY[i, j]
    return dX
"""),
    wrong("max_pool2d_backward.last-tie", NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros(X.shape)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            w = X[i*stride:i*stride+size, j*stride:j*stride+size]
            a, b = np.argwhere(w == w.max())[-1]
            dX[i*stride + a, j*stride + b] += dY[i, j]
    return dX
"""),
    wrong("max_pool2d_backward.assigns", NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            w = X[i*stride:i*stride+size, j*stride:j*stride+size]
            a, b = np.unravel_index(np.argmax(w), w.shape)
            dX[i*stride + a, j*stride + b] = dY[i, j]
    return dX
"""),
    # Fancy indexing adds only once: the last of the equal places stays.
    wrong("max_pool2d_backward.assigns", NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    v = np.lib.stride_tricks.sliding_window_view(X, (size, size))[::stride, ::stride]
    k = v.reshape(*dY.shape, -1).argmax(axis=-1)
    i, j = np.indices(dY.shape)
    dX = np.zeros_like(X)
    dX[i * stride + k // size, j * stride + k % size] += dY
    return dX
"""),
    wrong("max_pool2d_backward.window-coordinates", NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            w = X[i*stride:i*stride+size, j*stride:j*stride+size]
            a, b = np.unravel_index(np.argmax(w), w.shape)
            dX[a, b] += dY[i, j]
    return dX
"""),
    wrong("max_pool2d_backward.window-coordinates", NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros(X.shape)
    for (i, j), g in np.ndenumerate(dY):
        patch = X[i * stride:, j * stride:][:size, :size].tolist()
        best = max(max(row) for row in patch)
        for a, row in enumerate(patch):
            if best in row:
                dX[a, row.index(best)] += g
                break
    return dX
"""),
    wrong("max_pool2d_backward.ignores-upstream", NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            w = X[i*stride:i*stride+size, j*stride:j*stride+size]
            a, b = divmod(int(w.argmax()), size)
            dX[i*stride + a, j*stride + b] += 1
    return dX
"""),
    wrong("max_pool2d_backward.ignores-upstream", NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    v = np.lib.stride_tricks.sliding_window_view(X, (size, size))[::stride, ::stride]
    a, b = np.divmod(v.reshape(*v.shape[:2], -1).argmax(-1), size)
    i, j = np.indices(a.shape)
    dX = np.zeros_like(X)
    np.add.at(dX, (i * stride + a, j * stride + b), 1.0)   # 最大值处为1
    return dX
"""),
    right(NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            w = X[i*stride:i*stride+size, j*stride:j*stride+size]
            a, b = np.unravel_index(np.argmax(w), w.shape)
            dX[i*stride + a, j*stride + b] += dY[i, j]
    return dX
"""),
    right(NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    # flat positions and bincount
    H, W = X.shape
    place = np.arange(H * W).reshape(H, W)
    view = np.lib.stride_tricks.sliding_window_view
    values = view(X, (size, size))[::stride, ::stride].reshape(dY.size, -1)
    places = view(place, (size, size))[::stride, ::stride].reshape(dY.size, -1)
    won = places[np.arange(dY.size), values.argmax(axis=1)]
    return np.bincount(won, weights=dY.ravel(), minlength=H * W).reshape(H, W)
"""),
    right(NAME)("""
def max_pool2d_backward(dY, X, size, stride):
    grad = [[0.0 for _ in line] for line in X]
    for i, line in enumerate(dY):
        for j, g in enumerate(line):
            cells = [(i*stride + a, j*stride + b) for a in range(size) for b in range(size)]
            m, n = max(cells, key=lambda c: X[c])   # max() keeps the first of equals
            grad[m][n] += float(g)
    return grad
"""),
    unknown(NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            w = X[i*stride:i*stride+size, j*stride:j*stride+size]
            a, b = np.unravel_index(np.argmin(w), w.shape)
            dX[i*stride + a, j*stride + b] += dY[i, j]
    return dX
"""),
    unknown(NAME)("""
import numpy as np

def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            w = X[i*stride:i*stride+size, j*stride:j*stride+size]
            a, b = np.unravel_index(np.argmax(w), w.shape)
            dX[i*stride + a, j*stride + b] += dY[i, j] * w[a, b]
    return dX
"""),
]
