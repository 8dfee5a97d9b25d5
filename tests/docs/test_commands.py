"""Every command in the docs is typed by a test, or stands in a list here with the reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bundle import conftest as students
from tests.docs import test_authoring, test_course_pages, test_instructors, test_security
from tests.docs import test_self_study as learner
from tests.docs.pages import PAGES, ROOT, commands, indented, inline, page

EXCHANGE = [*commands(page("exchange")), *inline(page("exchange"))]
"""Each is one of tests/exchange's cycle: its own test says so."""

TYPED = {
    *test_instructors.TYPED,
    *test_authoring.TYPED,
    *test_course_pages.TYPED,
    *test_security.BY_HAND,
    test_security.CONFINED_LAB,
    *(learner.MAKE_VENV, learner.INSTALL, learner.OPEN),
    *(students.MAKE_VENV, students.INSTALL, students.OPEN),
    *EXCHANGE,
}

NOT_HERE = {
    "make setup": "what every run of the tests has behind it",
    "source .venv/bin/activate": "what every run of the tests has behind it",
    "make test": "this is it",
    "make demo": "tests/examples/test_demo.py runs what it runs",
    "make release": "tests/release makes the same release elsewhere",
    "make lint": "CI runs it beside the tests",
    "sysctl kernel.apparmor_restrict_unprivileged_userns=0": "changes the machine, and is Ubuntu's",
    "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0": "the same",
    "pip install 'twokernels[postgresql]'": "downloads; tests/scale runs with what it installs",
    "jupyter lab": "as docs/students.md's, which is typed",
    "twokernels grade two_kernels --scheduler tcp://head:8786": "as docs/administrators.md's",
    r"py -m venv .venv": "Windows",
    r".venv\Scripts\python -m pip install -r requirements.txt": "Windows",
    r".venv\Scripts\jupyter lab": "Windows",
    "two_kernels/two_kernels.ipynb": "no command but the file to open",
    **{
        line: "measures for minutes, on a machine that does nothing else"
        for line in inline(page("performance"))
        if line == "make bench" or re.match(r"python benchmarks/\w+\.py( |$)", line)
    },
}
"""Commands no test can type, and why."""


def of(page: Path) -> list[str]:
    """Return all that a page would have a reader type."""
    return [*commands(page), *inline(page), *(indented(page) if page.stem == "students" else ())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_is_typed_by_a_test_or_excused(page: Path) -> None:
    assert [line for line in of(page) if line not in TYPED and line not in NOT_HERE] == []


def test_nothing_is_excused_that_is_typed_or_on_no_page() -> None:
    everything = {line for page in PAGES for line in of(page)}
    assert sorted(set(NOT_HERE) - everything) == []
    assert sorted(set(NOT_HERE) & TYPED - {*test_instructors.DONE_BEFORE, "make setup"}) == []


def test_the_makefiles_targets_that_pages_name_are_there() -> None:
    made = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = {line for one in PAGES for line in of(one) if line.startswith("make ")}
    assert {line.split()[1] for line in named} - set(made) == set()


def test_a_block_in_a_list_is_read_too(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "1. Do\n\n   ```bash\n   make demo  # now\n   ```\n\nthen `nbgrader list`, ok\n"
    )
    assert of(page) == ["make demo", "nbgrader list"]
