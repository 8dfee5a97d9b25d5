"""Feedback and formgrader pages run no script of a submission; feedback shows no hidden test."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import nbgrader
import pytest
from nbconvert.exporters import HTMLExporter
from traitlets.config.loader import PyFileConfigLoader

from tests.hostile.attack import ASSIGNMENT, Attack
from tests.hostile.attacks import output
from tests.hostile.attacks.output import PAGES
from tests.hostile.conftest import Graded
from tests.hostile.judge import Page, leaked

HOSTILE = [attack for row in output.ROWS for attack in row.attacks]


TEMPLATES = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"


def feedback(graded: Graded, student: str) -> str:
    path = graded.course / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html"
    return path.read_text(encoding="utf-8")


def formgrader(graded: Graded, student: str) -> str:
    """Make the page on which a person marks, as nbgrader's web server does."""
    config = PyFileConfigLoader("nbgrader_config.py", str(graded.course)).load_config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [str(TEMPLATES)]
    path = graded.course / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    with warnings.catch_warnings(action="ignore"):
        text, _ = HTMLExporter(config=config).from_filename(str(path), resources={
            "assignment_id": ASSIGNMENT, "notebook_id": ASSIGNMENT, "submission_id": "s",
            "index": 0, "total": 1, "base_url": "/", "my_id": "s", "mathjax_url": "/mathjax.js",
            "last_name": "L", "first_name": "F", "windows": False, "filename": "f",
        })  # fmt: skip
    return str(text)


Make = Callable[[Graded, str], str]


@pytest.fixture(scope="module")
def honest(by_nbgrader: Graded) -> dict[Make, Page]:
    """Take apart an honest student's page of each kind, once."""
    return {page: Page(page(by_nbgrader, "m_honest")) for page in (feedback, formgrader)}


@pytest.mark.parametrize("attack", HOSTILE, ids=lambda attack: attack.name)
@pytest.mark.parametrize("page", [feedback, formgrader])
def test_a_page_runs_nothing_of_the_student(
    by_nbgrader: Graded, honest: dict[Make, Page], attack: Attack, page: Make
) -> None:
    """Every script, handler, frame and address that is code also stands in an honest page."""
    assert Page(page(by_nbgrader, attack.student)).active - honest[page].active == set()


@pytest.mark.parametrize("attack", HOSTILE, ids=lambda attack: attack.name)
def test_feedback_reveals_nothing(by_nbgrader: Graded, attack: Attack) -> None:
    assert leaked(feedback(by_nbgrader, attack.student), by_nbgrader.place.canaries) == []


def test_everybody_has_a_page(by_nbgrader: Graded) -> None:
    """A missing picture, or Markdown that is slow to read, does not keep a page from being made."""
    assert by_nbgrader.without_pages == []


def test_markdown_is_shown_as_markdown(by_nbgrader: Graded) -> None:
    """What is kept from running is not kept from being read."""
    for page in (feedback, formgrader):
        text = page(by_nbgrader, "a_honest")
        assert "<h1" in text
        assert "&lt;p&gt;" not in text


def test_formulas_cannot_link_to_scripts(by_nbgrader: Graded) -> None:
    r"""MathJax makes links of \href, and its Safe extension refuses those that are code."""
    text = feedback(by_nbgrader, "h_page_markdown")
    assert "\\href{javascript:" not in text or ",Safe" in text


def test_an_honest_page_shows_no_hidden_test(by_nbgrader: Graded) -> None:
    text = feedback(by_nbgrader, "m_honest")
    assert leaked(text, by_nbgrader.place.canaries) == ["neighbour"]  # its own text
    assert "HIDDEN TESTS" not in text
    assert "Hidden tests run here" in text


@pytest.mark.parametrize("text", PAGES)
def test_the_search_for_scripts_finds_them(text: str) -> None:
    """The pages of the attack, unsanitised, would be noticed."""
    assert "<style>" in text or Page(f"<html><body>{text}</body></html>").active
