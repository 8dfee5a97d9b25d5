"""Who made which mistake, and which of them a teacher reads of first."""

from __future__ import annotations

from helpers.questions.model import Outcome
from helpers.report.mistakes import MOST, groups, left_blank, lessons
from tests.report.made import (
    CORR2D,
    FLIPS,
    QUESTIONS,
    RESULT1,
    ROTATED,
    WHY,
    blank,
    crowd,
    results,
    right,
    student,
    wrong,
)  # fmt: skip


def test_one_mistake_in_several_questions_counts_its_students_once() -> None:
    everyone = results(
        student("s2", wrong(CORR2D, FLIPS), wrong(RESULT1, FLIPS)),
        student("s1", right(CORR2D), wrong(RESULT1, FLIPS, score=1)),
        student("s3"),
    )
    (group,), other = groups(everyone)
    assert other == []
    assert group.students == ["s1", "s2"]
    assert group.labels == ["result1", "corr2d"]
    assert group.outcomes == "1 partly right, 2 wrong"
    assert group.lost == 4 + 2 + 1


def test_mistakes_without_a_name_are_by_question_with_what_was_said() -> None:
    everyone = results(
        student("s1", wrong(CORR2D, message="a")),
        student("s2", wrong(CORR2D, message="b")),
        student("s3", wrong(CORR2D, message="b", outcome=Outcome.RAISED)),
    )
    named, (group,) = groups(everyone)
    assert named == []
    assert group.title == "corr2d"
    assert group.outcomes == "2 wrong, 1 raised an error"
    assert group.told == [("b", ["s2", "s3"]), ("a", ["s1"])]


def test_what_is_no_mistake_is_not_counted() -> None:
    everyone = results(
        student("s1", blank(CORR2D)),
        student("s2", right(CORR2D), right(RESULT1), wrong(WHY, score=1, by_hand=True)),
        student("s3", wrong(CORR2D, FLIPS, score=4)),  # a person gave all points
        student("s4", right(CORR2D), right(RESULT1),
                wrong(WHY, outcome=Outcome.NEEDS_MANUAL_GRADE, score=None)),
    )  # fmt: skip
    assert groups(everyone) == ([], [])


def test_the_most_frequent_comes_first_and_then_the_most_costly() -> None:
    everyone = results(
        student("s1", wrong(CORR2D, "a.dear"), wrong(RESULT1, "b.common")),
        student("s2", right(CORR2D), wrong(RESULT1, "b.common")),
        student("s3", right(CORR2D), wrong(RESULT1, "c.cheap")),
    )
    named, _ = groups(everyone)
    assert [group.known.id for group in named if group.known] == ["b.common", "a.dear", "c.cheap"]


def test_mistakes_of_several_students_with_a_name_come_first_and_one_students_last() -> None:
    everyone = results(
        *(student(f"u{i}", right(CORR2D), wrong(RESULT1)) for i in range(5)),
        *(student(f"f{i}", wrong(CORR2D, FLIPS)) for i in range(2)),
        student("r1", wrong(CORR2D, ROTATED)),
        student("r2", wrong(CORR2D, "corr2d.averages")),
    )
    assert [lesson.group.title for lesson in lessons(everyone)] == [
        "corr2d: flips kernel", "result1", "corr2d: averages",
    ]  # fmt: skip


def test_in_a_large_class_a_few_students_make_no_lesson() -> None:
    few = [student(f"f{i}", wrong(CORR2D, FLIPS)) for i in range(4)]
    rest = [student(f"s{i}") for i in range(96)]
    assert lessons(results(*few, *rest)) == []
    assert len(lessons(results(*few, student("f5", wrong(CORR2D, FLIPS)), *rest[1:]))) == 1


def test_a_class_of_one_has_lessons() -> None:
    found = lessons(results(student("s1", wrong(CORR2D), wrong(RESULT1))))
    assert [(lesson.group.title, lesson.also) for lesson in found] == [
        ("corr2d", []), ("result1", []),
    ]  # fmt: skip


def test_questions_lost_by_the_same_students_are_one_lesson() -> None:
    """One unnamed slip in `corr2d` fails everything built on it: that is one thing to explain."""
    same = [student(f"s{i}", wrong(CORR2D), wrong(RESULT1)) for i in range(4)]
    (lesson,) = lessons(results(*same, student("s9")))
    assert lesson.group.title == "corr2d"
    assert lesson.also == ["result1"]


def test_there_are_never_many_lessons() -> None:
    pairs = [student(f"{i}-{n}", wrong(CORR2D, f"corr2d.m{i}")) for i in range(9) for n in range(5)]
    assert len(lessons(results(*pairs))) == MOST
    assert len(lessons(results(*pairs), 2)) == 2


def test_left_blank_counts_those_who_wrote_something() -> None:
    """A sheet handed in empty says nothing of one question."""
    empty = [student(f"e{i}", *(blank(q) for q in QUESTIONS)) for i in range(3)]
    everyone = results(*empty, student("s1", right(CORR2D), blank(RESULT1)), student("s2"))
    assert left_blank(everyone) == [(RESULT1, 1, 2)]
    assert left_blank(results(*empty)) == []


def test_a_crowd_is_counted_whole() -> None:
    (flips,), other = groups(crowd(1000))
    assert len(flips.who) == 100
    assert [len(group.who) for group in other] == [100, 100]
