"""The two-kernels explorer: the browser's numbers are the reference's, and what Python can do."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from helpers.explorers import TwoKernels
from helpers.explorers.two_kernels_chain import chain, descended, way_to
from helpers.explorers.two_kernels_frame import frame
from helpers.explorers.two_kernels_state import clamped, matrices, random_cells
from helpers.reference import l2_loss, two_kernels_backward, two_kernels_forward
from tests.explorers.conftest import Call

ROOT = Path(__file__).resolve().parents[2]

CASES, STATES = 200, 120

GRIDS = ("X", "K1", "K2", "reference", "result1", "result2", "dX", "dK1", "dresult1", "dK2",
         "dresult2")  # fmt: skip


def random_sizes(rng: np.random.Generator) -> dict[str, int]:
    H, W = (int(n) for n in rng.integers(1, 9, 2))
    h1, w1 = int(rng.integers(1, min(H, 5) + 1)), int(rng.integers(1, min(W, 5) + 1))
    h2 = int(rng.integers(1, min(H - h1 + 1, 5) + 1))
    w2 = int(rng.integers(1, min(W - w1 + 1, 5) + 1))
    return {"H": H, "W": W, "h1": h1, "w1": w1, "h2": h2, "w2": w2}


def random_matrices(rng: np.random.Generator) -> dict[str, Any]:
    s = random_sizes(rng)
    result2 = (s["H"] - s["h1"] - s["h2"] + 2, s["W"] - s["w1"] - s["w2"] + 2)
    shapes = {
        "X": (s["H"], s["W"]), "K1": (s["h1"], s["w1"]), "K2": (s["h2"], s["w2"]),
        "reference": result2,
    }  # fmt: skip
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def as_lists(given: dict[str, Any]) -> dict[str, Any]:
    return {name: matrix.tolist() for name, matrix in given.items()}


def random_state(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a state; sizes go beyond their bounds at times, for both sides must clamp alike."""
    # Halves add up without rounding, so that texts can be compared to the letter.
    state: dict[str, Any] = {
        "x_cells": (rng.integers(-6, 7, (16, 16)) * (rng.random() > 0.1) / 2).tolist(),
        "k1_cells": (rng.integers(-4, 5, (5, 5)) / 2).tolist(),
        "k2_cells": (rng.integers(-4, 5, (5, 5)) / 2).tolist(),
        "reference_cells": (rng.integers(-6, 7, (16, 16)) / 2).tolist(),
        **{name: int(rng.integers(1, 8)) for name in ("H", "W", "h1", "w1", "h2", "w2")},
        "step": int(rng.choice([0, 0, 1, 7, 30, 55, 90, 10_000])),
        "detail": bool(rng.integers(2)),
        "language": str(rng.choice(["en", "zh"])), "pin": "", "look": "",
        "rate": 0.25, "learn_K1": bool(rng.integers(2)), "learn_K2": bool(rng.integers(2)),
        "learn_X": False, "log_scale": bool(rng.integers(2)), "descent": {},
    }  # fmt: skip
    at = [str(n) for n in rng.integers(0, 4, 2)]
    state[str(rng.choice(["pin", "look"]))] = " ".join([str(rng.choice(GRIDS)), *at])
    if rng.integers(2):
        here = as_lists(matrices(clamped(state)))
        losses = [9.5, float(rng.choice([0.25, 0.0625, 12.0, 0.0]))]
        state["descent"] = {
            "start": here, "end": here, "losses": losses, "diverged": bool(rng.integers(2)),
        }  # fmt: skip
    return state


