"""What goes wrong is one sentence with what to do; nothing is lost, and the next run does it."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import socket
import sqlite3
from pathlib import Path

import pytest

from helpers.cli import main
from helpers.grading import dask_workers
from tests.cli.conftest import Command, Done
from tests.cli.places import PROBLEMS, RUNS, Place
from tests.grading.courses import hand_in, handed_in, once, python

pytestmark = pytest.mark.filterwarnings(
    # nbgrader 0.9.6 and nbconvert open event loops and files in ways that newer Pythons warn of.
    "ignore::DeprecationWarning",
    "ignore::ResourceWarning",
)

INTERNALS = ("Traceback", "sqlalchemy", "sqlite3", "psycopg.", "Errno", "exception", "nbgrader.api")


@pytest.fixture(scope="session")
def term(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Keep the course in the middle of a term, once it is made."""
    return {"into": tmp_path_factory.mktemp("term") / "course"}


@pytest.fixture
def course(
    course: Path, term: dict[str, Path], command: Command, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Give a course with two students graded, one of them twice, and a third to be graded."""

    def make() -> None:
        for student in ("s1", "s2"):
            hand_in(course, student)
        assert command("grade", "quiz").status == 0
        hand_in(course, "s1", handed_in(double="def double(x):\n    return x"))
        assert command("grade", "quiz", "--force").status == 0
        hand_in(course, "s3")
        (course / "class.csv").write_text("student_id,last_name\ns1,One\ns9,Nine\n")
        (course / "a file").write_text("x")
        with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book:
            book.execute("PRAGMA journal_mode = DELETE")

    once(course, term["into"], make)
    monkeypatch.chdir(course)  # into the new folder of that name
    return course


def tree(course: Path) -> dict[str, str]:
    """Return what is there: every file's fingerprint, and the gradebook's rows where it has any."""
    found = {}
    for path in sorted(course.rglob("*")):
        name = path.relative_to(course).as_posix()
        if name.endswith(("-wal", "-shm", "-journal")):
            continue  # SQLite's own, of the file beside it
        content = path.read_bytes() if path.is_file() else b""
        if name == "gradebook.db":
            with (
                contextlib.suppress(sqlite3.Error),
                contextlib.closing(
                    sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=0)  # it may be locked
                ) as book,
            ):
                content = "\n".join(book.iterdump()).encode()
        found[name] = hashlib.sha256(content).hexdigest()
    return found


def check_refused(done: Done, name: str, words: str, status: int = 2) -> None:
    """Check that a run said one sentence, of these words, and nothing of its insides."""
    assert done.status == status, (name, done)
    lines = done.err.splitlines()
    assert len(lines) == 1, (name, lines)
    (line,) = lines
    assert line.startswith(f"twokernels {name}: "), line
    assert re.search(words, line), f"{name}: no {words!r} in {line!r}"
    assert line.endswith("."), line
    assert not [inside for inside in INTERNALS if inside in line], line
    assert done.out == "", (name, done.out)


@pytest.mark.parametrize(("place", "names", "words"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_problem_is_said_changes_nothing_and_is_over_when_it_is_gone(
    course: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    place: Place,
    names: str,
    words: str,
) -> None:
    with place(course, monkeypatch):
        before = tree(course)
        for name in names.split():
            check_refused(command(*RUNS[name]), name, words)
            assert tree(course) == before, f"{name} has changed something"
    for name in names.split():
        done = command(*RUNS[name])
        assert done.status == 0, (name, done.err)


NAMES = "bundle diff grade marks report undo"


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        ("quizz", "quizz.*(there: |collect|; |check the name)"),
        ("submitted/s1/quiz", "name alone|there: quiz|check the name"),
    ],
)
def test_a_wrong_assignment_is_said_by_every_subcommand(
    course: Path, command: Command, assignment: str, words: str
) -> None:
    before = tree(course)
    for name in NAMES.split():
        arguments = [assignment if part == "quiz" else part for part in RUNS[name]]
        check_refused(command(*arguments), name, words)
    assert tree(course) == before


@pytest.mark.parametrize(
    ("folder", "words"),
    [("/nowhere", "/nowhere is not a folder"), ("submitted", "is no course directory .*--course")],
)
def test_a_wrong_folder_is_said_by_every_subcommand(
    course: Path, command: Command, folder: str, words: str
) -> None:
    before = tree(course)
    for name, arguments in RUNS.items():
        check_refused(command(*arguments, "--course", folder), name, words)
    assert tree(course) == before


def test_before_anything_is_graded_the_next_step_is_said(course: Path, command: Command) -> None:
    for name in ("autograded", ".twokernels"):
        shutil.rmtree(course / name)
    (course / "gradebook.db").unlink()
    before = tree(course)
    for name in ("diff", "marks", "report", "undo"):
        check_refused(command(*RUNS[name]), name, "grade")
    assert tree(course) == before


OUTPUTS = {
    "grade": ["grade", "quiz", "--json"],
    "diff": ["diff", "quiz", "--json"],
    "undo": ["undo", "quiz", "--json"],
    "roster": ["roster", "class.csv", "--json"],
    "doctor": ["doctor", "--json"],
    "marks": ["marks", "quiz", "--format", "csv", "--to"],
    "report": ["report", "quiz", "--output"],
    "bundle": ["bundle", "quiz", "--output"],
    "check": ["check", "quiz", "--json"],
    "new": ["new", "own", "--json"],
    "kernel": ["kernel", "install", "--json"],
}


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("a file/x", "is a file|Not a dir|File exists"),
        ("source", "folder|dir"),
        ("/proc/x", "No such"),
    ],
)
def test_an_output_that_cannot_be_written_is_known_before_anything_is_done(
    course: Path, capsys: pytest.CaptureFixture[str], file: str, words: str
) -> None:
    (course / "source.zip").mkdir()
    before = tree(course)
    for name, arguments in OUTPUTS.items():
        to = f"{file}.zip" if name == "bundle" else file
        status = main([*arguments, to])
        said = capsys.readouterr()
        check_refused(
            Done(status, said.out, said.err, None), name, f"{to} cannot be written: .*({words})"
        )
    assert tree(course) == before


def test_a_list_that_is_none_is_said(course: Path, command: Command) -> None:
    before = tree(course)
    check_refused(command("roster", "no.csv"), "roster", "no.csv cannot be read: No such file")
    check_refused(command("roster", "submitted"), "roster", "submitted cannot be read: Is a dir")
    check_refused(command("roster", "gradebook.db"), "roster", "gradebook.db")
    assert tree(course) == before


@pytest.mark.filterwarnings("ignore")  # Dask's client warns of its own event loop and ports
def test_a_scheduler_that_is_none_is_said(
    course: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_workers, "CONNECT_SECONDS", 1)
    before = tree(course)
    for address in ("tcp://127.0.0.1:1", "nonsense://x"):
        for name in ("grade", "diff"):
            done = command(*RUNS[name], "--scheduler", address)
            check_refused(done, name, f"no Dask scheduler answers at {address}: .*")
    assert tree(course) == before


IMPATIENT = (
    "import sys\nfrom helpers.cli import main\nfrom helpers.grading import dask_workers\n"
    "dask_workers.CONNECT_SECONDS = 1\nsys.exit(main(sys.argv[1:]))"
)


def test_a_port_that_something_else_has_is_said(course: Path) -> None:
    """In a process of its own, for Dask's client goes on trying."""
    before = tree(course)
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        done = python(course, "-c", IMPATIENT, *RUNS["grade"], "--scheduler", address)
    said = Done(done.returncode, done.stdout, done.stderr, None)
    check_refused(said, "grade", f"what listens at {address} is no Dask scheduler")
    assert tree(course) == before
