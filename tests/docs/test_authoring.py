"""docs/authoring.md, followed to the letter in a course of one's own, ends with a release."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from helpers.authoring.findings import Kind
from tests.docs.pages import ROOT, commands, inline, must, page

PAGE = page("authoring")
TYPED = [*commands(PAGE), *inline(PAGE), "twokernels new other --question running_mean"]
"""The last is of an option that the page names."""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Type every command of the page, and keep what each says; the last is the folder."""
    course = tmp_path_factory.mktemp("course")
    shutil.copy2(ROOT / "nbgrader_config.py", course)
    (course / "source").mkdir()
    said = {line: must(line, course) for line in TYPED}
    return said | {"folder": str(course)}


def test_it_ends_with_a_release_that_hides_what_it_should(said: dict[str, str]) -> None:
    released = Path(said["folder"], "release/smoothing/smoothing.ipynb").read_text("utf-8")
    assert "def moving_average(x, size)" in released
    assert "NotImplementedError" in released
    for hidden in ("_reference", "FunctionQuestion", "mark scheme", "MARK SCHEME", "mean() for"):
        assert hidden not in released


def test_a_new_assignment_is_clean(said: dict[str, str]) -> None:
    assert "✓ smoothing: nothing found" in said["twokernels check smoothing"]


def test_it_can_be_handed_out(said: dict[str, str]) -> None:
    with zipfile.ZipFile(Path(said["folder"], "smoothing-student.zip")) as archive:
        assert "smoothing-student/smoothing/smoothing.ipynb" in archive.namelist()


def test_the_question_has_the_name_that_was_wanted(said: dict[str, str]) -> None:
    source = Path(said["folder"], "source/other/other.ipynb").read_text("utf-8")
    assert "def running_mean(" in source


def test_every_finding_is_explained() -> None:
    rows = re.findall(r"^\| (`.*?) \|", PAGE.read_text("utf-8"), re.M)
    assert set(re.findall(r"`([\w-]+)`", " ".join(rows))) >= {str(kind) for kind in Kind}


def test_the_page_is_short() -> None:
    assert len(PAGE.read_text("utf-8").splitlines()) <= 120
