"""SDM5013, Assignment 2: two kernels in a row, forward and backward.

The sheet's own numbers are too symmetric to be the only case: kernel 2 is its own rotation and its
own transpose, and a reference of 0 hides a forgotten reference.  Every function is therefore also
asked for rectangular images and kernels without any symmetry.
"""

from __future__ import annotations

from typing import Any

from helpers import reference
from helpers.judging.personal import Numbers
from helpers.judging.values import Array
from helpers.questions import examples
from helpers.questions import misconceptions as known
from helpers.questions.data import INPUT, KERNEL_1, KERNEL_2, REFERENCE, integers, quarters
from helpers.questions.function_question import FunctionQuestion
from helpers.questions.model import Case
from helpers.questions.value_question import DictQuestion, ValueQuestion


def _results(n: Numbers) -> tuple[Array, Array]:
    result1, result2 = reference.two_kernels_forward(n["INPUT"], n["K1"], n["K2"])
    return result1, result2


def _gradients(n: Numbers) -> dict[str, Any]:
    dX, dK1, dK2 = reference.two_kernels_backward(n["INPUT"], n["K1"], n["K2"], n["Reference"])
    loss = reference.l2_loss(_results(n)[1], n["Reference"])
    return {"loss": loss, "dK1": dK1, "dK2": dK2, "dX": dX}


_SHEET = {"INPUT": INPUT, "K1": KERNEL_1, "K2": KERNEL_2, "Reference": REFERENCE}

result_shapes = ValueQuestion(
    name="result_shapes",
    points=2,
    expected=((3, 3), (2, 2)),
)
result1 = ValueQuestion(
    name="result1",
    points=2,
    expected=_results(_SHEET)[0],
    drawn=lambda n: dict(expected=_results(n)[0]),
)
result2 = ValueQuestion(
    name="result2",
    points=2,
    expected=_results(_SHEET)[1],
    drawn=lambda n: dict(expected=_results(n)[1]),
)

corr2d = FunctionQuestion(
    name="corr2d",
    points=4,
    reference=reference.corr2d,
    misconceptions=known.CORR2D,
    visible=examples.CORR2D,
    cases=(
        Case("the sheet's input and kernel 1", (INPUT, KERNEL_1)),
        Case("a square image and a square kernel", (quarters(80, 6, 6), quarters(81, 3, 3))),
        Case("a tall image and a wide kernel", (integers(1, 7, 5), integers(2, 2, 3))),
        Case("a wide image and a tall kernel of quarters", (quarters(3, 4, 6), quarters(4, 3, 2))),
        Case("a kernel as large as the image", (quarters(5, 3, 4), quarters(6, 3, 4))),
    ),
)
two_kernels_forward_result1 = FunctionQuestion(
    name="two_kernels_forward",
    part="result1",
    parts=("result1", "result2"),
    points=1,
    reference=reference.two_kernels_forward,
    misconceptions=known.TWO_KERNELS_FORWARD["result1"],
    visible=examples.TWO_KERNELS_FORWARD,
    cases=(_FORWARD := (
        Case("the sheet's numbers", (INPUT, KERNEL_1, KERNEL_2)),
        Case(
            "a square image and square kernels",
            (quarters(82, 6, 6), quarters(83, 3, 3), quarters(84, 2, 2)),
        ),
        Case(
            "a rectangular image and two different kernels",
            (integers(7, 7, 6), integers(8, 2, 3), integers(9, 3, 2)),
        ),
        Case("quarters", (quarters(10, 5, 8), quarters(11, 3, 3), quarters(12, 2, 4))),
        Case(
            "quarters, a tall image",
            (quarters(34, 8, 5), quarters(35, 4, 2), quarters(36, 2, 3)),
        ),
    )),
)  # fmt: skip
two_kernels_forward_result2 = FunctionQuestion(
    name="two_kernels_forward",
    part="result2",
    parts=("result1", "result2"),
    points=2,
    reference=reference.two_kernels_forward,
    misconceptions=known.TWO_KERNELS_FORWARD["result2"],
    visible=examples.TWO_KERNELS_FORWARD,
    cases=_FORWARD,
)

