"""Mistakes in the output size, as a function and as a formula: the same steps, twice."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

from helpers.questions.model import Misconception, Pair
from helpers.questions.recipe import Recipe

_FLOOR, _FRACTION, _CEIL, _ROUND = "floor", "", "ceil", "round"
_ROUNDED: dict[str, Callable[[float], float]] = {
    _FLOOR: math.floor,
    _FRACTION: float,
    _CEIL: math.ceil,
    _ROUND: round,
}


def _size(
    i: int,
    k: int,
    p: int,
    s: int,
    *,
    kernel: int = 1,
    padding: int = 2,
    inside: int = 0,
    stride: bool = True,
    rounding: str = _FLOOR,
    plus: int = 1,
) -> float:
    """Return rounding((i - kernel k + padding p + inside) / s) + plus."""
    travel = i - kernel * k + padding * p + inside
    return float(_ROUNDED[rounding](travel / s if stride else travel)) + plus


def _formula(
    *,
    kernel: int = 1,
    padding: int = 2,
    inside: int = 0,
    stride: bool = True,
    rounding: str = _FLOOR,
    plus: int = 1,
) -> str:
    travel = f"I - {kernel}*K + {padding}*P + {inside}"
    return f"{rounding}(({travel}) / {'S' if stride else '1'}) + {plus}"


_STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    # Before the missing floor, which it is often written without: (I - K + 2P + 1) / S.
    ("output_size.adds-one-inside", {"inside": 1, "plus": 0}),
    ("output_size.no-floor", {"rounding": _FRACTION}),
    ("output_size.rounds-up", {"rounding": _CEIL}),
    ("output_size.rounds-nearest", {"rounding": _ROUND}),
    ("output_size.pads-once", {"padding": 1}),
    ("output_size.missing-plus-one", {"plus": 0}),
    ("output_size.forgets-padding", {"padding": 0}),
    ("output_size.forgets-stride", {"stride": False}),
    ("output_size.forgets-kernel", {"kernel": 0, "plus": 0}),
    ("output_size.forgets-kernel", {"kernel": 0}),
)


def _brackets(i: int, k: int, p: int, s: int) -> int:
    return i - k + 2 * p // s + 1


OUTPUT_SIZE = (
    *(Misconception(id, Recipe(_size, steps)) for id, steps in _STEPS),
    Misconception("output_size.missing-brackets", _brackets),
    Misconception("output_size.missing-brackets", lambda i, k, p, s: i - k + 2 * p / s + 1),
)
OUTPUT_SIZE_FORMULA = (
    *(Misconception(id, _formula(**steps)) for id, steps in _STEPS),
    Misconception("output_size.missing-brackets", "I - K + floor(2*P/S) + 1"),
    Misconception("output_size.missing-brackets", "I - K + 2*P/S + 1"),
)
OUTPUT_SIZE_FORMULA_PAIRS = tuple(
    Pair((Misconception(a, ""), Misconception(b, "")), _formula(**first, **second))
    for (a, first), (b, second) in itertools.combinations(_STEPS, 2)
    if not first.keys() & second.keys()
)
