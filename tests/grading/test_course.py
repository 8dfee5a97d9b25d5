"""A course is read as it lies there: links, devices and names of the students' choice included."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from helpers.grading.course import (
    MAX_FILES,
    MAX_FILES_BYTES,
    Course,
    Submission,
    find_submissions,
    read_plain,
)
from helpers.grading.errors import NoCourse, Unreadable
from helpers.kernel.limits import Limits
from tests.grading.courses import small_course
from tests.grading.small import answer, made_of

QUIZ = made_of(answer("f"))
BOOK = b'{"cells": []}'


def read(folder: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    return Submission("s001", folder).read([QUIZ], Limits())


def test_the_notebook_and_the_files_beside_it_are_read(tmp_path: Path) -> None:
    (tmp_path / "quiz.ipynb").write_bytes(BOOK)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.csv").write_bytes(b"1,2")
    (tmp_path / "timestamp.txt").write_text("now")
    for left_out in (".ipynb_checkpoints", "__pycache__"):
        (tmp_path / left_out).mkdir()
        (tmp_path / left_out / "quiz.ipynb").write_bytes(b"old")
    (tmp_path / "data" / "quiz.ipynb").write_bytes(b"another")
    assert read(tmp_path) == ({"quiz": BOOK}, {"data/x.csv": b"1,2"})


def test_a_renamed_notebook_is_known_where_there_is_only_one(tmp_path: Path) -> None:
    (tmp_path / "quiz (1).ipynb").write_bytes(BOOK)
    assert read(tmp_path)[0] == {"quiz": BOOK}
    (tmp_path / "other.ipynb").write_bytes(BOOK)
    with pytest.raises(Unreadable, match=r"quiz\.ipynb was not handed in .*quiz \(1\)\.ipynb"):
        read(tmp_path)


def test_a_missing_notebook_is_said_with_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"quiz\.ipynb was not handed in \(found: no notebook\)"):
        read(tmp_path)


def test_no_link_is_followed(tmp_path: Path) -> None:
    """Neither to another's notebook nor to a folder of the instructor's."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "quiz.ipynb").write_bytes(b"another's")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "quiz.ipynb").symlink_to(secret / "quiz.ipynb")
    (folder / "data").symlink_to(secret)
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    with pytest.raises(Unreadable, match="was not handed in"):
        read(folder)
    with pytest.raises(OSError, match=r".*"):
        read_plain(folder / "passwd.txt", 10)


def test_devices_and_pipes_are_not_opened(tmp_path: Path) -> None:
    """Opening a pipe would wait for ever."""
    os.mkfifo(tmp_path / "quiz.ipynb")
    os.mkfifo(tmp_path / "data.csv")
    with pytest.raises(Unreadable, match="was not handed in"):
        read(tmp_path)
    for path in (tmp_path / "data.csv", Path("/dev/zero")):
        with pytest.raises(Unreadable, match="is not a regular file"):
            read_plain(path, 10)
    with pytest.raises((Unreadable, OSError)):
        read_plain(tmp_path, 10)


def test_no_more_is_read_than_the_limits_allow(tmp_path: Path) -> None:
    with open(tmp_path / "quiz.ipynb", "wb") as file:
        file.truncate(10 << 30)  # ten gigabytes of nothing
    with open(tmp_path / "big.bin", "wb") as file:
        file.truncate(MAX_FILES_BYTES + 1)
    for i in range(MAX_FILES + 5):
        (tmp_path / f"{i:04}.txt").write_bytes(b"x")
    submitted, files = Submission("s", tmp_path).read([QUIZ], Limits(notebook_bytes=1000))
    assert len(submitted["quiz"]) == 1001  # one more than may be: it is refused as too large
    assert len(files) == MAX_FILES
    assert "big.bin" not in files


def test_a_name_that_is_no_unicode_is_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "quiz.ipynb").write_bytes(BOOK)
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "wb") as file:
        file.write(b"x")
    assert list(read(tmp_path)[1].values()) == [b"x"]


# -- finding the course and what was handed in -------------------------------------------------


def test_submissions_are_listed_by_student(tmp_path: Path) -> None:
    for path in ("s2/quiz", "s1/quiz", "s1/other", "s3/other", "s4"):
        (tmp_path / path).mkdir(parents=True)
    (tmp_path / "note.txt").write_text("x")
    assert [s.student for s in find_submissions(tmp_path, "quiz", None)] == ["s1", "s2"]
    assert [s.student for s in find_submissions(tmp_path, "quiz", ["s2"])] == ["s2"]


@pytest.mark.parametrize(
    ("assignment", "students", "reason"),
    [
        ("nothing", None, "holds no submission of nothing"),
        ("quiz", ["s1", "s9"], "s9 handed in nothing for quiz"),
        ("quiz", ["../s1"], r"\.\./s1 handed in nothing"),
        ("quiz", [""], "handed in nothing"),
    ],
)
def test_what_is_not_there_is_named(
    tmp_path: Path, assignment: str, students: list[str] | None, reason: str
) -> None:
    (tmp_path / "s1" / "quiz").mkdir(parents=True)
    with pytest.raises(NoCourse, match=reason):
        find_submissions(tmp_path, assignment, students)


def test_a_course_is_a_folder_with_a_configuration_or_sources(tmp_path: Path) -> None:
    with pytest.raises(NoCourse, match="is not a folder"):
        Course.load(tmp_path / "none")
    with pytest.raises(NoCourse, match="is no course directory"):
        Course.load(tmp_path)
    (tmp_path / "source").mkdir()
    course = Course.load(tmp_path)
    assert course.db_url == f"sqlite:///{tmp_path.resolve()}/gradebook.db"
    assert course.autograded == tmp_path.resolve() / "autograded"


@pytest.mark.parametrize("text", ["c = get_config(", "1 / 0", "import no_such_module", "exit"])
def test_a_broken_configuration_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "nbgrader_config.py").write_text(text)
    if text == "exit":
        Course.load(tmp_path)
    else:
        with pytest.raises(NoCourse, match=r"nbgrader_config\.py cannot be read: \w+Error"):
            Course.load(tmp_path)


def test_folders_of_the_courses_own_choice_are_used(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.submitted_directory = 'in'\n"
        "c.CourseDirectory.db_url = 'sqlite:///:memory:'\n"
    )
    course = Course.load(tmp_path)
    assert course.submitted == tmp_path.resolve() / "in"
    assert course.db_url == "sqlite:///:memory:"


def test_an_assignment_that_does_not_exist_is_named_with_those_that_do(tmp_path: Path) -> None:
    course = Course.load(small_course(tmp_path))
    with pytest.raises(NoCourse, match=r"there is no assignment quizz in .* \(there: quiz\)"):
        course.ensure_assignment("quizz")
    course.ensure_assignment("quiz")


@pytest.mark.parametrize("name", [".", "..", "quiz/", "../quiz", "quiz/..", ""])
def test_an_assignment_is_no_path(tmp_path: Path, name: str) -> None:
    """A name completed by the shell would otherwise enter a second assignment, `quiz/`."""
    root = small_course(tmp_path)
    (root / "submitted" / "s1" / "quiz").mkdir(parents=True)
    course = Course.load(root)

    def begin() -> None:
        find_submissions(course.submitted, name, None)
        course.ensure_assignment(name)

    with pytest.raises(NoCourse):
        begin()
