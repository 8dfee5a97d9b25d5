"""Numbers of a student's own, drawn from a key of the course and the student's id.

The sheet's numbers are drawn anew so that the work by hand stays the same: small integers, as many
of them 0 as in the sheet.  The draw uses SHA-256 alone: the same key and id give the same numbers
on every machine and with every version of NumPy.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar

import numpy as np

from helpers.judging.values import Array

Numbers = Mapping[str, Array]
"""The matrices that an assignment gives, by the names they have in its notebook."""

_given: ContextVar[Numbers | None] = ContextVar("personal numbers", default=None)


def use(numbers: Numbers | None) -> None:
    """Judge by these numbers from here on, in this thread or task; by the sheet's with None."""
    _given.set(numbers)


def given() -> Numbers | None:
    """Return the numbers in use, or None for the sheet's."""
    return _given.get()


def assignment_key(secret: bytes, assignment: str) -> str:
    """Return what a release may hold: it draws numbers, and does not give the course's secret."""
    return hmac.new(secret, f"numbers of {assignment}".encode(), "sha256").hexdigest()


def draw(assignment: str, key: str, student: str) -> Numbers:
    """Draw a student's numbers.  Raises KeyError for an assignment that gives no numbers."""
    return DRAWS[assignment](_Dice(f"{key}\n{assignment}\n{student.strip().casefold()}"))


class _Dice:
    """Fair choices without end, from the hash of a text."""

    def __init__(self, text: str) -> None:
        self._bytes = self._stream(text.encode())

    @staticmethod
    def _stream(seed: bytes) -> Iterator[int]:
        count = 0
        while True:
            yield from hashlib.sha256(seed + count.to_bytes(8, "big")).digest()
            count += 1

    def below(self, end: int) -> int:
        """Return a number from 0 to end - 1, end at most 256, each as likely as any other."""
        fair = 256 - 256 % end
        return next(number for number in self._bytes if number < fair) % end

    def shuffled(self, values: Sequence[float]) -> list[float]:
        left = list(values)
        return [left.pop(self.below(len(left))) for _ in values]

    def matrix(self, rows: int, columns: int, low: int, high: int) -> Array:
        entries = [low + self.below(high - low + 1) for _ in range(rows * columns)]
        return np.array(entries, dtype=float).reshape(rows, columns)


def _two_kernels(dice: _Dice) -> Numbers:
    """As in the sheet, six entries of K1 and two of K2 are not 0, and INPUT is the identity."""
    K1 = np.array([dice.shuffled([1.0, 0.0, -1.0]) for _ in range(3)])
    K2 = np.array([dice.shuffled([1.0 + dice.below(2), 0.0]) for _ in range(2)])
    while np.array_equal(K2, K2[::-1, ::-1]):  # a rotation that shows
        K2 = np.array([dice.shuffled([1.0 + dice.below(2), 0.0]) for _ in range(2)])
    reference = np.array(dice.shuffled([1.0, -1.0, 0.0, 0.0])).reshape(2, 2)
    return {"INPUT": np.eye(5), "K1": K1, "K2": K2, "Reference": reference}


def _convolution(dice: _Dice) -> Numbers:
    """From 1 to 5, as in the sheet; B is neither its own rotation nor its own transpose."""
    A, B = dice.matrix(5, 5, 1, 5), dice.matrix(3, 3, 1, 5)
    while np.array_equal(B, B[::-1, ::-1]) or np.array_equal(B, B.T):
        B = dice.matrix(3, 3, 1, 5)
    return {"A": A, "B": B}


def _pooling(dice: _Dice) -> Numbers:
    """Nine different numbers from 70 to 119, as in the sheet."""
    return {"C": np.array(dice.shuffled(range(70, 120))[:9], dtype=float).reshape(3, 3)}


DRAWS: Mapping[str, Callable[[_Dice], Numbers]] = {
    "two_kernels": _two_kernels,
    "convolution": _convolution,
    "pooling": _pooling,
}
