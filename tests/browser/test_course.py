"""A student and an instructor do an assignment together in JupyterLab, from release to feedback."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from examples.expected import expected_shares
from tests.browser.conftest import Photograph
from tests.browser.course_term import (
    ADA,
    ANSWERS,
    ASSIGNMENT,
    BY_HAND,
    DEMO,
    FREE_ANSWER,
    MALLORY,
    NOTEBOOK,
    SOURCE,
    TEACHER,
    Term,
    play,
)
from tests.exchange.people import ROOT

FLIPPED = "the kernel was rotated by 180° before sliding"
OFFLINE = "MathJax is not defined"
"""The formgrader's own complaint where it cannot load MathJax from the internet."""


@pytest.fixture(scope="module")
def term(chromium: Any, photograph: Photograph) -> Term:
    return play(chromium.browser, photograph)


def cells(path: str) -> list[dict[str, Any]]:
    """Return the cells of a notebook of the repository, each with its source as one text."""
    content = json.loads((ROOT / path).read_text("utf-8"))
    return [cell | {"source": "".join(cell["source"])} for cell in content["cells"]]


def score(text: str) -> tuple[float, float]:
    """Read "4.5 / 40"."""
    got, most = text.split("/")
    return float(got), float(most)


def earned(term: Term, student: str) -> float:
    """Return the points a student of the demo class should have from the hidden tests."""
    points = {name: float(worth) for kind, name, worth in term.cells if kind == "tests"}
    shares = expected_shares(student, ASSIGNMENT, points)
    return sum(float(shares[name]) * worth for name, worth in points.items())


def test_everybody_is_offered_what_is_theirs(term: Term) -> None:
    """A student has no formgrader, whatever is installed."""
    assert term.shown["student's menu"].split("\n") == ["Assignment List"]
    assert {"Formgrader", "Create assignment"} <= set(term.shown["teacher's menu"].split("\n"))


def test_a_check_replies_at_once_and_names_the_mistake(term: Term) -> None:
    assert "✓ result_shapes" in term.shown["check result_shapes"]
    assert FLIPPED in term.shown["check corr2d"]


def test_a_check_of_a_number_worked_out_by_hand_does_not_judge_it(term: Term) -> None:
    """Ada's result1 is wrong, and that is for the hidden tests to say."""
    assert "✓ result1: 3 × 3 numbers" in term.shown["check result1"]
    assert "judged when you are graded" in term.shown["check result1"]


def test_validate_shows_blanks_and_wrong_answers_and_nothing_else(term: Term) -> None:
    failed = term.shown["validate"].split("The following cell failed:")[1:]
    sources = [text.strip() for text in failed]
    blanks = [text for text in sources if text.startswith("# result2 = ")]
    assert len(blanks) == 1
    assert "NotImplementedError" in blanks[0]
    assert any(text.startswith('check("corr2d"') and FLIPPED in text for text in sources)
    for name in ("result_shapes", "result1"):
        assert not any(text.startswith(ANSWERS[name]) for text in sources)


