"""docs/self-study.md, typed to the letter in a fresh clone, ends with a lesson open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import commands, page
from tests.docs.people import Reader, Server, clone, environment, show_packages, started

MAKE_VENV, INSTALL, OPEN = commands(page("self-study"))
LESSON = Path(OPEN.rpartition(" ")[2]).name
"""JupyterLab serves the folder that it is in."""


@pytest.fixture(scope="module")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Type the page's first two lines in a fresh clone."""
    home = tmp_path_factory.mktemp("home")
    # The build back end is one of this environment's packages too, for there is no network.
    learner = Reader(clone(home / "two-kernels"), environment(home, PIP_NO_BUILD_ISOLATION="0"))
    learner.type(MAKE_VENV)
    show_packages(learner.folder / ".venv")
    learner.type(INSTALL)
    return learner


@pytest.fixture(scope="module")
def server(learner: Reader) -> Iterator[Server]:
    """Type the page's third line."""
    with started(OPEN, learner.folder, learner.folder.parent, learner.env) as server:
        yield server


def test_the_package_installed_is_the_clones(learner: Reader) -> None:
    file = learner.type('.venv/bin/python -c "import helpers; print(helpers.__file__)"')
    assert Path(file.strip()).is_relative_to(learner.folder)


def test_the_lesson_is_there_and_opens(server: Server) -> None:
    notebook = json.loads(server.ask(f"api/contents/{LESSON}"))
    assert notebook["type"] == "notebook"
    assert b"jupyter-config-data" in server.ask(f"lab/tree/{LESSON}")


def test_its_explorers_run_in_that_kernel(server: Server, learner: Reader) -> None:
    said = server.says("python3", "import helpers.explorers as e; print(e.__file__)")
    assert Path(said.strip()).is_relative_to(learner.folder)
