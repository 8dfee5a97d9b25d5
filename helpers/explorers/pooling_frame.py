"""Everything the pooling explorer shows, as plain data: what js/pooling_frame.js says.

Here for the static picture, which must be in a notebook that ran without a browser.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.explorers.pooling_numbers import Numbers, growth
from helpers.explorers.pooling_state import LP, P_STOPS, State, clamped, exponent
from helpers.explorers.pooling_told import PIXELS, curve_told, size_line, tell
from helpers.explorers.texts import Say, speaker
from helpers.reference import lp_pool2d
from helpers.reference.arguments import Matrix
from helpers.student.style import largest

Marks = dict[str, list[list[list[str]]]]
At = tuple[str, int, int]


def frame(state: State) -> dict[str, Any]:
    """Return what the explorer shows in this state."""
    s = clamped(state)
    say = speaker(s["language"], "pooling_explorer")
    c = Numbers(s)
    values = _values(c)
    at = _lit(s, values)
    marks: Marks = {name: [[[] for _ in row] for row in grid] for name, grid in values.items()}
    missing = _mark_image(c, marks)
    if at is not None:
        (_light_pixel if at[0] in PIXELS else _light_window)(c, marks, *at)
    if s["step"]:
        for name in ("dY",) if s["backward"] else tuple(n for n in marks if n not in PIXELS):
            for cell in [cell for row in marks[name] for cell in row][s["step"] :]:
                cell.append("later")
    empty: dict[str, Any] = {"head": "", "sum": "", "numpy": []}
    told = empty if at is None else tell(c, say, *at)
    sizes = [size_line("H", s["H"], s, s["rows"]), size_line("W", s["W"], s, s["columns"])]
    lists = [", ".join(map(str, axis)) or say("none") for axis in missing]
    unused = say("unused", rows=lists[0], columns=lists[1]) if any(missing) else ""
    curve = _curve(c, say, at) if s["kind_index"] == LP else None
    caption = [*(f"{size['name']} = {size['numbers']}" for size in sizes), unused]
    caption += [told["head"], told["sum"], *told["numpy"], curve["told"] if curve else ""]
    beside = "\u00a0" if values.keys() & {"I", "T"} else ""  # keeps them apart
    signs = {"X": "→", "Y": beside, "dX": "←", "dY": "→" if "dT" in values else ""}
    return {
        "grids": [_grid(c, say, name, values[name], marks[name]) for name in values],
        "signs": [signs.get(name, "") for name in values],
        "sizes": sizes,
        "unused": unused,
        "told": told,
        "curve": curve,
        "caption": [line for line in caption if line],
        "hint": say("hint_backward" if s["backward"] else "hint"),
        "at": say("at", position=s["step"], all=s["step_max"]) if s["step"] else "",
        "pinned": at is not None and s["pin"] == " ".join(map(str, at)),
        "lit": at is not None,
    }


def _values(c: Numbers) -> dict[str, Matrix]:
    """Return the grids that are shown, in their order."""
    values = {"X": c.X, "Y": c.Y}
    if c.wins is not None:
        places = [[r * c.s["W"] + k for r, k in row] for row in c.wins]
        values["I"] = np.array(places, dtype=np.float64)
    if c.T is not None:
        values["T"] = c.T
    if c.s["backward"]:
        values |= {"dX": c.dX, "dY": c.dY}
    if c.dT is not None:
        values["dT"] = c.dT
    return values


def _lit(s: State, values: dict[str, Matrix]) -> At | None:
    for text in (s["pin"], s.get("look", "")):
        grid, *index = (text or "").split(" ")
        if len(index) == 2 and grid in values:
            i, j = int(index[0]), int(index[1])
            rows, columns = values[grid].shape
            if 0 <= i < rows and 0 <= j < columns:
                return grid, i, j
    if s["step"] == 0:
        return None
    return "dY" if s["backward"] else "Y", *divmod(s["step"] - 1, s["columns"])


def _mark_image(c: Numbers, marks: Marks) -> list[list[int]]:
    """Mark X's winners and what no window reads; return the rows and columns in none."""
    s = c.s
    missing = [
        [r for r in range(size) if not c.holders(r, outputs)[1]]
        for size, outputs in ((s["H"], s["rows"]), (s["W"], s["columns"]))
    ]
    won = {place for row in c.wins or [] for place in row}
    for r in range(s["H"]):
        for k in range(s["W"]):
            if r in missing[0] or k in missing[1]:
                for name in marks.keys() & set(PIXELS):
                    marks[name][r][k].append("unused")
            if (r, k) in won:
                marks["X"][r][k].append("won")
    return missing


