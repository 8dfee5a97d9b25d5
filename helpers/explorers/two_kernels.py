"""Explorer 3: two kernels in a row, the loss, every gradient, and gradient descent."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from helpers.explorers.controls import labelled, linked, transport
from helpers.explorers.explorer import Control, Explorer
from helpers.explorers.matrices import checked_matrix
from helpers.explorers.still import Drawn
from helpers.explorers.two_kernels_state import (
    CELLS,
    MOST_K,
    MOST_X,
    PRESETS,
    clamped,
    matrices,
    random_cells,
    stored,
)

CONTROLS = ("H", "W", "h1", "w1", "h2", "w2", "preset", "seed", "play")

NAMES = list(PRESETS)


class TwoKernels(Explorer):
    """The chain of SDM5013: `TwoKernels()` shows the sheet's numbers.

    X (H, W) has at most 16 pixels along an axis, K1 (h, w) and K2 (u, v) at most 5, and reference
    has result2's shape (H - h - u + 2, W - w - v + 2). What is not given comes from `preset`, a key
    of PRESETS ("sheet", "asymmetric", or "random" with a `seed`); a reference that is not given
    beside a matrix that is given is 0.

    `rate` is the learning rate, `learn_K1`, `learn_K2` and `learn_X` say what moves; `losses`,
    `steps`, `K1`, `K2` and `X` say what came of it. `controls` names the controls to show.

    Raises: ValueError when a matrix has no size allowed, a kernel does not fit, or the reference
        has not result2's shape.
    """

    name = "two_kernels"
    state_names: ClassVar[tuple[str, ...]] = (
        "x_cells", "k1_cells", "k2_cells", "reference_cells", "H", "W", "h1", "w1", "h2", "w2",
        "step", "detail", "pin", "language", "rate", "learn_K1", "learn_K2", "learn_X",
        "log_scale", "descent",
    )  # fmt: skip

    x_cells = traitlets.List().tag(sync=True)
    k1_cells = traitlets.List().tag(sync=True)
    k2_cells = traitlets.List().tag(sync=True)
    reference_cells = traitlets.List().tag(sync=True)
    H = traitlets.Int(5, min=1, max=MOST_X).tag(sync=True)
    W = traitlets.Int(5, min=1, max=MOST_X).tag(sync=True)
    h1 = traitlets.Int(3, min=1, max=MOST_K).tag(sync=True)
    w1 = traitlets.Int(3, min=1, max=MOST_K).tag(sync=True)
    h2 = traitlets.Int(2, min=1, max=MOST_K).tag(sync=True)
    w2 = traitlets.Int(2, min=1, max=MOST_K).tag(sync=True)
    h1_max = traitlets.Int(MOST_K).tag(sync=True)
    w1_max = traitlets.Int(MOST_K).tag(sync=True)
    h2_max = traitlets.Int(MOST_K).tag(sync=True)
    w2_max = traitlets.Int(MOST_K).tag(sync=True)
    preset = traitlets.Int(0, min=0, max=len(PRESETS) - 1).tag(sync=True)
    seed = traitlets.Int(0, min=0, max=99).tag(sync=True)
    detail = traitlets.Bool(False).tag(sync=True)
    rate = traitlets.Float(0.001, min=1e-5, max=1.0).tag(sync=True)
    pace = traitlets.Float(16.0, min=1.0, max=512.0).tag(sync=True)  # steps per second
    learn_K1 = traitlets.Bool(True).tag(sync=True)
    learn_K2 = traitlets.Bool(True).tag(sync=True)
    learn_X = traitlets.Bool(False).tag(sync=True)
    log_scale = traitlets.Bool(False).tag(sync=True)
    running = traitlets.Bool(False).tag(sync=True)
    descent = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        X: ArrayLike | None = None,
        K1: ArrayLike | None = None,
        K2: ArrayLike | None = None,
        reference: ArrayLike | None = None,
        *,
        preset: str = "sheet",
        controls: Sequence[str] = CONTROLS,
        **traits: Any,
    ) -> None:
        _known("controls", controls, CONTROLS)
        _known("preset", [preset], NAMES[1:])
        given = {"X": X, "K1": K1, "K2": K2, "reference": reference}
        sizes = {"H": 5, "W": 5, "h1": 3, "w1": 3, "h2": 2, "w2": 2}
        sizes |= {name: traits.pop(name) for name in sizes if name in traits}
        cells = random_cells(traits.get("seed", 0))  # beyond an example: a slider that grows
        own = any(matrix is not None for matrix in given.values())
        example = PRESETS[preset] or {}
        for name, matrix in given.items():
            if matrix is None and name == "reference" and own:
                cells["reference_cells"] = np.zeros((MOST_X, MOST_X)).tolist()
            elif matrix is not None or name in example:
                most = MOST_K if name in ("K1", "K2") else MOST_X
                values = checked_matrix(
                    "TwoKernels", name, example[name] if matrix is None else matrix, most
                )
                cells[CELLS[name]] = stored(cells[CELLS[name]], values)
                if name in SIZES:
                    sizes |= dict(zip(SIZES[name], values.shape, strict=True))
        bounded = clamped({**sizes, "step": 0, "detail": False})
        for name in ("K1", "K2"):
            wanted = tuple(sizes[one] for one in SIZES[name])
            if wanted != tuple(bounded[one] for one in SIZES[name]):
                raise ValueError(
                    f"TwoKernels: {name} has shape {wanted}, which does not fit; "
                    "make a kernel smaller or X larger"
                )
        out = (bounded["rows"], bounded["columns"])
        if reference is not None and np.shape(reference) != out:
            raise ValueError(
                f"TwoKernels: reference has shape {np.shape(reference)}; "
                f"it must have {out}, the shape of result2"
            )
        self._controls = tuple(controls)
        index = NAMES.index("own" if own else preset)
        traits |= cells | sizes | {"preset": index}
        super().__init__(**traits)

    @property
    def X(self) -> NDArray[np.float64]:
        """The input (H, W); the descent moves it where learn_X is set."""
        return self._matrices()["X"]

    @property
    def K1(self) -> NDArray[np.float64]:
        """The first kernel (h, w), as the descent has left it."""
        return self._matrices()["K1"]

    @property
    def K2(self) -> NDArray[np.float64]:
        """The second kernel (u, v), as the descent has left it."""
        return self._matrices()["K2"]

    @property
    def reference(self) -> NDArray[np.float64]:
        """What result2 should be, of its shape."""
        return self._matrices()["reference"]

    @property
    def losses(self) -> list[float]:
        """The loss before the first step, and after each step taken since a number was changed.

        Empty before the first step.
        """
        end = self.descent.get("end", {})
        here = self._matrices()
        if not all(np.array_equal(end.get(name, ()), here[name]) for name in CELLS):
            return []
        return list(self.descent["losses"])

    @property
    def steps(self) -> int:
        """The number of steps of gradient descent taken since a number was changed."""
        return max(0, len(self.losses) - 1)

    def descend(self, steps: int = 1) -> None:
        """Take steps of gradient descent, as the page does; it needs helpers.reference.

        A step that would take the loss beyond all bounds is not taken, and ends it.
        """
        from helpers.explorers.two_kernels_chain import PARAMETERS, descended, way_to

        way = way_to(self._matrices(), self.descent)
        moves = [name for name in PARAMETERS if getattr(self, f"learn_{name}")]
        for _ in range(steps):
            way = descended(way, self.rate, moves)
            if way.diverged:
                break
        with self.hold_sync():
            for name, key in CELLS.items():
                self.set_trait(key, stored(getattr(self, key), way.end[name]))
            self.descent = way.as_data()

    def controls(self) -> list[list[Control]]:
        """Return the sliders of the sizes, the list of examples, and the player."""
        say, shown = self.say, self._controls
        names = [say(f"preset_{name}") for name in NAMES]
        bounds: dict[str, int | str] = {"H": MOST_X, "W": MOST_X}
        made: dict[str, Control] = {
            name: partial(linked, self, name, say(name), 1, bounds.get(name, f"{name}_max"))
            for name in CONTROLS[:6]
        }
        made["preset"] = lambda: labelled(self, "preset", say("preset"), names)
        made["seed"] = lambda: linked(self, "seed", say("seed"), 0, 99)
        groups = (("H", "W", "preset", "seed"), ("h1", "w1", "h2", "w2"))
        rows = [[made[name] for name in group if name in shown] for group in groups]
        if "play" in shown:
            rows.append(transport(self, detail="detail"))
        return [one for one in rows if one]

    def python_frame(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return frame(state), computed in Python."""
        from helpers.explorers.two_kernels_frame import frame  # it needs the reference

        return frame(state)

    def drawn(self, frame: dict[str, Any]) -> Drawn:
        """Return the chain and the plot as a picture."""
        from helpers.explorers.two_kernels_draw import draw  # matplotlib, slow to import

        return draw(frame)

    def _matrices(self) -> dict[str, NDArray[np.float64]]:
        return matrices(clamped(self.state()))


SIZES = {"X": ("H", "W"), "K1": ("h1", "w1"), "K2": ("h2", "w2")}


def _known(argument: str, names: Sequence[str], allowed: Sequence[str]) -> None:
    unknown = [name for name in names if name not in allowed]
    if unknown:
        raise ValueError(
            f"TwoKernels: {argument} names {unknown[0]!r}; it may name {', '.join(allowed)}"
        )
