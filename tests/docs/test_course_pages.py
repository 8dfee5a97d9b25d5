"""README, docs/regrading.md and docs/administrators.md: every command, typed in a small course."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from examples.build import build_class, load_class
from tests.docs.pages import commands, inline, must, page, typed
from tests.docs.people import clone
from tests.scale.cluster import free_port, wait_for_workers

DONE_BEFORE = ("make demo", "make test", "source .venv/bin/activate")
README = [line for line in commands(page("README")) if line not in DONE_BEFORE]
README_INLINE = inline(page("README"))
REGRADING = [*commands(page("regrading")), *inline(page("regrading"))]
DOCTOR, *CLUSTER = commands(page("administrators"))
TYPED = [*README, *README_INLINE, *REGRADING, DOCTOR, *CLUSTER]

PEOPLE = {"ana": "half_done", "ben": "flips_kernel"}
"""Who is in the course, and whose answers in the demo class each hands in."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a course in which two people have handed in."""
    parts = ("nbgrader_config.py", "source/two_kernels", "release/two_kernels")
    course = clone(tmp_path_factory.mktemp("course"), *parts)
    everyone = load_class()
    people = [replace(everyone[answers], id=name) for name, answers in PEOPLE.items()]
    build_class(course, ["two_kernels"], people)
    names = [f"{name},{name.title()},{name.title()}-Bell" for name in PEOPLE]
    (course / "class.csv").write_text("\n".join(["student_id,first_name,last_name", *names]))
    must("twokernels roster class.csv", course)
    return course


@pytest.fixture(scope="module")
def said(course: Path) -> dict[str, str]:
    """Type the README's commands, in its order, and keep what each says."""
    allowed = {line: (0, 1) for line in README if line.startswith("twokernels marks")}
    return {line: must(line, course, *allowed.get(line, (0,))) for line in README}


def test_the_readmes_commands_do_what_it_says(said: dict[str, str], course: Path) -> None:
    for name in ("two_kernels-student.zip", "two_kernels-report.html", "canvas.csv"):
        assert (course / name).is_file(), said
    assert "2 graded" in said["twokernels grade two_kernels --workers 2"]
    assert "2 unchanged" in said["twokernels diff two_kernels"]
    assert "Ana-Bell" in (course / "canvas.csv").read_text("utf-8-sig")


def test_the_readmes_line_for_the_shell_completes(course: Path) -> None:
    bash, fish = README_INLINE
    assert "complete" in must(f"{bash}; complete -p twokernels", course)
    if shutil.which("fish"):
        must(f"fish --no-config -c '{fish}; complete --do-complete \"twokernels gr\"'", course)


def test_a_question_is_corrected_as_the_page_says(said: dict[str, str], course: Path) -> None:
    """Step 1 is the instructor's: a question is worth more."""
    source = course / "source" / "two_kernels" / "two_kernels.ipynb"
    notebook = json.loads(source.read_text("utf-8"))
    (cell,) = (cell for cell in notebook["cells"] if _name(cell) == "test_corr2d")
    cell["metadata"]["nbgrader"]["points"] += 2
    source.write_text(json.dumps(notebook), "utf-8")
    diff, force, undo, feedback, release = REGRADING
    before = (course / "gradebook.db").read_bytes()
    shown = must(diff, course)
    assert "source/two_kernels has changed: test_corr2d (4 → 6 points)." in shown
    assert "2 students compared" in shown
    assert f"Nothing was written; `{force}` writes it." in shown
    assert (course / "gradebook.db").read_bytes() == before
    assert "twokernels undo two_kernels" in must(force, course)
    assert "all 2 students, before grading again" in must(f"{undo} --list", course)
    assert "put back what all 2 students had" in must(undo, course)
    for line in (f"{force} --student ana", f"{force.removesuffix(' --force')} --question corr2d"):
        must(line, course)
    must(feedback, course)
    exchange = course.parent / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    must(f"{release} --Exchange.root={exchange}", course)
    assert (exchange / "two-kernels" / "feedback").is_dir()


def _name(cell: dict[str, dict[str, dict[str, str]]]) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def test_the_doctor_finds_every_promise_kept(course: Path) -> None:
    assert "is stopped" in must(DOCTOR, course)


@pytest.mark.filterwarnings("ignore")  # Dask's client warns of its own event loop and ports
def test_a_cluster_started_by_the_pages_lines_grades(said: dict[str, str], course: Path) -> None:
    """At a port of the test's own, for another may have the page's."""
    port = str(free_port())
    scheduler, worker, grade = (line.replace("8786", port) for line in CLUSTER)
    for name in PEOPLE:
        shutil.rmtree(course / "autograded" / name)
    with subprocess.Popen(
        ["bash", "-c", f"{scheduler}\n{worker}\nwait"],
        cwd=course.parent, env=os.environ | {"PATH": _path()}, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as cluster:  # fmt: skip
        try:
            wait_for_workers(f"tcp://127.0.0.1:{port}", 1)
            assert "2 graded" in must(grade, course)
        finally:
            os.killpg(cluster.pid, signal.SIGTERM)
    done = typed(grade, course)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no Dask scheduler answers" in done.stderr


def _path() -> str:
    return os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
