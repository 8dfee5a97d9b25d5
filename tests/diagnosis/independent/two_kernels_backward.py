"""two_kernels_backward."""

from tests.diagnosis.independent import right, unknown, wrong

NAME = "two_kernels_backward"
OWN = ("two_kernels_forward", "l2_loss_backward", "corr2d_backward")

ANSWERS = [
    wrong("two_kernels_backward.drops-two", NAME, needs=("two_kernels_forward", "corr2d_backward"))(
        """
def two_kernels_backward(X, K1, K2, reference):
    r1, r2 = two_kernels_forward(X, K1, K2)
    d2 = r2 - reference
    d1, dK2 = corr2d_backward(d2, r1, K2)
    dX, dK1 = corr2d_backward(d1, X, K1)
    return dX, dK1, dK2
"""
    ),
    wrong("two_kernels_backward.drops-two", NAME)("""
import numpy as np

class Layer:
    def __init__(self, K):
        self.K = K
    def forward(self, X):
        self.X = X
        view = np.lib.stride_tricks.sliding_window_view(X, self.K.shape)
        return (view * self.K).sum(axis=(2, 3))
    def backward(self, dY):
        n, m = dY.shape
        dX, dK = np.zeros(self.X.shape), np.zeros(self.K.shape)
        for (a, b), k in np.ndenumerate(self.K):
            dX[a:a+n, b:b+m] += k * dY
            dK[a, b] = np.sum(self.X[a:a+n, b:b+m] * dY)
        return dX, dK

def two_kernels_backward(X, K1, K2, reference):
    one, two = Layer(K1), Layer(K2)
    error = two.forward(one.forward(X)) - reference
    dR1, dK2 = two.backward(error)
    dX, dK1 = one.backward(dR1)
    return dX, dK1, dK2
"""),
    wrong(
        "two_kernels_backward.ignores-reference",
        NAME,
        needs=("two_kernels_forward", "corr2d_backward"),
    )("""
def two_kernels_backward(X, K1, K2, reference):
    r1, r2 = two_kernels_forward(X, K1, K2)
    d1, dK2 = corr2d_backward(2 * r2, r1, K2)
    dX, dK1 = corr2d_backward(d1, X, K1)
    return dX, dK1, dK2
"""),
    wrong("two_kernels_backward.ignores-reference", NAME, needs=("corr2d",))("""
import numpy as np

def two_kernels_backward(X, K1, K2, reference):
    def full(d, K):
        r, c = K.shape[0] - 1, K.shape[1] - 1
        return corr2d(np.pad(d, ((r, r), (c, c))), K[::-1, ::-1])
    R1 = corr2d(X, K1)
    R2 = corr2d(R1, K2)
    dR2 = R2 + R2          # loss = sum R2^2
    dR1 = full(dR2, K2)
    return full(dR1, K1), corr2d(X, dR1), corr2d(R1, dR2)
"""),
    # Both gradients of the first layer from dR2, each as the formula gives it.
    wrong("two_kernels_backward.skips-chain", NAME, "dX+dK1", needs=OWN)("""
def two_kernels_backward(X, K1, K2, reference):
    r1, r2 = two_kernels_forward(X, K1, K2)
    dR2 = l2_loss_backward(r2, reference)
    _, dK2 = corr2d_backward(dR2, r1, K2)
    dX, dK1 = corr2d_backward(dR2, X, K1)
    return dX, dK1, dK2
"""),
    # dK1 only: a correlation of X with dR2 is larger than K1.
    wrong("two_kernels_backward.skips-chain", NAME, "dK1", needs=("corr2d", *OWN))("""
def two_kernels_backward(X, K1, K2, reference):
    r1, r2 = two_kernels_forward(X, K1, K2)
    dR2 = l2_loss_backward(r2, reference)
    dK1 = corr2d(X, dR2)
    dR1, dK2 = corr2d_backward(dR2, r1, K2)
    dX, _ = corr2d_backward(dR1, X, K1)
    return dX, dK1, dK2
"""),
    # dK1 only, kept to the shape of K1 by the loops.
    wrong("two_kernels_backward.skips-chain", NAME, "dK1", needs=OWN)("""
import numpy as np

def two_kernels_backward(X, K1, K2, reference):
    R1, R2 = two_kernels_forward(X, K1, K2)
    G = l2_loss_backward(R2, reference)
    dR1, dK2 = corr2d_backward(G, R1, K2)
    dX = corr2d_backward(dR1, X, K1)[0]
    dK1 = np.zeros_like(K1)
    for a in range(K1.shape[0]):
        for b in range(K1.shape[1]):
            dK1[a, b] = np.sum(X[a:a + G.shape[0], b:b + G.shape[1]] * G)
    return dX, dK1, dK2
"""),
    wrong("two_kernels_backward.dK1-from-result1", NAME, "dK1", needs=("corr2d", *OWN))("""
def two_kernels_backward(X, K1, K2, reference):
    R1, R2 = two_kernels_forward(X, K1, K2)
    dR2 = l2_loss_backward(R2, reference)
    dR1, dK2 = corr2d_backward(dR2, R1, K2)
    dX, _ = corr2d_backward(dR1, X, K1)
    dK1 = corr2d(R1, dR1)
    return dX, dK1, dK2
"""),
    wrong("two_kernels_backward.dK1-from-result1", NAME, "dK1")("""
import numpy as np

def corr(a, b):
    return np.einsum("ijkl,kl", np.lib.stride_tricks.sliding_window_view(a, b.shape), b)

def spread(d, K):
    p, q = K.shape
    return corr(np.pad(d, ((p - 1, p - 1), (q - 1, q - 1))), np.flip(K))

def two_kernels_backward(X, K1, K2, reference):
    first = corr(X, K1)
    second = corr(first, K2)
    d_second = 2 * (second - reference)
    d_first = spread(d_second, K2)
    # 输入 = result 1
    return spread(d_first, K1), corr(first, d_first), corr(first, d_second)
"""),
    wrong("two_kernels_backward.unrotated-K2", NAME, "dX+dK1", needs=("corr2d", *OWN))("""
import numpy as np

def two_kernels_backward(X, K1, K2, reference):
    R1, R2 = two_kernels_forward(X, K1, K2)
    dR2 = l2_loss_backward(R2, reference)
    r, c = K2.shape[0] - 1, K2.shape[1] - 1
    dR1 = corr2d(np.pad(dR2, ((r, r), (c, c))), K2)
    dX, dK1 = corr2d_backward(dR1, X, K1)
    return dX, dK1, corr2d(R1, dR2)
"""),
    wrong("two_kernels_backward.unrotated-K2", NAME, "dX+dK1", needs=("two_kernels_forward",))("""
import numpy as np

def two_kernels_backward(X, K1, K2, reference):
    R1, R2 = two_kernels_forward(X, K1, K2)
    dR2 = 2 * (R2 - reference)
    dR1, dK2 = np.zeros_like(R1), np.zeros_like(K2)
    p, q = K2.shape
    for i in range(R2.shape[0]):
        for j in range(R2.shape[1]):
            dR1[i:i+p, j:j+q] += dR2[i, j] * np.rot90(K2, 2)
            dK2 += dR2[i, j] * R1[i:i+p, j:j+q]
    dX, dK1 = np.zeros_like(X), np.zeros_like(K1)
    p, q = K1.shape
    for i in range(R1.shape[0]):
        for j in range(R1.shape[1]):
            dX[i:i+p, j:j+q] += dR1[i, j] * K1
            dK1 += dR1[i, j] * X[i:i+p, j:j+q]
    return dX, dK1, dK2
"""),
    wrong("two_kernels_backward.dK2-from-input", NAME, "dK2", needs=("corr2d", *OWN))("""
def two_kernels_backward(X, K1, K2, reference):
    r1, r2 = two_kernels_forward(X, K1, K2)
    dr2 = l2_loss_backward(r2, reference)
    dr1, _ = corr2d_backward(dr2, r1, K2)
    dX, dK1 = corr2d_backward(dr1, X, K1)
    dK2 = corr2d(X, dr2)
    return dX, dK1, dK2
"""),
    # Kept to the shape of K2 by the loops.
    wrong("two_kernels_backward.dK2-from-input", NAME, "dK2", needs=OWN)("""
import numpy as np

def two_kernels_backward(X, K1, K2, reference):
    r1, r2 = two_kernels_forward(X, K1, K2)
    d = l2_loss_backward(r2, reference)
    dK2 = np.array([[np.vdot(X[a:a + d.shape[0], b:b + d.shape[1]], d)
                     for b in range(K2.shape[1])] for a in range(K2.shape[0])])
    dX, dK1 = corr2d_backward(corr2d_backward(d, r1, K2)[0], X, K1)
    return dX, dK1, dK2
"""),
    right(NAME, needs=OWN)("""
def two_kernels_backward(X, K1, K2, reference):
    R1, R2 = two_kernels_forward(X, K1, K2)
    dR2 = l2_loss_backward(R2, reference)
    dR1, dK2 = corr2d_backward(dR2, R1, K2)
    return (*corr2d_backward(dR1, X, K1), dK2)
"""),
    right(NAME, needs=("two_kernels_forward", "l2_loss"))("""
import numpy as np

def two_kernels_backward(X, K1, K2, reference):
    # the loss is a parabola in every single entry: central differences are exact
    args = [X.copy(), K1.copy(), K2.copy()]
    grads = []
    for A in args:
        G = np.zeros(A.shape)
        for index in np.ndindex(A.shape):
            A[index] += 1
            up = l2_loss(two_kernels_forward(*args)[1], reference)
            A[index] -= 2
            down = l2_loss(two_kernels_forward(*args)[1], reference)
            A[index] += 1
            G[index] = (up - down) / 2
        grads.append(G)
    return tuple(grads)
"""),
    unknown(NAME, "dX", needs=OWN)("""
def two_kernels_backward(X, K1, K2, reference):
    R1, R2 = two_kernels_forward(X, K1, K2)
    dR2 = l2_loss_backward(R2, reference)
    dR1, dK2 = corr2d_backward(dR2, R1, K2)
    dX, dK1 = corr2d_backward(dR1, X, K1)
    return dX + X, dK1, dK2
"""),
    unknown(NAME, needs=OWN)("""
def two_kernels_backward(X, K1, K2, reference):
    R1, R2 = two_kernels_forward(X, K1, K2)
    dR2 = l2_loss_backward(R2, reference).clip(min=0)
    dR1, dK2 = corr2d_backward(dR2, R1, K2)
    dX, dK1 = corr2d_backward(dR1, X, K1)
    return dX, dK1, dK2
"""),
]
