"""Explorer 5: a reader's function beside the definition, cell by cell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import numpy as np
import traitlets

from helpers.explorers.controls import linked
from helpers.explorers.explore_call import Answer, Caller
from helpers.explorers.explore_state import MOST, OPERATIONS, clamped, given
from helpers.explorers.explorer import Control, Explorer

FIRST_WAIT = 0.2  # seconds that showing it waits for the first answer, to be in the picture


def explore(function: Callable[..., Any], as_: str | None = None, **traits: Any) -> Explore:
    """Show what a function gives beside the definition: `explore(corr2d)`.

    Which definition is told by the function's name, or by `as_`: a key of OPERATIONS. Further
    arguments are traits of Explore, such as H, W, h, w, size, stride, p and language.

    Raises: TypeError when it is no function; ValueError when there is no such definition.
    """
    return Explore(function, as_, **traits)


class Explore(Explorer):
    """What `explore` shows.

    The function runs in a thread of this kernel, with copies of the arguments; what it raises or
    prints is shown in the widget. Only the latest arguments are run.
    """

    name = "explore"
    state_names: ClassVar[tuple[str, ...]] = (
        "operation", "function", "x_cells", "k_cells", "dy_cells", "H", "W", "h", "w", "size",
        "stride", "p", "answer", "pin", "language",
    )  # fmt: skip

    operation = traitlets.Unicode().tag(sync=True)
    function = traitlets.Unicode().tag(sync=True)
    x_cells = traitlets.List().tag(sync=True)
    k_cells = traitlets.List().tag(sync=True)
    dy_cells = traitlets.List().tag(sync=True)
    # Not square, so that rows and columns that were exchanged are seen.
    H = traitlets.Int(5, min=1, max=MOST["H"]).tag(sync=True)
    W = traitlets.Int(6, min=1, max=MOST["W"]).tag(sync=True)
    h = traitlets.Int(3, min=1, max=MOST["h"]).tag(sync=True)
    w = traitlets.Int(2, min=1, max=MOST["w"]).tag(sync=True)
    h_max = traitlets.Int(MOST["h"]).tag(sync=True)
    w_max = traitlets.Int(MOST["w"]).tag(sync=True)
    size = traitlets.Int(2, min=1, max=MOST["size"]).tag(sync=True)
    size_max = traitlets.Int(MOST["size"]).tag(sync=True)
    stride = traitlets.Int(1, min=1, max=MOST["stride"]).tag(sync=True)
    p = traitlets.Int(3, min=1, max=MOST["p"]).tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, function: Callable[..., Any], as_: str | None = None, **traits: Any) -> None:
        if not callable(function):
            raise TypeError(
                f"explore: a function is expected, not a {type(function).__name__}; "
                "write its name without parentheses, as in explore(corr2d)"
            )
        shown = getattr(function, "__name__", "your_function")
        operation = shown if as_ is None else as_
        if operation not in OPERATIONS:
            raise ValueError(
                f"explore: there is no definition named {operation!r}; "
                f"write as_= and one of {', '.join(OPERATIONS)}"
            )
        i, j = np.ogrid[:16, :16]
        super().__init__(
            operation=operation, function=shown,
            x_cells=((3 * i * i + 5 * j + 2 * i * j * j) % 7 - 2.0).tolist(),
            k_cells=((i + 3 * j + 2 * i * j)[:7, :7] % 5 - 1.0).tolist(),
            dy_cells=((i + 2 * j + i * j) % 4 + 1.0).tolist(), **traits,
        )  # fmt: skip
        self._loop: asyncio.AbstractEventLoop | None = None
        results = tuple(OPERATIONS[operation]["results"])
        self._caller = Caller(function, results, self.say, self.language, self._answered)
        self.observe(lambda _: self._ask(), names=[*self.state_names[2:12]])
        self.on_msg(self._on_stop)

    def controls(self) -> list[list[Control]]:
        """Return the sliders that the function's arguments have."""
        say, names = self.say, OPERATIONS[self.operation]["arguments"]
        bounds: dict[str, int | str] = {"H": MOST["H"], "W": MOST["W"]}
        if "K" in names:
            bounds |= {"h": "h_max", "w": "w_max"}
        if "size" in names:
            bounds |= {"size": "size_max", "stride": MOST["stride"]}
        if "p" in names:
            bounds["p"] = MOST["p"]
        return [[partial(linked, self, one, say(one), 1, most) for one, most in bounds.items()]]

    def python_frame(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return frame(state), computed in Python."""
        from helpers.explorers.explore_frame import frame  # it needs the reference

        return frame(state)

    def _ipython_display_(self) -> None:
        self._ask()
        answer = self._caller.wait(FIRST_WAIT)
        if answer is not None:
            self.answer = answer
        super()._ipython_display_()

    def _ask(self) -> None:
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:  # no event loop: answers are taken in the call's thread
            self._loop = None
        arguments = given(clamped(self.state()))
        if self.answer.get("arguments") != arguments:
            self._caller.ask(arguments)

    def _answered(self, answer: Answer) -> None:
        # Traits are set in the kernel's own thread: a slider may be setting others at this moment.
        if self._loop is None:
            self.answer = answer
        else:
            self._loop.call_soon_threadsafe(self.set_trait, "answer", answer)

    def _on_stop(self, _: Any, content: Any, __: Any) -> None:
        if isinstance(content, dict) and "stop" in content:
            self._caller.stop()
