"""Mistakes in the squared distance between result and reference, and in its gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.judging.values import Array
from helpers.questions.misconceptions.blocks import unchanged
from helpers.questions.model import Misconception
from helpers.questions.recipe import Recipe


def _difference(result: Array, reference: Array) -> Array:
    return result - reference


def _only_result(result: Array, reference: Array) -> Array:
    return result


def _loss(
    result: Array,
    reference: Array,
    *,
    difference: Any = _difference,
    size: Any = lambda d: d**2,
    together: Any = np.sum,
    finish: Any = unchanged,
) -> Any:
    return finish(together(size(difference(result, reference))))


def _gradient(
    result: Array,
    reference: Array,
    *,
    difference: Any = _difference,
    factor: Any = lambda d: 2.0,
    divide: Any = unchanged,
    together: Any = unchanged,
) -> Any:
    d = difference(result, reference)
    return together(divide(factor(d) * d))


def _with_loss(**steps: Any) -> Recipe:
    return Recipe(_loss, steps)


def _with_gradient(**steps: Any) -> Recipe:
    return Recipe(_gradient, steps)


def _mutating_loss(result: Array, reference: Array) -> float:
    result -= reference
    return float((result**2).sum())


def _mutating_gradient(result: Array, reference: Array) -> Array:
    result -= reference
    return 2 * result


def _squares_apart(result: Array, reference: Array) -> float:
    return float((result**2).sum() - (reference**2).sum())


L2_LOSS = (
    Misconception("l2_loss.takes-root", _with_loss(finish=np.sqrt)),
    Misconception("l2_loss.mean", _with_loss(together=np.mean)),
    Misconception("l2_loss.half", _with_loss(finish=lambda loss: loss / 2)),
    Misconception("l2_loss.absolute", _with_loss(size=np.abs)),
    Misconception("l2_loss.ignores-reference", _with_loss(difference=_only_result)),
    Misconception("l2_loss.sums-then-squares", _with_loss(size=lambda d: d.sum() ** 2)),
    Misconception("l2_loss.squares-apart", _squares_apart),
    Misconception("l2_loss.not-summed", _with_loss(together=unchanged)),
    Misconception("l2_loss.mutates-input", _mutating_loss, sign="changes-arguments"),
)

L2_LOSS_BACKWARD = (
    Misconception("l2_loss_backward.drops-two", _with_gradient(factor=lambda d: 1.0)),
    Misconception("l2_loss_backward.mean", _with_gradient(divide=lambda d: d / d.size)),
    Misconception(
        "l2_loss_backward.reversed-sign",
        _with_gradient(difference=lambda result, reference: reference - result),
    ),
    Misconception("l2_loss_backward.ignores-reference", _with_gradient(difference=_only_result)),
    Misconception(
        "l2_loss_backward.of-the-root",
        _with_gradient(factor=lambda d: 1 / np.sqrt((d**2).sum())),
    ),
    Misconception("l2_loss_backward.summed", _with_gradient(together=np.sum)),
    Misconception("l2_loss_backward.mutates-input", _mutating_gradient, sign="changes-arguments"),
)
