"""The notebook's check: grading's words on the visible examples, from data that hold no secret."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from helpers.judging import messages
from helpers.judging.shown import digest
from helpers.judging.values import as_numbers
from helpers.questions import convolution, pooling, two_kernels
from helpers.questions.function_question import FunctionQuestion
from helpers.questions.value_question import DictQuestion, EntriesQuestion, ValueQuestion
from helpers.student import CheckFailed, check, known
from tools.make_checks import ASSIGNMENTS, checks, text

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "helpers" / "student" / "data"
QUESTIONS = (*two_kernels.QUESTIONS, *convolution.QUESTIONS, *pooling.QUESTIONS)
FUNCTIONS = [question for question in QUESTIONS if isinstance(question, FunctionQuestion)]
by_assignment = pytest.mark.parametrize("assignment", ASSIGNMENTS)
by_function = pytest.mark.parametrize("question", FUNCTIONS, ids=lambda q: q.label)


def reply(name: str, answer: Any, **shape: Any) -> str:
    """Return what a check says, whether it passes or not."""
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            check(name, answer, **shape)
    except CheckFailed as failed:
        return str(failed)
    return out.getvalue().strip()


# --------------------------------------------------------------------------------------- the data
@by_assignment
def test_the_data_are_what_the_questions_give(assignment: str) -> None:
    written = (DATA / f"{assignment}.json").read_text(encoding="utf-8")
    assert written == text(assignment), "helpers/student/data is stale; run `make release`"


def matrices(value: Any) -> list[list[Any]]:
    """Return every list that JSON data hold."""
    found = [value] if isinstance(value, list) else []
    children = value.values() if isinstance(value, dict) else value
    if isinstance(value, (list, dict)):
        for child in children:
            found += matrices(child)
    return found


def arrays_of(data: Any) -> list[np.ndarray[Any, Any]]:
    shown = []
    for rows in matrices(data):
        with contextlib.suppress(ValueError, TypeError):
            shown.append(np.array(rows, dtype=float))
    return shown


def shows(shown: list[np.ndarray[Any, Any]], secret: Any) -> bool:
    array = np.asarray(secret, dtype=float)
    return any(s.shape == array.shape and np.array_equal(s, array) for s in shown)


@by_assignment
def test_no_hidden_case_is_in_the_data(assignment: str) -> None:
    data = json.loads((DATA / f"{assignment}.json").read_text(encoding="utf-8"))
    shown = arrays_of(data)
    written = (DATA / f"{assignment}.json").read_text(encoding="utf-8")
    for question in ASSIGNMENTS[assignment].QUESTIONS:
        if isinstance(question, FunctionQuestion):
            for case, result in zip(question.cases, question.expected, strict=True):
                assert json.dumps(case.name, ensure_ascii=False) not in written
                if question.name != "output_size":
                    parts = result if question.parts else (result,)
                    for array in (*case.arguments, *parts):
                        if np.size(array) > 4:
                            assert not shows(shown, array), f"{question.label}: {case.name}"
                else:
                    assert not shows(shown, case.arguments), case.name


@by_assignment
def test_no_answer_worked_out_by_hand_is_in_the_data(assignment: str) -> None:
    data = json.loads((DATA / f"{assignment}.json").read_text(encoding="utf-8"))
    shown, written = arrays_of(data), (DATA / f"{assignment}.json").read_text(encoding="utf-8")
    for question in ASSIGNMENTS[assignment].QUESTIONS:
        answers: list[Any] = []
        if isinstance(question, ValueQuestion | EntriesQuestion):
            answers = [question.expected]
        elif isinstance(question, DictQuestion):
            answers = list(question.expected.values())
        for answer in answers:
            entry = json.dumps(data["questions"][question.name])
            assert digest([as_numbers(answer)]) not in entry, question.name
            if np.size(answer) > 1:
                assert not shows(shown, answer), question.name
    for formula in ("floor((I", "B11 + B12", "MaxPool2d", "LPPool2d"):
        assert formula not in written


def test_the_search_finds_what_is_shown() -> None:
    """The searches above can fail: they find a visible case."""
    case = two_kernels.corr2d.visible[0]
    assert shows(arrays_of(checks("two_kernels")), case.arguments[0])


@by_function
def test_visible_cases_are_not_the_hidden_ones(question: FunctionQuestion) -> None:
    for case in question.visible:
        for hidden in question.cases:
            assert not all(
                np.array_equal(a, b) for a, b in zip(case.arguments, hidden.arguments, strict=True)
            )


@by_assignment
def test_a_visible_case_is_the_call_that_its_name_says(assignment: str) -> None:
    """A student can type the name of a case into the notebook and gets that case."""
    notebook = nbformat.read(
        ROOT / f"release/{assignment}/{assignment}.ipynb", as_version=nbformat.NO_CONVERT
    )
    functions = {
        q.name: q for q in ASSIGNMENTS[assignment].QUESTIONS if isinstance(q, FunctionQuestion)
    }
    names: dict[str, Any] = {"np": np}
    called = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        for node in ast.parse(cell.source).body:
            given = isinstance(node, ast.Assign) and "np." in ast.unparse(node.value)
            if given and not isinstance(node.targets[0], ast.Tuple):
                with contextlib.suppress(Exception):
                    exec(ast.unparse(node), names)  # noqa: S102 -- our own notebook
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "").removeprefix("check_")
        if name in functions and cell.id.endswith("-check"):
            for case in functions[name].visible:
                got = eval(case.name, {**names, name: lambda *arguments: arguments})  # noqa: S307
                assert len(got) == len(case.arguments), case.name
                assert all(map(np.array_equal, got, case.arguments)), case.name
                called += 1
    assert called == sum(len(q.visible) for q in functions.values())


# ------------------------------------------------------------------------------------ the replies
@by_function
def test_a_right_function_passes(question: FunctionQuestion) -> None:
    assert reply(question.name, question.reference).startswith(f"✓ {question.name}: right on th")


def told_by_grading(question: FunctionQuestion, answer: Any) -> str:
    """Return what grading would say of the visible cases, for the first part that is wrong."""
    for asked in FUNCTIONS:
        if asked.name == question.name:
            with contextlib.redirect_stdout(io.StringIO()):
                mark = asked.in_sight().mark(answer)
            if mark != mark.max_score:
                return mark.message
    return ""


@by_function
def test_a_check_speaks_as_grading_does(question: FunctionQuestion) -> None:
    """Line by line; a check adds the first wrong entry and its right value."""
    same = 0
    for m in question.misconceptions:
        wanted = told_by_grading(question, m.wrong)
        got = reply(question.name, m.wrong)
        if not wanted:
            assert got.startswith("✓"), m.id
            continue
        lines = [line for line in got.splitlines() if not line.startswith("  It is ")]
        if lines == wanted.splitlines():
            same += 1
            continue
        # Two mistakes look the same on the visible cases: the check names neither.
        complaint = next(
            line
            for line in wanted.splitlines()
            if question.visible[0].name in line
            or any(case.name in line for case in question.visible)
        )
        assert complaint.strip().removeprefix(f"{question.label}: ") in got, m.id
        assert m.says not in got, m.id
    assert same >= len(question.misconceptions) / 3


@by_function
def test_an_answer_like_no_known_mistake_is_told_alike(question: FunctionQuestion) -> None:
    def odd(*arguments: Any) -> Any:
        result = question.reference(*arguments)
        parts = result if question.parts else (result,)
        spoilt = tuple(np.asarray(p, dtype=float) * 1.5 + 0.37 for p in parts)
        return spoilt if question.parts else spoilt[0]

    got = [line for line in reply(question.name, odd).splitlines() if "It is " not in line]
    assert "\n".join(got) == told_by_grading(question, odd)


@pytest.mark.parametrize(
    ("name", "answer", "shape", "told"),
    [
        ("corr2d", None, {}, "corr2d: not attempted yet."),
        ("corr2d", 5, {}, "corr2d: a function is expected, not this int."),
        ("nothing", 5, {}, "nothing: there is no question of this name here."),
        ("C", convolution.C.expected, {"shape": (3, 3)}, "✓ C: 3 × 3 numbers, as it should be.\n"
         "  The values are judged when you are graded."),
        ("C", [[1, 2]], {"shape": (3, 3)}, "C: the shape is (1, 2), expected (3, 3)."),
        ("C", "109", {"shape": (3, 3)}, "C: the answer is a str; a number or an array of numbers "
         "is expected."),
        ("C", convolution.C.misconceptions[0].wrong, {"shape": (3, 3)},
         "C: This is a true convolution: B was rotated by 180°. The sheet means "
         "cross-correlation, with B as it is.\n"
         "  Which entry of B lies on the top left entry of A when you start?"),
        ("dE_dA", convolution.dE_dA.expected * 2, {"shape": (5, 5)},
         "dE_dA: the entries together do not give the total that they must give."),
        ("p_for_max", 1, {}, "p_for_max: With this p the pooling gives the average.\n  Which "
         "entries of the window should matter more and more, and what must p do for that?"),
        ("p_for_max", 7, {}, "✓ p_for_max: one number, as it should be.\n"
         "  The values are judged when you are graded."),
        ("modules", {"max": "x", "average": "y"}, {}, "modules: lp: not attempted yet."),
        ("modules", {"max": 1, "average": "y", "lp": "z"}, {}, "modules: max: write the name as "
         "text. Write the class's full name, as in `torch.nn.Conv2d`, for images (2-D)."),
        ("output_size_formula", "I + Q", {}, "output_size_formula: 'Q' is not one of the letters "
         "of this question."),
        ("output_size_formula", "(I + K", {}, "output_size_formula: '(I + K' has an open bracket "
         "too many or too few."),
        ("output_size_formula", "4", {}, "output_size_formula: '4' holds none of the letters of "
         "this question."),
        ("dE_dA_formula", [["B11"]], {}, "dE_dA_formula: a list of 5 rows of 5 formulas, each as "
         "text, is expected."),
        ("dE_dA_formula", [["B_{11}"] * 5] * 4 + [["B11"] * 4 + [3]], {}, "dE_dA_formula: the "
         "entry at row 5, column 5 (index [4, 4]): write the formula as text, in quotes; this is "
         "of type int."),
        ("hand_gradients", {"loss": 8}, {"shape": {"loss": (), "dK1": (3, 3)}},
         "hand_gradients: dK1: not attempted yet."),
    ],
)  # fmt: skip
def test_replies(name: str, answer: Any, shape: Any, told: str) -> None:
    assert reply(name, answer, **shape) == told


def test_a_failed_check_is_one_short_block() -> None:
    with pytest.raises(CheckFailed) as failed:
        check("corr2d", lambda X, K: X)
    lines = failed.value._render_traceback_()
    assert re.sub(r"\x1b\[\d+m", "", lines[0]).startswith("✗ corr2d: corr2d(X, K): the shape is")
    assert len(lines) <= 5


def test_a_check_costs_nothing_while_grading(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endless loop must cost a grading run one time-out, not two."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    def forever(*_: Any) -> Any:
        raise AssertionError("called")

    check("corr2d", forever)


def test_a_course_in_chinese_gets_its_checks_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    book = known.Book(**checks("two_kernels", "zh"))
    monkeypatch.setattr(sys.modules["helpers.student.check"], "book_of", lambda name: book)
    mistake = two_kernels.corr2d.misconceptions[0]
    assert reply("corr2d", mistake.wrong).splitlines()[0] == (
        "corr2d：你的结果是真正的卷积：卷积核在滑动之前旋转了 180°。互相关直接使用原来的核。"
    )
    assert messages.language() == "en", "the language is put back"
