"""No attack changes, reveals, reaches or leaves anything outside its own result."""

from __future__ import annotations

import json

import pytest

from tests.hostile.attacks import ATTACKS
from tests.hostile.conftest import WRITTEN, Graded
from tests.hostile.judge import leaked, shown_to_student
from tests.hostile.place import HONEST

OWN_CACHES = (".cache", ".config")
"""Where matplotlib, in the instructor's own process, keeps its list of fonts."""


@pytest.fixture(params=["graded", "by_nbgrader"])
def either(request: pytest.FixtureRequest) -> Graded:
    """Each of the two ways of grading."""
    result: Graded = request.getfixturevalue(request.param)
    return result


def test_no_file_changes(either: Graded) -> None:
    """Content, rights, owner, times and attributes: of the course, of home, of a folder beside."""
    own = tuple(str(either.place.home / name) for name in OWN_CACHES)
    changed = {
        path
        for path in {*either.before, *either.after}
        if either.before.get(path) != either.after.get(path) and not path.startswith(own)
    }
    assert changed == set()


def test_nothing_else_appears_beside_the_results(either: Graded) -> None:
    """Results stand under the students' names, and nothing is left of a half-written one."""
    assert {path.name for path in either.course.iterdir()} <= {
        *WRITTEN, "source", "release", "submitted", "nbgrader_config.py",
    }  # fmt: skip
    students = {path.name for path in (either.course / "autograded").iterdir()}
    assert students <= {attack.student for attack in ATTACKS} | set(HONEST)
    for path in either.course.glob("autograded/*/*"):
        assert {made.name for made in path.iterdir()} <= {"two_kernels.ipynb", "timestamp.txt"}


def test_no_process_and_no_temporary_file_is_left(either: Graded) -> None:
    assert either.left_over == ()


def test_no_listener_hears_anything(either: Graded) -> None:
    """TCP, UDP, and Unix sockets by path and by abstract name, all of this machine."""
    assert either.place.heard() == []


def test_the_log_reveals_nothing(either: Graded) -> None:
    assert leaked(either.log, either.place.canaries) == []
    assert "\x1b]" not in either.log


def test_the_result_file_reveals_nothing(either: Graded) -> None:
    text = json.dumps(either.result, ensure_ascii=False)
    assert leaked(text, either.place.canaries) == []
    assert "\x1b" not in text


def test_no_graded_notebook_reveals_anything(either: Graded) -> None:
    """Hidden tests, solutions, the environment, a neighbour's text, the gradebook, home."""
    found = {}
    for attack in ATTACKS:
        notebook = either.autograded(attack.student)
        if notebook is not None:
            found[attack.name] = leaked(shown_to_student(notebook), either.place.canaries)
    assert {name: kinds for name, kinds in found.items() if kinds} == {}


def test_the_canaries_are_where_they_should_be(graded: Graded) -> None:
    """A search that finds nothing anywhere would prove nothing."""
    canaries = graded.place.canaries
    honest = graded.autograded("m_honest")
    assert honest is not None
    assert leaked(json.dumps(honest), canaries) == ["hidden", "neighbour"]
    assert leaked(shown_to_student(honest), canaries) == ["neighbour"]
    source = next((graded.course / "source").rglob("*.ipynb")).read_text(encoding="utf-8")
    assert leaked(source, canaries) == ["hidden", "solution"]
    assert canaries["gradebook"].encode() in (graded.course / "gradebook.db").read_bytes()
