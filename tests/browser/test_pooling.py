"""The pooling explorer in a real JupyterLab, by what its page shows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.reference import (
    avg_pool2d,
    avg_pool2d_backward,
    lp_pool2d,
    lp_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
)
from tests.browser.conftest import OpenNotebook, Photograph
from tests.browser.explorer import ExplorerOnPage
from tests.browser.lab import NotebookPage

X = np.array([[2.0, 2, -1, 3, 0], [0, 2, -3, 1, 4], [-5, -5, -5, 2, 2], [1, 3, 0, -4, 6]])
DY = np.array([[1.0, 2, 3, 4], [5, 6, 7, 8], [9, 1, 2, 3]])

CELLS = (
    "from helpers.explorers import Pooling",
    f"Pooling({X.tolist()}, {DY.tolist()}, p=3)",
)


@pytest.fixture(scope="module")
def opened(open_notebook: OpenNotebook) -> NotebookPage:
    return open_notebook("pooling.ipynb", *CELLS)


@pytest.fixture
def e(opened: NotebookPage) -> ExplorerOnPage:
    """A fresh explorer: the notebook runs anew for each test, in the same page."""
    opened.run_all()
    assert opened.errors() == []
    opened.page.mouse.move(2, 2)
    return opened.explorer()


def shown(e: ExplorerOnPage, grid: str, expected: Any) -> None:
    """Compare a grid with numbers; a slider's move is waited for by the grid's shape."""
    expected = np.asarray(expected)
    e.until(
        "(el, [id, n]) => el.querySelectorAll(`[data-grid=${id}]"
        " [role=row]:not([hidden]) [role=gridcell]:not([hidden])`).length === n",
        [grid, expected.size],
    )
    np.testing.assert_allclose(np.array(e.numbers(grid), dtype=float), expected, atol=0.006)


def test_it_shows_the_maximum_and_who_won(e: ExplorerOnPage, photograph: Photograph) -> None:
    shown(e, "Y", max_pool2d(X, 2, 1))
    shown(e, "I", [[0, 1, 3, 9], [6, 6, 13, 9], [16, 16, 13, 19]])
    assert e.marked("X", "won") == {
        (0, 0), (0, 1), (0, 3), (1, 1), (1, 4), (2, 3), (3, 1), (3, 4),
    }  # fmt: skip
    photograph(e.page, "pooling.png")


def test_average_and_lp_are_the_references(e: ExplorerOnPage, photograph: Photograph) -> None:
    e.choose("pooling", "average")
    shown(e, "Y", avg_pool2d(X, 2, 1))
    assert not e.grid("I").is_visible()
    e.choose("pooling", "LP")
    shown(e, "Y", lp_pool2d(X, 3, 2, 1))
    e.check("divide by N")
    shown(e, "Y", lp_pool2d(X, 3, 2, 1) * 4 ** (1 / 3))
    e.check("PyTorch’s form")
    shown(e, "T", lp_pool2d(X, 3, 2, 1, pytorch=True))
    e.cell("T", 1, 0).hover()
    assert "T[1, 0] is nan: the powers keep their sign and add up to −242" in e.told()
    photograph(e.page, "pooling-lp.png")


def test_p_slides_from_average_to_maximum(e: ExplorerOnPage) -> None:
    """The last stop of the slider is infinity, and the curve's mark goes along."""
    e.choose("pooling", "LP")
    curve = e.root.locator(".tk-curve")
    e.slider("exponent p").focus()
    e.page.keyboard.press("Home")
    shown(e, "Y", avg_pool2d(np.abs(X), 2, 1))
    assert curve.locator(".now").text_content() == "p = 1: 1.5"
    first = curve.locator(".dot").get_attribute("cx")
    e.page.keyboard.press("End")
    shown(e, "Y", max_pool2d(np.abs(X), 2, 1))
    assert curve.locator(".now").text_content() == "p = ∞: 2"
    assert float(curve.locator(".dot").get_attribute("cx") or 0) > float(first or 0) + 300
    texts = curve.locator(".label").all_text_contents()
    assert texts == ["maximum of |x|: 2", "average of |x|: 1.5"]
    e.page.keyboard.press("ArrowLeft")
    shown(e, "Y", lp_pool2d(X, 64, 2, 1))


def test_the_curve_is_the_lit_windows(e: ExplorerOnPage) -> None:
    e.choose("pooling", "LP")
    curve = e.root.locator(".tk-curve")
    e.cell("Y", 1, 1).click()
    value = lp_pool2d(X, 3, 2, 1)[1, 1]
    assert curve.locator(".now").text_content() == f"p = 3: {value:.2f}"
    assert "Y[1, 1] over p" in (curve.locator("svg").get_attribute("aria-label") or "")
    e.choose("pooling", "maximum")
    e.grid("I").wait_for()
    assert not curve.is_visible()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("maximum", max_pool2d_backward(DY, X, 2, 1)),
        ("average", avg_pool2d_backward(DY, X, 2, 1)),
        ("LP", lp_pool2d_backward(DY, X, 3, 2, 1)),
    ],
)
def test_backward_is_the_references(
    e: ExplorerOnPage, kind: str, expected: Any, photograph: Photograph
) -> None:
    e.check("backward")
    e.choose("pooling", kind)
    shown(e, "dX", expected)
    shown(e, "dY", DY)
    e.cell("dX", 1, 1).hover()
    photograph(e.page, f"pooling-backward-{kind}.png")


