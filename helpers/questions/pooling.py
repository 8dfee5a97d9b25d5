"""DS-GA 1008, Homework 2, section 1.2: max, average and LP pooling, forward and backward.

LP pooling here divides by N, as the sheet does: (sum |x|^p / N)^(1/p).  PyTorch's LPPool2d does
not, and takes no absolute value; with its form, p = 1 would not give the average.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from helpers import reference
from helpers.judging.values import Array
from helpers.questions import examples
from helpers.questions import misconceptions as known
from helpers.questions.data import C, integers, quarters
from helpers.questions.function_question import FunctionQuestion
from helpers.questions.model import Case
from helpers.questions.value_question import ChoiceQuestion, EntriesQuestion, ValueQuestion

Arguments = tuple[Any, ...]


def _spellings(name: str) -> frozenset[str]:
    """Every dotted name under which PyTorch, or an import of a part of it, has this class."""
    paths = [
        f"torch.nn{folder}.{name}".split(".") for folder in ("", ".modules", ".modules.pooling")
    ]
    return frozenset(".".join(path[start:]) for path in paths for start in range(len(path)))


modules = ChoiceQuestion(
    name="modules",
    points=3,
    accepted={
        "max": _spellings("MaxPool2d"),
        "average": _spellings("AvgPool2d"),
        "lp": _spellings("LPPool2d"),
    },
    misconceptions=known.MODULES,
)

_WINDOWS = (
    Case("the sheet's C, size 2, stride 1", (C, 2, 1)),
    Case(
        "a 5 × 7 image, size 2, stride 2: a remainder both ways",
        (integers(50, 5, 7, low=-9, high=3), 2, 2),
    ),
    Case("an 8 × 6 image, size 3, stride 2: overlap and remainder", (integers(51, 8, 6), 3, 2)),
    Case("a 6 × 8 image, size 2, stride 3: gaps", (quarters(51, 6, 8), 2, 3)),
    Case("every entry negative", (integers(53, 4, 6, low=-9, high=-1), 2, 2)),
)
max_pool2d = FunctionQuestion(
    name="max_pool2d",
    points=4,
    reference=reference.max_pool2d,
    misconceptions=known.MAX_POOL2D,
    visible=examples.MAX_POOL2D,
    cases=_WINDOWS,
)
avg_pool2d = FunctionQuestion(
    name="avg_pool2d",
    points=3,
    reference=reference.avg_pool2d,
    misconceptions=known.AVG_POOL2D,
    visible=examples.AVG_POOL2D,
    cases=_WINDOWS,
)
lp_pool2d = FunctionQuestion(
    name="lp_pool2d",
    points=5,
    reference=reference.lp_pool2d,
    misconceptions=known.LP_POOL2D,
    visible=examples.LP_POOL2D,
    cases=(
        Case("p = 1 on the sheet's C, size 2, stride 1", (C, 1, 2, 1)),
        Case("p = 2, a 5 × 7 image, size 2, stride 2", (integers(54, 5, 7), 2, 2, 2)),
        Case("p = 3 with negative entries, size 3, stride 2", (integers(55, 8, 6), 3, 3, 2)),
        Case("p = 1.5 with negative entries, size 2, stride 3", (quarters(56, 6, 8), 1.5, 2, 3)),
        Case("p = 10 on the sheet's C", (C, 10, 2, 1)),
        # p → ∞ is the sheet's (d): these three weigh half, so that overflowing costs something.
        Case("p = 1000 on the sheet's C: C ** p overflows", (C, 1000, 2, 1)),
        Case(
            "p = 501 with negative entries, size 3, stride 2",
            (integers(58, 7, 6, low=-90, high=60), 501, 3, 2),
            weight=2,
        ),
        Case("p = inf, the largest magnitude", (integers(57, 5, 7), math.inf, 2, 2), weight=2),
    ),
)

_TIES = np.array([[2.0, 2, -1], [0, 2, -3], [-5, -5, -5]])
_UPSTREAM = np.array([[1.0, 2], [3, 4]])


def _backward(
    seed: int, X: tuple[int, int], size: int, stride: int, low: int, high: int
) -> Arguments:
    height, width = ((n - size) // stride + 1 for n in X)
    image = integers(seed + 1, *X, low=low, high=high)
    return integers(seed, height, width), image, size, stride


_BACKWARD = (
    Case("ties and overlapping windows", (_UPSTREAM, _TIES, 2, 1)),
    Case("the sheet's C, size 2, stride 1", (integers(60, 2, 2), C, 2, 1)),
    Case(
        "a negative 5 × 7 image, size 2, stride 2: a remainder", _backward(61, (5, 7), 2, 2, -3, -1)
    ),
    Case(
        "a negative 8 × 6 image, size 3, stride 2, many ties", _backward(65, (8, 6), 3, 2, -4, -1)
    ),
    Case("a 5 × 6 image, size 3, stride 1, many overlaps", _backward(63, (5, 6), 3, 1, -3, 3)),
    Case("a negative 6 × 8 image, size 2, stride 3: gaps", _backward(67, (6, 8), 2, 3, -3, -1)),
)
max_pool2d_backward = FunctionQuestion(
    name="max_pool2d_backward",
    points=5,
    reference=reference.max_pool2d_backward,
    misconceptions=known.MAX_POOL2D_BACKWARD,
    visible=examples.MAX_POOL2D_BACKWARD,
    cases=_BACKWARD,
)
avg_pool2d_backward = FunctionQuestion(
    name="avg_pool2d_backward",
    points=3,
    reference=reference.avg_pool2d_backward,
    misconceptions=known.AVG_POOL2D_BACKWARD,
    visible=examples.AVG_POOL2D_BACKWARD,
    cases=_BACKWARD,
)


def _with_zeros(X: Array, size: int) -> Array:
    """Return the image with its first window all zero."""
    X[:size, :size] = 0
    return X


lp_pool2d_backward = FunctionQuestion(
    name="lp_pool2d_backward",
    points=5,
    reference=reference.lp_pool2d_backward,
    misconceptions=known.LP_POOL2D_BACKWARD,
    follow_ons=known.LP_POOL2D_BACKWARD_CALLS,
    visible=examples.LP_POOL2D_BACKWARD,
    cases=(
        Case("p = 2 on the sheet's C, overlapping windows", (integers(70, 2, 2), C, 2, 2, 1)),
        Case("p = 1 on the sheet's C", (integers(71, 2, 2), C, 1, 2, 1)),
        Case(
            "p = 3 with negative entries and a window of zeros",
            (integers(72, 2, 3), _with_zeros(integers(73, 5, 7), 2), 3, 2, 2),
        ),
        Case(
            "p = 2 with a window of zeros, stride 3",
            (integers(74, 2, 3), _with_zeros(integers(69, 5, 8), 2), 2, 2, 3),
        ),
        Case(
            "p = 4, size 3, stride 2, with a window of zeros",
            (integers(75, 3, 2), _with_zeros(quarters(76, 8, 6), 3), 4, 3, 2),
        ),
    ),
)
pooled_C = EntriesQuestion(
    name="pooled_C",
    points=2,
    expected=reference.max_pool2d(C, 2, 1),
    drawn=lambda n: dict(expected=reference.max_pool2d(n["C"], 2, 1)),
)
p_for_average = ValueQuestion(
    name="p_for_average",
    points=1,
    expected=1,
)
p_for_max = ValueQuestion(
    name="p_for_max",
    points=1,
    expected=math.inf,
    misconceptions=known.P_FOR_MAX,
)

QUESTIONS = (
    modules, max_pool2d, avg_pool2d, lp_pool2d, max_pool2d_backward, avg_pool2d_backward,
    lp_pool2d_backward, pooled_C, p_for_average, p_for_max,
)  # fmt: skip
