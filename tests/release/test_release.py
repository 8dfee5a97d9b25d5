"""What students get: made from source/, up to date, runnable, and with no answer in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbclient
import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from helpers.questions import convolution, pooling, two_kernels
from tools.make_release import release

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = {"two_kernels": two_kernels, "convolution": convolution, "pooling": pooling}
REGION = {
    "solution": ("### BEGIN SOLUTION", "### END SOLUTION"),
    "hidden test": ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"),
    "mark scheme": ("=== BEGIN MARK SCHEME ===", "=== END MARK SCHEME ==="),
}

OPENERS = ("[", "(", "{")
"""A line that only opens a list or a dict says nothing of an answer."""

pytestmark = pytest.mark.filterwarnings(
    # nbgrader 0.9.6 and nbconvert open event loops and files in ways that newer Pythons warn of.
    "ignore::DeprecationWarning",
    "ignore::ResourceWarning",
)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release made now."""
    into = tmp_path_factory.mktemp("release")
    release(ROOT, into, list(ASSIGNMENTS))
    return into


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def test_the_committed_release_is_what_source_gives(fresh: Path) -> None:
    assert files(ROOT / "release") == files(fresh), "release/ is stale; run `make release`"


def test_a_release_is_reproducible(fresh: Path, tmp_path: Path) -> None:
    release(ROOT, tmp_path, ["pooling"])
    assert files(tmp_path / "pooling") == files(fresh / "pooling")


def regions(text: str, kind: str) -> list[str]:
    begin, end = (re.escape(mark) for mark in REGION[kind])
    return re.findall(rf"{begin}(.*?){end}", text, flags=re.DOTALL)


@pytest.mark.parametrize("kind", REGION)
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_secret_line_of_source_is_in_the_release(assignment: str, kind: str) -> None:
    source = nbformat.read(ROOT / f"source/{assignment}/{assignment}.ipynb", as_version=4)
    release = nbformat.read(ROOT / f"release/{assignment}/{assignment}.ipynb", as_version=4)
    public = "\n".join(cell.source for cell in release.cells)
    secret = [
        line.strip()
        for cell in source.cells
        for region in regions(cell.source, kind)
        for line in region.splitlines()
        if len(line.strip()) >= 12 and not line.rstrip().endswith(OPENERS)
    ]
    kept = {
        line.strip() for cell in source.cells for line in _without_regions(cell.source).splitlines()
    }
    if kind != "mark scheme" or assignment != "convolution":
        assert secret, f"source/{assignment} has no {kind}: the test looks for the wrong marks"
    leaked = [line for line in secret if line in public and line not in kept]
    assert leaked == []
    assert not any(mark in public for mark in REGION[kind])


def _without_regions(text: str) -> str:
    for begin, end in REGION.values():
        text = re.sub(rf"{re.escape(begin)}.*?{re.escape(end)}", "", text, flags=re.DOTALL)
    return text


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_release_imports_nothing_a_student_must_not_have(assignment: str) -> None:
    notebook = nbformat.read(ROOT / f"release/{assignment}/{assignment}.ipynb", as_version=4)
    imported = set()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Import):
                    imported |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom):
                    imported.add(str(node.module))
    assert imported <= {"numpy", "matplotlib", "matplotlib.pyplot", "helpers.student"}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_release_runs_up_to_the_first_blank(assignment: str, tmp_path: Path) -> None:
    notebook = nbformat.read(ROOT / f"release/{assignment}/{assignment}.ipynb", as_version=4)
    client = nbclient.NotebookClient(
        notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}}
    )
    with pytest.raises(CellExecutionError, match="NotImplementedError"):
        client.execute()
    errors = [
        output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error" or output.get("name") == "stderr"
    ]
    assert [error.get("ename") for error in errors] == ["NotImplementedError"]


def test_a_secret_is_found_when_it_leaks() -> None:
    """The check above can fail: the same search finds a line of a solution in its own source."""
    source = (ROOT / "source/pooling/pooling.ipynb").read_text()
    assert all(mark in source for marks in REGION.values() for mark in marks)
