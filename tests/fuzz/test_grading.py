"""Two hundred spoiled notebooks, graded as one class: each gets a result or a named failure."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from helpers.grading.course import Course
from tests.fuzz.spoil import ASSIGNMENTS, release, spoiled
from tests.grading.courses import python

COUNT = 200
FIRST_SEED = 1_000_000
OURS = re.compile(r"Traceback|helpers[/.]|site-packages|\.py\b.*line \d|File \"|0x[0-9a-f]{6}")
"""What a message of ours must not say: where in our code something happened."""

GRADE = """
import json, sys
from contextlib import closing
from pathlib import Path
from helpers.grading.coordinator import grade
from helpers.grading.order import Order
from helpers.grading.course import Course
from helpers.grading.local_workers import LocalWorkers
from helpers.kernel.limits import Limits
if __name__ == "__main__":
    limits = Limits(call_seconds=2, notebook_seconds=20)
    for name in sys.argv[2:]:
        with closing(LocalWorkers(2)) as workers:
            report = grade(Course.load(Path(sys.argv[1])), Order(name, limits=limits), workers)
        print(json.dumps(report.to_json()), flush=True)
"""


@pytest.fixture(scope="module")
def results(course: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Hand in the spoiled notebooks, with an untouched one first and last, and grade them all."""
    for seed in range(FIRST_SEED, FIRST_SEED + COUNT):
        name, content = spoiled(seed, runs=True)
        _hand_in(course, f"m{seed}", name, content)
    for name in ASSIGNMENTS:
        for student in ("a-first", "z-last"):
            _hand_in(course, student, name, release(name))
    script = tmp_path_factory.mktemp("script") / "grade_all.py"
    script.write_text(GRADE)  # a file, which worker processes can import anew
    done = python(course.root, str(script), str(course.root), *ASSIGNMENTS)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    return {report["assignment"]: report["students"] for report in reports}


def _hand_in(course: Course, student: str, name: str, content: bytes) -> None:
    folder = course.submitted / student / name
    folder.mkdir(parents=True)
    (folder / f"{name}.ipynb").write_bytes(content)


def mine(results: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{name}: {student}": entry
        for name, students in results.items()
        for student, entry in students.items()
    }


def test_each_gets_a_result_or_a_named_failure(results: dict[str, Any]) -> None:
    entries = mine(results)
    assert len(entries) == COUNT + 2 * len(ASSIGNMENTS)
    failed = {who: e["reason"] for who, e in entries.items() if e["status"] == "failed"}
    assert 0 < len(failed) < COUNT / 2
    for who, reason in failed.items():
        assert re.search(r"hand it in|hand in a file|are read", reason), (who, reason)
        assert "grading it failed" not in reason, (who, reason)


def test_every_graded_one_has_a_verdict_on_every_question(
    results: dict[str, Any], course: Course
) -> None:
    for name, students in results.items():
        wanted = set(students["a-first"]["cells"])
        for student, entry in students.items():
            if entry["status"] == "graded":
                assert set(entry["cells"]) == wanted, (name, student)
                path = course.autograded / student / name / f"{name}.ipynb"
                json.loads(path.read_text("utf-8"))


def test_nobody_has_points_for_a_notebook_without_answers(results: dict[str, Any]) -> None:
    """Spoiling a blank notebook answers nothing."""
    for who, entry in mine(results).items():
        assert entry["score"] in (None, 0.0), (who, entry)


def test_no_text_of_ours_leaks(results: dict[str, Any]) -> None:
    for who, entry in mine(results).items():
        said = [entry["reason"] or "", *(c["message"] for c in entry["cells"].values())]
        for text in said:
            assert not OURS.search(text), (who, text)


def test_the_untouched_ones_around_them_are_graded_alike(results: dict[str, Any]) -> None:
    for students in results.values():
        assert students["a-first"] == students["z-last"]
        assert students["a-first"]["status"] == "graded"
        outcomes = {cell["outcome"] for cell in students["a-first"]["cells"].values()}
        assert outcomes == {"not_attempted"}


def test_the_numbers_make_the_same_notebooks_everywhere(tmp_path: Path) -> None:
    """A seed that breaks something in CI breaks it here."""
    code = (
        "import hashlib\nfrom tests.fuzz.spoil import spoiled\n"
        "print(hashlib.sha256(b''.join(spoiled(i)[1] for i in range(20))).hexdigest())"
    )
    first, second = (python(tmp_path, "-c", code, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert first.stdout == second.stdout != ""
    assert sys.version_info >= (3, 11)
