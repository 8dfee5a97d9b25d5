"""l2_loss_backward."""

from tests.diagnosis.independent import right, unknown, wrong

ANSWERS = [
    wrong("l2_loss_backward.drops-two", "l2_loss_backward")("""
def l2_loss_backward(result, reference):
    return result - reference
"""),
    wrong("l2_loss_backward.drops-two", "l2_loss_backward")("""
import numpy as np

def l2_loss_backward(result, reference):
    grad = np.zeros(result.shape)
    for index in np.ndindex(result.shape):
        grad[index] = result[index] - reference[index]
    return grad
"""),
    wrong("l2_loss_backward.mean", "l2_loss_backward")("""
def l2_loss_backward(result, reference):
    return 2 * (result - reference) / result.size
"""),
    wrong("l2_loss_backward.mean", "l2_loss_backward")("""
import numpy as np

def l2_loss_backward(result, reference):
    m, n = result.shape
    # 均方误差的导数
    return np.array([[2.0 / (m * n) * (result[i][j] - reference[i][j]) for j in range(n)]
                     for i in range(m)])
"""),
    wrong("l2_loss_backward.reversed-sign", "l2_loss_backward")("""
def l2_loss_backward(result, reference):
    return 2 * (reference - result)
"""),
    wrong("l2_loss_backward.reversed-sign", "l2_loss_backward")("""
import numpy as np

def l2_loss_backward(result, reference):
    error = np.subtract(reference, result)
    return error + error
"""),
    wrong("l2_loss_backward.reversed-sign", "l2_loss_backward")("""
def l2_loss_backward(result, reference):
    return -2.0 * (result - reference)
"""),
    wrong("l2_loss_backward.ignores-reference", "l2_loss_backward")("""
def l2_loss_backward(result, reference):
    return 2 * result
"""),
    wrong("l2_loss_backward.ignores-reference", "l2_loss_backward")("""
import numpy as np

def l2_loss_backward(result, reference):
    out = np.empty_like(result)
    for i in range(len(result)):
        for j in range(len(result[i])):
            out[i, j] = result[i, j] * 2
    return out
"""),
    right("l2_loss_backward")("""
def l2_loss_backward(result, reference):
    return 2 * (result - reference)
"""),
    right("l2_loss_backward")("""
def l2_loss_backward(result, reference):
    return [[2.0 * (r - t) for r, t in zip(a, b)] for a, b in zip(result, reference)]
"""),
    right("l2_loss_backward")("""
import numpy as np

def l2_loss_backward(result, reference):
    # the loss is a parabola in each entry, so the central difference is exact
    def loss(m):
        return ((m - reference) ** 2).sum()
    grad = np.zeros(result.shape)
    for k in range(result.size):
        step = np.zeros(result.size)
        step[k] = 0.5
        step = step.reshape(result.shape)
        grad.flat[k] = loss(result + step) - loss(result - step)
    return grad
"""),
    unknown("l2_loss_backward")("""
def l2_loss_backward(result, reference):
    return 2 * (result - reference) ** 2
"""),
    unknown("l2_loss_backward")("""
import numpy as np

def l2_loss_backward(result, reference):
    return np.array([[-4.0, 6], [0, -4]])
"""),
]
