"""The bounds and the numbers of the backward explorer: what js/backward_numbers.js says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.explorers.bundle import constant
from helpers.reference import corr2d, corr2d_backward, numerical_gradient, output_size
from helpers.reference.arguments import Matrix
from helpers.reference.windows import pad

MOST = {"H": 16, "W": 16, "h": 7, "w": 7, "stride": 4, "padding": 3}
OWN, ONE_HOT, LOSS = range(3)  # where dY comes from
DX = 0  # the mode; 1 is dK
SCATTER, GATHER = range(2)

BREAKS: dict[str, dict[str, int]] = constant("backward_breaks", "BREAKS")

OF_DY = ("ignores_upstream", "drops_two", "loss_mean", "reversed_sign")
"""The mistakes that dY itself shows; the others are made with it."""

OF_SCATTER, OF_GATHER = ("assigns", "scatter_rotated"), ("unrotated", "no_zeros")

State = dict[str, Any]


@dataclass
class Numbers:
    """What is shown as numbers: dY as the (broken) code has it, and what it makes of it."""

    wrong: str
    X: Matrix
    K: Matrix
    T: Matrix
    Y: Matrix
    dY: Matrix
    right_dY: Matrix
    used: Matrix
    numeric: Matrix
    # dX, with the padding around it:
    stamps: Matrix
    spread: Matrix
    turned: Matrix
    gathered: Matrix
    # dK:
    Xp: Matrix
    gradient: Matrix
    # of the mode:
    right: Matrix

    @property
    def broken_dY(self) -> bool:
        """Whether dY itself is wrong."""
        return self.wrong in OF_DY

    def mistake_in(self, grid: str) -> str:
        """Return the mistake that is in a grid's numbers, and so in the line told of them."""
        if grid in ("B", "N", "U") or (grid == "D" and self.wrong in OF_GATHER):
            return "none"
        return "none" if grid in ("G", "X") and self.wrong in OF_SCATTER else self.wrong


def clamped(state: State) -> State:
    """Return the state with every size in its bounds, and the bounds that depend on other sizes."""
    s = dict(state)
    for name in ("H", "W", "stride"):
        s[name] = max(1, min(s[name], MOST[name]))
    s["padding"] = max(0, min(s["padding"], MOST["padding"]))
    for k, axis, outputs in (("h", "H", "rows"), ("w", "W", "columns")):
        s[f"{k}_max"] = min(MOST[k], s[axis] + 2 * s["padding"])
        s[k] = max(1, min(s[k], s[f"{k}_max"]))
        s[outputs] = output_size(s[axis], s[k], s["padding"], s["stride"])
    i, j = (int(n) for n in s["hot"].split(" "))
    s["hot"] = f"{max(0, min(i, s['rows'] - 1))} {max(0, min(j, s['columns'] - 1))}"
    needs = list(BREAKS.values())[s["broken"]]
    fits = all(needs.get(name, s[name]) == s[name] for name in ("mode", "upstream"))
    if not fits or s["stride"] < needs.get("stride", 1):
        s["broken"] = 0
    gathered = s["H"] * s["W"] if s["mode"] == DX else s["h"] * s["w"]
    s["step_max"] = s["rows"] * s["columns"] if s["walk"] == SCATTER else gathered
    s["step"] = max(0, min(s["step"], s["step_max"]))
    return s


def numbers(s: State) -> Numbers:
    """Return all that is shown in a clamped state."""
    wrong = list(BREAKS)[s["broken"]]
    stride, p, shape = s["stride"], s["padding"], (s["rows"], s["columns"])
    X, K = _part(s["x_cells"], s["H"], s["W"]), _part(s["k_cells"], s["h"], s["w"])
    T = _part(s["t_cells"], *shape)
    Y = corr2d(X, K, stride, p)
    dY, right_dY = _upstream(s, Y, T, wrong), _upstream(s, Y, T, "none")
    used = np.ones(shape) if wrong == "ignores_upstream" else dY
    count = s["step"] if s["step"] and s["walk"] == SCATTER else used.size
    Xp = pad(X, (p, p), (p, p))

    spread = np.zeros((Xp.shape[0] + s["h"] - 1, Xp.shape[1] + s["w"] - 1))
    apart = 1 if wrong == "no_zeros" else stride
    rows, columns = (
        slice(k - 1, k + apart * (n - 1), apart) for k, n in zip(K.shape, shape, strict=True)
    )
    spread[rows, columns] = used
    turned = K if wrong == "unrotated" else K[::-1, ::-1]
    gradient = _kernel_gradient(s, Xp, used, wrong, count)
    return Numbers(
        wrong, X, K, T, Y, dY, right_dY, used, _numeric(s, X, K, T, right_dY),
        _stamps(s, K, used, Xp.shape, wrong, count), spread, turned, corr2d(spread, turned),
        Xp, gradient, corr2d_backward(right_dY, X, K, stride, p)[s["mode"]],
    )  # fmt: skip


def _part(cells: list[list[float]], rows: int, columns: int) -> Matrix:
    return np.array([row[:columns] for row in cells[:rows]], dtype=np.float64)


def _upstream(s: State, Y: Matrix, T: Matrix, wrong: str) -> Matrix:
    if s["upstream"] == OWN:
        return _part(s["dy_cells"], *Y.shape)
    if s["upstream"] == ONE_HOT:
        one = np.zeros_like(Y)
        i, j = (int(n) for n in s["hot"].split(" "))
        one[i, j] = 1
        return one
    factor = {"drops_two": 1, "reversed_sign": -2}.get(wrong, 2)
    dY: Matrix = factor * (Y - T) / (Y.size if wrong == "loss_mean" else 1)
    return dY


def _stamps(
    s: State, K: Matrix, dY: Matrix, shape: tuple[int, ...], wrong: str, count: int
) -> Matrix:
    dX = np.zeros(shape)
    stamp = K[::-1, ::-1] if wrong == "scatter_rotated" else K
    for i, j in list(np.ndindex(dY.shape))[:count]:
        window = dX[s["stride"] * i :, s["stride"] * j :][: s["h"], : s["w"]]
        window[:] = (0 if wrong == "assigns" else window) + dY[i, j] * stamp
    return dX


def _kernel_gradient(s: State, Xp: Matrix, dY: Matrix, wrong: str, count: int) -> Matrix:
    dK = np.zeros((s["h"], s["w"]))
    entries = dY[::-1, ::-1] if wrong == "rotated_upstream" else dY
    stride = 1 if wrong == "stride_one" else s["stride"]
    for i, j in list(np.ndindex(dY.shape))[:count]:
        window = Xp[stride * i :, stride * j :][: s["h"], : s["w"]]
        dK = (0 if wrong == "last_window" else dK) + entries[i, j] * window
    return dK / (dY.size if wrong == "mean" else 1)


def _numeric(s: State, X: Matrix, K: Matrix, T: Matrix, dY: Matrix) -> Matrix:
    def f(image: Matrix, kernel: Matrix) -> float:
        Y = corr2d(image, kernel, s["stride"], s["padding"])
        return float(((Y - T) ** 2 if s["upstream"] == LOSS else Y * dY).sum())

    if s["mode"] == DX:
        return numerical_gradient(lambda image: f(image, K), X, h=1.0)
    return numerical_gradient(lambda kernel: f(X, kernel), K, h=1.0)
