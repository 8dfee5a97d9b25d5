"""A sheet of squared paper: matrices, outlines and signs, placed in units of one cell."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.student import style
from helpers.student.fonts import legible
from helpers.student.style import Array, Picture

CELL = 0.44  # inches
GAP = 0.75  # cells between two matrices
WITH_NUMBERS = 14  # a matrix with a longer side is drawn smaller and without numbers


def _square(x: float, y: float, side: float) -> list[tuple[float, float]]:
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


class Board:
    """Draws from left to right; `x` is where the next matrix begins, rows centre on y = 0."""

    def __init__(self, y: float = 0.0) -> None:
        self.figure = Figure()
        self.axes: Any = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.x, self.y = 0.0, y
        self._box = [0.0, 0.0, 0.0, 0.0]  # left, top, right, bottom
        self._told: list[str] = []

    def matrix(
        self, name: str, values: Any, *, pad: tuple[int, int] = (0, 0), faded: Any = None
    ) -> tuple[float, float, float]:
        """Draw a matrix (H, W) and return where it begins, (x, y), and how large a cell is.

        The outer `pad` rows and columns, and cells where `faded` is true, are drawn grey.
        """
        matrix = np.atleast_2d(np.asarray(values, dtype=float))
        rows, columns = matrix.shape
        grey = np.ones(matrix.shape, dtype=bool)
        grey[pad[0] : rows - pad[0], pad[1] : columns - pad[1]] = False
        if faded is not None:
            grey |= np.asarray(faded, dtype=bool)
        shape = np.shape(values)
        title = f"({', '.join(str(n) for n in shape)}{',' if len(shape) == 1 else ''})"
        if pad != (0, 0):
            title = f"{(rows - 2 * pad[0], columns - 2 * pad[1])} + padding"
        cell = min(1.0, WITH_NUMBERS / max(matrix.shape))
        left, top = self.x, self.y - rows * cell / 2
        self._cells(matrix, grey, left, top, cell)
        self.text(name, left, top - 0.72, size=12, weight="bold", align="left")
        self.text(title, left, top - 0.28, size=9, colour=style.MUTED, align="left")
        width = max(columns * cell, 0.21 * len(name), 0.17 * len(title))
        self.x += width + GAP
        self._cover(left, top - 1.0, left + width, top + rows * cell)
        self._told.append(style.spoken(name, matrix))
        return left, top, cell

    def _cells(self, matrix: Array, grey: Any, left: float, top: float, cell: float) -> None:
        scale = style.largest(matrix)
        texts = [[style.number(v) for v in row] for row in matrix]
        longest = max(len(t) for row in texts for t in row)
        size = 11.0 if longest <= 3 else 9.5 if longest == 4 else 8.0 if longest == 5 else 7.0
        fills = {at: style.colour_of(float(v), scale) for at, v in np.ndenumerate(matrix)}
        # One artist for all: hundreds of them would keep a kernel busy for seconds.
        squares = PolyCollection(
            [_square(left + j * cell, top + i * cell, cell) for i, j in fills],
            facecolors=[style.PAD if grey[at] else fill for at, fill in fills.items()],
            edgecolors="#c6ccd3", linewidths=0.7,
        )  # fmt: skip
        self.axes.add_collection(squares, autolim=False)
        for (i, j), fill in fills.items() if cell == 1.0 else ():
            ink = style.MUTED if grey[i, j] else style.ink_on(fill)
            number = self.text(texts[i][j], left + j + 0.5, top + i + 0.5, size=size, colour=ink)
            number.set_in_layout(False)  # it is inside the cell

    def outline(
        self, left: float, top: float, rows: float, columns: float, colour: str, inset: float = 0.0
    ) -> None:
        """Draw a thick frame around rows × columns cells, `inset` cells inside their edge."""
        for width, ink, order in ((4.6, style.PAPER, 3), (2.6, colour, 4)):
            self.axes.add_patch(
                Rectangle(
                    (left + inset, top + inset), columns - 2 * inset, rows - 2 * inset,
                    fill=False, edgecolor=ink, linewidth=width, zorder=order, joinstyle="round",
                )
            )  # fmt: skip

    def sign(self, text: str) -> None:
        """Write a sign such as ⋆ or = between the last matrix and the next."""
        if not text:
            return
        width = 0.45 + 0.27 * (len(text) - 1)
        size = 27 if text in "⋆·" else 17  # these two are drawn small
        self.text(text, self.x - GAP + 0.35 + width / 2, self.y, size=size, colour=style.MUTED)
        self.x += width

    def text(
        self, text: str, x: float, y: float, *, size: float, colour: str = style.INK,
        weight: str = "normal", align: str = "center",
    ) -> Any:  # fmt: skip
        """Write text centred on, or from, a point; return matplotlib's own of it."""
        drawn, family = legible(text)
        return self.axes.text(
            x, y, drawn, fontsize=size, family=family, color=colour, weight=weight, ha=align,
            va="center", zorder=5,
        )  # fmt: skip

    def row(self, height: float) -> None:
        """Begin a new row of matrices, `height` cells further down."""
        self.x, self.y = 0.0, self.y + height

    def _cover(self, left: float, top: float, right: float, bottom: float) -> None:
        box = self._box
        self._box = [min(box[0], left), min(box[1], top), max(box[2], right), max(box[3], bottom)]

    def finish(self, alt: str = "") -> Picture:
        """Turn the board into a picture; without `alt` its matrices are read out."""
        left, top, right, bottom = self._box
        self.axes.set_xlim(left - 0.1, right + 0.1)
        self.axes.set_ylim(bottom + 0.1, top - 0.1)
        self.figure.set_size_inches((right - left + 0.2) * CELL, (bottom - top + 0.2) * CELL)
        return style.picture(self.figure, alt or ". ".join(self._told) + ".")
