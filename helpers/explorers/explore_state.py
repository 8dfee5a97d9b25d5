"""The bounds and the arguments of a call: what js/explore_numbers.js says.

Without helpers.reference: a student's kernel runs this.
"""

from __future__ import annotations

from typing import Any

from helpers.explorers.bundle import constant

MOST = {"H": 16, "W": 16, "h": 7, "w": 7, "size": 5, "stride": 4, "p": 16}

OPERATIONS: dict[str, dict[str, list[str]]] = constant("explore_operations", "OPERATIONS")

State = dict[str, Any]


def clamped(state: State) -> State:
    """Return the state with every size in its bounds, and the bounds that depend on other sizes."""
    s = dict(state)
    for name in ("H", "W", "stride", "p"):
        s[name] = max(1, min(s[name], MOST[name]))
    s["size_max"] = min(MOST["size"], s["H"], s["W"])
    s["size"] = max(1, min(s["size"], s["size_max"]))
    pool = "K" not in OPERATIONS[s["operation"]]["arguments"]
    for k, axis, outputs in (("h", "H", "rows"), ("w", "W", "columns")):
        s[f"{k}_max"] = min(MOST[k], s[axis])
        s[k] = max(1, min(s[k], s[f"{k}_max"]))
        s[outputs] = (s[axis] - s["size"]) // s["stride"] + 1 if pool else s[axis] - s[k] + 1
    return s


def given(s: State) -> list[Any]:
    """Return the arguments in the order in which the function takes them; `s` is clamped."""
    corners = {
        "X": ("x_cells", "H", "W"),
        "K": ("k_cells", "h", "w"),
        "dY": ("dy_cells", "rows", "columns"),
    }
    values: list[Any] = []
    for name in OPERATIONS[s["operation"]]["arguments"]:
        if name in corners:
            cells, rows, columns = corners[name]
            values.append([row[: s[columns]] for row in s[cells][: s[rows]]])
        else:
            values.append(s[name])
    return values
