"""Explorer 4: max, average and LP pooling, and what each pays back."""

from collections.abc import Sequence
from typing import Any, ClassVar

import ipywidgets as widgets
import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from helpers.explorers.bundle import constant
from helpers.explorers.controls import labelled, linked, transport
from helpers.explorers.explorer import Control, Explorer
from helpers.explorers.matrices import checked_matrix
from helpers.explorers.pooling_state import KINDS, MOST, P_STOPS, exponent
from helpers.explorers.still import Drawn

IMAGES: dict[str, list[list[float]] | None] = constant("pooling_presets", "IMAGES")

MOST_X = MOST["H"]  # pixels along an axis

CONTROLS = (
    "image", "H", "W", "kind", "size", "stride", "backward", "p", "mean", "pytorch", "play",
)  # fmt: skip


class Pooling(Explorer):
    """A pooling and its gradient: `Pooling("ties", kind="lp", p=3.5, size=2, stride=1)`.

    X (H, W) has at most 16 pixels along an axis, or is the name of a preset (the keys of IMAGES);
    dY has the shape of Y. `kind` is "max", "average" or "lp", `p` one of P_STOPS, np.inf being the
    last. `mean` is the 1/N of LP pooling, `pytorch` shows PyTorch's form beside it, `backward`
    shows dX and dY. `pin` lights a cell, as in `"Y 0 1"`, and `controls` names the controls to
    show.

    Raises: ValueError when X or dY is no matrix of a size allowed, size is larger than X, dY has
        another shape than Y, or a word or p is not one of those allowed.
    """

    name = "pooling_explorer"
    state_names: ClassVar[tuple[str, ...]] = (
        "x_cells", "dy_cells", "H", "W", "size", "stride", "kind_index", "p_stop", "mean",
        "pytorch", "backward", "step", "pin", "language",
    )  # fmt: skip

    # X and dY are corners of these, so that rows come back when a slider does.
    x_cells = traitlets.List().tag(sync=True)
    dy_cells = traitlets.List().tag(sync=True)
    image = traitlets.Int(0, min=0, max=len(IMAGES) - 1).tag(sync=True)
    H = traitlets.Int(3, min=1, max=MOST["H"]).tag(sync=True)
    W = traitlets.Int(3, min=1, max=MOST["W"]).tag(sync=True)
    size = traitlets.Int(2, min=1, max=MOST["size"]).tag(sync=True)
    size_max = traitlets.Int(MOST["size"]).tag(sync=True)
    stride = traitlets.Int(1, min=1, max=MOST["stride"]).tag(sync=True)
    kind_index = traitlets.Int(0, min=0, max=len(KINDS) - 1).tag(sync=True)
    p_stop = traitlets.Int(P_STOPS.index("2"), min=0, max=len(P_STOPS) - 1).tag(sync=True)
    not_lp = traitlets.Bool(True).tag(sync=True)
    mean = traitlets.Bool(True).tag(sync=True)
    pytorch = traitlets.Bool(False).tag(sync=True)
    backward = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        X: ArrayLike | str = "numbers",
        dY: ArrayLike | None = None,
        *,
        kind: str = "max",
        p: float = 2,
        controls: Sequence[str] = CONTROLS,
        **traits: Any,
    ) -> None:
        unknown = [name for name in controls if name not in CONTROLS]
        if unknown:
            raise ValueError(
                f"Pooling: controls names {unknown[0]!r}; it may name {', '.join(CONTROLS)}"
            )
        traits |= {"kind_index": _kind_index(kind), "p_stop": _p_stop(p)}
        if isinstance(X, str):
            preset = IMAGES.get(X)
            if preset is None:
                names = ", ".join(name for name, cells in IMAGES.items() if cells)
                raise ValueError(f"Pooling: X is {X!r}; it must be a matrix or one of {names}")
            traits["image"] = list(IMAGES).index(X)
            X = preset
        pixels = checked_matrix("Pooling", "X", X, MOST_X)
        H, W = pixels.shape
        size, stride = traits.get("size", 2), traits.get("stride", 1)
        if size > min(H, W):
            raise ValueError(
                f"Pooling: size is {size}, which does not fit into X with shape {pixels.shape}; "
                "make size smaller or X larger"
            )
        i, j = np.ogrid[:MOST_X, :MOST_X]
        upstream = (2 * i + j) % 5 + 1.0
        if dY is not None:
            given = checked_matrix("Pooling", "dY", dY, MOST_X)
            shape = ((H - size) // stride + 1, (W - size) // stride + 1)
            if given.shape != shape:
                raise ValueError(f"Pooling: dY has shape {given.shape}; Y has shape {shape}")
            upstream[: shape[0], : shape[1]] = given
        # Beyond the image small whole numbers, so that a new row is not all alike.
        cells = (2 * i + 3 * j + i * j) % 5 - 1.0
        cells[:H, :W] = pixels
        self._controls = tuple(controls)
        super().__init__(x_cells=cells.tolist(), dy_cells=upstream.tolist(), H=H, W=W, **traits)

    @property
    def X(self) -> NDArray[np.float64]:
        """The image (H, W)."""
        return np.array(self.x_cells, dtype=float)[: self.H, : self.W]

    @X.setter
    def X(self, values: ArrayLike) -> None:
        matrix = checked_matrix("Pooling", "X", values, MOST_X)
        cells = np.array(self.x_cells, dtype=float)
        cells[: matrix.shape[0], : matrix.shape[1]] = matrix
        self.image = 0
        self.set_trait("x_cells", cells.tolist())
        self.H, self.W = matrix.shape

    @property
    def kind(self) -> str:
        """The pooling: "max", "average" or "lp"."""
        return KINDS[self.kind_index]

    @kind.setter
    def kind(self, kind: str) -> None:
        self.kind_index = _kind_index(kind)

    @property
    def p(self) -> float:
        """The exponent of LP pooling, one of P_STOPS."""
        return exponent(P_STOPS[self.p_stop])

    @p.setter
    def p(self, p: float) -> None:
        self.p_stop = _p_stop(p)

    def controls(self) -> list[list[Control]]:
        """Return the lists, the sliders, the switches and the player."""
        say, shown = self.say, self._controls
        images = [say(f"image_{name}") for name in IMAGES]
        kinds = [say(f"kind_{name}") for name in KINDS]
        made: dict[str, Control] = {
            "image": lambda: labelled(self, "image", say("image"), images),
            "H": lambda: linked(self, "H", say("H"), 1, MOST["H"]),
            "W": lambda: linked(self, "W", say("W"), 1, MOST["W"]),
            "kind": lambda: labelled(self, "kind_index", say("kind"), kinds),
            "size": lambda: linked(self, "size", say("size"), 1, "size_max"),
            "stride": lambda: linked(self, "stride", say("stride"), 1, MOST["stride"]),
            "backward": lambda: labelled(self, "backward", say("backward")),
            "p": lambda: self._only_lp(self._p_slider()),
            "mean": lambda: self._only_lp(labelled(self, "mean", say("mean"))),
            "pytorch": lambda: self._only_lp(labelled(self, "pytorch", say("pytorch"))),
        }
        groups = (
            ("image", "H", "W"),
            ("kind", "size", "stride", "backward"),
            ("p", "mean", "pytorch"),
        )
        rows = [[made[name] for name in group if name in shown] for group in groups]
        if "play" in shown:
            rows.append(transport(self))
        return [one for one in rows if one]

    def _p_slider(self) -> widgets.SelectionSlider:
        slider = widgets.SelectionSlider(
            options=P_STOPS, index=self.p_stop, description=self.say("p"),
            layout=self.control_layout, style=self.slider_style,
        )  # fmt: skip
        return self.link(slider, index="p_stop")

    def _only_lp(self, control: widgets.Widget) -> widgets.Widget:
        """Grey out a control that only LP pooling has a use for."""
        return self.link(control, disabled="not_lp")

    def drawn(self, frame: dict[str, Any]) -> Drawn:
        """Return the static picture of a frame."""
        from helpers.explorers.pooling_draw import draw  # matplotlib would delay the first paint

        return draw(frame)

    def python_frame(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return frame(state), computed in Python."""
        from helpers.explorers.pooling_frame import frame  # it needs the reference

        return frame(state)


def _kind_index(kind: str) -> int:
    if kind not in KINDS:
        raise ValueError(f"Pooling: kind is {kind!r}; it must be one of {', '.join(KINDS)}")
    return KINDS.index(kind)


def _p_stop(p: float) -> int:
    stops = [exponent(label) for label in P_STOPS]
    if p not in stops:
        allowed = ", ".join(P_STOPS[:-1])
        raise ValueError(f"Pooling: p is {p!r}; it must be one of {allowed} and np.inf")
    return stops.index(p)
