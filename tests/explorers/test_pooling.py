"""The pooling explorer: its frame in both languages, its NumPy lines, its arguments."""

from __future__ import annotations

import re
import warnings
from typing import Any

import numpy as np
import pytest

from helpers.explorers import Pooling
from helpers.explorers.pooling_frame import frame
from helpers.explorers.pooling_state import AVERAGE, LP, MAX, P_STOPS, clamped
from helpers.reference import max_pool2d, max_pool2d_backward
from tests.explorers.conftest import Call

STATES = 300

STATE: dict[str, Any] = {
    "x_cells": np.zeros((16, 16)).tolist(), "dy_cells": np.ones((16, 16)).tolist(),
    "H": 4, "W": 5, "size": 2, "stride": 1, "kind_index": MAX, "p_stop": 4, "mean": True,
    "pytorch": False, "backward": False, "step": 0, "pin": "", "look": "", "language": "en",
}  # fmt: skip


def random_state(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a state; sizes go beyond their bounds at times, for both sides must clamp alike."""
    state = STATE | {
        "x_cells": (rng.integers(-4, 5, (16, 16)) / 2).tolist(),
        "dy_cells": (rng.integers(-9, 10, (16, 16)) / 2).tolist(),
        "H": int(rng.integers(1, 9)), "W": int(rng.integers(1, 9)),
        "size": int(rng.integers(1, 8)), "stride": int(rng.integers(1, 6)),
        "kind_index": int(rng.choice([MAX, AVERAGE, LP, LP])),
        "p_stop": int(rng.integers(len(P_STOPS))), "mean": bool(rng.integers(2)),
        "pytorch": bool(rng.integers(2)), "backward": bool(rng.integers(2)),
        "step": int(rng.choice([0, 0, 1, 2, 5, 10_000])),
        "language": str(rng.choice(["en", "zh"])),
    }  # fmt: skip
    grid = str(rng.choice(["X", "Y", "I", "T", "dX", "dY", "dT"]))
    at = [str(n) for n in rng.integers(0, 4, 2)]
    return state | {str(rng.choice(["pin", "look"])): " ".join([grid, *at])}


NUMBER = re.compile(r"−?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def same(mine: Any, theirs: Any) -> None:
    """Compare plain data; numbers may differ in the last digit, also where they stand in texts.

    A power is not rounded alike by every library.
    """
    if isinstance(mine, dict):
        assert mine.keys() == theirs.keys()
        for key in mine:
            same(mine[key], theirs[key])
    elif isinstance(mine, list):
        assert len(mine) == len(theirs)
        for one, other in zip(mine, theirs, strict=True):
            same(one, other)
    elif isinstance(mine, str):
        assert NUMBER.split(mine) == NUMBER.split(theirs)
        ours, others = (
            [float(n.replace("−", "-")) for n in NUMBER.findall(text)] for text in (mine, theirs)
        )
        np.testing.assert_allclose(ours, others, rtol=0.06, atol=0.011)
    elif isinstance(mine, bool) or mine is None:
        assert mine is theirs
    else:
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-12)


def test_both_sides_show_the_same(js: Call) -> None:
    rng = np.random.default_rng(12)
    states = [random_state(rng) for _ in range(STATES)]
    body = "return argument.map((state) => [m.frame(state), m.clamped(state)]);"
    for state, (shown, bounds) in zip(states, js("pooling_frame.js", body, states), strict=True):
        try:
            same(frame(state), shown)
        except AssertionError as error:
            raise AssertionError(f"{state}\n{error}") from None
        assert clamped(state) == bounds


@pytest.mark.parametrize("kind", [MAX, AVERAGE, LP])
@pytest.mark.parametrize("p", ["1", "2", "3", "2.5", "∞"])
@pytest.mark.parametrize("mean", [True, False])
def test_the_numpy_lines_say_what_happens(kind: int, p: str, mean: bool) -> None:
    """The line for a cell of a grid gives it; those for all of X, or all of dY, add up."""
    rng = np.random.default_rng(4)
    state = STATE | {
        "x_cells": rng.integers(-3, 4, (16, 16)).tolist(), "W": 6, "pytorch": True,
        "dy_cells": rng.integers(1, 9, (16, 16)).tolist(), "kind_index": kind,
        "p_stop": P_STOPS.index(p), "mean": mean, "backward": True,
    }  # fmt: skip
    grids = {g["id"]: np.array(g["values"]) for g in frame(state)["grids"]}
    for source, filled in (
        ("X", "Y"), ("Y", "Y"), ("I", "I"), ("T", "T"), ("dY", "dX"), ("dX", "dX"), ("dT", "dT"),
    ):  # fmt: skip
        if source not in grids:
            continue
        names = {name: value.copy() for name, value in grids.items()} | {"np": np}
        names["S"] = np.zeros_like(grids["Y"])
        least = -np.inf if kind == MAX or p == "∞" else 0.0
        start = least if source == "X" and kind != AVERAGE else 0.0
        names[filled] = np.full(grids[filled].shape, start)
        told = []
        for at in np.ndindex(grids[source].shape):
            cell = frame(state | {"pin": f"{source} {at[0]} {at[1]}"})["told"]
            told.append(bool(cell["numpy"]))
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                for line in cell["numpy"]:
                    exec(line, names)  # noqa: S102  our own text
        if source == "dT" and not all(told):
            continue  # a sum of 0 has a rule of its own: no line says it
        np.testing.assert_allclose(names[filled], grids[filled], rtol=1e-9, atol=1e-9)


def test_the_first_picture() -> None:
    """Max pooling of nine numbers, size 2, stride 1, and who won."""
    shown = Pooling().python_frame(Pooling().state())
    assert shown["grids"][1]["values"] == [[117, 96], [112, 88]]
    assert shown["grids"][2]["values"] == [[0, 1], [6, 4]]


def test_play_adds_what_each_window_pays() -> None:
    """After k windows dX holds what these have paid, and dY shows no more of them."""
    X = np.array([[2.0, 2, -1], [0, 2, -3], [-5, -5, -5]])
    dY = np.array([[1.0, 2], [3, 4]])
    e = Pooling(X, dY, backward=True)
    for step in range(5):
        shown = {g["id"]: g for g in e.python_frame(e.state() | {"step": step})["grids"]}
        reached = np.where(np.arange(4).reshape(2, 2) < (step or 4), dY, 0)
        np.testing.assert_array_equal(shown["dX"]["values"], max_pool2d_backward(reached, X, 2, 1))
        later = sum("later" in mark for row in shown["dY"]["marks"] for mark in row)
        assert later == (4 - step if step else 0)


@pytest.mark.parametrize(
    ("X", "p", "words"),
    [
        ([[1, -2], [0, 0]], 3, "add up to −7, and a negative number has no power 1/3"),
        ([[1, -2], [0, 0]], 2.5, "a negative entry has no power 2.5"),
        ([[1, -2], [0, 0]], np.inf, "takes the largest |x|"),
        ([[1, -2], [0, 0]], 2, "the powers keep their sign"),
    ],
)
def test_it_says_why_pytorchs_form_is_nan(X: Any, p: float, words: str) -> None:
    e = Pooling(X, kind="lp", p=p, pytorch=True, pin="T 0 0")
    told = e.python_frame(e.state())["told"]["head"]
    assert words in told


def test_the_curve_runs_from_average_to_maximum() -> None:
    e = Pooling("signs", kind="lp", p=3, pin="Y 0 1")
    curve = e.python_frame(e.state())["curve"]
    window = np.abs(e.X[0:2, 1:3])
    assert curve["name"] == "Y[0, 1]"
    assert (curve["values"][0], curve["values"][-1]) == (window.mean(), window.max())
    assert sorted(curve["values"]) == curve["values"]
    assert curve["torch"] is None
    off = e.python_frame(e.state() | {"mean": False})["curve"]
    assert (off["values"][0], off["values"][-1]) == (window.sum(), window.max())


def test_a_last_partial_window_is_hatched_and_named() -> None:
    e = Pooling("ragged", size=2, stride=2)
    shown = e.python_frame(e.state())
    marked = np.array([["unused" in cell for cell in row] for row in shown["grids"][0]["marks"]])
    assert marked[4].all()
    assert marked[:, 4].all()
    assert not marked[:4, :4].any()
    assert shown["unused"] == "Hatched: in no window. Rows of X: 4. Columns: 4."


def test_what_is_set_is_what_is_read() -> None:
    e = Pooling(np.arange(12).reshape(3, 4), kind="lp", p=3.5)
    assert (e.kind, e.p) == ("lp", 3.5)
    e.kind, e.p = "average", np.inf
    assert (e.kind_index, P_STOPS[e.p_stop]) == (AVERAGE, "∞")
    e.X = [[1, 2], [3, 4]]
    np.testing.assert_array_equal(e.X, [[1, 2], [3, 4]])
    np.testing.assert_array_equal(max_pool2d(e.X, 2, 1), [[4]])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"X": [1, 2]}, r"X has shape \(2,\); it must be a matrix"),
        ({"X": [["a"]]}, "X is no array of numbers"),
        ({"X": [[1, float("nan")]]}, "X has an entry that is nan"),
        ({"X": "sheetD"}, "X is 'sheetD'; it must be a matrix or one of numbers"),
        ({"dY": [[1]]}, r"dY has shape \(1, 1\); Y has shape \(2, 2\)"),
        ({"size": 4}, r"size is 4, which does not fit into X with shape \(3, 3\)"),
        ({"kind": "mean"}, "kind is 'mean'; it must be one of max, average, lp"),
        ({"p": 0.5}, "p is 0.5; it must be one of 1, 1.25"),
        ({"controls": ("q",)}, "controls names 'q'"),
    ],
)
def test_a_wrong_argument_is_named(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Pooling(**arguments)
