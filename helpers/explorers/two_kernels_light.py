"""Who depends on whom in the chain: what js/two_kernels_light.js says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from helpers.explorers.two_kernels_state import Matrix

Numbers = dict[str, Matrix]
Marks = dict[str, list[list[list[str]]]]
Index = tuple[int, int]


class Operation(NamedTuple):
    """What an entry adds up.

    out[i, j] is the sum of over[i + a, j + b] · by[a, b] ("valid"), or of
    over[i - a, j - b] · by[a, b] ("full", an input gradient); dresult2 is the loss's own.
    """

    kind: str
    over: str
    by: str


OPERATIONS = {
    "result1": Operation("valid", "X", "K1"),
    "result2": Operation("valid", "result1", "K2"),
    "dresult2": Operation("loss", "result2", "reference"),
    "dK2": Operation("valid", "result1", "dresult2"),
    "dresult1": Operation("full", "dresult2", "K2"),
    "dK1": Operation("valid", "X", "dresult1"),
    "dX": Operation("full", "dresult1", "K1"),
}

NEXT = {
    "X": ("result1",), "K1": ("result1",), "result1": ("result2",), "K2": ("result2",),
    "result2": ("dresult2",), "reference": ("dresult2",), "dresult2": ("dK2", "dresult1"),
    "dresult1": ("dK1", "dX"),
}  # fmt: skip
"""What a grid goes on to: forward for values, backward for gradients."""


@dataclass(frozen=True)
class Lit:
    """The entry whose dependencies are lit; `terms` counts the products added so far, if not all.

    `entry` of `entries` says how far Play has come in its grid.
    """

    grid: str
    i: int
    j: int
    terms: int | None = None
    entry: int = 0
    entries: int = 0


def products(numbers: Numbers, name: str, i: int, j: int) -> list[tuple[Index, Index]]:
    """Return the products that an entry adds up, as pairs of indices into `over` and `by`."""
    kind, over, by = OPERATIONS[name]
    if kind == "loss":
        return [((i, j), (i, j))]
    if kind == "valid":
        return [((i + a, j + b), (a, b)) for a, b in np.ndindex(numbers[by].shape)]
    rows, columns = (
        range(max(0, at - k + 1), min(at, size - 1) + 1)
        for at, k, size in zip((i, j), numbers[by].shape, numbers[over].shape, strict=True)
    )
    return [((r, c), (i - r, j - c)) for r in rows for c in columns]


def windows_with(numbers: Numbers, name: str, i: int, j: int) -> tuple[range, range]:
    """Return the rows and columns of the windows that an entry of `over` is in."""
    sizes = zip((i, j), numbers[OPERATIONS[name].by].shape, numbers[name].shape, strict=True)
    rows, columns = (range(max(0, at - k + 1), min(at, size - 1) + 1) for at, k, size in sizes)
    return rows, columns


def light(numbers: Numbers, marks: Marks, at: Lit) -> None:
    """Mark the entry "focus", its sources "source", theirs "deep", its targets "target"."""

    def add(name: str, r: int, c: int, mark: str) -> None:
        if mark not in marks[name][r][c]:
            marks[name][r][c].append(mark)

    add(at.grid, at.i, at.j, "focus")
    if at.grid in OPERATIONS:
        _, over, by = OPERATIONS[at.grid]
        pairs = products(numbers, at.grid, at.i, at.j)
        done = len(pairs) if at.terms is None else at.terms
        for n, (left, right) in enumerate(pairs):
            added = n < done - 1 or done == len(pairs)
            mark = "source" if added else "source now" if n == done - 1 else "source wait"
            for name, index in ((over, left), (by, right)):
                add(name, *index, mark)
            for name, index in ((over, left), (by, right)):
                if name in OPERATIONS:
                    for far_left, far_right in products(numbers, name, *index):
                        add(OPERATIONS[name].over, *far_left, "deep")
                        add(OPERATIONS[name].by, *far_right, "deep")
    for name in NEXT.get(at.grid, ()):
        for index, partner in _targets(numbers, name, at):
            add(name, *index, "target")
            if at.grid not in OPERATIONS and partner is not None:
                add(partner[0], *partner[1], "source")


def _targets(numbers: Numbers, name: str, at: Lit) -> list[tuple[Index, tuple[str, Index] | None]]:
    """Return the entries made of the lit one, each with what it is multiplied by there."""
    kind, over, by = OPERATIONS[name]
    i, j = at.i, at.j
    if kind == "loss":
        return [((i, j), None)]
    if at.grid == by:
        return [
            ((r, c), (over, (i + r, j + c)))
            for r, c in np.ndindex(numbers[name].shape)
        ]  # fmt: skip
    if kind == "valid":
        rows, columns = windows_with(numbers, name, i, j)
        return [((r, c), (by, (i - r, j - c))) for r in rows for c in columns]
    return [((i + a, j + b), None) for a, b in np.ndindex(numbers[by].shape)]
