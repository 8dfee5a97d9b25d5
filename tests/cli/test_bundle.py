"""`twokernels bundle`, from a release to a zip."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Command

pytestmark = pytest.mark.filterwarnings(
    # nbgrader 0.9.6 and nbconvert open event loops and files in ways that newer Pythons warn of.
    "ignore::DeprecationWarning",
    "ignore::ResourceWarning",
)


def test_a_zip_is_made_here(course: Path, command: Command) -> None:
    done = command("bundle", "quiz")
    assert done.status == 0
    assert done.said[0].startswith("quiz/quiz.ipynb for students: written to quiz-student.zip (")
    with zipfile.ZipFile(course / "quiz-student.zip") as archive:
        assert "quiz-student/README.txt" in archive.namelist()


def test_it_goes_where_it_is_wanted_and_replaces_the_last(
    course: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.parent)
    for _ in range(2):
        done = command("bundle", "quiz", "quiz", "--course", "course", "--output", "out/week 1.zip")
        assert done.status == 0
        assert "written to out/week 1.zip" in done.said[-1]
    assert [path.name for path in (course.parent / "out").iterdir()] == ["week 1.zip"]
    assert not list(course.glob("*.zip"))


NOTHING_DONE = {
    "no such assignment": (["quizz"], "there is no assignment quizz in"),
    "one of two is none": (["quiz", "quizz"], "there is no assignment quizz in"),
    "a path for an assignment": (["quiz/"], "is no assignment's name"),
    "no assignment named": ([], "the following arguments are required: ASSIGNMENT"),
    "no release": (["other"], "run `nbgrader generate_assignment other --force` in"),
    "no course": (["quiz", "--course", "/nowhere"], "/nowhere is not a folder"),
    "a folder that is no course": (["quiz", "--course", "/usr"], "/usr is no course directory"),
    "no zip": (["quiz", "--output", "a file"], "'a file' does not end in .zip"),
    "a zip in a file": (["quiz", "--output", "a file/x.zip"], "a file/x.zip cannot be written"),
    "a zip that is a folder": (["quiz", "--output", "a.zip"], "a.zip cannot be written: Is a dir"),
}


@pytest.mark.parametrize(("arguments", "reason"), NOTHING_DONE.values(), ids=NOTHING_DONE)
def test_what_cannot_be_done_is_status_2_in_one_clear_sentence(
    course: Path, command: Command, arguments: list[str], reason: str
) -> None:
    (course / "a file").write_text("x")
    (course / "a.zip").mkdir()
    (course / "source" / "other").mkdir()
    (course / "source/other/other.ipynb").write_text("{}")
    done = command("bundle", *arguments)
    assert done.status == 2
    assert reason in done.said[-1]
    assert done.said[-1].startswith(("twokernels bundle: ", "twokernels: error: "))
    assert "Traceback" not in done.err
    assert (course / "a file").read_text() == "x"
    assert [path.name for path in course.glob("*.zip")] == ["a.zip"]


def test_help_has_examples(command: Command) -> None:
    done = command("bundle", "--help")
    assert done.status == 0
    assert "twokernels bundle pooling --output week4.zip" in done.out
