"""What an explorer's canvases show, pixel by pixel: numbers, colours, frames, themes, screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from tests.browser.conftest import WIDE, OpenNotebook
from tests.browser.explorer import ExplorerOnPage
from tests.browser.lab import NotebookPage

X = [[0, 4, -4, 1], [2, 0, -1, 3], [-3, 2, 4, 0]]
K = [[1, 0], [0, -1]]


CORNER = (slice(-6, -3), slice(4, 7))  # of a cell, where there is neither a number nor a frame
INSIDE = (slice(3, -4), slice(3, -4))  # a cell without its rim


@pytest.fixture(scope="module")
def opened(open_notebook: OpenNotebook) -> NotebookPage:
    code = f"from helpers.explorers import Correlation\ne = Correlation({X}, {K})\ne"
    return open_notebook("canvas.ipynb", code)


@pytest.fixture
def e(opened: NotebookPage) -> ExplorerOnPage:
    opened.run_all()
    assert opened.errors() == []
    opened.page.mouse.move(2, 2)
    return opened.explorer()


@pytest.fixture
def screen(opened: NotebookPage) -> Iterator[Callable[[float], None]]:
    """Give the page a screen with so many dots a pixel, and afterwards the old one."""
    chromium = opened.page.context.new_cdp_session(opened.page)

    def screen(ratio: float) -> None:
        words = {**WIDE, "deviceScaleFactor": ratio, "mobile": False}
        chromium.send("Emulation.setDeviceMetricsOverride", words)

    yield screen
    screen(1)


def colour(e: ExplorerOnPage, name: str, i: int, j: int) -> tuple[int, ...]:
    """Return the colour of a cell's ground."""
    corner = e.pixels(name, i, j)[CORNER].reshape(-1, 3)
    assert (corner == corner[0]).all()
    return tuple(int(v) for v in corner[0])


def rgb(text: str) -> tuple[int, ...]:
    return tuple(int(text[n : n + 2], 16) for n in (1, 3, 5))


def soon(e: ExplorerOnPage, name: str, at: tuple[int, int], expected: tuple[int, ...]) -> None:
    """Wait until a cell's ground has this colour."""
    for _ in range(600):
        if colour(e, name, *at) == expected:
            return
        e.page.wait_for_timeout(50)
    assert colour(e, name, *at) == expected


def agree(e: ExplorerOnPage, name: str) -> int:
    """Require that cells look alike where their labels are, and only there; count the looks.

    Of numbers that a small cell shows in full, as its label does.
    """
    painted, labels = e.painted(name), e.labels(name)
    seen: dict[str, bytes] = {}
    for i, j in np.ndindex(painted.shape[:2]):
        label, inside = labels[i][j], painted[i, j][INSIDE]
        assert (len(np.unique(inside.reshape(-1, 3), axis=0)) > 1) == (label != ""), (name, i, j)
        assert seen.setdefault(label, inside.tobytes()) == inside.tobytes(), (name, i, j, label)
    assert len(set(seen.values())) == len(seen), name
    return len(seen)


def test_equal_labels_look_alike_and_others_do_not(e: ExplorerOnPage) -> None:
    for grid in "XKY":
        assert agree(e, grid) == len({n for row in e.numbers(grid) for n in row}) > 2
    e.cell("X", 0, 0).focus()
    e.page.keyboard.type("7")
    e.page.keyboard.press("Enter")
    e.page.keyboard.press("Tab")
    e.page.mouse.move(2, 2)
    e.move_slider("H rows", 2)
    e.move_slider("W columns", 3)
    e.move_slider("H rows", -1)
    e.page.wait_for_timeout(400)  # cells may have become larger
    assert e.shape("X") == (4, 7)
    for grid in "XKY":
        agree(e, grid)


def test_a_number_that_keeps_its_colour_is_painted_anew(
    e: ExplorerOnPage, opened: NotebookPage
) -> None:
    """3.9 of 4 is as blue as 4."""
    opened.page.evaluate(
        "(code) => jupyterapp.shell.currentWidget.context.sessionContext.session.kernel"
        ".requestExecute({ code }).done",
        f"e.X = {[[0, 3.9, -4, 1], *X[1:]]}",
    )
    e.until("(el) => el.querySelectorAll('[data-grid=X] [role=gridcell]')[1].ariaLabel === '3.9'")
    assert colour(e, "X", 0, 1) == colour(e, "X", 2, 2) == rgb("#2a70b2")
    agree(e, "X")


def test_colours_tell_the_sign_and_the_magnitude(e: ExplorerOnPage) -> None:
    """Blue above zero, orange below, the deeper the larger: and the number says so as well."""
    assert colour(e, "X", 0, 0) == colour(e, "X", 1, 1) == rgb("#fbfbfa")
    assert colour(e, "X", 0, 1) == rgb("#2a70b2")
    assert colour(e, "X", 0, 2) == rgb("#c0601a")
    blue = [colour(e, "X", *at) for at in ((0, 3), (1, 0), (1, 3), (0, 1))]  # 1, 2, 3, 4
    assert [sum(one) for one in blue] == sorted((sum(one) for one in blue), reverse=True)
    assert len(set(blue)) == 4
    for at in ((0, 3), (1, 0), (1, 3)):
        red, _, b = colour(e, "X", *at)
        assert b > red
    for at in ((1, 2), (2, 0)):
        red, _, b = colour(e, "X", *at)
        assert red > b


