"""A real JupyterLab, and a notebook open in it."""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60  # seconds
PATIENCE = 90_000  # milliseconds for one thing on the page

SETTINGS: dict[str, dict[str, Any]] = {
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True,
    },
}  # fmt: skip


NOT_SERVED = ("jupyter_lsp", "jupyter_server_terminals", "notebook")
"""Extensions of the server that no test of this folder meets."""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab that serves `folder`."""

    url: str
    token: str
    folder: Path

    def address(self, notebook: str) -> str:
        """Return where a notebook is open by itself, without the side bars."""
        return f"{self.url}/doc/tree/{notebook}?token={self.token}&reset"

    def page_address(self, path: str) -> str:
        """Return any page of the server, such as `lab` or `formgrader`."""
        return f"{self.url}/{path}?token={self.token}"


@contextmanager
def started(
    folder: Path,
    home: Path,
    *,
    config: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
) -> Iterator[Lab]:
    """Start JupyterLab in `folder` with all it writes in `home`, and end it.

    `config` is merged into the server's configuration, `environment` into its environment, and
    `settings` (plugin id to settings) into JupyterLab's own.
    """
    port, token = _free_port(), secrets.token_hex(16)
    places = {name: home / name.lower() for name in (
        "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR",
        "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR",
    )}  # fmt: skip
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True)
    for plugin, values in {**SETTINGS, **(settings or {})}.items():
        package, name = plugin.rsplit("/", 1)[0], plugin.rsplit("/", 1)[1]
        path = places["JUPYTERLAB_SETTINGS_DIR"] / package / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    server = {
        "IdentityProvider": {"token": token},
        "LabApp": {"expose_app_in_browser": True},
        "ServerApp": {
            "open_browser": False,
            "root_dir": str(folder),
            "port": port,
            "port_retries": 0,
            "jpserver_extensions": dict.fromkeys(NOT_SERVED, False),
        },
    }
    for section, values in (config or {}).items():
        server.setdefault(section, {}).update(values)
    (places["JUPYTER_CONFIG_DIR"] / "jupyter_server_config.json").write_text(json.dumps(server))
    log = (home / "jupyterlab.log").open("wb")
    python_path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--allow-root", "--no-browser"],
        cwd=folder, stdout=log, stderr=subprocess.STDOUT,
        env=os.environ | {name: str(place) for name, place in places.items()}
        | {"PYTHONPATH": python_path} | dict(environment or {}),
    )  # fmt: skip
    try:
        lab = Lab(f"http://127.0.0.1:{port}", token, folder)
        _wait_for(lab, process, home / "jupyterlab.log")
        yield lab
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait_for(lab: Lab, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"JupyterLab ended by itself:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(lab.page_address("api/status"), timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(
        f"JupyterLab did not answer within {STARTS_WITHIN} s:\n{log.read_text()[-3000:]}"
    )


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook with these code cells."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    nbformat.write(notebook, path)


class NotebookPage:
    """A notebook in JupyterLab, through the eyes and hands of its reader."""

    def __init__(self, page: Page, lab: Lab) -> None:
        self.page, self.lab = page, lab
        page.set_default_timeout(PATIENCE)

    def open(self, notebook: str) -> None:
        """Open a notebook of the lab's folder and wait until its kernel is idle."""
        self.page.goto(self.lab.address(notebook))
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", state="attached")
        self.wait_until_idle()

    def run_all(self) -> None:
        """Run all cells, and wait for the end of the last."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.wait_until_idle()

    def save(self) -> None:
        """Save the notebook."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    def wait_until_idle(self) -> None:
        """Wait until the kernel has nothing to do."""
        self.page.wait_for_function(
            "() => window.jupyterapp?.shell.currentWidget?.context?.sessionContext"
            ".session?.kernel?.status === 'idle'"
        )

    def errors(self) -> list[str]:
        """Return the text of every traceback in the notebook."""
        return self.page.locator(".jp-RenderedText[data-mime-type*='error']").all_inner_texts()

    def explorer(self, n: int = 0) -> ExplorerOnPage:
        """Return the n-th explorer of the page, when it has been painted."""
        root = self.page.locator(".tk").nth(n)
        root.wait_for()
        return ExplorerOnPage(self.page, root)


ROWS, CELLS = "[role=row]:not([hidden])", "[role=gridcell]:not([hidden])"


PAINTED = """(grid, [rowOf, cellOf]) => {
  const canvas = grid.querySelector('canvas');
  const rows = grid.querySelectorAll(rowOf), cells = rows[0].querySelectorAll(cellOf);
  const ratio = canvas.width / canvas.getBoundingClientRect().width;
  const side = Math.round(cells[0].getBoundingClientRect().width * ratio);
  const { data } = canvas.getContext('2d').getImageData(0, 0, cells.length * side, rows.length * side);
  let bytes = '';
  for (let n = 0; n < data.length; n += 4096) bytes += String.fromCharCode(...data.subarray(n, n + 4096));
  return { side, rows: rows.length, columns: cells.length, pixels: btoa(bytes) };
}"""  # noqa: E501


class ExplorerOnPage:
    """An explorer on a page: its grids, its sliders, what it says."""

    def __init__(self, page: Page, root: Locator) -> None:
        self.page, self.root = page, root
        # The controls stand beside the view, in one box.
        self.panel = root.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')][1]")

    def grid(self, name: str) -> Locator:
        """Return a grid by the name it has in the frame, such as X."""
        return self.root.locator(f"[data-grid='{name}']")

    def at_rest(self) -> None:
        """Wait until the cells are what the last move has painted."""
        self.root.locator(".tk-board:not([data-moving])").wait_for(state="attached")

    def shape(self, name: str) -> tuple[int, int]:
        """Count the rows and columns shown."""
        self.at_rest()
        rows = self.grid(name).locator(ROWS)
        return rows.count(), rows.first.locator(CELLS).count()

    def cell(self, name: str, i: int, j: int) -> Locator:
        """Return a cell by where it is shown, counted from 0; padding counts."""
        self.at_rest()
        return self.grid(name).locator("[role=row]").nth(i).locator("[role=gridcell]").nth(j)

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
        return self.root.locator(".tk-told").inner_text()

    def sizes(self) -> str:
        """Return the size formula as it stands."""
        return self.root.locator(".tk-sizes").inner_text()

    def slider(self, label: str) -> Locator:
        """Return the handle of the slider with this label."""
        box = self.panel.locator(".widget-slider").filter(
            has_text=re.compile(rf"^\s*{re.escape(label)}")
        )
        return box.locator("[role=slider]")

    def move_slider(self, label: str, steps: int) -> None:
        """Move a slider by the arrow keys, up or down."""
        handle = self.slider(label)
        handle.focus()
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")

    def check(self, label: str) -> None:
        """Click the checkbox with this label."""
        self.panel.locator("label").filter(has_text=label).locator("input[type=checkbox]").click()

    def choose(self, label: str, option: str) -> None:
        """Choose an option of the list with this label."""
        box = self.panel.locator(".widget-dropdown").filter(has_text=label)
        box.locator("select").select_option(label=option)


def as_number(text: str) -> float | None:
    """Read a number as the explorers write it."""
    stripped = text.strip().replace("−", "-")
    return float(stripped) if stripped else None
