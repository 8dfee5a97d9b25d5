"""Whose a file is, by the names Canvas and Moodle give; nobody hands in as somebody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.course.owners import Owned, Owners, notebook_name
from helpers.course.roster import Person, Roster
from helpers.course.table import read_table

ROSTER = Roster(
    (
        Person("ann", "Ann", "Example", "ann@x.y", "101", moodle_id="9001"),
        Person("zoe", "Zoë", "Öström", "zoe@x.y", "103"),
        Person("eve", "Eve", "x_1-01_7-_f", "eve@x.y", "66"),
        Person("tom1", "Tom", "Twin", "tom1@x.y", "201"),
        Person("tom2", "Tom", "Twin", "tom2@x.y", "202"),
    )
)
FOUND = {
    "Canvas": ("exampleann_101_5001_quiz.ipynb", Owned("ann", "quiz.ipynb", 5001)),
    "Canvas, late": ("öströmzoë_LATE_103_5_quiz-2.ipynb", Owned("zoe", "quiz-2.ipynb", 5, True)),
    "Canvas, unpacked into a folder": ("s/exampleann_101_5_q.ipynb", Owned("ann", "q.ipynb", 5)),
    "Canvas, a name we do not know": ("annie_101_5_q.ipynb", Owned("ann", "q.ipynb", 5)),
    "Canvas, numbers in the file name": (
        "exampleann_101_5_hw_103_2_q.ipynb", Owned("ann", "hw_103_2_q.ipynb", 5),
    ),
    "Moodle, a folder each": (
        "Ann Example_77_assignsubmission_file_/quiz.ipynb", Owned("ann", "quiz.ipynb"),
    ),
    "Moodle 4, a folder each": (
        "Ann Example_77_assignsubmission_file/quiz.ipynb", Owned("ann", "quiz.ipynb"),
    ),
    "Moodle, in folders": (
        "Zoë Öström_78_assignsubmission_file_/my work/quiz.ipynb", Owned("zoe", "quiz.ipynb"),
    ),
    "Moodle, no folders": (
        "Ann Example_77_assignsubmission_file_my_quiz.ipynb", Owned("ann", "my_quiz.ipynb"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "owned"), FOUND.values(), ids=FOUND)
def test_the_student_is_found(name: str, owned: Owned) -> None:
    assert Owners(ROSTER).find(name) == owned


UNCLEAR = {
    "no such number": ("doe_999_5_q.ipynb", "no one in the roster has the canvas_id 999"),
    "no such name": ("Jo Doe_7_assignsubmission_file_/q.ipynb", "no one in the roster is called"),
    "two of that name": ("Tom Twin_7_assignsubmission_file_/q.ipynb", "2 in the roster are called"),
    "no name of theirs": ("quiz.ipynb", "its name is none that Canvas or Moodle gives"),
    "a file name that claims to be Ann's, by one who is not enrolled": (
        "doe_999_5_x_101_9999_q.ipynb", "can be read in more than one way",
    ),
    "a name that claims to be Ann's, by one who is not enrolled": (
        "x_101_7_f_999_5_q.ipynb", "can be read in more than one way",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "reason"), UNCLEAR.values(), ids=UNCLEAR)
def test_what_is_not_clear_is_nobodys(name: str, reason: str) -> None:
    said = Owners(ROSTER).find(name)
    assert isinstance(said, str)
    assert reason in said


def test_a_name_chosen_to_look_like_ann_is_still_eves() -> None:
    """Canvas takes out `-`, so that eve's name makes `_101_7_`, as if it were Ann's upload."""
    owned = Owners(ROSTER).find("x_101_7_feve_66_9_quiz.ipynb")
    assert owned == Owned("eve", "quiz.ipynb", 9)


def test_two_participants_of_one_name_are_not_one_student() -> None:
    """Who renames himself Ann Example cannot replace what Ann handed in."""
    owners = Owners(ROSTER)
    assert owners.find("Ann Example_77_assignsubmission_file_/q.ipynb") == Owned("ann", "q.ipynb")
    said = owners.find("Ann Example_66_assignsubmission_file_/q.ipynb")
    assert "participants 77 and 66 are both called Ann Example" in str(said)


def test_moodles_worksheet_tells_namesakes_apart(tmp_path: Path) -> None:
    path = tmp_path / "Grades.csv"
    path.write_text(
        "Identifier,Full name,Email address,Grade\n"
        "Participant 7,Tom Twin,tom1@x.y,\nParticipant 8,Tom Twin,TOM2@x.y,\n"
    )
    owners = Owners(ROSTER, read_table(path))
    for participant, student in ((7, "tom1"), (8, "tom2")):
        name = f"Tom Twin_{participant}_assignsubmission_file_/q.ipynb"
        assert owners.find(name) == Owned(student, "q.ipynb")


@pytest.mark.parametrize(
    ("file", "notebook"),
    [
        ("quiz.ipynb", "quiz.ipynb"),
        ("quiz-1.ipynb", "quiz.ipynb"),
        ("quiz (2).ipynb", "quiz.ipynb"),
        ("quiz-1-2.ipynb", "quiz-1-2.ipynb"),
        ("part-2.ipynb", "part-2.ipynb"),
        ("part-2-3.ipynb", "part-2.ipynb"),
        ("QUIZ.IPYNB", "QUIZ.ipynb"),
    ],
)
def test_a_copys_number_is_taken_off_where_that_is_a_notebook(file: str, notebook: str) -> None:
    assert notebook_name(file, ["quiz.ipynb", "part-2.ipynb"]) == notebook
