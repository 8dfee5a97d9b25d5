"""The backward explorer in a real JupyterLab, by the numbers its page shows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.reference import corr2d, corr2d_backward
from tests.browser.conftest import OpenNotebook, Photograph
from tests.browser.explorer import ExplorerOnPage
from tests.browser.lab import NotebookPage

X = np.array([[1.0, 2, 0, 1], [3, 0, 1, 3], [0, -2, 2, 1], [1, 2, 0, -1]])
K = np.array([[1.0, 2], [0, -1]])
DY = np.array([[1.0, 2, -1], [3, 1, 0], [0, 1, 2]])

CELLS = (
    "from helpers.explorers import Backward",
    f"e = Backward({X.tolist()}, {K.tolist()}, {DY.tolist()})\ne",
)


@pytest.fixture(scope="module")
def opened(open_notebook: OpenNotebook) -> NotebookPage:
    return open_notebook("backward.ipynb", *CELLS, height=1100)


@pytest.fixture
def e(opened: NotebookPage) -> ExplorerOnPage:
    """A fresh explorer: the notebook runs anew for each test, in the same page."""
    opened.run_all()
    assert opened.errors() == []
    opened.page.mouse.move(2, 2)
    return opened.explorer()


def shown(e: ExplorerOnPage, grid: str, expected: Any) -> None:
    np.testing.assert_allclose(np.array(e.numbers(grid), dtype=float), expected, atol=0.006)


def verdicts(e: ExplorerOnPage) -> list[str]:
    lines = e.root.locator(".tk-verdict:not([hidden])").all_inner_texts()
    return [" ".join(line.split()) for line in lines]


def wait(e: ExplorerOnPage, text: str) -> None:
    """Wait until the explorer says this."""
    e.until("(el, text) => el.textContent.includes(text)", text)


def test_scatter_gather_and_numeric_are_one(e: ExplorerOnPage, photograph: Photograph) -> None:
    dX, _ = corr2d_backward(DY, X, K)
    for grid in "DGN":
        shown(e, grid, dX)
    assert verdicts(e) == [
        "✓ dX by scatter and dX by gather agree.", "✓ dX by gather and dX, numeric agree.",
    ]  # fmt: skip
    photograph(e.page, "backward-dX.png")


SLIDERS: list[tuple[str, int, dict[str, int]]] = [
    ("H rows", 1, {}), ("W columns", -1, {}), ("h rows", 1, {}), ("w columns", -1, {}),
    ("stride s", 1, {"stride": 2}), ("padding p", 1, {"padding": 1}),
]  # fmt: skip


def test_each_slider(e: ExplorerOnPage, photograph: Photograph) -> None:
    """And back again."""
    for label, steps, changed in SLIDERS:
        e.move_slider(label, steps)
        follows_the_slider(e, label, changed, photograph)
        e.move_slider(label, -steps)
        assert e.shape("N") == X.shape, label
        assert e.shape("K") == K.shape, label


def follows_the_slider(
    e: ExplorerOnPage, label: str, changed: dict[str, int], photograph: Photograph
) -> None:
    kernel, upstream = (np.array(e.numbers(name), dtype=float) for name in ("K", "dY"))
    image = np.zeros(e.shape("N"))
    assert upstream.shape == corr2d(image, kernel, **changed).shape, label
    dX, _ = corr2d_backward(upstream, image, kernel, **changed)
    shown(e, "N", dX)
    p = changed.get("padding", 0)
    for grid in "DG":
        cut = np.array(e.numbers(grid), dtype=float)
        np.testing.assert_array_equal(cut[p : len(cut) - p, p : len(cut[0]) - p], dX)
    if label == "stride s":
        assert e.numbers("S")[1][1:4] == [upstream[0, 0], 0, upstream[0, 1]]
        photograph(e.page, "backward-stride.png")
    if p:
        photograph(e.page, "backward-padding.png")


def test_mode_dK(e: ExplorerOnPage, photograph: Photograph) -> None:
    e.choose("gradient", "dK, of the kernel")
    _, dK = corr2d_backward(DY, X, K)
    shown(e, "G", dK)
    shown(e, "N", dK)
    assert verdicts(e) == ["✓ dK and dK, numeric agree."]
    e.cell("G", 1, 0).hover()
    assert e.marked("X", "source") == {(i, j) for i in (1, 2, 3) for j in (0, 1, 2)}
    assert "dK[1, 0] = np.sum(dY * X[1:4, 0:3])" in e.told()
    photograph(e.page, "backward-dK.png")


def test_hover_pin_and_the_numpy_line(e: ExplorerOnPage, photograph: Photograph) -> None:
    e.cell("dY", 1, 2).hover()
    assert e.marked("D", "target") == {(1, 2), (1, 3), (2, 2), (2, 3)}
    assert "dX[1:3, 2:4] += dY[1, 2] * K" in e.told()
    e.cell("G", 1, 1).focus()
    e.page.keyboard.press("Enter")
    e.page.keyboard.press("ArrowLeft")
    assert e.marked("dY", "source") == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert len(e.marked("R", "source")) == 4
    assert "dX[1, 1] = np.sum(dY0[1:3, 1:3] * K[::-1, ::-1])" in e.told()
    photograph(e.page, "backward-pinned.png")


def test_a_cell_of_dy_can_be_typed_into(e: ExplorerOnPage) -> None:
    e.cell("dY", 2, 2).focus()
    e.page.keyboard.type("-4")
    e.page.keyboard.press("Enter")
    changed = DY.copy()
    changed[2, 2] = -4
    shown(e, "D", corr2d_backward(changed, X, K)[0])


def test_a_click_moves_the_one_hot(e: ExplorerOnPage) -> None:
    e.choose("dY is", "one-hot: click a cell")
    shown(e, "dY", [[1, 0, 0], [0, 0, 0], [0, 0, 0]])
    e.cell("dY", 1, 2).click()
    expected = np.zeros((4, 4))
    expected[1:3, 2:4] = K
    shown(e, "D", expected)
    shown(e, "G", expected)


def test_stepping_lays_one_stamp_after_the_other(e: ExplorerOnPage, photograph: Photograph) -> None:
    step = e.root.get_by_role("button", name="Step ▶")
    for _ in range(2):
        step.click()
    e.page.mouse.move(2, 2)
    expected = np.zeros((4, 4))
    expected[0:2, 0:2] += DY[0, 0] * K
    expected[0:2, 1:3] += DY[0, 1] * K
    shown(e, "D", expected)
    photograph(e.page, "backward-step.png")
    e.choose("play", "gather: cell by cell")
    wait(e, "Point at")
    for _ in range(6):
        step.click()
    e.page.mouse.move(2, 2)
    assert e.numbers("G")[1] == [*corr2d_backward(DY, X, K)[0][1, :2], None, None]


def test_play_goes_to_the_end(e: ExplorerOnPage) -> None:
    e.move_slider("Speed", 10)
    e.panel.locator(".widget-play button").first.click()
    wait(e, "dY entry 9 of 9")
    shown(e, "D", corr2d_backward(DY, X, K)[0])


MISTAKES = [
    ("dX, gather: K not turned", "G", ""),
    ("dX, scatter: = for +=", "D", "Where stamps overlap"),
    ("dX, scatter: K turned", "D", ""),
    ("dX, gather: no zeros between dY", "G", ""),
    ("dK: = for +=", "G", ""), ("dK: mean for sum", "G", ""), ("dK: dY turned", "G", ""),
    ("dK: stride forgotten", "G", ""), ("dY ignored", "G", ""),
    ("loss: factor 2 dropped", "G", "The slope of (Y − T)² is 2 (Y − T)."),
    ("loss: mean for sum", "G", ""), ("loss: T − Y", "G", ""),
]  # fmt: skip


def test_each_mistake_stands_beside_the_right_gradient(
    e: ExplorerOnPage, photograph: Photograph
) -> None:
    for mistake, grid, line in MISTAKES:
        stands_beside_the_right_gradient(e, mistake, grid, line, photograph)


def stands_beside_the_right_gradient(
    e: ExplorerOnPage, mistake: str, grid: str, line: str, photograph: Photograph
) -> None:
    e.choose("break it", mistake)
    wait(e, "differ in")
    right = np.array(e.numbers("N"), dtype=float)
    wrong = np.array(e.numbers(grid), dtype=float)
    assert wrong.shape == right.shape, mistake
    differ = {(int(i), int(j)) for i, j in np.argwhere(np.abs(wrong - right) > 0.006)}
    assert e.marked(grid, "wrong") == differ != set(), mistake
    shown(e, "B", right)
    assert e.grid("B").is_visible(), mistake
    assert line in e.root.inner_text(), mistake
    name = mistake.replace(":", "").replace(" ", "-").replace("=", "is").replace("+", "plus")
    photograph(e.page, f"backward-broken-{name}.png")
    e.choose("break it", "nothing is broken")
    wait(e, "agree")
    assert e.marked(grid, "wrong") == set(), mistake


def test_a_dark_page_shows_the_mistake(
    e: ExplorerOnPage, opened: NotebookPage, photograph: Photograph
) -> None:
    """The page in the other language and the other theme; the picture is for the eye."""
    with opened.dark():
        e.choose("break it", "dX, gather: no zeros between dY")
        photograph(e.page, "backward-dark.png")


def test_nothing_hangs_over_the_edge(e: ExplorerOnPage) -> None:
    e.move_slider("H rows", 12)
    e.move_slider("W columns", 12)
    e.move_slider("padding p", 3)
    assert e.shape("N") == (16, 16)
    try:
        for width in (600, 1280):
            e.page.set_viewport_size({"width": width, "height": 1100})
            e.at_rest()
            assert e.root.evaluate("el => el.scrollWidth <= el.clientWidth + 1")
    finally:
        e.page.set_viewport_size({"width": 1280, "height": 1100})
