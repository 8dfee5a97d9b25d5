"""No answer that is graded stands where a student can read it."""

from __future__ import annotations

import ast
import re
from typing import Any

import numpy as np
from nbformat import NotebookNode

from tests.source.assignments import Assignment, flags, visible

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
