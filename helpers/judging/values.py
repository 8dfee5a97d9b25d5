"""Read an answer as numbers, and say which of them agree with others."""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from helpers.judging.messages import tell

Array = npt.NDArray[np.float64]

TOLERANCE = 1e-4
"""Largest accepted difference, as a fraction of the largest expected magnitude.

Wide enough for float32 and for an FFT; the hidden cases are small integers and quarters, on which
every known mistake is off by far more."""

MAX_ENTRIES = 100_000
"""No question has an answer with more entries than this."""

MAX_AXES = 8
"""Nor one with more axes, as an array or as lists in lists."""


class NotNumbers(ValueError):
    """An answer that cannot be read as numbers; its text tells the student what it is."""


@dataclass(frozen=True, eq=False)
class Foreign:
    """A part of an answer that stayed in the student's process; `what` names what it is there."""

    what: str


def as_numbers(value: Any) -> Array:
    """Read a number, a plain array or nested lists of numbers as a float64 array.

    Raises NotNumbers for everything else: None, text, complex or object arrays, array subclasses
    (masked arrays, matrices), generators, ragged lists, objects of the student's own.
    """
    with np.errstate(over="ignore"):  # a long double too large for float64 becomes inf
        return _read(value, depth=0)


def _read(value: Any, depth: int) -> Array:
    if value is None:
        raise NotNumbers(tell("none"))
    if isinstance(value, Foreign):
        raise NotNumbers(tell("foreign", what=value.what))
    if isinstance(value, (list, tuple)):
        return _from_rows(value, depth)
    if isinstance(value, np.ndarray):
        return _from_array(value)
    if isinstance(value, (numbers.Real, np.bool_)):
        try:
            return np.array(float(value))
        except Exception:  # a whole number beyond every float, or a class that only poses as one
            raise NotNumbers(tell("no-number", type=_type_name(value))) from None
    raise NotNumbers(tell("no-numbers", type=_type_name(value)))


def _from_array(array: npt.NDArray[Any]) -> Array:
    if type(array) is not np.ndarray:
        raise NotNumbers(tell("no-plain-array", type=_type_name(array)))
    if array.dtype.kind not in "biuf":
        raise NotNumbers(tell("no-real-numbers", dtype=array.dtype))
    if array.ndim > MAX_AXES:
        raise NotNumbers(tell("too-many-axes", axes=array.ndim, most=MAX_AXES))
    _check_size(array.size)
    return array.astype(np.float64)


def _from_rows(rows: list[Any] | tuple[Any, ...], depth: int) -> Array:
    if not rows:
        raise NotNumbers(tell("empty"))
    if depth >= MAX_AXES:  # or a list that contains itself
        raise NotNumbers(tell("too-deep", most=MAX_AXES))
    first = _read(rows[0], depth + 1)
    _check_size(len(rows) * first.size)  # before the other rows are read: they may be many
    parts = [first, *(_read(row, depth + 1) for row in rows[1:])]
    if any(part.shape != first.shape for part in parts):
        raise NotNumbers(tell("ragged"))
    return np.stack(parts)


def _check_size(size: int) -> None:
    if size > MAX_ENTRIES:
        raise NotNumbers(tell("too-large", size=size, most=MAX_ENTRIES))


def _type_name(value: Any) -> str:
    kind = type(value)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def agree(got: Array, expected: Array) -> npt.NDArray[np.bool_]:
    """Say for each entry whether two arrays of one shape agree within TOLERANCE."""
    finite = np.isfinite(expected)
    scale = float(np.max(np.abs(expected), initial=0.0, where=finite)) or 1.0
    with np.errstate(invalid="ignore", over="ignore"):
        close = np.abs(got - expected) <= TOLERANCE * scale
    result: npt.NDArray[np.bool_] = np.where(finite, close, got == expected)
    return result
