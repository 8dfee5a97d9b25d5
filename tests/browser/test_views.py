"""What ends when an explorer is taken off the page."""

from __future__ import annotations

from tests.browser.conftest import OpenNotebook
from tests.browser.explorer import POLLED

CELL = "from helpers.explorers import TwoKernels\nTwoKernels(rate=1e-5)"

# Counts how often the loop of the descent comes round.
COUNT = """() => {
  const raw = window.requestAnimationFrame;
  window.ticks = 0;
  window.requestAnimationFrame = (then) => raw((now) => {
    if (then.name === 'tick') window.ticks++;
    then(now);
  });
  return () => { window.requestAnimationFrame = raw; };
}"""

CLEAR = "() => jupyterapp.shell.currentWidget.content.widgets[0].outputArea.model.clear()"


def test_a_descent_does_not_run_without_a_view(open_notebook: OpenNotebook) -> None:
    """Also where another explorer of the kind, which shares its modules, keeps its own."""
    notebook = open_notebook("views.ipynb", CELL, CELL)
    notebook.run_all()
    notebook.explorer(1)
    e = notebook.explorer(0)
    restore = e.page.evaluate_handle(COUNT)
    try:
        e.root.get_by_role("button", name="Run", exact=True).click()
        e.page.wait_for_function("() => window.ticks > 3", polling=POLLED)
        e.page.evaluate(CLEAR)
        notebook.root.locator(".tk").nth(1).wait_for(state="detached")
        e.page.wait_for_timeout(100)
        before = e.page.evaluate("window.ticks")
        e.page.wait_for_timeout(300)
        assert e.page.evaluate("window.ticks") == before
    finally:
        restore.evaluate("(restore) => restore()")
