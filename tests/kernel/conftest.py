"""One warm process for all the tests of this folder; every test forks from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from helpers.grading.student import StudentProcess
from helpers.grading.warm import WarmPython, Zygote
from helpers.kernel.limits import Limits

Json = dict[str, Any]


class Notebook:
    """A confined process, asked as the examiner asks it."""

    def __init__(self, process: StudentProcess) -> None:
        self.process = process

    def run(self, source: str) -> list[Json]:
        """Run a cell and return its outputs."""
        reply = self.process.request({"do": "cell", "source": source})
        assert reply["is"] == "outputs", reply
        outputs: list[Json] = reply["outputs"]
        return outputs

    def text(self, source: str) -> str:
        """Run a cell and return what it printed; an exception is a failure."""
        outputs = self.run(source)
        assert not [o for o in outputs if o["output_type"] == "error"], outputs
        return "".join(o.get("text", "") for o in outputs)

    def error(self, source: str) -> str:
        """Run a cell and return the name of the exception it ended in."""
        errors = [o["ename"] for o in self.run(source) if o["output_type"] == "error"]
        assert errors, f"no exception: {source}"
        name: str = errors[-1]
        return name

    def look(self, name: str) -> Json:
        """Ask for a name."""
        return self.process.request({"do": "look", "name": name})


MakeNotebook = Callable[..., Notebook]


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """Give the warm process of the session."""
    zygote = WarmPython()
    yield zygote
    zygote.close()


@pytest.fixture
def make_notebook(zygote: Zygote) -> Iterator[MakeNotebook]:
    """Fork processes with limits of a test's own; they end with the test."""
    made: list[StudentProcess] = []

    def make(**limits: Any) -> Notebook:
        made.append(zygote.fork(Limits(**limits)))
        return Notebook(made[-1])

    yield make
    for process in made:
        process.close()


@pytest.fixture
def notebook(make_notebook: MakeNotebook) -> Notebook:
    """Fork one process with the default limits."""
    return make_notebook()
