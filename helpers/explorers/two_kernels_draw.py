"""The static picture of the two kernels: the chain, each gradient beneath its value, the loss."""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.explorers.draw import HEAD, mark
from helpers.explorers.still import Drawn
from helpers.student import style
from helpers.student.board import CELL, Board

SIGN = 0.6  # cells between two columns, for the sign that stands there
PLOT = (5.2, 1.9)  # inches


def draw(frame: dict[str, Any]) -> Drawn:
    """Draw the grids in columns, value above gradient, and the loss over the steps beneath."""
    grids = {grid["id"]: grid for grid in frame["grids"]}
    signs = dict(zip(grids, frame["signs"], strict=True))
    values = [grid for grid in grids.values() if grid["row"] == 0]
    board = Board()
    tallest = max(len(grid["values"]) for grid in values)
    below = tallest + HEAD + 0.3
    x = 0.0
    for grid in values:
        following = x
        gradient = grids.get(f"d{grid['id']}")
        for one, y in ((grid, 0.0), (gradient, below)):
            if one is None:
                continue
            board.x, board.y = x, y
            left, top, cell = board.matrix(one["title"], one["values"])
            mark(board, one["marks"], left, top, cell)
            following = max(following, board.x)
        for one, y in ((grid, 0.0), (gradient, below)):
            if one is not None:
                board.x, board.y = following, y
                board.sign(signs[one["id"]])
        if gradient is None and frame["loss"]["value"]:
            board.text("loss", x, below - 0.55, size=12, weight="bold", align="left")
            board.text(frame["loss"]["value"], x, below + 0.2, size=19, align="left")
        x = following + SIGN
    _plot(board, frame["plot"], x * CELL, (2 * tallest + HEAD + 1.5) * CELL)
    told = [style.spoken(grid["title"], np.array(grid["values"])) for grid in grids.values()]
    alt = ". ".join([*told, *frame["caption"][:1], *frame["plot"]["said"]])
    return Drawn(board.finish(alt), frame["caption"])


def _plot(board: Board, plot: dict[str, Any], width: float, height: float) -> None:
    """Draw the losses under a board that is width × height inches large."""
    losses, steps = plot["losses"], plot["steps"]
    across, down = PLOT
    box = (0.55 / width, -(down + 0.45) / height, across / width, down / height)
    axes: Any = board.figure.add_axes(box)
    axes.plot(range(steps + 1), losses, color=style.ACCENTS[0], linewidth=1.8, clip_on=False)
    end = {"marker": "o", "color": style.ACCENTS[0], "markersize": 6}
    if plot["kind"] != "falling":
        end = {"marker": "x", "color": style.ACCENTS[1], "markersize": 8, "markeredgewidth": 2.4}
    axes.plot([steps], [losses[-1]], clip_on=False, zorder=5, **end)
    axes.set_xlim(0, max(steps, 10))
    if plot["log"] and min(losses) > 0:
        axes.set_yscale("log")
    else:
        axes.set_ylim(0, 1.08 * max(losses) or 1)
    axes.xaxis.get_major_locator().set_params(integer=True, nbins=8)
    axes.set_xlabel("steps", fontsize=9, color=style.MUTED)
    axes.set_ylabel("loss", fontsize=9, color=style.MUTED)
    axes.tick_params(labelsize=8.5, colors=style.MUTED, length=3)
    axes.grid(axis="y", color="#e2e6ea", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color("#c6ccd3")
