"""Mistakes in the tables of the second sheet: C, and dE/dA as numbers and as sums of B's.

dE/dA is written down once, as the B's each pixel collects; the numbers follow from it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from helpers.questions.data import A, B
from helpers.questions.misconceptions.blocks import corr2d, rotated
from helpers.questions.model import Misconception
from helpers.questions.values import Array

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


def _sum(terms: list[Term]) -> float:
    return sum(float(B[term]) for term in terms)


class _Mistake(NamedTuple):
    id: str
    collects: Callable[[int, int], list[Term]]
    says: str
    ask: str

    def in_numbers(self) -> Misconception:
        wrong = _numbers(lambda i, j: _sum(self.collects(i, j)))
        return Misconception(self.id, wrong, self.says, self.ask)

    def in_letters(self) -> Misconception:
        wrong = _table(lambda i, j: _letters(self.collects(i, j)))
        return Misconception(self.id, wrong, self.says, self.ask)


_WRONG_TERMS = (
    _Mistake(
        "dE_dA.copies-B",
        lambda i, j: [(max(i - 2, 0), max(j - 2, 0))],  # the last window that holds the pixel
        says="The entries of B are placed in the table, but a pixel that lies in several windows "
        "should collect one from each.",
        ask="How many windows contain the pixel in the middle of A?",
    ),
    _Mistake(
        "dE_dA.unrotated-kernel",
        lambda i, j: [(2 - u, 2 - v) for u, v in _collected(i, j)],
        says="Each pixel collects the entries of B from the opposite corner: the kernel is the "
        "wrong way round.",
        ask="Which entry of B lies on the top left pixel of A, and in how many windows?",
    ),
    _Mistake(
        "dE_dA.transposed-kernel",
        lambda i, j: [(v, u) for u, v in _collected(i, j)],
        says="Rows and columns of B are exchanged.",
        ask="Which entries of B pass over the second pixel of the first row of A?",
    ),
    _Mistake(
        "dE_dA.whole-kernel",
        lambda i, j: _collected(2, 2),
        says="Every pixel collects the whole of B. That is true only where all entries of B pass "
        "by.",
        ask="Can the centre of B ever lie on a pixel in the corner of A?",
    ),
)
_COUNTS_WINDOWS = Misconception(
    "dE_dA.counts-windows",
    _numbers(lambda i, j: len(_collected(i, j))),
    says="You counted the windows that contain each pixel; each of them brings an entry of B "
    "along.",
    ask="By how much does an output change when a pixel under a large entry of B changes?",
)

_centre_35 = _numbers(lambda i, j: _sum(_collected(i, j)))
_centre_35[2, 2] = 35

DE_DA = (
    *(mistake.in_numbers() for mistake in _WRONG_TERMS),
    _COUNTS_WINDOWS,
    Misconception(
        "dE_dA.centre-35",
        _centre_35,
        says="One entry is off by a little, and in a way that a printed solution is known to be. "
        "The rest is right.",
        ask="What do you get when you add up all entries of B once more?",
    ),
    Misconception(
        "dE_dA.gradient-of-B",
        corr2d(A, np.ones((3, 3))),
        says="This is the gradient with respect to the kernel; the question is about the image.",
        ask="Which of the two matrices has the shape that the answer must have?",
    ),
)

DE_DA_FORMULA = (
    *(mistake.in_letters() for mistake in _WRONG_TERMS),
    replace(_COUNTS_WINDOWS, wrong=_table(lambda i, j: str(len(_collected(i, j))))),
    Misconception(
        "dE_dA.counts-from-zero",
        _table(lambda i, j: _letters(_collected(i, j), first=0)),
        says="Your indices count from zero, as NumPy does; the sheet counts from one.",
        ask="What does the sheet call the first entry of B?",
    ),
)

C = (
    Misconception(
        "C.flips-kernel",
        corr2d(A, rotated(B)),
        says="This is a true convolution: B was rotated by 180°. The sheet means "
        "cross-correlation, with B as it is.",
        ask="Which entry of B lies on the top left entry of A when you start?",
    ),
    Misconception(
        "C.transposes-kernel",
        corr2d(A, B.T),
        says="Rows and columns of B are exchanged.",
        ask="Which three entries of B lie on the first row of A when you start?",
    ),
    Misconception(
        "C.averages",
        corr2d(A, B) / B.size,
        says="The products are averaged; they should only be added.",
        ask="Where in the definition do you see a division?",
    ),
    Misconception(
        "C.forgets-kernel",
        corr2d(A, np.ones_like(B)),
        says="Each entry is the sum of its window of A; B gives the size but not the weights.",
        ask="Would your answer change if every entry of B were doubled?",
    ),
)
