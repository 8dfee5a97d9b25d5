"""The demo as a command: one broken submission, wrong names, what it prints."""

from __future__ import annotations

import re
from pathlib import Path

from examples.build import CLASS
from tests.examples.conftest import MakeCourse, cold_demo, demo

NAMES = 'first_name = "A"\nlast_name = "B"\nabout = "C."\n'


def test_a_submission_that_ends_python_stops_no_other(
    make_course: MakeCourse, tmp_path: Path
) -> None:
    for name, answer in (("breaks", "import os\n\nos._exit(3)\n"), ("works", "corr2d = None\n")):
        folder = tmp_path / name / "two_kernels"
        folder.mkdir(parents=True)
        (folder.parent / "student.toml").write_text(NAMES)
        (folder / "corr2d.py").write_text(answer)
    course = make_course("broken")
    process = demo(course, "--students-from", tmp_path, "--assignments", "two_kernels")
    output, _ = process.communicate()
    assert process.returncode == 0, output
    for student in ("breaks", "works"):
        assert (course / "feedback" / student / "two_kernels" / "two_kernels.html").is_file()
    assert "breaks,B,A" in (course / "grades.csv").read_text()
    assert "works,B,A" in (course / "grades.csv").read_text()
    assert (course / "course.log").stat().st_size > 0
    assert output.isprintable() or set(filter(lambda c: not c.isprintable(), output)) == {"\n"}


def test_one_broken_submission_is_named_and_stops_no_other(
    make_course: MakeCourse, tmp_path: Path
) -> None:
    for name, answer in (("breaks", "#" * (40 << 20)), ("works", "output_shape = (3, 3)\n")):
        folder = tmp_path / name / "convolution"
        folder.mkdir(parents=True)
        (folder.parent / "student.toml").write_text(NAMES)
        (folder / "output_shape.py").write_text(answer)
    course = make_course("broken")
    process = demo(course, "--students-from", tmp_path, "--assignments", "convolution")
    output, _ = process.communicate()
    assert process.returncode == 1, output
    assert "breaks's convolution could not be graded: " in output
    assert re.search(r"^breaks .* failed *$", output, re.MULTILINE)
    assert (course / "feedback" / "works" / "convolution" / "convolution.html").is_file()
    assert not (course / "feedback" / "breaks").exists()


def test_a_student_nobody_knows_is_refused(tmp_path: Path) -> None:
    process = demo(tmp_path, "--students", "perfect_lops")
    output, _ = process.communicate()
    assert process.returncode == 2
    assert output == "no student is called 'perfect_lops'; did you mean 'perfect_loops'?\n"


def test_a_folder_that_is_no_course_is_refused(tmp_path: Path) -> None:
    process = demo(tmp_path)
    output, _ = process.communicate()
    assert process.returncode == 2
    assert output == f"{tmp_path} is not a course directory: it has no nbgrader_config.py\n"


def test_help_says_what_the_options_are() -> None:
    output, _ = cold_demo("--help").communicate()
    for option in ("--course", "--assignments", "--students", "--save-picture"):
        assert option in output


def test_the_class_is_large_enough_to_be_a_class() -> None:
    assert len(list(CLASS.glob("*/student.toml"))) >= 16
