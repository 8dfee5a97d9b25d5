"""The bounds of the explorer's sizes: what clamped() in js/correlation_frame.js says."""

from typing import Any

from helpers.reference import output_size

MOST = {"H": 16, "W": 16, "h": 7, "w": 7, "stride": 4, "padding": 3, "dilation": 3}

State = dict[str, Any]


def clamped(state: State) -> State:
    """Return the state with every size in its bounds, and the bounds that depend on other sizes."""
    s = dict(state)

    def within(name: str, most: int) -> None:
        s[name] = max(1, min(s[name], most, MOST[name]))

    def reach(room: int, k: int) -> int:
        return (room - 1) // (k - 1) if k > 1 else MOST["dilation"]

    for name in ("H", "W", "stride"):
        within(name, MOST[name])
    s["padding"] = max(0, min(s["padding"], MOST["padding"]))
    rows, columns = s["H"] + 2 * s["padding"], s["W"] + 2 * s["padding"]
    within("h", rows)
    within("w", columns)
    # K keeps its size as long as it can; dilation gives way first.
    s["dilation_max"] = min(MOST["dilation"], reach(rows, s["h"]), reach(columns, s["w"]))
    within("dilation", s["dilation_max"])
    s["h_max"] = min(MOST["h"], (rows - 1) // s["dilation"] + 1)
    s["w_max"] = min(MOST["w"], (columns - 1) // s["dilation"] + 1)
    p, stride, d = s["padding"], s["stride"], s["dilation"]
    s["rows"] = output_size(s["H"], s["h"], p, stride, d)
    s["columns"] = output_size(s["W"], s["w"], p, stride, d)
    s["step_max"] = s["rows"] * s["columns"] * (s["h"] * s["w"] if s["detail"] else 1)
    s["step"] = max(0, min(s["step"], s["step_max"]))
    return s
