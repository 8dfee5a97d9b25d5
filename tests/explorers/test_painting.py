"""What is painted, on a page without a kernel: forms, not colours alone; sizes one can read."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from helpers.explorers import Correlation, TwoKernels
from helpers.explorers.explorer import Explorer
from tests.browser.explorer import ExplorerOnPage
from tests.explorers.conftest import Call, Mount

X = [[0, 4, -4, 1], [2, 0, -1, 3], [-3, 2, 4, 0]]

ZERO = np.zeros((3, 4))


def grey(picture: Any) -> Any:
    """Return a picture as somebody sees it who sees no colours."""
    return np.asarray(picture, dtype=float)[..., :3] @ [0.2126, 0.7152, 0.0722]


def changes(line: Any) -> int:
    """Count where a line of pixels goes from dark to light or back."""
    return int((np.diff(line > 160) != 0).sum())


def sides(cell: Any) -> list[int]:
    """Count the changes along each side of a cell, in its rim."""
    side = grey(cell)
    return [changes(one) for one in (side[1], side[-2], side[:, 1], side[:, -2])]


def photographed(e: ExplorerOnPage, grid: str, i: int, j: int) -> Any:
    """Return a cell as it is on the page, with all that lies above its canvas."""
    box = e.cell(grid, i, j).bounding_box()
    assert box is not None
    return np.asarray(Image.open(io.BytesIO(e.page.screenshot(clip=box))).convert("RGB"))


def test_frames_of_sources_and_targets_differ_without_their_colours(mount: Mount) -> None:
    """A solid line around what a cell is made of, a dashed one around what is made of it."""
    e = mount(Correlation(ZERO, np.zeros((3, 2)), pin="X 1 1"))
    targets = e.marked("Y", "target")
    assert targets == {(0, 0), (0, 1)}
    for at in targets:
        for count in sides(e.pixels("Y", *at))[:2]:  # above and below; beside it lies the other
            assert count >= 2
    e = mount(Correlation(ZERO, np.zeros((1, 1)), pin="Y 1 1"))
    assert e.marked("X", "source") == {(1, 1)}
    assert sides(e.pixels("X", 1, 1)) == [0] * 4


def test_a_legend_says_which_frame_is_which(mount: Mount) -> None:
    legend = mount(Correlation(X)).root.locator(".tk-legend")
    source, target = legend.locator("span").all()
    assert "solid frame" in source.inner_text()
    assert "dashed frame" in target.inner_text()
    style = "el => getComputedStyle(el, '::before').borderTopStyle"
    assert [source.evaluate(style), target.evaluate(style)] == ["solid", "dashed"]


def test_where_the_keyboard_is_looks_unlike_what_is_pinned(mount: Mount) -> None:
    """A pinned cell has a solid frame, a focused one a dashed ring; one cell may have both."""
    e = mount(Correlation(ZERO, [[0]], pin="Y 1 1"))
    pinned = photographed(e, "Y", 1, 1)
    e.cell("Y", 1, 1).focus()
    e.page.keyboard.press("ArrowRight")
    focused = photographed(e, "Y", 1, 2)
    e.page.keyboard.press("ArrowLeft")
    both = photographed(e, "Y", 1, 1)
    assert sides(pinned) == sides(both) == [0] * 4
    assert changes(grey(focused)[1]) == 0
    assert grey(focused)[1].min() > 160, "no frame of its own"
    rings = [changes(grey(one)[4, 3:-3]) for one in (pinned, focused, both)]
    assert rings[0] == 0
    assert min(rings[1:]) >= 4


def test_a_minus_leaves_a_number_its_size(mount: Mount) -> None:
    """Also where it is the longest of its grid."""
    heights = {}
    for text in (8, -8, 28, -28, 128, -128, 1.28, -1.28, 1128, -1128):
        e = mount(Correlation([[text]], [[1]], pin=""))
        ink = grey(e.pixels("X", 0, 0)[4:-4, 4:-4])
        ground = ink[0, 0]
        eight = (
            np.abs(ink - ground)[:, len(ink) // 2 :] > 60
        )  # the last digit is an 8, the minus flat
        rows = np.flatnonzero(eight.any(axis=1))
        heights[text] = int(rows[-1] - rows[0])
    for text, height in heights.items():
        if text < 0:
            assert height == heights[-text], text


SIZES = """el => [...el.querySelectorAll('.tk-grid')].map((grid) => [
  grid.dataset.grid, grid.querySelector('[role=gridcell]').offsetWidth,
])"""


@pytest.mark.parametrize("width", [420, 900])
@pytest.mark.parametrize(
    "explorer",
    [
        TwoKernels(),
        TwoKernels(preset="asymmetric"),
        *(TwoKernels(preset="random", H=n, W=n) for n in (12, 16)),
    ],
    ids=["sheet", "asymmetric", "random", "large"],
)
def test_gradients_can_be_read_at_every_width(
    mount: Mount, js: Call, explorer: Explorer, width: int
) -> None:
    """Long numbers in small cells are no dots: their grid has larger cells than the others."""
    e = mount(explorer, width)
    shares = "return argument.map((v) => m.shareOf(v));"
    for grid, side in e.root.evaluate(SIZES):
        numbers = [value for row in e.numbers(grid) for value in row]
        short = js("number.js", "return argument.map((v) => m.short(v));", numbers)
        font = side * min(js("cells.js", shares, short))
        assert font >= (7.9 if grid.startswith("dK") else 6.5), grid
    assert e.root.evaluate("el => el.scrollWidth <= el.clientWidth + 1")


@pytest.mark.parametrize(
    ("value", "text"),
    [(9999, "9999"), (-9999, "−9999"), (12345, "12k"), (-123456, "−123k"), (0.126, ".13")],
)
def test_a_small_cell_has_room_for_four_digits(js: Call, value: float, text: str) -> None:
    assert js("number.js", "return m.short(argument);", value) == text


def test_what_is_lit_is_under_the_mouse_when_sizes_have_changed(mount: Mount) -> None:
    """The mouse rests while the padding, or X, changes under it."""
    e = mount(Correlation(X, [[1, 2], [3, 4]]))
    e.cell("X", 2, 3).hover()
    assert e.marked("X", "focus") == {(2, 3)}
    e.page.evaluate("model.set({ padding: 1 })")
    e.page.wait_for_timeout(50)  # while it is still moving nothing jumps
    e.at_rest()
    e.page.wait_for_timeout(100)
    under = e.root.evaluate(
        "el => { const cell = el.querySelector('[role=gridcell]:hover');"
        " return cell ? [cell.at.grid.id, cell.at.i, cell.at.j] : null; }"
    )
    lit = [(grid, *at) for grid in "XKY" for at in e.marked(grid, "focus")]
    assert lit == ([tuple(under)] if under else [])
    assert ("X", 3, 4) not in lit, "the entry that the mouse was on has moved away"
    e.cell("X", 4, 5).hover()
    e.page.evaluate("model.set({ padding: 0, H: 2, W: 2 })")
    e.page.wait_for_timeout(50)
    e.at_rest()
    e.page.wait_for_timeout(100)
    assert not e.marked("X", "focus")
