"""The results as a CSV: a row for each student and question."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from helpers.report.results import Results

HEAD = ("student", "question", "score", "max_score", "outcome", "misconception", "message")


def to_csv(results: Results) -> str:
    """Return the sheet.  A submission without a result is one row, without a question."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(_rows(results))
    return file.getvalue()


def _rows(results: Results) -> Iterator[tuple[str | float | None, ...]]:
    for submission in results.submissions:
        student = _text(submission.student)
        if submission.answers is None:
            outcome = "not_graded" if submission.reason is None else "failed"
            message = _text(submission.reason or "")
            yield student, "", None, results.max_score, outcome, "", message
            continue
        for name, answer in submission.answers.items():
            score = None if answer.score is None else round(answer.score, 4)
            yield (
                student, name, score, answer.max_score,
                "marked_by_hand" if answer.by_hand else str(answer.outcome),
                _text(answer.misconception or ""), _text(answer.message),
            )  # fmt: skip


def _text(text: str) -> str:
    # A spreadsheet runs a cell that starts so as a formula, and students choose what is written.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
