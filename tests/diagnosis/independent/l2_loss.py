"""l2_loss."""

from tests.diagnosis.independent import right, unknown, wrong

ANSWERS = [
    wrong("l2_loss.takes-root", "l2_loss")("""
import numpy as np

def l2_loss(result, reference):
    return np.linalg.norm(result - reference)
"""),
    wrong("l2_loss.takes-root", "l2_loss")("""
import numpy as np

def l2_loss(result, reference):
    return np.sqrt(np.sum((result - reference) ** 2))
"""),
    wrong("l2_loss.takes-root", "l2_loss")("""
import math

def l2_loss(result, reference):
    pairs = zip(result.flatten().tolist(), reference.flatten().tolist())
    return math.hypot(*[r - t for r, t in pairs])
"""),
    wrong("l2_loss.mean", "l2_loss")("""
import numpy as np

def l2_loss(result, reference):
    return np.mean((result - reference) ** 2)   # MSE
"""),
    wrong("l2_loss.mean", "l2_loss")("""
def l2_loss(result, reference):
    rows, cols = result.shape
    s = 0.0
    for i in range(rows):
        for j in range(cols):
            s += (result[i, j] - reference[i, j]) ** 2
    return s / (rows * cols)
"""),
    wrong("l2_loss.half", "l2_loss")("""
import numpy as np

def l2_loss(result, reference):
    return 0.5 * np.sum(np.square(result - reference))
"""),
    wrong("l2_loss.half", "l2_loss")("""
def l2_loss(result, reference):
    e = (result - reference).ravel()
    return float(e @ e) / 2
"""),
    wrong("l2_loss.absolute", "l2_loss")("""
import numpy as np

def l2_loss(result, reference):
    return np.abs(result - reference).sum()
"""),
    wrong("l2_loss.absolute", "l2_loss")("""
def l2_loss(result, reference):
    total = 0
    for r, t in zip(result.flat, reference.flat):
        total += max(r - t, t - r)
    return float(total)
"""),
    wrong("l2_loss.absolute", "l2_loss")("""
import numpy as np

def l2_loss(result, reference):
    return np.linalg.norm((result - reference).ravel(), ord=1)
"""),
    wrong("l2_loss.ignores-reference", "l2_loss")("""
import numpy as np

def l2_loss(result, reference):
    return np.sum(result ** 2)
"""),
    wrong("l2_loss.ignores-reference", "l2_loss")("""
import numpy as np

def l2_loss(result, reference):
    reference = np.zeros_like(result)  # 参考值是0
    return float(((result - reference) ** 2).sum())
"""),
    right("l2_loss")("""
import numpy as np

def l2_loss(result, reference):
    return np.linalg.norm(result - reference, "fro") ** 2
"""),
    right("l2_loss")("""
def l2_loss(result, reference):
    return sum((r - t) ** 2 for row, line in zip(result, reference) for r, t in zip(row, line))
"""),
    right("l2_loss")("""
import numpy as np

def l2_loss(result, reference):
    d = (reference - result).reshape(1, -1)
    return float((d @ d.T)[0, 0])
"""),
    right("l2_loss")("""
import numpy as np

def l2_loss(result, reference):
    return np.float32(np.einsum("ij,ij->", result - reference, result - reference))
"""),
    unknown("l2_loss")("""
import numpy as np

def l2_loss(result, reference):
    return np.sum(result - reference) ** 2
"""),
    unknown("l2_loss")("""
import numpy as np

def l2_loss(result, reference):
    return np.linalg.norm(result - reference, 2) ** 2
"""),
    unknown("l2_loss")("""
def l2_loss(result, reference):
    return 8.0
"""),
]
