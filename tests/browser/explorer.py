"""An explorer on a page, through the eyes and hands of its reader."""

from __future__ import annotations

import base64
import re

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page

ROWS, CELLS = "[role=row]:not([hidden])", "[role=gridcell]:not([hidden])"
LIGHT = (
    "css:light="  # Playwright's plain CSS looks into every element of the page for a shadow root
)
POLLED = 50  # milliseconds; Playwright's default is every frame, which makes a page paint them all

PAINTED = """(grid, [rowOf, cellOf]) => {
  const canvas = grid.querySelector('canvas');
  const rows = grid.querySelectorAll(rowOf).length;
  const cells = grid.querySelector(rowOf).querySelectorAll(cellOf);
  const ratio = canvas.width / canvas.getBoundingClientRect().width;
  const side = Math.round(cells[0].getBoundingClientRect().width * ratio);
  const image = canvas.getContext('2d').getImageData(0, 0, cells.length * side, rows * side);
  let bytes = '';
  for (const byte of image.data) bytes += String.fromCharCode(byte);
  return { side, rows, columns: cells.length, pixels: btoa(bytes) };
}"""


class ExplorerOnPage:
    """An explorer on a page: its grids, its sliders, what it says."""

    def __init__(self, page: Page, root: Locator) -> None:
        self.page, self.root = page, root
        # The controls stand beside the view, in one box.
        self.panel = root.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')][1]")

    def grid(self, name: str) -> Locator:
        """Return a grid by the name it has in the frame, such as X."""
        return self.root.locator(f"{LIGHT}[data-grid='{name}']")

    def until(self, condition: str, argument: object = None) -> None:
        """Wait until a function of the explorer's element, and of the argument, says yes."""
        self.page.wait_for_function(
            f"([el, argument]) => ({condition})(el, argument)",
            arg=[self.root.element_handle(), argument],
            polling=POLLED,
        )

    def at_rest(self) -> None:
        """Wait until the cells are what the last move, or the first sight, has painted."""
        resting = ".tk-board:not([data-moving], [data-young])"
        self.root.locator(LIGHT + resting).wait_for(state="attached")

    def shape(self, name: str) -> tuple[int, int]:
        """Count the rows and columns shown."""
        self.at_rest()
        rows = self.grid(name).locator(LIGHT + ROWS)
        return rows.count(), rows.first.locator(LIGHT + CELLS).count()

    def cell(self, name: str, i: int, j: int) -> Locator:
        """Return a cell by where it is shown, counted from 0; padding counts."""
        self.at_rest()
        row = self.grid(name).locator(f"{LIGHT}[role=row]").nth(i)
        return row.locator(f"{LIGHT}[role=gridcell]").nth(j)

    def number(self, name: str, i: int, j: int) -> float | None:
        """Read the number a cell shows, or None when it shows none."""
        return as_number(self.cell(name, i, j).get_attribute("aria-label") or "")

    def labels(self, name: str) -> list[list[str]]:
        """Read the names of a grid's cells."""
        self.at_rest()
        found: list[list[str]] = self.grid(name).evaluate(
            f"grid => [...grid.querySelectorAll('{ROWS}')].map(row =>"
            f" [...row.querySelectorAll('{CELLS}')].map(cell => cell.ariaLabel || ''))"
        )
        return found

    def numbers(self, name: str) -> list[list[float | None]]:
        """Read all the numbers a grid shows."""
        return [[as_number(text) for text in row] for row in self.labels(name)]

    def marked(self, name: str, mark: str) -> set[tuple[int, int]]:
        """Return where the cells with a mark are, such as "source", "target", "unused"."""
        self.at_rest()
        found = self.grid(name).evaluate(
            f"(grid, mark) => [...grid.querySelectorAll('{ROWS}')].flatMap((row, i) =>"
            f" [...row.querySelectorAll('{CELLS}')].flatMap((cell, j) =>"
            " cell.at.grid.isMarked(i, j, mark) ? [[i, j]] : []))",
            mark,
        )
        return {(i, j) for i, j in found}

    def painted(self, name: str) -> NDArray[np.uint8]:
        """Return what the canvas shows in all cells: (rows, columns, side, side, 3)."""
        self.at_rest()
        found = self.grid(name).evaluate(PAINTED, [ROWS, CELLS])
        side, rows, columns = found["side"], found["rows"], found["columns"]
        pixels = np.frombuffer(base64.b64decode(found["pixels"]), dtype=np.uint8)
        whole = pixels.reshape(rows * side, columns * side, 4)[..., :3]
        return whole.reshape(rows, side, columns, side, 3).swapaxes(1, 2)

    def pixels(self, name: str, i: int, j: int) -> NDArray[np.uint8]:
        """Return what the canvas shows in a cell: (side, side, 3)."""
        return self.painted(name)[i, j]

    def told(self) -> str:
        """Return what the explorer says of the lit cell."""
        return self.root.locator(f"{LIGHT}.tk-told").inner_text()

    def sizes(self) -> str:
        """Return the size formula as it stands."""
        return self.root.locator(f"{LIGHT}.tk-sizes").inner_text()

    def slider(self, label: str) -> Locator:
        """Return the handle of the slider with this label."""
        box = self.panel.locator(f"{LIGHT}.widget-slider").filter(
            has_text=re.compile(rf"^\s*{re.escape(label)}")
        )
        return box.locator(f"{LIGHT}[role=slider]")

    def move_slider(self, label: str, steps: int) -> None:
        """Move a slider by the arrow keys, up or down."""
        handle = self.slider(label)
        handle.focus()
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")

    def check(self, label: str) -> None:
        """Click the checkbox with this label."""
        box = self.panel.locator(f"{LIGHT}label").filter(has_text=label)
        box.locator(f"{LIGHT}input[type=checkbox]").click()

    def grids(self) -> list[str]:
        """Return the names of the grids that are shown, in their order."""
        names: list[str] = self.root.evaluate(
            "el => [...el.querySelectorAll('.tk-grid')].filter(one => one.checkVisibility())"
            ".map(one => one.dataset.grid)"
        )
        return names

    def play_buttons(self) -> Locator:
        """Return Play, which is Pause while it plays, and Stop."""
        return self.panel.locator(f"{LIGHT}.widget-play button")

    def press_play(self) -> None:
        """Press Play, or Pause."""
        self.play_buttons().first.click()

    def press_stop(self) -> None:
        """Press Stop."""
        self.play_buttons().nth(1).click()

    def is_playing(self) -> bool:
        """Say whether Play has become Pause."""
        return self.play_buttons().first.locator(".fa-pause").count() == 1

    def step(self) -> int:
        """Return where Play has come to, or 0."""
        return int(float(self.slider("position").get_attribute("aria-valuenow") or 0))

    def wait_for_step(self, least: int) -> None:
        """Wait until Play has come so far."""
        self.page.wait_for_function(
            "([handle, least]) => Number(handle.getAttribute('aria-valuenow')) >= least",
            arg=[self.slider("position").element_handle(), least],
            polling=POLLED,
        )

    def is_pinned(self) -> bool:
        """Say whether the cell of which is told is the pinned one."""
        return self.root.locator(f"{LIGHT}.tk-told.pinned").count() == 1

    def choose(self, label: str, option: str) -> None:
        """Choose an option of the list with this label."""
        box = self.panel.locator(f"{LIGHT}.widget-dropdown").filter(has_text=label)
        box.locator(f"{LIGHT}select").select_option(label=option)


def as_number(text: str) -> float | None:
    """Read a number as the explorers write it."""
    stripped = text.strip().replace("−", "-")
    return float(stripped) if stripped else None