_PAIRS = (
    # Not the sheet's own result: a function is shown its arguments, and result2 is an answer.
    Case("a result and the sheet's reference", (integers(37, 2, 2), REFERENCE)),
    Case("a reference that is not 0", (integers(13, 3, 4), integers(14, 3, 4))),
    Case("quarters", (quarters(15, 4, 2), quarters(16, 4, 2))),
)
l2_loss = FunctionQuestion(
    name="l2_loss",
    points=2,
    reference=reference.l2_loss,
    misconceptions=known.L2_LOSS,
    visible=examples.L2_LOSS,
    cases=_PAIRS,
)
l2_loss_backward = FunctionQuestion(
    name="l2_loss_backward",
    points=3,
    reference=reference.l2_loss_backward,
    misconceptions=known.L2_LOSS_BACKWARD,
    visible=examples.L2_LOSS_BACKWARD,
    cases=_PAIRS,
)

_BACKWARD = (
    Case("the sheet's second kernel", (integers(38, 2, 2), integers(39, 3, 3), KERNEL_2)),
    Case(
        "a 5 × 6 image, a 3 × 3 kernel",
        (integers(17, 3, 4), integers(18, 5, 6), integers(19, 3, 3)),
    ),
    Case(
        "a 5 × 7 image, a 2 × 3 kernel",
        (integers(20, 4, 5), integers(21, 5, 7), integers(22, 2, 3)),
    ),
    Case(
        "a 6 × 4 image of quarters, a 3 × 2 kernel",
        (quarters(23, 4, 3), quarters(24, 6, 4), quarters(25, 3, 2)),
    ),
)
corr2d_backward_dX = FunctionQuestion(
    name="corr2d_backward",
    part="dX",
    parts=("dX", "dK"),
    points=4,
    reference=reference.corr2d_backward,
    misconceptions=known.CORR2D_BACKWARD_DX,
    follow_ons=known.CORR2D_BACKWARD_CALLS,
    visible=examples.CORR2D_BACKWARD,
    cases=_BACKWARD,
)
corr2d_backward_dK = FunctionQuestion(
    name="corr2d_backward",
    part="dK",
    parts=("dX", "dK"),
    points=4,
    reference=reference.corr2d_backward,
    misconceptions=known.CORR2D_BACKWARD_DK,
    follow_ons=known.CORR2D_BACKWARD_CALLS,
    visible=examples.CORR2D_BACKWARD,
    cases=_BACKWARD,
)

_CHAIN = (
    Case("the sheet's numbers", (INPUT, KERNEL_1, KERNEL_2, REFERENCE)),
    Case(
        "a rectangular image, two different kernels, a reference that is not 0",
        (integers(26, 6, 7), integers(27, 3, 2), integers(28, 2, 3), integers(29, 3, 4)),
    ),
    Case(
        "quarters",
        (quarters(30, 7, 5), quarters(31, 2, 3), quarters(32, 3, 2), quarters(33, 4, 2)),
    ),
)


def _chain(part: str, points: float) -> FunctionQuestion:
    return FunctionQuestion(
        name="two_kernels_backward",
        part=part,
        parts=("dX", "dK1", "dK2"),
        points=points,
        reference=reference.two_kernels_backward,
        misconceptions=known.TWO_KERNELS_BACKWARD[part],
        follow_ons=known.TWO_KERNELS_BACKWARD_CALLS,
        visible=examples.TWO_KERNELS_BACKWARD,
        cases=_CHAIN,
    )


two_kernels_backward_dX = _chain("dX", 2)
two_kernels_backward_dK1 = _chain("dK1", 3)
two_kernels_backward_dK2 = _chain("dK2", 2)

hand_gradients = DictQuestion(
    name="hand_gradients",
    points=4,
    expected=_gradients(_SHEET),
    drawn=lambda n: dict(expected=_gradients(n)),
)

QUESTIONS = (
    result_shapes, result1, result2, corr2d, two_kernels_forward_result1,
    two_kernels_forward_result2, l2_loss, l2_loss_backward, corr2d_backward_dX,
    corr2d_backward_dK, two_kernels_backward_dX, two_kernels_backward_dK1,
    two_kernels_backward_dK2, hand_gradients,
)  # fmt: skip
