"""Which tests stay together in one of pytest-xdist's processes, and which of them start first.

xdist's own `--dist loadgroup` does nothing with pytest 9.2 (pytest-xdist issue 1386): each process
would grade every shared class once more.  So the groups are handed out here.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from xdist.scheduler import LoadScopeScheduling

APART = {"docs", "explorers", "questions", "reference", "scale"}
"""Folders whose files have little in common: each file may run in another process."""

LONGEST_FIRST = (
    "browser",
    "hostile",
    "cli",
    "examples",
    "grading",
    "authoring",
    "nbgrader_plugins",
    "scale/test_kills.py",  # after the hostile class, which looks for processes left over
    "bundle",
    "docs/test_course_pages.py",
    "diagnosis",
    "fuzz",
    "docs/test_instructors.py",
)
"""Begun in this order, so that no process is left with a long one at the end."""

FILLERS = ("questions", "reference", "student", "source", "kernel", "project")
"""Many short tests each: they come last and even out what is left."""


def group_of(test: str) -> str:
    """Name the group of a test id: tests that share a graded class, a warm process or a cycle."""
    _, folder, *_, file = PurePosixPath(test.split("::")[0]).parts
    return f"{folder}/{file}" if folder in APART else folder


def place_of(test: str) -> int:
    """Return where a test's group stands in the queue."""
    group = group_of(test)
    if group in LONGEST_FIRST:
        return LONGEST_FIRST.index(group)
    return len(LONGEST_FIRST) + (group.split("/")[0] in FILLERS)


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """Hands out whole groups, in the order of collection."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
