"""avg_pool2d."""

from tests.diagnosis.independent import right, unknown, wrong

ANSWERS = [
    wrong("pool.stride-is-size", "avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    out = []
    for top in range(0, X.shape[0] - size + 1, size):
        out.append([X[top:top+size, left:left+size].mean()
                    for left in range(0, X.shape[1] - size + 1, size)])
    return np.array(out)
"""),
    wrong("pool.stride-is-size", "avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    w = np.lib.stride_tricks.sliding_window_view(X, (size, size))
    return w[::size, ::size].sum(axis=(2, 3)) / size ** 2
"""),
    wrong("pool.stride-only-in-size", "avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    rows = (X.shape[0] - size) // stride + 1
    cols = (X.shape[1] - size) // stride + 1
    return np.array([[np.mean(X[r:r+size, c:c+size]) for c in range(cols)] for r in range(rows)])
"""),
    wrong("pool.stride-only-in-size", "avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    H, W = X.shape
    Y = np.zeros(((H - size) // stride + 1, (W - size) // stride + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            for a in range(size):
                for b in range(size):
                    Y[i, j] += X[i + a, j + b] / (size * size)
    return Y
"""),
    # Divided by the pixels that are there.
    wrong("pool.keeps-partial-window", "avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    H, W = X.shape
    Y = np.zeros((-(-(H - size) // stride) + 1, -(-(W - size) // stride) + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = np.mean(X[i*stride:i*stride+size, j*stride:j*stride+size])
    return Y
"""),
    # Divided by size * size all the same.
    wrong("pool.keeps-partial-window", "avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    H, W = X.shape
    oh = int(np.ceil((H - size) / stride)) + 1
    ow = int(np.ceil((W - size) / stride)) + 1
    Y = np.zeros((oh, ow))
    for i in range(oh):
        for j in range(ow):
            Y[i, j] = X[i*stride:i*stride+size, j*stride:j*stride+size].sum() / (size * size)
    return Y
"""),
    wrong("avg_pool2d.sums", "avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    Y = np.zeros(((X.shape[0] - size) // stride + 1, (X.shape[1] - size) // stride + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            top, left = i * stride, j * stride
            Y[i, j] = np.sum(X[top:top + size, left:left + size])
    return Y
"""),
    wrong("avg_pool2d.sums", "avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    ones = np.ones((size, size))
    v = np.lib.stride_tricks.sliding_window_view(X, (size, size))[::stride, ::stride]
    return np.einsum("ijab,ab->ij", v, ones)
"""),
    wrong("avg_pool2d.divides-by-size", "avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    return np.array([[X[t:t+size, l:l+size].sum() / size
                      for l in range(0, X.shape[1] - size + 1, stride)]
                     for t in range(0, X.shape[0] - size + 1, stride)])
"""),
    wrong("avg_pool2d.divides-by-size", "avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    kernel = np.full((size, size), 1 / size)   # 平均核
    v = np.lib.stride_tricks.sliding_window_view(X, kernel.shape)[::stride, ::stride]
    return (v * kernel).sum((2, 3))
"""),
    # Rounds down.
    wrong("avg_pool2d.integer", "avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    Y = np.zeros(((X.shape[0] - size) // stride + 1, (X.shape[1] - size) // stride + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = X[i*stride:i*stride+size, j*stride:j*stride+size].sum() // (size * size)
    return Y
"""),
    # Cuts the decimals off.
    wrong("avg_pool2d.integer", "avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    shape = ((X.shape[0] - size) // stride + 1, (X.shape[1] - size) // stride + 1)
    Y = np.zeros(shape, dtype=np.int64)
    for i, j in np.ndindex(shape):
        Y[i, j] = np.mean(X[i*stride:i*stride+size, j*stride:j*stride+size])
    return Y
"""),
    wrong("avg_pool2d.integer", "avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    v = np.lib.stride_tricks.sliding_window_view(X, (size, size))[::stride, ::stride]
    return np.floor_divide(v.sum(axis=(2, 3)), size ** 2)
"""),
    right("avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    # summed-area table
    S = np.pad(np.cumsum(np.cumsum(X, axis=0), axis=1), ((1, 0), (1, 0)))
    box = S[size:, size:] - S[:-size, size:] - S[size:, :-size] + S[:-size, :-size]
    return box[::stride, ::stride] / size ** 2
"""),
    right("avg_pool2d", needs=("max_pool2d",))("""
import numpy as np

def avg_pool2d(X, size, stride):
    Y = np.empty(max_pool2d(X, size, stride).shape)
    for i in range(len(Y)):
        for j in range(len(Y[i])):
            Y[i, j] = np.average(X[i*stride:, j*stride:][:size, :size])
    return Y
"""),
    right("avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    # two matrices, one from each side
    def bands(n):
        m = (n - size) // stride + 1
        return np.array([[1.0 if i * stride <= k < i * stride + size else 0.0
                          for k in range(n)] for i in range(m)])
    return bands(X.shape[0]) @ X @ bands(X.shape[1]).T / (size * size)
"""),
    unknown("avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    v = np.lib.stride_tricks.sliding_window_view(X, (size, size))[::stride, ::stride]
    return (v.max(axis=(2, 3)) + v.min(axis=(2, 3))) / 2
"""),
    unknown("avg_pool2d")("""
import numpy as np

def avg_pool2d(X, size, stride):
    v = np.lib.stride_tricks.sliding_window_view(X, (size, size))[::stride, ::stride]
    return v.sum(axis=(2, 3)) / (size * size - 1) if size > 1 else v[..., 0, 0] + 1
"""),
]
