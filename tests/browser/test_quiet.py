"""What waits until a slider is at rest: that Python hears of it, and the names of the cells."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenNotebook
from tests.browser.explorer import ExplorerOnPage
from tests.browser.lab import NotebookPage

CELLS = (
    "import time\nfrom helpers.explorers import Correlation\n"
    "heard = []\n"
    "e = Correlation([[1] * 4] * 4, [[1]])\n"
    "e.observe(lambda change: heard.append(change.new), 'H')\ne",
    "print(heard, e.H)",
    "time.sleep(0.8)",
)

# Sets the slider "H rows" to each value, `gap` ms apart, and says what it showed meanwhile.
DRAG = """
async ([el, values, gap]) => {
  const slider = [...el.querySelectorAll('.widget-slider')]
    .find((one) => one.querySelector('.widget-label').textContent === 'H rows')
    .querySelector('.noUi-target').noUiSlider;
  const shown = [];
  let watching = true;
  const watch = () => {
    shown.push(Number(slider.get()));
    if (watching) requestAnimationFrame(watch);
  };
  watch();
  for (const value of values) {
    slider.set(value);
    await new Promise((done) => setTimeout(done, gap));
  }
  await new Promise((done) => setTimeout(done, 1200));
  watching = false;
  return shown;
}
"""

# Counts X's rows for a screen reader: at first, after a move, when the mouse turns to a cell, after
# another move, and at rest.
ROWS = """
async ([el, panel]) => {
  const slider = [...panel.querySelectorAll('.widget-slider')]
    .find((one) => one.querySelector('.widget-label').textContent === 'H rows')
    .querySelector('.noUi-target').noUiSlider;
  const move = async (value) => {
    const before = el.dataset.painted;
    slider.set(value);
    while (el.dataset.painted === before) await null;
  };
  const rows = () => el.querySelectorAll('[data-grid=X] [role=row]:not([hidden])').length;
  const seen = [rows()];
  await move(7);
  seen.push(rows());
  const cell = el.querySelector('[data-grid=X] [role=gridcell]');
  cell.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
  seen.push(rows());
  await move(5);
  seen.push(rows());
  await new Promise((done) => setTimeout(done, 1000));
  return [...seen, rows()];
}
"""


@pytest.fixture(scope="module")
def opened(open_notebook: OpenNotebook) -> NotebookPage:
    return open_notebook("quiet.ipynb", *CELLS)


@pytest.fixture
def e(opened: NotebookPage) -> ExplorerOnPage:
    opened.run_all()
    return opened.explorer()


def heard(notebook: NotebookPage) -> str:
    """Return what the second cell prints now."""
    output = notebook.root.locator(".jp-Cell").nth(1).locator(".jp-OutputArea-output")
    notebook.run(1)
    output.wait_for()
    return output.inner_text().strip()


def test_python_hears_of_a_drag_once_it_has_ended(e: ExplorerOnPage, opened: NotebookPage) -> None:
    e.page.evaluate(DRAG, [e.panel.element_handle(), [5, 6, 7, 8, 9, 8, 7], 40])
    assert heard(opened) == "[7] 7"


def test_an_older_value_never_puts_a_slider_back(e: ExplorerOnPage, opened: NotebookPage) -> None:
    """The kernel is busy when it is told of 5, and says so when the slider is far on."""
    e.page.evaluate(DRAG, [e.panel.element_handle(), [4], 0])
    opened.start(2)
    panel = e.panel.element_handle()
    shown = e.page.evaluate(DRAG, [panel, [5, 5, 5, 5, *range(6, 17)], 70])
    assert shown == sorted(shown)
    assert shown[-1] == 16
    assert e.shape("X")[0] == 16
    assert heard(opened) == "[5, 16] 16"


def test_what_python_sets_moves_the_page(e: ExplorerOnPage, opened: NotebookPage) -> None:
    e.page.evaluate(DRAG, [e.panel.element_handle(), [6], 0])
    opened.page.evaluate(
        "() => jupyterapp.shell.currentWidget.context.sessionContext.session.kernel"
        ".requestExecute({ code: 'e.H = 3' }).done"
    )
    e.until("(el) => el.querySelectorAll('[data-grid=X] [role=row]:not([hidden])').length === 3")
    assert e.slider("H rows").get_attribute("aria-valuetext") == "3"


def test_cells_follow_at_rest_or_when_somebody_turns_to_them(e: ExplorerOnPage) -> None:
    """Hundreds of names a move would keep the page from painting it."""
    seen = e.page.evaluate(ROWS, [e.root.element_handle(), e.panel.element_handle()])
    assert seen == [4, 4, 7, 7, 5]
