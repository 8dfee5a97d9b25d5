"""The two-kernels explorer in a real JupyterLab, by what its page shows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from helpers.reference import two_kernels_backward, two_kernels_forward
from tests.browser.conftest import OpenNotebook, Photograph
from tests.browser.explorer import POLLED, ExplorerOnPage
from tests.browser.lab import Lab, NotebookPage

SHEET = {
    "result1": [[0, 1, 1], [-1, 0, 1], [-1, -1, 0]],
    "result2": [[0, 2], [-2, 0]],
    "dresult2": [[0, 4], [-4, 0]],
    "dK2": [[8, 4], [4, 8]],
    "dresult1": [[0, 4, 0], [-4, 0, 4], [0, -4, 0]],
    "dK1": [[0, -8, 0], [8, 0, -8], [0, 8, 0]],
    "dX": [[0, 4, 0, -4, 0], [-4, 4, 8, -4, -4], [-4, 0, 8, 0, -4], [-4, -4, 8, 4, -4],
           [0, -4, 0, 4, 0]],
}  # fmt: skip


@pytest.fixture(scope="module")
def opened(open_notebook: OpenNotebook) -> NotebookPage:
    cells = ("from helpers.explorers import TwoKernels\ne = TwoKernels()\ne", "1")
    return open_notebook("two_kernels.ipynb", *cells)


@pytest.fixture
def e(opened: NotebookPage) -> ExplorerOnPage:
    """A fresh explorer: the notebook runs anew for each test, in the same page."""
    opened.run_all()
    assert opened.errors() == []
    opened.page.mouse.move(2, 2)
    return opened.explorer()


def matrix(e: ExplorerOnPage, name: str) -> Any:
    return np.array(e.numbers(name), dtype=float)


def loss(e: ExplorerOnPage) -> str:
    return e.root.locator(".tk-loss-value").inner_text()


def said(e: ExplorerOnPage) -> str:
    return e.root.locator(".tk-descent-said").inner_text()


def button(e: ExplorerOnPage, name: str) -> Any:
    return e.root.get_by_role("button", name=name, exact=True)


def set_range(e: ExplorerOnPage, label: str, value: float) -> None:
    """Move one of the panel's own sliders, which stand for powers."""
    e.root.get_by_label(label).evaluate(
        "(el, value) => { el.value = value; el.dispatchEvent(new Event('input')); }", value
    )


def wait_for_steps(e: ExplorerOnPage, least: int) -> None:
    said = "el.querySelector('.tk-descent-said').textContent"
    e.until(f"(el, n) => Number(/After (\\d+)/.exec({said})?.[1]) >= n", least)


def test_the_sheets_numbers_are_on_the_page(e: ExplorerOnPage, photograph: Photograph) -> None:
    for name, expected in SHEET.items():
        np.testing.assert_array_equal(matrix(e, name), expected, err_msg=name)
    assert loss(e) == "8"
    assert "No step taken yet. The loss is 8." in said(e)
    photograph(e.page, "two-kernels.png")


def test_each_gradient_stands_beneath_its_value(e: ExplorerOnPage) -> None:
    for name in ("X", "K1", "result1", "K2", "result2"):
        value, gradient = e.grid(name).bounding_box(), e.grid(f"d{name}").bounding_box()
        assert value["x"] == pytest.approx(gradient["x"], abs=1)
        assert value["y"] + value["height"] < gradient["y"]


def test_pointing_at_any_grid_lights_what_it_is_made_of(
    e: ExplorerOnPage, photograph: Photograph
) -> None:
    e.cell("result2", 0, 1).hover()
    assert e.marked("result1", "source") == {(i, j) for i in (0, 1) for j in (1, 2)}
    assert e.marked("X", "deep") == {(i, j) for i in range(4) for j in range(1, 5)}
    assert e.marked("dresult2", "target") == {(0, 1)}
    assert "1·1 + 1·0 + 0·0 + 1·1" in e.told()
    e.cell("dK1", 0, 1).hover()
    assert e.marked("X", "source") == {(i, j) for i in range(3) for j in (1, 2, 3)}
    assert len(e.marked("dresult1", "source")) == 9
    photograph(e.page, "two-kernels-hover.png")
    e.cell("dX", 2, 2).hover()
    assert len(e.marked("K1", "source")) == 9
    assert "dX[2, 2] = np.sum(dresult1[0:3, 0:3] * K1[2::-1, 2::-1])" in e.told()
    e.cell("reference", 1, 0).hover()
    assert "(−2 − 0)² = 4" in e.told().replace("\u00a0", " ")


