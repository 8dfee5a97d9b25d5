"""A feedback page shows the work and the verdict; no hidden test, no mark scheme, no script."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.server_extensions.formgrader.handlers import template_path

from helpers.grading.course import Course
from helpers.nbgrader_plugins.feedback import HideHiddenTests
from tests.grading.courses import CANARY, marks, nbgrader
from tests.nbgrader_plugins.conftest import CLASS, Graded
from tests.nbgrader_plugins.graded_pages import Read


@pytest.fixture(scope="module")
def pages(by_nbgrader: Graded) -> dict[str, str]:
    """Make everybody's feedback with nbgrader's own command."""
    done = nbgrader(by_nbgrader.course, "generate_feedback", "quiz")
    assert done.returncode == 0, done.stderr
    folder = by_nbgrader.course / "feedback"
    return {s: (folder / s / "quiz" / "quiz.html").read_text("utf-8") for s in CLASS}


def test_nothing_hidden_is_on_any_page(pages: dict[str, str]) -> None:
    for page in pages.values():
        assert CANARY not in page
        assert "HIDDEN TESTS" not in page
        assert "MARK SCHEME" not in page
        assert "Traceback (most recent" not in page


def test_the_open_part_of_a_test_is_on_the_page(pages: dict[str, str]) -> None:
    for page in pages.values():
        assert "Graded: double" in page


@pytest.mark.parametrize(
    ("student", "message"),
    [
        ("good", "✓ correct 4 / 4"),
        ("half", "Try double(3)."),
        ("half", "Partly right: 3 of 6 points."),
        ("loop", "double did not finish: it ran for more than 2 s."),
        ("blank", "double is not defined in the notebook."),
        ("peek", "double raised ValueError"),
    ],
)
def test_the_message_of_each_question_is_on_the_page(
    pages: dict[str, str], student: str, message: str
) -> None:
    assert message in Read(pages[student]).text


@pytest.mark.parametrize(
    ("student", "score"),
    [("good", "root ✓ correct 6 / 6"), ("half", "root ½ partly right 3 / 6"),
     ("good", "10 of 12 points"), ("good", "why ? still to be read – / 2")],
)  # fmt: skip
def test_the_score_of_each_question_is_on_the_page(
    pages: dict[str, str], student: str, score: str
) -> None:
    assert score in Read(pages[student]).text


def test_what_a_person_enters_is_on_the_page(by_nbgrader: Graded, tmp_path: Path) -> None:
    """A mark, a comment and a late penalty come from the gradebook, when the page is made."""
    course = tmp_path / "course"
    shutil.copytree(by_nbgrader.course, course, ignore=shutil.ignore_patterns("feedback"))
    loaded = Course.load(course)
    with Gradebook(loaded.db_url, loaded.course_id) as gradebook:
        place = ("quiz", "quiz", "good")
        gradebook.find_grade("why", *place).manual_score = 1.5
        gradebook.find_grade("why", *place).needs_manual_grade = False
        gradebook.find_comment("why", *place).manual_comment = "Say *why* too."
        gradebook.find_submission_notebook(*place).late_submission_penalty = 1.25
        gradebook.db.commit()
    done = nbgrader(course, "generate_feedback", "quiz", "--student", "good")
    assert done.returncode == 0, done.stderr
    page = (course / "feedback" / "good" / "quiz" / "quiz.html").read_text("utf-8")
    said = Read(page).text
    assert "why ½ partly right 1.5 / 2" in said
    assert "Marked by a person." in said
    assert "Say <em>why</em> too." in page
    assert "10.25 of 12 points" in said
    assert "1.25 points were taken off" in said


def test_nobody_is_said_to_have_commented_on_a_blank(pages: dict[str, str]) -> None:
    """nbgrader itself writes "No response." where the page says that nothing was attempted."""
    assert "No response" not in pages["blank"]
    assert "why – not attempted 0 / 2" in Read(pages["blank"]).text


def test_no_script_of_a_student_is_on_a_page(pages: dict[str, str]) -> None:
    """An instructor opens it, logged in to JupyterHub."""
    for student in ("good", "html"):
        shown = pages[student]
        assert "<script>alert(" not in shown
        assert "<img src=x" not in shown
        assert not re.search(r"<[^>]*onerror", shown)


def test_no_script_of_a_student_is_on_the_markers_page(by_nbgrader: Graded) -> None:
    """The formgrader's page stands on Jupyter's own address: a script there acts as the marker."""
    config = Course.load(by_nbgrader.course).config
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [template_path]
    for student in ("good", "html"):
        path = by_nbgrader.course / "autograded" / student / "quiz" / "quiz.ipynb"
        resources = {"base_url": "", "student": student, "index": 0, "total": 1}
        page, _ = HTMLExporter(config=config).from_filename(str(path), resources=resources)
        assert "<script>alert(" not in page
        assert not re.search(r"<[^>]*onerror", page)
        assert CANARY in page  # the marker sees the hidden tests and the mark scheme


def test_cells_for_markers_are_left_out_and_answers_stay() -> None:
    notebook = new_notebook(
        cells=[
            new_code_cell("x = 1", metadata=marks("f", solution=True)),
            new_code_cell(
                "a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc",
                metadata=marks("test_f", grade=True, locked=True, points=1),
            ),
            new_markdown_cell("scheme", metadata={"twokernels": {"for_markers": True}}),
            new_markdown_cell(
                "=== BEGIN MARK SCHEME === of my own",
                metadata=marks("why", grade=True, solution=True, points=1),
            ),
        ]
    )
    made, _ = HideHiddenTests().preprocess(notebook, {})
    nbformat.validate(made)
    assert [cell.source for cell in made.cells] == [
        "x = 1", "a\nc", "=== BEGIN MARK SCHEME === of my own",
    ]  # fmt: skip
