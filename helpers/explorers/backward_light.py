"""What the lit cell of the backward explorer is made of, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.explorers.backward_numbers import OF_SCATTER, Numbers, State

Mark = Callable[[str, int, int, str], None]


@dataclass(frozen=True)
class Lit:
    """The lit cell; `kind` is the grid that `id` stands for."""

    name: str
    id: str
    kind: str
    i: int
    j: int


def own_cells(s: State, n: Numbers) -> dict[tuple[int, int], tuple[int, int]]:
    """Return where dY stands among the zeros, and which of its entries it is."""
    apart = 1 if n.wrong == "no_zeros" else s["stride"]
    return {
        (s["h"] - 1 + apart * i, s["w"] - 1 + apart * j): (i, j) for i, j in np.ndindex(n.dY.shape)
    }


def last_stamp(s: State, i: int, j: int) -> tuple[int, int, int, int] | None:
    """Return the last entry of dY whose stamp reaches dX[i, j], and the entry of K it has there."""
    for u, v in reversed(list(np.ndindex(s["rows"], s["columns"]))):
        a, b = i + s["padding"] - s["stride"] * u, j + s["padding"] - s["stride"] * v
        if 0 <= a < s["h"] and 0 <= b < s["w"]:
            return u, v, a, b
    return None


def light_input(s: State, n: Numbers, at: Lit, mark: Mark) -> None:
    """Mark the cell "focus", what it is made of "source", what is made of it "target".

    As the line that is told of it has it, mistake and all.
    """
    p, stride, h, w = s["padding"], s["stride"], s["h"], s["w"]
    apart = 1 if n.wrong == "no_zeros" else stride
    kind, i, j = at.kind, at.i, at.j

    def turn(a: int, b: int) -> tuple[int, int]:
        return (a, b) if n.wrong == "unrotated" else (h - 1 - a, w - 1 - b)

    if kind == "S":
        own = own_cells(s, n).get((i, j))
        if own is None:
            mark("S", i, j, "focus")
            return
        kind, (i, j) = "dY", own
    if kind == "R":
        kind, (i, j) = "K", turn(i, j)
    if kind == "D":
        _light_sum(s, n, at, mark)
    elif kind == "dY":
        for name in ("dY", "U", "Y", "T"):
            mark(name, i, j, "focus")
        if at.id != "U":
            mark("S", h - 1 + apart * i, w - 1 + apart * j, "focus")
        for a, b in np.ndindex(h, w):
            mark("K", a, b, "source")
            for name in "B" if at.id == "U" else "DG":
                mark(name, stride * i + a - p, stride * j + b - p, "target")
    else:
        mark("K", i, j, "focus")
        mark("R", *turn(i, j), "focus")
        for u, v in np.ndindex(s["rows"], s["columns"]):
            mark("dY", u, v, "source")
            mark("S", h - 1 + apart * u, w - 1 + apart * v, "source")
            for name in "DG":
                mark(name, stride * u + i - p, stride * v + j - p, "target")


def _upstreams(n: Numbers, wrong: str) -> tuple[str, ...]:
    """Return the grids that stand for dY: the right one where the cell is of a right gradient."""
    return ("U" if wrong == "none" and n.broken_dY else "dY", "Y", "T")


def _light_sum(s: State, n: Numbers, at: Lit, mark: Mark) -> None:
    p, h, w, i, j = s["padding"], s["h"], s["w"], at.i, at.j
    wrong = n.mistake_in(at.id)
    names = _upstreams(n, wrong)
    for name in "XDGBN":
        mark(name, i, j, "focus")
    if wrong == "assigns":
        last = last_stamp(s, i, j)
        if last is not None:
            for name in names:
                mark(name, *last[:2], "source")
            mark("K", *last[2:], "source")
        return
    # Only where they show what the line says: of a right gradient beside a broken one they may not.
    shown = n.wrong in (wrong, *OF_SCATTER)
    apart = 1 if wrong == "no_zeros" else s["stride"]
    for a, b in np.ndindex(h, w):
        if shown:
            mark("S", i + p + a, j + p + b, "source")
        if shown and wrong != "scatter_rotated":
            mark("R", a, b, "source")
        (u, down), (v, across) = divmod(i + p + a - h + 1, apart), divmod(j + p + b - w + 1, apart)
        if down or across or not (0 <= u < s["rows"] and 0 <= v < s["columns"]):
            continue
        for name in names:
            mark(name, u, v, "source")
        straight = wrong in ("unrotated", "scatter_rotated")
        mark("K", *((a, b) if straight else (h - 1 - a, w - 1 - b)), "source")


def light_kernel(s: State, n: Numbers, at: Lit, mark: Mark) -> None:
    """Mark the cell "focus", what it is made of "source", what is made of it "target".

    As the line that is told of it has it, mistake and all.
    """
    p, i, j = s["padding"], at.i, at.j
    wrong = n.mistake_in(at.id)
    stride = 1 if wrong == "stride_one" else s["stride"]
    bottom, right = s["rows"] - 1, s["columns"] - 1

    def meets(u: int, v: int) -> tuple[int, int]:
        """Return the window of an entry of dY, and the other way round."""
        return (bottom - u, right - v) if wrong == "rotated_upstream" else (u, v)

    only_last = wrong == "last_window"
    counted = [(bottom, right)] if only_last else list(np.ndindex(s["rows"], s["columns"]))
    if at.kind == "K":
        for name in "KGBN":
            mark(name, i, j, "focus")
        for u, v in counted:
            mark(_upstreams(n, wrong)[0], *meets(u, v), "source")
            mark("X", stride * u + i - p, stride * v + j - p, "source")
    elif at.kind == "dY":
        for name in ("dY", "U", "Y", "T"):
            mark(name, i, j, "focus")
        u, v = meets(i, j)
        for a, b in np.ndindex(s["h"], s["w"]):
            mark("X", stride * u + a - p, stride * v + b - p, "source")
            mark("B" if at.id == "U" else "G", a, b, "target")
    else:
        mark("X", i, j, "focus")
        for u, v in counted:
            a, b = i + p - stride * u, j + p - stride * v
            if 0 <= a < s["h"] and 0 <= b < s["w"]:
                mark("dY", *meets(u, v), "source")
                mark("G", a, b, "target")
