"""Grey pictures: a small scene made of numbers, and what filters and pooling make of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from helpers.student import style
from helpers.student.style import Array, display, unless_graded


def sample_image() -> Array:
    """Make a grey scene (60, 90) of numbers from 0 (black) to 1 (white): a lighthouse at dusk."""
    row, column = np.mgrid[0:60, 0:90].astype(float)
    image: Array = 0.35 + 0.5 * row / 60  # the sky brightens towards the horizon
    image[np.hypot(row - 14, column - 70) < 7] = 1.0  # the moon
    image[row > 41] = (0.32 + 0.06 * np.sin(0.9 * row + 0.35 * column))[row > 41]  # the sea
    image[row > 60 - 0.55 * np.sqrt(np.maximum(0, 46 - column)) * 4.2] = 0.16  # the cliff
    tower = (np.abs(column - 24) < 3.2 + 0.055 * (row - 14)) & (row > 14) & (row < 39)
    image[tower] = np.where(((row - 14) // 5) % 2 == 0, 0.95, 0.3)[tower]  # its stripes
    image[(np.abs(column - 24) < 4) & (row > 8) & (row <= 14)] = 0.1  # the lantern room
    image[(np.abs(column - 24) < 2) & (row > 9) & (row <= 13)] = 1.0  # the light
    image[(np.abs(column - 24) < 9 - row) & (row <= 8) & (row > 4)] = 0.1  # the roof
    return image


@unless_graded
def show_images(**images: Any) -> None:
    """Show grey images (H, W) side by side with their shapes: `show_images(before=X, after=Y)`."""
    display(_grey({n.replace("_", " "): np.asarray(v, dtype=float) for n, v in images.items()}, {}))


@unless_graded
def show_image_filters(function: Callable[[Array, Array], Any], image: Any, **kernels: Any) -> None:
    """Show an image (H, W) and what `function(image, kernel)` makes of it, for each kernel."""
    X = np.asarray(image, dtype=float)
    named = {name.replace("_", " "): np.asarray(k, dtype=float) for name, k in kernels.items()}
    results = {name: np.asarray(function(X, k), dtype=float) for name, k in named.items()}
    display(_grey({"image": X, **results}, named))


FONT = 7.0  # points
WIDTH = 0.66  # of a digit, in units of the font
LARGEST = 2.1  # inches that a kernel may take


def _grey(images: dict[str, Array], kernels: dict[str, Array]) -> style.Picture:
    below = max((_side(kernel) * max(kernel.shape) for kernel in kernels.values()), default=0.0)
    below = min(below, LARGEST)
    figure = Figure(figsize=(2.7 * len(images), 2.35 + 1.3 * below if kernels else 2.3))
    grid: Any = figure.subplots(
        2 if kernels else 1, len(images), squeeze=False,
        gridspec_kw={
            "height_ratios": [1.75, below] if kernels else [1], "hspace": 0.12, "wspace": 0.1,
        },
    )  # fmt: skip
    for n, (name, image) in enumerate(images.items()):
        axes = grid[0, n]
        signed = bool((image < 0).any())
        # A few sharp edges would leave the rest pale: colours end at the 99th percentile.
        end = float(np.percentile(np.abs(image), 99)) or 1.0 if signed else style.largest(image)
        axes.imshow(
            image, cmap=style.DIVERGING if signed else "gray",
            vmin=-end if signed else 0.0, vmax=end,
        )  # fmt: skip
        axes.set_title(f"{name}  {image.shape}", fontsize=10, color=style.INK)
        axes.set_axis_off()
        if kernels:
            _kernel(grid[1, n], kernels.get(name), below)
    told = "; ".join(f"{name}, {i.shape[0]} by {i.shape[1]}" for name, i in images.items())
    return style.picture(figure, f"Images side by side: {told}.")


def _longest(kernel: Array) -> int:
    return max(len(style.number(float(value))) for value in kernel.flat)


def _side(kernel: Array) -> float:
    """Return how many inches a cell is wide, so that its number can be read."""
    return max(0.19, (_longest(kernel) + 0.4) * WIDTH * FONT / 72)


def _kernel(axes: Any, kernel: Array | None, height: float) -> None:
    """Draw a kernel with its numbers at the top of a place that is so many inches high."""
    axes.set_axis_off()
    if kernel is None:
        return
    end = style.largest(kernel)
    axes.set_anchor("N")
    edges = [np.arange(size + 1) - 0.5 for size in kernel.shape[::-1]]
    axes.pcolormesh(
        *edges,
        kernel,
        cmap=style.DIVERGING,
        vmin=-end,
        vmax=end,
        edgecolors=style.LINE,
        linewidth=0.7,
    )
    axes.set_aspect("equal")
    side = min(_side(kernel), height / max(kernel.shape))
    columns = kernel.shape[1]
    around = height / side  # cells that the place is wide and high
    axes.set_xlim((columns - around) / 2 - 0.5, (columns + around) / 2 - 0.5)
    axes.set_ylim(around - 0.5, -0.5)
    font = min(FONT, 72 * side / ((_longest(kernel) + 0.4) * WIDTH))
    for (i, j), value in np.ndenumerate(kernel):
        ink, text = style.ink_on(style.colour_of(float(value), end)), style.number(float(value))
        axes.text(j, i, text, ha="center", va="center", fontsize=font, color=ink)
