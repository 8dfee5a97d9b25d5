"""Everything the backward explorer shows, as plain data: what js/backward_frame.js says.

Here for the static picture, which must be in a notebook that ran without a browser.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from helpers.explorers.backward_light import Lit, light_input, light_kernel, own_cells
from helpers.explorers.backward_numbers import (
    DX,
    GATHER,
    LOSS,
    OWN,
    SCATTER,
    Numbers,
    State,
    clamped,
    numbers,
)
from helpers.explorers.backward_told import tell
from helpers.explorers.texts import Say, speaker
from helpers.reference.arguments import Matrix
from helpers.student.style import largest

TWINS = (
    {"D": "D", "G": "D", "B": "D", "N": "D", "X": "D", "dY": "dY", "U": "dY", "Y": "dY", "T": "dY",
     "S": "S", "K": "K", "R": "R"},
    {"G": "K", "B": "K", "N": "K", "K": "K", "X": "X", "dY": "dY", "U": "dY", "Y": "dY", "T": "dY"},
)  # fmt: skip
"""By mode: the grids that stand for the same thing; a cell of the one lights the other's."""


@dataclass
class Grid:
    """One grid, and the sign after it."""

    id: str
    title: str
    note: str
    values: Matrix
    sign: str
    row: int
    editable: bool = False
    first: int = 0
    scale: float = 0.0
    marks: list[list[list[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.marks = [[[] for _ in row] for row in self.values]
        self.scale = largest(self.values)

    def at(self, i: int, j: int) -> list[str] | None:
        """Return the marks of a cell, or None when there is no such cell."""
        u, v = i - self.first, j - self.first
        inside = 0 <= u < self.values.shape[0] and 0 <= v < self.values.shape[1]
        return self.marks[u][v] if inside else None

    @property
    def inner(self) -> Matrix:
        """The values without the padding around."""
        rows, columns = self.values.shape
        p = -self.first
        return self.values[p : rows - p, p : columns - p]

    def plain(self) -> dict[str, Any]:
        """Return the grid as the painter takes it."""
        return {
            "id": self.id, "title": self.title, "note": self.note, "values": self.values.tolist(),
            "sign": self.sign, "row": self.row, "editable": self.editable, "first": self.first,
            "scale": self.scale, "marks": [[" ".join(cell) for cell in row] for row in self.marks],
        }  # fmt: skip


def frame(state: State) -> dict[str, Any]:
    """Return what the explorer shows in this state."""
    s = clamped(state)
    say = speaker(s["language"], "backward")
    n = numbers(s)
    grids = _input_grids(s, n, say) if s["mode"] == DX else _kernel_grids(s, n, say)
    shown = {grid.id: grid for grid in grids}
    at = _lit(s, shown)
    if s["step"] and s["walk"] == GATHER:
        _hide_later(s, shown["G"])
    if at is not None:
        (light_input if s["mode"] == DX else light_kernel)(s, n, at, _marker(shown))
    verdicts = _compare(s, n, say, shown)
    why = "" if n.wrong == "none" else say(f"why_{n.wrong}")
    empty: dict[str, Any] = {"head": "", "sum": "", "numpy": []}
    told = tell(s, n, at, say) if at is not None else empty
    caption = [f"{'✓' if one['ok'] else '✗'} {one['text']}" for one in verdicts]
    caption += [why, told["head"], told["sum"], *told["numpy"]]
    position = {"position": s["step"], "all": s["step_max"]}
    walked = say("at_scatter" if s["walk"] == SCATTER else "at_gather", **position)
    return {
        "grids": [grid.plain() for grid in grids],
        "verdicts": verdicts,
        "why": why,
        "told": told,
        "signs": [grid.sign for grid in grids],
        "caption": [line for line in caption if line],
        "hint": say("hint"),
        "at": walked if s["step"] else "",
        "pinned": at is not None and s["pin"] == at.name != "",
        "lit": at is not None,
    }


def _size(say: Say, rows: int, columns: int) -> str:
    return say("note", rows=rows, columns=columns)


def _pad_rim(s: State, grid: Grid) -> Grid:
    p = s["padding"]
    for u, row in enumerate(grid.marks):
        for v, cell in enumerate(row):
            if not (p <= u < p + s["H"] and p <= v < p + s["W"]):
                cell.append("pad")
    return grid


def _image(s: State, n: Numbers, say: Say) -> Grid:
    p = s["padding"]
    note = say("note_padded" if p else "note", rows=s["H"], columns=s["W"], padding=p)
    return _pad_rim(s, Grid("X", "X", note, n.Xp, "⋆", 0, editable=True, first=-p))


def _kernel(s: State, n: Numbers, say: Say, row: int, sign: str) -> Grid:
    return Grid("K", "K", _size(say, s["h"], s["w"]), n.K, sign, row, editable=True)


def _upstream(
    s: State, n: Numbers, say: Say, row: int, sign: str, *, after: bool = False
) -> list[Grid]:
    """Return dY; where it is wrong, the right one before it, or after it: it only stands by."""
    note, own = _size(say, s["rows"], s["columns"]), s["upstream"] == OWN
    if not n.broken_dY:
        return [Grid("dY", "dY", note, n.dY, sign, row, editable=own)]
    titles = say("title_broken", name="dY"), say("title_right", name="dY")
    signs = ("=", sign) if after else (sign, "=")
    broken = Grid("dY", titles[0], note, n.used, signs[0], row)
    broken.scale = largest(n.right_dY)
    right = Grid("U", titles[1], note, n.right_dY, signs[1], row, editable=own)
    return [broken, right] if after else [right, broken]


def _loss_grids(s: State, n: Numbers, say: Say) -> list[Grid]:
    return [
        _image(s, n, say),
        _kernel(s, n, say, 0, "="),
        Grid("Y", "Y", _size(say, s["rows"], s["columns"]), n.Y, "−", 0),
        Grid("T", "T", say("note_T"), n.T, "", 0, editable=True),
    ]


def _input_grids(s: State, n: Numbers, say: Say) -> list[Grid]:
    loss, p, straight = s["upstream"] == LOSS, s["padding"], n.wrong == "unrotated"
    row = 1 if loss else 0
    key = "note_spread_stride" if s["stride"] > 1 else "note_spread"
    around = {"down": s["h"] - 1, "across": s["w"] - 1, "between": s["stride"] - 1}
    note = say("note_spread_broken" if n.wrong == "no_zeros" else key, **around)
    spread = Grid("S", "dY₀", note, n.spread, "⋆", row)
    own = own_cells(s, n)
    for u, line in enumerate(spread.marks):
        for v, cell in enumerate(line):
            if (u, v) not in own:
                cell.append("pad")
    turned = say("note_unturned" if straight else "note_turned")
    size = say("note_cut" if p else "note", rows=s["H"], columns=s["W"])

    def result(name: str, title: str, values: Matrix) -> Grid:
        told = title if n.mistake_in(name) == "none" else say("title_broken", name=title)
        return _pad_rim(s, Grid(name, told, size, values, " ", row + 1, first=-p))

    results = [
        result("D", say("title_scatter"), n.stamps),
        result("G", say("title_gather"), n.gathered),
    ]
    if n.wrong != "none":
        note = _size(say, s["H"], s["W"])
        results.append(Grid("B", say("title_right", name="dX"), note, n.right, " ", row + 1))
    numeric = say("title_numeric", name="dX")
    results.append(Grid("N", numeric, say("note_numeric"), n.numeric, "", row + 1))
    for one in results:
        one.scale = largest(n.numeric)
    grids = _loss_grids(s, n, say) if loss else []
    grids += _upstream(s, n, say, row, "│" if loss else "·")
    if not loss:
        grids.append(_kernel(s, n, say, row, "│"))
    return [
        *grids,
        spread,
        Grid("R", "K" if straight else "K ↻", turned, n.turned, "", row),
        *results,
    ]


def _kernel_grids(s: State, n: Numbers, say: Say) -> list[Grid]:
    loss, broken = s["upstream"] == LOSS, n.wrong != "none"
    row = 1 if loss else 0
    note = _size(say, s["h"], s["w"])
    title = say("title_broken", name="dK") if broken else "dK"
    results = [Grid("G", title, note, n.gradient, " ", row)]
    if broken:
        results.append(Grid("B", say("title_right", name="dK"), note, n.right, " ", row))
    numeric = say("title_numeric", name="dK")
    results.append(Grid("N", numeric, say("note_numeric"), n.numeric, "", row))
    for one in results:
        one.scale = largest(n.numeric)
    first = _loss_grids(s, n, say) if loss else [_image(s, n, say)]
    beside = n.broken_dY and not loss
    sign = "│" if beside else "→" if loss else "="
    return [*first, *_upstream(s, n, say, row, sign, after=beside), *results]


def _lit(s: State, shown: dict[str, Grid]) -> Lit | None:
    for name in (s["pin"], s.get("look", "")):
        grid, *index = (name or "").split(" ")
        if grid in shown and len(index) == 2:
            i, j = int(index[0]), int(index[1])
            if shown[grid].at(i, j) is not None:
                return Lit(name, grid, TWINS[s["mode"]][grid], i, j)
    if not s["step"]:
        return None
    gathered = s["W"] if s["mode"] == DX else s["w"]
    grid, width = ("dY", s["columns"]) if s["walk"] == SCATTER else ("G", gathered)
    return Lit("", grid, TWINS[s["mode"]][grid], *divmod(s["step"] - 1, width))


def _hide_later(s: State, grid: Grid) -> None:
    rows, columns = (s["H"], s["W"]) if s["mode"] == DX else (s["h"], s["w"])
    for i, j in np.ndindex(rows, columns):
        if i * columns + j >= s["step"]:
            grid.marks[i - grid.first][j - grid.first].append("later")


def _marker(shown: dict[str, Grid]) -> Callable[[str, int, int, str], None]:
    def mark(name: str, i: int, j: int, kind: str) -> None:
        cell = shown[name].at(i, j) if name in shown else None
        if cell is not None and kind not in cell:
            cell.append(kind)

    return mark


def _differ(a: Matrix, b: Matrix, scale: float) -> Any:
    return ~(np.abs(a - b) <= 1e-9 * scale)


def _compare(s: State, n: Numbers, say: Say, shown: dict[str, Grid]) -> list[dict[str, Any]]:
    """Mark what is not as the numeric gradient, put = or ≠ between the results, and say so."""
    scale = largest(n.numeric)
    if n.broken_dY:
        first = shown["U" if s["mode"] == DX or s["upstream"] == LOSS else "dY"]
        for i, j in np.argwhere(_differ(n.used, n.right_dY, scale)):
            shown["dY"].marks[i][j].append("wrong")
            first.sign = "≠"
    results = [shown[name] for name in ("D", "G", "B", "N") if name in shown]
    numeric = results[-1]
    stepped = "D" if s["mode"] == DX and s["walk"] == SCATTER else "G"
    partial = stepped if 0 < s["step"] < s["step_max"] else ""
    verdicts = []
    for one, other in pairwise(results):
        if partial in (one.id, other.id):
            continue
        count = int(_differ(one.inner, other.inner, scale).sum())
        one.sign = "≠" if count else "="
        names_of = {"one": one.title, "other": other.title}
        text = say("differ" if count else "agree", **names_of, count=count, all=numeric.values.size)
        verdicts.append({"ok": count == 0, "text": text})
    for one in results[:-1]:
        if one.id != partial:
            for i, j in np.argwhere(_differ(one.inner, numeric.values, scale)):
                one.marks[i - one.first][j - one.first].append("wrong")
    return verdicts
