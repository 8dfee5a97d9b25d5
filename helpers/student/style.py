"""One look for every picture: its colours, its numbers, and a text that says what is in it."""

from __future__ import annotations

import base64
import functools
import html
import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec

import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap

Array = npt.NDArray[np.float64]
P = ParamSpec("P")
Colour = tuple[float, float, float]

PAPER, INK, MUTED, LINE, PAD = "#ffffff", "#1b1f24", "#59636e", "#ffffff", "#eceff2"

ACCENTS = ("#0072b2", "#d55e00", "#009e73", "#b3589a", "#8a6a00", "#3a3f8f")
"""Told apart with any kind of colour vision, and dark enough on white (after Okabe and Ito)."""

DIVERGING = LinearSegmentedColormap.from_list(
    "orange-white-blue",
    ["#c0601a", "#e8964a", "#f8d2aa", "#fbfbfa", "#bcd8ef", "#66a5d6", "#2a70b2"],
)
"""Negative is orange, zero is white, positive is blue."""

DPI = 200  # drawn at twice the size it is shown at, for sharp text


@dataclass(frozen=True)
class Picture:
    """A finished picture and the sentence that says what is in it."""

    png: bytes
    width: int  # pixels on the screen
    alt: str

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Give a notebook an image with its alternative text."""
        data = base64.b64encode(self.png).decode("ascii")
        image = (
            f'<img alt="{html.escape(self.alt)}" width="{self.width}" '
            f'style="max-width: 100%; height: auto; background: {PAPER}; border-radius: 4px" '
            f'src="data:image/png;base64,{data}">'
        )
        return {"text/html": image, "text/plain": self.alt}

    def __repr__(self) -> str:
        return self.alt


def unless_graded(show: Callable[P, None]) -> Callable[P, None]:
    """Leave a picture out while a notebook is graded.

    Nobody looks then, and drawing, or calling a function on a whole image, would take ten times as
    long as all the rest.
    """

    @functools.wraps(show)
    def shown(*args: P.args, **kwargs: P.kwargs) -> None:
        if os.environ.get("NBGRADER_EXECUTION") != "autograde":
            show(*args, **kwargs)

    return shown


def picture(figure: Any, alt: str) -> Picture:
    """Draw a figure, cut its margins, and attach the alternative text."""
    figure.set_dpi(DPI)
    # What "tight" would find, which draws everything once more to find it.
    box = figure.get_tightbbox(FigureCanvasAgg(figure).get_renderer()).padded(0.12)
    file = io.BytesIO()
    figure.savefig(
        file, format="png", dpi=DPI, facecolor=PAPER, bbox_inches=box,
        metadata={"Description": alt},
    )  # fmt: skip
    png = file.getvalue()
    return Picture(png, int.from_bytes(png[16:20], "big") // 2, alt)  # bytes 16-19: a PNG's width


def display(drawn: Picture) -> None:
    """Show a picture in a notebook; elsewhere, print what is in it."""
    try:
        import IPython
    except ImportError:
        print(drawn.alt)
        return
    notebook: Any = IPython
    if notebook.get_ipython() is None:
        print(drawn.alt)
    else:
        notebook.display.display(drawn)


def number(value: float) -> str:
    """Write a number as it stands in a cell: no needless decimals, a true minus sign."""
    if np.isnan(value):
        return "nan"
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    if abs(value) >= 1e6:
        text = f"{value:.1e}"
    elif abs(value) >= 100 or value == round(value):
        text = f"{value:.0f}"
    else:
        text = f"{value:.2f}".rstrip("0").rstrip(".")
    if text in ("0", "-0"):
        return "0" if abs(value) < 1e-9 else "≈0"
    return text.replace("-", "−")


def largest(*matrices: Array) -> float:
    """Return the largest finite magnitude, at least 1: where the colours end."""
    return (
        max(
            (float(np.max(np.abs(m), initial=0.0, where=np.isfinite(m))) for m in matrices),
            default=0.0,
        )
        or 1.0
    )


def colour_of(value: float, scale: float) -> Colour:
    """Return the colour of a number when `scale` is the largest magnitude."""
    if np.isnan(value):
        return (0.8, 0.8, 0.8)
    part = float(np.clip(value / scale, -1, 1)) if np.isfinite(value) else float(np.sign(value))
    red, green, blue, _ = DIVERGING(0.5 + part / 2)
    return (float(red), float(green), float(blue))


def ink_on(colour: Colour) -> str:
    """Choose black or white, whichever is easier to read on a colour (WCAG's contrast ratio)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) else "#ffffff"


def spoken(name: str, matrix: Array) -> str:
    """Say a matrix in words: its name, its shape and, where it is small, its rows."""
    rows, columns = matrix.shape
    told = f"{name}, {rows} by {columns}"
    if matrix.size > 64:
        return told
    lines = "; ".join(" ".join(number(v) for v in row) for row in matrix)
    return f"{told}: {lines}"
