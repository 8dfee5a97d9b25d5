"""What students see of an instructor's cell, and which names its imports give the examiner."""

from __future__ import annotations

import ast
import builtins
import json
from pathlib import Path

import pytest

from helpers.grading.assignment import Assignment, mark_scheme, without_hidden
from tests.grading.small import answer, free, known, made_of, test_of

BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("assert f(1)", "assert f(1)"),
        (f"{BEGIN}\nassert f(2)\n{END}", ""),
        (f"assert f(1)\nassert f(3)\n{BEGIN}\nx\n{END}\n", "assert f(1)\nassert f(3)"),
        (
            f"a = 1\n{BEGIN}\nx\n{END}\nb = 2\n    {BEGIN}\ny\n    {END}\nc = 3",
            "a = 1\nb = 2\nc = 3",
        ),
        (f"a = 1\n{BEGIN}\nnever ended", "a = 1"),
        (f"# {BEGIN} -- ours\nx\n# {END} -- ours\na", "a"),
        ("Why?\n\n=== BEGIN MARK SCHEME ===\nA.\n=== END MARK SCHEME ===\n", "Why?\n"),
    ],
)
def test_what_is_hidden_is_cut_out_and_nothing_else(source: str, seen: str) -> None:
    assert without_hidden(source).rstrip("\n") == seen.rstrip("\n")


def test_a_mark_scheme_is_for_markers() -> None:
    source = "Why?\n=== BEGIN MARK SCHEME ===\n2 for A.\n=== END MARK SCHEME ===\n"
    assert mark_scheme(source) == "2 for A."
    assert mark_scheme("Why?") == ""


def test_cells_are_what_their_flags_say() -> None:
    test, manual, task = test_of("f", "x"), free("why"), known("t", task=True, kind="markdown")
    assert (test.is_test, manual.is_test, answer("f").is_test) == (True, False, False)
    assert (manual.is_manual, task.is_manual, answer("f").is_manual) == (True, True, False)


def test_an_assignment_goes_to_a_worker_and_comes_back() -> None:
    quiz = made_of(answer("f", cell_id="a", before="b"), test_of("f", f"a\n{BEGIN}\nb\n{END}"))
    assert quiz.cells[1].released == "a"
    again = Assignment.from_json(json.loads(json.dumps(quiz.to_json())))
    assert again == quiz
    assert again.by_id["test_f"].released == "a"


@pytest.mark.parametrize("name", ["two_kernels", "convolution", "pooling"])
def test_the_tests_of_the_assignments_take_nothing_but_answers_from_students(name: str) -> None:
    """A constant that a test took from the notebook would be the student's to change."""
    path = Path(__file__).resolve().parents[2] / "source" / name / f"{name}.ipynb"
    cells = json.loads(path.read_text("utf-8"))["cells"]
    marked = [(cell["metadata"].get("nbgrader", {}), "".join(cell["source"])) for cell in cells]
    answers = {marks["grade_id"] for marks, _ in marked if marks.get("solution")}
    tests = [source for marks, source in marked if marks.get("grade") and not marks["solution"]]
    assert tests
    for source in tests:
        nodes = list(ast.walk(ast.parse(source)))
        names = [node for node in nodes if isinstance(node, ast.Name)]
        imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
        used = {node.id for node in names if isinstance(node.ctx, ast.Load)}
        own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        own |= {alias.asname or alias.name for node in imports for alias in node.names}
        assert used - own - set(dir(builtins)) <= answers
