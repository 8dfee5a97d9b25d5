"""Courses in which something is wrong, for a while."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from helpers.grading import gradebook

RUNS = {
    "roster": ["roster", "class.csv"],
    "bundle": ["bundle", "quiz"],
    "diff": ["diff", "quiz"],
    "grade": ["grade", "quiz"],
    "marks": ["marks", "quiz", "--format", "csv", "--to", "out.csv"],
    "report": ["report", "quiz"],
    "undo": ["undo", "quiz"],
}
"""Each works in the middle of a term, one after the other."""

Place = Callable[[Path, pytest.MonkeyPatch], AbstractContextManager[None]]


@contextlib.contextmanager
def config(line: str, course: Path) -> Iterator[None]:
    path = course / "nbgrader_config.py"
    before = path.read_text()
    path.write_text(f"{before}\n{line}\n")
    yield
    path.write_text(before)


def configured(line: str) -> Place:
    return lambda course, _: config(line, course)


@contextlib.contextmanager
def replaced(path: Path, make: Callable[[Path], object]) -> Iterator[None]:
    """Put something else in the place of a file or a folder, for a while."""
    aside = path.parent.parent / f"{path.name}.aside"
    path.rename(aside)
    make(path)
    yield
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    for left in path.parent.glob(f"{path.name}-*"):
        left.unlink()
    aside.rename(path)


def book(make: Callable[[bytes], bytes]) -> Place:
    """Put a gradebook there that is made of the right one's bytes."""

    def place(course: Path, _: pytest.MonkeyPatch) -> AbstractContextManager[None]:
        path = course / "gradebook.db"
        content = make(path.read_bytes())
        return replaced(path, lambda at: at.write_bytes(content))

    return place


@contextlib.contextmanager
def locked(course: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have another program write the gradebook, and not end."""
    monkeypatch.setattr(gradebook, "BUSY_SECONDS", 1)
    connect = sqlite3.dbapi2.connect
    with monkeypatch.context() as quicker:
        quicker.setattr(  # SQLite's own wait, 5 s, where nothing sets another
            sqlite3.dbapi2, "connect", lambda *a, **k: connect(*a, **{**k, "timeout": 0.2})
        )
        with contextlib.closing(connect(course / "gradebook.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")


@contextlib.contextmanager
def older(course: Path, _: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the gradebook lack a column that this nbgrader's has."""
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as other:
        other.execute("ALTER TABLE grade RENAME COLUMN extra_credit TO extra")
        other.execute("ALTER TABLE student RENAME COLUMN lms_user_id TO lms")
        other.execute("ALTER TABLE submitted_notebook RENAME COLUMN late_submission_penalty TO p")
        other.commit()
        yield
        other.execute("ALTER TABLE grade RENAME COLUMN extra TO extra_credit")
        other.execute("ALTER TABLE student RENAME COLUMN lms TO lms_user_id")
        other.execute("ALTER TABLE submitted_notebook RENAME COLUMN p TO late_submission_penalty")
        other.commit()


def without(folder: str) -> Place:
    return lambda course, _: replaced(course / folder, lambda at: None)


def empty(folder: str) -> Place:
    return lambda course, _: replaced(course / folder, lambda at: at.mkdir())


BOOK = "roster diff grade marks report undo"
ALL = " ".join(RUNS)
URL = "c.CourseDirectory.db_url = {!r}".format

PROBLEMS: dict[str, tuple[Place, str, str]] = {
    "no submitted/": (without("submitted"), "diff grade", "submitted does not exist: collect"),
    "nothing in submitted/": (empty("submitted"), "diff grade", "holds no submission of quiz; col"),
    "a syntax error in the configuration": (
        configured("c.CourseDirectory.root = ("), ALL, r"config.py cannot be read: Syn",
    ),
    "a wrong type in the configuration": (
        configured("c.CourseDirectory.course_id = 5"), ALL, r"c\.CourseDirectory: .*str",
    ),
    "a language nobody knows": (
        configured("c.TwoKernels.language = 'fr'"), "diff grade", "TwoKernels: .*'en', 'zh'",
    ),
    "a late policy that is not there": (
        configured("c.AssignLatePenalties.plugin_class = 'nowhere.Late'"), "diff grade marks",
        r"nbgrader_config\.py: .*'?nowhere",
    ),
    "bytes that are no gradebook": (book(lambda _: b"marks " * 999), BOOK, "a database; .*backup"),
    "half a gradebook": (book(lambda whole: whole[:6000]), BOOK, "malformed; it is damaged: put a"),
    "a gradebook of an older nbgrader": (older, "diff marks report", "`nbgrader db upgrade`"),
    "a gradebook that another program writes": (locked, BOOK, "locked; another program is writing"),
    "a gradebook that is a folder": (
        lambda course, _: replaced(course / "gradebook.db", lambda at: at.mkdir()),
        "roster grade report undo", "gradebook.*unable to open .*; give",
    ),
    "PostgreSQL that does not answer": (
        configured(URL("postgresql+psycopg://grader@127.0.0.1:1/x")), BOOK, "refused.*; check .*",
    ),
    "a driver that is not installed": (
        configured(URL("postgresql+psycopg2://grader@127.0.0.1:1/x")), BOOK, r"pip install",
    ),
    "a gradebook at no address": (configured(URL("marks")), BOOK, "check c.CourseDirectory.db"),
}  # fmt: skip
