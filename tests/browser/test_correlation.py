"""The correlation explorer in a real JupyterLab, by what its page shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from helpers.reference import corr2d
from tests.browser.conftest import OpenNotebook, Photograph
from tests.browser.explorer import POLLED, ExplorerOnPage
from tests.browser.lab import Lab, NotebookPage

X = np.array([[1.0, 2, 0, 1, 3], [0, 1, 3, 0, -2], [2, 1, 1, 2, 0], [0, -1, 4, 1, 1]])
K = np.array([[1.0, 2], [0, -1], [3, 1]])

CELLS = (
    "from helpers.explorers import Correlation",
    f"e = Correlation({X.tolist()}, {K.tolist()})\ne",
)


@pytest.fixture(scope="module")
def opened(open_notebook: OpenNotebook) -> NotebookPage:
    return open_notebook("correlation.ipynb", *CELLS)


@pytest.fixture
def e(opened: NotebookPage) -> ExplorerOnPage:
    """A fresh explorer: the notebook runs anew for each test, in the same page."""
    opened.run_all()
    assert opened.errors() == []
    opened.page.mouse.move(2, 2)
    return opened.explorer()


def shown(e: ExplorerOnPage, expected: Any) -> None:
    np.testing.assert_allclose(np.array(e.numbers("Y"), dtype=float), expected, atol=0.006)


def wait(e: ExplorerOnPage, n: int) -> None:
    """Wait until Y has n rows: what moves by itself is never read too early."""
    rows = "el.querySelectorAll('[data-grid=Y] [role=row]:not([hidden])').length"
    e.until(f"(el, n) => {rows} === n", n)


def test_it_shows_the_correlation(e: ExplorerOnPage, photograph: Photograph) -> None:
    shown(e, corr2d(X, K))
    np.testing.assert_array_equal(np.array(e.numbers("X"), dtype=float), X)
    assert "⌊(4 + 2·0 − 1·(3 − 1) − 1) / 1⌋ + 1" in e.sizes()
    photograph(e.page, "correlation.png")


def test_each_slider_changes_y(e: ExplorerOnPage) -> None:
    """And back again."""
    for label, steps, shape in (
        ("H rows", 2, (4, 4)), ("W columns", -2, (2, 2)), ("h rows", -1, (3, 4)),
        ("w columns", 1, (2, 3)), ("stride s", 1, (1, 2)), ("padding p", 1, (4, 6)),
    ):  # fmt: skip
        e.move_slider(label, steps)
        wait(e, shape[0])
        assert e.shape("Y") == shape, label
        image, kernel = (np.array(e.numbers(name), dtype=float) for name in "XK")
        shown(e, corr2d(image, kernel, stride=2 if label == "stride s" else 1))
        e.move_slider(label, -steps)
        wait(e, 2)
        assert e.shape("Y") == (2, 4), label


def test_dilation_stops_where_the_kernel_would_leave_x(e: ExplorerOnPage) -> None:
    e.move_slider("H rows", 1)
    e.move_slider("dilation d", 2)
    wait(e, 1)
    assert e.slider("dilation d").get_attribute("aria-valuetext") == "2"
    shown(e, corr2d(np.array(e.numbers("X"), dtype=float), K, dilation=2))


def test_a_kernel_shrinks_when_the_image_does(e: ExplorerOnPage) -> None:
    e.move_slider("H rows", -2)
    wait(e, 1)
    assert e.shape("K") == (2, 2)
    shown(e, corr2d(X[:2], K[:2]))


def test_rows_no_window_reads_are_hatched(e: ExplorerOnPage) -> None:
    e.move_slider("stride s", 1)
    wait(e, 1)
    assert e.marked("X", "unused") == {(3, j) for j in range(5)} | {(i, 4) for i in range(4)}
    assert "Rows of X: 3. Columns: 4." in e.sizes()


def test_hover_lights_both_ways(e: ExplorerOnPage, photograph: Photograph) -> None:
    e.cell("Y", 1, 2).hover()
    assert e.marked("X", "source") == {(i, j) for i in (1, 2, 3) for j in (2, 3)}
    assert len(e.marked("K", "source")) == 6
    photograph(e.page, "correlation-hover.png")
    e.cell("X", 1, 1).hover()
    assert e.marked("Y", "target") == {(i, j) for i in (0, 1) for j in (0, 1)}
    assert "X[1, 1] = 1 is in 4 windows" in e.told()
    e.cell("K", 2, 0).hover()
    assert e.marked("X", "source") == {(i, j) for i in (2, 3) for j in range(4)}
    assert len(e.marked("Y", "target")) == 8


def test_keyboard_moves_pins_and_tells(e: ExplorerOnPage) -> None:
    keys = e.page.keyboard
    e.cell("Y", 0, 0).focus()
    keys.press("ArrowRight")
    keys.press("ArrowDown")
    assert "Y[1, 1] =" in e.told()
    keys.press("Enter")
    keys.press("ArrowLeft")
    assert "Y[1, 1] =" in e.told(), "the pinned cell stays lit"
    assert "Y[1, 1] = np.sum(X[1:4, 1:3] * K)" in e.told()
    live = e.root.locator("[aria-live=polite]").inner_text()
    assert live.startswith(f"Y[1, 1] = {corr2d(X, K)[1, 1]:g}")
    keys.press("Escape")
    assert "Y[1, 0] =" in e.told()


def test_a_click_pins_and_a_second_lets_go(e: ExplorerOnPage) -> None:
    e.cell("Y", 1, 1).click()
    e.page.mouse.move(2, 2)
    assert "Y[1, 1]" in e.told()
    e.page.wait_for_timeout(600)  # else the two clicks were a double click
    e.cell("Y", 1, 1).click()
    e.page.mouse.move(2, 2)
    e.page.keyboard.press("Tab")
    assert e.marked("Y", "focus") != {(1, 1)}


def test_cells_can_be_typed_into(e: ExplorerOnPage) -> None:
    e.cell("X", 1, 1).focus()
    e.page.keyboard.type("-7")
    e.page.keyboard.press("Enter")
    changed = X.copy()
    changed[1, 1] = -7
    shown(e, corr2d(changed, K))
    e.cell("K", 0, 0).dblclick()
    e.page.keyboard.type("1/4")
    e.page.keyboard.press("Enter")
    kernel = K.copy()
    kernel[0, 0] = 0.25
    shown(e, corr2d(changed, kernel))


def exact(e: ExplorerOnPage, name: str) -> Any:
    """Return a grid's numbers as they are, with all the digits that no cell shows."""
    return np.array(e.grid(name).evaluate("el => el.querySelector('.tk-cell').at.grid.grid.values"))


