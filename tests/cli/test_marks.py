"""`twokernels marks`: the files as Canvas, Moodle and people read them, and what is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.cli import main
from tests.course.term import term


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a graded class, and stand in it."""
    course = term(tmp_path)
    monkeypatch.chdir(course)
    return course


def marks(*arguments: str) -> int:
    try:
        return main(["marks", *arguments])
    except SystemExit as end:
        return int(end.code or 0)


def text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def test_canvas_to_the_letter(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The manual mark is in it, ben's late penalty is off, was' cell is empty, and =1+1 is text."""
    assert marks("quiz", "--format", "canvas", "--to", "canvas.csv") == 1
    assert text(course / "canvas.csv") == (
        "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (4711)\n"
        "    Points Possible,,,,,12\n"
        '"Example, Ann",101,A1,ann1,"S1, S2",11.5\n'
        '"O\'Neil, Ben ""B""",102,A2,ben1,S1,8\n'
        '"\'=1+1, Zoë",103,A3,zoe1,S1,10\n'
        '"Nowhere, Was",,,,,\n'
    )
    said = capsys.readouterr()
    assert said.out == ""
    *lines, last = said.err.splitlines()
    assert last == "4 students written to canvas.csv."
    assert lines == [
        f"twokernels marks: {line}"
        for line in (
            "3 of 4 marks are not final, answers wait to be marked by hand: ben, zoe, ghost.",
            "quiz: no mark, and an empty cell, for was.",
            "was: no canvas_id, sis_user_id or sis_login_id in the roster, so Canvas goes by the "
            "name.",
            "ghost (quiz 10) is not in the roster, so not in the file.",
        )
    ]


def test_the_name_in_canvas_can_be_given(course: Path) -> None:
    column = ("--column", "quiz=Quiz, the first (5)")
    marks("quiz", "--format", "canvas", *column, "--to", "canvas.csv")
    assert text(course / "canvas.csv").splitlines()[0].endswith(',Section,"Quiz, the first (5)"')


def test_moodle_to_the_letter(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert marks("--format", "moodle", "--to", "moodle.csv") == 1
    assert text(course / "moodle.csv") == (
        "First name,Last name,ID number,Email address,quiz\n"
        "Ann,Example,9001,ann@uni.example,11.5\n"
        '"Ben ""B""",O\'Neil,,ben@uni.example,8\n'
        "Zoë,'=1+1,9003,zoe@uni.example,10\n"
        "Was,Nowhere,,,\n"
    )
    assert "was: no moodle_id or email in the roster" in capsys.readouterr().err


def test_moodles_worksheet_is_filled_in(course: Path) -> None:
    (course / "w.csv").write_text(
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (grade)\n"
        "Participant 7,Ann Example,ann@uni.example,Submitted,,12.00,-\n"
    )
    options = ("--format", "moodle", "--worksheet", "w.csv", "--to", "filled.csv")
    assert marks("quiz", *options) == 1
    assert text(course / "filled.csv").splitlines()[1].split(",")[4] == "11.5"
    assert text(course / "w.csv").splitlines()[1].split(",")[4] == ""


def test_the_table_has_everyone_and_says_what_is_not_final(course: Path) -> None:
    assert marks("quiz", "--format", "csv", "--to", "marks.csv") == 0
    assert text(course / "marks.csv").splitlines() == [
        "student_id,last_name,first_name,email,section,quiz,not_final",
        'ann,Example,Ann,ann@uni.example,"S1, S2",11.5,',
        'ben,O\'Neil,"Ben ""B""",ben@uni.example,S1,8,quiz',
        "zoe,'=1+1,Zoë,zoe@uni.example,S1,10,quiz",
        "was,Nowhere,Was,,,,",
        "ghost,,,,,10,quiz",
    ]


def test_the_json_file(course: Path) -> None:
    assert marks("--format", "json", "--to", "marks.json") == 0
    result = json.loads((course / "marks.json").read_text("utf-8"))
    assert result["assignments"] == {"quiz": {"max_score": 12.0}}
    assert list(result["students"]) == ["ann", "ben", "zoe", "was", "ghost"]
    ben = result["students"]["ben"]
    assert ben["marks"] == {"quiz": {"score": 8.0, "late_penalty": 2.0, "final": False}}
    assert result["students"]["zoe"]["last_name"] == "=1+1"
    assert result["students"]["was"]["marks"] == {}


def test_a_table_needs_no_roster(course: Path) -> None:
    (course / "roster.csv").unlink()
    assert marks("--format", "csv", "--to", "marks.csv") == 0
    rows = text(course / "marks.csv").splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == ["ann", "ben", "ghost", "zoe"]


def test_a_bad_line_of_the_roster_is_named(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (course / "roster.csv").open("a") as roster:
        roster.write(",Nameless,,,,,,,\n")
    assert marks("--format", "json", "--to", "marks.json") == 1
    assert "roster.csv, line 6: no student id; left out." in capsys.readouterr().err


NOTHING_DONE = {
    "no such assignment": (["quizz"], "no assignment quizz in the gradebook (there: quiz)."),
    "no such student": (["--student", "anne"], "anne: in neither the roster nor the gradebook;"),
    "no course": (["--course", "/nowhere"], "/nowhere is not a folder"),
    "no roster": (["--roster", "no.csv"], "there is no roster no.csv; make one with"),
    "a roster that is none": (["--roster", "nbgrader_config.py"], "is no list this knows"),
    "a worksheet for Canvas": (["--worksheet", "w.csv"], "give --format moodle with it"),
    "a name for no assignment": (["--column", "=x"], "is not of the form ASSIGNMENT=NAME"),
    "a folder to write to": (["--to", "source"], "source cannot be written: it is a folder"),
    "nowhere to write to": (["--to", "/proc/x.csv"], "/proc/x.csv cannot be written: "),
}


@pytest.mark.parametrize(("arguments", "reason"), NOTHING_DONE.values(), ids=NOTHING_DONE)
def test_nothing_is_done_status_2_in_one_sentence(
    course: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
) -> None:
    assert marks("--format", "canvas", "--to", "out.csv", *arguments) == 2
    lines = capsys.readouterr().err.splitlines()
    assert reason in lines[-1]
    assert lines[-1].startswith("twokernels marks: ")
    assert not (course / "out.csv").exists()


BROKEN = {
    "a corrupt gradebook": ("gradebook.db", b"no gradebook" * 500, "file is not a database"),
    "a penalty of 10 for 10 %": (
        "nbgrader_config.py", b"c = get_config()\nfrom helpers.nbgrader_plugins import "
        b"use_two_kernels\nuse_two_kernels(c)\nc.TwoKernelsLate.penalty_per_day = 10\n",
        "penalty_per_day",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("file", "content", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_course_is_status_2(
    course: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    content: bytes,
    reason: str,
) -> None:
    (course / file).write_bytes(content)
    assert marks("--format", "csv", "--to", "out.csv") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert reason in line
    assert (course / file).read_bytes() == content
