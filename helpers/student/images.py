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


def _grey(images: dict[str, Array], kernels: dict[str, Array]) -> style.Picture:
    figure = Figure(figsize=(2.7 * len(images), 3.1 if kernels else 2.3))
    grid: Any = figure.subplots(
        2 if kernels else 1, len(images), squeeze=False,
        gridspec_kw={"height_ratios": [3, 1] if kernels else [1], "hspace": 0.12, "wspace": 0.1},
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
            _kernel(grid[1, n], kernels.get(name))
    told = "; ".join(f"{name}, {i.shape[0]} by {i.shape[1]}" for name, i in images.items())
    return style.picture(figure, f"Images side by side: {told}.")


def _kernel(axes: Any, kernel: Array | None) -> None:
    axes.set_axis_off()
    if kernel is None:
        return
    end = style.largest(kernel)
    axes.set_anchor("N")
    axes.imshow(kernel, cmap=style.DIVERGING, vmin=-end, vmax=end)
    if max(len(style.number(float(value))) for value in kernel.flat) > 2:
        return  # the numbers would not fit
    for (i, j), value in np.ndenumerate(kernel):
        ink = style.ink_on(style.colour_of(float(value), end))
        axes.text(j, i, style.number(float(value)), ha="center", va="center", fontsize=7, color=ink)
