"""Play, Pause and Stop of every explorer that has them, pressed in a real JupyterLab."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import OpenNotebook
from tests.browser.explorer import ExplorerOnPage
from tests.browser.lab import NotebookPage

EXPLORERS = {
    "Correlation": "Correlation()",
    "Backward": "Backward()",
    "TwoKernels": "TwoKernels()",
    "Pooling": "Pooling('ragged')",
}


@pytest.fixture(scope="module")
def opened(open_notebook: OpenNotebook) -> NotebookPage:
    return open_notebook("playing.ipynb", "from helpers.explorers import *", "1", height=1400)


@pytest.fixture(params=EXPLORERS)
def e(opened: NotebookPage, request: pytest.FixtureRequest) -> ExplorerOnPage:
    opened.run(0)
    opened.run(1, EXPLORERS[request.param])
    assert opened.errors() == []
    opened.page.mouse.move(2, 2)
    return opened.explorer()


def test_play_pause_and_stop(e: ExplorerOnPage) -> None:
    """It goes on until Pause is pressed and no further, goes on from there, and Stop shows all."""
    whole = e.labels(e.grids()[-1])
    assert not e.is_playing()
    e.press_play()
    assert e.is_playing()
    e.wait_for_step(2)
    e.press_play()
    assert not e.is_playing()
    reached = e.step()
    assert reached >= 2
    e.page.wait_for_timeout(1300)  # more than two steps
    assert e.step() == reached
    e.press_play()
    e.wait_for_step(reached + 1)
    e.press_stop()
    e.until("(el) => el.querySelector('.tk-at').textContent === ''")
    assert not e.is_playing()
    e.page.wait_for_timeout(1300)
    assert e.step() == 0
    assert e.labels(e.grids()[-1]) == whole


def test_play_and_pause_by_the_keyboard(e: ExplorerOnPage) -> None:
    e.play_buttons().first.focus()
    e.page.keyboard.press("Enter")
    e.wait_for_step(1)
    e.page.keyboard.press("Enter")
    assert not e.is_playing()
    reached = e.step()
    e.page.wait_for_timeout(1300)
    assert e.step() == reached


def test_what_is_pinned_gives_way_to_play(e: ExplorerOnPage) -> None:
    grid = e.grids()[-1]
    e.cell(grid, 0, 0).click()
    assert e.is_pinned()
    e.press_play()
    e.wait_for_step(1)
    e.press_play()
    e.page.mouse.move(2, 2)
    assert not e.is_pinned()
    assert re.search(r"\d", e.told()), "what has been reached is told"
