"""Explorer 1: an image, a kernel, and what sliding the one over the other gives."""

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from helpers.explorers.bundle import constant
from helpers.explorers.controls import labelled, linked, transport
from helpers.explorers.explorer import Control, Explorer
from helpers.explorers.matrices import checked_matrix

MOST_X, MOST_K = 16, 7  # pixels along an axis

PRESETS: dict[str, list[list[float]] | None] = constant("correlation_presets", "PRESETS")

CONTROLS = ("H", "W", "h", "w", "kernel", "stride", "padding", "dilation", "convolution", "play")


class Correlation(Explorer):
    """Three linked grids: `Correlation(X=[[…], …], K="blur", stride=2)`.

    X (H, W) has at most 16 pixels along an axis and K (h, w) at most 7; K may also be the name of
    a preset (the keys of PRESETS). `pin` lights a cell from the beginning, as in `"Y 0 1"`, and
    `controls` names the controls to show: fewer make a lesson's point clearer. All arguments but
    the controls are traits, readable and settable later.

    Raises: ValueError when X or K is no matrix of a size allowed, or K does not fit into X.
    """

    name = "correlation"
    state_names: ClassVar[tuple[str, ...]] = (
        "x_cells", "k_cells", "H", "W", "h", "w", "stride", "padding", "dilation", "convolution",
        "step", "detail", "pin", "language",
    )  # fmt: skip

    # X and K are corners of these, so that rows come back when a slider does.
    x_cells = traitlets.List().tag(sync=True)
    k_cells = traitlets.List().tag(sync=True)
    H = traitlets.Int(5, min=1, max=MOST_X).tag(sync=True)
    W = traitlets.Int(5, min=1, max=MOST_X).tag(sync=True)
    h = traitlets.Int(3, min=1, max=MOST_K).tag(sync=True)
    w = traitlets.Int(3, min=1, max=MOST_K).tag(sync=True)
    h_max = traitlets.Int(MOST_K).tag(sync=True)
    w_max = traitlets.Int(MOST_K).tag(sync=True)
    stride = traitlets.Int(1, min=1, max=4).tag(sync=True)
    padding = traitlets.Int(0, min=0, max=3).tag(sync=True)
    dilation = traitlets.Int(1, min=1, max=3).tag(sync=True)
    dilation_max = traitlets.Int(3).tag(sync=True)
    kernel = traitlets.Int(0, min=0, max=len(PRESETS) - 1).tag(sync=True)
    convolution = traitlets.Bool(False).tag(sync=True)
    detail = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        X: ArrayLike | None = None,
        K: ArrayLike | str = "sheet1",
        *,
        controls: Sequence[str] = CONTROLS,
        **traits: Any,
    ) -> None:
        unknown = [name for name in controls if name not in CONTROLS]
        if unknown:
            raise ValueError(
                f"Correlation: controls names {unknown[0]!r}; it may name {', '.join(CONTROLS)}"
            )
        image = np.eye(5) if X is None else checked_matrix("Correlation", "X", X, MOST_X)
        if isinstance(K, str):
            preset = PRESETS.get(K)
            if preset is None:
                names = ", ".join(name for name, cells in PRESETS.items() if cells)
                raise ValueError(f"Correlation: K is {K!r}; it must be a matrix or one of {names}")
            traits["kernel"] = list(PRESETS).index(K)
            kernel = np.array(preset, dtype=float)
        else:
            kernel = checked_matrix("Correlation", "K", K, MOST_K)
        (H, W), (h, w) = image.shape, kernel.shape
        p, d = traits.get("padding", 0), traits.get("dilation", 1)
        if d * (h - 1) >= H + 2 * p or d * (w - 1) >= W + 2 * p:
            raise ValueError(
                f"Correlation: K has shape {kernel.shape}, which does not fit into X with shape "
                f"{image.shape}, padding {p} and dilation {d}; make K smaller or X larger"
            )
        self._controls = tuple(controls)
        super().__init__(
            x_cells=_stored(image, MOST_X), k_cells=_stored(kernel, MOST_K),
            H=H, W=W, h=h, w=w, **traits,
        )  # fmt: skip

    @property
    def X(self) -> NDArray[np.float64]:
        """The image (H, W)."""
        return np.array(self.x_cells, dtype=float)[: self.H, : self.W]

    @X.setter
    def X(self, values: ArrayLike) -> None:
        matrix = checked_matrix("Correlation", "X", values, MOST_X)
        self.set_trait("x_cells", _stored(matrix, MOST_X))
        self.H, self.W = matrix.shape

    @property
    def K(self) -> NDArray[np.float64]:
        """The kernel (h, w)."""
        return np.array(self.k_cells, dtype=float)[: self.h, : self.w]

    @K.setter
    def K(self, values: ArrayLike) -> None:
        matrix = checked_matrix("Correlation", "K", values, MOST_K)
        self.kernel = 0
        self.set_trait("k_cells", _stored(matrix, MOST_K))
        self.h, self.w = matrix.shape

    def controls(self) -> list[list[Control]]:
        """Return the sliders, the list of kernels, the switch and the player."""
        say, shown = self.say, self._controls
        presets = [say(f"preset_{name}") for name in PRESETS]
        made: dict[str, Control] = {
            "H": lambda: linked(self, "H", say("H"), 1, MOST_X),
            "W": lambda: linked(self, "W", say("W"), 1, MOST_X),
            "h": lambda: linked(self, "h", say("h"), 1, "h_max"),
            "w": lambda: linked(self, "w", say("w"), 1, "w_max"),
            "kernel": lambda: labelled(self, "kernel", say("kernel"), presets),
            "stride": lambda: linked(self, "stride", say("stride"), 1, 4),
            "padding": lambda: linked(self, "padding", say("padding_slider"), 0, 3),
            "dilation": lambda: linked(self, "dilation", say("dilation"), 1, "dilation_max"),
            "convolution": lambda: labelled(self, "convolution", say("convolution")),
        }
        groups = (
            ("H", "W"),
            ("h", "w", "kernel"),
            ("stride", "padding", "dilation", "convolution"),
        )
        rows = [[made[name] for name in group if name in shown] for group in groups]
        if "play" in shown:
            rows.append(transport(self, detail="detail"))
        return [one for one in rows if one]

    def python_frame(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return frame(state), computed in Python."""
        from helpers.explorers.correlation_frame import frame  # it needs the reference

        return frame(state)


def _stored(matrix: NDArray[np.float64], most: int) -> list[list[float]]:
    """Put a matrix into the corner of a larger one, for sliders that make it grow."""
    i, j = np.ogrid[:most, :most]
    # Small whole numbers beyond an image, so that a new row is not all alike; 0 beyond a kernel.
    cells = (i * 2 + j * 3 + i * j) % 5 - 1.0 if most == MOST_X else np.zeros((most, most))
    cells[: matrix.shape[0], : matrix.shape[1]] = matrix
    stored: list[list[float]] = cells.tolist()
    return stored
