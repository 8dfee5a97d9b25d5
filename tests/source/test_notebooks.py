"""The instructor's notebooks: their cells, their flags, their points, and a run of each."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from helpers.questions.model import Question

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Assignment:
    """What must be asked: the answers' names, the free answers' points, and the total."""

    name: str
    answers: frozenset[str]
    free: dict[str, float]
    total: float

    @property
    def questions(self) -> tuple[Question, ...]:
        questions: tuple[Question, ...] = import_module(f"helpers.questions.{self.name}").QUESTIONS
        return questions

    def read(self) -> NotebookNode:
        path = ROOT / "source" / self.name / f"{self.name}.ipynb"
        return nbformat.read(path, as_version=nbformat.NO_CONVERT)


ASSIGNMENTS = (
    Assignment(
        "two_kernels",
        answers=frozenset({
            "corr2d", "result_shapes", "result1", "result2", "two_kernels_forward", "l2_loss",
            "l2_loss_backward", "corr2d_backward", "two_kernels_backward", "hand_gradients",
        }),
        free={"why_full_correlation": 3},
        total=40,
    ),
    Assignment(
        "convolution",
        answers=frozenset({
            "output_shape", "output_size", "output_size_formula", "C", "dE_dA_formula", "dE_dA",
            "corr2d_input_gradient",
        }),
        free={},
        total=28,
    ),
    Assignment(
        "pooling",
        answers=frozenset({
            "modules", "max_pool2d", "avg_pool2d", "lp_pool2d", "max_pool2d_backward",
            "avg_pool2d_backward", "lp_pool2d_backward", "pooled_C", "p_for_average", "p_for_max",
        }),
        free={"why_lp": 3},
        total=35,
    ),
)  # fmt: skip

SOLUTION = re.compile(r"^[^\n]*BEGIN SOLUTION.*?END SOLUTION[^\n]*$", re.MULTILINE | re.DOTALL)
HIDDEN = re.compile(
    r"^[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*$", re.MULTILINE | re.DOTALL
)


@pytest.fixture(params=ASSIGNMENTS, ids=lambda a: a.name, scope="module")
def assignment(request: pytest.FixtureRequest) -> Assignment:
    wanted: Assignment = request.param
    return wanted


@pytest.fixture(scope="module")
def notebook(assignment: Assignment) -> NotebookNode:
    return assignment.read()


def flags(cell: NotebookNode) -> tuple[bool, bool, bool]:
    """Return nbgrader's grade, solution and locked."""
    meta = cell.metadata.get("nbgrader", {})
    return (meta.get("grade", False), meta.get("solution", False), meta.get("locked", False))


def with_flags(nb: NotebookNode, grade: bool, solution: bool, locked: bool) -> list[NotebookNode]:
    return [cell for cell in nb.cells if flags(cell) == (grade, solution, locked)]


def graded_cells(nb: NotebookNode) -> list[NotebookNode]:
    return with_flags(nb, True, False, True)


def visible(cell: NotebookNode) -> str:
    """Return what a student sees of a cell."""
    return HIDDEN.sub("", SOLUTION.sub("", cell.source))


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


GRADED_MATRICES = {
    "two_kernels": (
        [[0, 1, 1], [-1, 0, 1], [-1, -1, 0]],
        [[0, 2], [-2, 0]],
        [[0, 4], [-4, 0]],
        [[8, 4], [4, 8]],
        [[0, 4, 0], [-4, 0, 4], [0, -4, 0]],
        [[0, -8, 0], [8, 0, -8], [0, 8, 0]],
        [[3, 3], [2, 2]],
        [
            [0, 4, 0, -4, 0],
            [-4, 4, 8, -4, -4],
            [-4, 0, 8, 0, -4],
            [-4, -4, 8, 4, -4],
            [0, -4, 0, 4, 0],
        ],
    ),
    "convolution": (
        [[109, 92, 72], [108, 85, 74], [110, 74, 79]],
        [
            [4, 7, 10, 6, 3],
            [9, 17, 25, 16, 8],
            [11, 23, 34, 23, 11],
            [7, 16, 24, 17, 8],
            [2, 6, 9, 7, 3],
        ],
    ),
    "pooling": ([[109, 92], [110, 85]],),
}

GRADED_TEXT = {
    "two_kernels": (r"2\*\(result-reference\)",),
    "convolution": (
        r"I-K\+2\*?P",
        r"floor\(\(",
        r"\\lfloor",
        r"//[sS](?![a-z])",
        r"B11\+B12\+B13",
        r"\(3,3\)",
        r"(?<!\d)306(?!\d)",
        r"(?<!\d)34(?!\d)",
    ),
    "pooling": (r"MaxPool2d", r"AvgPool2d", r"LPPool2d", r"p_for_max=[\dn]", r"p_for_average=\d"),
}


def matrices_in(source: str) -> list[np.ndarray[Any, Any]]:
    """Return every matrix or tuple of tuples that is written out in a piece of code."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.List, ast.Tuple)):
            try:
                value = np.asarray(ast.literal_eval(node), dtype=float)
            except (ValueError, TypeError):
                continue
            found.append(value)
    return found


def test_no_graded_answer_is_in_sight(assignment: Assignment, notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        text = visible(cell)
        packed = re.sub(r"\s|(?<=\d)\.0?(?=[,\]])", "", text)
        for pattern in GRADED_TEXT[assignment.name]:
            assert not re.search(pattern, packed), f"{cell.id} shows {pattern}"
        graded = [np.array(m) for m in GRADED_MATRICES[assignment.name]]
        shown = matrices_in(text) if cell.cell_type == "code" else []
        for matrix in graded:
            assert not any(np.array_equal(matrix, s) for s in shown), f"{cell.id} shows {matrix}"
            assert re.sub(r"\s", "", str(matrix.tolist())) not in packed, cell.id


def test_the_search_for_answers_finds_them_in_the_solutions(
    assignment: Assignment, notebook: NotebookNode
) -> None:
    """The search above must be able to fail: the solutions hold what it looks for."""
    source = "\n".join(c.source for c in notebook.cells if flags(c) == (False, True, False))
    shown = matrices_in(source)
    assert any(
        np.array_equal(np.array(m), s) for m in GRADED_MATRICES[assignment.name] for s in shown
    )
    packed = re.sub(r"\s", "", source)
    assert any(re.search(pattern, packed) for pattern in GRADED_TEXT[assignment.name])


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