def test_a_submission_is_listed_with_its_time(term: Term) -> None:
    stamps = re.findall(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ UTC", term.shown["submit"], re.M)
    assert len(stamps) == 1
    assert f"Collected: {ADA}, handed in {stamps[0]}" in term.shown["collect"]


def test_the_autograde_button_runs_the_two_kernel_engine(term: Term) -> None:
    """Its log, its outcomes and its names of mistakes: nbgrader's own has none of these."""
    for name in (ADA, *DEMO, MALLORY):
        assert f"1 of 1: {name}: graded" in term.shown[f"autograde {name}"]
    page = term.shown[f"page of {ADA}"]
    assert "Outcome: correct" in page
    assert "Every entry has the opposite sign" in page
    assert FLIPPED in page


@pytest.mark.parametrize(
    "what",
    [
        "read the gradebook", "read the tests", "write to the course", "call JupyterLab",
        "run a program",
    ],
)  # fmt: skip
def test_a_hostile_submission_stays_confined(term: Term, what: str) -> None:
    page = term.shown[f"page of {MALLORY}"]
    assert f"stopped: {what}: " in page
    assert f"ESCAPED: {what}: " not in page
    assert "This cell came to its end." in page
    assert "owned" not in term.shown["left behind"].split()


def test_everybody_has_the_score_they_should(term: Term) -> None:
    rows = term.rows("autograded")
    points = {name: earned(term, name) for name in DEMO} | {ADA: 2, MALLORY: 0}
    assert {name: score(row[1]) for name, row in rows.items()} == {
        name: (pytest.approx(worth, abs=0.006), 40) for name, worth in points.items()
    }


def test_who_wrote_a_free_answer_waits_for_a_person(term: Term) -> None:
    """And half_done, who left it blank, does not."""
    waiting = {name for name, row in term.rows("autograded").items() if "manual" in row[0]}
    assert waiting == {ADA, "flips_kernel", MALLORY}


def test_marking_by_hand_adds_to_the_score(term: Term) -> None:
    assert term.rows("marked")[ADA] == ["graded", f"{2 + BY_HAND} / 40"]
    assert term.rows("marked")[MALLORY] == term.rows("autograded")[MALLORY]


def test_who_marks_sees_the_mark_scheme(term: Term) -> None:
    assert "Mark scheme (not shown to students)" in term.shown[f"page of {ADA}"]


def test_feedback_shows_every_score_and_what_the_person_wrote(term: Term) -> None:
    page = re.sub(r"\s+", " ", term.shown["feedback"])
    assert f"{2 + BY_HAND} of 40 points" in page
    for row in (
        "result_shapes ✓ correct 2 / 2",
        "result1 ✗ wrong 0 / 2",
        "l2_loss – not attempted 0 / 2",
        f"{FREE_ANSWER} ½ partly right {BY_HAND} / 3",
    ):
        assert row in page
    assert "Well said. Why is the kernel rotated?" in page
    assert FLIPPED in page


def test_students_see_no_solution_and_no_hidden_test(term: Term) -> None:
    """No line of those parts of the source that are not released stands on a student's page."""
    released = "\n".join(
        [*(cell["source"] for cell in cells(f"release/{NOTEBOOK}")), *ANSWERS.values()]
    )
    hidden = {
        line.strip()
        for cell in cells(SOURCE)
        for line in cell["source"].splitlines()
        if len(line.strip()) > 12 and line.strip() not in released
    }
    assert {"two_kernels.corr2d.mark(corr2d)", "### BEGIN HIDDEN TESTS"} <= hidden
    for step in ("notebook", "validate", "feedback"):
        assert [line for line in hidden if line in term.shown[step]] == []


def test_students_see_no_expected_value_of_what_they_got_wrong(term: Term) -> None:
    """Ada's result1 is the negative of the right one, whose numbers in a row would give it away."""
    page = re.sub(r"[^-\d. ]+", " ", term.shown["feedback"].replace("\n", " "))
    numbers = " ".join(re.sub(r"\.0*\b", "", word) for word in page.split())
    assert " 0 -1 -1 1 0 -1 1 1 0 " in numbers
    assert " 0 1 1 -1 0 1 -1 -1 0 " not in numbers


def test_create_assignment_shows_ids_and_points_of_the_source(term: Term) -> None:
    marks = [cell["metadata"].get("nbgrader", {}) for cell in cells(SOURCE)]
    assert [(name, float(points)) for _, name, points in term.cells] == [
        (mark.get("grade_id", ""), mark.get("points", 0)) for mark in marks
    ]
    kinds = {name: kind for kind, name, _ in term.cells}
    assert kinds["corr2d"] == "solution"
    assert kinds["test_corr2d"] == "tests"
    assert kinds["given"] == "readonly"
    assert kinds[FREE_ANSWER] == "manual"


def test_looking_at_the_source_does_not_change_it(term: Term) -> None:
    assert term.shown["source now"] == (ROOT / SOURCE).read_text("utf-8")


def test_no_script_ran_and_no_page_or_server_failed(term: Term) -> None:
    """Mallory's free answer tries every way to open a box on the page of who marks it."""
    assert "alert(document.cookie)" in term.shown[f"page of {MALLORY}"]
    assert [text for text in term.alarms if text != OFFLINE] == []
    for who in (ADA, TEACHER):
        assert re.findall(r"Traceback|^\[[EC] .*", term.logs[who], re.M) == []
