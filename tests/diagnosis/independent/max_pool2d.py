"""max_pool2d."""

from tests.diagnosis.independent import right, unknown, wrong

ANSWERS = [
    wrong("pool.stride-is-size", "max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    H, W = X.shape
    oh, ow = (H - size) // size + 1, (W - size) // size + 1
    Y = np.zeros((oh, ow))
    for i in range(oh):
        for j in range(ow):
            Y[i, j] = X[i*size:(i+1)*size, j*size:(j+1)*size].max()
    return Y
"""),
    wrong("pool.stride-is-size", "max_pool2d")("""
def max_pool2d(X, size, stride):
    # blocks: cut the rest off, fold, take the maximum
    rows, cols = X.shape[0] // size, X.shape[1] // size
    blocks = X[:rows * size, :cols * size].reshape(rows, size, cols, size)
    return blocks.max(axis=(1, 3))
"""),
    wrong("pool.stride-only-in-size", "max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    H, W = X.shape
    Y = np.zeros(((H - size) // stride + 1, (W - size) // stride + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = np.max(X[i:i + size, j:j + size])
    return Y
"""),
    wrong("pool.stride-only-in-size", "max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    n = int((X.shape[0] - size) / stride) + 1
    m = int((X.shape[1] - size) / stride) + 1
    windows = np.lib.stride_tricks.sliding_window_view(X, (size, size))
    return windows[:n, :m].max(axis=(2, 3))
"""),
    wrong("pool.keeps-partial-window", "max_pool2d")("""
import math
import numpy as np

def max_pool2d(X, size, stride):
    H, W = X.shape
    oh = math.ceil((H - size) / stride) + 1
    ow = math.ceil((W - size) / stride) + 1
    Y = np.zeros((oh, ow))
    for i in range(oh):
        for j in range(ow):
            Y[i, j] = X[i*stride:i*stride+size, j*stride:j*stride+size].max()
    return Y
"""),
    # A window starts wherever a stride falls on the image.
    wrong("pool.keeps-partial-window", "max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    return np.array([[np.max(X[top:top+size, left:left+size])
                      for left in range(0, X.shape[1], stride)]
                     for top in range(0, X.shape[0], stride)])
"""),
    wrong("max_pool2d.starts-at-zero", "max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    oh = (X.shape[0] - size) // stride + 1
    ow = (X.shape[1] - size) // stride + 1
    Y = np.zeros((oh, ow))
    for i in range(oh):
        for j in range(ow):
            best = 0
            for a in range(size):
                for b in range(size):
                    if X[i * stride + a, j * stride + b] > best:
                        best = X[i * stride + a, j * stride + b]
            Y[i, j] = best
    return Y
"""),
    wrong("max_pool2d.starts-at-zero", "max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    oh = (X.shape[0] - size) // stride + 1
    ow = (X.shape[1] - size) // stride + 1
    Y = np.zeros((oh, ow))
    for a in range(size):
        for b in range(size):
            # 逐个比较
            Y = np.maximum(Y, X[a::stride, b::stride][:oh, :ow])
    return Y
"""),
    wrong("max_pool2d.absolute", "max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    v = np.lib.stride_tricks.sliding_window_view(np.abs(X), (size, size))
    return v[::stride, ::stride].max((-1, -2))
"""),
    wrong("max_pool2d.absolute", "max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    out = []
    for top in range(0, X.shape[0] - size + 1, stride):
        row = []
        for left in range(0, X.shape[1] - size + 1, stride):
            row.append(max(abs(x) for x in X[top:top+size, left:left+size].flatten()))
        out.append(row)
    return np.array(out)
"""),
    # The entry of the largest magnitude, with its sign.
    wrong("max_pool2d.absolute", "max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    out = []
    for top in range(0, X.shape[0] - size + 1, stride):
        out.append([])
        for left in range(0, X.shape[1] - size + 1, stride):
            out[-1].append(max(X[top:top+size, left:left+size].ravel(), key=abs))
    return np.array(out)
"""),
    wrong("max_pool2d.last-element", "max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    H, W = X.shape
    Y = np.zeros(((H - size) // stride + 1, (W - size) // stride + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            for a in range(size):
                for b in range(size):
                    Y[i, j] = X[i * stride + a, j * stride + b]
    return Y
"""),
    wrong("max_pool2d.last-element", "max_pool2d")("""
def max_pool2d(X, size, stride):
    return X[size - 1::stride, size - 1::stride].copy()
"""),
    right("max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    w = np.lib.stride_tricks.sliding_window_view(X, (size, size))[::stride, ::stride]
    return w.max(axis=(2, 3))
"""),
    right("max_pool2d")("""
def max_pool2d(X, size, stride):
    # 列表
    return [[float(max(X[t + a][l + b] for a in range(size) for b in range(size)))
             for l in range(0, len(X[0]) - size + 1, stride)]
            for t in range(0, len(X) - size + 1, stride)]
"""),
    right("max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    # first along the rows, then along the columns
    def lines(M):
        return np.array([M[t:t + size].max(axis=0) for t in range(0, len(M) - size + 1, stride)])
    return lines(lines(X).T).T
"""),
    right("max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    oh, ow = (X.shape[0] - size) // stride + 1, (X.shape[1] - size) // stride + 1
    Y = np.full((oh, ow), -np.inf)
    for a in range(size):
        for b in range(size):
            np.maximum(Y, X[a::stride, b::stride][:oh, :ow], out=Y)
    return Y
"""),
    unknown("max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    w = np.lib.stride_tricks.sliding_window_view(X, (size, size))[::stride, ::stride]
    return np.median(w, axis=(2, 3))
"""),
    unknown("max_pool2d")("""
import numpy as np

def max_pool2d(X, size, stride):
    return np.array([[109.0, 92], [110, 85]])
"""),
]
