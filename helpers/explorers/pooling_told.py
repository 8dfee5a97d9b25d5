"""What is said of a lit cell of the pooling explorer: js/pooling_told.js, in Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.explorers.pooling_numbers import Numbers
from helpers.explorers.pooling_state import AVERAGE, LP, State
from helpers.explorers.slices import slice_text
from helpers.explorers.sums import equality, equals, factor, joined, written
from helpers.explorers.texts import Say
from helpers.reference.arguments import Matrix
from helpers.student.style import number

PIXELS = ("X", "dX", "dT")  # grids shaped like X; the others are shaped like Y

Told = dict[str, Any]


def tell(c: Numbers, say: Say, grid: str, i: int, j: int) -> Told:
    """Say what a cell is made of, or where it goes, in words and in NumPy."""
    told = (
        _tell_pixel(c, say, grid, i, j)
        if grid in PIXELS
        else _WINDOW[grid](c, say, f"{grid}[{i}, {j}]", i, j)
    )
    return {"sum": "", "numpy": []} | told


def size_line(axis: str, i: int, s: State, o: int) -> dict[str, str]:
    """Say how many windows fit along an axis."""
    k, stride = s["size"], s["stride"]
    return {
        "name": f"{axis}′",
        "rule": f"{axis}′ = ⌊({axis} − k) / s⌋ + 1",
        "numbers": f"⌊({i} − {k}) / {stride}⌋ + 1 = ⌊{i - k} / {stride}⌋ + 1 = {o - 1} + 1 = {o}",
    }


def curve_told(curve: dict[str, Any], say: Say) -> str:
    """Say a curve over p in a sentence."""
    return say(
        "told_curve" if curve["mean"] else "told_curve_sum",
        cell=curve["name"],
        one=number(curve["one"]),
        largest=number(curve["largest"]),
        p=curve["stops"][curve["at"]],
        value=number(curve["values"][curve["at"]]),
    )


def _size(value: float) -> str:
    return f"|{written(value)}|" if value < 0 else written(value)


def _powers(c: Numbers, v: Matrix, write: Callable[[float], str]) -> str:
    return f"({joined((f'{write(float(x))}^{c.label}' for x in v.flat), ' + ')})"


def _view(c: Numbers, i: int, j: int, name: str = "X") -> str:
    k, s = c.s["size"], c.s["stride"]
    return f"{name}[{slice_text(s * i, k)}, {slice_text(s * j, k)}]"


def _argmax(c: Numbers, i: int, j: int) -> str:
    k = c.s["size"]
    image = f"np.abs({_view(c, i, j)})" if c.s["kind_index"] == LP else _view(c, i, j)
    return f"a, b = np.unravel_index(np.argmax({image}), ({k}, {k}))"


def _place(c: Numbers, i: int, j: int, name: str) -> str:
    s = c.s["stride"]
    return f"{name}[{s * i} + a, {s * j} + b]"


def _over(c: Numbers) -> str:
    return f" / {c.s['size'] ** 2}" if c.s["mean"] or c.s["kind_index"] == AVERAGE else ""


def _winner(c: Numbers, i: int, j: int) -> dict[str, Any]:
    """Where the winner stands, and how many entries are as large."""
    wins = c.wins or []
    r, k = wins[i][j]
    sizes = c.judged(c.window(i, j))
    return {"winner": f"X[{r}, {k}]", "ties": int((sizes == sizes.max()).sum())}


def _tell_Y(c: Numbers, say: Say, cell: str, i: int, j: int) -> Told:
    s, v, value = c.s, c.window(i, j), float(c.Y[i, j])
    given = {"cell": cell, "value": number(value), "count": v.size}
    view, lp = _view(c, i, j), s["kind_index"] == LP
    if c.wins is not None:
        won = _winner(c, i, j)
        key = "told_Y_tie" if won["ties"] > 1 else "told_Y_largest" if lp else "told_Y_max"
        words = joined(map(_size if lp else written, map(float, v.flat)), ", ")
        return {
            "head": say(key, **given, **won),
            "sum": equals(f"max({words})", v.flat, value),
            "numpy": [f"{cell} = np.max({f'np.abs({view})' if lp else view})"],
        }
    if s["kind_index"] == AVERAGE:
        words = joined(map(factor, map(float, v.flat)), " + ")
        total, count = float(v.sum()), v.size
        summed = equals(f"({words}) / {count}", v.flat, total)
        return {
            "head": say("told_Y_average", **given),
            "sum": equals(f"{summed} / {count}", [total], value),
            "numpy": [f"{cell} = np.mean({view})"],
        }
    sizes, p, powers = np.abs(v), c.label, _powers(c, v, _size)
    one = float(sizes.mean() if s["mean"] else sizes.sum())
    ends = {"largest": number(float(sizes.max())), "one": number(one)}
    inner = f"({powers} / {v.size})" if s["mean"] else powers
    reduce = "mean" if s["mean"] else "sum"
    return {
        "head": say("told_Y_lp" if s["mean"] else "told_Y_lp_sum", **given, **ends),
        "sum": equals(f"{inner}^(1/{p})", v.flat, value),
        "numpy": [f"{cell} = np.{reduce}(np.abs({view}) ** {p}) ** (1 / {p})"],
    }


def _tell_I(c: Numbers, say: Say, cell: str, i: int, j: int) -> Told:
    r, k = (c.wins or [])[i][j]
    W, s = c.s["W"], c.s["stride"]
    flat = r * W + k
    return {
        "head": say("told_I", cell=cell, value=flat, winner=f"X[{r}, {k}]"),
        "sum": f"{r}·{W} + {k} = {flat}",
        "numpy": [
            _argmax(c, i, j),
            f"{cell} = np.ravel_multi_index(({s * i} + a, {s * j} + b), X.shape)",
        ],
    }


def _tell_T(c: Numbers, say: Say, cell: str, i: int, j: int) -> Told:
    v, p, view = c.window(i, j), c.label, _view(c, i, j)
    value = float("nan") if c.T is None else float(c.T[i, j])
    given = {"cell": cell, "value": number(value), "p": p}
    if c.p == np.inf:
        words = joined(map(_size, map(float, v.flat)), ", ")
        return {
            "head": say("told_T_largest", **given),
            "sum": equals(f"max({words})", v.flat, value),
            "numpy": [f"{cell} = np.max(np.abs({view}))"],
        }
    with np.errstate(all="ignore"):
        total = float((v**c.p).sum() / v.size * v.size)
    key = "told_T_sum_nan" if np.isnan(value) else "told_T"
    head = say("told_T_entry_nan" if np.isnan(total) else key, **given, sum=number(total))
    powers, root = _powers(c, v, factor), f"^(1/{p})"
    text = f"{powers}{root}\u00a0{equality([*v.flat, total])}\u00a0{factor(total)}{root}"
    return {
        "head": head,
        "sum": equals(text, [total], value),
        "numpy": [f"{cell} = np.sum({view} ** {p}) ** (1 / {p})"],
    }


def _tell_dY(c: Numbers, say: Say, cell: str, i: int, j: int) -> Told:
    v, g, lp = c.window(i, j), float(c.dY[i, j]), c.s["kind_index"] == LP
    given = {"cell": cell, "value": number(g), "count": v.size}
    if lp and not v.any():
        return {"head": say("told_dY_zero", **given)}
    if c.wins is not None:
        won = _winner(c, i, j)
        sign = f" * np.sign({_place(c, i, j, 'X')})" if lp else ""
        return {
            "head": say("told_dY_tie" if won["ties"] > 1 else "told_dY_winner", **given, **won),
            "numpy": [_argmax(c, i, j), f"{_place(c, i, j, 'dX')} += {cell}{sign}"],
        }
    shares, target = c.shares(i, j), _view(c, i, j, "dX")
    if not lp:
        return {
            "head": say("told_dY_average", **given),
            "sum": equals(f"{written(g)} / {v.size}", [g], float(shares[0, 0])),
            "numpy": [f"{target} += {cell} / {v.size}"],
        }
    part = f"(np.abs(x) / Y[{i}, {j}]) ** ({c.label} - 1)"
    return {
        "head": say("told_dY_lp", **given),
        "sum": say("shares", list=joined(map(number, map(float, shares.flat)), ", ")),
        "numpy": [f"x = {_view(c, i, j)}", f"{target} += {cell} * np.sign(x) * {part}{_over(c)}"],
    }


_WINDOW = {"Y": _tell_Y, "I": _tell_I, "T": _tell_T, "dY": _tell_dY}


def _tell_pixel(c: Numbers, say: Say, grid: str, r: int, k: int) -> Told:
    s, cell, x = c.s, f"{grid}[{r}, {k}]", float(c.X[r, k])
    held = c.windows_at(r, k)
    won = held if c.wins is None else [(i, j) for i, j in held if c.wins[i][j] == (r, k)]
    down, across = c.holders(r, s["rows"]), c.holders(k, s["columns"])

    def windows(name: str) -> str:
        return f"{name}[{slice_text(*down)}, {slice_text(*across)}]"

    given = {"cell": cell, "count": len(held)}
    if grid == "X":
        key = "told_X" if c.wins is None else "told_X_wins"
        head = say(key, **given, wins=len(won), value=number(x))
        if not held:
            return {"head": head}
        entry = f"np.abs({cell})" if s["kind_index"] == LP else cell
        if c.wins is not None:
            return {
                "head": head,
                "numpy": [f"{windows('Y')} = np.maximum({windows('Y')}, {entry})"],
            }
        if s["kind_index"] == AVERAGE:
            return {"head": head, "numpy": [f"{windows('Y')} += {entry} / {s['size'] ** 2}"]}
        power = f"{windows('S')} += {entry} ** {c.label}{_over(c)}"
        return {"head": head, "numpy": [power, f"Y = S ** (1 / {c.label})"]}
    far = [(i, j) for i, j in won if not s["step"] or i * s["columns"] + j < s["step"]]
    given["pays"] = len(far)
    if grid == "dT":
        value = float("nan") if c.dT is None else float(c.dT[r, k])
        head = say("told_dT_nan" if np.isnan(value) else "told_dT", **given, value=number(value))
        T = c.T
        if T is None or not held or c.p == np.inf or any(T[i, j] == 0 for i, j in held):
            return {"head": head}
        slopes = f"{windows('dY')} * {windows('T')} ** (1 - {c.label})"
        return {
            "head": head,
            "numpy": [f"{cell} = X[{r}, {k}] ** ({c.label} - 1) * np.sum({slopes})"],
        }
    value, stride = float(c.dX[r, k]), s["stride"]
    key = "told_dX_so_far" if s["step"] else "told_dX"
    head = say(key, **given, value=number(value))
    if not held:
        return {"head": head}
    paid = [float(c.shares(i, j)[r - stride * i, k - stride * j]) for i, j in far]
    return {
        "head": head,
        "sum": equals(joined(map(factor, paid), " + "), paid, value) if far else "",
        "numpy": [f"{cell} = {_paid_line(c, r, k, windows)}"],
    }


def _paid_line(c: Numbers, r: int, k: int, windows: Callable[[str], str]) -> str:
    """Return dX at one entry, from all the windows that hold it, in NumPy."""
    here, lp = f"X[{r}, {k}]", c.s["kind_index"] == LP
    if lp and c.X[r, k] == 0:
        return "0"
    sign = f"np.sign({here}) * " if lp else ""
    if c.wins is not None:
        return f"{sign}np.sum(dY[I == {r * c.s['W'] + k}])"
    if not lp:
        return f"np.sum({windows('dY')}){_over(c)}"
    part = f"(np.abs({here}) / {windows('Y')}) ** ({c.label} - 1)"
    return f"{sign}np.sum({windows('dY')} * {part}){_over(c)}"