def test_what_play_has_not_reached_is_empty(e: ExplorerOnPage) -> None:
    e.root.get_by_role("button", name="Step ▶").click()
    e.page.mouse.move(2, 2)
    assert e.numbers("Y")[0] == [0, None, None]
    assert len(np.unique(e.pixels("Y", 0, 1)[INSIDE].reshape(-1, 3), axis=0)) == 1
    assert len(np.unique(e.pixels("Y", 0, 0)[INSIDE].reshape(-1, 3), axis=0)) > 1


def test_a_lit_cell_is_framed_and_the_rest_steps_back(e: ExplorerOnPage) -> None:
    e.cell("Y", 0, 1).hover()
    cell = e.pixels("Y", 0, 1)
    for side in (cell[1, 5:-5], cell[-2, 5:-5], cell[5:-5, 1], cell[5:-5, -2]):
        assert {tuple(one) for one in side.tolist()} == {rgb("#14181d")}
    green = rgb("#00795a")
    corner = e.pixels("X", 0, 1)  # the window's upper left: a frame on two sides
    assert {tuple(one) for one in corner[1, 5:-5].tolist()} == {green}
    assert {tuple(one) for one in corner[5:-5, 1].tolist()} == {green}
    assert green not in {tuple(one) for one in corner[5:-5, -3].tolist()}
    assert colour(e, "X", 0, 1) == rgb("#2a70b2")
    paler = np.array(colour(e, "X", 2, 2))  # 4 as well, and no part of it
    assert (paler > np.array(rgb("#2a70b2"))).all()
    e.page.mouse.move(2, 2)
    soon(e, "X", (2, 2), rgb("#2a70b2"))


def test_rows_no_window_reads_are_striped(e: ExplorerOnPage) -> None:
    e.move_slider("stride s", 1)
    e.page.wait_for_timeout(100)
    assert e.marked("X", "unused") == {(2, j) for j in range(4)}
    striped = e.pixels("X", 2, 3)[INSIDE]  # a zero
    assert len(np.unique(striped.reshape(-1, 3), axis=0)) > len(
        np.unique(e.pixels("X", 0, 0)[INSIDE].reshape(-1, 3), axis=0)
    )


SHARPNESS = """(el) => [...el.querySelectorAll('.tk-canvas')]
  .map((canvas) => canvas.width / canvas.clientWidth / devicePixelRatio)"""

# Looks at the explorer after each frame in which something moves.
WATCH = """(el) => {
  const seen = (window.seen = { frames: 0, covered: 0 });
  const look = () => {
    if (window.seen !== seen) return;
    if (el.querySelector('[data-moving]')) {
      seen.frames++;
      seen.covered += el.offsetHeight > el.parentNode.clientHeight;
    }
    requestAnimationFrame(() => setTimeout(look));
  };
  look();
}"""
SEEN = "() => { const seen = window.seen; window.seen = null; return seen; }"


def test_cells_that_became_smaller_are_sharp(e: ExplorerOnPage) -> None:
    before = e.cell("X", 0, 0).bounding_box()
    e.move_slider("W columns", 12)
    e.at_rest()
    after = e.cell("X", 0, 0).bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] < before["width"]
    assert e.root.evaluate(SHARPNESS) == [1] * 3
    for grid in "XKY":
        agree(e, grid)


def test_an_explorer_that_grows_while_it_moves_covers_nothing(e: ExplorerOnPage) -> None:
    before = e.root.evaluate("(el) => el.offsetHeight")
    e.root.evaluate(WATCH)
    e.move_slider("H rows", 9)
    e.at_rest()
    seen = e.page.evaluate(SEEN)
    assert e.root.evaluate("(el) => el.offsetHeight") > before
    assert seen["frames"] > 1
    assert seen["covered"] == 0
    assert e.root.evaluate("(el) => el.parentNode.style.height") == ""


def test_a_theme_that_changes_changes_the_numbers(e: ExplorerOnPage, opened: NotebookPage) -> None:
    """While it is shown, without a move: and back."""
    light = e.pixels("X", 0, 1)
    with opened.dark():
        soon(e, "X", (0, 0), rgb("#24282e"))
        soon(e, "X", (0, 1), rgb("#6fb4ec"))
        e.move_slider("H rows", 1)
        for grid in "XKY":
            agree(e, grid)
        e.move_slider("H rows", -1)
    soon(e, "X", (0, 0), rgb("#fbfbfa"))
    np.testing.assert_array_equal(e.pixels("X", 0, 1), light)


@pytest.mark.parametrize("ratio", [1.25, 2])
def test_a_finer_screen_gets_finer_cells(
    ratio: float, screen: Callable[[float], None], opened: NotebookPage
) -> None:
    screen(ratio)
    opened.run_all()
    e = opened.explorer()
    assert e.page.evaluate("devicePixelRatio") == ratio
    shown = e.cell("X", 0, 0).bounding_box()
    assert shown is not None
    assert e.pixels("X", 0, 0).shape[0] == pytest.approx(shown["width"] * ratio, abs=0.01)
    for grid in "XKY":
        agree(e, grid)