def test_every_number_in_the_browser_is_the_references(js: Call) -> None:
    rng = np.random.default_rng(5013)
    cases = [random_matrices(rng) for _ in range(CASES)]
    body = "return argument.map(m.chain);"
    shown = js("two_kernels_chain.js", body, [as_lists(case) for case in cases])
    for case, got in zip(cases, shown, strict=True):
        X, K1, K2, reference = (case[name] for name in ("X", "K1", "K2", "reference"))
        result1, result2 = two_kernels_forward(X, K1, K2)
        dX, dK1, dK2 = two_kernels_backward(X, K1, K2, reference)
        expected = {"result1": result1, "result2": result2, "dX": dX, "dK1": dK1, "dK2": dK2}
        numbers, _ = chain(case)
        expected |= {name: numbers[name] for name in ("dresult1", "dresult2")}
        for name, matrix in expected.items():
            assert np.shape(got[name]) == matrix.shape, name
            np.testing.assert_allclose(got[name], matrix, rtol=1e-11, atol=1e-11, err_msg=name)
        assert got["loss"] == pytest.approx(l2_loss(result2, reference), rel=1e-12)


@pytest.mark.parametrize("moves", [("K1",), ("K2",), ("K1", "K2"), ("X", "K1", "K2")])
def test_twenty_steps_of_descent_are_pythons(js: Call, moves: tuple[str, ...]) -> None:
    rng = np.random.default_rng(20)
    body = """
      return argument.map(([given, rate, moves]) => {
        let way = m.wayTo(given, {});
        for (let n = 0; n < 20; n++) way = m.descended(way, rate, moves);
        return way;
      });
    """
    cases = [random_matrices(rng) for _ in range(20)]
    rate = 0.0005
    wanted = [[as_lists(case), rate, dict.fromkeys(moves, True)] for case in cases]
    for case, got in zip(cases, js("two_kernels_chain.js", body, wanted), strict=True):
        way = way_to(case, {})
        for _ in range(20):
            way = descended(way, rate, moves)
        assert len(way.losses) == 21
        np.testing.assert_allclose(got["losses"], way.losses, rtol=1e-9, atol=1e-9)
        for name, matrix in way.end.items():
            np.testing.assert_allclose(got["end"][name], matrix, rtol=1e-9, atol=1e-9)
            assert np.array_equal(matrix, case[name]) == (name not in moves), name


def test_both_sides_show_the_same(js: Call) -> None:
    rng = np.random.default_rng(7)
    states = [random_state(rng) for _ in range(STATES)]
    body = "return argument.map((state) => m.frame(state));"
    for state, shown in zip(states, js("two_kernels_frame.js", body, states), strict=True):
        assert frame(state) == shown, state
    body = "return argument.map((state) => m.clamped(state));"
    for state, bounds in zip(states, js("two_kernels_state.js", body, states), strict=True):
        assert clamped(state) == bounds


def test_both_sides_draw_the_same_random_numbers(js: Call) -> None:
    for seed, cells in enumerate(
        js("two_kernels_state.js", "return argument.map(m.randomCells);", list(range(5)))
    ):
        assert random_cells(seed) == cells


def test_the_numpy_lines_say_what_happens() -> None:
    """The line for a computed entry gives it; those for all of an input add up to what it feeds."""
    state = random_state(np.random.default_rng(3)) | {
        "H": 6, "W": 7, "h1": 3, "w1": 2, "h2": 2, "w2": 3, "step": 0, "look": "", "descent": {},
    }  # fmt: skip
    numbers, loss = chain(matrices(clamped(state)))
    feeds = {"X": "result1", "K1": "result1", "K2": "result2"}
    for grid in GRIDS:
        written = feeds.get(grid, grid)
        names: dict[str, Any] = dict(numbers) | {"np": np, "loss": 0.0}
        names[written] = np.zeros_like(numbers[written])
        if grid == "reference":
            names["reference"] = numbers["reference"]
        for i, j in np.ndindex(numbers[grid].shape):
            for line in frame(state | {"pin": f"{grid} {i} {j}"})["told"]["numpy"]:
                exec(line, names)  # noqa: S102  our own text
        np.testing.assert_array_equal(names[written], numbers[written], err_msg=grid)
        assert names["loss"] == (loss if grid == "reference" else 0)


