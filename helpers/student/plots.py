"""Three small plots: kernel positions on a line, a slope, and pooling as its exponent grows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.student import style
from helpers.student.style import Array, display, unless_graded


@unless_graded
def show_positions(i: int, k: int, p: int, s: int, o: int) -> None:
    """Show a line of i pixels, p of padding at each end, and o positions of a kernel of k pixels.

    `o` is what your own formula says. A position that sticks out over the end is dashed.
    """
    width, depth = max(i + 2 * p, (o - 1) * s + k, 13), 1.5 + 0.62 * max(o, 0)
    figure = Figure(figsize=(0.36 * (width + 0.4), 0.36 * (depth + 1.0)))
    axes: Any = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    for n in range(i + 2 * p):
        real = p <= n < p + i
        axes.add_patch(
            Rectangle(
                (n, 0), 1, 1, facecolor="#cfe3f3" if real else style.PAD,
                edgecolor="#9aa4af", linewidth=0.8,
            )
        )  # fmt: skip
        axes.text(
            n + 0.5, 0.52, str(n - p + 1) if real else "0", ha="center", va="center",
            fontsize=9, color=style.INK if real else style.MUTED,
        )  # fmt: skip
    out = 0
    for n in range(o):
        sticks_out = n * s + k > i + 2 * p
        out += sticks_out
        axes.add_patch(
            Rectangle(
                (n * s + 0.06, 1.35 + 0.62 * n), k - 0.12, 0.4, linewidth=1.8,
                facecolor="none" if sticks_out else style.ACCENTS[0],
                edgecolor=style.ACCENTS[1] if sticks_out else style.ACCENTS[0],
                linestyle="--" if sticks_out else "-",
            )
        )  # fmt: skip
    fits = (o * s + k <= i + 2 * p) if o >= 0 else False
    verdict = f"I = {i}, K = {k}, P = {p}, S = {s}: {o} positions"
    if out:
        verdict += f", {out} of them over the end"
    elif fits:
        verdict += ", and another would fit"
    axes.text(0, -0.55, verdict, fontsize=10, color=style.INK, ha="left", va="center")
    axes.set_xlim(-0.2, width + 0.2)
    axes.set_ylim(depth, -1.0)
    axes.set_aspect("equal")
    display(style.picture(figure, f"{verdict}."))


@unless_graded
def show_slope(
    f: Callable[[Array], Any], x: Any, gradient: Any, *, at: tuple[int, int] = (0, 0)
) -> None:
    """Show f(x) as one entry of x (H, W) moves, with a line as steep as gradient (H, W) says.

    f returns one number. Where the gradient is right, the line touches the curve.
    """
    here = np.asarray(x, dtype=float)
    slope = float(np.asarray(gradient, dtype=float)[at])
    steps = np.linspace(-2, 2, 41)
    values = []
    for step in steps:
        moved = here.copy()
        moved[at] += step
        values.append(float(f(moved)))
    centre = float(f(here.copy()))
    figure = Figure(figsize=(5.2, 2.9))
    axes: Any = figure.subplots()
    axes.plot(here[at] + steps, values, color=style.ACCENTS[0], linewidth=2.2, label="the function")
    axes.plot(
        here[at] + steps, centre + slope * steps, color=style.ACCENTS[1], linewidth=1.8,
        linestyle="--", label=f"your gradient: slope {style.number(slope)}",
    )  # fmt: skip
    axes.plot([here[at]], [centre], "o", color=style.INK, markersize=6)
    axes.set_xlabel(f"the entry at index [{at[0]}, {at[1]}]", fontsize=9)
    axes.legend(fontsize=9, frameon=False)
    _plain(axes)
    alt = f"A curve through {style.number(centre)} and a line of slope {style.number(slope)} there."
    display(style.picture(figure, alt))


@unless_graded
def show_powers(pool: Callable[..., Any], window: Any, *, highest: float = 60.0) -> None:
    """Show `pool(window, p, size, stride)` of one square window (n, n) while p grows from ½."""
    X = np.asarray(window, dtype=float)
    powers = np.geomspace(0.5, highest, 60)
    size = X.shape[0]
    values = [float(np.asarray(pool(X.copy(), float(p), size, size)).item()) for p in powers]
    figure = Figure(figsize=(5.4, 2.9))
    axes: Any = figure.subplots()
    for level, name, x, side in (
        (np.mean(np.abs(X)), "average", highest, "right"),
        (np.max(np.abs(X)), "maximum", 0.5, "left"),
    ):
        axes.axhline(level, color=style.MUTED, linewidth=1, linestyle=":")
        axes.text(x, level, f"{name} of |x|", fontsize=9, color=style.MUTED, va="bottom", ha=side)
    axes.plot(powers, values, color=style.ACCENTS[0], linewidth=2.2)
    axes.set_xscale("log")
    ticks = [p for p in (0.5, 1, 2, 5, 10, 20, 50) if p <= highest]
    axes.set_xticks(ticks, [style.number(p) for p in ticks])
    axes.minorticks_off()
    axes.set_xlabel("p", fontsize=10)
    axes.set_ylabel("LP pooling of the window", fontsize=9)
    _plain(axes)
    alt = (
        f"LP pooling rises from {values[0]:.3g} at p = 0.5 to {values[-1]:.3g} at p = {highest:g}."
    )
    display(style.picture(figure, alt))


def _plain(axes: Any) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=9, colors=style.INK)
    axes.margins(x=0.03, y=0.12)