def test_the_keyboard_does_it_all(e: ExplorerOnPage) -> None:
    keys = e.page.keyboard
    e.cell("dK2", 0, 0).focus()
    keys.press("ArrowRight")
    keys.press("Enter")
    assert "dK2[0, 1] = 4" in e.told()
    e.cell("reference", 0, 0).focus()
    keys.type("-3")
    keys.press("Enter")
    assert loss(e) == "17"
    assert e.number("dresult2", 0, 0) == 6
    assert "dK2[0, 1] =" in e.told(), "what is pinned stays"
    button(e, "Take one step").focus()
    keys.press("Enter")
    keys.press("Enter")
    wait_for_steps(e, 2)
    focused = e.page.evaluate("document.activeElement.textContent")
    assert focused == "Take one step"
    assert "After 2 steps" in e.root.locator(".tk-descent [aria-live=polite]").inner_text()


def test_every_matrix_typed_into_counts(e: ExplorerOnPage) -> None:
    now = {name: matrix(e, name) for name in ("X", "K1", "K2", "reference")}
    for name, value in (("X", 3), ("K1", -2), ("K2", 0.5), ("reference", 4)):
        e.cell(name, 1, 0).dblclick()
        e.page.keyboard.type(str(value))
        e.page.keyboard.press("Enter")
        now[name][1, 0] = value
    gradients = two_kernels_backward(*now.values())
    for name, expected in zip(("dX", "dK1", "dK2"), gradients, strict=True):
        np.testing.assert_allclose(matrix(e, name), expected, atol=0.006)


def ends_in(e: ExplorerOnPage, shape: tuple[int, int]) -> None:
    """Wait until the end has so many rows, and compare it with what it is made of."""
    e.until(
        "(el, n) => el.querySelectorAll(\"[data-grid='result2'] [role=row]:not([hidden])\")"
        ".length === n",
        shape[0],
    )
    assert e.shape("result2") == e.shape("reference") == e.shape("dresult2") == shape
    _, result2 = two_kernels_forward(*(matrix(e, name) for name in ("X", "K1", "K2")))
    np.testing.assert_array_equal(matrix(e, "result2"), result2)


def test_each_size_slider_changes_the_end(e: ExplorerOnPage) -> None:
    """And back again."""
    for label, steps, shape in (
        ("X rows", 2, (4, 2)), ("X columns", -1, (2, 1)), ("K1 rows", -1, (3, 2)),
        ("K1 columns", 1, (2, 1)), ("K2 rows", -1, (3, 2)), ("K2 columns", 1, (2, 1)),
    ):  # fmt: skip
        e.move_slider(label, steps)
        ends_in(e, shape)
        e.move_slider(label, -steps)
        ends_in(e, (2, 2))


def test_kernels_stop_where_they_would_not_fit(e: ExplorerOnPage) -> None:
    e.move_slider("X rows", -4)
    e.page.wait_for_timeout(300)
    assert e.shape("X")[0] == e.shape("K1")[0] == e.shape("K2")[0] == 1


def test_examples_and_seeds(e: ExplorerOnPage, photograph: Photograph) -> None:
    e.choose("example", "no symmetry")
    assert e.shape("X") == (4, 5)
    assert e.shape("K1") == (2, 3)
    photograph(e.page, "two-kernels-asymmetric.png")
    e.choose("example", "random integers")
    before = matrix(e, "X")
    e.move_slider("seed", 1)
    e.page.wait_for_timeout(300)
    assert not np.array_equal(before, matrix(e, "X"))
    e.choose("example", "SDM5013")
    np.testing.assert_array_equal(matrix(e, "dX"), SHEET["dX"])


def test_stepping_walks_the_chain_forward_then_back(e: ExplorerOnPage) -> None:
    e.check("one product at a time")
    button(e, "Step ▶").click()
    assert "so far" in e.told()
    assert loss(e) == ""
    assert e.numbers("dX")[0] == [None] * 5
    button(e, "Show all").click()
    assert loss(e) == "8"


def test_the_loss_falls_and_start_over_brings_the_sheet_back(
    e: ExplorerOnPage, photograph: Photograph
) -> None:
    set_range(e, "learning rate", -2)
    for _ in range(3):
        button(e, "Take one step").click()
    wait_for_steps(e, 3)
    assert float(loss(e)) < 3
    button(e, "Run").click()
    wait_for_steps(e, 20)
    button(e, "Pause").click()
    assert float(loss(e)) < 0.05
    path = e.root.locator(".tk-plot-path").get_attribute("d") or ""
    heights = [float(point.split(" ")[1]) for point in path[1:].split("L")]
    assert len(heights) >= 21
    assert all(below >= above for above, below in pairwise(heights))
    np.testing.assert_array_equal(matrix(e, "X"), np.eye(5))
    photograph(e.root, "two-kernels-descent.png")
    e.root.get_by_label("log scale").check()
    ticks = e.root.locator(".tk-plot-words").text_content() or ""
    assert "0.1" in ticks
    photograph(e.root.locator(".tk-descent"), "two-kernels-log.png")
    button(e, "Start over").click()
    np.testing.assert_array_equal(matrix(e, "dK1"), SHEET["dK1"])
    assert "No step taken yet" in said(e)


