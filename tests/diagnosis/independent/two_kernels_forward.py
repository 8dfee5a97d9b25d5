"""two_kernels_forward."""

from tests.diagnosis.independent import right, unknown, wrong

NAME = "two_kernels_forward"

ANSWERS = [
    # The two correlations commute: result 2 comes out right.
    wrong("two_kernels_forward.swaps-kernels", NAME, "result1", needs=("corr2d",))("""
def two_kernels_forward(X, K1, K2):
    result1 = corr2d(X, K2)
    result2 = corr2d(result1, K1)
    return result1, result2
"""),
    wrong("two_kernels_forward.swaps-kernels", NAME, "result1")("""
import numpy as np

def layer(image, kernel):
    return np.einsum("ijab,ab->ij",
                     np.lib.stride_tricks.sliding_window_view(image, kernel.shape), kernel)

def two_kernels_forward(X, K1, K2):
    results = []
    for kernel in (K2, K1):
        X = layer(X, kernel)
        results.append(X)
    return tuple(results)
"""),
    wrong("two_kernels_forward.skips-first", NAME, "result2", needs=("corr2d",))("""
def two_kernels_forward(X, K1, K2):
    return corr2d(X, K1), corr2d(X, K2)
"""),
    wrong("two_kernels_forward.skips-first", NAME, "result2")("""
import numpy as np

def two_kernels_forward(X, K1, K2):
    out = []
    for K in [K1, K2]:
        h, w = K.shape
        R = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
        for i in range(R.shape[0]):
            for j in range(R.shape[1]):
                R[i, j] = (X[i:i + h, j:j + w] * K).sum()
        out.append(R)      # 两个结果
    return out[0], out[1]
"""),
    right(NAME, needs=("corr2d",))("""
def two_kernels_forward(X, K1, K2):
    R = corr2d(X, K1)
    return [R, corr2d(R, K2)]
"""),
    right(NAME)("""
import numpy as np
from functools import reduce

def two_kernels_forward(X, K1, K2):
    def c(A, K):
        oh, ow = A.shape[0] - K.shape[0] + 1, A.shape[1] - K.shape[1] + 1
        return sum(k * A[a:a + oh, b:b + ow] for (a, b), k in np.ndenumerate(K))
    return c(X, K1), reduce(c, [X, K1, K2])
"""),
    unknown(NAME, "result2", needs=("corr2d",))("""
def two_kernels_forward(X, K1, K2):
    r1 = corr2d(X, K1)
    return r1, corr2d(r1, K2) + 1
"""),
]
