"""The instant reply of a notebook's visible check: one line when right, a short reason when not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

TOLERANCE = 1e-4
"""Largest accepted difference, as a fraction of the largest expected magnitude; grading's too."""

Shape = tuple[int, ...]

_RED, _BOLD, _RESET = "\x1b[31m", "\x1b[1m", "\x1b[0m"
_WORDS_OF_ALGEBRA = frozenset({"floor", "ceil", "ceiling", "int", "round", "math", "np"})


class CheckFailed(Exception):
    """A visible check that did not pass; its text is all that a notebook shows of it."""

    def __init__(self, name: str, problem: str, hint: str = "") -> None:
        self.name, self.problem, self.hint = name, problem, hint
        super().__init__(f"{name}: {problem}" + (f"\n{hint}" if hint else ""))

    def _render_traceback_(self) -> list[str]:
        """Tell IPython what to print in place of a traceback."""
        lines = [f"{_RED}{_BOLD}✗ {self.name}{_RESET}{_RED}: {self.problem}{_RESET}"]
        return lines + ([f"  {line}" for line in self.hint.splitlines()] if self.hint else [])


def check(name: str, got: Any, expected: Any) -> None:
    """Compare an answer with the visible example's: shape first, then every entry.

    `expected` is a number, an array, a list of text, or a dict of named parts; of a function that
    returns several results, `got` is then the tuple of them in that order.
    Raises CheckFailed when they differ.
    """
    if isinstance(expected, Mapping):
        for part, value in _parts(name, got, tuple(expected)).items():
            _compare(f"{name}, {part}", value, expected[part])
    elif isinstance(expected, str) or _is_text(expected):
        if got != expected:
            raise CheckFailed(name, f"it is {got!r}.", f"expected {expected!r}.")
    else:
        _compare(name, got, expected)
    _passed(name)


def check_shape(name: str, got: Any, shape: Shape | Mapping[str, Shape]) -> None:
    """Check an answer's shape only, where the values are graded: `()` is a single number.

    `shape` is a shape, or a dict of shapes for a dict of answers.
    Raises CheckFailed when it is another.
    """
    if isinstance(shape, Mapping):
        for part, value in _parts(name, got, tuple(shape)).items():
            _numbers_of_shape(f"{name}, {part}", value, tuple(shape[part]))
        told = ", ".join(f"{part} {_size(tuple(wanted))}" for part, wanted in shape.items())
    else:
        _numbers_of_shape(name, got, tuple(shape))
        told = _size(tuple(shape))
    _passed(name, f"{told}, as it should be.\n  The values are judged when you are graded.")


def check_text(name: str, got: Any, letters: Sequence[str], shape: Shape = ()) -> None:
    """Check that formulas are text in the given letters; whether they are right is graded.

    `shape` is `()` for one formula, (H, W) for a list of H rows of W formulas.
    Raises CheckFailed when one is no text or holds another letter.
    """
    formulas = got
    if shape:
        rows = got if isinstance(got, (list, tuple)) else []
        if [len(row) if isinstance(row, (list, tuple)) else 0 for row in rows] != [
            shape[1]
        ] * shape[0]:
            raise CheckFailed(name, f"a list of {shape[0]} rows of {shape[1]} texts is expected.")
        formulas = {
            _place((i, j)): text for i, row in enumerate(rows) for j, text in enumerate(row)
        }
    for place, text in (formulas if shape else {"": formulas}).items():
        where = f"at {place}: " if place else ""
        if not isinstance(text, str):
            raise CheckFailed(name, f"{where}write text in quotes, not a {type(text).__name__}.")
        if text.count("(") != text.count(")"):
            raise CheckFailed(name, f"{where}{text!r} has an open bracket too many or too few.")
        plain = re.sub(r"_\{?(\d)[ ,]*(\d)\}?", r"\1\2", text.partition("=")[2] or text)  # B_{12}
        words = set(re.findall(r"[A-Za-z]\w*", plain))
        if strange := sorted(words - set(letters) - _WORDS_OF_ALGEBRA):
            raise CheckFailed(
                name, f"{where}{strange[0]!r} is not one of the letters of this question."
            )
        if not words & set(letters):
            raise CheckFailed(name, f"{where}{text!r} holds none of the letters of this question.")
    _passed(name, "this can be read.\n  Whether it is right is judged when you are graded.")


def _passed(name: str, text: str = "right on this example.") -> None:
    print(f"✓ {name}: {text}")


def _size(shape: Shape) -> str:
    return f"{' × '.join(map(str, shape))} numbers" if shape else "one number"


def _is_text(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def _parts(name: str, got: Any, parts: tuple[str, ...]) -> dict[str, Any]:
    names = ", ".join(parts)
    if got is None:
        raise CheckFailed(name, "the answer is None.", "Is a `return` missing?")
    if isinstance(got, Mapping):
        if missing := [part for part in parts if part not in got]:
            raise CheckFailed(name, f"the key {missing[0]!r} is missing.", f"Expected: {names}.")
        return {part: got[part] for part in parts}
    if not isinstance(got, (tuple, list)) or len(got) != len(parts):
        raise CheckFailed(name, f"{len(parts)} results are expected.", f"In this order: {names}.")
    return dict(zip(parts, got, strict=True))


def _numbers_of_shape(name: str, got: Any, shape: Shape) -> np.ndarray[Any, np.dtype[np.float64]]:
    if got is None:
        raise CheckFailed(name, "the answer is None.", "Is a `return` missing?")
    if got is ...:
        raise CheckFailed(name, "the answer is still `...`.")
    try:
        array = np.asarray(got)
    except ValueError:  # rows of unequal length
        raise CheckFailed(name, "the rows have different lengths.") from None
    if array.dtype.kind not in "biuf":
        raise CheckFailed(name, f"numbers are expected, this is a {type(got).__name__}.")
    if array.shape != shape:
        wanted = f"expected {shape}" if shape else "expected one number"
        raise CheckFailed(name, f"the shape is {array.shape}, {wanted}.")
    return array.astype(float)


def _compare(name: str, got: Any, expected: Any) -> None:
    wanted = np.asarray(expected, dtype=float)
    array = _numbers_of_shape(name, got, wanted.shape)
    scale = float(np.max(np.abs(wanted), initial=0.0, where=np.isfinite(wanted))) or 1.0
    with np.errstate(invalid="ignore"):
        right = (np.abs(array - wanted) <= TOLERANCE * scale) | (array == wanted)
    if right.all():
        return
    if not wanted.shape:
        raise CheckFailed(name, f"it is {float(array):.6g}, expected {float(wanted):.6g}.")
    index = tuple(int(i) for i in np.argwhere(~right)[0])
    wrong = int((~right).sum())
    raise CheckFailed(
        name,
        f"{wrong} of {wanted.size} entries {'is' if wrong == 1 else 'are'} wrong.",
        f"The first: {_place(index)}\nis {array[index]:.6g}, expected {wanted[index]:.6g}.",
    )


def _place(index: Shape) -> str:
    """Name an entry as people count, from 1, and as NumPy does, from 0."""
    if len(index) == 2:
        return f"row {index[0] + 1}, column {index[1] + 1} (index {list(index)})"
    return f"index {list(index)}"
