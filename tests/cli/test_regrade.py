"""`twokernels diff`, `grade --force` and `undo`, as a lecturer meets them one after the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.grading.courses import hand_in, handed_in, once
from tests.grading.state import TRIPLE, change_source, files, mark_by_hand, state

WRONG = "def double(x):\n    return 3 * x"


@pytest.fixture(scope="module")
def kept_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the graded course is kept, once it is made."""
    return tmp_path_factory.mktemp("kept") / "course"


@pytest.fixture
def graded(
    course: Path, command: Command, kept_course: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Give a course with three students graded, one marked by hand, and a test that has changed."""

    def make() -> None:
        hand_in(course, "s1")
        hand_in(course, "s2", handed_in(double=WRONG))
        hand_in(course, "s3", handed_in(root="def root(x):\n    return x // 2"))
        assert command("grade", "quiz").status == 0
        mark_by_hand(course, "s3", "test_double", 3)
        change_source(course, "test_double", source=TRIPLE)

    once(course, kept_course, make)
    monkeypatch.chdir(course)  # into the new folder of that name
    return course


def test_diff_shows_who_changes_by_how_much_and_writes_nothing(
    graded: Path, command: Command
) -> None:
    before = files(graded)
    done = command("diff", "quiz")
    assert done.status == 0
    assert files(graded) == before
    assert done.out.splitlines() == [
        "source/quiz has changed: test_double (text).",
        "",
        "student  question  from    to      change  outcome",
        "s1       double    4 of 4  0 of 4  −4      correct → wrong values",
        "s2       double    0 of 4  4 of 4  +4      wrong values → correct",
        "s3       double    3 of 4  3 of 4  0       marked by hand, kept; "
        "the tests say 0, correct → wrong values",
        "",
        "double: 1 up, 1 down",
        "3 students compared: 1 up, 1 down, 1 unchanged; mean change 0 points, "
        "late penalties not taken off.",
        "1 mark given by hand stays as given.",
        "Nothing was written; `twokernels grade quiz --force` writes it.",
    ]


def test_diff_has_the_same_for_scripts(graded: Path, command: Command) -> None:
    done = command("diff", "quiz", "--json", "diff.json", "--student", "s2")
    assert done.said[-1].endswith("`twokernels grade quiz --student s2 --force` writes it.")
    assert json.loads((graded / "diff.json").read_text()) == {
        "assignment": "quiz",
        "source": {"changed": ["test_double"], "points": {}},
        "students": {
            "s2": {
                "before": 6.0, "after": 10.0,
                "cells": {
                    "test_double": {
                        "before": {
                            "score": 0.0, "auto_score": 0.0, "max_score": 4.0,
                            "outcome": "wrong_values",
                        },
                        "after": {
                            "score": 4.0, "auto_score": 4.0, "max_score": 4.0,
                            "outcome": "correct",
                        },
                        "by_hand": False,
                    }
                },
            }
        },
        "new": [], "up": 1, "down": 0, "unchanged": 0, "mean_change": 4.0, "failed": {},
    }  # fmt: skip


def test_what_cannot_be_graded_is_status_1(graded: Path, command: Command) -> None:
    hand_in(graded, "s2", b"{")
    done = command("diff", "quiz")
    assert done.status == 1
    assert "1 could not be graded and would keep what they have." in done.said
    assert "2 students compared: 0 up, 1 down, 1 unchanged" in done.out


def test_force_writes_what_diff_showed_and_undo_takes_it_back(
    graded: Path, command: Command
) -> None:
    before = state(graded)
    done = command("grade", "quiz", "--force")
    assert done.status == 0
    assert done.said[:-1] == [
        "Brought up to date with source/quiz: test_double (text).",
        "Changed: s1 10 → 6 (−4), s2 6 → 10 (+4).",
        "3 students compared: 1 up, 1 down, 1 unchanged; mean change 0 points, "
        "late penalties not taken off.",
        "1 mark given by hand stays as given.",
        "`twokernels undo quiz` puts back what was there.",
    ]
    after = state(graded)
    (line,) = command("undo", "quiz", "--list").said
    time = line.split()[0]
    assert line == f"{time}  all 3 students, before grading again: everyone"
    undone = command("undo", "quiz")
    assert undone.status == 0
    assert undone.said[0] == (
        f"quiz: put back what all 3 students had at {time}, before grading again: everyone."
    )
    assert state(graded) == before
    again = undone.said[-1].split("`")[1].split()
    assert command(*again[1:]).status == 0
    assert state(graded) == after


def test_a_large_class_is_named_up_to_ten(course: Path, command: Command) -> None:
    for number in range(12):
        hand_in(course, f"s{number:02}")
    command("grade", "quiz")
    change_source(course, "test_double", source=TRIPLE)
    (line,) = [one for one in command("grade", "quiz", "--force").said if "Changed" in one]
    assert line.endswith("s09 10 → 6 (−4), and 2 more.")


def test_without_force_a_changed_source_is_not_used_and_said(
    graded: Path, command: Command
) -> None:
    before = state(graded)
    done = command("grade", "quiz")
    assert done.said[0] == (
        "source/quiz has changed since and was not used: test_double (text); "
        "`twokernels diff quiz` shows whose marks it would change."
    )
    assert state(graded) == before


def test_one_question_is_graded_again(graded: Path, command: Command) -> None:
    done = command("grade", "quiz", "--question", "double", "--student", "s1")
    assert done.status == 0
    assert "Changed: s1 10 → 6 (−4)." in done.said
    (line,) = command("undo", "quiz", "--list").said
    assert line.endswith("  s1, before grading again: question double, s1")


NOTHING_DONE = {
    "no such question": (
        ["grade", "quiz", "--question", "doubel"],
        "quiz has no question doubel (there: double, root, why).",
    ),
    "nothing to compare": (["diff", "quizz"], "holds no submission of quizz;"),
    "no such question to compare": (["diff", "quiz", "--question", "x"], "has no question x"),
    "nothing to undo": (["undo", "quiz"], "nothing of quiz was graded again that can be undone"),
    "no such time": (["undo", "quiz", "--to", "now"], "nothing of quiz is kept of now (there: "),
    "no course": (["undo", "quiz", "--course", "/nowhere"], "/nowhere is not a folder"),
    "two at once": (["undo", "quiz", "--list", "--to", "x"], "not allowed with argument"),
}


@pytest.mark.parametrize(("arguments", "reason"), NOTHING_DONE.values(), ids=NOTHING_DONE)
def test_nothing_is_done_status_2_in_one_clear_sentence(
    graded: Path, command: Command, arguments: list[str], reason: str
) -> None:
    before = state(graded)
    done = command(*arguments)
    assert done.status == 2
    assert reason in done.said[-1]
    assert done.said[-1].startswith(f"twokernels {arguments[0]}: ")
    assert state(graded) == before
