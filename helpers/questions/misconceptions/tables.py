"""Mistakes in the tables of the second sheet: C, and dE/dA as numbers and as sums of B's.

dE/dA is written down once, as the B's each pixel collects; the numbers follow from it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from helpers.judging.values import Array
from helpers.questions.data import B
from helpers.questions.misconceptions.blocks import corr2d, rotated
from helpers.questions.model import Misconception

Table = tuple[tuple[str, ...], ...]
Term = tuple[int, int]  # the entry B[u, v], from 0


def _collected(i: int, j: int) -> list[Term]:
    """List the B's that tie pixel (i, j) to an output, rightly."""
    corners = itertools.product(range(3), range(3))
    return [(u, v) for u, v in corners if 0 <= i - u < 3 and 0 <= j - v < 3]


def _letters(terms: list[Term], first: int = 1) -> str:
    return " + ".join(f"B{u + first}{v + first}" for u, v in terms)


def _table(entry: Callable[[int, int], str]) -> Table:
    return tuple(tuple(entry(i, j) for j in range(5)) for i in range(5))


def _numbers(entry: Callable[[int, int], float]) -> Array:
    return np.array([[entry(i, j) for j in range(5)] for i in range(5)], dtype=float)


def _sum(terms: list[Term], B: Array) -> float:
    return sum(float(B[term]) for term in terms)


class _Mistake(NamedTuple):
    id: str
    collects: Callable[[int, int], list[Term]]

    def in_numbers(self, B: Array) -> Misconception:
        return Misconception(self.id, _numbers(lambda i, j: _sum(self.collects(i, j), B)))

    def in_letters(self) -> Misconception:
        return Misconception(self.id, _table(lambda i, j: _letters(self.collects(i, j)) or "0"))


def _placed_at(row: int, column: int) -> Callable[[int, int], list[Term]]:
    """B itself with its corner here, and nothing around it."""

    def collects(i: int, j: int) -> list[Term]:
        u, v = i - row, j - column
        return [(u, v)] if 0 <= u < 3 and 0 <= v < 3 else []

    return collects


_WRONG_TERMS = (
    # the last or the first of the windows that hold the pixel
    _Mistake("dE_dA.copies-B", lambda i, j: [(max(i - 2, 0), max(j - 2, 0))]),
    _Mistake("dE_dA.copies-B", lambda i, j: [(min(i, 2), min(j, 2))]),
    _Mistake("dE_dA.copies-B", _placed_at(0, 0)),
    _Mistake("dE_dA.copies-B", _placed_at(1, 1)),
    _Mistake("dE_dA.copies-B", _placed_at(2, 2)),
    _Mistake("dE_dA.copies-B", lambda i, j: [(i % 3, j % 3)]),
    _Mistake("dE_dA.unrotated-kernel", lambda i, j: [(2 - u, 2 - v) for u, v in _collected(i, j)]),
    _Mistake("dE_dA.transposed-kernel", lambda i, j: [(v, u) for u, v in _collected(i, j)]),
    _Mistake("dE_dA.whole-kernel", lambda i, j: _collected(2, 2)),
)
_COUNTS_WINDOWS = "dE_dA.counts-windows"

_centre_35 = _numbers(lambda i, j: _sum(_collected(i, j), B))
_centre_35[2, 2] = 35

CENTRE_35 = Misconception("dE_dA.centre-35", _centre_35)
"""The sheet's own slip, so it goes with the sheet's numbers."""


def mistakes_in_dE_dA(A: Array, B: Array) -> tuple[Misconception, ...]:
    """List the mistakes in the numbers of dE/dA, for an image A (5, 5) and a kernel B (3, 3)."""
    return (
        *(mistake.in_numbers(B) for mistake in _WRONG_TERMS),
        Misconception(_COUNTS_WINDOWS, _numbers(lambda i, j: len(_collected(i, j)))),
        Misconception("dE_dA.gradient-of-B", corr2d(A, np.ones((3, 3)))),
    )


def _counts_from_zero(answer: Any) -> bool:
    """Say whether every entry has the right letters, with indices from 0."""
    letters = [[sorted(re.findall(r"B\d\d", str(entry))) for entry in row] for row in answer]
    return letters == [
        [[f"B{u}{v}" for u, v in _collected(i, j)] for j in range(5)] for i in range(5)
    ]


DE_DA_FORMULA = (
    *(mistake.in_letters() for mistake in _WRONG_TERMS),
    Misconception(_COUNTS_WINDOWS, _table(lambda i, j: str(len(_collected(i, j))))),
    Misconception(
        "dE_dA.counts-from-zero",
        _table(lambda i, j: _letters(_collected(i, j), first=0)),
        covers=_counts_from_zero,
    ),
)


def mistakes_in_C(A: Array, B: Array) -> tuple[Misconception, ...]:
    """List the mistakes in C, for an image A (5, 5) and a kernel B (3, 3)."""
    return (
        Misconception("C.flips-kernel", corr2d(A, rotated(B))),
        Misconception("C.transposes-kernel", corr2d(A, B.T)),
        Misconception("C.averages", corr2d(A, B) / B.size),
        Misconception("C.forgets-kernel", corr2d(A, np.ones_like(B))),
    )
