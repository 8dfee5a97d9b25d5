"""What all explorers share: a view in the browser, its controls, and the static picture."""

import sys
from collections.abc import Callable
from functools import cached_property
from importlib.util import find_spec
from typing import Any, ClassVar

import anywidget
import ipywidgets as widgets
import traitlets
from IPython.display import display
from ipywidgets.widgets.widget_bool import CheckboxStyle
from ipywidgets.widgets.widget_description import DescriptionStyle

from helpers.explorers.bundle import bundle
from helpers.explorers.still import Drawn, Still
from helpers.explorers.texts import Say, chosen_language, speaker

Control = Callable[[], widgets.Widget]
"""Makes a control, when its turn has come."""

LABEL = "76px"  # wide enough for the longest label of a control

HAS_REFERENCE = find_spec("helpers.reference") is not None
"""A student's installation has none: there the browser's frames are drawn."""


class Explorer(anywidget.AnyWidget):  # type: ignore[misc]  # mypy follows no import of it
    """The view of an explorer. Showing it shows the controls above it and leaves a static picture.

    A subclass sets `name` and `state_names`, has a trait for each of them, and writes `controls`
    and `python_frame`. Everything that moves, moves in the browser: controls are linked to the
    traits there, and Python only hears of it.
    """

    name: ClassVar[str]
    """js/<name>.js is the entry module, js/<name>_texts.js the words; js/<name>.css may exist."""

    state_names: ClassVar[tuple[str, ...]]
    """The traits that frame() reads, in both languages."""

    language = traitlets.Unicode("en").tag(sync=True)
    step = traitlets.Int(0, min=0).tag(sync=True)
    step_max = traitlets.Int(1).tag(sync=True)
    speed = traitlets.Float(2.0, min=0.1, max=50.0).tag(sync=True)
    interval = traitlets.Int(500).tag(sync=True)
    pin = traitlets.Unicode("").tag(sync=True)
    still = traitlets.Unicode("").tag(sync=True)
    links = traitlets.Dict().tag(sync=True)
    """By the model id of a control: which of its attributes are which traits of this."""

    frame_wanted = traitlets.Bool(False).tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Join the modules and style sheets of the subclass."""
        if "name" in cls.__dict__:
            cls._esm = bundle(cls.name)
        super().__init_subclass__(**kwargs)

    def __init__(self, *, language: str | None = None, **traits: Any) -> None:
        super().__init__(language=chosen_language(language), **traits)
        self._sent_frame: dict[str, Any] | None = None
        self.still = self.model_id
        self.frame_wanted = not HAS_REFERENCE
        self._still = Still(self._picture, self.still)
        self._panel: widgets.VBox | None = None
        self._empty_rows: list[tuple[widgets.HBox, list[Control]]] = []
        self._linked: dict[str, dict[str, str]] = {}
        self.on_msg(self._on_frame)
        self.observe(lambda _: self._still.changed(), names=list(self.state_names))

    def controls(self) -> list[list[Control]]:
        """Return the controls above the view, row by row; each links itself to the traits."""
        raise NotImplementedError

    # One of each for all controls, and none that no control needs: every model is a message more.
    @cached_property
    def control_layout(self) -> widgets.Layout:
        """The layout of every control."""
        return widgets.Layout(width="auto")

    @cached_property
    def slider_style(self) -> widgets.SliderStyle:
        """The style of every slider."""
        return widgets.SliderStyle(description_width=LABEL)

    @cached_property
    def menu_style(self) -> DescriptionStyle:
        """The style of every list, and of the player."""
        return DescriptionStyle(description_width=LABEL)

    @cached_property
    def box_style(self) -> CheckboxStyle:
        """The style of every checkbox."""
        return CheckboxStyle()

    def link(self, control: widgets.Widget, **traits: str) -> widgets.Widget:
        """Have the browser keep attributes of a control the same as traits of this; return it.

        What the control sets itself, its `value` or `index`, goes the other way too. This is what
        ipywidgets' `jslink` does, without a model for every link.
        """
        self._linked.setdefault(control.model_id, {}).update(traits)
        return control

    def python_frame(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return frame(state), computed in Python; not called where there is no reference."""
        raise NotImplementedError

    def drawn(self, frame: dict[str, Any]) -> Drawn:
        """Return the static picture of a frame."""
        from helpers.explorers.draw import draw  # matplotlib, which would delay the first paint

        return draw(frame)

    @property
    def say(self) -> Say:
        """Look up a text in the explorer's language."""
        return speaker(self.language, self.name)

    def state(self) -> dict[str, Any]:
        """Return what frame() reads, as plain data."""
        return {name: getattr(self, name) for name in self.state_names}

    @property
    def panel(self) -> widgets.VBox:
        """The controls and the view in one widget, made when it is first needed."""
        panel = self._outline()
        self._fill_rows()
        return panel

    def _outline(self) -> widgets.VBox:
        """Return the panel; its rows are empty when it is new."""
        if self._panel is None:
            layout = widgets.Layout(flex_flow="row wrap", align_items="center")
            self._empty_rows = [
                (widgets.HBox(layout=layout, _dom_classes=["tk-controls"]), controls)
                for controls in self.controls()
            ]
            rows = [box for box, _ in self._empty_rows]
            self._panel = widgets.VBox([*rows, self], layout=self.layout)
        return self._panel

    def _fill_rows(self) -> None:
        for box, controls in self._empty_rows:
            box.children = [make() for make in controls]
        self._empty_rows = []
        self.links = self._linked

    def _ipython_display_(self) -> None:
        text = self.say("title")
        view = {"version_major": 2, "version_minor": 0, "model_id": self._outline().model_id}
        display({"application/vnd.jupyter.widget-view+json": view, "text/plain": text}, raw=True)
        # What is seen first is sent first. The kernel sends in another thread, and flush() waits
        # for that; otherwise it would have to share Python with what follows.
        sys.stdout.flush()
        self._fill_rows()
        sys.stdout.flush()
        self._still.show()

    def _picture(self) -> Drawn | None:
        frame = self.python_frame(self.state()) if HAS_REFERENCE else self._sent_frame
        return None if frame is None else self.drawn(frame)

    def _on_frame(self, _: Any, content: Any, __: Any) -> None:
        if self.frame_wanted and isinstance(content, dict) and "frame" in content:
            self._sent_frame = content["frame"]
            self._still.changed()