def test_what_lights_up_is_what_changes_the_entry() -> None:
    """A source cell, changed, changes the lit entry; another of the same grid does not."""
    rng = np.random.default_rng(9)
    given = {
        "X": rng.normal(size=(5, 6)), "K1": rng.normal(size=(2, 3)), "K2": rng.normal(size=(3, 2)),
        "reference": rng.normal(size=(2, 3)),
    }  # fmt: skip
    e = TwoKernels(**given)
    for grid, over in (("result1", "X"), ("result2", "X"), ("result2", "K1")):
        e.pin = f"{grid} 0 1"
        shown = next(g for g in frame(e.state())["grids"] if g["id"] == over)
        before = chain(given)[0][grid][0, 1]
        for (i, j), mark in np.ndenumerate(np.array(shown["marks"])):
            changed = {name: matrix.copy() for name, matrix in given.items()}
            changed[over][i, j] += 1
            moved = chain(changed)[0][grid][0, 1] != before
            assert moved == (mark in ("source", "deep")), (grid, over, i, j)


def test_playing_one_product_at_a_time_ends_with_every_number() -> None:
    state = random_state(np.random.default_rng(4)) | {"step": 10_000, "detail": True}
    last = frame(state)
    assert not any("later" in mark for g in last["grids"] for row in g["marks"] for mark in row)
    begun = frame(state | {"step": 1})
    assert begun["loss"]["value"] == "", "the loss is not known yet"
    assert last["loss"]["value"] != ""


def test_the_sheet_descends_and_python_reads_what_came_of_it() -> None:
    e = TwoKernels(rate=0.01)
    assert (e.steps, e.losses) == (0, [])
    e.descend(20)
    assert (e.steps, e.losses[0]) == (20, 8.0)
    assert all(after < before for before, after in pairwise(e.losses))
    assert e.losses[-1] == l2_loss(two_kernels_forward(e.X, e.K1, e.K2)[1], e.reference)
    np.testing.assert_array_equal(e.X, np.eye(5))
    assert "After 20 steps" in e._picture().caption[1]
    e.w2 = 1
    assert e.steps == 0, "with another size it is another descent"


def test_a_step_too_large_is_not_taken() -> None:
    e = TwoKernels(preset="random", seed=3, rate=1.0)
    e.descend(50)
    assert e.descent["diverged"]
    assert e.steps < 50
    assert np.isfinite(e.losses).all()
    assert "Nothing is broken" in " ".join(frame(e.state())["plot"]["said"])
    assert e._picture().picture.png.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"X": [1, 2]}, r"X has shape \(2,\); it must be a matrix"),
        ({"K1": [[1, float("nan")]]}, "K1 has an entry that is nan"),
        ({"K2": np.zeros((6, 2))}, "at most 5 × 5"),
        ({"X": [["a"]]}, "X is no array of numbers"),
        ({"X": np.zeros((2, 2))}, r"K1 has shape \(3, 3\), which does not fit"),
        ({"X": np.zeros((4, 4)), "K2": np.zeros((3, 1))}, r"K2 has shape \(3, 1\)"),
        ({"reference": np.zeros((3, 2))}, r"reference has shape \(3, 2\); it must have \(2, 2\)"),
        ({"preset": "sheets"}, "preset names 'sheets'; it may name sheet, asymmetric, random"),
        ({"controls": ("stride",)}, "controls names 'stride'"),
    ],
)
def test_a_wrong_argument_is_named(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TwoKernels(**arguments)


def test_without_the_reference_it_shows_and_draws_what_the_browser_sent() -> None:
    """A student's installation: no helpers.reference to compute a frame or a step with."""
    code = """
import json, sys
sys.modules["helpers.reference"] = None
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *a: None if name == "helpers.reference" else find(name, *a)
from helpers.explorers.two_kernels import TwoKernels
e = TwoKernels()
assert e.frame_wanted and e._picture() is None and e.panel is not None
e._handle_custom_msg({"frame": json.loads(sys.argv[1])}, [])
print(e._picture().picture.alt.split(". ")[-2:])
"""
    sent = json.dumps(frame(TwoKernels().state()))
    done = subprocess.run(
        [sys.executable, "-c", code, sent], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "['No step taken yet', 'The loss is 8.']\n", done.stderr
