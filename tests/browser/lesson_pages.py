"""The lessons as they stand open in JupyterLab, and what the notebooks say is in them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.browser.conftest import OpenNotebook
from tests.browser.explorer import ExplorerOnPage
from tests.browser.lab import NotebookPage
from tests.notebooks.lessons import EXPLORER, cells, read

WIDE, NARROW, TALL = 1280, 620, 9500  # tall enough that JupyterLab lays out every cell
WITHIN = 15.0  # seconds that numbers may take on a busy machine


class Lessons:
    """Lessons that are open, each run once."""

    def __init__(self, open_notebook: OpenNotebook) -> None:
        self.open, self.pages = open_notebook, dict[str, NotebookPage]()

    def show(self, name: str) -> NotebookPage:
        """Open a lesson and run all of it, or return to it."""
        if name not in self.pages:
            self.pages[name] = self.open(f"{name}.ipynb", width=WIDE, height=TALL)
            self.pages[name].run_all()
        self.pages[name].show()
        return self.pages[name]


def kinds(lesson: str) -> list[str]:
    """Return which explorers a lesson shows, from the top."""
    found = (EXPLORER.search(cell.source) for cell in cells(read(lesson), "code"))
    return [one[1] for one in found if one]


def code(lesson: str) -> list[Any]:
    return cells(read(lesson), "code")


def plays(source: str) -> bool:
    """Say whether a cell shows an explorer that has Play."""
    return '"play"' in source


def explorer(notebook: NotebookPage, cell: str, lesson: str) -> ExplorerOnPage:
    """Return the explorer that the cell with this id shows."""
    ids = [one.id for one in cells(read(lesson), "code") if EXPLORER.search(one.source)]
    e = notebook.explorer(ids.index(cell))
    e.page.mouse.move(2, 2)
    return e


def soon(check: Callable[[], Any]) -> None:
    """Repeat a check until it passes: what moves by itself is never read too early."""
    end = time.monotonic() + WITHIN
    while True:
        try:
            check()
            return
        except (AssertionError, ValueError):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def rows(e: ExplorerOnPage, grid: str, expected: Any) -> None:
    soon(lambda: assert_equal(e.numbers(grid), expected))


def assert_equal(found: Any, expected: Any) -> None:
    assert found == expected
