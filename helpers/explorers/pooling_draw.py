"""The static picture of a pooling: its grids, and under them the curve of LP pooling over p."""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.explorers.draw import sheet
from helpers.explorers.pooling_state import exponent
from helpers.explorers.still import Drawn
from helpers.student import style
from helpers.student.board import Board

CURVE = (5.2, 1.7)  # inches
TICKS = ("1", "2", "4", "8", "16", "32", "64", "∞")
LAST = 7.6  # where infinity stands on an axis on which 64 stands at 6


def draw(frame: dict[str, Any]) -> Drawn:
    """Draw the grids of a frame and, of LP pooling, the value of a window over p."""
    board, (width, height) = sheet(frame)
    curve = frame["curve"]
    told = [style.spoken(grid["title"], np.array(grid["values"])) for grid in frame["grids"]]
    if curve is not None:
        _curve(board, curve, width, height)
        told.append(curve["told"].rstrip("."))
    return Drawn(board.finish(". ".join(told) + "."), frame["caption"])


def _across(label: str) -> float:
    p = exponent(label)
    return LAST if np.isinf(p) else float(np.log2(p))


def _curve(board: Board, curve: dict[str, Any], width: float, height: float) -> None:
    """Draw the curve under a board that is width × height inches large."""
    across, down = CURVE
    box = (0.1 / width, -(down + 0.55) / height, across / width, down / height)
    axes: Any = board.figure.add_axes(box)
    x = np.array([_across(label) for label in curve["stops"]])
    y = np.array(curve["values"], dtype=float)
    low, high = float(y.min()), float(y.max())
    room = high - low or 1.0
    near = abs(curve["largest"] - curve["one"]) < 0.3 * room  # labels would cover each other
    axes.set_ylim(low - 0.2 * room, high + 0.3 * room)
    axes.set_xlim(-0.1, LAST + 0.1)
    # In signs: the fonts that come with matplotlib have no Chinese. The caption says it in words.
    levels = (
        ("max", curve["largest"], "bottom"),
        ("mean" if curve["mean"] else "Σ", curve["one"], "top"),
    )
    for words, value, beside in levels:
        axes.axhline(value, color=style.MUTED, linewidth=1, linestyle=(0, (5, 3)))
        axes.annotate(
            f"{words} |x| = {style.number(value)}", (1.01, value),
            xycoords=("axes fraction", "data"), va=beside if near else "center",
            fontsize=8.5, color=style.INK, annotation_clip=False,
        )  # fmt: skip
    if curve["torch"]:
        axes.plot(
            x, np.array(curve["torch"], dtype=float), "o", markerfacecolor="none", markersize=4.5,
            color=style.ACCENTS[3],
        )  # fmt: skip
        axes.annotate(
            "○ PyTorch", (1.01, 0.04), xycoords="axes fraction", va="center",
            fontsize=8.5, color=style.ACCENTS[3], annotation_clip=False,
        )  # fmt: skip
    axes.plot(x[:-1], y[:-1], color=style.ACCENTS[0], linewidth=2)
    axes.plot(x[-1:], y[-1:], "o", color=style.ACCENTS[0], markersize=5)
    at = curve["at"]
    axes.plot(x[at : at + 1], y[at : at + 1], "o", color=style.ACCENTS[0], markersize=9)
    axes.axvline(x[at], color=style.INK, linewidth=0.8, alpha=0.5)
    axes.set_title(
        f"{curve['name']},  p = {curve['stops'][at]}: {style.number(float(y[at]))}",
        fontsize=9.5, color=style.INK, loc="left",
    )  # fmt: skip
    axes.set_xticks([_across(label) for label in TICKS], TICKS)
    axes.set_yticks([])
    axes.set_xlabel("p", fontsize=9, color=style.MUTED)
    axes.tick_params(labelsize=8.5, colors=style.MUTED, length=3)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color("#c6ccd3")
