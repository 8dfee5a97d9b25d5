"""Results are written as nbgrader would, and what a person wrote stays."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from helpers.grading import files
from helpers.grading import ledger as ledger_module
from helpers.grading.course import Course
from helpers.grading.files import write_whole
from helpers.grading.ledger import SECRET, Ledger, read_timestamp
from tests.grading.conftest import Run
from tests.grading.courses import CANARY, WHY, hand_in, handed_in

LATE = """
from nbgrader.plugins import BasePlugin

class Half(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 2

c.AssignLatePenalties.plugin_class = Half
"""


@contextmanager
def gradebook(course: Path) -> Iterator[Gradebook]:
    with Gradebook(Course.load(course).db_url) as opened:
        yield opened


def test_scores_are_in_the_gradebook_cell_by_cell(course: Path, run: Run) -> None:
    hand_in(course, "s1", handed_in(root="def root(x):\n    return x // 2"))
    run()
    with gradebook(course) as book:
        scores = {g.name: (g.auto_score, g.needs_manual_grade) for g in
                  book.find_submission_notebook("quiz", "quiz", "s1").grades}  # fmt: skip
    assert scores == {"test_double": (4, False), "test_root": (3, False), "why": (None, True)}


def test_a_persons_marks_and_comments_survive_a_regrade(course: Path, run: Run) -> None:
    hand_in(course, "s1")
    run()
    with gradebook(course) as book:
        book.find_grade("why", "quiz", "quiz", "s1").manual_score = 1.5
        book.find_grade("test_double", "quiz", "quiz", "s1").extra_credit = 0.5
        book.find_comment("why", "quiz", "quiz", "s1").manual_comment = "Nearly."
        book.db.commit()
    hand_in(course, "s1", handed_in(double=""))
    run(force=True)
    with gradebook(course) as book:
        why = book.find_grade("why", "quiz", "quiz", "s1")
        assert (why.manual_score, why.needs_manual_grade) == (1.5, True)
        assert book.find_grade("test_double", "quiz", "quiz", "s1").extra_credit == 0.5
        assert book.find_comment("why", "quiz", "quiz", "s1").manual_comment == "Nearly."
        assert book.find_submission("quiz", "s1").score == 6 + 1.5 + 0.5


def test_a_blank_answer_has_nbgraders_comment(course: Path, run: Run) -> None:
    blank = "def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    hand_in(course, "s1", handed_in(double=blank, why="YOUR ANSWER HERE"))
    run()
    with gradebook(course) as book:
        comments = {c.name: c.comment for c in
                    book.find_submission_notebook("quiz", "quiz", "s1").comments}  # fmt: skip
    assert comments["double"] == comments["why"] == "No response."
    assert comments["root"] is None


@pytest.mark.parametrize("late", [False, True])
def test_the_courses_late_policy_is_applied(course: Path, run: Run, late: bool) -> None:
    with open(course / "nbgrader_config.py", "a") as config:
        config.write(LATE)
    with gradebook(course) as book:
        book.update_or_create_assignment("quiz", duedate="2026-03-06 17:00:00 UTC")
    hour = 18 if late else 16
    hand_in(course, "s1", timestamp=f"2026-03-06 {hour}:00:00 UTC")
    run()
    with gradebook(course) as book:
        notebook = book.find_submission_notebook("quiz", "quiz", "s1")
        assert notebook.late_submission_penalty == (5 if late else None)
        assert book.find_submission("quiz", "s1").total_seconds_late == (3600 if late else 0)


def test_a_submission_that_is_no_longer_late_has_no_penalty(course: Path, run: Run) -> None:
    with open(course / "nbgrader_config.py", "a") as config:
        config.write(LATE)
    with gradebook(course) as book:
        book.update_or_create_assignment("quiz", duedate="2026-03-06 17:00:00 UTC")
    for hour, penalty in ((18, 5), (16, None)):
        hand_in(course, "s1", timestamp=f"2026-03-06 {hour}:00:00 UTC")
        run()
        with gradebook(course) as book:
            found = book.find_submission_notebook("quiz", "quiz", "s1")
            assert found.late_submission_penalty == penalty


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-06 17:00:00 UTC", datetime.datetime(2026, 3, 6, 17)),
        ("2026-03-06 17:00:00\n", datetime.datetime(2026, 3, 6, 17)),
        ("2026-03-06T17:00:00.5Z", datetime.datetime(2026, 3, 6, 17, 0, 0, 500000)),
        ("", None), ("yesterday, I swear", None), ("99999-99-99", None), ("\x00\xff", None),
        ("x" * 10_000, None), ("1" * 60, None), ("nan", None),
    ],
)  # fmt: skip
def test_a_timestamp_is_read_or_is_none(
    tmp_path: Path, text: str, expected: datetime.datetime | None
) -> None:
    (tmp_path / "timestamp.txt").write_text(text)
    assert read_timestamp(tmp_path) == expected


def test_a_timestamp_that_is_no_file_is_none(tmp_path: Path) -> None:
    assert read_timestamp(tmp_path) is None
    (tmp_path / "timestamp.txt").mkdir()
    assert read_timestamp(tmp_path) is None
    other = tmp_path / "other"
    other.mkdir()
    (other / "timestamp.txt").symlink_to("/etc/hostname")
    assert read_timestamp(other) is None


@pytest.mark.parametrize("text", ["yesterday, I swear", "\x00", ""])
def test_a_bad_timestamp_stops_nothing(course: Path, run: Run, text: str) -> None:
    hand_in(course, "s1", timestamp=text)
    assert run().students["s1"]["score"] == 10


# -- files -------------------------------------------------------------------------------------


def test_a_file_is_there_as_a_whole_or_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "file.txt"
    write_whole(path, "first")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "second")
    assert path.read_text() == "first"
    assert [p.name for p in path.parent.iterdir()] == ["file.txt"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_text_that_cannot_be_encoded_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    write_whole(path, "first")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text() == "first"


def test_a_link_in_the_way_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "precious")
    write_whole(tmp_path / "link", "result")
    assert (tmp_path / "precious").read_text() == "mine"


def test_a_stop_after_the_file_has_its_name_is_a_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(*paths: str) -> None:
        os.rename(*paths)
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "file.txt", "all of it")
    assert (tmp_path / "file.txt").read_text() == "all of it"


def test_a_kill_before_the_secret_leaves_it_to_the_next_run(
    course: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it a student never finds the feedback."""
    folder = hand_in(course, "s1")
    (folder / SECRET).write_text("s3cret")

    def write(path: Path, content: str) -> None:
        if path.name == SECRET:
            raise KeyboardInterrupt
        write_whole(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(ledger_module, "write_whole", write)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert run().already == 0
    assert (course / "autograded" / "s1" / "quiz" / SECRET).read_text() == "s3cret"


def test_nothing_is_left_of_a_file_whose_writing_was_killed(course: Path, run: Run) -> None:
    """It holds hidden tests, and nbgrader would put it beside the feedback."""
    hand_in(course, "s1")
    run()
    folder = course / "autograded" / "s1" / "quiz"
    (folder / ".quiz.ipynb.ab_4x9zq").write_text(CANARY)
    (folder / ".mine.txt").write_text("of somebody else")
    run(force=True)
    assert sorted(path.name for path in folder.iterdir()) == [".mine.txt", "quiz.ipynb"]


def test_the_graded_notebook_is_one_that_nbgrader_reads(course: Path, run: Run) -> None:
    import nbformat

    hand_in(course, "s1", handed_in(double="print('hi')\ndef double(x):\n    return 2 * x"))
    run()
    path = course / "autograded" / "s1" / "quiz" / "quiz.ipynb"
    found = nbformat.read(path, as_version=4)
    nbformat.validate(found)
    cells = {c.metadata.nbgrader.grade_id: c for c in found.cells if "nbgrader" in c.metadata}
    assert list(cells) == ["setup", "double", "test_double", "root", "test_root", "why"]
    assert cells["double"].outputs[0].text == "hi\n"
    assert cells["test_double"].outputs[-1].data["text/plain"] == "4"
    assert cells["test_root"].metadata.nbgrader.points == 6
    scheme = [c for c in found.cells if c.metadata.get("twokernels", {}).get("for_markers")]
    assert CANARY in WHY
    assert [CANARY in c.source for c in scheme] == [True]


def test_a_record_is_read_back(course: Path, run: Run) -> None:
    hand_in(course, "s1")
    report = run()
    loaded = Course.load(course)
    with Ledger(loaded.db_url, loaded.course_id, loaded.autograded, loaded.config) as ledger:
        notebooks = ledger.assignment(loaded.source, "quiz")
        record = ledger.graded("quiz", "s1", notebooks)
        assert record is not None
        assert record["cells"] == report.students["s1"]["cells"]
        assert record["sandbox"] == "full"
        assert ledger.graded("quiz", "nobody", notebooks) is None


def test_the_assignment_is_as_the_gradebook_and_the_source_have_it(course: Path) -> None:
    loaded = Course.load(course)
    with Ledger(loaded.db_url, loaded.course_id, loaded.autograded, loaded.config) as ledger:
        (quiz,) = ledger.assignment(loaded.source, "quiz")
    assert [c.grade_id for c in quiz.cells] == [
        "setup", "double", "test_double", "root", "test_root", "why",
    ]  # fmt: skip
    assert quiz.imports == ("import numpy as np",)
    assert CANARY in quiz.by_id["test_double"].source
    assert CANARY not in json.dumps([c.released for c in quiz.cells])
    assert "SOLUTION" not in quiz.by_id["double"].source
    assert quiz.by_id["why"].mark_scheme == f"{CANARY} 2 for because."
    assert quiz.by_id["root"].points == 0
    assert quiz.by_id["test_root"].points == 6
