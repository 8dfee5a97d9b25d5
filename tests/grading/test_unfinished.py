"""Grading again that is killed is finished by the next run, whatever that is asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from helpers.grading.course import Course
from helpers.grading.history import kept, put_back
from helpers.grading.unfinished import Unfinished
from tests.grading.conftest import Run
from tests.grading.courses import hand_in, handed_in, once
from tests.grading.state import TRIPLE, change_source, marks

STUDENTS = ("s1", "s2", "s3")


@pytest.fixture
def graded(course: Path, run: Run, kept_course: Path) -> Path:
    """Give a course with three students graded, and two tests that have changed since."""

    def make() -> None:
        for student in STUDENTS:
            hand_in(course, student)
        run()
        change_source(course, "test_double", source=TRIPLE)
        change_source(course, "test_root", source="assert False")

    once(course, kept_course, make)
    return course


def stopped(run: Run, **order: Any) -> None:
    """Grade again with what source/ says, until one student is done."""

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tell=stop, renew=True, **order)


def scores(course: Path) -> dict[str, list[float | None]]:
    return {student: [score for score, *_ in marks(course, student).values()]
            for student in STUDENTS}  # fmt: skip


def test_the_next_run_does_the_rest(graded: Path, run: Run) -> None:
    stopped(run, force=True)
    assert scores(graded) == {"s1": [0, 0, None], "s2": [4, 6, None], "s3": [4, 6, None]}
    report = run()
    assert report.already == 1
    assert report.notes == ["2 submissions had been left by a run that was stopped"]
    assert set(map(tuple, scores(graded).values())) == {(0, 0, None)}
    assert (again := run()).already == 3
    assert again.notes == []


def test_only_the_questions_that_were_asked_for_are_graded_again(graded: Path, run: Run) -> None:
    stopped(run, questions=("double",))
    run()
    assert set(map(tuple, scores(graded).values())) == {(0, 6, None)}


def test_whoever_was_not_asked_for_is_left_as_it_is(graded: Path, run: Run) -> None:
    stopped(run, force=True, students=("s1", "s2"))
    assert run().already == 2
    assert scores(graded)["s3"] == [4, 6, None]
    assert scores(graded)["s2"] == [0, 0, None]


def test_a_run_for_one_student_leaves_the_others_to_the_next(graded: Path, run: Run) -> None:
    stopped(run, force=True)
    assert run(students=("s3",)).already == 0
    assert scores(graded)["s2"] == [4, 6, None]
    assert run().already == 2
    assert scores(graded)["s2"] == [0, 0, None]


def test_what_is_handed_in_meanwhile_is_graded_as_a_whole(graded: Path, run: Run) -> None:
    stopped(run, questions=("double",))
    hand_in(graded, "s2", handed_in(why="Another reason."))
    run()
    assert scores(graded)["s2"] == [0, 0, None]


def test_what_is_undone_is_not_done_again(graded: Path, run: Run) -> None:
    before = scores(graded)
    stopped(run, force=True)
    loaded = Course.load(graded)
    with Gradebook(loaded.db_url, loaded.course_id) as book:
        put_back(loaded, book.engine, kept(loaded, "quiz")[-1])
    assert run().already == 3
    assert scores(graded) == before


def test_all_of_it_is_more_than_a_question_of_it(tmp_path: Path) -> None:
    Unfinished(tmp_path, "quiz").add(["s1", "s2"], ("b",))
    Unfinished(tmp_path, "quiz").add(["s2", "s3"], ("a",))
    assert Unfinished(tmp_path, "quiz").left == {"s1": ("b",), "s2": ("a", "b"), "s3": ("a",)}
    Unfinished(tmp_path, "quiz").add(["s2"], ())
    Unfinished(tmp_path, "quiz").add(["s2"], ("a",))
    assert Unfinished(tmp_path, "quiz").left["s2"] == ()
    Unfinished(tmp_path, "quiz").forget(["s1", "s2"])
    assert list(Unfinished(tmp_path, "quiz").left) == ["s3"]
    Unfinished(tmp_path, "quiz").forget()
    assert [path.name for path in (tmp_path / ".twokernels").iterdir()] == [".gitignore"]


def test_what_a_kill_cut_short_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    strange = "s\udce4 1\n"  # a folder can have any name
    unfinished = Unfinished(tmp_path, "quiz")
    unfinished.add([strange, "s2", "s3"], ())
    unfinished.done(strange)
    path = tmp_path / ".twokernels" / "quiz.again.jsonl"
    with path.open("a") as file:
        file.write('"s2')
    assert list(Unfinished(tmp_path, "quiz").left) == ["s2", "s3"]
    for damage in ("", "[", "5\n", '{"s1": 5}\n', "\x00"):
        path.write_text(damage)
        assert Unfinished(tmp_path, "quiz").left == {}
    path.write_text(json.dumps({"s1": []}) + "\n{}\n")
    assert list(Unfinished(tmp_path, "quiz").left) == ["s1"]
