"""`nbgrader export` writes for Canvas and Moodle what `twokernels marks` writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.term import give, term
from tests.grading.courses import nbgrader, twokernels


@pytest.mark.parametrize(
    ("layout", "exporter"), [("canvas", "CanvasExporter"), ("moodle", "MoodleExporter")]
)
def test_nbgrader_export_and_the_command_write_the_same(
    tmp_path: Path, layout: str, exporter: str
) -> None:
    course = term(tmp_path)
    name = f"helpers.nbgrader_plugins.{exporter}"
    done = nbgrader(course, "export", f"--exporter={name}", "--to=theirs.csv")
    assert done.returncode == 0, done.stderr
    ours = twokernels(course, "marks", "--format", layout, "--to", "ours.csv")
    assert ours.returncode == 1  # ghost is not in the roster
    assert (course / "theirs.csv").read_bytes() == (course / "ours.csv").read_bytes()
    for said in (done.stderr, ours.stderr):
        assert "3 of 4 marks are not final" in said
        assert "ghost (quiz 10) is not in the roster, so not in the file." in said


def test_one_student_and_one_assignment_can_be_chosen(tmp_path: Path) -> None:
    course = term(tmp_path)
    name = "helpers.nbgrader_plugins.CanvasExporter"
    options = ("--to=c.csv", "--student=['ann']", "--assignment=['quiz']")
    done = nbgrader(course, "export", f"--exporter={name}", *options)
    assert done.returncode == 0, done.stderr
    lines = (course / "c.csv").read_text("utf-8-sig").splitlines()
    assert lines[1:] == [
        "    Points Possible,,,,,12",
        '"Example, Ann",101,A1,ann1,"S1, S2",11.5',
    ]


def test_without_a_roster_nothing_is_written_and_one_sentence_says_why(tmp_path: Path) -> None:
    course = term(tmp_path)
    (course / "roster.csv").unlink()
    name = "helpers.nbgrader_plugins.CanvasExporter"
    done = nbgrader(course, "export", f"--exporter={name}", "--to=c.csv")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "roster.csv; make one with: twokernels roster FILE.csv." in done.stderr
    assert not (course / "c.csv").exists()


def test_a_penalty_that_a_later_mark_has_overtaken_is_named(tmp_path: Path) -> None:
    """nbgrader sets it when it grades; what a person marks afterwards would escape it."""
    course = term(tmp_path)
    command = ("marks", "--format", "csv", "--to", "c.csv")
    assert "late penalty" not in twokernels(course, *command).stderr
    give(course, "ben", 2.0)
    assert (
        "quiz: the late penalty of ben was set before the marks or the policy changed; "
        "twokernels grade quiz --force sets it anew."
    ) in twokernels(course, *command).stderr
    done = twokernels(course, "grade", "quiz", "--student", "ben", "--force")
    assert done.returncode == 0, done.stderr
    assert "late penalty" not in twokernels(course, *command).stderr
    assert 'ben,O\'Neil,"Ben ""B""",ben@uni.example,S1,9.6,\n' in (course / "c.csv").read_text(
        "utf-8-sig"
    )