def _light_window(c: Numbers, marks: Marks, grid: str, i: int, j: int) -> None:
    for name in marks:
        if name not in PIXELS:
            other = "source" if grid == "dY" else "target"
            marks[name][i][j].append("focus" if name == grid else other)
    first = None if c.wins is None else c.wins[i][j]
    k, s = c.s["size"], c.s["stride"]
    for r in range(s * i, s * i + k):
        for q in range(s * j, s * j + k):
            marks["X"][r][q].append("source now" if (r, q) == first else "source")
            if first is None or (r, q) == first:
                for name in marks.keys() & {"dX", "dT"}:
                    marks[name][r][q].append("target")


def _light_pixel(c: Numbers, marks: Marks, grid: str, r: int, k: int) -> None:
    forward = grid == "X"
    for name in marks.keys() & set(PIXELS):
        marks[name][r][k].append("focus" if name == grid else "target" if forward else "source")
    for i, j in c.windows_at(r, k):
        won = c.wins is not None and c.wins[i][j] == (r, k)
        for name in marks:
            if name in PIXELS or (name == "dY" and c.wins is not None and not won):
                continue
            kind = "target" if forward and name != "dY" else "source"
            marks[name][i][j].append(kind + (" now" if won else ""))


def _grid(
    c: Numbers, say: Say, name: str, values: Matrix, marks: list[list[list[str]]]
) -> dict[str, Any]:
    rows, columns = values.shape
    key = "note_X_won" if name == "X" and c.wins is not None else f"note_{name}"
    scale = 1e12 if name == "I" else largest(c.X, c.Y)  # a place in X is no magnitude
    if name.startswith("d"):
        scale = largest(c.dY, c.dX)
    return {
        "id": name,
        "title": name,
        "note": say(key, rows=rows, columns=columns, W=c.s["W"]),
        "values": values.tolist(),
        "scale": scale,
        "first": 0,
        "editable": name in ("X", "dY"),
        "row": int(name.startswith("d")),
        "marks": [[" ".join(cell) for cell in row] for row in marks],
    }


def _curve(c: Numbers, say: Say, at: At | None) -> dict[str, Any]:
    """Return the value of the lit window, else of the first, at every stop of p."""
    held = [(0, 0)] if at is None else [at[1:]]
    if at is not None and at[0] in PIXELS:
        held = c.windows_at(*at[1:]) or [(0, 0)]
    i, j = held[0]
    v, s, k = c.window(i, j), c.s, c.s["size"]

    def value(label: str, pytorch: bool = False) -> float:
        p = exponent(label)
        pooled = float(lp_pool2d(v, p, k, k, pytorch=pytorch)[0, 0])
        return pooled if pytorch else pooled * growth(s, p)

    sizes = np.abs(v)
    curve = {
        "name": f"Y[{i}, {j}]",
        "stops": P_STOPS,
        "at": s["p_stop"],
        "mean": s["mean"],
        "values": [value(label) for label in P_STOPS],
        "torch": [value(label, pytorch=True) for label in P_STOPS] if s["pytorch"] else None,
        "one": float(sizes.mean() if s["mean"] else sizes.sum()),
        "largest": float(sizes.max()),
        "start": say("level_average" if s["mean"] else "level_sum"),
        "end": say("level_largest"),
        "legend": say("legend_torch"),
    }
    return curve | {"told": curve_told(curve, say)}