def test_a_cell_that_is_opened_and_left_keeps_its_number(e: ExplorerOnPage) -> None:
    e.choose("kernel", "blur")
    before = exact(e, "K")
    assert before[0, 0] == 0.0625
    for key in ("Enter", "Tab", "Escape", None):
        e.cell("K", 0, 0).focus()
        e.page.keyboard.press("F2")
        assert e.grid("K").locator("input").input_value() == "0.0625"
        if key:
            e.page.keyboard.press(key)
        else:
            e.cell("Y", 0, 0).click()
        assert e.grid("K").locator("input").count() == 0
        np.testing.assert_array_equal(exact(e, "K"), before)
    assert "1·0.0625 + 2·0.125" in e.told()


def test_a_small_cell_is_named_by_all_its_number_shows_elsewhere(e: ExplorerOnPage) -> None:
    e.choose("kernel", "blur")
    e.cell("X", 0, 0).focus()
    e.page.keyboard.type("12.25")
    e.page.keyboard.press("Enter")
    e.move_slider("W columns", 11)
    e.page.wait_for_timeout(400)  # cells become smaller
    box = e.cell("X", 0, 0).bounding_box()
    assert box is not None
    assert box["width"] < 34, "too small for two decimals"
    assert e.labels("K")[0] == ["0.06", "0.12", "0.06"]
    assert e.labels("X")[0][0] == "12.25"


def test_a_double_click_leaves_the_pin_where_it_was(e: ExplorerOnPage) -> None:
    e.cell("Y", 1, 1).click()
    e.cell("X", 0, 0).dblclick()
    assert e.grid("X").locator("input").count() == 1
    e.page.keyboard.press("Escape")
    e.page.mouse.move(2, 2)
    assert e.marked("Y", "focus") == {(1, 1)}
    assert "Y[1, 1] =" in e.told()


def test_the_light_returns_to_the_cell_that_has_the_focus(e: ExplorerOnPage) -> None:
    e.cell("Y", 0, 0).focus()
    e.page.keyboard.press("ArrowRight")
    e.cell("X", 3, 4).hover()
    assert "X[3, 4] =" in e.told()
    e.page.mouse.move(2, 2)
    assert "Y[0, 1] =" in e.told()
    assert e.marked("Y", "focus") == {(0, 1)}


