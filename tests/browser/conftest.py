"""A JupyterLab for the session; a Chromium and a page with it for this folder's tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import chromium_path, launched
from tests.browser.lab import ROOT, Lab, NotebookPage, started, write_notebook

WIDE = {"width": 1280, "height": 1000}

OpenNotebook = Callable[..., NotebookPage]
Photograph = Callable[..., None]


@dataclass(frozen=True)
class Window:
    """A page of Chromium in which notebooks are opened, and the errors it has thrown."""

    page: Any
    errors: list[str] = field(default_factory=list)

    def as_new(self, **viewport: int) -> None:
        """Take back what a test may have set."""
        self.page.set_viewport_size({**WIDE, **viewport})
        self.page.emulate_media(reduced_motion="no-preference")


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab for all browser tests, with a copy of the lessons in its folder."""
    chromium_path()
    folder = tmp_path_factory.mktemp("lab") / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder)
    with started(folder, tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Chromium keeps from one start to the next."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="package")
def chromium(profile: Path) -> Iterator[Any]:
    with launched(profile) as running:
        yield running


@pytest.fixture(scope="package")
def window(chromium: Any) -> Window:
    """One page for all notebooks: JupyterLab is loaded once."""
    window = Window(chromium.new_page())
    window.page.on("pageerror", lambda error: window.errors.append(error.stack or str(error)))
    return window


@pytest.fixture(scope="module")
def open_notebook(window: Window, lab: Lab) -> Iterator[OpenNotebook]:
    """Open notebooks until the module's end, the latest in front.

    With cells, the notebook is written first. An error that the page throws fails the module.
    """
    notebooks: list[NotebookPage] = []

    def open_notebook(name: str, *cells: str, **viewport: int) -> NotebookPage:
        if cells:
            write_notebook(lab.folder / name, *cells)
        window.as_new(**viewport)
        notebook = NotebookPage(window.page, lab)
        notebook.open(name)
        notebooks.append(notebook)
        return notebook

    yield open_notebook
    for notebook in notebooks:
        notebook.close()
    errors = window.errors.copy()
    window.errors.clear()
    assert errors == []


@pytest.fixture
def new_page(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Open pages of a browser that knows nothing yet, and close them after the test.

    An error that the page throws fails the test.
    """
    contexts, errors = [], []

    def open_page(**options: Any) -> Any:
        contexts.append(chromium.browser.new_context(**{"viewport": WIDE, **options}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="session")
def photograph() -> Photograph:
    """Return photograph(what, name, **options), for the eye: it keeps a page or a part of one.

    In the folder that TWOKERNELS_SCREENSHOTS names; without one nothing is painted for it.
    """
    kept = os.environ.get("TWOKERNELS_SCREENSHOTS")
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)

    def photograph(what: Any, name: str, **options: Any) -> None:
        if kept:
            what.screenshot(path=Path(kept) / name, **options)

    return photograph
