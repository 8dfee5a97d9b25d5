"""The CSV: every answer is a row, and no text in it becomes a formula."""

from __future__ import annotations

import csv
import io

import pytest

from helpers.questions.model import Outcome
from helpers.report.results import Submission
from helpers.report.sheet import HEAD, to_csv
from tests.report.made import CORR2D, FLIPS, RESULT1, WHY, results, right, student, wrong


def rows(text: str) -> list[dict[str, str]]:
    """Read a sheet back."""
    return list(csv.DictReader(io.StringIO(text)))


def test_every_answer_is_a_row() -> None:
    third = wrong(CORR2D, FLIPS, message="a\nb", score=1 / 3)
    marked = wrong(WHY, outcome=Outcome.NEEDS_MANUAL_GRADE, score=2, by_hand=True)
    waits = wrong(WHY, outcome=Outcome.NEEDS_MANUAL_GRADE, score=None)
    found = rows(
        to_csv(
            results(
                student("s1", third, right(RESULT1), marked),
                student("s2", right(CORR2D), right(RESULT1), waits),
            )
        )
    )  # fmt: skip
    assert list(found[0]) == list(HEAD)
    assert len(found) == 6
    assert found[0] == {
        "student": "s1", "question": "test_corr2d", "score": "0.3333", "max_score": "4.0",
        "outcome": "wrong_values", "misconception": FLIPS, "message": "a\nb",
    }  # fmt: skip
    assert (found[2]["outcome"], found[2]["score"]) == ("marked_by_hand", "2")
    assert (found[5]["outcome"], found[5]["score"]) == ("needs_manual_grade", "")


def test_a_submission_without_a_result_is_there_too() -> None:
    failed, waits = rows(to_csv(results(Submission("s1", reason="no notebook"), Submission("s2"))))
    assert (failed["outcome"], failed["message"], failed["score"]) == ("failed", "no notebook", "")
    assert (waits["outcome"], waits["max_score"]) == ("not_graded", "9.0")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n"])
def test_a_spreadsheet_runs_nothing_that_a_student_wrote(start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    (row, *_) = rows(to_csv(results(student(text, wrong(CORR2D, text, message=text)))))
    assert row["student"] == row["message"] == row["misconception"] == f"'{text}"


def test_commas_and_quotes_stay_in_their_cell() -> None:
    text = 'a, "b",\n\nc'
    (row, *_) = rows(to_csv(results(student("s1", wrong(CORR2D, message=text)))))
    assert row["message"] == text