def test_only_what_is_ticked_moves(e: ExplorerOnPage) -> None:
    e.root.get_by_label("K1", exact=True).uncheck()
    e.root.get_by_label("X", exact=True).check()
    set_range(e, "learning rate", -2)
    before = {name: matrix(e, name) for name in ("X", "K1", "K2")}
    button(e, "Take one step").click()
    wait_for_steps(e, 1)
    moved = {name: not np.array_equal(before[name], matrix(e, name)) for name in before}
    assert moved == {"X": True, "K1": False, "K2": True}


def test_a_step_too_large_is_told_kindly(e: ExplorerOnPage, photograph: Photograph) -> None:
    e.choose("example", "no symmetry")
    set_range(e, "learning rate", -1.5)
    button(e, "Run").click()
    e.root.locator(".tk-descent-said.warn").wait_for()
    e.root.get_by_text("The step is too large: the next one").first.wait_for()
    assert e.root.get_by_role("button", name="Run", exact=True).count() == 1, "it stopped"
    live = e.root.locator(".tk-descent [aria-live=polite]")
    assert "The step is too large" in live.inner_text(), "it is said"
    photograph(e.root, "two-kernels-diverged.png")
    button(e, "Start over").click()
    assert loss(e) == "286"


def test_python_reads_what_came_of_it(e: ExplorerOnPage, opened: NotebookPage, lab: Lab) -> None:
    """K1, K2, the steps and the losses arrive in the kernel, and the picture is drawn anew."""
    set_range(e, "learning rate", -2)
    for _ in range(4):
        button(e, "Take one step").click()
    wait_for_steps(e, 4)
    words = "() => JSON.stringify(jupyterapp.shell.currentWidget.context.model.toJSON().cells[0])"
    opened.page.wait_for_function(f"() => ({words})().includes('After 4 steps')", polling=POLLED)
    written = opened.page.evaluate(
        """async () => {
          const kernel = jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
          let out = '';
          const future = kernel.requestExecute({
            code: "print(e.steps, len(e.losses), round(e.losses[-1], 4), e.K1[0, 1], e.K2[0, 1])",
          });
          future.onIOPub = (message) => { out += message.content.text || ''; };
          await future.done;
          return out;
        }"""
    )
    steps, count, last, k1, k2 = written.split()
    assert (steps, count) == ("4", "5")
    assert float(last) == pytest.approx(float(loss(e)), abs=0.006)
    assert float(k1) == pytest.approx(e.number("K1", 0, 1), abs=0.006)
    assert float(k2) == pytest.approx(e.number("K2", 0, 1), abs=0.006)


def test_nothing_hangs_over_the_edge(e: ExplorerOnPage, photograph: Photograph) -> None:
    try:
        for size in ("", "-large"):
            if size:
                e.move_slider("X rows", 11)
                e.move_slider("X columns", 11)
                e.page.wait_for_timeout(300)
                assert e.shape("X") == (16, 16)
            for width in (420, 600, 900, 1280):
                e.page.set_viewport_size({"width": width, "height": 1500})
                e.page.wait_for_timeout(200)
                photograph(e.root, f"two-kernels-{width}{size}.png")
                assert e.root.evaluate("el => el.scrollWidth <= el.clientWidth + 1"), width
    finally:
        e.page.set_viewport_size({"width": 1280, "height": 1000})


@pytest.fixture
def dark_and_still(opened: NotebookPage) -> Iterator[NotebookPage]:
    """A page in the dark theme, for somebody who has asked for no motion."""
    opened.page.emulate_media(reduced_motion="reduce")
    with opened.dark():
        yield opened
        opened.run(1, "1")
    opened.page.emulate_media(reduced_motion="no-preference")


def test_chinese_in_the_dark_without_motion(
    e: ExplorerOnPage, dark_and_still: NotebookPage, photograph: Photograph
) -> None:
    dark_and_still.run(1, "TwoKernels(language='zh', pin='dK1 0 1')")
    shown = dark_and_still.explorer(1)
    set_range(shown, "学习率", -2)
    button(shown, "运行").click()
    shown.root.get_by_text("起初为 8。").first.wait_for()
    button(shown, "暂停").click()
    assert float(loss(shown)) < 8
    e.page.mouse.move(2, 2)
    photograph(shown.panel, "two-kernels-zh-dark.png")
