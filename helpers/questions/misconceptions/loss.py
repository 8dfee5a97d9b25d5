"""Mistakes in the squared distance between result and reference, and in its gradient."""

from __future__ import annotations

import numpy as np

from helpers.questions.model import Misconception
from helpers.questions.values import Array


def _mutating_loss(result: Array, reference: Array) -> float:
    result -= reference
    return float((result**2).sum())


def _mutating_gradient(result: Array, reference: Array) -> Array:
    result -= reference
    return 2 * result


L2_LOSS = (
    Misconception(
        "l2_loss.takes-root",
        wrong=lambda result, reference: np.sqrt(((result - reference) ** 2).sum()),
        says="This is the distance itself; the loss is its square.",
        ask="What does the small raised figure after the norm bars mean?",
    ),
    Misconception(
        "l2_loss.mean",
        wrong=lambda result, reference: ((result - reference) ** 2).mean(),
        says="The squares are averaged. That is the mean squared error; here they are summed.",
        ask="Should the loss grow when a larger image has the same error in every pixel?",
    ),
    Misconception(
        "l2_loss.half",
        wrong=lambda result, reference: ((result - reference) ** 2).sum() / 2,
        says="The loss is halved. Many textbooks do so to simplify the gradient; "
        "this definition does not.",
        ask="Where in the definition of this loss do you see a fraction?",
    ),
    Misconception(
        "l2_loss.absolute",
        wrong=lambda result, reference: np.abs(result - reference).sum(),
        says="The absolute differences are summed, not their squares.",
        ask="By how much should the loss grow when one difference doubles?",
    ),
    Misconception(
        "l2_loss.ignores-reference",
        wrong=lambda result, reference: (result**2).sum(),
        says="The reference plays no part. This stays hidden as long as the reference is zero.",
        ask="What should the loss be when the result equals the reference?",
    ),
    Misconception(
        "l2_loss.sums-then-squares",
        wrong=lambda result, reference: (result - reference).sum() ** 2,
        says="The differences are added first and squared afterwards, so they can cancel.",
        ask="If one pixel is too bright and another as much too dark, is the loss zero?",
    ),
    Misconception(
        "l2_loss.squares-apart",
        wrong=lambda result, reference: (result**2).sum() - (reference**2).sum(),
        says="Result and reference are squared before they are subtracted.",
        ask="Can a sum of squares be negative?",
    ),
    Misconception(
        "l2_loss.not-summed",
        wrong=lambda result, reference: (result - reference) ** 2,
        says="The squares are right, but they are still a matrix; a loss is one number.",
        ask="How do you compare two results if each has a whole matrix of losses?",
    ),
    Misconception(
        "l2_loss.mutates-input",
        wrong=_mutating_loss,
        says="Your function writes into the result it was given.",
        ask="What is the difference between `a -= b` and `a = a - b` for arrays?",
    ),
)

L2_LOSS_BACKWARD = (
    Misconception(
        "l2_loss_backward.drops-two",
        wrong=lambda result, reference: result - reference,
        says="The direction is right but every entry is too small by the same factor.",
        ask="What is the derivative of a square?",
    ),
    Misconception(
        "l2_loss_backward.mean",
        wrong=lambda result, reference: 2 * (result - reference) / result.size,
        says="This is the gradient of the mean squared error; here the loss is a sum.",
        ask="Does the loss of one pixel depend on how many other pixels there are?",
    ),
    Misconception(
        "l2_loss_backward.reversed-sign",
        wrong=lambda result, reference: 2 * (reference - result),
        says="Every entry has the opposite sign.",
        ask="If a result is larger than its reference and grows, does the loss grow or shrink?",
    ),
    Misconception(
        "l2_loss_backward.ignores-reference",
        wrong=lambda result, reference: 2 * result,
        says="The reference plays no part. This stays hidden as long as the reference is zero.",
        ask="What should the gradient be when the result equals the reference?",
    ),
    Misconception(
        "l2_loss_backward.of-the-root",
        wrong=lambda result, reference: (
            (result - reference) / np.sqrt(((result - reference) ** 2).sum())
        ),
        says="This is the gradient of the distance; the loss is the distance squared.",
        ask="If all differences double, what happens to the slope of a square?",
    ),
    Misconception(
        "l2_loss_backward.summed",
        wrong=lambda result, reference: (2 * (result - reference)).sum(),
        says="The entries are added into one number; the gradient has one entry for each entry "
        "of the result.",
        ask="What shape must a gradient have, so that it can be subtracted from the result?",
    ),
    Misconception(
        "l2_loss_backward.mutates-input",
        wrong=_mutating_gradient,
        says="Your function writes into the result it was given.",
        ask="What is the difference between `a -= b` and `a = a - b` for arrays?",
    ),
)
