"""The backward explorer's mistakes: each stands beside what is right, and lights what it reads."""

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
from tests.explorers.backward_states import arrays, run, small


@pytest.mark.parametrize("broken", [name for name in BREAKS if name != "none"])
def test_each_mistake_is_seen_and_explained(broken: str) -> None:
    """Some cell is marked, some verdict is a ✗, the numeric gradient stays right."""
    e = Backward(broken=broken)
    shown = frame(e.state())
    marked = {g["id"] for g in shown["grids"] for row in g["marks"] for c in row if "wrong" in c}
    assert marked & {"D", "G"}
    assert [one for one in shown["verdicts"] if not one["ok"]]
    assert shown["why"]
    n, right = numbers(clamped(e.state())), numbers(clamped(e.state() | {"broken": 0}))
    np.testing.assert_array_equal(n.numeric, right.numeric)


def breakable() -> list[dict[str, Any]]:
    """Every mistake in every mode, with every dY, that clamped() leaves as it is."""
    states = []
    for name, mode, upstream, walk in itertools.product(BREAKS, (0, 1), range(3), (0, 1)):
        state = small(broken=list(BREAKS).index(name), mode=mode, upstream=upstream, walk=walk)
        if name != "none" and clamped(state)["broken"]:
            states.append(state)
    assert {state["broken"] for state in states} == set(range(1, len(BREAKS)))
    return states


def inner(grid: dict[str, Any]) -> Any:
    values, p = np.array(grid["values"]), -grid["first"]
    return values[p : len(values) - p, p : len(values[0]) - p]


def test_what_is_broken_stands_beside_the_right_one_and_the_numeric_gradient() -> None:
    """dX, dK and dY alike, each wrong one with its right one; each with its name."""
    for state in breakable():
        shown = {g["id"]: g for g in frame(state)["grids"]}
        s, name = clamped(state), "dX" if state["mode"] == 0 else "dK"
        n = numbers(clamped(state | {"broken": 0}))
        right = corr2d_backward(n.dY, n.X, n.K, s["stride"], s["padding"])[state["mode"]]
        row = [g["id"] for g in frame(state)["grids"] if g["row"] == shown["N"]["row"]]
        assert row[-2:] == ["B", "N"]
        for grid in "BN":
            np.testing.assert_allclose(inner(shown[grid]), right, err_msg=str(s["broken"]))
        assert shown["B"]["title"] == f"{name}, right"
        wrong = [g for g in "DG" if g in shown and not np.allclose(inner(shown[g]), right)]
        titled = [g for g in "DG" if g in shown and shown[g]["title"].endswith(", broken")]
        # A dY with a single 1 does not show every mistake.
        assert wrong == titled or (state["upstream"] == 1 and set(wrong) < set(titled))
        np.testing.assert_array_equal(shown.get("U", shown["dY"])["values"], n.dY)
        if "U" in shown:
            assert shown["U"]["title"] == "dY, right"
            assert shown["dY"]["title"] == "dY, broken"
            assert any("wrong" in cell for line in shown["dY"]["marks"] for cell in line)
            order = list(shown)
            assert abs(order.index("U") - order.index("dY")) == 1
            assert (shown["U"]["row"], "≠") == (
                shown["dY"]["row"], shown[min("U", "dY", key=order.index)]["sign"],
            )  # fmt: skip


def nonzero(state: dict[str, Any]) -> dict[str, Any]:
    """Return the state without zeros, which would hide that something is read."""
    rng = np.random.default_rng(3)
    cells = ("x_cells", "k_cells", "dy_cells", "t_cells")
    return state | {one: rng.uniform(1, 2, np.shape(state[one])).tolist() for one in cells}


def reads(lines: list[str], names: dict[str, Any], result: str) -> dict[str, set[tuple[int, int]]]:
    """Return which entries of X, K and dY a line's result changes with."""

    def value(changed: dict[str, Any]) -> Any:
        known = {name: value.copy() for name, value in changed.items()} | {"np": np}
        run(lines, known)
        return known[result]

    before, found = value(names), {name: set[tuple[int, int]]() for name in ("X", "K", "dY")}
    for name, entries in found.items():
        for at in np.ndindex(names[name].shape):
            changed = names[name].copy()
            changed[at] += 1
            if not np.allclose(value(names | {name: changed}), before):
                entries.add((int(at[0]), int(at[1])))
    return found


def sources(shown: dict[str, Any], name: str, pinned: str) -> set[tuple[int, int]]:
    """Return which entries of X, K or dY are lit as what the pinned cell is made of."""
    grid = next(g for g in shown["grids"] if g["id"] == name)
    rows, columns = np.shape(inner(grid))
    own = {"source", "focus"} if pinned.split(" ")[0] == name else {"source"}
    lit = np.argwhere([[bool(own & set(cell.split())) for cell in row] for row in grid["marks"]])
    at = {(int(u) + grid["first"], int(v) + grid["first"]) for u, v in lit}
    return {(u, v) for u, v in at if 0 <= u < rows and 0 <= v < columns}


@pytest.mark.parametrize("padding", [0, 1])
def test_what_lights_up_is_what_the_line_reads(padding: int) -> None:
    """Of a broken gradient, the right one beside it, and an entry of dY, mistake and all."""
    for state in [small(mode=0), small(mode=1), *breakable()]:
        broken, mode = list(BREAKS)[state["broken"]], state["mode"]
        if state["upstream"] or state["walk"] or broken == "ignores_upstream":
            continue  # there dY is made of other numbers by the line before
        state = nonzero(state) | {"padding": padding, "H": 4, "W": 5}
        X, K, dY = arrays(state)
        names = {"X": X, "K": K, "dY": dY, "dX": np.zeros_like(X), "dK": np.zeros_like(K)}
        result = ("dX", "dK")[mode]
        grids = [g["id"] for g in frame(state)["grids"] if g["id"] in ("D", "G", "B", "N")]
        pins = [
            f"{g} {i} {j}" for g in grids for i, j in list(np.ndindex(names[result].shape))[::2]
        ]
        pins += [f"dY {i} {j}" for i, j in np.ndindex(dY.shape)] if mode else []
        for pin in pins:
            shown = frame(state | {"pin": pin})
            read = reads(shown["told"]["numpy"], names, result)
            for name in ("X", "dY") if mode else ("K", "dY"):
                lit = sources(shown, name, pin)
                hidden = mode == 1 and padding and name == "dY"  # by the zeros around X
                as_read = lit >= read[name] if hidden else lit == read[name]
                assert as_read, (broken, mode, pin, name, lit, read[name])


def test_the_lines_of_the_right_one_give_it() -> None:
    for state in breakable():
        if state["walk"]:
            continue
        state |= {"H": 3, "W": 4}
        X, K, dY = arrays(state)
        s = clamped(state)
        T = np.array(s["t_cells"])[: s["rows"], : s["columns"]]
        if s["upstream"] == 1:
            dY = numbers(s).right_dY
        shown = {g["id"]: g for g in frame(state)["grids"]}
        result = ("dX", "dK")[state["mode"]]
        for grid in "BN":
            names = {"np": np, "X": X, "K": K, "dY": dY, "T": T, "Y": corr2d(X, K, 2, 1)}
            names[result] = np.full_like(inner(shown[grid]), np.nan)
            for i, j in np.ndindex(names[result].shape):
                told = frame(state | {"pin": f"{grid} {i} {j}"})["told"]
                assert "mistake" not in "".join(told["numpy"])
                run(told["numpy"], names)
            np.testing.assert_allclose(names[result], inner(shown[grid]))
