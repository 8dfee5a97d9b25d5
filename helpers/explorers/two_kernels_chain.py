"""The chain with every intermediate and gradient, and steps of gradient descent, in Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from helpers.explorers.two_kernels_state import CELLS, Matrix
from helpers.reference import corr2d_backward, l2_loss, l2_loss_backward, two_kernels_forward

PARAMETERS = ("X", "K1", "K2")
MOST_STEPS = 2000
MOST_LOSS = 1e12  # a step that would make the loss greater is not taken


@dataclass(frozen=True)
class Way:
    """A descent so far: where it began, where it is, the loss at every step."""

    start: dict[str, Matrix]
    end: dict[str, Matrix]
    losses: tuple[float, ...]
    diverged: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return it as the browser stores it."""
        start, end = (
            {name: matrix.tolist() for name, matrix in place.items()}
            for place in (self.start, self.end)
        )
        return {
            "start": start, "end": end, "losses": list(self.losses), "diverged": self.diverged,
        }  # fmt: skip


def chain(given: dict[str, Matrix]) -> tuple[dict[str, Matrix], float]:
    """Return every matrix of the chain by its name, with its gradients, and the loss.

    Shapes: X (H, W), K1 (h, w), K2 (u, v), reference (H - h - u + 2, W - w - v + 2)
    Raises: ValueError as helpers.reference.two_kernels_forward and l2_loss do.
    """
    X, K1, K2, reference = (given[name] for name in CELLS)
    result1, result2 = two_kernels_forward(X, K1, K2)
    dresult2 = l2_loss_backward(result2, reference)
    dresult1, dK2 = corr2d_backward(dresult2, result1, K2)
    dX, dK1 = corr2d_backward(dresult1, X, K1)
    numbers = {
        **given, "result1": result1, "result2": result2, "dresult2": dresult2, "dK2": dK2,
        "dresult1": dresult1, "dK1": dK1, "dX": dX,
    }  # fmt: skip
    return numbers, l2_loss(result2, reference)


def way_to(given: dict[str, Matrix], descent: dict[str, Any]) -> Way:
    """Return the stored descent, or a new one where it does not end at these matrices."""
    if descent.get("end") and all(
        np.array_equal(descent["end"][name], matrix) for name, matrix in given.items()
    ):
        start, end = (
            {name: np.array(cells, dtype=np.float64) for name, cells in descent[place].items()}
            for place in ("start", "end")
        )
        return Way(start, end, tuple(descent["losses"]), descent["diverged"])
    return Way(given, given, (chain(given)[1],))


def descended(way: Way, rate: float, moves: Iterable[str]) -> Way:
    """Take one step against the gradient of each parameter in moves."""
    if len(way.losses) > MOST_STEPS:
        return way
    numbers, _ = chain(way.end)
    end = dict(way.end)
    for name in moves:
        end[name] = numbers[name] - rate * numbers[f"d{name}"]
    loss = chain(end)[1]
    if not loss <= MOST_LOSS:
        return replace(way, diverged=True)
    return Way(way.start, end, (*way.losses, loss))
