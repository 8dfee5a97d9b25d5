"""The instructor's notebooks: their cells, their flags, their points, and a run of each."""

from __future__ import annotations

import re
from importlib import import_module

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from tests.source.assignments import (
    ROOT,
    SOLUTION,
    Assignment,
    flags,
    graded_cells,
    visible,
    with_flags,
)

# -- structure -------------------------------------------------------------------------------


def test_the_format_is_current_and_the_kernel_is_python(notebook: NotebookNode) -> None:
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"


def test_nothing_is_executed_in_the_repository(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_cell_ids_are_unique_and_readable(notebook: NotebookNode) -> None:
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))
    for cell_id in ids:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*", cell_id), cell_id
        assert not re.fullmatch(r"[0-9a-f]{8}", cell_id), f"{cell_id} looks generated"


def test_every_flagged_cell_says_so_completely(notebook: NotebookNode) -> None:
    ids = []
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            meta = cell.metadata.nbgrader
            assert meta.schema_version == 3
            assert meta.task is False
            assert any(flags(cell)), cell.id
            assert ("points" in meta) == meta.grade, cell.id
            ids.append(meta.grade_id)
    assert len(ids) == len(set(ids))


def test_every_answer_has_its_cell(assignment: Assignment, notebook: NotebookNode) -> None:
    cells = with_flags(notebook, False, True, False)
    assert sorted(c.metadata.nbgrader.grade_id for c in cells) == sorted(assignment.answers)
    for cell in cells:
        assert cell.cell_type == "code"
        assert len(SOLUTION.findall(cell.source)) == 1, cell.id


def test_every_question_has_one_test_cell(assignment: Assignment, notebook: NotebookNode) -> None:
    asked = [(q.grade_id, q.points) for q in assignment.questions]
    cells = [
        (c.metadata.nbgrader.grade_id, c.metadata.nbgrader.points) for c in graded_cells(notebook)
    ]
    assert sorted(cells) == sorted(asked)


def test_free_answers_are_graded_by_hand(assignment: Assignment, notebook: NotebookNode) -> None:
    cells = with_flags(notebook, True, True, False)
    points = {c.metadata.nbgrader.grade_id: c.metadata.nbgrader.points for c in cells}
    assert points == assignment.free
    for cell in cells:
        assert cell.cell_type == "markdown"
        assert "=== BEGIN MARK SCHEME ===" in cell.source
        assert visible(cell).strip() == "", "a model answer or a mark scheme is left in sight"


def test_points_add_up(assignment: Assignment, notebook: NotebookNode) -> None:
    graded = [c.metadata.nbgrader for c in notebook.cells if flags(c)[0]]
    assert sum(meta.points for meta in graded) == assignment.total
    assert f"{assignment.total:g} points" in notebook.cells[0].source


def test_every_cell_is_of_a_kind_nbgrader_knows(notebook: NotebookNode) -> None:
    """A cell is plain, locked, an answer, a test, or a free answer."""
    for cell in notebook.cells:
        assert flags(cell) in {
            (False, False, False),
            (False, False, True),
            (False, True, False),
            (True, False, True),
            (True, True, False),
        }, cell.id


def test_every_answer_is_checked_in_sight(assignment: Assignment, notebook: NotebookNode) -> None:
    """Each answer is followed by a locked, ungraded check, and that by its graded cells."""
    order = [c.metadata.nbgrader.grade_id for c in notebook.cells if "nbgrader" in c.metadata]
    locked = {c.metadata.nbgrader.grade_id: c for c in with_flags(notebook, False, False, True)}
    for name in assignment.answers:
        source = locked[f"check_{name}"].source
        assert re.search(r"^check(_shape|_text)?\(", source, re.MULTILINE), name
        assert order.index(name) < order.index(f"check_{name}")
        graded = [i for i in order if i.startswith("test_") and i in _tests_of(assignment, name)]
        assert graded, name
        assert all(order.index(f"check_{name}") < order.index(i) for i in graded)


def _tests_of(assignment: Assignment, name: str) -> set[str]:
    return {q.grade_id for q in assignment.questions if q.name == name}


# -- what is hidden stays hidden ---------------------------------------------------------------


def test_the_grader_is_named_only_between_the_delimiters(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        assert not re.search(r"helpers\.(questions|reference|grading)", visible(cell)), cell.id
        if "HIDDEN TESTS" in cell.source:
            assert flags(cell) == (True, False, True), cell.id


def test_a_test_cell_shows_one_comment_and_ends_in_its_mark(
    assignment: Assignment, notebook: NotebookNode
) -> None:
    questions = {q.grade_id: q for q in assignment.questions}
    for cell in graded_cells(notebook):
        question = questions[cell.metadata.nbgrader.grade_id]
        attribute = question.grade_id.removeprefix("test_")
        comment = visible(cell).strip()
        assert comment.startswith(f"# Graded: {question.label} ({question.points:g} point")
        assert "\n" not in comment
        module = assignment.name
        assert cell.source.splitlines()[1:] == [
            "### BEGIN HIDDEN TESTS",
            f"from helpers.questions import {module}",
            "",
            f"{module}.{attribute}.mark({question.name})",
            "### END HIDDEN TESTS",
        ]
        assert getattr(import_module(f"helpers.questions.{module}"), attribute) is question


def test_a_blank_leaves_the_name_of_a_value_undefined(notebook: NotebookNode) -> None:
    """A value's whole assignment is in the solution region; a comment says how it looks."""
    for cell in with_flags(notebook, False, True, False):
        rest = visible(cell).strip()
        if f"def {cell.metadata.nbgrader.grade_id}(" in cell.source:
            assert rest.startswith(f"def {cell.metadata.nbgrader.grade_id}(")
            assert '"""' in rest, f"{cell.id} has no docstring"
        else:
            assert all(line.startswith("# ") for line in rest.splitlines()), cell.id
            assert cell.metadata.nbgrader.grade_id in rest, f"{cell.id} does not say what to write"


# -- a run -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def executed(notebook: NotebookNode) -> NotebookNode:
    nb = nbformat.from_dict(notebook)
    client = NotebookClient(nb, timeout=120, resources={"metadata": {"path": str(ROOT)}})
    return client.execute()


def test_every_code_cell_runs_without_a_word_on_stderr(executed: NotebookNode) -> None:
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error", f"{cell.id}: {output.get('evalue')}"
            assert output.get("name") != "stderr", f"{cell.id}: {output.get('text')}"


def test_every_graded_cell_earns_all_its_points(executed: NotebookNode) -> None:
    for cell in graded_cells(executed):
        results = [o for o in cell.outputs if o.output_type == "execute_result"]
        assert len(results) == 1, cell.id
        earned = float(results[0].data["text/plain"])
        assert earned == cell.metadata.nbgrader.points, cell.id


def test_every_check_replies_with_a_tick(executed: NotebookNode) -> None:
    for cell in executed.cells:
        if cell.id.endswith("-check"):
            told = "".join(o.text for o in cell.outputs if o.output_type == "stream")
            assert told.startswith("✓"), cell.id
            assert "✗" not in told, cell.id


def test_every_picture_can_be_read_aloud(executed: NotebookNode) -> None:
    pictures = 0
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            if "<img" in output.get("data", {}).get("text/html", ""):
                pictures += 1
                alt = re.search(r'alt="([^"]{20,})"', output.data["text/html"])
                assert alt, f"{cell.id}: a picture without alternative text"
    assert pictures >= 8
