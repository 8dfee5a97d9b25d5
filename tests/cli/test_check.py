"""`twokernels check`: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from helpers.grading import local_workers, worker
from helpers.grading.pool import ExecutorWorkers
from tests.cli.conftest import Command

pytestmark = pytest.mark.filterwarnings(
    # nbgrader 0.9.6 and nbconvert open event loops and files in ways that newer Pythons warn of.
    "ignore::DeprecationWarning",
    "ignore::ResourceWarning",
)


@pytest.fixture(autouse=True)
def thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Grade in a thread of this process."""
    with ThreadPoolExecutor(1) as thread:
        monkeypatch.setattr(
            local_workers,
            "LocalWorkers",
            lambda count: ExecutorWorkers(thread, count, worker.grade),
        )
        yield


def test_a_clean_assignment_is_one_line_and_status_0(course: Path, command: Command) -> None:
    command("new", "own")
    done = command("check", "own")
    assert done.status == 0
    assert done.out == "✓ own: nothing found; 9 notebooks graded on trial.\n"
    assert not (course / "autograded").exists()


def test_each_finding_is_a_line_and_a_hint(course: Path, command: Command, tmp_path: Path) -> None:
    command("new", "own")
    path = course / "source/own/own.ipynb"
    path.write_text(path.read_text("utf-8").replace("wrong=_one_short", "wrong=_reference"))
    done = command("check", "own", "--json", str(tmp_path / "found.json"))
    assert done.status == 1
    first, hint, last = done.out.splitlines()
    assert first.startswith("✗ test_moving_average  [wrong-passes] the wrong answer of moving_av")
    assert hint.startswith("    → add a case on which it is wrong")
    assert last == "own: 1 finding; 9 notebooks graded on trial."
    result = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert (result["assignment"], result["complete"]) == ("own", True)
    [finding] = result["findings"]
    assert list(finding) == ["kind", "notebook", "cell", "says", "do"]
    assert (finding["kind"], finding["cell"]) == ("wrong-passes", "test_moving_average")


def test_what_must_be_mended_first_is_said(course: Path, command: Command) -> None:
    command("new", "own")
    path = course / "source/own/own.ipynb"
    path.write_text(path.read_text("utf-8").replace('"points": 4', '"points": 0'))
    done = command("check", "own")
    assert done.status == 1
    assert (
        done.out.splitlines()[-1] == "own: 1 finding; the rest is checked once this is put right."
    )


def test_json_on_standard_output_is_all_there_is(course: Path, command: Command) -> None:
    command("new", "own")
    done = command("check", "own", "--json", "-", "--quiet")
    assert json.loads(done.out)["findings"] == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["quizz"], "there is no assignment quizz in"),
        (["quiz/"], "is no assignment's name"),
        (["quiz", "--course", "/usr"], "/usr is no course directory"),
    ],
)
def test_what_is_not_possible_is_status_2_in_one_sentence(
    course: Path, command: Command, arguments: list[str], reason: str
) -> None:
    done = command("check", *arguments)
    assert done.status == 2
    assert done.said[-1].startswith("twokernels check: ")
    assert reason in done.said[-1]
