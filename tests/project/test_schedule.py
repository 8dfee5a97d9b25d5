"""A class that tests share is graded once: they stay together in one of xdist's processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.schedule import LONGEST_FIRST, group_of, place_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Run a tree of tests of the same shape on two processes; which of them ran each group."""
    top = tmp_path_factory.mktemp("tree")
    (top / "conftest.py").write_text((ROOT / "tests/conftest.py").read_text())
    (top / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT}\n")
    for name in (
        "hostile/test_a",
        "hostile/test_b",
        "docs/test_a",
        "docs/test_b",
        "cli/test_a",
    ):
        file = top / "tests" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            "import os, pathlib, pytest\n"
            "@pytest.mark.parametrize('n', range(12))\n"
            "def test_it(n, request):\n"
            f"    with open({str(top / 'ran')!r}, 'a') as ran:\n"
            "        ran.write(f\"{request.node.nodeid} {os.environ['PYTEST_XDIST_WORKER']}\\n\")\n"
        )
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--import-mode=importlib", "tests"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    done = subprocess.run(command, cwd=top, env=environment, capture_output=True, text=True)
    assert "60 passed" in done.stdout, done.stdout + done.stderr
    seen = defaultdict(set)
    for line in (top / "ran").read_text().splitlines():
        test, worker = line.split()
        seen[group_of(test)].add(worker)
    return seen


def test_a_group_runs_in_one_process(processes: dict[str, set[str]]) -> None:
    assert set(processes) == {"hostile", "cli", "docs/test_a.py", "docs/test_b.py"}
    assert all(len(workers) == 1 for workers in processes.values())


def test_both_processes_have_work(processes: dict[str, set[str]]) -> None:
    assert len(set.union(*processes.values())) == 2


@pytest.mark.parametrize("group", LONGEST_FIRST)
def test_a_named_group_exists(group: str) -> None:
    assert (ROOT / "tests" / group).exists()


def test_the_longest_is_first_and_fillers_are_last() -> None:
    ids = [
        "tests/questions/test_a.py::t",
        "tests/bundle/test_a.py::t",
        "tests/hostile/test_a.py::t",
    ]
    assert sorted(ids, key=place_of) == ids[::-1]
