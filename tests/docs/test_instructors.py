"""docs/instructors.md, followed to the letter in a fresh clone, ends with marks for Canvas."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from examples.build import load_class
from tests.docs.pages import ROOT, commands

DONE_BEFORE = ("make setup", "source .venv/bin/activate")
"""What every run of the tests has behind it."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clone what is tracked here, and type every command of the page."""
    clone = tmp_path_factory.mktemp("clone")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout.decode().split("\0")  # fmt: skip
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, clone / name)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(clone)}
    typed = [line for line in commands(ROOT / "docs" / "instructors.md")]
    assert typed[:2] == list(DONE_BEFORE)
    for line in typed[2:]:
        done = subprocess.run(
            ["bash", "-c", line], cwd=clone, env=environment,
            capture_output=True, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        allowed = (0, 1) if line.startswith("twokernels marks") else (0,)
        assert done.returncode in allowed, f"{line}\n{done.stdout}\n{done.stderr}"
    return clone


def test_every_student_is_in_the_canvas_file_with_a_mark(course: Path) -> None:
    with (course / "canvas.csv").open(encoding="utf-8-sig", newline="") as file:
        header, points, *rows = csv.reader(file)
    assert header[:2] == ["Student", "ID"]
    assert points[0].strip() == "Points Possible"
    column = next(i for i, name in enumerate(header) if name.startswith("two_kernels"))
    marks = {row[header.index("SIS Login ID")]: float(row[column]) for row in rows}
    assert set(marks) == set(load_class())
    assert marks["perfect_loops"] > marks["flips_kernel"] > marks["blank"] == 0


def test_what_the_page_promises_is_there(course: Path) -> None:
    assert (course / "two_kernels-student.zip").is_file()
    assert (course / "two_kernels-report.html").is_file()
    for student in load_class():
        assert (course / "feedback" / student / "two_kernels" / "two_kernels.html").is_file()
