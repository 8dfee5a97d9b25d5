"""The kinds, exponents and bounds of the pooling explorer: what clamped() in the browser says."""

from typing import Any

from helpers.explorers.bundle import constant

MOST = {"H": 16, "W": 16, "size": 6, "stride": 4}

MAX, AVERAGE, LP = 0, 1, 2
KINDS = ("max", "average", "lp")

P_STOPS: list[str] = constant("pooling_stops", "P_STOPS")

State = dict[str, Any]


def exponent(label: str) -> float:
    """Return the exponent that is written so."""
    return float("inf") if label == "∞" else float(label)


def clamped(state: State) -> State:
    """Return the state with every size in its bounds, and the bounds that depend on other sizes."""
    s = dict(state)
    for name in ("H", "W", "stride"):
        s[name] = max(1, min(s[name], MOST[name]))
    s["size_max"] = min(MOST["size"], s["H"], s["W"])
    s["size"] = max(1, min(s["size"], s["size_max"]))
    s["p_stop"] = max(0, min(s["p_stop"], len(P_STOPS) - 1))
    s["not_lp"] = s["kind_index"] != LP
    s["rows"] = (s["H"] - s["size"]) // s["stride"] + 1
    s["columns"] = (s["W"] - s["size"]) // s["stride"] + 1
    s["step_max"] = s["rows"] * s["columns"]
    s["step"] = max(0, min(s["step"], s["step_max"]))
    return s
