"""Sums as they are told, with enough digits that they add up: what js/sums.js says."""

from __future__ import annotations

import math
from collections.abc import Iterable

from helpers.student.style import number

MOST_TERMS = 25
DIGITS = 4  # that count, of a fraction; a cell has less room
NOTHING = 1e-9  # what is smaller is what rounding has left of a zero

Terms = list[tuple[float, float]]
"""Products, as pairs of factors."""


def written(value: float) -> str:
    """Write a number as it stands in a sum."""
    size = abs(value)
    if not math.isfinite(value) or value == round(value) or size < NOTHING or size >= 1e6:
        return number(value)
    text = f"{value:.{max(0, DIGITS - 1 - math.floor(math.log10(size)))}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def factor(value: float) -> str:
    """Write a number as a factor: negative ones in parentheses."""
    text = written(value)
    return f"({text})" if text.startswith("−") else text


def _in_full(value: float) -> bool:
    if not math.isfinite(value) or abs(value) < NOTHING:
        return True
    return abs(float(written(value).replace("−", "-")) - value) <= 1e-9 * abs(value)


def equality(values: Iterable[float]) -> str:
    """Return what stands between equal numbers: "=" only where each is written in full."""
    return "=" if all(map(_in_full, values)) else "≈"


def equals(text: str, shown: Iterable[float], result: float) -> str:
    """Join a text in which the numbers `shown` stand with its result."""
    return f"{text}\u00a0{equality([*shown, result])}\u00a0{written(result)}"


def joined(words: Iterable[str], between: str) -> str:
    """Join words, the first of them where they are many."""
    every = list(words)
    return between.join(every[:MOST_TERMS] + ["…"] * (len(every) > MOST_TERMS))


def total(terms: Terms) -> float:
    """Add up products."""
    return sum((x * k for x, k in terms), 0.0)


def sum_line(terms: Terms) -> str:
    """Write products and what they add up to."""
    words = joined((f"{factor(x)}·{factor(k)}" for x, k in terms), " + ") or "0"
    return equals(words, [v for pair in terms[:MOST_TERMS] for v in pair], total(terms))
