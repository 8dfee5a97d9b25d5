"""A real JupyterLab, and a notebook open in it."""

from __future__ import annotations

import json
import os
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
from playwright.sync_api import Page

from tests.browser.explorer import LIGHT, POLLED, ExplorerOnPage

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60  # seconds
PATIENCE = 90_000  # milliseconds for one thing on the page

SETTINGS: dict[str, dict[str, Any]] = {
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True,
    },
    # A save that a closing notebook overtakes puts a dialog before the page, and all waits for it.
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}  # fmt: skip


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab that serves `folder`."""

    url: str
    token: str
    folder: Path

    @property
    def address(self) -> str:
        """Return where one notebook at a time is shown, without the side bars."""
        return f"{self.url}/doc?token={self.token}&reset"

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


OPEN = """async (path) => {
  await jupyterapp.restored;
  const { commands } = jupyterapp;
  const document = await commands.execute('docmanager:open', { path, factory: 'Notebook' });
  await document.context.ready;
  await document.context.sessionContext.ready;
  return document.id;
}"""

# The notebook with an id; without one, the one in front.
FIND = """const found = (id) => {
  const { shell } = jupyterapp;
  return id ? [...shell.widgets('main')].find((one) => one.id === id) : shell.currentWidget;
};"""

SHOW = """async (id) => {
  jupyterapp.shell.activateById(id);
  const { shell } = jupyterapp;
  while (shell.currentWidget?.id !== id) await new Promise(requestAnimationFrame);
}"""

CLOSE = f"""async (id) => {{
  {FIND}
  const document = found(id);
  const {{ session }} = document.context.sessionContext;
  const {{ sessions }} = jupyterapp.serviceManager;
  document.dispose(); // first, so that nothing is painted for a kernel that ends
  await sessions.shutdown(session.id);
}}"""

# A notebook that was opened is not yet the one in front, which is JupyterLab's if none is named.
RUN_ALL = """(id) => jupyterapp.commands.execute(
  'notebook:run-all-cells', { semanticWidget: id }
)"""

RUN = f"""([id, index, source]) => {{
  {FIND}
  const {{ content }} = found(id);
  content.activeCellIndex = index;
  content.activeCell.outputArea.model.clear();
  if (source !== null) content.activeCell.model.sharedModel.setSource(source);
  return jupyterapp.commands.execute('notebook:run-cell', {{ semanticWidget: id }});
}}"""

# Cells out of view are attached when JupyterLab finds the time; its model has them at once.
PRINTED = f"""(id) => {{
  {FIND}
  const outputs = found(id).content.model.toJSON().cells.flatMap((cell) => cell.outputs ?? []);
  return outputs.flatMap(({{ text, traceback }}) => text ?? traceback ?? []);
}}"""

# It is done when its splash, which a second change would have JupyterLab take away twice, is gone.
CHANGE_THEME = """(name) => jupyterapp.commands.execute(
  'apputils:change-theme', { theme: `JupyterLab ${name}` }
)"""
THEME_CHANGED = """(name) =>
  document.body.dataset.jpThemeLight === String(name === 'Light')
  && !document.getElementById('jupyterlab-splash')"""

SAVE = f"(id) => {{ {FIND} return found(id).context.save(); }}"

IDLE = f"""(id) => {{
  if (!window.jupyterapp) return false;
  {FIND}
  return found(id)?.context?.sessionContext.session?.kernel?.status === 'idle';
}}"""


class NotebookPage:
    """A notebook in JupyterLab, through the eyes and hands of its reader."""

    def __init__(self, page: Page, lab: Lab) -> None:
        self.page, self.lab = page, lab
        self.root = page.locator("body")
        self.id = ""
        page.set_default_timeout(PATIENCE)

    def open(self, notebook: str) -> None:
        """Open a notebook of the lab's folder and wait until its kernel is idle.

        A page that has JupyterLab in it keeps it: to load it takes longer than all the rest.
        """
        if not self.page.url.startswith(self.lab.url):
            self.page.goto(self.lab.address)
            self.page.wait_for_function("() => window.jupyterapp", polling=POLLED)
        self.id = self.page.evaluate(OPEN, notebook)
        self.root = self.page.locator(f"{LIGHT}[id='{self.id}']")
        self.root.locator(f"{LIGHT}.jp-Notebook .jp-Cell").first.wait_for(state="attached")
        self.wait_until_idle()

    def show(self) -> None:
        """Put the notebook before the others that are open."""
        self.page.evaluate(SHOW, self.id)

    def close(self) -> None:
        """Close the notebook as it is, and end its kernel."""
        self.page.evaluate(CLOSE, self.id)

    def run_all(self) -> None:
        """Run all cells, and wait for the end of the last."""
        self.page.evaluate(RUN_ALL, self.id)
        self.wait_until_idle()

    def run(self, index: int, source: str | None = None) -> None:
        """Run one cell, with another text if there is one, and wait for its end."""
        self.page.evaluate(RUN, [self.id, index, source])

    def start(self, index: int) -> None:
        """Run one cell, and wait for nothing."""
        self.page.evaluate(f"(arguments) => {{ ({RUN})(arguments); }}", [self.id, index, None])

    def save(self) -> None:
        """Save the notebook."""
        self.page.evaluate(SAVE, self.id)

    @contextmanager
    def dark(self) -> Iterator[None]:
        """Show the dark theme for a while."""
        try:
            self._change_theme("Dark")
            yield
        finally:
            self._change_theme("Light")

    def _change_theme(self, name: str) -> None:
        self.page.evaluate(CHANGE_THEME, name)
        self.page.wait_for_function(THEME_CHANGED, arg=name, polling=POLLED)

    def wait_until_idle(self) -> None:
        """Wait until the kernel has nothing to do."""
        self.page.wait_for_function(IDLE, arg=self.id, polling=POLLED)

    def printed(self) -> str:
        """Return what the notebook's cells have printed, with the tracebacks of errors."""
        return "".join(self.page.evaluate(PRINTED, self.id))

    def errors(self) -> list[str]:
        """Return the text of every traceback in the notebook."""
        texts = self.root.locator(f"{LIGHT}.jp-RenderedText[data-mime-type*='error']")
        return texts.all_inner_texts()

    def explorer(self, n: int = 0) -> ExplorerOnPage:
        """Return the n-th explorer of the notebook, when it has been painted."""
        root = self.root.locator(f"{LIGHT}.tk").nth(n)
        root.wait_for()
        return ExplorerOnPage(self.page, root)
