"""docs/authoring.md, followed to the letter in a course of one's own, ends with a release."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.authoring.findings import Kind
from tests.docs.pages import ROOT, commands

PAGE = ROOT / "docs" / "authoring.md"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Type every command of the page, and keep what each says; the last is the folder."""
    course = tmp_path_factory.mktemp("course")
    shutil.copy2(ROOT / "nbgrader_config.py", course)
    (course / "source").mkdir()
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)}
    said = {}
    for line in commands(PAGE):
        done = subprocess.run(
            ["bash", "-c", line], cwd=course, env=environment,
            capture_output=True, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        said[line] = done.stdout + done.stderr
    return said | {"folder": str(course)}


def test_it_ends_with_a_release_that_hides_what_it_should(said: dict[str, str]) -> None:
    released = Path(said["folder"], "release/smoothing/smoothing.ipynb").read_text("utf-8")
    assert "def moving_average(x, size)" in released
    assert "NotImplementedError" in released
    for hidden in ("_reference", "FunctionQuestion", "mark scheme", "MARK SCHEME", "mean() for"):
        assert hidden not in released


def test_a_new_assignment_is_clean(said: dict[str, str]) -> None:
    assert "✓ smoothing: nothing found" in said["twokernels check smoothing"]


def test_every_finding_is_explained() -> None:
    rows = re.findall(r"^\| (`.*?) \|", PAGE.read_text("utf-8"), re.M)
    assert set(re.findall(r"`([\w-]+)`", " ".join(rows))) >= {str(kind) for kind in Kind}


def test_the_page_is_short() -> None:
    assert len(PAGE.read_text("utf-8").splitlines()) <= 120
