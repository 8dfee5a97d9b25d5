"""A disk that cannot be written, or is full: said once, nothing lost, and the next run goes on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.cli.conftest import Done
from tests.cli.test_errors import RUNS, check_refused, course, term, tree  # noqa: F401  # fixtures
from tests.grading.courses import ROOT, hand_in, handed_in

STEPS = f"""
import contextlib, io, json, os, pathlib, shutil, subprocess, sys
sys.path.insert(0, {str(ROOT)!r})
from helpers.cli import main

def tiny(size, course):
    "Move to a disk of that many bytes, with the course on it."
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={{size}}", "tmpfs", "tiny"], check=True)
    shutil.copytree(course, "tiny/course")
    os.chdir("tiny/course")

def fill(leave):
    "Fill the disk but for so many bytes."
    with open("../filler", "wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    os.truncate("../filler", max(os.path.getsize("../filler") - leave, 0))

def free():
    os.unlink("../filler")

def save(to):
    "Copy the course to where it can be looked at."
    shutil.copytree(".", to)

def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(list(arguments))
    print(json.dumps([status, out.getvalue(), err.getvalue()]), flush=True)

for name, *arguments in json.loads(sys.argv[1]):
    globals()[name](*arguments)
"""
"""What is done in a place of its own, a step after the other; each run of the command tells."""


def done_in(way: list[str], folder: Path, steps: list[list[Any]]) -> list[Done]:
    """Do the steps in a namespace, and return what the runs of the command said."""
    unshare = shutil.which("unshare")
    assert unshare, "util-linux is needed"
    beside = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        [unshare, *way, sys.executable, "-W", "ignore", "-c", STEPS, json.dumps(steps)],
        cwd=folder,
        env=os.environ | {"PATH": beside},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    return [Done(*json.loads(line), None) for line in done.stdout.splitlines()]


USER = ["--user", "--map-user=1000", "--map-group=1000"]
"""An ordinary user, also where the tests run as root, whom no right stops."""
DISKS = ["--mount"] if os.getuid() == 0 else ["--map-root-user", "--mount"]
"""Whoever may mount a disk of their own."""


def set_rights(folder: Path, *, write: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod((0o755 if write else 0o555) if path.is_dir() else (0o644 if write else 0o444))


def test_a_read_only_course_is_said_and_changed_by_nothing(course: Path) -> None:  # noqa: F811
    names = ("roster", "grade", "marks", "report", "undo", "bundle")
    before = tree(course)
    set_rights(course, write=False)
    try:
        said = done_in(USER, course, [["run", *RUNS[name]] for name in names])
    finally:
        set_rights(course, write=True)
    for name, done in zip(names, said, strict=True):
        check_refused(done, name, "(readonly|Permission denied).*give yourself the right")
    assert tree(course) == before
    for done in done_in(USER, course, [["run", *RUNS[name]] for name in names]):
        assert done.status == 0, done.err


def test_a_read_only_folder_for_results_is_said_once_and_not_for_every_student(
    course: Path,  # noqa: F811
) -> None:
    before = tree(course)
    set_rights(course / "autograded", write=False)
    try:
        (done,) = done_in(USER, course, [["run", "grade", "quiz"]])
    finally:
        set_rights(course / "autograded", write=True)
    check_refused(done, "grade", "autograded cannot be written: Permission denied; give yourself")
    assert tree(course) == before


def test_a_report_only_reads_the_gradebook(course: Path, tmp_path: Path) -> None:  # noqa: F811
    """Of a course that somebody else owns, into a folder of one's own."""
    (tmp_path / "mine").mkdir()
    before = tree(course)
    set_rights(course, write=False)
    try:
        run = ["run", "report", "quiz", "--course", str(course), "--output", "quiz.html"]
        (done,) = done_in(USER, tmp_path / "mine", [run])
    finally:
        set_rights(course, write=True)
    assert done.status == 0, done.err
    assert (tmp_path / "mine" / "quiz.html").is_file()
    assert tree(course) == before


def test_a_full_disk_is_said_and_nothing_is_lost(course: Path, tmp_path: Path) -> None:  # noqa: F811
    names = ("roster", "grade", "marks", "report", "undo", "bundle")
    (tmp_path / "tiny").mkdir()
    before = tree(course)
    steps = [["tiny", 4 << 20, str(course)], ["fill", 0], *(["run", *RUNS[name]] for name in names)]
    steps += [["save", str(tmp_path / "after")], ["free"], *(["run", *RUNS[n]] for n in names)]
    said = done_in(DISKS, tmp_path, steps)
    for name, done in zip(names, said[: len(names)], strict=True):
        check_refused(done, name, "(full|No space|disk I/O).*make room")
    assert tree(tmp_path / "after") == before
    for done in said[len(names) :]:
        assert done.status == 0, done.err


def test_a_disk_that_fills_while_grading_keeps_what_is_graded(
    course: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    (tmp_path / "tiny").mkdir()
    for i in range(10, 22):
        hand_in(course, f"s{i}", handed_in(why="Because. " * 6000))
    grade = ["run", "grade", "quiz"]
    steps = [["tiny", 8 << 20, str(course)], ["fill", 600_000], grade, ["free"], grade]
    full, after = done_in(DISKS, tmp_path, steps)
    assert full.status == 1, full.err
    *failed, summary = full.err.splitlines()
    assert failed
    for line in failed:
        assert "not graded: " in line
        assert "No space left" in line or "disk is full" in line, line
    graded = int(summary.removeprefix("quiz: ").split()[0])
    assert graded >= 1
    assert f"{len(failed)} could not be graded, named above" in summary
    assert after.status == 0
    assert f"quiz: {len(failed)} graded in" in after.err


def test_an_undo_that_does_not_fit_on_the_disk_leaves_nothing_of_itself(
    course: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    """Neither what was there before nor a part of what could not be kept."""
    (tmp_path / "tiny").mkdir()
    before = tree(course)
    again = [["run", "grade", "quiz", "--force"], ["run", "undo", "quiz"]]
    steps = [["tiny", 4 << 20, str(course)], ["fill", 40_000], *again]
    full = done_in(DISKS, tmp_path, [*steps, ["save", str(tmp_path / "after")], ["free"], *again])
    for name, done in zip(("grade", "undo"), full[:2], strict=True):
        check_refused(done, name, "(full|No space).*make room")
    assert tree(tmp_path / "after") == before
    assert [done.status for done in full[2:]] == [0, 0], full[2:]
