"""Explorer 2: the gradients of a cross-correlation, right and broken."""

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from helpers.explorers.bundle import constant
from helpers.explorers.controls import labelled, linked, transport
from helpers.explorers.explorer import Control, Explorer
from helpers.explorers.matrices import checked_matrix

MOST_X, MOST_K, MOST_Y = 16, 7, 22  # pixels along an axis; Y grows with the padding

BREAKS: dict[str, dict[str, int]] = constant("backward_breaks", "BREAKS")
MODES = ("dX", "dK")
UPSTREAMS = ("own", "one_hot", "loss")
WALKS = ("scatter", "gather")

CONTROLS = ("mode", "upstream", "broken", "H", "W", "h", "w", "stride", "padding", "play")


class Backward(Explorer):
    """The gradients dX and dK: `Backward(X, K, dY, mode="dK", broken="mean")`.

    X (H, W) has at most 16 pixels along an axis, K (h, w) at most 7, and dY has the shape of Y.
    `mode` is "dX" or "dK"; `upstream` says where dY comes from: "own" numbers, "one_hot", or the
    "loss" Σ (Y − T)², T being wanted. `broken` is a key of BREAKS. `walk` is what Play goes
    through: "scatter" or "gather". `pin` lights a cell, `controls` names the controls to show.

    Raises: ValueError when an argument is no matrix of a size allowed, K does not fit into X, dY or
        T has another shape than Y, or a word is not one of those allowed.
    """

    name = "backward"
    state_names: ClassVar[tuple[str, ...]] = (
        "x_cells", "k_cells", "dy_cells", "t_cells", "H", "W", "h", "w", "stride", "padding",
        "mode", "upstream", "hot", "walk", "broken", "step", "pin", "language",
    )  # fmt: skip

    # Each matrix is the corner of one of these, so that rows come back when a slider does.
    x_cells = traitlets.List().tag(sync=True)
    k_cells = traitlets.List().tag(sync=True)
    dy_cells = traitlets.List().tag(sync=True)
    t_cells = traitlets.List().tag(sync=True)
    H = traitlets.Int(4, min=1, max=MOST_X).tag(sync=True)
    W = traitlets.Int(4, min=1, max=MOST_X).tag(sync=True)
    h = traitlets.Int(2, min=1, max=MOST_K).tag(sync=True)
    w = traitlets.Int(2, min=1, max=MOST_K).tag(sync=True)
    h_max = traitlets.Int(MOST_K).tag(sync=True)
    w_max = traitlets.Int(MOST_K).tag(sync=True)
    stride = traitlets.Int(1, min=1, max=4).tag(sync=True)
    padding = traitlets.Int(0, min=0, max=3).tag(sync=True)
    mode = traitlets.Int(0, min=0, max=len(MODES) - 1).tag(sync=True)
    upstream = traitlets.Int(0, min=0, max=len(UPSTREAMS) - 1).tag(sync=True)
    hot = traitlets.Unicode("0 0").tag(sync=True)
    walk = traitlets.Int(0, min=0, max=len(WALKS) - 1).tag(sync=True)
    broken = traitlets.Int(0, min=0, max=len(BREAKS) - 1).tag(sync=True)

    def __init__(
        self,
        X: ArrayLike | None = None,
        K: ArrayLike | None = None,
        dY: ArrayLike | None = None,
        T: ArrayLike | None = None,
        *,
        mode: str = "dX",
        upstream: str = "own",
        broken: str = "none",
        walk: str = "scatter",
        controls: Sequence[str] = CONTROLS,
        **traits: Any,
    ) -> None:
        for name in controls:
            _index("controls", name, CONTROLS)
        image = _image()[:4, :4] if X is None else checked_matrix("Backward", "X", X, MOST_X)
        kernel = checked_matrix("Backward", "K", [[1, 2], [0, -1]] if K is None else K, MOST_K)
        needs = BREAKS[tuple(BREAKS)[_index("broken", broken, tuple(BREAKS))]]
        # A mistake brings what it is seen with.
        traits["stride"] = max(traits.get("stride", 1), needs.get("stride", 1))
        s, p = traits["stride"], traits.get("padding", 0)
        (H, W), (h, w) = image.shape, kernel.shape
        if h > H + 2 * p or w > W + 2 * p:
            raise ValueError(
                f"Backward: K has shape {kernel.shape}, which does not fit into X with shape "
                f"{image.shape} and padding {p}; make K smaller or X larger"
            )
        shape = ((H + 2 * p - h) // s + 1, (W + 2 * p - w) // s + 1)
        self._controls = tuple(controls)
        super().__init__(
            x_cells=_stored(image, _image()), k_cells=_stored(kernel, np.zeros((MOST_K, MOST_K))),
            dy_cells=_stored(_like("dY", dY, shape), _upstream()),
            t_cells=_stored(_like("T", T, shape), _upstream()), H=H, W=W, h=h, w=w,
            mode=needs.get("mode", _index("mode", mode, MODES)),
            upstream=needs.get("upstream", _index("upstream", upstream, UPSTREAMS)),
            broken=_index("broken", broken, tuple(BREAKS)), walk=_index("walk", walk, WALKS),
            **traits,
        )  # fmt: skip

    def controls(self) -> list[list[Control]]:
        """Return the lists, the sliders and the player."""
        say, shown = self.say, self._controls
        modes = [say(f"mode_{name}") for name in MODES]
        upstreams = [say(f"upstream_{name}") for name in UPSTREAMS]
        breaks = [say(f"break_{name}") for name in BREAKS]
        walks = [say(f"walk_{name}") for name in WALKS]
        made: dict[str, Control] = {
            "mode": lambda: labelled(self, "mode", say("mode"), modes),
            "upstream": lambda: labelled(self, "upstream", say("upstream"), upstreams),
            "broken": lambda: labelled(self, "broken", say("broken"), breaks).add_class("tk-wide"),
            "H": lambda: linked(self, "H", say("H"), 1, MOST_X),
            "W": lambda: linked(self, "W", say("W"), 1, MOST_X),
            "h": lambda: linked(self, "h", say("h"), 1, "h_max"),
            "w": lambda: linked(self, "w", say("w"), 1, "w_max"),
            "stride": lambda: linked(self, "stride", say("stride"), 1, 4),
            "padding": lambda: linked(self, "padding", say("padding_slider"), 0, 3),
        }
        groups = (("mode", "upstream", "broken"), ("H", "W", "h", "w"), ("stride", "padding"))
        rows = [[made[name] for name in group if name in shown] for group in groups]
        if "play" in shown:
            rows.append([lambda: labelled(self, "walk", say("walk"), walks), *transport(self)])
        return [one for one in rows if one]

    def python_frame(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return frame(state), computed in Python."""
        from helpers.explorers.backward_frame import frame  # it needs the reference

        return frame(state)


def _index(name: str, word: str, words: tuple[str, ...]) -> int:
    if word not in words:
        raise ValueError(f"Backward: {name} is {word!r}; it must be one of {', '.join(words)}")
    return words.index(word)


def _like(name: str, values: ArrayLike | None, shape: tuple[int, int]) -> NDArray[np.float64]:
    if values is None:
        return _upstream()[: shape[0], : shape[1]]
    matrix = checked_matrix("Backward", name, values, MOST_Y)
    if matrix.shape != shape:
        raise ValueError(f"Backward: {name} has shape {matrix.shape}; Y has {shape}")
    return matrix


def _image() -> NDArray[np.float64]:
    i, j = np.ogrid[:MOST_X, :MOST_X]
    image: NDArray[np.float64] = (i * 2 + j * 3 + i * j) % 5 - 1.0
    return image


def _upstream() -> NDArray[np.float64]:
    """Return small whole numbers, none of them alike in a row: a turned dY is then seen."""
    i, j = np.ogrid[:MOST_Y, :MOST_Y]
    dY: NDArray[np.float64] = (i + 2 * j + i * j) % 4 + 1.0
    return dY


def _stored(matrix: NDArray[np.float64], rest: NDArray[np.float64]) -> list[list[float]]:
    """Put a matrix into the corner of a larger one, for sliders that make it grow."""
    cells = rest.copy()
    cells[: matrix.shape[0], : matrix.shape[1]] = matrix
    stored: list[list[float]] = cells.tolist()
    return stored
