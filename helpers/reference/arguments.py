"""What the operations accept: anything else is a ValueError of one sentence.

The sentence names the function, the argument, what arrived and the rule.
"""

import operator
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

REAL_MATRIX = "a 2-D array of real numbers"

Matrix = NDArray[np.float64]
Size = int | tuple[int, int]  # in pixels: one number for both axes, or (height, width)


def as_matrix(where: str, name: str, value: object) -> Matrix:
    """Return value as a float64 matrix with at least one entry, all of them finite."""
    try:
        array = np.asarray(value)
    except ValueError:  # nested lists of unequal length
        raise ValueError(f"{where}: {name} is ragged; it must be {REAL_MATRIX}") from None
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{where}: {name} has dtype {array.dtype}; it must be {REAL_MATRIX}")
    if array.ndim != 2:
        raise ValueError(
            f"{where}: {name} has shape {array.shape}, which is {array.ndim}-D; "
            f"it must be {REAL_MATRIX}"
        )
    if array.size == 0:
        raise ValueError(
            f"{where}: {name} has shape {array.shape}, which is empty; "
            "each side must be at least 1 pixel"
        )
    matrix = array.astype(np.float64, copy=False)
    if not np.isfinite(matrix).all():
        raise ValueError(f"{where}: {name} has an entry that is nan or inf; all must be finite")
    return matrix


def as_shaped(where: str, name: str, value: object, shape: tuple[int, ...], rule: str) -> Matrix:
    """Return value as a matrix of exactly this shape; rule says whose shape it is."""
    matrix = as_matrix(where, name, value)
    if matrix.shape != shape:
        raise ValueError(
            f"{where}: {name} has shape {matrix.shape}; it must have {shape}, the shape of {rule}"
        )
    return matrix


def as_int(where: str, name: str, value: object, at_least: int) -> int:
    """Return value as an int that is large enough; a bool or a float is no int."""
    number = _index(value)
    if number is None or number < at_least:
        raise ValueError(f"{where}: {name} is {value!r}; it must be an int, at least {at_least}")
    return number


def as_pair(where: str, name: str, value: object, at_least: int) -> tuple[int, int]:
    """Return an int n as (n, n) and a pair (height, width) as it is."""
    pair = tuple(value) if isinstance(value, tuple | list) else (value, value)
    numbers = tuple(n for n in map(_index, pair) if n is not None and n >= at_least)
    if len(pair) != 2 or len(numbers) != 2:
        raise ValueError(
            f"{where}: {name} is {value!r}; it must be an int or a (height, width) pair of ints, "
            f"each at least {at_least}"
        )
    return numbers


def as_exponent(where: str, name: str, value: object) -> float:
    """Return value as a float above 0; inf is allowed, nan is not."""
    exponent = np.nan
    if isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool):
        with suppress(OverflowError):  # an int beyond the largest float
            exponent = float(value)
    if not exponent > 0:  # also when it is nan
        raise ValueError(f"{where}: {name} is {value!r}; it must be a number above 0, or inf")
    return exponent


def as_flag(where: str, name: str, value: object) -> bool:
    """Return value as a bool; 0 and 1 are refused, for they may be a misplaced size."""
    if not isinstance(value, bool | np.bool):
        raise ValueError(f"{where}: {name} is {value!r}; it must be True or False")
    return bool(value)


def _index(value: object) -> int | None:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        return None
    try:
        return operator.index(value)
    except TypeError:  # an array of more than one entry has __index__ too
        return None
