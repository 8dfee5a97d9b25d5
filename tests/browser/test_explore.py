"""A reader's own code in a real JupyterLab: beside the definition, and never in its way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.reference import corr2d, corr2d_backward, max_pool2d
from tests.browser.conftest import OpenNotebook, Photograph
from tests.browser.explorer import ExplorerOnPage
from tests.browser.lab import NotebookPage

FUNCTIONS = """
import numpy as np, time
from helpers.explorers import explore

def right(X, K):
    print("shapes", X.shape, K.shape)
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = (X[i:i + h, j:j + w] * K).sum()
    return Y

def flips(X, K): return right(X, K[::-1, ::-1])
def forgets(X, K): right(X, K)
def too_large(X, K): return X
def fails(X, K):
    return X @ np.ones(99)
def endless_at_9(X, K):
    while X[0, 0] == 9:
        pass
    return right(X, K)
def slow_at_8(X, K):
    if X[0, 0] == 8: time.sleep(2.5)
    return right(X, K)
def backward(dY, X, K):
    h, w = K.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i, j in np.ndindex(dY.shape):
        dX[i:i + h, j:j + w] = dY[i, j] * K
        dK += dY[i, j] * X[i:i + h, j:j + w]
    return dX, dK
def pool(X, size, stride):
    Y = np.zeros(((X.shape[0] - size) // stride + 1, (X.shape[1] - size) // stride + 1))
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = X[i * stride:i * stride + size, j * stride:j * stride + size].max()
    return Y
"""


class Opened:
    """A notebook whose second cell is written anew for each explorer."""

    def __init__(self, notebook: NotebookPage) -> None:
        self.notebook = notebook
        notebook.run_all()

    def show(self, cell: str) -> ExplorerOnPage:
        self.notebook.run(1, cell)
        assert self.notebook.errors() == []
        e = self.notebook.explorer()
        e.page.mouse.move(2, 2)
        return e


@pytest.fixture(scope="module")
def opened(open_notebook: OpenNotebook) -> Opened:
    cells = (FUNCTIONS, "", "later = 6 * 7; later")
    return Opened(open_notebook("explore.ipynb", *cells, height=1400))


def says(e: ExplorerOnPage, text: str) -> None:
    """Wait until the verdict says this."""
    e.until("(el, text) => el.querySelector('.tk-verdict-box').innerText.includes(text)", text)


def matrix(e: ExplorerOnPage, grid: str) -> Any:
    return np.array(e.numbers(grid), dtype=float)


def type_into(e: ExplorerOnPage, grid: str, text: str) -> None:
    e.cell(grid, 0, 0).focus()
    e.page.keyboard.type(text)
    e.page.keyboard.press("Enter")


def test_right_code_agrees_and_follows_the_sliders(opened: Opened, photograph: Photograph) -> None:
    e = opened.show("explore(right, as_='corr2d')")
    says(e, "All 15 cells agree with the definition.")
    photograph(e.root, "explore-right.png")
    e.move_slider("H rows", 3)
    e.move_slider("w columns", 1)
    says(e, "All 24 cells agree")
    Y = corr2d(matrix(e, "X"), matrix(e, "K"))
    np.testing.assert_array_equal(matrix(e, "my_Y"), Y)
    np.testing.assert_array_equal(matrix(e, "right_Y"), Y)
    type_into(e, "X", "-7")
    says(e, "All 24 cells agree")
    Y = corr2d(matrix(e, "X"), matrix(e, "K"))
    e.until(
        "(el, v) => el.querySelector('[data-grid=my_Y] [role=gridcell]').ariaLabel === v",
        f"{Y[0, 0]:g}".replace("-", "−"),
    )
    assert matrix(e, "X")[0, 0] == -7
    assert (
        e.root.locator(".tk-printed").inner_text().startswith("It printed:\nshapes (8, 6) (3, 3)")
    )


def test_wrong_cells_are_marked_and_told(opened: Opened, photograph: Photograph) -> None:
    e = opened.show("explore(flips, as_='corr2d')")
    says(e, "differ from the definition")
    mine, right = matrix(e, "my_Y"), matrix(e, "right_Y")
    np.testing.assert_array_equal(right, corr2d(matrix(e, "X"), matrix(e, "K")))
    np.testing.assert_array_equal(mine, corr2d(matrix(e, "X"), matrix(e, "K")[::-1, ::-1]))
    differ = {(int(i), int(j)) for i, j in np.argwhere(mine != right)}
    assert e.marked("my_Y", "wrong") == differ
    i, j = min(differ)
    e.cell("right_Y", i, j).hover()
    assert f"yours is {mine[i, j]:g}" in e.told().replace("−", "-")
    photograph(e.root, "explore-wrong.png")


def test_two_results_are_compared_one_by_one(opened: Opened, photograph: Photograph) -> None:
    e = opened.show("explore(backward, as_='corr2d_backward')")
    says(e, "differ from the definition")
    dX, dK = corr2d_backward(*(matrix(e, name) for name in ("dY", "X", "K")))
    np.testing.assert_array_equal(matrix(e, "right_dX"), dX)
    np.testing.assert_array_equal(matrix(e, "my_dK"), dK)
    assert e.marked("my_dK", "wrong") == set()
    assert e.marked("my_dX", "wrong") != set()
    photograph(e.root, "explore-backward.png")


def test_pooling(opened: Opened) -> None:
    e = opened.show("explore(pool, as_='max_pool2d')")
    e.move_slider("size", 1)
    e.move_slider("stride", 1)
    says(e, "All 4 cells agree")
    np.testing.assert_array_equal(matrix(e, "my_Y"), max_pool2d(matrix(e, "X"), 3, 2))


@pytest.mark.parametrize(
    ("function", "text"),
    [
        ("forgets", "The answer is None; perhaps a `return` is missing."),
        ("too_large", "Your Y is 5 × 6, expected 3 × 5."),
        ("fails", "Your code raised ValueError: matmul"),
    ],
)
def test_errors_stand_in_the_widget(
    opened: Opened, function: str, text: str, photograph: Photograph
) -> None:
    e = opened.show(f"explore({function}, as_='corr2d')")
    says(e, text)
    if function == "fails":
        says(e, "return X @ np.ones(99)")
    mine, right = e.grid("my_Y").bounding_box(), e.grid("right_Y").bounding_box()
    assert mine is not None
    assert right is not None
    assert mine["x"] + mine["width"] + 20 < right["x"]
    assert opened.notebook.errors() == []
    photograph(e.root, f"explore-{function}.png")


def test_an_endless_call_is_stopped_and_the_kernel_stays_free(
    opened: Opened, photograph: Photograph
) -> None:
    e = opened.show("explore(endless_at_9, as_='corr2d')")
    says(e, "agree")
    type_into(e, "X", "9")
    says(e, "Running your function")
    photograph(e.root, "explore-running.png")
    opened.notebook.start(2)
    opened.notebook.root.locator(".jp-Cell").nth(2).locator(
        ".jp-OutputArea-output", has_text="42"
    ).wait_for()
    assert "Running" in e.root.locator(".tk-verdict-box").inner_text()
    e.root.get_by_role("button", name="Stop it").click()
    says(e, "Stopped.")
    type_into(e, "X", "1")
    says(e, "agree")
    assert matrix(e, "my_Y")[0, 0] == corr2d(matrix(e, "X"), matrix(e, "K"))[0, 0]


def test_stop_can_be_pressed_again_for_the_next_call(opened: Opened) -> None:
    """Also where the call that it was pressed for takes its time to end."""
    e = opened.show("explore(slow_at_8, as_='corr2d')")
    type_into(e, "X", "8")
    says(e, "Running your function")
    e.root.get_by_role("button", name="Stop it").click()
    says(e, "Stopping")
    type_into(e, "K", "5")
    stop = e.root.get_by_role("button", name="Stop it")
    assert stop.is_visible()
    assert stop.is_enabled()
    says(e, "Running your function")
    says(e, "agree")


def test_a_newer_number_takes_the_place_of_an_endless_call(opened: Opened) -> None:
    e = opened.show("explore(endless_at_9, as_='corr2d')")
    type_into(e, "X", "9")
    says(e, "Running your function")
    type_into(e, "X", "2")
    says(e, "agree")


def test_the_page_answers_while_a_call_sleeps(opened: Opened) -> None:
    """The definition's grid follows the slider at once; the reader's comes when it is done."""
    e = opened.show("explore(slow_at_8, as_='corr2d')")
    type_into(e, "X", "8")
    says(e, "Running your function")
    e.move_slider("H rows", 1)
    assert e.shape("right_Y") == (4, 5)
    assert "Running" in e.root.locator(".tk-verdict-box").inner_text()
    type_into(e, "X", "3")
    says(e, "All 20 cells agree")


def test_chinese_and_dark(opened: Opened, photograph: Photograph) -> None:
    e = opened.show("explore(forgets, as_='corr2d', language='zh')")
    with opened.notebook.dark():
        says(e, "return")
        assert "按定义" in e.root.inner_text()
        photograph(e.root, "explore-dark-chinese.png")
