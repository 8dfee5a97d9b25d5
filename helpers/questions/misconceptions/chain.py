"""Mistakes in two kernels in a row, forward and backward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from helpers.questions.misconceptions.blocks import corr2d, input_gradient, padded
from helpers.questions.misconceptions.corr2d import CORR2D
from helpers.questions.model import Misconception
from helpers.questions.values import Array

Gradients = tuple[Array, Array, Array]
Rows = tuple[tuple[str, Misconception], ...]  # the parts that a mistake spoils, and the mistake
ByPart = Mapping[str, tuple[Misconception, ...]]


def _by_part(parts: tuple[str, ...], rows: Rows) -> ByPart:
    return {part: tuple(m for spoils, m in rows if part in spoils.split()) for part in parts}


def _forward(X: Array, K1: Array, K2: Array) -> tuple[Array, Array]:
    result1 = corr2d(X, K1)
    return result1, corr2d(result1, K2)


def _built_from(m: Misconception) -> Misconception:
    def wrong(X: Array, K1: Array, K2: Array) -> tuple[Array, Array]:
        result1 = m.wrong(X, K1)
        return result1, m.wrong(result1, K2)

    return replace(m, wrong=wrong)


_FORWARD: Rows = (
    # The second result is the same in either order: correlations commute.
    ("result1", Misconception(
        "two_kernels_forward.swaps-kernels",
        wrong=lambda X, K1, K2: _forward(X, K2, K1),
        says="The second kernel was applied first. The final result does not show it, "
        "the one in between does.",
        ask="Which kernel touches the input?",
    )),
    ("result2", Misconception(
        "two_kernels_forward.skips-first",
        wrong=lambda X, K1, K2: (corr2d(X, K1), corr2d(X, K2)),
        says="The second kernel was applied to the input, so the first kernel has no effect on "
        "the final result.",
        ask="What is the input of the second layer?",
    )),
    ("result1 result2", Misconception(
        "two_kernels_forward.swaps-results",
        wrong=lambda X, K1, K2: _forward(X, K1, K2)[::-1],
        says="The two results are returned in the opposite order.",
        ask="Which of the two results should be the smaller one?",
    )),
    *(("result1 result2", _built_from(m)) for m in CORR2D),
)  # fmt: skip
TWO_KERNELS_FORWARD = _by_part(("result1", "result2"), _FORWARD)


def _dResult2(X: Array, K1: Array, K2: Array, reference: Array) -> Array:
    return 2 * (_forward(X, K1, K2)[1] - reference)


def _backward(X: Array, K1: Array, K2: Array, dResult2: Array) -> Gradients:
    return _through(X, K1, K2, dResult2, input_gradient(dResult2, K2))


def _through(X: Array, K1: Array, K2: Array, dResult2: Array, dResult1: Array) -> Gradients:
    result1 = corr2d(X, K1)
    return input_gradient(dResult1, K1), corr2d(X, dResult1), corr2d(result1, dResult2)


def _drops_two(X: Array, K1: Array, K2: Array, reference: Array) -> Gradients:
    return _backward(X, K1, K2, _forward(X, K1, K2)[1] - reference)


def _ignores_reference(X: Array, K1: Array, K2: Array, reference: Array) -> Gradients:
    return _backward(X, K1, K2, 2 * _forward(X, K1, K2)[1])


def _ignores_loss(X: Array, K1: Array, K2: Array, reference: Array) -> Gradients:
    return _backward(X, K1, K2, np.ones_like(reference))


def _reversed_sign(X: Array, K1: Array, K2: Array, reference: Array) -> Gradients:
    return _backward(X, K1, K2, -_dResult2(X, K1, K2, reference))


def _mean(X: Array, K1: Array, K2: Array, reference: Array) -> Gradients:
    return _backward(X, K1, K2, _dResult2(X, K1, K2, reference) / reference.size)


def _skips_chain(X: Array, K1: Array, K2: Array, reference: Array) -> Gradients:
    dResult2 = _dResult2(X, K1, K2, reference)
    return _through(X, K1, K2, dResult2, dResult2)


def _unrotated_K2(X: Array, K1: Array, K2: Array, reference: Array) -> Gradients:
    dResult2 = _dResult2(X, K1, K2, reference)
    return _through(X, K1, K2, dResult2, corr2d(padded(dResult2, K2), K2))


def _unrotated_K1(X: Array, K1: Array, K2: Array, reference: Array) -> Gradients:
    dResult2 = _dResult2(X, K1, K2, reference)
    _, dK1, dK2 = _backward(X, K1, K2, dResult2)
    return corr2d(padded(input_gradient(dResult2, K2), K1), K1), dK1, dK2


def _dK1_from_result1(X: Array, K1: Array, K2: Array, reference: Array) -> Gradients:
    dResult2 = _dResult2(X, K1, K2, reference)
    dX, _, dK2 = _backward(X, K1, K2, dResult2)
    return dX, corr2d(corr2d(X, K1), input_gradient(dResult2, K2)), dK2


def _dK2_from_input(X: Array, K1: Array, K2: Array, reference: Array) -> Gradients:
    dResult2 = _dResult2(X, K1, K2, reference)
    dX, dK1, _ = _backward(X, K1, K2, dResult2)
    return dX, dK1, corr2d(X, dResult2)


def _swaps_kernel_gradients(X: Array, K1: Array, K2: Array, reference: Array) -> Gradients:
    dX, dK1, dK2 = _backward(X, K1, K2, _dResult2(X, K1, K2, reference))
    return dX, dK2, dK1


def _backward_order(X: Array, K1: Array, K2: Array, reference: Array) -> Gradients:
    dX, dK1, dK2 = _backward(X, K1, K2, _dResult2(X, K1, K2, reference))
    return dK2, dK1, dX


_BACKWARD: Rows = (
    ("dX dK1 dK2", Misconception(
        "two_kernels_backward.drops-two",
        wrong=_drops_two,
        says="All gradients are too small by one and the same factor, which is lost where the "
        "loss begins.",
        ask="What is the derivative of a square?",
    )),
    ("dX dK1 dK2", Misconception(
        "two_kernels_backward.ignores-reference",
        wrong=_ignores_reference,
        says="The reference plays no part. This stays hidden as long as the reference is zero.",
        ask="What should every gradient be when the final result equals the reference?",
    )),
    ("dX dK1 dK2", Misconception(
        "two_kernels_backward.ignores-loss",
        wrong=_ignores_loss,
        says="The chain starts from a gradient of ones, so the loss has no say.",
        ask="What does the loss tell the final result, before any kernel is involved?",
    )),
    ("dX dK1 dK2", Misconception(
        "two_kernels_backward.reversed-sign",
        wrong=_reversed_sign,
        says="Every gradient has the opposite sign.",
        ask="If a result is larger than its reference and grows, does the loss grow or shrink?",
    )),
    ("dX dK1 dK2", Misconception(
        "two_kernels_backward.mean",
        wrong=_mean,
        says="These are the gradients of the mean squared error; here the loss is a sum.",
        ask="Does the loss of one pixel depend on how many other pixels there are?",
    )),
    ("dX dK1", Misconception(
        "two_kernels_backward.skips-chain",
        wrong=_skips_chain,
        says="The gradient at the final result is used one layer too early: it has not passed "
        "back through the second kernel.",
        ask="Which gradient has the shape of the result in between?",
    )),
    ("dX dK1", Misconception(
        "two_kernels_backward.unrotated-K2",
        wrong=_unrotated_K2,
        says="On the way back, the second kernel is not turned. A kernel that equals its own "
        "rotation hides this.",
        ask="Would your answer change if K2 had four different entries?",
    )),
    ("dX", Misconception(
        "two_kernels_backward.unrotated-K1",
        wrong=_unrotated_K1,
        says="On the last step back to the input, the first kernel is not turned.",
        ask="You carried the gradient back through K2; what did you do with that kernel?",
    )),
    ("dK1", Misconception(
        "two_kernels_backward.dK1-from-result1",
        wrong=_dK1_from_result1,
        says="The gradient of the first kernel is taken with what the first layer put out, "
        "not with what it received.",
        ask="Which matrix did the first kernel slide over?",
    )),
    ("dK2", Misconception(
        "two_kernels_backward.dK2-from-input",
        wrong=_dK2_from_input,
        says="The gradient of the second kernel is taken with the image, which the second "
        "kernel never saw.",
        ask="Which matrix did the second kernel slide over?",
    )),
    ("dK1 dK2", Misconception(
        "two_kernels_backward.swaps-kernel-gradients",
        wrong=_swaps_kernel_gradients,
        says="The gradients of the two kernels are returned in each other's place.",
        ask="Which of your results has the shape of the first kernel?",
    )),
    ("dX dK2", Misconception(
        "two_kernels_backward.backward-order",
        wrong=_backward_order,
        says="The gradients are returned in the order in which you found them.",
        ask="In which order does the question ask for the three results?",
    )),
)  # fmt: skip
TWO_KERNELS_BACKWARD = _by_part(("dX", "dK1", "dK2"), _BACKWARD)
