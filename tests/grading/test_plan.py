"""Whatever was done to a submission's cells, each answer meets its test, once, and in order."""

from __future__ import annotations

import itertools

import pytest

from helpers.grading.plan import Step, plan
from helpers.grading.reading import read_cells
from tests.grading.small import Json, answer, cell, free, known, made_of, notebook, test_of

F = "def f(x):\n    return x"
G = "def g(x):\n    return x"
F_TEST = "# Graded: f.\n### BEGIN HIDDEN TESTS\nassert f(1) == 1\n### END HIDDEN TESTS\n"
SETUP = "import numpy as np"
QUIZ = made_of(
    known("setup", SETUP, locked=True, cell_id="id-setup"),
    answer("f", cell_id="id-f", before="Write `f`."),
    test_of("f", F_TEST),
    known("between", "Now the other.", "markdown", locked=True),
    answer("g", cell_id="id-g", before="Write `g`."),
    test_of("g", "# Graded: g.\nassert g(1) == 1"),
    free("why"),
)


def s(source: str = "scratch") -> Json:
    return cell(source)


SETUP_CELL = cell(SETUP, "setup")
ANSWER_F, ANSWER_G = cell(F, "f"), cell(G, "g")
TEST_F, TEST_G = cell("# Graded: f.", "test_f"), cell("# Graded: g.\nassert g(1) == 1", "test_g")
BETWEEN = cell("Now the other.", "between", "markdown")
WHY = cell("Because.", "why", "markdown")
WHOLE = [SETUP_CELL, ANSWER_F, TEST_F, BETWEEN, ANSWER_G, TEST_G, WHY]
IDS = ["setup", "f", "test_f", "between", "g", "test_g", "why"]


def bare(*cells: Json) -> list[Json]:
    """Take away all metadata, as some editors and converters do."""
    return [{"cell_type": c["cell_type"], "source": c["source"]} for c in cells]


PROSE_F, PROSE_G = cell("Write `f`.", kind="markdown"), cell("Write `g`.", kind="markdown")

CASES: dict[str, tuple[list[Json], list[str]]] = {
    "as handed out": (WHOLE, IDS),
    "scratch cells between": (
        [s("1"), SETUP_CELL, s("2"), ANSWER_F, s("3"), TEST_F, BETWEEN, ANSWER_G, s("4"), TEST_G,
         WHY, s("5")],
        ["1", "setup", "2", "f", "3", "test_f", "between", "g", "4", "test_g", "why", "5"],
    ),
    "a test deleted": ([SETUP_CELL, ANSWER_F, BETWEEN, ANSWER_G, TEST_G, WHY], IDS),
    "a test deleted, its helper stays before it": (
        [SETUP_CELL, ANSWER_F, s("helper"), BETWEEN, ANSWER_G, TEST_G, WHY],
        ["setup", "f", "helper", "test_f", "between", "g", "test_g", "why"],
    ),
    "all tests deleted": ([SETUP_CELL, ANSWER_F, BETWEEN, ANSWER_G, WHY], IDS),
    "a locked cell deleted": ([ANSWER_F, TEST_F, BETWEEN, ANSWER_G, TEST_G, WHY], IDS),
    "everything deleted": ([], ["setup", "between", "why", "test_f", "test_g"]),
    "an answer deleted": (
        [SETUP_CELL, TEST_F, BETWEEN, ANSWER_G, TEST_G, WHY],
        ["setup", "test_f", "between", "g", "test_g", "why"],
    ),
    "a test moved before its answer": (
        [SETUP_CELL, TEST_F, ANSWER_F, BETWEEN, ANSWER_G, TEST_G, WHY], IDS,
    ),
    "both tests first": ([TEST_F, TEST_G, SETUP_CELL, ANSWER_F, BETWEEN, ANSWER_G, WHY], IDS),
    "the answer moved to the end": (
        [SETUP_CELL, TEST_F, BETWEEN, ANSWER_G, TEST_G, WHY, ANSWER_F],
        ["setup", "between", "g", "test_g", "why", "f", "test_f"],
    ),
    "the answer moved to the end, with scratch behind it": (
        [SETUP_CELL, TEST_F, BETWEEN, ANSWER_G, TEST_G, WHY, ANSWER_F, s("helper")],
        ["setup", "between", "g", "test_g", "why", "f", "helper", "test_f"],
    ),
    "a test duplicated: the last counts": (
        [SETUP_CELL, ANSWER_F, TEST_F, TEST_F, BETWEEN, ANSWER_G, TEST_G, WHY],
        ["setup", "f", "# Graded: f.", "test_f", "between", "g", "test_g", "why"],
    ),
    "an answer duplicated: the last counts": (
        [SETUP_CELL, cell("old = 1", "f"), ANSWER_F, TEST_F, BETWEEN, ANSWER_G, TEST_G, WHY],
        ["setup", "old = 1", "f", "test_f", "between", "g", "test_g", "why"],
    ),
    "retyped as Markdown": (
        [SETUP_CELL, cell(F, "f", "markdown"), cell("", "test_f", "markdown"), BETWEEN, ANSWER_G,
         cell("", "test_g", "raw"), cell("Because.", "why", "code")],
        IDS,
    ),
    "a test unmarked": (
        [SETUP_CELL, ANSWER_F, cell("# Graded: f."), BETWEEN, ANSWER_G, TEST_G, WHY], IDS,
    ),
    "no metadata at all": (
        bare(SETUP_CELL, PROSE_F, ANSWER_F, TEST_F, BETWEEN, PROSE_G, ANSWER_G, TEST_G),
        ["setup", "Write `f`.", "f", "test_f", "between", "Write `g`.", "g", "test_g", "why"],
    ),
    "no metadata, nothing but the answers": (
        bare(ANSWER_F, ANSWER_G), ["setup", "f", "test_f", "between", "g", "test_g", "why"],
    ),
    "only cell ids left": (
        [cell(SETUP, id="id-setup"), cell("f = lambda x: x", id="id-f"), s("# Graded: f."),
         cell("g = abs", id="id-g")],
        ["setup", "f", "test_f", "between", "g", "test_g", "why"],
    ),
    "known by its place": (
        bare(PROSE_F, cell("f, other = abs, 1"), cell("# Graded: f.")),
        ["setup", "Write `f`.", "f", "test_f", "test_g", "between", "why"],
    ),
    "a helper in its own cell before the answer": (
        [SETUP_CELL, s("def helper(x): return x"), ANSWER_F, TEST_F, BETWEEN, ANSWER_G, TEST_G,
         WHY],
        ["setup", "def helper(x): return x", "f", "test_f", "between", "g", "test_g", "why"],
    ),
    "two answers merged into one cell": (
        [SETUP_CELL, cell(f"{F}\n\n{G}", "f"), TEST_F, BETWEEN, TEST_G, WHY],
        ["setup", "f", "test_f", "between", "test_g", "why"],
    ),
    "an answer renamed to one that does not exist": (
        [SETUP_CELL, cell(F, "f-copy1"), TEST_F, BETWEEN, ANSWER_G, TEST_G, WHY], IDS,
    ),
    "an answer that takes the other's id": (
        [SETUP_CELL, cell(F, "g"), TEST_F, BETWEEN, cell(G, "g"), TEST_G, WHY], IDS,
    ),
    "a test that takes an answer's id": (
        [SETUP_CELL, ANSWER_F, cell("# Graded: f.", "f"), BETWEEN, ANSWER_G, TEST_G, WHY],
        ["setup", F, "f", "test_f", "between", "g", "test_g", "why"],
    ),
    "an answer that takes a test's id": (
        [SETUP_CELL, cell(F, "test_f"), BETWEEN, ANSWER_G, TEST_G, WHY],
        ["setup", "test_f", "between", "g", "test_g", "why"],
    ),
    "in reverse": (
        WHOLE[::-1], ["why", "g", "test_g", "between", "f", "test_f", "setup"],
    ),
}  # fmt: skip


