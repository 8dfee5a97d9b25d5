"""What the lit cell of the backward explorer is made of, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.explorers.backward_numbers import Numbers, State

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


def light_input(s: State, n: Numbers, at: Lit, mark: Mark) -> None:
    """Mark the cell "focus", what it is made of "source", what is made of it "target"."""
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
        for name in "XDGN":
            mark(name, i, j, "focus")
        for a, b in np.ndindex(h, w):
            mark("S", i + p + a, j + p + b, "source")
            mark("R", a, b, "source")
            (u, down), (v, across) = divmod(i + p - a, stride), divmod(j + p - b, stride)
            if down or across or not (0 <= u < s["rows"] and 0 <= v < s["columns"]):
                continue
            for name in ("dY", "Y", "T"):
                mark(name, u, v, "source")
            mark("K", a, b, "source")
    elif kind == "dY":
        for name in ("dY", "Y", "T"):
            mark(name, i, j, "focus")
        mark("S", h - 1 + apart * i, w - 1 + apart * j, "focus")
        for a, b in np.ndindex(h, w):
            mark("K", a, b, "source")
            for name in "DG":
                mark(name, stride * i + a - p, stride * j + b - p, "target")
    else:
        mark("K", i, j, "focus")
        mark("R", *turn(i, j), "focus")
        for u, v in np.ndindex(s["rows"], s["columns"]):
            mark("dY", u, v, "source")
            mark("S", h - 1 + apart * u, w - 1 + apart * v, "source")
            for name in "DG":
                mark(name, stride * u + i - p, stride * v + j - p, "target")


def light_kernel(s: State, _: Numbers, at: Lit, mark: Mark) -> None:
    """Mark the cell "focus", what it is made of "source", what is made of it "target"."""
    p, stride = s["padding"], s["stride"]
    i, j = at.i, at.j
    if at.kind == "K":
        for name in "KGBN":
            mark(name, i, j, "focus")
        for u, v in np.ndindex(s["rows"], s["columns"]):
            mark("dY", u, v, "source")
            mark("X", stride * u + i - p, stride * v + j - p, "source")
    elif at.kind == "dY":
        for name in ("dY", "Y", "T"):
            mark(name, i, j, "focus")
        for a, b in np.ndindex(s["h"], s["w"]):
            mark("X", stride * i + a - p, stride * j + b - p, "source")
            mark("G", a, b, "target")
    else:
        mark("X", i, j, "focus")
        for u, v in np.ndindex(s["rows"], s["columns"]):
            a, b = i + p - stride * u, j + p - stride * v
            if 0 <= a < s["h"] and 0 <= b < s["w"]:
                mark("dY", u, v, "source")
                mark("G", a, b, "target")
