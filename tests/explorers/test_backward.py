"""The backward explorer: the browser's frame is Python's, and its numbers are the reference's."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from helpers.explorers import Backward
from helpers.explorers.backward import BREAKS
from helpers.explorers.backward_frame import frame
from helpers.explorers.backward_numbers import clamped, numbers
from helpers.reference import corr2d, corr2d_backward
from tests.explorers.backward_states import arrays, random_state, run, small
from tests.explorers.conftest import Call

CASES, STATES = 500, 200


def test_both_sides_show_the_same(js: Call) -> None:
    rng = np.random.default_rng(7)
    states = [random_state(rng) for _ in range(STATES)]
    frames = js("backward_frame.js", "return argument.map((state) => m.frame(state));", states)
    bounds_of = js("backward_numbers.js", "return argument.map((s) => m.clamped(s));", states)
    for state, shown, bounds in zip(states, frames, bounds_of, strict=True):
        assert clamped(state) == bounds
        mine = frame(state)
        for one, other in zip(mine["grids"], shown["grids"], strict=True):
            # A loss's mean is a fraction, whose products are rounded in the order they are added.
            np.testing.assert_allclose(
                one.pop("values"), other.pop("values"), rtol=1e-12, atol=1e-12
            )
            assert one.pop("scale") == pytest.approx(other.pop("scale"))
        assert mine == shown, state


def test_the_browsers_gradients_are_the_references(js: Call) -> None:
    """dX by scatter and by gather, dK, and the central differences, on 500 random cases."""
    rng = np.random.default_rng(2015)
    states = [random_state(rng) | {"upstream": 0, "broken": 0, "step": 0} for _ in range(CASES)]
    body = "return argument.map((state) => m.numbers(m.clamped(state)));"
    for state, got in zip(states, js("backward_numbers.js", body, states), strict=True):
        X, K, dY = arrays(state)
        s = clamped(state)
        p = s["padding"]
        dX, dK = corr2d_backward(dY, X, K, s["stride"], p)
        inner = (slice(p, p + s["H"]), slice(p, p + s["W"]))
        if s["mode"] == 0:
            pairs = [(np.array(got[name])[inner], dX) for name in ("stamps", "gathered")]
            pairs.append((got["numeric"], dX))
        else:
            pairs = [(got[name], dK) for name in ("gradient", "right", "numeric")]
        for mine, expected in pairs:
            assert np.shape(mine) == expected.shape
            np.testing.assert_array_equal(mine, expected)


@pytest.mark.parametrize("mode", [0, 1])
def test_nothing_broken_agrees(mode: int) -> None:
    for upstream in range(3):
        shown = frame(small(mode=mode, upstream=upstream))
        assert [one["ok"] for one in shown["verdicts"]] == [True] * (2 - mode)
        assert not any("wrong" in c for g in shown["grids"] for row in g["marks"] for c in row)


def test_the_factor_two_belongs_to_the_loss() -> None:
    """dY is 2 (Y − T), and half of it when the 2 is dropped; its cells are marked too."""
    state = small(upstream=2)
    X, K, _ = arrays(state)
    s = clamped(state)
    T = np.array(s["t_cells"])[: s["rows"], : s["columns"]]
    dY = 2 * (corr2d(X, K, 2, 1) - T)
    np.testing.assert_array_equal(numbers(s).dY, dY)
    np.testing.assert_array_equal(numbers(s).numeric, corr2d_backward(dY, X, K, 2, 1)[0])
    broken = small(upstream=2, broken=list(BREAKS).index("drops_two"))
    np.testing.assert_array_equal(numbers(clamped(broken)).dY, dY / 2)


@pytest.mark.parametrize(
    ("mode", "broken", "grid", "result"),
    [
        (0, "none", "dY", "dXp"), (0, "none", "K", "dXp"), (0, "none", "R", "dXp"),
        (0, "assigns", "dY", "dXp"), (0, "scatter_rotated", "dY", "dXp"),
        (0, "none", "G", "dX"), (0, "unrotated", "G", "dX"), (0, "no_zeros", "G", "dX"),
        (1, "none", "dY", "dK"), (1, "none", "G", "dK"), (1, "last_window", "dY", "dK"),
        (1, "last_window", "G", "dK"), (1, "mean", "G", "dK"), (1, "stride_one", "G", "dK"),
        (1, "rotated_upstream", "G", "dK"), (1, "rotated_upstream", "dY", "dK"),
        (0, "assigns", "D", "dX"), (0, "scatter_rotated", "D", "dX"),
        (0, "assigns", "G", "dX"), (0, "unrotated", "D", "dX"), (0, "no_zeros", "D", "dX"),
        (0, "ignores_upstream", "G", "dX"), (1, "ignores_upstream", "G", "dK"),
    ],
)  # fmt: skip
def test_the_numpy_lines_say_what_happens(mode: int, broken: str, grid: str, result: str) -> None:
    """Run for every cell of a grid, the lines give the gradient shown, mistake and all."""
    state = small(mode=mode, broken=list(BREAKS).index(broken))
    X, K, dY = arrays(state)
    n = numbers(clamped(state))
    shown = n.stamps if grid == "D" else n.gathered
    expected = n.gradient if mode else n.stamps if result == "dXp" else shown[1:-1, 1:-1]
    names = {"np": np, "X": X, "K": K, "dY": dY, result: np.zeros_like(expected)}
    shape = {"dY": dY.shape, "K": K.shape, "R": K.shape}.get(grid, expected.shape)
    for i, j in np.ndindex(shape):
        run(frame(state | {"pin": f"{grid} {i} {j}"})["told"]["numpy"], names)
    np.testing.assert_allclose(names[result], expected, rtol=1e-12)


def test_scatter_shows_the_partial_sum() -> None:
    state = small(step=2)
    _, K, dY = arrays(state)
    expected = np.zeros((7, 8))
    expected[0:2, 0:3] += dY[0, 0] * K
    expected[0:2, 2:5] += dY[0, 1] * K
    shown = {g["id"]: g for g in frame(state)["grids"]}
    np.testing.assert_array_equal(shown["D"]["values"], expected)
    assert shown["dY"]["marks"][0][1] == "focus"


def test_what_play_has_reached_is_not_pinned() -> None:
    assert not frame(small(step=2))["pinned"]
    assert frame(small(pin="D 0 0"))["pinned"]


def test_gather_hides_what_is_to_come() -> None:
    shown = {g["id"]: g for g in frame(small(step=8, walk=1))["grids"]}
    later = np.argwhere([["later" in cell for cell in row] for row in shown["G"]["marks"]])
    assert later[0].tolist() == [2, 3], "in the grid with its padding: cell (1, 2) of dX"
    assert len(later) == 30 - 8


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize("walk", [0, 1])
def test_grids_of_a_row_stand_apart(mode: int, walk: int) -> None:
    """While one of them is still being made, too, and nothing can be said of both."""
    for step, upstream, broken in itertools.product((0, 1), range(3), range(len(BREAKS))):
        state = small(mode=mode, walk=walk, step=step, upstream=upstream, broken=broken)
        shown = frame(state)
        rows = [grid["row"] for grid in shown["grids"]]
        for sign, (row, following) in zip(shown["signs"], itertools.pairwise(rows), strict=False):
            assert sign != "" or row != following, shown["signs"]


def test_one_hot_gives_the_kernel_where_its_window_was() -> None:
    state = small(upstream=1, hot="1 1")
    _, K, _ = arrays(state)
    expected = np.zeros((7, 8))
    expected[2:4, 2:5] = K
    np.testing.assert_array_equal(numbers(clamped(state)).stamps, expected)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"dY": [[1.0]]}, r"dY has shape \(1, 1\); Y has \(3, 3\)"),
        ({"T": [[1.0, float("inf")]]}, "T has an entry that is nan or inf"),
        ({"mode": "dW"}, "mode is 'dW'; it must be one of dX, dK"),
        ({"broken": "everything"}, "broken is 'everything'; it must be one of none, unrotated"),
        ({"upstream": "loss2"}, "upstream is 'loss2'"),
        ({"controls": ("strides",)}, "controls is 'strides'"),
        ({"X": [[1.0]], "K": np.ones((2, 2))}, "does not fit into X"),
    ],
)
def test_a_wrong_argument_is_named(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Backward(**arguments)


def test_the_static_picture_says_its_numbers() -> None:
    e = Backward([[1, 2], [3, 4]], [[5]], [[1, 0], [0, 2]], broken="ignores_upstream")
    drawn = e._picture()
    assert drawn is not None
    assert "dX by scatter, broken, 2 by 2: 5 5; 5 5" in drawn.picture.alt
    assert "dX, numeric, 2 by 2: 5 0; 0 10" in drawn.picture.alt
    assert "dX, right, 2 by 2: 5 0; 0 10" in drawn.picture.alt
    assert drawn.caption[0] == "✓ dX by scatter, broken and dX by gather, broken agree."
    assert drawn.caption[1].startswith(
        "✗ dX by gather, broken and dX, right differ in 3 of 4 cells"
    )
    assert drawn.caption[2] == "✓ dX, right and dX, numeric agree."
