"""A regrade can be undone exactly, whatever interrupts it; the last ten are kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from helpers.grading import history, rows
from helpers.grading.course import Course
from helpers.grading.errors import GradingError
from helpers.grading.history import KEEP, Kept, kept, put_back
from tests.grading.conftest import Run
from tests.grading.courses import hand_in, handed_in, once
from tests.grading.state import TRIPLE, change_source, gradebook, mark_by_hand, marks, state

WRONG = "def double(x):\n    return 3 * x"


@pytest.fixture
def graded(course: Path, run: Run, kept_course: Path) -> Path:
    """Give a course with two students graded, one marked by hand, and a test that has changed."""

    def make() -> None:
        hand_in(course, "s1", timestamp="2026-03-06 17:00:00 UTC")
        hand_in(course, "s2", handed_in(double=WRONG))
        run()
        mark_by_hand(course, "s1", "why", 1.5, "Nearly.")
        change_source(course, "test_double", source=TRIPLE, points=5)

    once(course, kept_course, make)
    return course


def undo(course: Path, chosen: Kept | None = None) -> tuple[Kept, int]:
    """Put back the last state, or this one."""
    loaded = Course.load(course)
    with Gradebook(loaded.db_url, loaded.course_id) as book:
        return put_back(loaded, book.engine, chosen or kept(loaded, "quiz")[-1])


def names(course: Path) -> list[str]:
    """List what is kept."""
    return [one.before for one in kept(Course.load(course), "quiz")]


def test_undoing_puts_every_row_and_file_back(graded: Path, run: Run) -> None:
    before = state(graded)
    hand_in(graded, "s3")  # graded for the first time with the others: gone again
    run(force=True, renew=True)
    after = state(graded)
    assert after != before
    present, by_hand = undo(graded)
    assert state(graded) == before
    assert by_hand == 0
    undo(graded, present)
    assert state(graded) == after


def test_grading_goes_on_after_undoing(graded: Path, run: Run) -> None:
    run(force=True, renew=True)
    undo(graded)
    assert run().already == 2
    assert run(force=True, renew=True).students["s2"]["score"] == 11
    assert [score for score, *_ in marks(graded, "s2").values()] == [5, 6, None]


def test_marks_given_by_hand_since_are_counted_and_kept_aside(graded: Path, run: Run) -> None:
    run(force=True, renew=True)
    mark_by_hand(graded, "s2", "why", 2, "Yes.")
    later = state(graded)
    present, by_hand = undo(graded)
    assert by_hand == 2  # a mark and a comment
    undo(graded, present)
    assert state(graded) == later


def test_undoing_one_students_regrade_leaves_the_others_alone(graded: Path, run: Run) -> None:
    before = marks(graded, "s1")
    run(students=("s1",), force=True, renew=True)
    mark_by_hand(graded, "s2", "why", 2)
    second = marks(graded, "s2")
    undo(graded)
    assert marks(graded, "s1") == before
    assert marks(graded, "s2") == second
    with gradebook(graded) as book:
        assert book.find_assignment("quiz").max_score == 12


def test_a_regrade_that_changes_nothing_keeps_nothing(graded: Path, run: Run) -> None:
    """Pressing Autograde ten times must not push the regrade worth undoing out of the last ten."""
    run(force=True)
    assert names(graded) == []
    assert run(force=True, renew=True).undo is not None
    assert names(graded) == ["grading again: everyone"]


def test_a_regrade_that_is_stopped_can_be_undone(
    graded: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(graded)

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tell=stop, force=True, renew=True)
    assert state(graded) != before
    undo(graded)
    assert state(graded) == before


@pytest.mark.parametrize("at", ["save_rows", "_link", "write_whole", "_name"])
def test_what_cannot_be_kept_stops_the_regrade_before_it_changes_anything(
    graded: Path, run: Run, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    before = state(graded)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(history, at, full)
        with pytest.raises(GradingError, match=r"No space left.* nothing was changed"):
            run(force=True, renew=True)
    assert state(graded) == before
    assert names(graded) == []
    run(force=True, renew=True)
    undo(graded)
    assert state(graded) == before


@pytest.mark.parametrize("at", ["restore_rows", "_restore_copy", "_put_files_back", "replace"])
def test_undoing_that_is_interrupted_is_done_by_undoing_again(
    graded: Path, run: Run, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """Neither what is put back nor what there was until then is lost, wherever it is stopped."""
    before = state(graded)
    run(force=True, renew=True)
    after = state(graded)
    (chosen,) = kept(Course.load(graded), "quiz")

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr({"_restore_copy": rows, "replace": os}.get(at, history), at, stop)
        with pytest.raises(KeyboardInterrupt):
            undo(graded, chosen)
    aside = kept(Course.load(graded), "quiz")
    assert chosen in aside
    undo(graded, chosen)
    assert state(graded) == before
    (until_then,) = [one for one in aside if one != chosen][:1] or [None]
    if until_then:
        undo(graded, until_then)
        assert state(graded) == after


def test_a_gradebook_row_is_put_back_in_one_transaction(
    graded: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(force=True, renew=True)
    after = state(graded)[0]
    (chosen,) = kept(Course.load(graded), "quiz")
    inserted = rows._insert

    def stop_at_comments(*arguments: Any, **more: Any) -> None:
        if arguments[2] is rows.COMMENT:
            raise KeyboardInterrupt
        inserted(*arguments, **more)

    with monkeypatch.context() as patch:
        patch.setattr(rows, "_insert", stop_at_comments)
        with pytest.raises(KeyboardInterrupt):
            undo(graded, chosen)
    assert state(graded)[0] == after


def test_a_damaged_or_unfinished_state_is_not_offered(graded: Path, run: Run) -> None:
    run(force=True, renew=True)
    folder = graded / ".twokernels" / "history"
    (folder / "0123.partial").mkdir()
    (folder / "2026-01-01T00-00-00Z").mkdir()
    (folder / "2026-01-02T00-00-00Z").mkdir()
    (folder / "2026-01-02T00-00-00Z" / "about.json").write_text("{")
    assert names(graded) == ["grading again: everyone"]


def test_what_a_killed_run_left_is_swept_after_an_hour(graded: Path, run: Run) -> None:
    old, new = (graded / ".twokernels" / "history" / f"{name}.partial" for name in ("old", "new"))
    for folder in (old, new):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    run(force=True, renew=True)
    assert (old.exists(), new.exists()) == (False, True)


def test_the_last_ten_are_kept(graded: Path, run: Run) -> None:
    for points in range(KEEP + 2):
        change_source(graded, "test_double", points=points + 10)
        run(students=("s1",), force=True, renew=True)
    loaded = kept(Course.load(graded), "quiz")
    assert len(loaded) == KEEP
    undo(graded, loaded[0])
    with gradebook(graded) as book:
        assert book.find_assignment("quiz").max_score == 8 + 11


def test_graded_notebooks_are_kept_as_links_that_grading_does_not_write_through(
    graded: Path, run: Run
) -> None:
    path = graded / "autograded" / "s1" / "quiz" / "quiz.ipynb"
    before, inode = path.read_bytes(), path.stat().st_ino
    run(force=True, renew=True)
    (one,) = kept(Course.load(graded), "quiz")
    aside = one.autograded / "s1" / "quiz.ipynb"
    assert aside.read_bytes() == before != path.read_bytes()
    assert aside.stat().st_ino == inode != path.stat().st_ino


def test_where_no_links_can_be_made_they_are_copies(
    graded: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(graded)

    def none(*_: Any) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", none)
    run(force=True, renew=True)
    undo(graded)
    assert state(graded) == before


def test_git_leaves_it_alone(graded: Path, run: Run) -> None:
    run(force=True, renew=True)
    assert (graded / ".twokernels" / ".gitignore").read_text() == "*\n"


def test_a_lost_gradebook_is_put_back_too(graded: Path, run: Run) -> None:
    before = state(graded)
    run(force=True, renew=True)
    for path in graded.glob("gradebook.db*"):
        path.unlink()
    undo(graded)
    found = state(graded)
    for table in ("grade", "comment", "submitted_assignment", "source_cell", "grade_cells"):
        assert found[0][table] == before[0][table]
    assert found[1] == before[1]