def test_hover_shows_who_pays_whom(e: ExplorerOnPage) -> None:
    """The tie of the first window is paid to its first maximum; overlaps add."""
    e.check("backward")
    e.cell("dY", 0, 0).hover()
    assert e.marked("dX", "target") == {(0, 0)}
    assert e.marked("X", "source") == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert "3 entries tie" in e.told()
    e.cell("dX", 1, 1).hover()
    assert e.marked("dY", "source") == {(1, 0), (1, 1)}
    assert "dX[1, 1] = 11" in e.told()
    assert "5 + 6\u00a0=\u00a011" in e.told()
    e.cell("X", 1, 1).hover()
    assert e.marked("Y", "target") == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert e.marked("Y", "now") == {(1, 0), (1, 1)}
    e.choose("pooling", "average")
    e.cell("dY", 0, 0).hover()
    assert e.marked("dX", "target") == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_keyboard_moves_pins_and_tells(e: ExplorerOnPage) -> None:
    keys = e.page.keyboard
    e.cell("Y", 0, 0).focus()
    keys.press("ArrowRight")
    keys.press("Enter")
    keys.press("ArrowDown")
    assert "Y[0, 1] = np.max(X[0:2, 1:3])" in e.told()
    assert e.marked("Y", "focus") == {(0, 1)}
    keys.press("Escape")
    assert "Y[1, 1]" in e.told()


def test_cells_can_be_typed_into(e: ExplorerOnPage) -> None:
    e.check("backward")
    for grid, at, text in (("X", (1, 1), "-7"), ("dY", (0, 0), "1/2")):
        e.cell(grid, *at).focus()
        e.page.keyboard.type(text)
        e.page.keyboard.press("Enter")
    image, dY = X.copy(), DY.copy()
    image[1, 1], dY[0, 0] = -7, 0.5
    shown(e, "Y", max_pool2d(image, 2, 1))
    shown(e, "dX", max_pool2d_backward(dY, image, 2, 1))


def test_size_and_stride(e: ExplorerOnPage) -> None:
    for label, steps, size, stride in (
        ("size k", 1, 3, 1), ("size k", 9, 4, 1), ("size k", -2, 2, 1),
        ("stride s", 1, 2, 2), ("stride s", 1, 2, 3),
    ):  # fmt: skip
        e.move_slider(label, steps)
        shown(e, "Y", max_pool2d(X, size, stride))


def test_the_last_partial_window_is_hatched(e: ExplorerOnPage) -> None:
    e.move_slider("stride s", 1)
    shown(e, "Y", max_pool2d(X, 2, 2))
    assert e.marked("X", "unused") == {(i, 4) for i in range(4)}
    assert "Rows of X: none. Columns: 4." in e.sizes()
    assert "⌊(5 − 2) / 2⌋ + 1 = ⌊3 / 2⌋ + 1 = 1 + 1 = 2" in e.sizes()


def test_an_image_brings_its_numbers(e: ExplorerOnPage) -> None:
    e.choose("image", "nine numbers")
    shown(e, "Y", [[117, 96], [112, 88]])


def test_stepping_pays_window_by_window(e: ExplorerOnPage, photograph: Photograph) -> None:
    e.check("backward")
    step = e.root.get_by_role("button", name="Step ▶")
    for _ in range(6):
        step.click()
    e.page.mouse.move(2, 2)
    paid = np.where(np.arange(12).reshape(3, 4) < 6, DY, 0)
    shown(e, "dX", max_pool2d_backward(paid, X, 2, 1))
    assert e.numbers("dY")[1] == [5, 6, None, None]
    assert e.root.locator(".tk-at").text_content() == "window 6 of 12"
    photograph(e.page, "pooling-step.png")
    e.root.get_by_role("button", name="Show all").click()
    shown(e, "dX", max_pool2d_backward(DY, X, 2, 1))


def test_play_goes_to_the_end(e: ExplorerOnPage) -> None:
    e.move_slider("Speed", 10)
    e.panel.locator(".widget-play button").first.click()
    e.until("(el) => el.querySelector('.tk-at').textContent === 'window 12 of 12'")
    shown(e, "Y", max_pool2d(X, 2, 1))


def test_nothing_hangs_over_the_edge(e: ExplorerOnPage) -> None:
    e.choose("pooling", "LP")
    e.check("backward")
    e.check("PyTorch’s form")
    e.move_slider("H rows", 12)
    e.move_slider("W columns", 11)
    e.until("(el) => el.querySelectorAll('[data-grid=Y] [role=row]:not([hidden])').length === 15")
    assert e.shape("Y") == (15, 15)
    try:
        for width in (600, 1280):
            e.page.set_viewport_size({"width": width, "height": 1000})
            e.page.wait_for_timeout(200)
            assert e.root.evaluate("el => el.scrollWidth <= el.clientWidth + 1")
    finally:
        e.page.set_viewport_size({"width": 1280, "height": 1000})
