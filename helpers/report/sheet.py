"""The results as a CSV: a row for each student and question."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.grading.spreadsheet import Cell, csv_text
from helpers.report.results import Results

HEAD = ("student", "question", "score", "max_score", "outcome", "misconception", "message")


def to_csv(results: Results) -> str:
    """Return the sheet.  A submission without a result is one row, without a question."""
    return csv_text((HEAD, *_rows(results)), end="\n")


def _rows(results: Results) -> Iterator[tuple[Cell, ...]]:
    for submission in results.submissions:
        student = submission.student
        if submission.answers is None:
            outcome = "not_graded" if submission.reason is None else "failed"
            message = submission.reason or ""
            yield student, "", None, results.max_score, outcome, "", message
            continue
        for name, answer in submission.answers.items():
            score = None if answer.score is None else round(answer.score, 4)
            yield (
                student, name, score, answer.max_score,
                "marked_by_hand" if answer.by_hand else str(answer.outcome),
                answer.misconception or "", answer.message,
            )  # fmt: skip
