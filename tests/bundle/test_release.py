"""What may be handed out: a release that is there, is up to date, and shows nothing hidden."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.bundle.notebook import NotReleased
from helpers.bundle.release import read_release
from helpers.grading.course import Course
from helpers.grading.errors import NoCourse
from tests.grading.courses import CANARY, small_course

pytestmark = pytest.mark.filterwarnings(
    # nbgrader 0.9.6 and nbconvert open event loops and files in ways that newer Pythons warn of.
    "ignore::DeprecationWarning",
    "ignore::ResourceWarning",
)

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return small_course(tmp_path)


def edit(path: Path, change: Change) -> None:
    notebook = json.loads(path.read_text())
    change(notebook)
    path.write_text(json.dumps(notebook))


def refused(course: Path, assignment: str = "quiz") -> str:
    with pytest.raises((NotReleased, NoCourse)) as caught:
        read_release(Course.load(course), assignment)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_release_is_read_with_its_data(course: Path) -> None:
    for part in ("source", "release"):
        (course / part / "quiz" / "data").mkdir()
        (course / part / "quiz" / "data" / "a.bin").write_bytes(b"\xff\x00")
        (course / part / "quiz" / ".ipynb_checkpoints").mkdir()
        (course / part / "quiz" / ".ipynb_checkpoints" / "quiz.ipynb").write_text("{}")
    files = read_release(Course.load(course), "quiz")
    assert sorted(files) == ["data/a.bin", "quiz.ipynb"]
    assert files["data/a.bin"] == b"\xff\x00"


def test_no_gradebook_is_touched(course: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in course.glob("*")}
    read_release(Course.load(course), "quiz")
    assert {path: path.stat().st_mtime_ns for path in course.glob("*")} == before


def test_without_a_release_it_says_what_to_run(course: Path) -> None:
    (course / "release/quiz/quiz.ipynb").unlink()
    assert refused(course) == (
        f"{course}/release/quiz holds no notebook; "
        f"run `nbgrader generate_assignment quiz --force` in {course} first"
    )


def first_visible(notebook: dict[str, Any]) -> None:
    notebook["cells"][0]["source"] = "import numpy as np  # since the release"


def other_points(notebook: dict[str, Any]) -> None:
    notebook["cells"][2]["metadata"]["nbgrader"]["points"] = 5


def one_cell_less(notebook: dict[str, Any]) -> None:
    del notebook["cells"][4]


@pytest.mark.parametrize("change", [first_visible, other_points, one_cell_less])
def test_a_source_changed_since_the_release_is_noticed(course: Path, change: Change) -> None:
    edit(course / "source/quiz/quiz.ipynb", change)
    assert f"quiz.ipynb is not what {course}/source/quiz gives now" in refused(course)


def test_a_hidden_test_changed_since_the_release_is_no_matter(course: Path) -> None:
    def change(notebook: dict[str, Any]) -> None:
        cell = notebook["cells"][2]
        cell["source"] = "".join(cell["source"]).replace("double(3) == 6", "double(4) == 8")

    edit(course / "source/quiz/quiz.ipynb", change)
    assert list(read_release(Course.load(course), "quiz")) == ["quiz.ipynb"]


def test_times_decide_nothing(course: Path) -> None:
    (course / "source/quiz/quiz.ipynb").touch()
    assert read_release(Course.load(course), "quiz")


def test_a_data_file_that_changed_or_is_missing_is_noticed(course: Path) -> None:
    (course / "source/quiz/data.csv").write_text("1")
    assert "release/quiz/data.csv is not what" in refused(course)


def show_solution(notebook: dict[str, Any]) -> None:
    notebook["cells"][1]["source"] = "def double(x):\n    return 2 * x  # easy"


def show_hidden_test(notebook: dict[str, Any]) -> None:
    notebook["cells"][0]["metadata"]["note"] = f"hidden = '{CANARY}'"


def show_in_output(notebook: dict[str, Any]) -> None:
    text = ["this is right:\n", "    return x ** 0.5\n"]
    stream = {"output_type": "stream", "name": "stdout", "text": text}
    notebook["cells"][0]["outputs"] = [stream]


def show_mark_scheme(notebook: dict[str, Any]) -> None:
    notebook["cells"][5]["source"] += f"\n{CANARY} 2 for because."


def show_a_mark(notebook: dict[str, Any]) -> None:
    notebook["cells"][4]["source"] = "### BEGIN HIDDEN TESTS\n1\n### END HIDDEN TESTS"


@pytest.mark.parametrize(
    "change", [show_solution, show_hidden_test, show_in_output, show_mark_scheme, show_a_mark]
)
def test_a_release_that_shows_what_is_hidden_is_refused(course: Path, change: Change) -> None:
    edit(course / "release/quiz/quiz.ipynb", change)
    assert "release/quiz/quiz.ipynb shows what students must not see, `" in refused(course)


def test_a_solution_in_a_data_file_is_refused(course: Path) -> None:
    for part in ("source", "release"):
        (course / part / "quiz/solve.py").write_text("def root(x):\n    return x ** 0.5\n")
    assert "release/quiz/solve.py shows what students must not see, `return x ** 0.5`" in refused(
        course
    )


def test_tests_that_a_course_does_not_hide_are_refused(course: Path) -> None:
    """As where the preprocessor that removes them is missing: release and source then agree."""
    with open(course / "nbgrader_config.py", "a") as config:
        config.write("c.ClearHiddenTests.enabled = False\nc.ClearHiddenTests.enforce = False\n")
    (course / "release/quiz/quiz.ipynb").write_bytes(
        (course / "source/quiz/quiz.ipynb").read_bytes()
    )
    assert "shows what students must not see" in refused(course)


def test_a_link_in_a_release_is_refused(course: Path) -> None:
    (course / "release/quiz/roster.csv").symlink_to("/etc/passwd")
    assert "roster.csv is a link; put the file itself there" in refused(course)


@pytest.mark.parametrize("part", ["source", "release"])
def test_a_broken_notebook_is_refused(course: Path, part: str) -> None:
    (course / part / "quiz/quiz.ipynb").write_text('{"cells": [1]}')
    assert "quiz.ipynb is no notebook that can be read" in refused(course)


def test_a_source_that_cannot_be_released_says_why(course: Path) -> None:
    def change(notebook: dict[str, Any]) -> None:
        del notebook["cells"][1]["metadata"]["nbgrader"]["schema_version"]

    edit(course / "source/quiz/quiz.ipynb", change)
    said = refused(course)
    assert f"no release can be made of {course}/source/quiz: One or more notebooks" in said
    assert said.endswith("nbgrader update")
