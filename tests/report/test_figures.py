"""The numbers under the pictures."""

from __future__ import annotations

import pytest

from helpers.questions.model import Outcome
from helpers.report import figures
from helpers.report.figures import Bin
from helpers.report.results import Kind, Question, Results, Submission
from tests.report.made import CORR2D, QUESTIONS, RESULT1, WHY, blank, results, student, wrong


def test_the_headline_counts_everyone_and_averages_the_graded() -> None:
    waits = wrong(WHY, outcome=Outcome.NEEDS_MANUAL_GRADE, score=None)
    head = figures.headline(
        results(
            student("s1", seconds=1),
            student("s2", wrong(CORR2D), seconds=2),
            student("s3", blank(CORR2D), blank(RESULT1), waits, seconds=9),
            Submission("s4"),
            Submission("s5", reason="broken"),
        )
    )
    assert (head.students, head.graded, head.waiting) == (5, 3, 1)
    assert head.mean == pytest.approx((9 + 5 + 0) / 3)
    assert (head.median, head.seconds, head.median_seconds) == (5, 12, 2)


def scored(top: float, *scores: float) -> Results:
    """Give a class of one question with these scores."""
    question = Question("q", "q", top)
    return Results(
        "a",
        (question,),
        tuple(
            Submission(f"s{i}", {"q": wrong(question, score=score)})
            for i, score in enumerate(scores)
        ),
    )


@pytest.mark.parametrize(
    ("top", "width", "columns"),
    [(40, 4, 10), (28, 4, 7), (35, 4, 9), (100, 10, 10), (10, 1, 10), (12, 2, 6), (1, 0.1, 10),
     (7.5, 1, 8), (250, 25, 10), (0.3, 0.04, 8)],
)  # fmt: skip
def test_columns_have_a_round_width_and_there_are_5_to_10(
    top: float, width: float, columns: int
) -> None:
    bins = figures.distribution(scored(top, top, 0))
    assert len(bins) == columns
    assert bins[0].high == pytest.approx(width)
    assert bins[-1].low < top <= bins[-1].high + 1e-9
    assert (bins[0].students, bins[-1].students) == (1, 1)


def test_a_score_on_an_edge_is_in_the_column_that_begins_there() -> None:
    bins = figures.distribution(scored(40, 3.9, 4, 4, 40))
    assert [b.students for b in bins] == [1, 2, 0, 0, 0, 0, 0, 0, 0, 1]
    assert bins[1] == Bin(4, 8, 2)


def test_every_score_is_counted_whatever_it_is() -> None:
    """Extra credit goes beyond the points there are; thirds do not add up exactly."""
    for scores in ((50, 40.0001, 0), (1 / 3 + 1 / 3 + 1 / 3, 12 / 10 * 10), (-1, 2)):
        bins = figures.distribution(scored(40, *scores))
        assert sum(b.students for b in bins) == len(scores)
    assert figures.distribution(scored(0, 0))


def test_a_questions_answers_are_counted_by_kind() -> None:
    tally = figures.tallies(
        results(
            student("s1"),
            student("s2", wrong(CORR2D, score=1)),
            student("s3", wrong(CORR2D)),
            student("s4", wrong(CORR2D, outcome=Outcome.TIMED_OUT)),
            Submission("s5"),
        )
    )[0]
    assert {kind: n for kind, n in tally.counts.items() if n} == {
        Kind.CORRECT: 1, Kind.PARTLY: 1, Kind.WRONG: 1, Kind.STOPPED: 1,
    }  # fmt: skip
    assert tally.in_words == "corr2d: 1 correct, 1 partly right, 1 wrong, 1 stopped, of 4"
    assert (tally.correct, tally.total, tally.untouched, tally.to_mark) == (1, 4, False, False)


def test_a_question_nobody_attempted_is_found() -> None:
    everyone = results(*(student(s, wrong(CORR2D), blank(RESULT1)) for s in ("s1", "s2")))
    assert [t.untouched for t in figures.tallies(everyone)] == [False, True, False]


def test_a_part_of_a_bar_says_no_more_than_fits() -> None:
    """A number cut in half would be another number."""
    right, missed = [student(f"s{i}") for i in range(90)], [student("x", wrong(CORR2D))] * 10
    tally = figures.tallies(results(*right, *missed))[0]
    assert tally.written(Kind.CORRECT) == "✓ 90"
    assert tally.written(Kind.WRONG) == "10"
    tally = figures.tallies(results(*right, missed[0]))[0]
    assert tally.written(Kind.WRONG) == ""


def test_the_slowest_and_the_latest_come_first() -> None:
    everyone = results(
        student("s1", seconds=1, seconds_late=5),
        student("s2", seconds=3),
        Submission("s3", seconds_late=50),
        student("s4", seconds=2),
    )
    assert [s.student for s in figures.slowest(everyone, 2)] == ["s2", "s4"]
    assert [s.student for s in figures.late(everyone)] == ["s3", "s1"]


def test_an_answer_of_no_result_is_refused() -> None:
    with pytest.raises(ValueError, match="s1 has no result"):
        figures.answer_of(Submission("s1"), QUESTIONS[0])
