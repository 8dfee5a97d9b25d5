"""`twokernels new`: what it writes, and what it will not overwrite."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from tests.cli.conftest import Command


def test_a_notebook_and_answers_to_try_are_written(course: Path, command: Command) -> None:
    done = command("new", "week-3")
    assert done.status == 0
    assert done.said[0] == "Written: source/week-3/week-3.ipynb and answers/week-3.py."
    assert done.said[-1] == "  twokernels check week-3"
    notebook = nbformat.read(course / "source/week-3/week-3.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    assert "`twokernels check week-3`" in (course / "answers/week-3.py").read_text("utf-8")


def test_the_question_has_the_name_that_is_wanted(course: Path, command: Command) -> None:
    assert command("new", "own", "--question", "corr1d").status == 0
    written = (course / "source/own/own.ipynb").read_text("utf-8")
    assert "moving_average" not in written
    assert "moving-average" not in written
    cells = json.loads(written)["cells"]
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]
    assert {"corr1d", "check_corr1d", "test_corr1d"} <= set(names)
    assert "# %% corr1d right: " in (course / "answers/own.py").read_text("utf-8")


def test_the_next_command_names_a_course_that_is_elsewhere(
    course: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.parent)
    done = command("new", "own", "--course", "course")
    assert done.said[-1] == "  twokernels check own --course course"


@pytest.mark.parametrize("there", ["source/quiz", "answers/quiz.py"])
def test_nothing_is_overwritten(course: Path, command: Command, there: str) -> None:
    if there.endswith(".py"):
        (course / "source/quiz").rename(course / "source/other")
        (course / "answers").mkdir()
        (course / there).write_text("mine")
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    done = command("new", "quiz")
    assert done.status == 2
    assert f"{there} is there already and stays as it is; choose another name." in done.err
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before


ONE_SHORT = """def moving_average(x, size):
    return np.array([x[i : i + size].mean() for i in range(len(x) - size)])"""


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_student_who_has_its_misconception_reads_its_hint(course: Path, command: Command) -> None:
    command("new", "own")
    notebook = nbformat.read(course / "source/own/own.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.id == "moving-average-answer":
            cell.source = ONE_SHORT
    folder = course / "submitted/s1/own"
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "own.ipynb")
    done = command("grade", "own")
    assert done.status == 0, done.err
    cell = done.students["s1"]["cells"]["test_moving_average"]
    assert cell["score"] == 0
    assert cell["misconception"] == "moving_average.one-short"
    assert "The last window is missing" in cell["message"]
    assert "At how many places does a window of 2 fit into 3 entries?" in cell["message"]


REFUSED = {
    "a path": (["../quiz2"], "cannot be an assignment's name"),
    "a space": (["week 3"], "cannot be an assignment's name"),
    "a plus, which nbgrader refuses": (["a+b"], "cannot be an assignment's name"),
    "no name": ([""], "cannot be an assignment's name"),
    "a keyword": (["own", "--question", "lambda"], "cannot be the answer's name"),
    "a built-in": (["own", "--question", "sum"], "cannot be the answer's name"),
    "a name of the notebook's": (["own", "--question", "x"], "cannot be the answer's name"),
    "no course": (["own", "--course", "/nowhere"], "/nowhere is not a folder"),
}


@pytest.mark.parametrize(("arguments", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_written_is_status_2_in_one_sentence(
    course: Path, command: Command, arguments: list[str], reason: str
) -> None:
    before = sorted(course.rglob("*"))
    done = command("new", *arguments)
    assert done.status == 2
    assert done.said[-1].startswith("twokernels new: ")
    assert reason in done.said[-1]
    assert sorted(course.rglob("*")) == before
