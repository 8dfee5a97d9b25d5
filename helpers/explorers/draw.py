"""A frame as a static picture: the same plain data that the browser paints."""

from typing import Any

import numpy as np
from matplotlib.patches import Polygon, Rectangle

from helpers.explorers.still import Drawn
from helpers.student import style
from helpers.student.board import CELL, Board

HEAD = 1.6  # cells for the title and note above a row of grids

EDGES = {"focus": style.INK, "target": "#a23b86", "source": "#00795a", "deep": "#80bcad"}
"""The colour of the frame around a region, by kind; the first kind in a cell's marks counts."""

WON = 0.24  # of a cell that the corner of a winner is wide

DASHES = {"target": (0, (2.2, 1.6))}
"""The frames that are not solid: a colour alone would not tell everybody which is which."""


def draw(frame: dict[str, Any]) -> Drawn:
    """Draw the grids of a frame side by side; what it says in words stands beneath them."""
    board, _ = sheet(frame)
    return Drawn(board.finish(), frame["caption"])


def sheet(frame: dict[str, Any]) -> tuple[Board, tuple[float, float]]:
    """Draw the grids of a frame; return the board, and its width and height in inches."""
    board = Board()
    left, top, right, bottom = 0.0, 0.0, 0.0, 0.0
    grids = frame["grids"]
    tallest = {
        row: max(len(g["values"]) for g in grids if g.get("row", 0) == row)
        for row in {g.get("row", 0) for g in grids}
    }
    for n, grid in enumerate(grids):
        row, before = grid.get("row", 0), grids[n - 1].get("row", 0) if n else grid.get("row", 0)
        if row != before:
            board.row((tallest[before] + tallest[row]) / 2 + HEAD)
        pad = -grid["first"]
        x, y, cell = board.matrix(grid["title"], grid["values"], pad=(pad, pad))
        mark(board, grid["marks"], x, y, cell)
        rows, columns = len(grid["values"]), len(grid["values"][0])
        left, top = min(left, x), min(top, y - 1)
        right, bottom = max(right, x + columns * cell), max(bottom, y + rows * cell)
        board.sign(frame["signs"][n] if n < len(frame["signs"]) else "")
    return board, ((right - left + 0.2) * CELL, (bottom - top + 0.2) * CELL)


def mark(board: Board, words_of: list[list[str]], x: float, y: float, cell: float) -> None:
    """Draw the marks of a grid whose first cell, `cell` large, begins at x, y."""
    marks = [[words.split() for words in row] for row in words_of]
    for i, row in enumerate(marks):
        for j, words in enumerate(row):
            left, top = x + j * cell, y + i * cell
            if "later" in words:  # not reached yet: its number is not shown
                board.axes.add_patch(
                    Rectangle(
                        (left, top), cell, cell, facecolor="white", edgecolor="#c6ccd3", zorder=6
                    )
                )
            elif "unused" in words:
                board.axes.add_patch(
                    Rectangle(
                        (left, top), cell, cell, fill=False, edgecolor="#8b95a1", linewidth=0,
                        hatch="////", zorder=2,
                    )
                )  # fmt: skip
            elif "won" in words:
                _corner(board, left + cell, top, WON * cell)
            if "now" in words:
                _box(board, left, top, cell)
            if "wrong" in words and "later" not in words:
                board.text("✗", left + 0.84 * cell, top + 0.2 * cell, size=7, weight="bold")
    for kind, colour in EDGES.items():
        inside = np.array([[_kind(words) == kind for words in row] for row in marks])
        for (i, j), marked in np.ndenumerate(inside):
            if marked:
                place = (x + j * cell, y + i * cell, cell)
                _rim(
                    board,
                    inside,
                    i,
                    j,
                    place,
                    {"color": colour, "linestyle": DASHES.get(kind, "-")},
                )


def _corner(board: Board, right: float, top: float, side: float) -> None:
    """Fill the upper right corner of a cell: the entry a window took."""
    points = [(right - side, top), (right, top), (right, top + side)]
    board.axes.add_patch(Polygon(points, facecolor=style.INK, edgecolor="none", zorder=4))


def _box(board: Board, left: float, top: float, cell: float) -> None:
    """Frame one cell: the product being added, or the winner of the lit window."""
    board.axes.add_patch(
        Rectangle((left, top), cell, cell, fill=False, edgecolor=style.INK, linewidth=2.6, zorder=8)
    )


def _kind(words: list[str]) -> str:
    return next((kind for kind in EDGES if kind in words), "")


def _rim(
    board: Board,
    inside: Any,
    i: int,
    j: int,
    place: tuple[float, float, float],
    look: dict[str, Any],
) -> None:
    """Draw the sides of a cell that are at the rim of its region."""
    left, top, cell = place
    padded = np.pad(inside, 1)
    for di, dj, xs, ys in (
        (-1, 0, (left, left + cell), (top, top)),
        (1, 0, (left, left + cell), (top + cell, top + cell)),
        (0, -1, (left, left), (top, top + cell)),
        (0, 1, (left + cell, left + cell), (top, top + cell)),
    ):
        if not padded[i + 1 + di, j + 1 + dj]:
            board.axes.plot(
                xs,
                ys,
                linewidth=2.6,
                zorder=7,
                solid_capstyle="round",
                dash_capstyle="butt",
                **look,
            )
