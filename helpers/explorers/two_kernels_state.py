"""The bounds of the two-kernels explorer, and its examples: what js/two_kernels_state.js says."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.explorers.bundle import constant

MOST_X, MOST_K = 16, 5  # pixels along an axis

PRESETS: dict[str, dict[str, list[list[float]]] | None] = constant("two_kernels_presets", "PRESETS")

CELLS = {"X": "x_cells", "K1": "k1_cells", "K2": "k2_cells", "reference": "reference_cells"}
"""The trait that holds each matrix, in the corner of a larger one."""

State = dict[str, Any]
Matrix = NDArray[np.float64]


def clamped(state: State) -> State:
    """Return the state with every size in its bounds, and the bounds that depend on other sizes."""
    s = dict(state)
    for x, k1, k2, out in (("H", "h1", "h2", "rows"), ("W", "w1", "w2", "columns")):
        s[x] = max(1, min(s[x], MOST_X))
        s[f"{k1}_max"] = min(MOST_K, s[x])
        s[k1] = max(1, min(s[k1], s[f"{k1}_max"]))
        s[f"{k2}_max"] = min(MOST_K, s[x] - s[k1] + 1)
        s[k2] = max(1, min(s[k2], s[f"{k2}_max"]))
        s[out] = s[x] - s[k1] - s[k2] + 2
    s["step_max"] = sum(walk(s).values())
    s["step"] = max(0, min(s["step"], s["step_max"]))
    return s


def walk(s: State) -> dict[str, int]:
    """Return the computed grids in their order, with how many steps Play takes in each."""
    result1 = (s["H"] - s["h1"] + 1) * (s["W"] - s["w1"] + 1)
    result2, k1, k2 = s["rows"] * s["columns"], s["h1"] * s["w1"], s["h2"] * s["w2"]
    if not s["detail"]:
        return {
            "result1": result1, "result2": result2, "dresult2": result2, "dK2": k2,
            "dresult1": result1, "dK1": k1, "dX": s["H"] * s["W"],
        }  # fmt: skip
    first, second = result1 * k1, result2 * k2  # products: as many backward as forward
    return {
        "result1": first, "result2": second, "dresult2": result2, "dK2": second,
        "dresult1": second, "dK1": first, "dX": first,
    }  # fmt: skip


def matrices(s: State) -> dict[str, Matrix]:
    """Return X, K1, K2 and the reference of a state that is within its bounds."""
    sizes = {
        "X": (s["H"], s["W"]), "K1": (s["h1"], s["w1"]), "K2": (s["h2"], s["w2"]),
        "reference": (s["rows"], s["columns"]),
    }  # fmt: skip
    return {
        name: np.array(s[CELLS[name]], dtype=np.float64)[:rows, :columns]
        for name, (rows, columns) in sizes.items()
    }


def stored(cells: list[list[float]], matrix: Matrix) -> list[list[float]]:
    """Return the cells with a matrix put into their corner."""
    larger = np.array(cells, dtype=np.float64)
    larger[: matrix.shape[0], : matrix.shape[1]] = matrix
    result: list[list[float]] = larger.tolist()
    return result


def random_cells(seed: int) -> dict[str, list[list[float]]]:
    """Draw whole numbers for all four matrices with Park and Miller's generator.

    NumPy's own generators would not give the browser the same numbers.
    """
    n = seed * 48271 + 11

    def following() -> int:
        nonlocal n
        n = n * 16807 % 2147483647
        return n

    for _ in range(5):
        following()

    def draw(size: int, least: int, count: int) -> list[list[float]]:
        return [
            [float(least + following() // 1024 % count) for _ in range(size)] for _ in range(size)
        ]

    return {
        "x_cells": draw(MOST_X, -2, 6), "k1_cells": draw(MOST_K, -2, 5),
        "k2_cells": draw(MOST_K, -2, 5), "reference_cells": draw(MOST_X, -3, 7),
    }  # fmt: skip
