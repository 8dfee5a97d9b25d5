"""`twokernels roster`: a class is enrolled, updated and kept; nothing is lost and all is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.cli import main
from tests.course.term import gradebook
from tests.grading.courses import small_course

FIRST = """\
student_id,first_name,last_name,email,canvas_id
zoe,Zoë,Öström,zoe@uni.example,103
ann,Ann,Example,,101
"""
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Quiz (4711)
    Points Possible,,,,,12
"Öström, Zoë",103,A3,zoe1,S2,9
"Other, Jo",104,A4,jo1,S1,
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a course, a list and a Canvas export, and stand in it."""
    course = small_course(tmp_path)
    monkeypatch.chdir(course)
    (course / "first.csv").write_text(FIRST, "utf-8")
    (course / "canvas.csv").write_text(CANVAS, "utf-8")
    return course


def students(course: Path) -> dict[str, tuple[str | None, ...]]:
    with gradebook(course) as book:
        return {s.id: (s.first_name, s.last_name, s.email, s.lms_user_id) for s in book.students}


def roster(*arguments: str) -> int:
    try:
        return main(["roster", *arguments])
    except SystemExit as end:
        return int(end.code or 0)


def test_students_are_added_and_the_roster_is_kept(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert roster("first.csv") == 0
    assert students(course) == {
        "ann": ("Ann", "Example", None, "101"),
        "zoe": ("Zoë", "Öström", "zoe@uni.example", "103"),
    }
    assert (course / "roster.csv").read_text("utf-8-sig").splitlines()[1] == (
        "zoe,Zoë,Öström,zoe@uni.example,103,,,,"
    )
    assert capsys.readouterr().out.splitlines() == [
        "added: zoe, ann", "roster: 2 added, 0 changed, 0 unchanged.",
    ]  # fmt: skip
    assert roster("first.csv") == 0
    assert capsys.readouterr().out == "roster: 0 added, 0 changed, 2 unchanged.\n"


def test_a_second_list_updates_by_any_id_and_removes_nobody(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster("first.csv")
    capsys.readouterr()
    assert roster("canvas.csv") == 0
    assert capsys.readouterr().out.splitlines() == [
        "added: jo1",
        "changed: zoe (sis_user_id, sis_login_id, section)",
        "not in this list, kept: ann",
        "Canvas gradebook export: 1 added, 1 changed, 0 unchanged.",
    ]
    assert sorted(students(course)) == ["ann", "jo1", "zoe"]
    assert (course / "roster.csv").read_text("utf-8-sig").splitlines()[1:] == [
        "zoe,Zoë,Öström,zoe@uni.example,103,A3,zoe1,S2,",
        "ann,Ann,Example,,101,,,,",
        "jo1,Jo,Other,,104,A4,jo1,S1,",
    ]


def test_a_dry_run_says_the_same_and_writes_nothing(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "gradebook.db").unlink()
    before = sorted(course.rglob("*"))
    assert roster("first.csv", "--dry-run") == 0
    assert "added: zoe, ann" in capsys.readouterr().out
    assert sorted(course.rglob("*")) == before
    assert roster("first.csv") == 0  # a gradebook is made where there is none
    assert sorted(students(course)) == ["ann", "zoe"]


def test_bad_rows_are_named_by_line_and_the_rest_goes_on(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (course / "first.csv").open("a") as file:
        file.write("ann,Again,,,\n,Nameless,,,\n=1+1,Eve,,,\njo,Jo,Doe,jo@x.y,105\n")
    assert roster("first.csv") == 1
    assert sorted(students(course)) == ["ann", "jo", "zoe"]
    assert capsys.readouterr().err.splitlines() == [
        "twokernels roster: first.csv, line 4: student_id ann is that of line 3 too; left out.",
        "twokernels roster: first.csv, line 5: no student id; left out.",
        "twokernels roster: first.csv, line 6: student_id '=1+1' starts with '=': a spreadsheet "
        "would run it; left out.",
    ]


def test_nobody_gets_what_is_somebody_elses(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster("first.csv")
    (course / "second.csv").write_text("student_id,canvas_id\neve,101\njo,105\n")
    assert roster("second.csv") == 1
    assert "eve: canvas_id 101 is ann's; left out." in capsys.readouterr().err
    assert sorted(students(course)) == ["ann", "jo", "zoe"]


def test_a_roster_with_a_bad_line_is_not_written_over(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "roster.csv").write_text("student_id,first_name\nann,Ann\n,Lost\n")
    assert roster("first.csv") == 2
    assert "line 3: no student id; correct it first" in capsys.readouterr().err
    assert "Lost" in (course / "roster.csv").read_text()
    assert students(course) == {}


NOTHING_DONE = {
    "no file": (["no.csv"], "no.csv cannot be read: No such file"),
    "another file": (["nbgrader_config.py"], "is no list this knows"),
    "nobody in it": (["empty.csv"], "empty.csv lists nobody; nothing done."),
    "no course": (["first.csv", "--course", "/nowhere"], "/nowhere is not a folder"),
    "an id nobody has": (["first.csv", "--id", "shoe_size"], "invalid choice: 'shoe_size'"),
}


@pytest.mark.parametrize(("arguments", "reason"), NOTHING_DONE.values(), ids=NOTHING_DONE)
def test_nothing_is_done_status_2_in_one_sentence(
    course: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
) -> None:
    (course / "empty.csv").write_text("student_id,email\n")
    assert roster(*arguments) == 2
    assert reason in capsys.readouterr().err.splitlines()[-1]
    assert not (course / "roster.csv").exists()


def test_help_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("roster", "marks"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        assert f"twokernels {command} " in capsys.readouterr().out.partition("examples:")[2]
