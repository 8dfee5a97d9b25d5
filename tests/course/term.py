"""A small class at the end of a term: graded once by the command, and copied for every test."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc

from tests.grading.courses import hand_in, small_course, twokernels

POLICY = """
c.TwoKernelsLate.grace_minutes = 30
c.TwoKernelsLate.penalty_per_day = 0.1
c.CanvasExporter.columns = {"quiz": "Homework 1 (4711)"}
"""
DUE = "2026-03-28 11:00:00 UTC"
HANDED_IN = {
    "ann": "2026-03-28 11:00:00 UTC",
    "ben": "2026-03-29 11:30:01 UTC",  # two days begun after the grace, across a change of clocks
    "zoe": "2026-03-28 11:30:00 UTC",  # the last moment of the grace
    "ghost": "2026-03-28 10:00:00 UTC",
}
ROSTER = '''\
student_id,first_name,last_name,email,canvas_id,sis_user_id,sis_login_id,section,moodle_id
ann,Ann,Example,ann@uni.example,101,A1,ann1,"S1, S2",9001
ben,"Ben ""B""",O'Neil,ben@uni.example,102,A2,ben1,S1,
zoe,Zoë,=1+1,zoe@uni.example,103,A3,zoe1,S1,9003
was,Was,Nowhere,,,,,,
'''
"""ghost is not in it, and was has handed in nothing."""


@functools.cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="term-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    course = small_course(folder)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(POLICY)
    with gradebook(course) as book:
        book.update_or_create_assignment("quiz", duedate=parse_utc(DUE))
    for student, timestamp in HANDED_IN.items():
        hand_in(course, student, timestamp=timestamp)
    done = twokernels(course, "grade", "quiz")
    assert done.returncode == 0, done.stderr
    give(course, "ann", 1.5)
    (course / "roster.csv").write_text(ROSTER, "utf-8")
    return course


def term(folder: Path) -> Path:
    """Copy the course into a folder of a test's own."""
    shutil.copytree(_template(), folder / "course")
    return folder / "course"


def gradebook(course: Path) -> Gradebook:
    """Open the course's gradebook."""
    return Gradebook(f"sqlite:///{course / 'gradebook.db'}", "small")


def give(course: Path, student: str, points: float) -> None:
    """Mark a student's free answer by hand."""
    with gradebook(course) as book:
        grade = book.find_grade("why", "quiz", "quiz", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()
