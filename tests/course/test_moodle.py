"""Moodle's offline grading worksheet is filled in, and nothing else in it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.course.marks import Entry, Mark, Marks
from helpers.course.moodle import fill_worksheet
from helpers.course.roster import Person
from helpers.course.table import BadTable, read_table, write_table

HEADER = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
)
MARKS = Marks(
    {"quiz": 12.0},
    (
        Entry(Person("ann", "Ann", "Example", "Ann@x.y"), {"quiz": Mark(11.5, 0.0, True)}),
        Entry(Person("zoe", "Zoë", "Öström"), {"quiz": Mark(2 / 3, 0.0, True)}),
        Entry(Person("was", "Was", "Nowhere"), {}),
        Entry(Person("far", "Far", "Away"), {"quiz": Mark(1.0, 0.0, True)}),
        Entry(Person("ben", "Ben", "Locked"), {"quiz": Mark(1.0, 0.0, True)}),
    ),
    (),
)
ROWS = (
    'Participant 1,Ann Example,ann@x.y,Submitted,,12.00,Yes,"Monday, 2 March",-,"<p>=1+1</p>"\n'
    "Participant 2,Zoë Öström,,Submitted,1.00,12.00,Yes,-,-,\n"
    "Participant 3,Was Nowhere,,No submission,5.00,12.00,Yes,-,-,\n"
    "Participant 4,Jo Doe,,Submitted,,12.00,Yes,-,-,\n"
    "Participant 5,Ben Locked,,Submitted,3.00,12.00,No,-,-,\n"
)


def test_the_grades_are_filled_in_and_the_rest_stays(tmp_path: Path) -> None:
    path = tmp_path / "worksheet.csv"
    path.write_text(HEADER + ROWS, "utf-8")
    rows, lines = fill_worksheet(read_table(path), MARKS)
    assert [row[4] for row in rows] == ["Grade", "11.5", "0.67", "5.00", "", "3.00"]
    before = [list(row.cells.values()) for row in read_table(path).rows]
    assert [[*row[:4], *row[5:]] for row in rows[1:]] == [[*r[:4], *r[5:]] for r in before]
    assert lines == [
        "line 5: Jo Doe is not in the roster, or is there twice",
        "line 6: Moodle does not let the grade of Ben Locked be changed",
        "not in the worksheet: far",
    ]


def test_a_name_is_no_formula_and_what_moodle_reads_back_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "worksheet.csv"
    path.write_text(HEADER + ROWS.replace("Jo Doe", "=1+1"), "utf-8")
    rows, _ = fill_worksheet(read_table(path), MARKS)
    write_table(path, rows)
    found = read_table(path).rows[3].cells
    assert (found["Full name"], found["Last modified (grade)"]) == ("'=1+1", "-")


WRONG = {
    "other points": (HEADER + ROWS.replace("12.00", "100,00"), "set the maximum grade in Moodle"),
    "no worksheet": ("Full name,Grade\nAnn Example,1\n", "this is no grading worksheet"),
}


@pytest.mark.parametrize(("text", "reason"), WRONG.values(), ids=WRONG)
def test_a_worksheet_that_would_give_wrong_grades_is_refused(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = tmp_path / "worksheet.csv"
    path.write_text(text.replace("100,00", '"100,00"'), "utf-8")
    with pytest.raises(BadTable, match=reason):
        fill_worksheet(read_table(path), MARKS)
