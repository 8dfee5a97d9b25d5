"""The formgrader reads the gradebook while grading writes it: neither waits for the other."""

from __future__ import annotations

import multiprocessing
import sqlite3
import warnings
from contextlib import closing
from multiprocessing.process import BaseProcess
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy import text

from tests.grading.courses import hand_in, small_course
from tests.scale import driver

STUDENTS = 120


def read(book: str, begun: Event, over: Event, results: SimpleQueue[object]) -> None:
    """Open the pages of the formgrader again and again; give the numbers of submissions seen."""
    warnings.simplefilter("ignore")
    seen = []
    try:
        with Gradebook(book) as slow:  # one page that is still being made when the run ends
            slow.db.execute(text("BEGIN"))
            slow.assignment_submissions("quiz")
            while not over.is_set():
                with Gradebook(book) as gradebook:
                    seen.append(len(gradebook.submission_dicts("quiz")))
                    gradebook.student_dicts()
                    gradebook.average_assignment_score("quiz")
                    for student in gradebook.notebook_submission_dicts("quiz", "quiz")[:1]:
                        gradebook.find_submission_notebook_by_id(student["id"]).to_dict()
                begun.set()
        results.put(seen)
    except Exception as error:
        results.put(repr(error))


def test_the_formgrader_reads_while_grading_writes(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.scale.driver"])

    def writing() -> BaseProcess:
        process = context.Process(target=driver.grade, args=(str(course), "quiz"))
        process.start()
        return process

    hand_in(course, "s00")
    writing().join(60)  # the first run of a course has the gradebook changed to WAL
    for number in range(STUDENTS):
        hand_in(course, f"s{number:02d}")
    begun, over, results = context.Event(), context.Event(), context.SimpleQueue()
    reader = context.Process(
        target=read, args=(f"sqlite:///{course / 'gradebook.db'}", begun, over, results)
    )
    reader.start()
    begun.wait(60)
    writer = writing()
    writer.join(60)
    over.set()
    seen = results.get()
    reader.join(60)
    assert writer.exitcode == 0, "the run had to give up"
    assert isinstance(seen, list), seen
    assert len({count for count in seen if 1 < count < STUDENTS}) >= 3, "in the middle of the run"
    assert seen == sorted(seen)
    with closing(sqlite3.connect(course / "gradebook.db")) as book:
        assert book.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert book.execute("SELECT count(*) FROM submitted_assignment").fetchone() == (STUDENTS,)
