"""How sums are told: in both languages, and never = where what stands there is rounded."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.explorers.sums import sum_line, written
from helpers.student.style import number
from tests.explorers.conftest import Call

NUMBERS = [
    0, -0.0, 2, -7, 0.5, 0.0625, -0.125, 1 / 3, -2 / 3, 9.99996, 12.125, 0.28125, 0.015, 0.12345,
    100.5, 1234.5, -2813.5, 999_999.7, 1e6, -2.5e8, 1e-5, 3.21e-8, 1e-9, 4e-17,
]  # fmt: skip

TERMS: list[tuple[list[tuple[float, float]], str]] = [
    ([(9, 0.0625), (9, 0.125), (9, 0.0625)], "9·0.0625 + 9·0.125 + 9·0.0625 = 2.25"),
    ([(1, 0.0625)], "1·0.0625 = 0.0625"),
    ([(3, 0.1), (-1, 0.3)], "3·0.1 + (−1)·0.3 = 0"),
    ([(3, 1 / 3)], "3·0.3333 ≈ 1"),
    ([(100.25, 1)], "100.2·1 ≈ 100.2"),
    ([(0.5, 1.0625), (0.25, 0.0625)], "0.5·1.062 + 0.25·0.0625 ≈ 0.5469"),
    ([(9, 0.1875)], "9·0.1875 ≈ 1.688"),
    ([], "0 = 0"),
    ([(2, 0.5)] * 26, f"{' + '.join(['2·0.5'] * 25)} + … = 26"),
]


def test_both_sides_write_the_same(js: Call) -> None:
    rng = np.random.default_rng(9)
    values = [*NUMBERS, *(rng.integers(-999, 999, 300) / 64), *(rng.normal(size=300) ** 5)]
    body = "return argument.map((value) => m.written(value));"
    assert js("sums.js", body, [float(v) for v in values]) == [written(v) for v in values]
    body = "return argument.map((value) => m.number(value));"
    assert js("number.js", body, [float(v) for v in values]) == [number(v) for v in values]
    body = "return argument.map((terms) => m.sumLine(terms));"
    assert js("sums.js", body, [terms for terms, _ in TERMS]) == [sum_line(t) for t, _ in TERMS]


@pytest.mark.parametrize(("terms", "told"), TERMS)
def test_what_is_told_adds_up(terms: Any, told: str) -> None:
    assert sum_line(terms).replace("\u00a0", " ") == told
