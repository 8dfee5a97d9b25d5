"""Results made for a test: of any size, with any text in them."""

from __future__ import annotations

from helpers.questions.model import Outcome
from helpers.report.results import Answer, Question, Results, Submission

CORR2D = Question("test_corr2d", "corr2d", 4.0)
RESULT1 = Question("test_result1", "result1", 2.0)
WHY = Question("why", "why", 3.0)
QUESTIONS = (CORR2D, RESULT1, WHY)

FLIPS, ROTATED = "corr2d.flips-kernel", "corr2d_backward.dK-rotated"


def right(question: Question) -> Answer:
    """Give an answer with all points."""
    return Answer(question.points, question.points, Outcome.CORRECT, f"{question.label}: correct.")


def wrong(
    question: Question,
    mistake: str | None = None,
    outcome: Outcome = Outcome.WRONG_VALUES,
    score: float | None = 0.0,
    message: str = "6 of 9 entries are wrong.",
    by_hand: bool = False,
) -> Answer:
    """Give an answer that lost points, or waits for a person."""
    return Answer(score, question.points, outcome, message, mistake, by_hand)


def blank(question: Question) -> Answer:
    """Give an answer that was not attempted."""
    return wrong(question, outcome=Outcome.NOT_ATTEMPTED, message="not attempted yet.")


def student(name: str, *answers: Answer, seconds: float = 0.2, **more: object) -> Submission:
    """Give a submission; the answers are to `QUESTIONS`, in order, and the rest are right."""
    given = [*answers, *(right(q) for q in QUESTIONS[len(answers) :])]
    named = {q.grade_id: answer for q, answer in zip(QUESTIONS, given, strict=True)}
    return Submission(name, named, seconds=seconds, **more)  # type: ignore[arg-type]


def results(*submissions: Submission) -> Results:
    """Give the results of a class."""
    return Results("two_kernels", QUESTIONS, submissions)


def crowd(size: int) -> Results:
    """Give a large class in which a tenth make each of a few mistakes, one has no name."""
    return results(
        *(
            student(
                f"s{i:05}",
                wrong(CORR2D, FLIPS)
                if i % 10 == 0
                else wrong(CORR2D, message=f"{i % 997} of 1000 entries are wrong.")
                if i % 10 == 1
                else right(CORR2D),
                wrong(RESULT1, outcome=Outcome.RAISED, message=f"ValueError: {'x' * 300}{i}")
                if i % 10 == 2
                else right(RESULT1),
                wrong(WHY, outcome=Outcome.NEEDS_MANUAL_GRADE, score=None),
            )
            for i in range(size)
        )
    )
