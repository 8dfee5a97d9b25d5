"""An assignment of two notebooks: both are graded or neither, and nothing old is left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.grading import ledger
from helpers.grading.errors import NoCourse
from tests.grading.conftest import Run
from tests.grading.courses import hand_in, handed_in, nbgrader, once
from tests.grading.state import gradebook


def add_notebook(course: Path, prefix: str) -> None:
    """Give `quiz` a second notebook, with the cells of the first by names that begin so."""
    folder = course / "source" / "quiz"
    content = json.loads((folder / "quiz.ipynb").read_text())
    for cell in content["cells"]:
        marks = cell["metadata"]["nbgrader"]
        marks["grade_id"] = prefix + marks["grade_id"]
    (folder / "more.ipynb").write_text(json.dumps(content))
    done = nbgrader(course, "generate_assignment", "quiz", "--force")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def two(course: Path, kept_course: Path) -> Path:
    """Give a course with two notebooks, which s1 has handed in."""

    def make() -> None:
        add_notebook(course, "more_")
        folder = hand_in(course, "s1")
        (folder / "more.ipynb").write_bytes(more())

    once(course, kept_course, make)
    return course


def more(**answers: str) -> bytes:
    """Return what somebody hands in for the second notebook."""
    return handed_in(**answers).replace(b'"grade_id": "', b'"grade_id": "more_')


def scores(course: Path) -> list[float]:
    """Return the points of both notebooks."""
    with gradebook(course) as book:
        submission = book.find_submission("quiz", "s1")
        return [n.score for n in sorted(submission.notebooks, key=lambda n: str(n.name))]


def graded(course: Path) -> list[str]:
    return sorted(path.name for path in (course / "autograded" / "s1" / "quiz").iterdir())


def test_both_are_graded(two: Path, run: Run) -> None:
    (two / "submitted" / "s1" / "quiz" / "more.ipynb").write_bytes(
        more(double="def double(x):\n    return 3 * x")
    )
    assert run().students["s1"]["score"] == 16
    assert scores(two) == [6, 10]
    assert run().already == 1


def test_one_that_is_lost_is_made_again(two: Path, run: Run) -> None:
    run()
    before = graded(two)
    (two / "autograded" / "s1" / "quiz" / "more.ipynb").unlink()
    assert run().already == 0
    assert graded(two) == before
    assert run().already == 1


def test_nothing_is_left_of_one_that_is_no_longer_handed_in(two: Path, run: Run) -> None:
    run()
    (two / "submitted" / "s1" / "quiz" / "more.ipynb").unlink()
    assert run().students["s1"]["score"] == 10
    assert scores(two) == [0, 10]
    assert graded(two) == ["quiz.ipynb"]
    assert run().already == 1


def test_a_kill_between_them_leaves_both_to_the_next_run(
    two: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def write(path: Path, content: str) -> None:
        if written:
            raise KeyboardInterrupt
        written.append(path.name)
        write_whole(path, content)

    write_whole = ledger.write_whole
    with monkeypatch.context() as patched:
        patched.setattr(ledger, "write_whole", write)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert graded(two) == written
    assert run().already == 0
    assert graded(two) == ["more.ipynb", "quiz.ipynb"]


def test_two_cells_of_one_name_are_refused(course: Path, run: Run) -> None:
    """Their marks would be mixed up."""
    add_notebook(course, "")
    hand_in(course, "s1")
    with pytest.raises(NoCourse, match=r"more.ipynb and quiz.ipynb both have a cell \w+; give one"):
        run()
