"""A JupyterLab for the session, a Chromium for a module, pages for a module or a test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import chromium_path, launched
from tests.browser.lab import ROOT, Lab, NotebookPage, started, write_notebook

WIDE = {"width": 1280, "height": 1000}

OpenNotebook = Callable[..., NotebookPage]


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
    """What Chromium keeps from one module to the next."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="module")
def chromium(profile: Path) -> Iterator[Any]:
    with launched(profile) as running:
        yield running


@pytest.fixture(scope="module")
def open_notebook(chromium: Any, lab: Lab) -> Iterator[OpenNotebook]:
    """Open notebooks until the module's end, each in a page of its own.

    With cells, the notebook is written first. An error that a page throws fails the module.
    """
    pages, errors = [], []

    def open_notebook(name: str, *cells: str, **viewport: int) -> NotebookPage:
        if cells:
            write_notebook(lab.folder / name, *cells)
        pages.append(chromium.new_page())
        pages[-1].set_viewport_size({**WIDE, **viewport})
        pages[-1].on("pageerror", lambda error: errors.append(str(error)))
        notebook = NotebookPage(pages[-1], lab)
        notebook.open(name)
        return notebook

    yield open_notebook
    for page in pages:
        page.close()
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
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go; TWOKERNELS_SCREENSHOTS names a folder to keep them in."""
    kept = os.environ.get("TWOKERNELS_SCREENSHOTS")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
