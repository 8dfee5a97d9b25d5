"""Mistakes in two kernels in a row, forward and backward."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from helpers.judging.values import Array
from helpers.questions.misconceptions.blocks import (
    corr2d,
    input_gradient,
    padded,
    rotated,
    unchanged,
)
from helpers.questions.misconceptions.corr2d import CORR2D
from helpers.questions.misconceptions.corr2d_backward import (
    CORR2D_BACKWARD_DK,
    CORR2D_BACKWARD_DX,
)
from helpers.questions.model import Misconception
from helpers.questions.recipe import Recipe

Gradients = tuple[Array, ...]
Rows = tuple[tuple[str, Misconception], ...]  # the parts that a mistake spoils, and the mistake
ByPart = Mapping[str, tuple[Misconception, ...]]
Backward = Callable[[Array, Array, Array], tuple[Array, Array]]


def _by_part(parts: tuple[str, ...], rows: Rows) -> ByPart:
    return {part: tuple(m for spoils, m in rows if part in spoils.split()) for part in parts}


def _forward(
    X: Array,
    K1: Array,
    K2: Array,
    *,
    layer: Any = corr2d,
    kernels: Any = lambda K1, K2: (K1, K2),
    second_input: Any = lambda X, result1: result1,
    order: Any = tuple,
) -> Gradients:
    """Apply the first of kernels(K1, K2), then the second to second_input(X, result1)."""
    first, second = kernels(K1, K2)
    result1 = layer(X, first)
    return tuple(order((result1, layer(second_input(X, result1), second))))


def _with_forward(**steps: Any) -> Recipe:
    return Recipe(_forward, steps)


def _built_from(rows: Iterable[Misconception]) -> tuple[Misconception, ...]:
    return tuple(replace(m, wrong=_with_forward(layer=m.wrong), inner="corr2d") for m in rows)


_FORWARD: Rows = (
    # The second result is the same in either order: correlations commute.
    ("result1", Misconception(
        "two_kernels_forward.swaps-kernels", _with_forward(kernels=lambda K1, K2: (K2, K1))
    )),
    ("result2", Misconception(
        "two_kernels_forward.skips-first", _with_forward(second_input=lambda X, result1: X)
    )),
    ("result1 result2", Misconception(
        "two_kernels_forward.swaps-results", _with_forward(order=reversed), whole=True
    )),
    *(("result1 result2", m) for m in _built_from(CORR2D)),
)  # fmt: skip
TWO_KERNELS_FORWARD = _by_part(("result1", "result2"), _FORWARD)


def right_backward(dY: Array, X: Array, K: Array) -> tuple[Array, Array]:
    """Return (dX, dK) of one layer."""
    return input_gradient(dY, K), corr2d(X, dY)


def _cropped(dY: Array, X: Array, K: Array) -> tuple[Array, Array]:
    """The same, with a dK whose loops run over K whatever dY's size is."""
    dX, dK = right_backward(dY, X, K)
    return dX, dK[: K.shape[0], : K.shape[1]]


def _loss_gradient(result2: Array, reference: Array) -> Array:
    return 2 * (result2 - reference)


def _backward(
    X: Array,
    K1: Array,
    K2: Array,
    reference: Array,
    *,
    layer: Any = corr2d,
    layer_backward: Backward = right_backward,
    loss: Any = _loss_gradient,
    dResult1: Any = None,
    dX: Any = None,
    dK1_input: Any = lambda X, result1: X,
    dK2_input: Any = lambda X, result1: result1,
    order: Any = tuple,
) -> Gradients:
    """Walk back through both layers; each step may be replaced."""
    result1 = layer(X, K1)
    dResult2 = loss(layer(result1, K2), reference)
    through, _ = layer_backward(dResult2, result1, K2)
    _, dK2 = layer_backward(dResult2, dK2_input(X, result1), K2)
    back = through if dResult1 is None else dResult1(dResult2, K2)
    first, _ = layer_backward(back, X, K1)
    _, dK1 = layer_backward(back, dK1_input(X, result1), K1)
    return tuple(order((first if dX is None else dX(back, K1), dK1, dK2)))


