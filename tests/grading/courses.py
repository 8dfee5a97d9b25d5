"""A small course directory, made once by nbgrader itself and copied for every test."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests import warm_commands
from tests.grading.small import Json, cell, notebook

ROOT = Path(__file__).resolve().parents[2]
CANARY = "canary-1b9d"

CONFIG = """
from helpers.nbgrader_plugins import use_two_kernels

c = get_config()
c.CourseDirectory.course_id = "small"
use_two_kernels(c)
c.TwoKernels.limits = {"call_seconds": 2}
"""

DOUBLE = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
TEST_DOUBLE = (
    "# Graded: double.\nassert double(0) == 0\n### BEGIN HIDDEN TESTS\n"
    f"hidden = '{CANARY}'\nassert double(3) == 6, 'Try double(3).'\n### END HIDDEN TESTS"
)
TEST_ROOT = (
    "### BEGIN HIDDEN TESTS\nright = sum(np.array_equal(root(n * n), n) for n in range(4))\n"
    "1.5 * right\n### END HIDDEN TESTS"
)
WHY = (
    "### BEGIN SOLUTION\nBecause.\n"
    f"=== BEGIN MARK SCHEME ===\n{CANARY} 2 for because.\n=== END MARK SCHEME ===\n"
    "### END SOLUTION"
)
GOOD = "def double(x):\n    return 2 * x"
GOOD_ROOT = "def root(x):\n    return x ** 0.5"


def marks(grade_id: str, **more: object) -> Json:
    """Return nbgrader's metadata of a cell."""
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {"schema_version": 3, "grade_id": grade_id, **plain, **more}}


def _source() -> nbformat.NotebookNode:
    def code(source: str, grade_id: str, **more: object) -> nbformat.NotebookNode:
        return new_code_cell(source, id=grade_id, metadata=marks(grade_id, **more))

    root = "def root(x):\n    ### BEGIN SOLUTION\n    return x ** 0.5\n    ### END SOLUTION"
    nb = new_notebook(
        cells=[
            code("import numpy as np", "setup", locked=True),
            code(DOUBLE, "double", solution=True),
            code(TEST_DOUBLE, "test_double", grade=True, locked=True, points=4),
            code(root, "root", solution=True),
            code(TEST_ROOT, "test_root", grade=True, locked=True, points=6),
            new_markdown_cell(
                WHY, id="why", metadata=marks("why", grade=True, solution=True, points=2)
            ),
        ]
    )
    nb.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nb


@functools.cache
def _template() -> Path:
    """Make the course, enter its assignment `quiz`, and keep it until the tests are over."""
    folder = Path(tempfile.mkdtemp(prefix="small-course-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "nbgrader_config.py").write_text(CONFIG)
    (folder / "source" / "quiz").mkdir(parents=True)
    nbformat.write(_source(), folder / "source" / "quiz" / "quiz.ipynb")
    done = nbgrader(folder, "generate_assignment", "quiz")
    assert done.returncode == 0, done.stderr
    return folder


def nbgrader(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run nbgrader's own command in a course."""
    return _run(course, str(warm_commands.folder() / "nbgrader"), *arguments)


def twokernels(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `twokernels` in a course."""
    return _run(course, str(warm_commands.folder() / "twokernels"), *arguments)


def python(course: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a course, as an instructor's shell does."""
    return _run(course, sys.executable, *arguments, **more)


def _run(course: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    beside = str(Path(sys.executable).parent)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONWARNINGS"}
    environment |= {
        "PATH": os.pathsep.join((beside, os.environ.get("PATH", ""))),
        "PYTHONPATH": str(ROOT),
        **more,
    }
    return subprocess.run(
        command,
        cwd=course,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def small_course(folder: Path) -> Path:
    """Copy the course into a folder of a test's own."""
    shutil.copytree(_template(), folder / "course")
    return folder / "course"


def once(course: Path, kept: Path, make: Callable[[], None]) -> None:
    """Have `make` change a fresh course the first time, and copy what came of it from then on."""
    if not kept.exists():
        make()
        shutil.copytree(course, kept)
    else:
        shutil.rmtree(course)
        shutil.copytree(kept, course)


def handed_in(double: str = GOOD, root: str = GOOD_ROOT, why: str = "Because I say so.") -> bytes:
    """Make a submission of `quiz`."""
    return notebook(
        cell("import numpy as np", "setup"),
        cell(double, "double"),
        cell("# Graded: double.\nassert double(0) == 0", "test_double"),
        cell(root, "root"),
        cell("", "test_root"),
        cell(why, "why", "markdown"),
    )


def hand_in(
    course: Path, student: str, content: bytes | None = None, timestamp: str | None = None
) -> Path:
    """Put a submission where nbgrader collects them, and return its folder."""
    folder = course / "submitted" / student / "quiz"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "quiz.ipynb").write_bytes(handed_in() if content is None else content)
    if timestamp is not None:
        (folder / "timestamp.txt").write_text(timestamp)
    return folder
