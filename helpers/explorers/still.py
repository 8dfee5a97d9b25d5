"""The static picture that an explorer leaves in the notebook, for readers without a kernel.

It is an output of its own, after the widget's. While a live view is on the page, the view hides it
with a style rule for its class, so that replacing it never touches the live widget.
"""

from __future__ import annotations

import asyncio
import base64
import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from IPython.core.getipython import get_ipython
from IPython.display import display

if TYPE_CHECKING:  # it brings matplotlib, which would delay the first paint
    from helpers.student.style import Picture

REST = 0.5  # seconds without a change, after which the picture is drawn anew


@dataclass(frozen=True)
class Drawn:
    """A picture of a frame, and the lines that stand beneath it."""

    picture: Picture
    caption: list[str]


class Still:
    """Shows the picture that `draw` returns, and draws it anew when the explorer is at rest."""

    def __init__(self, draw: Callable[[], Drawn | None], key: str) -> None:
        self._draw, self._key = draw, key
        self._handle: Any = None
        self._timer: asyncio.TimerHandle | None = None
        self._flush_after_cell = False

    def show(self) -> None:
        """Leave the picture in the output of the cell that is running."""
        self._handle = display(_bundle(self._draw(), self._key), raw=True, display_id=True)

    def changed(self) -> None:
        """Draw the picture anew soon: after a rest, or when the running cell ends."""
        if self._handle is None:
            return
        if self._timer is not None:
            self._timer.cancel()
        try:
            self._timer = asyncio.get_running_loop().call_later(REST, self._update)
        except RuntimeError:  # no event loop: nobody to wait for
            self._update()
            return
        shell = get_ipython()
        if shell is not None and not self._flush_after_cell:
            # A kernel that runs a notebook to its end may not live for another half second.
            shell.events.register("post_run_cell", self._after_cell)
            self._flush_after_cell = True

    def _after_cell(self, *_: object) -> None:
        self._update()

    def _update(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        shell = get_ipython()
        if shell is not None and self._flush_after_cell:
            shell.events.unregister("post_run_cell", self._after_cell)
            self._flush_after_cell = False
        self._handle.update(_bundle(self._draw(), self._key), raw=True)


def _bundle(drawn: Drawn | None, key: str) -> dict[str, str]:
    """Return the picture as HTML, with its words, and as PNG for hosts that show no HTML.

    Without a picture it is an empty place, which the browser's first frame fills.
    """
    if drawn is None:
        return {"text/html": f'<figure class="tk-still-{key}"></figure>', "text/plain": ""}
    image = drawn.picture._repr_mimebundle_()["text/html"]
    lines = "<br>".join(html.escape(line) for line in drawn.caption)
    return {
        "text/html": f'<figure class="tk-still-{key}" style="margin: 0">{image}'
        f"<figcaption>{lines}</figcaption></figure>",
        "image/png": base64.b64encode(drawn.picture.png).decode("ascii"),
        "text/plain": drawn.picture.alt,
    }