def _with_backward(**steps: Any) -> Recipe:
    return Recipe(_backward, steps)


def _unrotated(dY: Array, K: Array) -> Array:
    return corr2d(padded(dY, K), K)


_BACKWARD: Rows = (
    ("dX dK1 dK2", Misconception(
        "two_kernels_backward.drops-two",
        _with_backward(loss=lambda result2, reference: result2 - reference),
    )),
    ("dX dK1 dK2", Misconception(
        "two_kernels_backward.ignores-reference",
        _with_backward(loss=lambda result2, reference: 2 * result2),
    )),
    ("dX dK1 dK2", Misconception(
        "two_kernels_backward.ignores-loss",
        _with_backward(loss=lambda result2, reference: np.ones_like(reference)),
    )),
    ("dX dK1 dK2", Misconception(
        "two_kernels_backward.reversed-sign",
        _with_backward(loss=lambda result2, reference: 2 * (reference - result2)),
    )),
    ("dX dK1 dK2", Misconception(
        "two_kernels_backward.mean",
        _with_backward(loss=lambda result2, reference: 2 * (result2 - reference) / result2.size),
    )),
    ("dX dK1", Misconception(
        "two_kernels_backward.skips-chain", _with_backward(dResult1=unchanged)
    )),
    ("dK1", Misconception(
        "two_kernels_backward.skips-chain",
        _with_backward(dResult1=unchanged, layer_backward=_cropped),
    )),
    ("dX dK1", Misconception(
        "two_kernels_backward.unrotated-K2", _with_backward(dResult1=_unrotated)
    )),
    ("dX", Misconception("two_kernels_backward.unrotated-K1", _with_backward(dX=_unrotated))),
    ("dK1", Misconception(
        "two_kernels_backward.dK1-from-result1",
        _with_backward(dK1_input=lambda X, result1: result1),
    )),
    ("dK2", Misconception(
        "two_kernels_backward.dK2-from-input", _with_backward(dK2_input=lambda X, result1: X)
    )),
    ("dK2", Misconception(
        "two_kernels_backward.dK2-from-input",
        _with_backward(dK2_input=lambda X, result1: X, layer_backward=_cropped),
    )),
    ("dK1 dK2", Misconception(
        "two_kernels_backward.swaps-kernel-gradients",
        _with_backward(order=lambda found: (found[0], found[2], found[1])),
        whole=True,
    )),
    ("dX dK2", Misconception(
        "two_kernels_backward.backward-order", _with_backward(order=reversed), whole=True
    )),
)  # fmt: skip
TWO_KERNELS_BACKWARD = _by_part(("dX", "dK1", "dK2"), _BACKWARD)


def _calling(layer: Any) -> Backward:
    """Both gradients of a layer, as calls of the student's own corr2d."""
    return lambda dY, X, K: (layer(padded(dY, K), rotated(K)), layer(X, dY))


def _inside(m: Misconception, inner: str, **steps: Any) -> Misconception:
    return replace(m, wrong=_with_backward(**steps), inner=inner, sign="")


_LAYERS = tuple(m for m in CORR2D if m.sign != "changes-arguments")
_GRADIENTS = (*CORR2D_BACKWARD_DX, *CORR2D_BACKWARD_DK)

# A wrong corr2d, called forward only or also on the way back, or a wrong corr2d_backward.
TWO_KERNELS_BACKWARD_CALLS = (
    *(_inside(m, "corr2d", layer=m.wrong, layer_backward=_calling(m.wrong)) for m in _LAYERS),
    *(_inside(m, "corr2d", layer=m.wrong) for m in _LAYERS),
    *(
        _inside(m, "corr2d_backward", layer_backward=m.wrong)
        for m in _GRADIENTS
        if not m.sign and not m.same_as
    ),
)
