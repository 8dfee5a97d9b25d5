"""What can be noticed in a wrong answer without knowing the mistake, and without telling a number.

Each property holds on every case or not at all; its name is the key of its sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.judging.shown import Piece
from helpers.judging.values import Array, agree


@dataclass(frozen=True)
class Answered:
    """One case: its arguments, what the answer showed and what is expected."""

    arguments: tuple[Any, ...]
    got: Piece
    expected: Array

    @property
    def numbers(self) -> Array | None:
        """The answer's numbers where they have the expected shape, else None."""
        got = self.got
        return None if isinstance(got, str) or got.shape != self.expected.shape else got

    @property
    def right(self) -> bool:
        """Whether the answer is right here."""
        got = self.numbers
        return got is not None and bool(agree(got, self.expected).all())


def noticed(cases: Sequence[Answered]) -> str | None:
    """Return the key of the first property that a wrong answer has, or None."""
    with np.errstate(all="ignore"):  # an answer may hold anything
        return next((key for key, holds in _PROPERTIES if holds(cases)), None)


def _integer(cases: Sequence[Answered]) -> bool:
    """Right wherever whole numbers are, and whole numbers everywhere else."""
    if not any(_has_fractions(case.expected) and not case.right for case in cases):
        return False
    return all(case.right or _truncated(case) for case in cases)


def _truncated(case: Answered) -> bool:
    got = case.numbers
    if got is None or _has_fractions(got) or not got.any():
        return False
    given = any(_has_fractions(a) for a in case.arguments if isinstance(a, np.ndarray))
    return given or bool((np.abs(got - case.expected) < 1).all())


def _has_fractions(array: Array) -> bool:
    return bool((array != np.round(array)).any())


def _factors(cases: Sequence[Answered]) -> list[tuple[float, int]] | None:
    """Return each case's factor between got and expected, and its number of entries.

    Cases in which both are 0 are left out.
    """
    factors = []
    for case in cases:
        got = case.numbers
        if got is None or not np.isfinite(got).all() or not np.isfinite(case.expected).all():
            return None
        size = float((case.expected**2).sum())
        if size == 0:
            if got.any():
                return None
            continue
        factor = float((got * case.expected).sum()) / size
        if abs(factor) < 1e-9 or not agree(got, factor * case.expected).all():
            return None
        factors.append((factor, got.size))
    return factors or None


def _opposite_sign(cases: Sequence[Answered]) -> bool:
    factors = _factors(cases)
    return factors is not None and all(np.isclose(factor, -1) for factor, _ in factors)


def _factor(cases: Sequence[Answered]) -> bool:
    """One factor; a single number is a multiple of any other, so it takes two."""
    factors = _factors(cases)
    if factors is None or (len(factors) == 1 and factors[0][1] == 1):
        return False
    return all(np.isclose(factor, factors[0][0]) for factor, _ in factors)


def _factor_per_case(cases: Sequence[Answered]) -> bool:
    factors = _factors(cases)
    return factors is not None and sum(size > 1 for _, size in factors) >= 2


def _moved(move: Callable[[Array], Array]) -> Callable[[Sequence[Answered]], bool]:
    """Right on every case once `move` is undone; matrices only."""

    def holds(cases: Sequence[Answered]) -> bool:
        for case in cases:
            got = case.got
            if isinstance(got, str) or got.ndim != 2 or case.expected.ndim != 2:
                return False
            moved = move(got)
            if moved.shape != case.expected.shape or not agree(moved, case.expected).all():
                return False
        return True

    return holds


def _square(cases: Sequence[Answered]) -> bool:
    """Right where every matrix is square, in two sizes or more, and wrong everywhere else.

    Elsewhere a result may be right where it is square itself.
    """
    square = [case for case in cases if _all_square(case.arguments)]
    others = [case for case in cases if not _all_square(case.arguments)]
    sizes = {tuple(np.shape(a) for a in case.arguments) for case in square}
    wrong = [case for case in others if not case.right]
    excused = [case for case in others if case.right and len(set(case.expected.shape)) <= 1]
    return (
        len(sizes) >= 2
        and all(case.right for case in square)
        and len(wrong) >= 2
        and len(wrong) + len(excused) == len(others)
    )


def _all_square(arguments: tuple[Any, ...]) -> bool:
    matrices = [a for a in arguments if isinstance(a, np.ndarray)]
    return bool(matrices) and all(a.ndim == 2 and a.shape[0] == a.shape[1] for a in matrices)


def _border(cases: Sequence[Answered]) -> bool:
    """Right inside, wherever there is an inside, and wrong at the border only."""
    large = 0
    for case in cases:
        got = case.numbers
        if got is None or got.ndim != 2:
            return False
        if min(got.shape) >= 3:
            large += 1
            inside = np.s_[1:-1, 1:-1]
            if not agree(got, case.expected)[inside].all():
                return False
    return large >= 2


def _constant(cases: Sequence[Answered]) -> bool:
    first = cases[0].got
    if isinstance(first, str) or len(cases) < 3:
        return False
    return all(not isinstance(case.got, str) and np.array_equal(case.got, first) for case in cases)


_PROPERTIES: tuple[tuple[str, Callable[[Sequence[Answered]], bool]], ...] = (
    ("noticed.constant", _constant),
    ("noticed.opposite-sign", _opposite_sign),
    ("noticed.factor", _factor),
    ("noticed.factor-per-case", _factor_per_case),
    ("noticed.rotated", _moved(lambda Y: Y[::-1, ::-1])),
    ("noticed.transposed", _moved(lambda Y: Y.T)),
    ("noticed.upside-down", _moved(lambda Y: Y[::-1])),
    ("noticed.mirrored", _moved(lambda Y: Y[:, ::-1])),
    ("noticed.integer", _integer),
    ("noticed.square", _square),
    ("noticed.border", _border),
)
