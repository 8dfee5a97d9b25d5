"""Controls as ipywidgets, which the browser links to an explorer's traits."""

from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets

from helpers.explorers.explorer import Control, Explorer


def linked(
    explorer: Explorer, trait: str, label: str, least: int | str, most: int | str, **kwargs: Any
) -> widgets.IntSlider:
    """Return a slider for a whole number; a bound may be the name of a trait that holds it."""
    bounds = {
        side: getattr(explorer, bound) if isinstance(bound, str) else bound
        for side, bound in (("min", least), ("max", most))
    }
    slider = widgets.IntSlider(
        value=getattr(explorer, trait), description=label, **bounds,
        layout=explorer.control_layout, style=explorer.slider_style, **kwargs,
    )  # fmt: skip
    sides = {side: b for side, b in (("min", least), ("max", most)) if isinstance(b, str)}
    return explorer.link(slider, **sides, value=trait)


def labelled(
    explorer: Explorer, trait: str, label: str, options: Sequence[str] | None = None
) -> widgets.Widget:
    """Return a list for a trait that is an index into options, or a checkbox for a Bool trait."""
    if options is None:
        box = widgets.Checkbox(
            value=getattr(explorer, trait), description=label, indent=False,
            layout=explorer.control_layout, style=explorer.box_style,
        )  # fmt: skip
        return explorer.link(box, value=trait)
    menu = widgets.Dropdown(
        options=list(options), index=getattr(explorer, trait), description=label,
        layout=explorer.control_layout, style=explorer.menu_style,
    )  # fmt: skip
    return explorer.link(menu, index=trait)


def transport(explorer: Explorer, detail: str | None = None) -> list[Control]:
    """Return play, pause and stop, where it has come to, its speed and, if there is, its detail."""
    say = explorer.say

    def play() -> widgets.Play:
        made = widgets.Play(
            value=explorer.step, min=0, max=explorer.step_max, interval=explorer.interval,
            show_repeat=False, description=say("play"), style=explorer.menu_style,
        )  # fmt: skip
        return explorer.link(made, max="step_max", interval="interval", value="step")

    def speed() -> widgets.FloatLogSlider:
        made = widgets.FloatLogSlider(
            value=explorer.speed, base=2, min=-1, max=5, step=0.5, readout=False,
            description=say("speed"), layout=explorer.control_layout, style=explorer.slider_style,
        )  # fmt: skip
        return explorer.link(made, value="speed")

    controls: list[Control] = [
        play, lambda: linked(explorer, "step", say("step"), 0, "step_max"), speed,
    ]  # fmt: skip
    if detail is not None:
        controls.append(lambda: labelled(explorer, detail, say("detail")))
    return controls
