"""Lists as they come: other columns, another order, Excel's marks and line ends; none is lost."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.cli import main
from tests.cli.test_marks import text
from tests.course.term import term

CANVAS = '''\
Student,ID,SIS User ID,SIS Login ID,Section,"Homework 0, warm up (4700)",Notes,Current Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,,(read only)
"Example, Ann",101,A1,ann,"S1, S2",9,"late, twice",80
"O'Neil, Ben ""B""",102,A2,ben,S1,,,
"Öström, Zoë",103,A3,zoe,S1,7,,70
"Nowhere, Was",104,A4,was,S1,,,
"Again, Ann",105,A5,ann,S1,,,
"Student, Test",999,,f2ab,S1,,,
'''
MOODLE = """\
Groups,"Email address",Roles,Surname,"ID number","First name",Username,"Last access"
"S1, S2",ann@uni.example,Student,Example,9001,Ann,ann,now
,ben@uni.example,Student,"O'Neil, jr.",9002,Ben,ben,"1 day, 2 hours"
S1,zoe@uni.example,Student,Öström,9003,Zoë,zoe,never
S1,was@uni.example,Student,Nowhere,9004,Was,was,never
S1,boss@uni.example,Teacher,Boss,1,Tea,boss,now
"""
SAVED = {
    "as downloaded": lambda text: text.encode(),
    "by Excel, as CSV UTF-8": lambda text: ("\ufeff" + text.replace("\n", "\r\n")).encode(),
    "by Excel in Europe": lambda text: semicolons(text).encode("utf-8-sig"),
    "by Excel, as Unicode text": lambda text: semicolons(text, "\t").encode("utf-16"),
    "with its columns turned round": lambda text: turned(text).encode(),
}


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(text.splitlines()))


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    quoted = ([f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows)
    return "".join(delimiter.join(row) + "\r\n" for row in quoted)


def semicolons(text: str, delimiter: str = ";") -> str:
    return written(rows(text), delimiter)


def turned(text: str) -> str:
    return written([row[::-1] for row in rows(text)])


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a graded class without a roster, and stand in it."""
    course = term(tmp_path)
    (course / "roster.csv").unlink()
    monkeypatch.chdir(course)
    return course


@pytest.mark.parametrize("saved", SAVED.values(), ids=SAVED)
def test_a_canvas_export_and_back(
    course: Path, capsys: pytest.CaptureFixture[str], saved: Callable[[str], bytes]
) -> None:
    """The second with ann's login is named; who handed in nothing, and who is in no list, too."""
    (course / "canvas.csv").write_bytes(saved(CANVAS))
    assert main(["roster", "canvas.csv"]) == 1
    assert "line 8: student_id ann is that of line 4 too; left out." in capsys.readouterr().err
    assert main(["marks", "quiz", "--format", "canvas", "--to", "out.csv"]) == 1
    assert text(course / "out.csv") == (
        "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (4711)\n"
        "    Points Possible,,,,,12\n"
        '"Example, Ann",101,A1,ann,"S1, S2",11.5\n'
        '"O\'Neil, Ben ""B""",102,A2,ben,S1,8\n'
        '"Öström, Zoë",103,A3,zoe,S1,10\n'
        '"Nowhere, Was",104,A4,was,S1,\n'
    )
    said = capsys.readouterr().err
    assert "quiz: no mark, and an empty cell, for was." in said
    assert "ghost (quiz 10) is not in the roster, so not in the file." in said


@pytest.mark.parametrize("saved", SAVED.values(), ids=SAVED)
def test_a_moodle_list_and_back(course: Path, saved: Callable[[str], bytes]) -> None:
    (course / "people.csv").write_bytes(saved(MOODLE))
    assert main(["roster", "people.csv"]) == 0
    assert main(["marks", "quiz", "--format", "moodle", "--to", "out.csv"]) == 1, "ghost"
    assert text(course / "out.csv") == (
        "First name,Last name,ID number,Email address,quiz\n"
        "Ann,Example,9001,ann@uni.example,11.5\n"
        'Ben,"O\'Neil, jr.",9002,ben@uni.example,8\n'
        "Zoë,Öström,9003,zoe@uni.example,10\n"
        "Was,Nowhere,9004,was@uni.example,\n"
    )


def test_the_list_itself_can_say_who_is_who(course: Path) -> None:
    """Nothing is enrolled by it, and no roster is written."""
    (course / "canvas.csv").write_text(CANVAS.replace('"Again, Ann",105,A5,ann,S1,,,\n', ""))
    marks = ["marks", "quiz", "--format", "canvas", "--to", "out.csv"]
    assert main([*marks, "--roster", "canvas.csv"]) == 1, "ghost"
    assert '"Example, Ann",101,A1,ann,"S1, S2",11.5' in text(course / "out.csv")
    assert not (course / "roster.csv").exists()
