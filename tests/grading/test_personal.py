"""Numbers of a student's own: drawn for the owner of a submission, whatever the notebook says."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.grading.personal import SECRET, numbers_key
from helpers.judging import personal
from helpers.judging.personal import DRAWS, assignment_key, draw
from helpers.questions import convolution, pooling, two_kernels
from helpers.reference import corr2d, corr2d_input_gradient
from helpers.student import CheckFailed, check, my_numbers
from tests.grading.courses import nbgrader, twokernels

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def sheet_again() -> Any:
    yield
    personal.use(None)


# ------------------------------------------------------------------------------------- the draw
@given(st.sampled_from(sorted(DRAWS)), st.text(min_size=1), st.text(min_size=1))
def test_numbers_are_small_whole_and_as_many_as_the_sheets(
    assignment: str, key: str, student: str
) -> None:
    numbers = draw(assignment, key, student)
    again = draw(assignment, key, f" {student} ")
    for name, matrix in numbers.items():
        assert np.array_equal(matrix, again[name])
        assert np.array_equal(matrix, np.round(matrix))
        assert np.abs(matrix).max() < 120
    if assignment == "two_kernels":
        assert np.count_nonzero(numbers["K1"]) == 6
        assert np.count_nonzero(numbers["K2"]) == 2
        assert not np.array_equal(numbers["K2"], numbers["K2"][::-1, ::-1])


def test_the_draw_does_not_change_from_version_to_version() -> None:
    """A regrade next year must find the same numbers."""
    assert draw("pooling", "key", "ann")["C"].tolist() == PINNED_POOLING
    assert draw("two_kernels", "key", "ann")["K1"].tolist() == PINNED_K1


PINNED_K1 = [[0.0, 1.0, -1.0], [-1.0, 1.0, 0.0], [1.0, -1.0, 0.0]]
PINNED_POOLING = [[107.0, 90.0, 93.0], [74.0, 87.0, 111.0], [116.0, 82.0, 89.0]]


def test_students_and_courses_differ() -> None:
    drawn = {draw("convolution", key, who)["A"].tobytes() for key in "ab" for who in ("s1", "s2")}
    assert len(drawn) == 4


# ---------------------------------------------------------------------------------- the questions
def test_questions_judge_by_the_numbers_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    n = draw("convolution", "key", "ann")
    right = corr2d(n["A"], n["B"])
    assert convolution.C.mark(right) < convolution.C.points
    personal.use(n)
    assert convolution.C.mark(right) == convolution.C.points
    flipped = convolution.C.mark(corr2d(n["A"], n["B"][::-1, ::-1]))
    assert flipped.misconception == "C.flips-kernel"
    gradient = corr2d_input_gradient(np.ones((3, 3)), n["B"])
    assert convolution.dE_dA.mark(gradient) == convolution.dE_dA.points
    personal.use(draw("two_kernels", "key", "ann"))
    assert two_kernels.result1.mark(two_kernels.result1.expected) == 0
    personal.use(draw("pooling", "key", "ann"))
    assert pooling.pooled_C.mark(pooling.pooled_C.expected) < pooling.pooled_C.points


# ------------------------------------------------------------------------------ the student's side
def test_a_notebook_shows_a_students_own_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    (C,) = my_numbers("pooling", "key", "ann")
    assert np.array_equal(C, draw("pooling", "key", "ann")["C"])
    assert "C, 3 by 3" in capsys.readouterr().out
    check("pooled_C", np.zeros((2, 2)), shape=(2, 2))  # its form only


def test_without_an_id_there_are_no_numbers() -> None:
    with pytest.raises(CheckFailed, match="write your id between the quotes"):
        my_numbers("pooling", "key", " ")


# -------------------------------------------------------------------------------- a whole course
Make = Callable[[str], Path]


def answer_of(notebook: Any, name: str) -> Any:
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    return cells[name]


def test_a_course_with_personal_numbers(tmp_path: Path) -> None:
    """From the release to the mark: by the owner, not by the id in the notebook; and again."""
    config = (ROOT / "nbgrader_config.py").read_text() + "\nc.TwoKernels.personal_numbers = True\n"
    (tmp_path / "nbgrader_config.py").write_text(config)
    shutil.copytree(ROOT / "source" / "pooling", tmp_path / "source" / "pooling")
    done = nbgrader(tmp_path, "generate_assignment", "pooling")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / SECRET).stat().st_mode & 0o777 == 0o600
    released = nbformat.read(tmp_path / "release" / "pooling" / "pooling.ipynb", as_version=4)
    given_cell = answer_of(released, "given").source
    key = assignment_key(bytes.fromhex((tmp_path / SECRET).read_text()), "pooling")
    assert f'C, = my_numbers("pooling", "{key}", student_id)' in given_cell
    assert (tmp_path / SECRET).read_text() not in json.dumps(released)
    for student, claims in (("ann", "ann"), ("bob", "ann")):
        handed_in = nbformat.from_dict(json.loads(json.dumps(released)))
        (id_cell,) = (cell for cell in handed_in.cells if cell.get("id") == "student-id")
        id_cell.source = f'student_id = "{claims}"'
        code = "import numpy as np\npooled_C = np.array([[C[i:i+2, j:j+2].max() for j in (0, 1)]"
        answer_of(handed_in, "pooled_C").source = f"{code} for i in (0, 1)])"
        folder = tmp_path / "submitted" / student / "pooling"
        folder.mkdir(parents=True)
        nbformat.write(handed_in, folder / "pooling.ipynb")
    marks = []
    for again in ((), ("--force",)):
        command = ("grade", "pooling", "--json", "result.json", *again)
        done = twokernels(tmp_path, *command)
        assert done.returncode == 0, done.stderr
        students = json.loads((tmp_path / "result.json").read_text())["students"]
        marks.append({s: e["cells"]["test_pooled_C"]["score"] for s, e in students.items()})
    assert marks[0]["ann"] == 2
    assert marks[0]["bob"] < 2, "bob worked on ann's numbers"
    assert marks[0] == marks[1]


def test_off_by_default_nothing_is_drawn(tmp_path: Path) -> None:
    from traitlets.config import Config

    assert numbers_key(Config(), tmp_path, "pooling") is None
    assert not (tmp_path / SECRET).exists()
