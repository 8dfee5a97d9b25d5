"""What the browser shows and what the static picture shows are the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.explorers.correlation_frame import frame
from helpers.explorers.correlation_state import clamped
from helpers.reference import corr2d
from tests.explorers.conftest import Call

STATES = 200


def random_state(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a state; sizes go beyond their bounds at times, for both sides must clamp alike."""
    # Fractions of a power of two add up without rounding: texts can be compared to the letter.
    state: dict[str, Any] = {
        "x_cells": (rng.integers(-9, 10, (16, 16)) / 2).tolist(),
        "k_cells": (rng.integers(-4, 5, (7, 7)) / rng.choice([2, 16])).tolist(),
        "H": int(rng.integers(1, 10)), "W": int(rng.integers(1, 10)),
        "h": int(rng.integers(1, 9)), "w": int(rng.integers(1, 9)),
        "stride": int(rng.integers(1, 6)), "padding": int(rng.integers(0, 5)),
        "dilation": int(rng.integers(1, 5)),
        "convolution": bool(rng.integers(2)), "detail": bool(rng.integers(2)),
        "step": int(rng.choice([0, 1, 2, 5, 17, 10_000])),
        "language": str(rng.choice(["en", "zh"])), "pin": "", "look": "",
    }  # fmt: skip
    at = [str(n) for n in rng.integers(-2, 5, 2)]
    state[str(rng.choice(["pin", "look"]))] = " ".join([str(rng.choice(list("XKRY"))), *at])
    return state


def test_both_sides_show_the_same(js: Call) -> None:
    rng = np.random.default_rng(7)
    states = [random_state(rng) for _ in range(STATES)]
    body = "return argument.map((state) => [m.frame(state), m.clamped(state)]);"
    for state, (shown, bounds) in zip(
        states, js("correlation_frame.js", body, states), strict=True
    ):
        assert frame(state) == shown, state
        assert clamped(state) == bounds


@pytest.mark.parametrize("convolution", [False, True])
def test_the_numpy_lines_say_what_happens(convolution: bool) -> None:
    """The line for an entry of Y gives it; those for all of X, or all of K, add up to Y."""
    state = random_state(np.random.default_rng(3)) | {
        "H": 6, "W": 7, "h": 2, "w": 3, "stride": 2, "padding": 1, "dilation": 2, "step": 0,
        "convolution": convolution, "look": "",
    }  # fmt: skip
    X = np.array(state["x_cells"])[:6, :7]
    K = np.array(state["k_cells"])[:2, :3]
    expected = corr2d(X, K[::-1, ::-1] if convolution else K, 2, 1, 2)
    for grid, shape in (("X", X.shape), ("K", K.shape), ("Y", expected.shape)):
        names = {"np": np, "X": X, "K": K, "Y": np.zeros_like(expected)}
        for i, j in np.ndindex(shape):
            for line in frame(state | {"pin": f"{grid} {i} {j}"})["told"]["numpy"]:
                exec(line, names)  # noqa: S102  our own text
        np.testing.assert_array_equal(names["Y"], expected)


def test_rows_that_no_window_reads_are_marked_and_named() -> None:
    state = random_state(np.random.default_rng(3)) | {
        "H": 6, "W": 5, "h": 3, "w": 3, "stride": 2, "padding": 0, "dilation": 1, "step": 0,
        "pin": "", "look": "", "language": "en", "convolution": False,
    }  # fmt: skip
    shown = frame(state)
    marked = [["unused" in cell for cell in row] for row in shown["grids"][0]["marks"]]
    assert np.argwhere(marked).tolist() == [[5, j] for j in range(5)]
    assert shown["unused"] == "Hatched: in no window. Rows of X: 5. Columns: none."
