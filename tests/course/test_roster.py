"""Lists of people are read in every layout, and each bad row is named by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.course.layouts import read_list
from helpers.course.roster import Person, Roster, read_roster, write_roster
from helpers.course.table import BadTable

NOBODY = Roster(())
CANVAS = '''\
Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (4711),Current Score
,,,,,Manual Posting,
    Points Possible,,,,,12,(read only)
"Öström, Zoë ""Z""",103,A3,zoe@uni.example,"S1, S2",9.5,80
Madonna,104,,,S1,,
"Student, Test",999,,f2ab,S1,,
'''
CANVAS_TWO_NAMES = """\
LastName,FirstName,ID,SIS Login ID,Section,Homework 1 (4711)
    Points Possible,,,,,12
Öström,Zoë,103,zoe,S1,9.5
"""
MOODLE = """\
"First name","Last name","Email address","ID number",Roles,Groups
Zoë,Öström,zoe@uni.example,9003,Student,S1
Tea,Cher,tea@uni.example,,Teacher,
Ann,Example,ann@uni.example,,Student,
"""
MOODLE_GRADES = """\
"First name",Surname,"ID number",Institution,Department,"Email address","Course total"
Zoë,Öström,9003,,,zoe@uni.example,56.00
"""


def listed(
    tmp_path: Path, text: str, known: Roster = NOBODY, identifier: str | None = None
) -> tuple[str, Roster]:
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")
    return read_list(path, known, identifier)


def test_canvas_gradebook_is_recognised_without_its_own_rows(tmp_path: Path) -> None:
    name, roster = listed(tmp_path, CANVAS)
    assert name == "Canvas gradebook export"
    assert not roster.problems
    assert roster.people == (
        Person(
            "zoe@uni.example", 'Zoë "Z"', "Öström", canvas_id="103", sis_user_id="A3",
            sis_login_id="zoe@uni.example", section="S1, S2",
        ),
        Person("104", "Madonna", canvas_id="104", section="S1"),
    )  # fmt: skip


def test_canvas_with_first_and_last_names_apart(tmp_path: Path) -> None:
    (person,) = listed(tmp_path, CANVAS_TWO_NAMES)[1].people
    assert (person.student_id, person.sortable_name) == ("zoe", "Öström, Zoë")


def test_moodle_participants_without_the_teachers(tmp_path: Path) -> None:
    name, roster = listed(tmp_path, MOODLE)
    assert name == "Moodle export"
    assert [(p.student_id, p.full_name) for p in roster.people] == [
        ("9003", "Zoë Öström"), ("ann@uni.example", "Ann Example"),
    ]  # fmt: skip


def test_moodle_grade_export(tmp_path: Path) -> None:
    (person,) = listed(tmp_path, MOODLE_GRADES)[1].people
    assert person == Person("9003", "Zoë", "Öström", "zoe@uni.example", moodle_id="9003")


def test_who_is_in_the_course_already_keeps_the_student_id(tmp_path: Path) -> None:
    """Found by any id of theirs: a second list must not make a second student."""
    known = Roster((Person("s7", canvas_id="103"), Person("s8", email="ANN@uni.example")))
    assert listed(tmp_path, CANVAS, known)[1].people[0].student_id == "s7"
    assert listed(tmp_path, MOODLE, known)[1].people[1].student_id == "s8"


def test_the_student_id_can_be_chosen(tmp_path: Path) -> None:
    _, roster = listed(tmp_path, CANVAS, NOBODY, "sis_user_id")
    assert [person.student_id for person in roster.people] == ["A3"]
    assert roster.problems == ("line 5: no student id; left out",)


BAD = {
    "no id": (",Ann", "line 3: no student id"),
    "the same id": ("zoe,Ann", "line 3: student_id zoe is that of line 2 too"),
    "the same id, written otherwise": ("Zoe,Ann", "line 3: student_id Zoe is that of line 2 too"),
    "the same email": ("ann,Ann,ZOE@x.y", "line 3: email ZOE@x.y is that of line 2 too"),
    "a comma too many": ("ann,Ann,a@x.y,too,many", "line 3: 2 more cells than the header"),
    "a formula": ("=cmd(),Ann", "line 3: student_id '=cmd()' starts with '=': a spreadsheet"),
    "a formula for an email": ("ann,Ann,@x", "line 3: email '@x' starts with '@'"),
    "a path": ("../ann,Ann", "line 3: student_id '../ann' cannot be the name of a folder"),
    "a hidden folder": (".ann,Ann", "cannot be the name of a folder"),
    "an escape sequence": ("ann,\x1b[2JAnn", "first_name '\\x1b[2JAnn' holds a character"),
    "a long name": (f"ann,{'A' * 129}", "first_name has 129 characters; at most 128"),
}


@pytest.mark.parametrize(("row", "problem"), BAD.values(), ids=BAD)
def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path: Path, row: str, problem: str) -> None:
    text = f"student_id,first_name,email\nzoe,Zoë,zoe@x.y\n{row}\nlast,Last,\n"
    roster = listed(tmp_path, text)[1]
    assert [person.student_id for person in roster.people] == ["zoe", "last"]
    assert len(roster.problems) == 1
    assert problem in roster.problems[0]
    assert roster.problems[0].endswith("; left out")


def test_a_roster_that_is_written_is_read_back(tmp_path: Path) -> None:
    people = (
        Person("zoe", 'Zoë "Z"', "=1+1", "z@x.y", "103", "A3", "zoe1", "S1, S2", "9003"),
        Person("gerard", "Gerard", "'t Hooft"),
    )
    write_roster(tmp_path / "roster.csv", people)
    assert read_roster(tmp_path / "roster.csv") == Roster(people)


def test_a_list_in_no_known_layout_says_what_it_has_and_what_is_known(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"its columns: name, mark.*give a roster with a column"):
        listed(tmp_path, "name,mark\nAnn,1\n")
