"""How an answer's kind is decided, and what an anonymous report leaves out."""

from __future__ import annotations

import random

import pytest

from helpers.questions.model import Outcome
from helpers.report.results import Answer, Kind, Submission, anonymous
from helpers.report.sheet import to_csv
from tests.report.made import CORR2D, FLIPS, QUESTIONS, blank, results, student, wrong


@pytest.mark.parametrize(
    ("score", "outcome", "kind"),
    [
        (4, "correct", Kind.CORRECT),
        (5, "wrong_values", Kind.CORRECT),  # a person's mark or extra credit
        (1, "raised", Kind.PARTLY),
        (0, "wrong_values", Kind.WRONG),
        (0, "wrong_shape", Kind.WRONG),
        (0, "raised", Kind.RAISED),
        (0, "timed_out", Kind.STOPPED),
        (0, "out_of_memory", Kind.STOPPED),
        (0, "forbidden", Kind.STOPPED),
        (0, "not_attempted", Kind.BLANK),
        (None, "needs_manual_grade", Kind.WAITING),
        (0, "needs_manual_grade", Kind.WRONG),  # marked, with no points
    ],
)
def test_every_outcome_has_its_kind(score: float | None, outcome: str, kind: Kind) -> None:
    assert Answer(score, 4, Outcome(outcome)).kind is kind


def test_kinds_differ_in_sign_words_and_class() -> None:
    """Each alone tells them apart: for a screen reader, a printer, a reader of colours."""
    for part in ("sign", "words", "style"):
        assert len({getattr(kind, part) for kind in Kind}) == len(Kind)


def test_a_submission_is_graded_failed_or_waits_and_may_be_both() -> None:
    everyone = results(
        student("graded"),
        Submission("failed", reason="no notebook"),
        Submission("waits"),
        Submission("failed again", answers=student("x").answers, reason="broken since"),
    )
    assert [s.student for s in everyone.graded] == ["graded", "failed again"]
    assert [s.student for s in everyone.failed] == ["failed", "failed again"]
    assert [s.student for s in everyone.ungraded] == ["waits"]


def test_a_blank_sheet_is_told_from_one_with_a_wrong_answer() -> None:
    sheet = [blank(question) for question in QUESTIONS]
    assert not student("s1", *sheet).wrote_something
    assert student("s1", wrong(CORR2D), *sheet[1:]).wrote_something


def test_an_anonymous_report_names_nobody_in_any_way() -> None:
    """Ids, and texts that repeat what a student wrote, such as an exception or a file's name."""
    canary = "Zaphod"
    everyone = results(
        student(canary, wrong(CORR2D, FLIPS, Outcome.RAISED, message=f"NameError: {canary}")),
        Submission(f"{canary} 2", reason=f"found: homework of {canary}.ipynb"),
    )
    hidden = anonymous(everyone, random.Random(1))
    assert canary not in repr(hidden)
    assert canary not in to_csv(hidden)
    assert hidden.graded[0].score == everyone.graded[0].score
    assert len(hidden.failed) == 1


def test_the_order_of_ids_does_not_give_them_away() -> None:
    everyone = results(*(student(f"s{i:02}", seconds=i) for i in range(20)))
    drawn = {
        tuple(s.seconds for s in anonymous(everyone, random.Random(seed)).submissions)
        for seed in range(5)
    }
    assert len(drawn) == 5
    assert tuple(range(20)) not in drawn


def test_graders_own_messages_stay_in_an_anonymous_report() -> None:
    (submission,) = anonymous(results(student("s1", wrong(CORR2D))), random.Random(1)).submissions
    assert submission.answers is not None
    assert submission.answers["test_corr2d"].message == "6 of 9 entries are wrong."
