"""What the backward explorer says of the lit cell: what js/backward_told.js says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from helpers.explorers.backward_light import Lit, last_stamp
from helpers.explorers.backward_numbers import DX, LOSS, Numbers, State
from helpers.explorers.slices import slice_text
from helpers.explorers.sums import Terms, sum_line, total
from helpers.explorers.texts import Say
from helpers.student.style import number


class Teller:
    """Says of one state what a cell is made of, in words and in NumPy, mistake and all.

    What it says of a right gradient beside a broken one has no mistake in it.
    """

    def __init__(self, s: State, n: Numbers, say: Say, grid: str) -> None:
        wrong = n.mistake_in(grid)
        used = n.right_dY if wrong == "none" else n.used
        self.s, self.n, self.say = s, replace(n, wrong=wrong, used=used), say

    def tell(self, at: Lit) -> dict[str, Any]:
        """Return {head, sum, numpy} for the lit cell."""
        head, terms, numpy = (self.input if self.s["mode"] == DX else self.kernel)(at)
        lines = [*self.upstream(), *numpy] if numpy else []
        return {
            "head": head,
            "sum": sum_line(terms) if terms is not None else "",
            "numpy": lines,
        }

    def mistake(self, *names: str) -> str:
        """Return the comment for the line with the mistake."""
        return f"  # {self.say('mistake')}" if self.n.wrong in names else ""

    def upstream(self) -> list[str]:
        """Return the line that makes dY, where it is not given."""
        s, wrong = self.s, self.n.wrong
        if wrong == "ignores_upstream":
            return [f"dY = np.ones(({s['rows']}, {s['columns']})){self.mistake(wrong)}"]
        if s["upstream"] != LOSS:
            return []
        broken = {
            "drops_two": "Y - T",
            "loss_mean": "2 * (Y - T) / Y.size",
            "reversed_sign": "2 * (T - Y)",
        }
        code = broken.get(wrong, "2 * (Y - T)")
        return [f"dY = {code}{self.mistake(*broken)}"]

    def input(self, at: Lit) -> tuple[str, Terms | None, list[str]]:
        """Tell in the mode dX."""
        s, n, say, i, j, p = self.s, self.n, self.say, at.i, at.j, self.s["padding"]
        straight = n.wrong == "unrotated"
        names = dict.fromkeys("DGBN", "dX") | {
            "U": "dY", "S": "dY₀", "R": "K" if straight else "K ↻",
        }  # fmt: skip
        cell = f"{names.get(at.id, at.id)}[{number(i)}, {number(j)}]"
        dX, cut = ("dXp", [f"dX = dXp[{p}:{-p}, {p}:{-p}]"]) if p else ("dX", [])
        if at.kind == "D":
            if not (0 <= i < s["H"] and 0 <= j < s["W"]):
                return say("told_cut", cell=cell), None, []
            if at.id == "X":
                head = say("told", cell=cell, value=number(n.X[i, j]))
                return head, None, self.gather_lines(i, j)
            terms = (self.scatter_terms if n.wrong == "none" else self.gather_terms)(i, j)
            lines = self.gather_lines(i, j)
            last = last_stamp(s, i, j) if n.wrong == "assigns" else None
            if last is not None:
                u, v, a, b = last
                terms = [(float(n.used[u, v]), float(n.K[a, b]))]
                lines = [f"dX[{i}, {j}] = dY[{u}, {v}] * K[{a}, {b}]{self.mistake('assigns')}"]
            padded = {"D": n.stamps, "G": n.gathered}.get(at.id)
            plain = n.right if at.id == "B" else n.numeric
            here = float(plain[i, j] if padded is None else padded[i + p, j + p])
            head = say("told", cell=cell, value=number(here))
            return head, terms if _same(here, total(terms)) else None, lines
        if at.kind == "dY":
            rows = slice_text(s["stride"] * i, s["h"])
            window = f"{dX}[{rows}, {slice_text(s['stride'] * j, s['w'])}]"
            stamp = "K[::-1, ::-1]" if n.wrong == "scatter_rotated" else "K"
            op = "=" if n.wrong == "assigns" else "+="
            note = self.mistake("assigns", "scatter_rotated")
            values = {"dY": n.used, "U": n.right_dY, "Y": n.Y, "T": n.T}[at.id]
            key = "told_scatter" if at.id in ("dY", "U") else "told"
            head = say(key, cell=cell, value=number(values[i, j]))
            return head, None, [f"{window} {op} dY[{i}, {j}] * {stamp}{note}", *cut]
        if at.kind == "S":
            value = float(n.spread[i, j])
            head = (
                say("told", cell=cell, value=number(value))
                if value
                else say("told_zero", cell=cell)
            )
            return head, None, []
        a, b = (i, j) if at.id == "K" or straight else (s["h"] - 1 - i, s["w"] - 1 - j)
        rows = slice_text(a, s["rows"], s["stride"])
        columns = slice_text(b, s["columns"], s["stride"])
        head = say("told_K", cell=cell, value=number(n.K[a, b]))
        return head, None, [f"{dX}[{rows}, {columns}] += K[{a}, {b}] * dY", *cut]

    def gather_lines(self, i: int, j: int) -> list[str]:
        """Return the lines for dX[i, j] by gather."""
        s, n = self.s, self.n
        apart, p = 1 if n.wrong == "no_zeros" else s["stride"], s["padding"]
        columns = slice_text(s["w"] - 1, s["columns"], apart)
        inner = f"{slice_text(s['h'] - 1, s['rows'], apart)}, {columns}"
        window = f"{slice_text(i + p, s['h'])}, {slice_text(j + p, s['w'])}"
        turned = "K" if n.wrong in ("unrotated", "scatter_rotated") else "K[::-1, ::-1]"
        note = self.mistake("unrotated", "scatter_rotated")
        size = "({}, {})".format(*n.spread.shape)
        return [
            f"dY0 = np.zeros({size}); dY0[{inner}] = dY{self.mistake('no_zeros')}",
            f"dX[{i}, {j}] = np.sum(dY0[{window}] * {turned}){note}",
        ]

    def scatter_terms(self, i: int, j: int) -> Terms:
        """Return the products dY[u, v]·K[a, b] that meet in dX[i, j]."""
        s, terms = self.s, []
        for u, v in np.ndindex(s["rows"], s["columns"]):
            a, b = i + s["padding"] - s["stride"] * u, j + s["padding"] - s["stride"] * v
            if 0 <= a < s["h"] and 0 <= b < s["w"]:
                terms.append((float(self.n.used[u, v]), float(self.n.K[a, b])))
        return terms

    def gather_terms(self, i: int, j: int) -> Terms:
        """Return the products of a window of dY among zeros with what slides."""
        s, n, p = self.s, self.n, self.s["padding"]
        window = n.spread[i + p : i + p + s["h"], j + p : j + p + s["w"]]
        slides = n.K if n.wrong == "scatter_rotated" else n.turned
        return [(float(x), float(k)) for x, k in zip(window.flat, slides.flat, strict=True)]

    def kernel(self, at: Lit) -> tuple[str, Terms | None, list[str]]:
        """Tell in the mode dK."""
        s, n, say, i, j = self.s, self.n, self.say, at.i, at.j
        image = "Xp" if s["padding"] else "X"
        pad = [f"Xp = np.pad(X, {s['padding']})"] if s["padding"] else []
        names = dict.fromkeys("GBN", "dK") | {"U": "dY"}
        cell = f"{names.get(at.id, at.id)}[{number(i)}, {number(j)}]"
        turned, last = n.wrong == "rotated_upstream", n.wrong == "last_window"
        stride = 1 if n.wrong == "stride_one" else s["stride"]
        size = " / dY.size" if n.wrong == "mean" else ""
        note = self.mistake("rotated_upstream", "stride_one", "mean", "last_window")
        if at.kind == "K":
            here = float({"G": n.gradient, "B": n.right, "N": n.numeric, "K": n.K}[at.id][i, j])
            rows, columns = slice_text(i, s["rows"], stride), slice_text(j, s["columns"], stride)
            summed = (
                f"np.sum({'dY[::-1, ::-1]' if turned else 'dY'} * {image}[{rows}, {columns}]){size}"
            )
            if last:
                u, v = (s["stride"] * (count - 1) for count in n.dY.shape)
                summed = f"dY[-1, -1] * {image}[{u + i}, {v + j}]"
            terms = [
                (float(n.used[u, v]), float(n.Xp[s["stride"] * u + i, s["stride"] * v + j]))
                for u, v in np.ndindex(n.used.shape)
            ]
            right = n.wrong == "none" and at.id != "K" and _same(here, total(terms))
            head = say("told", cell=cell, value=number(here))
            return head, terms if right else None, [*pad, f"dK[{i}, {j}] = {summed}{note}"]
        if at.kind == "dY":
            u, v = (s["rows"] - 1 - i, s["columns"] - 1 - j) if turned else (i, j)
            window = f"{image}[{slice_text(stride * u, s['h'])}, {slice_text(stride * v, s['w'])}]"
            values = {"dY": n.used, "U": n.right_dY, "Y": n.Y, "T": n.T}[at.id]
            # What it adds to is not said of code that adds something else.
            key = "told_upstream" if at.id in ("dY", "U") and not note else "told"
            head = say(key, cell=cell, value=number(values[i, j]))
            line = f"dK {'=' if last else '+='} dY[{i}, {j}] * {window}{size}{note}"
            return head, None, [*pad, line]
        if not (0 <= i < s["H"] and 0 <= j < s["W"]):
            return say("told", cell=cell, value="0"), None, []
        if n.wrong in ("last_window", "stride_one"):
            return say("told", cell=cell, value=number(n.X[i, j])), None, []
        count = self.reads(i, s["rows"], s["h"]) * self.reads(j, s["columns"], s["w"])
        return say("told_X", cell=cell, value=number(n.X[i, j]), count=count), None, []

    def reads(self, r: int, outputs: int, k: int) -> int:
        """Count the windows along one axis that entry r of X is in."""
        start = r + self.s["padding"]
        return sum(0 <= start - self.s["stride"] * i < k for i in range(outputs))


def tell(s: State, n: Numbers, at: Lit, say: Say) -> dict[str, Any]:
    """Say what a cell is made of, or where it goes, in words and in NumPy."""
    return Teller(s, n, say, at.id).tell(at)


def _same(a: float, b: float) -> bool:
    return abs(a - b) < 1e-9 * (1 + abs(a))
