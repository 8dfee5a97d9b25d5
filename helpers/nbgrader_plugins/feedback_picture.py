"""Pictures of visible cases, from a graded notebook's data to what a page lays out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

MINUS = "−"


@dataclass(frozen=True)
class Grid:
    """A matrix with a title: rows of (number, whether it differs); no rows where it is too large.

    A single number is a matrix of one entry, and a vector one of one row; `shape` tells.
    """

    name: str
    shape: tuple[int, ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]

    @property
    def differing(self) -> int:
        """How many entries differ."""
        return sum(differs for row in self.rows for _, differs in row)


@dataclass(frozen=True)
class Picture:
    """One visible case: what the function was called with, what came back, what is right."""

    case: str
    right: bool
    says: str
    result: str = ""
    arguments: tuple[Grid, ...] = ()
    got: Grid | None = None
    expected: Grid | None = None


def read_pictures(data: Any) -> tuple[Picture, ...]:
    """Read what grading has recorded; a notebook that was changed since has no pictures."""
    try:
        return tuple(_picture(picture) for picture in data)
    except (KeyError, TypeError, ValueError, AttributeError):
        return ()


def _picture(data: Json) -> Picture:
    case, right, says = str(data["case"]), data["right"] is True, str(data["says"])
    if right:
        return Picture(case, right, says)
    result = str(data["result"])
    got = data.get("got")
    return Picture(
        case=case,
        right=right,
        says=says,
        result=result,
        arguments=tuple(_grid(str(value["name"]), value) for value in data["arguments"]),
        got=None if got is None else _grid(result, got, data.get("wrong")),
        expected=_grid(result, data["expected"]),
    )


def _grid(name: str, data: Json, wrong: list[bool] | None = None) -> Grid:
    shape = tuple(int(length) for length in data["shape"])
    numbers = data["numbers"]
    if numbers is None:
        return Grid(name, shape, ())
    marks = wrong or [False] * len(numbers)
    if len(shape) > 2 or len(numbers) != math.prod(shape):
        raise ValueError(f"{len(numbers)} numbers of shape {shape}")
    entries = [
        (str(number).replace("-", MINUS), differs is True)
        for number, differs in zip(numbers, marks, strict=True)
    ]
    width = max(shape[-1] if shape else 1, 1)
    return Grid(
        name, shape, tuple(tuple(entries[i : i + width]) for i in range(0, len(entries), width))
    )
