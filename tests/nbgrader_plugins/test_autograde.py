"""nbgrader's own ways to grade are ours too: same engine, same scores, same failures."""

from __future__ import annotations

import json

from tests.grading.courses import nbgrader
from tests.nbgrader_plugins.conftest import BROKEN, CLASS, Graded


def test_all_three_ways_give_the_same_scores(
    by_nbgrader: Graded, by_command: Graded, by_formgrader: Graded
) -> None:
    scores = by_command.scores()
    assert by_nbgrader.scores() == scores
    assert by_formgrader.scores() == {student: scores[student] for student in ("half", "good")}
    assert {student: cells["test_double"][0] for student, cells in scores.items()} == {
        "good": 4, "half": 0, "loop": 0, "blank": 0, "html": 4, "peek": 0,
    }  # fmt: skip
    assert {student: cells["test_root"][0] for student, cells in scores.items()} == {
        "good": 6, "half": 3, "loop": 6, "blank": 0, "html": 6, "peek": 6,
    }  # fmt: skip
    assert scores["good"]["why"] == [None, True]
    assert scores["blank"]["why"] == [0, False]


def test_the_one_that_cannot_be_graded_is_named_and_stops_nobody(
    by_nbgrader: Graded, by_formgrader: Graded
) -> None:
    assert by_nbgrader.status == 1
    for said in (by_nbgrader.said[""], by_formgrader.said[BROKEN]):
        assert f"{BROKEN} was not graded: the notebook file is not valid JSON" in said
    assert folders(by_nbgrader) == sorted(CLASS)
    assert folders(by_formgrader) == ["good", "half"]


def folders(graded: Graded) -> list[str]:
    return sorted(path.name for path in (graded.course / "autograded").iterdir())


def test_the_graded_notebooks_are_the_same(by_nbgrader: Graded, by_command: Graded) -> None:
    for student in CLASS:
        found = []
        for graded in (by_nbgrader, by_command):
            path = graded.course / "autograded" / student / "quiz" / "quiz.ipynb"
            content = json.loads(path.read_text())
            del content["metadata"]["twokernels"]["seconds"]
            found.append(content)
        assert found[0] == found[1]


def test_nbgrader_grades_one_again_by_force(by_nbgrader: Graded) -> None:
    path = by_nbgrader.course / "autograded" / "good" / "quiz" / "quiz.ipynb"
    other = by_nbgrader.course / "autograded" / "half" / "quiz" / "quiz.ipynb"
    before = path.stat().st_mtime_ns, other.stat().st_mtime_ns
    forced = nbgrader(by_nbgrader.course, "autograde", "quiz", "--student=good", "--force")
    assert forced.returncode == 0, forced.stderr
    assert path.stat().st_mtime_ns > before[0]
    assert other.stat().st_mtime_ns == before[1]


def test_a_student_who_handed_in_nothing_is_a_reason(by_formgrader: Graded) -> None:
    assert by_formgrader.status == 2
    assert "nobody handed in nothing for quiz" in by_formgrader.said["nobody"]
