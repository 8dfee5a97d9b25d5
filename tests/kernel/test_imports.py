"""Packages that are ruled out are refused by name, in every spelling; what is allowed works."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from helpers.grading.warm import Zygote
from helpers.kernel.imports import Guard, with_requirements
from helpers.kernel.limits import ALLOWED_PACKAGES, Limits
from tests.kernel.conftest import MakeNotebook, Notebook


@pytest.fixture(scope="module")
def shared(zygote: Zygote) -> Iterator[Notebook]:
    """One process for the tests that leave nothing behind."""
    process = zygote.fork(Limits())
    yield Notebook(process)
    process.close()


RULED_OUT = ["scipy", "torch", "sympy", "cv2", "pandas", "nbgrader", "sqlalchemy", "zmq"]


@pytest.mark.parametrize("package", RULED_OUT)
@pytest.mark.parametrize(
    "spelling",
    [
        "import {}", "import {}.signal", "import {} as np", "from {} import *",
        "from {}.signal import correlate2d", "__import__('{}')",
        "import importlib; importlib.import_module('{}')",
        "import importlib.util; importlib.util.find_spec('{}')",
    ],
)  # fmt: skip
def test_a_package_that_is_ruled_out_is_refused_by_name(
    shared: Notebook, package: str, spelling: str
) -> None:
    outputs = shared.run(spelling.format(package))
    assert outputs[-1]["ename"] == "ForbiddenImport"
    assert package in outputs[-1]["evalue"]
    assert "may not be used in this assignment" in outputs[-1]["evalue"]


@pytest.mark.parametrize(
    "module",
    [
        "numpy.lib.stride_tricks", "numpy.testing", "numpy.fft", "numpy.ma", "numpy.polynomial",
        "matplotlib.pyplot", "matplotlib.animation", "matplotlib.patches", "mpl_toolkits.mplot3d",
        "PIL.Image", "IPython.display", "ipywidgets", "helpers.student", "helpers.student.check",
        "math", "itertools", "functools", "typing", "dataclasses", "collections", "random",
        "statistics", "fractions", "decimal", "json", "re", "csv", "timeit", "copy", "string",
        "unittest", "doctest", "sqlite3", "pickle", "ctypes", "asyncio", "multiprocessing",
        "concurrent.futures", "heapq", "bisect", "operator", "pprint", "textwrap", "datetime",
        "zoneinfo", "pathlib", "tempfile", "subprocess", "socket", "ssl", "lzma", "bz2", "zlib",
        "urllib.request", "http.server", "xml.etree.ElementTree", "logging", "warnings", "inspect",
    ],
)  # fmt: skip
def test_the_allowed_packages_and_pythons_library_can_be_imported(
    shared: Notebook, module: str
) -> None:
    """Refused is what such a module would do, not the module: honest notebooks import many."""
    assert shared.text(f"import {module}; print('in')") == "in\n"


@pytest.mark.parametrize(
    "module",
    [
        "helpers.reference", "helpers.questions.two_kernels", "helpers.grading.worker",
        "helpers.cli", "helpers.nbgrader_plugins",
    ],
)  # fmt: skip
def test_of_this_project_only_the_students_part_can_be_imported(
    shared: Notebook, module: str
) -> None:
    assert shared.error(f"import {module}") in ("ForbiddenImport", "PermissionError")


def test_the_guard_taken_away_leaves_nothing_to_import(notebook: Notebook) -> None:
    """The refusal is a courtesy; what enforces it is that no file of the package can be read."""
    source = "import sys; del sys.meta_path[0]; sys.path_importer_cache.clear()\nimport "
    for package in ("sympy", "nbgrader"):
        assert notebook.error(source + package) in ("ModuleNotFoundError", "PermissionError")


def test_a_file_handed_in_beside_the_notebook_is_imported(notebook: Notebook) -> None:
    files = {
        "mine.py": "dmFsdWUgPSA1Cg==",
        "pack/__init__.py": "b25lID0gMQo=",
    }  # value = 5, one = 1
    assert notebook.process.request({"do": "files", "files": files}) == {"is": "written"}
    assert notebook.text("import mine, pack; print(mine.value, pack.one)") == "5 1\n"


@pytest.mark.parametrize("name", ["numpy", "random", "helpers", "json", "sitecustomize"])
def test_a_file_handed_in_shadows_no_module(notebook: Notebook, name: str) -> None:
    notebook.process.request({"do": "files", "files": {f"{name}.py": "c2hhZG93ID0gMQo="}})
    outputs = notebook.run(f"import {name}; print(hasattr({name}, 'shadow'))")
    if name != "sitecustomize":  # which no process here imports by itself
        assert outputs[-1].get("text") == "False\n"


def test_an_assignment_may_allow_more(make_notebook: MakeNotebook) -> None:
    notebook = make_notebook(packages=(*ALLOWED_PACKAGES, "sympy"))
    assert notebook.text("import sympy; print(sympy.Integer(2) + 2)") == "4\n"
    assert notebook.error("import nbgrader") == "ForbiddenImport"


def test_an_assignment_may_allow_less(make_notebook: MakeNotebook) -> None:
    """The warm process has matplotlib loaded; an assignment without it must not have it."""
    notebook = make_notebook(packages=("numpy",))
    assert notebook.text("import numpy; print(numpy.ones(2).sum())") == "2.0\n"
    assert notebook.error("import matplotlib.pyplot") == "ForbiddenImport"
    assert notebook.error("import sandlock") == "ForbiddenImport"


def test_what_a_package_needs_comes_with_it_and_nothing_else() -> None:
    modules = with_requirements(ALLOWED_PACKAGES)
    assert {"numpy", "dateutil", "traitlets", "comm", "pygments"} <= modules
    assert not modules & {
        "helpers", "nbgrader", "sandlock", "scipy", "sympy", "torch", "sqlalchemy", "notebook",
        "jupyter_client", "zmq", "tornado", "pytest", "hypothesis", "pip",
    }  # fmt: skip


def test_a_package_that_is_not_installed_needs_nothing() -> None:
    assert with_requirements(("no_such_package",)) == {"no_such_package"}


def test_the_refusal_names_a_package_that_may_be_used() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"scipy may not be used .* numpy are enough"):
        Guard(("numpy",), "/nonexistent").find_spec("scipy")


def test_an_assignment_may_allow_no_package_at_all() -> None:
    with pytest.raises(ModuleNotFoundError, match="scipy may not be used"):
        Guard((), "/nonexistent").find_spec("scipy")
