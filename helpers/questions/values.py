"""Read an answer as numbers and compare it with what is expected: shape first, then values."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
import numpy.typing as npt

from helpers.questions.model import Finding, Outcome

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


def as_numbers(value: Any) -> Array:
    """Read a number, a plain array or nested lists of numbers as a float64 array.

    Raises NotNumbers for everything else: None, text, complex or object arrays, array subclasses
    (masked arrays, matrices), generators, ragged lists, objects of the student's own.
    """
    with np.errstate(over="ignore"):  # a long double too large for float64 becomes inf
        return _read(value, depth=0)


def _read(value: Any, depth: int) -> Array:
    if value is None:
        raise NotNumbers("the answer is None; perhaps a `return` is missing")
    if isinstance(value, (list, tuple)):
        return _from_rows(value, depth)
    if isinstance(value, np.ndarray):
        return _from_array(value)
    if isinstance(value, (numbers.Real, np.bool_)):
        try:
            return np.array(float(value))
        except Exception:  # a whole number beyond every float, or a class that only poses as one
            raise NotNumbers(f"the {_type_name(value)} cannot be read as a number") from None
    raise NotNumbers(
        f"the answer is a {_type_name(value)}; a number or an array of numbers is expected"
    )


def _from_array(array: npt.NDArray[Any]) -> Array:
    if type(array) is not np.ndarray:
        raise NotNumbers(f"the answer is a {_type_name(array)}; a plain array is expected")
    if array.dtype.kind not in "biuf":
        raise NotNumbers(f"the answer's dtype is {array.dtype}; real numbers are expected")
    if array.ndim > MAX_AXES:
        raise NotNumbers(f"the answer has {array.ndim} axes; at most {MAX_AXES} are read")
    _check_size(array.size)
    return array.astype(np.float64)


def _from_rows(rows: list[Any] | tuple[Any, ...], depth: int) -> Array:
    if not rows:
        raise NotNumbers("the answer is an empty list")
    if depth >= MAX_AXES:  # or a list that contains itself
        raise NotNumbers(f"the answer's lists are nested more than {MAX_AXES} deep")
    first = _read(rows[0], depth + 1)
    _check_size(len(rows) * first.size)  # before the other rows are read: they may be many
    parts = [first, *(_read(row, depth + 1) for row in rows[1:])]
    if any(part.shape != first.shape for part in parts):
        raise NotNumbers("the rows of the answer have different lengths")
    return np.stack(parts)


def _check_size(size: int) -> None:
    if size > MAX_ENTRIES:
        raise NotNumbers(f"the answer has {size} entries; at most {MAX_ENTRIES} are read")


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


def compare(value: Any, expected: Any, where: str = "") -> Finding:
    """Judge one answer as a whole against what is expected.  `where` names the case."""
    prefix = f"{where}: " if where else ""
    wanted = as_numbers(expected)
    try:
        got = as_numbers(value)
    except NotNumbers as problem:
        return Finding(Outcome.WRONG_VALUES, f"{prefix}{problem}.")
    if got.shape != wanted.shape:
        return Finding(
            Outcome.WRONG_SHAPE,
            f"{prefix}the shape is {got.shape}, expected {wanted.shape}.",
        )
    wrong = ~agree(got, wanted)
    if not wrong.any():
        return Finding(Outcome.CORRECT)
    return Finding(Outcome.WRONG_VALUES, prefix + describe_wrong(got, wrong))


def describe_wrong(got: Array, wrong: npt.NDArray[np.bool_]) -> str:
    """Say how many entries are wrong and where the first one is, never what it should be."""
    if wrong.ndim == 0:
        return f"the value {got:g} is not right."
    first = tuple(int(i) for i in np.argwhere(wrong)[0])
    count, size = int(wrong.sum()), wrong.size
    verb = "is" if count == 1 else "are"
    text = f"{count} of {size} entries {verb} wrong, the first at {position(first)}."
    if not np.isfinite(got).all():
        text += " The answer holds nan or inf."
    return text


def position(index: tuple[int, ...]) -> str:
    """Name an entry as people count, from 1, and as NumPy does, from 0."""
    if len(index) == 2:
        return f"row {index[0] + 1}, column {index[1] + 1} (index {list(index)})"
    return f"index {list(index)}"
