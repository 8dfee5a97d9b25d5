"""States of the backward explorer for its tests, and the lines that it tells, carried out."""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.explorers.backward import BREAKS
from helpers.explorers.backward_numbers import clamped


def random_state(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a state; sizes go beyond their bounds at times, for both sides must clamp alike."""
    # Halves add up without rounding, so that texts can be compared to the letter.
    state: dict[str, Any] = {
        "x_cells": (rng.integers(-9, 10, (16, 16)) / 2).tolist(),
        "k_cells": (rng.integers(-4, 5, (7, 7)) / 2).tolist(),
        "dy_cells": (rng.integers(-4, 5, (22, 22)) / 2).tolist(),
        "t_cells": (rng.integers(-4, 5, (22, 22)) / 2).tolist(),
        "H": int(rng.integers(1, 6)), "W": int(rng.integers(1, 6)),
        "h": int(rng.integers(1, 9)), "w": int(rng.integers(1, 5)),
        "stride": int(rng.integers(1, 6)), "padding": int(rng.integers(0, 5)),
        "mode": int(rng.integers(2)), "upstream": int(rng.integers(3)), "hot": "1 2",
        "walk": int(rng.integers(2)), "broken": int(rng.integers(len(BREAKS))),
        "step": int(rng.choice([0, 0, 1, 2, 5, 10_000])),
        "language": str(rng.choice(["en", "zh"])), "pin": "", "look": "",
    }  # fmt: skip
    at = [str(n) for n in rng.integers(-1, 4, 2)]
    grid = str(rng.choice(["X", "K", "dY", "U", "Y", "T", "S", "R", "D", "G", "N", "B"]))
    state[str(rng.choice(["pin", "look"]))] = " ".join([grid, *at])
    return state


def small(**changes: Any) -> dict[str, Any]:
    state = random_state(np.random.default_rng(8)) | {
        "H": 5, "W": 6, "h": 2, "w": 3, "stride": 2, "padding": 1, "mode": 0, "upstream": 0,
        "broken": 0, "walk": 0, "step": 0, "pin": "", "look": "", "language": "en",
    }  # fmt: skip
    return state | changes


def arrays(state: dict[str, Any]) -> tuple[Any, Any, Any]:
    s = clamped(state)
    names = (("x_cells", "H", "W"), ("k_cells", "h", "w"), ("dy_cells", "rows", "columns"))
    X, K, dY = (np.array(s[cells])[: s[rows], : s[columns]] for cells, rows, columns in names)
    return X, K, dY


def run(lines: list[str], names: dict[str, Any]) -> None:
    for line in lines:
        exec(line, names)  # noqa: S102  our own text
