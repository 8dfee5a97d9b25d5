"""`nbgrader zip_collect` takes what Canvas and Moodle give, however hostile, and goes on."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.course.term import ROSTER
from tests.grading.courses import handed_in, nbgrader, small_course, twokernels

ANN, BEN, ZOE = handed_in(why="ann"), handed_in(why="ben"), handed_in(why="zoe")
CANVAS = {
    "exampleann_101_5001_quiz.ipynb": handed_in(why="ann, first"),
    "exampleann_101_5002_quiz-1.ipynb": ANN,
    "oneilbenb_LATE_102_6001_quiz.ipynb": BEN,
    "oneilbenb_102_6002_notes.txt": b"notes",
    "ööö_103_7001_work.zip": b"PK",
    "ööö_103_7002_../../../evil.ipynb": b"{}",
    "stranger_999_8001_quiz.ipynb": b"{}",
    "../../escaped.ipynb": b"{}",
}
RIGHT = dict(list(CANVAS.items())[:4])
MOODLE = {
    "Ann Example_77_assignsubmission_file_/quiz.ipynb": ANN,
    "Was Nowhere_78_assignsubmission_file_/deep/quiz (1).ipynb": BEN,
    "Jo Doe_79_assignsubmission_file_/quiz.ipynb": b"{}",
    "Ann Example_77_assignsubmission_onlinetext_/onlinetext.html": b"<p>",
}


def downloaded(course: Path, *downloads: dict[str, bytes]) -> Path:
    folder = course / "downloaded" / "quiz" / "archive"
    folder.mkdir(parents=True, exist_ok=True)
    for i, files in enumerate(downloads):
        with zipfile.ZipFile(folder / f"submissions-{i}.zip", "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
    return folder


def collect(course: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return nbgrader(course, "zip_collect", "quiz", *options)


def submitted(course: Path) -> dict[str, bytes]:
    """Return every file in submitted/, by its path."""
    folder = course / "submitted"
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    course = small_course(tmp_path)
    (course / "roster.csv").write_text(ROSTER, "utf-8")
    return course


def test_canvas_the_last_is_kept_and_the_bad_are_named(course: Path) -> None:
    downloaded(course, CANVAS)
    before = set(course.parent.rglob("*"))
    done = collect(course)
    assert done.returncode == 1, done.stderr
    assert "Refused as named above: 4 files; collected: 2." in done.stderr
    assert "Traceback" not in done.stderr
    assert submitted(course) == {"ann/quiz/quiz.ipynb": ANN, "ben/quiz/quiz.ipynb": BEN}
    for line in (
        "ann handed in quiz.ipynb more than once: exampleann_101_5002_quiz-1.ipynb is the last and "
        "kept, exampleann_101_5001_quiz.ipynb is not.",
        "Refused ööö_103_7001_work.zip: it is an archive itself; ask for the notebook",
        "Refused ööö_103_7002_../../../evil.ipynb: its name points out of the archive.",
        "Refused stranger_999_8001_quiz.ipynb: no one in the roster has the canvas_id 999.",
        "Refused ../../escaped.ipynb: its name points out of the archive.",
        "1 files that are no notebooks were left where they are.",
        "Canvas says that these are late, and not how late: ben.",
    ):
        assert line in done.stderr
    new = {path.relative_to(course).parts[0] for path in set(course.parent.rglob("*")) - before}
    assert new == {"downloaded", "submitted"}


def test_moodle_by_the_names_in_the_roster(course: Path) -> None:
    downloaded(course, MOODLE)
    done = collect(course)
    assert done.returncode == 1, done.stderr
    assert submitted(course) == {"ann/quiz/quiz.ipynb": ANN, "was/quiz/quiz.ipynb": BEN}
    assert "no one in the roster is called Jo Doe." in done.stderr


def test_what_is_collected_can_be_graded(course: Path) -> None:
    downloaded(course, CANVAS)
    assert collect(course).returncode == 1
    done = twokernels(course, "grade", "quiz")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("quiz: 2 graded in ")


def test_what_is_there_already_is_replaced_by_force_only(course: Path) -> None:
    """And stops nobody else: nbgrader alone would stop at the first."""
    (course / "submitted" / "ann" / "quiz").mkdir(parents=True)
    (course / "submitted" / "ann" / "quiz" / "quiz.ipynb").write_bytes(b"before")
    downloaded(course, RIGHT)
    done = collect(course)
    assert done.returncode == 0, done.stderr
    assert "ann has handed in already; --force replaces what is there." in done.stderr
    assert submitted(course) == {"ann/quiz/quiz.ipynb": b"before", "ben/quiz/quiz.ipynb": BEN}
    assert collect(course, "--force").returncode == 0
    assert submitted(course) == {"ann/quiz/quiz.ipynb": ANN, "ben/quiz/quiz.ipynb": BEN}


def test_a_later_download_brings_the_resubmission(course: Path) -> None:
    later = {"exampleann_101_5003_quiz-2.ipynb": ZOE}
    downloaded(course, later, RIGHT)  # whatever the order of the archives
    assert collect(course).returncode == 0
    assert submitted(course)["ann/quiz/quiz.ipynb"] == ZOE


def test_nothing_to_collect_is_said(course: Path) -> None:
    for make in (lambda: None, lambda: downloaded(course, {"notes.txt": b"notes"})):
        make()
        done = collect(course)
        assert done.returncode == 1
        *_, line = done.stderr.splitlines()
        assert "Nothing was collected: " in line
        assert "downloaded/quiz/archive holds no notebook; put the download there" in line


def test_without_a_roster_nothing_is_collected(course: Path) -> None:
    (course / "roster.csv").unlink()
    downloaded(course, CANVAS)
    done = collect(course)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "roster.csv; make one with: twokernels roster FILE.csv." in done.stderr
    assert not (course / "submitted").exists()