def label(step: Step) -> str:
    return step.known.grade_id if step.known else step.source


@pytest.mark.parametrize(("cells", "expected"), CASES.values(), ids=CASES)
def test_the_cells_are_graded_in_this_order(cells: list[Json], expected: list[str]) -> None:
    steps = plan(read_cells(notebook(*cells), 1 << 20), QUIZ)
    assert [label(step) for step in steps] == expected


@pytest.mark.parametrize(("cells", "expected"), CASES.values(), ids=CASES)
def test_what_the_assignment_locks_has_the_assignments_text(
    cells: list[Json], expected: list[str]
) -> None:
    for step in plan(read_cells(notebook(*cells), 1 << 20), QUIZ):
        if step.known and step.known.locked:
            assert step.source == step.known.released
            assert step.kind == step.known.kind


@pytest.mark.parametrize("count", [3, 4, 5])
def test_in_whatever_order_every_test_is_there_once_and_behind_its_answer(count: int) -> None:
    cells = [ANSWER_F, TEST_F, ANSWER_G, TEST_G, s()]
    for chosen in itertools.permutations(cells, count):
        labels = [label(step) for step in plan(read_cells(notebook(*chosen), 1 << 20), QUIZ)]
        for name in ("f", "g"):
            assert labels.count(f"test_{name}") == 1
            if name in labels:
                assert labels.index(name) < labels.index(f"test_{name}")
        assert labels.count("setup") == labels.count("between") == labels.count("why") == 1


def test_a_student_never_runs_a_test_and_the_examiner_never_runs_an_answer() -> None:
    steps = plan(read_cells(notebook(*WHOLE), 1 << 20), QUIZ)
    theirs = [label(step) for step in steps if step.runs_at_student]
    assert theirs == ["setup", "f", "g"]


def test_hidden_tests_are_in_no_step() -> None:
    """Not even in one of the examiner's: it takes them from the assignment."""
    for cells, _ in CASES.values():
        for step in plan(read_cells(notebook(*cells), 1 << 20), QUIZ):
            assert "HIDDEN" not in step.source


def test_a_free_answer_that_is_not_there_is_said_to_be_missing() -> None:
    steps = plan([], QUIZ)
    assert [label(step) for step in steps if step.was_missing and step.kind == "markdown"] == [
        "between",
        "why",
    ]


def test_an_assignment_of_nothing_but_a_test_is_planned() -> None:
    steps = plan([], made_of(test_of("f", "assert f(1)")))
    assert [label(step) for step in steps] == ["test_f"]