def test_what_is_no_number_changes_nothing_and_is_said(e: ExplorerOnPage) -> None:
    e.cell("X", 0, 0).focus()
    e.page.keyboard.type("1x")
    e.page.keyboard.press("Enter")
    shown(e, corr2d(X, K))
    alert = e.root.get_by_role("alert")
    e.page.keyboard.press("ArrowRight")  # what is said of another cell does not take its place
    assert "“1x” is no number" in alert.inner_text()
    assert "“1x” is no number" in e.told()
    assert "X[0, 1] = 2" in e.told()
    e.page.keyboard.type("5")
    e.page.keyboard.press("Enter")
    assert alert.inner_text() == ""


def test_stepping_shows_the_sum_so_far(e: ExplorerOnPage, photograph: Photograph) -> None:
    e.check("one product at a time")
    step = e.root.get_by_role("button", name="Step ▶")
    for _ in range(8):
        step.click()
    e.page.mouse.move(2, 2)
    assert "so far" in e.told()
    numbers = e.numbers("Y")
    assert numbers[0][0] == corr2d(X, K)[0, 0]
    assert numbers[0][1] == X[0, 1] * K[0, 0] + X[0, 2] * K[0, 1]
    assert numbers[0][2:] == [None, None]
    assert "2 of 6 products" in e.told()
    photograph(e.page, "correlation-step.png")
    e.root.get_by_role("button", name="Show all").click()
    shown(e, corr2d(X, K))


def test_play_goes_to_the_end(e: ExplorerOnPage) -> None:
    e.move_slider("Speed", 10)
    e.panel.locator(".widget-play button").first.click()
    e.until("(el) => el.querySelector('.tk-at').textContent === 'window 8 of 8'")
    shown(e, corr2d(X, K))


def test_true_convolution_turns_the_kernel(e: ExplorerOnPage, photograph: Photograph) -> None:
    e.check("true convolution")
    shown(e, corr2d(X, K[::-1, ::-1]))
    np.testing.assert_array_equal(np.array(e.numbers("R"), dtype=float), K[::-1, ::-1])
    e.cell("K", 0, 1).hover()
    assert e.marked("R", "focus") == {(2, 0)}
    photograph(e.page, "correlation-true-convolution.png")
    e.check("true convolution")
    shown(e, corr2d(X, K))


def test_a_preset_brings_its_kernel(e: ExplorerOnPage) -> None:
    e.choose("kernel", "blur")
    blur = np.outer([1, 2, 1], [1, 2, 1]) / 16
    np.testing.assert_allclose(np.array(e.numbers("K"), dtype=float), blur, atol=0.006)
    shown(e, corr2d(X, blur))


def test_python_and_the_page_agree(e: ExplorerOnPage, opened: NotebookPage, lab: Lab) -> None:
    """A trait set in Python moves the page; what is set on the page is in the saved picture."""
    e.move_slider("stride s", 1)
    wait(e, 1)
    words = "() => jupyterapp.shell.currentWidget.context.model.toJSON().cells[1].outputs[1]"
    opened.page.wait_for_function(
        f"() => JSON.stringify(({words})()).includes('/ 2⌋ + 1')", polling=POLLED
    )
    assert opened.root.locator("figure[class^=tk-still]").count() == 1
    assert not opened.root.locator("figure[class^=tk-still]").is_visible()


def test_a_reader_without_a_kernel_sees_the_picture(
    e: ExplorerOnPage, opened: NotebookPage, new_page: Callable[..., Any], lab: Lab,
    photograph: Photograph,
) -> None:  # fmt: skip
    opened.save()
    opened.page.wait_for_timeout(500)
    from nbconvert import HTMLExporter

    body, _ = HTMLExporter().from_filename(str(lab.folder / "correlation.ipynb"))
    page = new_page(java_script_enabled=False)
    page.set_content(body)
    picture = page.locator("figure[class^=tk-still] img")
    assert picture.is_visible()
    assert "K, 3 by 2: 1 2; 0 −1; 3 1" in (picture.get_attribute("alt") or "")
    photograph(page, "correlation-export.png")


def test_nothing_hangs_over_the_edge(e: ExplorerOnPage) -> None:
    e.move_slider("H rows", 12)
    e.move_slider("W columns", 12)
    e.move_slider("padding p", 3)
    wait(e, 20)
    try:
        for width in (600, 1280):
            e.page.set_viewport_size({"width": width, "height": 1000})
            e.at_rest()
            assert e.root.evaluate("el => el.scrollWidth <= el.clientWidth + 1")
    finally:
        e.page.set_viewport_size({"width": 1280, "height": 1000})
