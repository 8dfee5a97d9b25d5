"""The visible cases: what a notebook's own check calls the student's functions with.

A case's name is that call, as it can be typed in the notebook; its answer is no secret.
"""

from __future__ import annotations

import numpy as np

from helpers.questions.model import Case

# two_kernels: the arrays of its examples
_X = np.array([[1.0, 2, 0, 1], [0, 1, 3, 0], [2, 1, 1, 2]])
_K = np.array([[1.0, 2], [0, -1]])
_DY = np.array([[1.0, 0, 2], [0, -1, 1]])
_IMAGE = np.array([[1.0, 0, 2, 1, 0], [0, 1, 1, 0, 2], [2, 0, 1, 1, 1], [1, 1, 0, 2, 0]])
_FIRST = np.array([[1.0, 2], [0, -1]])
_SECOND = np.array([[1.0, 0, -1], [2, 1, 0]])
_TARGET = np.array([[1.0, 8], [8, 5]])
_RESULT = np.array([[1.0, 2], [0, -1]])
_REFERENCE = np.array([[3.0, -1], [0, 1]])

CORR2D = (
    Case("corr2d(X, K)", (_X, _K)),
    Case("corr2d(X, np.array([[1.0, 0, 2]]))", (_X, np.array([[1.0, 0, 2]]))),
)
TWO_KERNELS_FORWARD = (
    Case("two_kernels_forward(image, first, second)", (_IMAGE, _FIRST, _SECOND)),
)
L2_LOSS = (Case("l2_loss(result, reference)", (_RESULT, _REFERENCE)),)
L2_LOSS_BACKWARD = (Case("l2_loss_backward(result, reference)", (_RESULT, _REFERENCE)),)
CORR2D_BACKWARD = (Case("corr2d_backward(dY, X, K)", (_DY, _X, _K)),)
TWO_KERNELS_BACKWARD = (
    Case("two_kernels_backward(image, first, second, target)", (_IMAGE, _FIRST, _SECOND, _TARGET)),
)

# convolution
OUTPUT_SIZE = (
    Case("output_size(6, 3, 0, 1)", (6, 3, 0, 1)),
    Case("output_size(6, 3, 1, 1)", (6, 3, 1, 1)),
    Case("output_size(6, 3, 1, 2)", (6, 3, 1, 2)),
    Case("output_size(11, 4, 2, 3)", (11, 4, 2, 3)),
)
CORR2D_INPUT_GRADIENT = (
    Case(
        "corr2d_input_gradient(dY, K)",
        (np.array([[1.0, 2], [0, -1]]), np.array([[1.0, 0, 2], [3, -1, 0]])),
    ),
)

# pooling
_P = np.array([[1.0, 3, -2, -1, 9], [0, 2, -4, -3, 9], [5, -1, 2, 2, 9], [1, 3, 2, 0, 9]])
_Z = np.array([[1.0, 5, 2], [4, 3, 6], [0, -2, 7]])
_T = np.array([[1.0, 3, 3], [0, 3, 2]])
_DT = np.array([[5.0, 7]])
_DZ = np.array([[1.0, 2], [3, 4]])
_V = np.array([[3.0, 4, 1, -7, -2, -2], [0, 0, 5, 5, -2, -2]])
_U = np.array([[3.0, 4, 1, -7, 0, 0], [0, 0, 5, 5, 0, 0]])
_DU = np.array([[10.0, -20, 30]])

MAX_POOL2D = (
    Case("max_pool2d(X, 2, 2)", (_P, 2, 2)),
    Case("max_pool2d(Z, 2, 1)", (_Z, 2, 1)),
)
AVG_POOL2D = (
    Case("avg_pool2d(X, 2, 2)", (_P, 2, 2)),
    Case("avg_pool2d(Z, 2, 1)", (_Z, 2, 1)),
)
LP_POOL2D = (
    Case("lp_pool2d(V, 2, 2, 2)", (_V, 2, 2, 2)),
    Case("lp_pool2d(V, 2, 2, 4)", (_V, 2, 2, 4)),
    Case("lp_pool2d(100 * V, 500, 2, 2)", (100 * _V, 500, 2, 2)),
)
MAX_POOL2D_BACKWARD = (
    Case("max_pool2d_backward(dT, T, 2, 1)", (_DT, _T, 2, 1)),
    Case("max_pool2d_backward(dZ, Z, 2, 1)", (_DZ, _Z, 2, 1)),
)
AVG_POOL2D_BACKWARD = (
    Case(
        "avg_pool2d_backward(np.array([[4.0, 8]]), np.ones((2, 3)), 2, 1)",
        (np.array([[4.0, 8]]), np.ones((2, 3)), 2, 1),
    ),
    Case(
        "avg_pool2d_backward(np.array([[4.0, 0], [0, 8]]), Z, 2, 1)",
        (np.array([[4.0, 0], [0, 8]]), _Z, 2, 1),
    ),
)
LP_POOL2D_BACKWARD = (
    Case("lp_pool2d_backward(dU, U, 2, 2, 2)", (_DU, _U, 2, 2, 2)),
    Case("lp_pool2d_backward(dU, U, 1, 2, 2)", (_DU, _U, 1, 2, 2)),
)
