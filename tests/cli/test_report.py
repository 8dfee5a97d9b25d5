"""`twokernels report`, from what `twokernels grade` left to a page and a sheet."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.grading.courses import hand_in, handed_in

WRONG = "def double(x):\n    return x"


def graded_class(course: Path, command: Command) -> Path:
    """Grade three submissions, one of which cannot be, and give the result file."""
    hand_in(course, "s1")
    hand_in(course, "s2", handed_in(double=WRONG))
    hand_in(course, "s3", b"{")
    assert command("grade", "quiz").status == 1
    return course.parent / "result.json"


def test_a_page_and_a_sheet_are_made_of_what_was_graded(course: Path, command: Command) -> None:
    result = graded_class(course, command)
    kept = result.rename(result.with_name("kept.json"))
    done = command("report", "quiz", "--csv", "quiz.csv", "--results", str(kept))
    assert done.status == 0
    assert done.said == [
        "quiz: 2 graded, 1 could not be graded; written to quiz-report.html and quiz.csv."
    ]
    html = (course / "quiz-report.html").read_text("utf-8")
    assert "quiz: how the class did" in html
    assert "the notebook file is not valid JSON" in html
    with open(course / "quiz.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {(row["student"], row["question"]): row["outcome"] for row in rows}
    assert found["s2", "test_double"] == "wrong_values"
    assert found["s1", "test_double"] == "correct"
    assert found["s3", ""] == "failed"


def test_the_page_goes_where_it_is_wanted(
    course: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    graded_class(course, command)
    monkeypatch.chdir(course.parent)
    done = command("report", "quiz", "--course", "course", "--output", "pages/class.html")
    assert done.status == 0
    assert "1 could not be graded; written to pages/class.html." in done.said[-1]
    assert (course.parent / "pages" / "class.html").stat().st_size > 10_000
    assert not list(course.glob("*.html"))


def test_an_anonymous_page_holds_no_id(course: Path, command: Command) -> None:
    hand_in(course, "zaphod-beeblebrox")
    assert command("grade", "quiz").status == 0
    done = command("report", "quiz", "--anonymous", "--csv", "quiz.csv")
    assert done.status == 0
    for name in ("quiz-report.html", "quiz.csv"):
        text = (course / name).read_text("utf-8")
        assert "zaphod" not in text
        assert "student 1" in text


NOTHING_DONE = {
    "no such assignment": (["quizz"], "there is no assignment quizz in"),
    "a path for an assignment": (["quiz/"], "is no assignment's name"),
    "no course": (["quiz", "--course", "/nowhere"], "/nowhere is not a folder"),
    "a folder that is no course": (["quiz", "--course", "/usr"], "/usr is no course directory"),
    "no assignment named": ([], "the following arguments are required: ASSIGNMENT"),
    "no result file": (["quiz", "--results", "none.json"], "none.json cannot be read: No such"),
    "a page in a file": (["quiz", "--output", "a file/x.html"], "a file/x.html cannot be written"),
    "a page that is a folder": (["quiz", "--output", "source"], "source cannot be written"),
    "a sheet in a file": (["quiz", "--csv", "a file/x.csv"], "a file/x.csv cannot be written"),
    "one file for both": (
        ["quiz", "--output", "x", "--csv", "./x"], "x cannot be both the page and the CSV",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "reason"), NOTHING_DONE.values(), ids=NOTHING_DONE)
def test_what_cannot_be_done_is_status_2_in_one_clear_sentence(
    course: Path, command: Command, arguments: list[str], reason: str
) -> None:
    hand_in(course, "s1")
    (course / "a file").write_text("x")
    assert command("grade", "quiz").status == 0
    done = command("report", *arguments)
    assert done.status == 2
    assert reason in done.said[-1]
    assert "Traceback" not in done.err
    assert done.said[-1].startswith(("twokernels report: ", "twokernels: error: "))
    assert (course / "a file").read_text() == "x"


def test_nothing_graded_yet_is_status_2_and_says_what_to_do(course: Path, command: Command) -> None:
    hand_in(course, "s1")
    done = command("report", "quiz")
    assert done.status == 2
    assert done.said == [
        "twokernels report: nothing of quiz is graded yet (handed in: 1); "
        "run `twokernels grade quiz` first."
    ]
    assert not (course / "quiz-report.html").exists()


def test_help_has_examples(command: Command) -> None:
    done = command("report", "--help")
    assert done.status == 0
    assert "twokernels report two_kernels --anonymous" in done.out
