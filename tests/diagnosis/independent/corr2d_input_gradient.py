"""corr2d_input_gradient."""

from tests.diagnosis.independent import right, unknown, wrong

NAME = "corr2d_input_gradient"

ANSWERS = [
    wrong("corr2d_backward.dX-unrotated-kernel", NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    h, w = K.shape
    P = np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    dX = np.zeros((dY.shape[0] + h - 1, dY.shape[1] + w - 1))
    for m in range(dX.shape[0]):
        for n in range(dX.shape[1]):
            dX[m, n] = np.sum(P[m:m+h, n:n+w] * K)
    return dX
"""),
    wrong("corr2d_backward.dX-unrotated-kernel", NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    r, c = np.subtract(K.shape, 1)
    big = np.pad(dY, [[r, r], [c, c]])
    return np.einsum("mnab,ab", np.lib.stride_tricks.sliding_window_view(big, K.shape), K)
"""),
    # K.T for the rotated kernel.
    wrong("corr2d_backward.dX-transposed-kernel", NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    K = K.transpose()   # 转置就是旋转
    h, w = K.shape
    P = np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    return np.array([[(P[m:m+h, n:n+w] * K).sum() for n in range(P.shape[1] - w + 1)]
                     for m in range(P.shape[0] - h + 1)])
"""),
    # Scattering K.T.
    wrong("corr2d_backward.dX-transposed-kernel", NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    w, h = K.shape
    dX = np.zeros((dY.shape[0] + h - 1, dY.shape[1] + w - 1))
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i:i+h, j:j+w] += dY[i, j] * K.T
    return dX
"""),
    wrong("corr2d_backward.dX-valid", NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    R = K[::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(dY, R.shape)
    return (windows * R).sum((2, 3))
"""),
    wrong("corr2d_backward.dX-valid", NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    h, w = K.shape
    R = np.rot90(K, 2)
    dX = np.zeros((dY.shape[0] - h + 1, dY.shape[1] - w + 1))
    for i in range(dX.shape[0]):
        for j in range(dX.shape[1]):
            dX[i, j] = np.sum(dY[i:i+h, j:j+w] * R)
    return dX
"""),
    wrong("corr2d_backward.dX-assigns", NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    h, w = K.shape
    dX = np.zeros((dY.shape[0] + h - 1, dY.shape[1] + w - 1))
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i:i+h, j:j+w] = dY[i, j] * K
    return dX
"""),
    wrong("corr2d_backward.dX-assigns", NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    (p, q), (h, w) = dY.shape, K.shape
    grad = [[0.0] * (q + w - 1) for _ in range(p + h - 1)]
    for i in range(p):
        for j in range(q):
            for a in range(h):
                for b in range(w):
                    grad[i + a][j + b] = dY[i, j] * K[a, b]
    return np.array(grad)
"""),
    wrong("corr2d_backward.dX-scatter-rotated", NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    h, w = K.shape
    dX = np.zeros((dY.shape[0] + h - 1, dY.shape[1] + w - 1))
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i:i+h, j:j+w] += dY[i, j] * K[::-1, ::-1]
    return dX
"""),
    wrong("corr2d_backward.dX-scatter-rotated", NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    h, w = K.shape
    dX = np.zeros((dY.shape[0] + h - 1, dY.shape[1] + w - 1))
    for (i, j), g in np.ndenumerate(dY):
        for a in range(h):
            for b in range(w):
                dX[i + a, j + b] += g * K[-1 - a, -1 - b]
    return dX
"""),
    wrong("corr2d_backward.ignores-upstream", NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    h, w = K.shape
    dX = np.zeros((dY.shape[0] + h - 1, dY.shape[1] + w - 1))
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i:i+h, j:j+w] += K
    return dX
"""),
    wrong("corr2d_backward.ignores-upstream", NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    r, c = K.shape[0] - 1, K.shape[1] - 1
    P = np.pad(np.ones(dY.shape), ((r, r), (c, c)))
    view = np.lib.stride_tricks.sliding_window_view(P, K.shape)
    return np.tensordot(view, np.flip(K), axes=2)
"""),
    right(NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    h, w = K.shape
    dX = np.zeros((dY.shape[0] + h - 1, dY.shape[1] + w - 1))
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i:i + h, j:j + w] += dY[i, j] * K
    return dX
"""),
    right(NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    size = (dY.shape[0] + K.shape[0] - 1, dY.shape[1] + K.shape[1] - 1)
    return np.fft.irfft2(np.fft.rfft2(dY, size) * np.fft.rfft2(K, size), size)
"""),
    right(NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    # full convolution, a row at a time
    (p, q), (h, w) = dY.shape, K.shape
    dX = np.zeros((p + h - 1, q + w - 1))
    for i in range(p):
        for a in range(h):
            dX[i + a] += np.convolve(dY[i], K[a])
    return dX
"""),
    unknown(NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    return np.zeros((dY.shape[0] + K.shape[0] - 1, dY.shape[1] + K.shape[1] - 1))
"""),
    unknown(NAME)("""
import numpy as np

def corr2d_input_gradient(dY, K):
    # right for square kernels, a mirror image for the others
    h, w = K.shape
    dX = np.zeros((dY.shape[0] + h - 1, dY.shape[1] + w - 1))
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i:i + h, j:j + w] += dY[i, j] * (K if h == w else K[:, ::-1])
    return dX
"""),
]
